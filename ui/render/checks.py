"""What became of each sentence that a language model wrote, for who wants to know; and what went wrong with it."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from rag.fate import Check, Fate
from rag.visible import legible

_SHORT = {
    Fate.HELD: "held",
    Fate.MENDED: "mended",
    Fate.QUOTED: "quoted",
    Fate.MARKED: "marked",
    Fate.REPEATED: "repeated",
    Fate.DROPPED: "dropped",
}
_LONG = {
    Fate.HELD: "its sources hold it",
    Fate.MENDED: "another source holds it, which is shown instead of its own",
    Fate.QUOTED: "nothing holds what was written, so that the article is quoted",
    Fate.MARKED: "nothing holds it; it is shown, and marked",
    Fate.REPEATED: "it says again what is shown already",
    Fate.DROPPED: "nothing holds it, and it is left out",
}
"""What was done with a sentence, and why."""


def notice(told: str) -> Markup:
    """What went wrong with the model, as a calm line; nothing where nothing did."""
    return Markup('<p class="remark">{}</p>').format(legible(told)) if told else Markup()


def checks(made: Sequence[Check]) -> Markup:
    """A fold with each sentence, what was done with it, and why; nothing where no model wrote.

    Of a sentence that is not shown in the answer, the words are not shown here either: nothing holds them.
    """
    if not made:
        return Markup()
    items = Markup().join(map(_item, made))
    return Markup(
        '<details class="checks"><summary>How this was checked<span> · {}</span></summary>'
        "<p>A language model wrote. Each of its sentences was held against what it cites.</p><ol>{}</ol></details>"
    ).format(_counted(made), items)


def _counted(made: Sequence[Check]) -> str:
    counts = Counter(check.fate for check in made)
    return ", ".join(f"{counts[fate]:,} {name}" for fate, name in _SHORT.items() if counts[fate])


def _item(check: Check) -> Markup:
    shown = Markup("<q>{}</q>").format(legible(check.shown)) if check.shown else "A sentence that is not shown"
    numbers = "".join(f" [{number}]" for number in check.citations)
    faults = ", ".join(fault.value for fault in check.faults)
    why = f" ({faults})" if faults and check.fate is not Fate.HELD else ""
    return Markup('<li data-fate="{}"><span class="fate">{}</span> {}{}: {}{}.</li>').format(
        check.fate.value, _SHORT[check.fate].capitalize(), shown, numbers, _LONG[check.fate], why
    )

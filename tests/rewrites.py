"""What desks do to a wire story, and what two independent reports have in common; the stories lie in tests/wires."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

STORIES = Path(__file__).parent / "wires"

LOCAL = (
    "Councillors in Ashby, where many families have relatives in the area, said on the same evening that they were "
    "following the news closely. The town's help line will be staffed until ten o'clock, and a collection is to be "
    "held on the market square on Saturday from nine in the morning, weather permitting, with music by the fire band."
)
BACKGROUND = (
    "The province, which has some two million inhabitants and was formed from three older counties in 1974, has been "
    "governed since the last election by a coalition of four parties that disagree on nearly everything but the need "
    "to stay in office. Its budget has been in deficit for six years, and its auditors have twice refused to sign the "
    "accounts."
)
STATEMENT = (
    '"I have spoken with everybody who was there, I have read every page that was put before me, and I can say this '
    "much: mistakes were made, they were made by people who meant well, and they will be named in full when the report "
    "is laid before parliament in the spring. Until then I ask for patience, which I know is a great deal to ask of "
    'those who have waited as long as these families have," the prime minister, Edda Rask, said in the evening.'
)
FOOTER = (
    "Follow us on all channels, and sign up for our morning letter, which brings you the five stories of the day "
    "before breakfast. Have you seen something that we should know? Write to the news desk in confidence."
)
_EDITS = {
    "said": "stated",
    "some": "around",
    "after": "following",
    "people": "persons",
    "will": "is going to",
    "last": "past",
    "early": "in the small hours",
    "were": "had been",
    "was": "had been",
    "about": "roughly",
    "had": "has",
    "put": "set",
    "more": "over",
    "until": "till",
    "told": "informed",
    "and": "as well as",
    "which": "that",
    "but": "though",
}


@cache
def stories(half: int | None = None) -> dict[str, str]:
    """The stories by name ("01-a"): all, or those with an odd (1) or an even (0) number."""
    read = {path.stem: path.read_text(encoding="utf-8").strip() + "\n" for path in sorted(STORIES.glob("*.txt"))}
    return {name: text for name, text in read.items() if half is None or int(name[:2]) % 2 == half}


def headline(text: str) -> str:
    return "What we know so far\n\n" + text.split("\n\n", 1)[1]


def credit(text: str) -> str:
    head, rest = text.split("\n\n", 1)
    return f"{head}\n\nFrom our correspondents and Allied Press\n\n{rest}\n(Allied Press, with staff reports)\n"


def cut(text: str, share: float = 2 / 3) -> str:
    """Without what comes after `share` of the words, to the end of that paragraph's sentence."""
    words = list(re.finditer(r"\S+", text))
    end = words[int(len(words) * share)].end()
    return text[:end].rsplit(". ", 1)[0] + ".\n"


def cut_hard(text: str) -> str:
    return cut(text, 0.45)


def local(text: str) -> str:
    return f"{text}\n{LOCAL}\n"


def numbers(text: str) -> str:
    return re.sub(r"\b\d+\b", lambda match: str(int(match[0]) + 3), text)


def light_hand(text: str) -> str:
    """Every third sentence with three of its words put otherwise."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    return " ".join(_edited(s) if place % 3 == 1 else s for place, s in enumerate(sentences))


def heavy_hand(text: str) -> str:
    """Every second sentence so."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    return " ".join(_edited(s) if place % 2 == 1 else s for place, s in enumerate(sentences))


def typographic(text: str) -> str:
    return re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’")


def rewrapped(text: str) -> str:
    return re.sub(r"(?<=\w) (?=\w+ \w+ of )", "\n", text)


def wire(text: str) -> str:
    return typographic(headline(credit(cut(local(text)))))


def localised(text: str) -> str:
    return headline(local(cut_hard(text)))


def update(text: str) -> str:
    return local(numbers(text)).replace(LOCAL, BACKGROUND)


def edited(text: str) -> str:
    return headline(cut(light_hand(numbers(text))))


REWRITES: tuple[Callable[[str], str], ...] = (
    headline, credit, cut, cut_hard, local, numbers, light_hand, heavy_hand, typographic, rewrapped,
    wire, localised, update, edited,
)  # fmt: skip


def copies(half: int | None = None) -> Iterator[tuple[str, str, str]]:
    """Name, story and rewrite; and the rewrites of one story with each other."""
    for name, text in stories(half).items():
        made = [(change.__name__, change(text)) for change in REWRITES]
        yield from ((f"{name} {how}", text, rewritten) for how, rewritten in made)
        compared = [pair for pair in made if pair[0] in ("wire", "update", "edited", "local", "light_hand")]
        yield from ((f"{name} {one[0]}/{two[0]}", one[1], two[1]) for one, two in combinations(compared, 2))


def strangers(half: int | None = None) -> Iterator[tuple[str, str, str]]:
    """Name and two texts: reports of one event by two hands; reports of two events, bare and with something shared."""
    for (one, text), (two, other) in combinations(stories(half).items(), 2):
        yield f"{one} {two}", text, other
        if one[:2] == two[:2]:
            yield f"{one} {two} cut", cut(text), local(other)
        for what in (BACKGROUND, STATEMENT, FOOTER):
            yield f"{one} {two} {what[:9]}", f"{text}\n{what}\n", f"{other}\n{what}\n"
            yield f"{one} {two} {what[:9]} cut", f"{cut(text)}\n{what}\n", f"{cut(other)}\n{what}\n"


def _edited(sentence: str) -> str:
    known = re.compile(rf"\b(?:{'|'.join(_EDITS)})\b")
    return known.sub(lambda match: _EDITS[match[0]], sentence, count=3)

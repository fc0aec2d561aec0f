import re
from dataclasses import replace

import pytest
from shown import HOSTILE, abstained, cited, make, tags, text_of

from rag.answer import Answer
from rag.events import Stage
from rag.faithful.faults import Fault
from rag.fate import UNSUPPORTED, Check, Fate
from ui.render.answer import answer
from ui.render.checks import checks, notice
from ui.render.conversation import Progress, Turn, history, newest

MADE = (
    Check("One.", Fate.HELD, "One.", (), (1,)),
    Check("Two.", Fate.MENDED, "Two.", (Fault.NUMBER, Fault.NAME), (2,)),
    Check("Made up.", Fate.QUOTED, "Three.", (Fault.UNSUPPORTED,), (3,)),
    Check("One!", Fate.REPEATED),
    Check("Invented.", Fate.DROPPED, "", (Fault.UNCITED,)),
)


def test_how_each_sentence_was_checked_is_told_in_words() -> None:
    assert checks(MADE[:2]) == (
        '<details class="checks"><summary>How this was checked<span> · 1 held, 1 mended</span></summary>'
        "<p>A language model wrote. Each of its sentences was held against what it cites.</p><ol>"
        '<li data-fate="held"><span class="fate">Held</span> <q>One.</q> [1]: its sources hold it.</li>'
        '<li data-fate="mended"><span class="fate">Mended</span> <q>Two.</q> [2]: another source holds it, which is'
        " shown instead of its own (a number is not in the cited text, or is of something else there, a name is not in"
        " the cited text).</li></ol></details>"
    )


@pytest.mark.parametrize("fate", list(Fate))
def test_each_fate_is_counted_and_explained(fate: Fate) -> None:
    told = text_of(checks([Check("One.", fate), Check("Two.", fate)]))
    assert f"How this was checked · 2 {fate.value}" in told
    assert told.count(f"{fate.value.capitalize()} A sentence that is not shown: ") == 2


def test_of_what_nothing_holds_no_word_is_shown() -> None:
    told = text_of(checks(MADE))
    assert "Made up" not in told
    assert "Invented" not in told
    assert "A sentence that is not shown: nothing holds it, and it is left out (it cites nothing)." in told


def test_where_no_model_wrote_there_is_neither_a_fold_nor_a_remark() -> None:
    assert checks(()) == ""
    assert notice("") == ""
    rendered = history([Turn("Why?", cited(make(), (0, 4)))])
    assert "checks" not in rendered
    assert "remark" not in rendered


@pytest.mark.parametrize("given", [cited(make(), (0, 4)), abstained(make(), (0, 4))])
def test_a_notice_is_a_calm_line_of_the_answer_and_the_fold_is_below_its_sources(given: Answer) -> None:
    told = "The model refused to answer. The answer is quoted from the articles instead."
    rendered = history([Turn("Why?", replace(given, notice=told, checks=MADE))])
    assert f'<p class="remark">{told}</p>' in rendered
    assert "alert" not in rendered
    assert rendered.index("remark") < rendered.index('class="places') < rendered.index('class="checks"')


def test_a_sentence_that_nothing_holds_is_marked_visibly() -> None:
    text = f"One. [1]\n{UNSUPPORTED}Kings came. [1]\n{UNSUPPORTED}So it is said."
    made = (Check("Kings came.", Fate.MARKED, "Kings came.", (), (1,)), Check("", Fate.MARKED, "So it is said."))
    rendered = answer(replace(cited(make(), (0, 4), text=text), checks=made), 0)
    mark = '<p class="marked"><strong class="mark">Not held by the articles:</strong>'
    assert f"{mark} Kings came. <button" in rendered
    assert f"{mark} So it is said. </p>" in rendered


def test_an_article_that_begins_with_the_words_of_the_mark_is_not_marked() -> None:
    article = make(f"{UNSUPPORTED}no court.")
    assert "marked" not in answer(cited(article, (0, len(article.text))), 0)


def test_what_a_model_wrote_is_set_apart_from_quotations_and_from_our_own_words() -> None:
    given = cited(make(), (0, 4), (5, 9), text="One. [1]\nThe second is two. [2]\nReports differ. [1]")
    made = (Check("One.", Fate.HELD, "One."), Check("The second is two.", Fate.HELD, "The second is two."))
    rendered = answer(replace(given, checks=made), 0)
    assert re.findall(r'<p class="(\w+)"', rendered)[:3] == ["quote", "written", "told"]


def test_lines_are_marked_while_the_model_still_writes() -> None:
    rendered = newest(Turn("Why?"), 0, Progress(Stage.CHECKING, (f"{UNSUPPORTED}Kings came. [1]",)))
    assert (
        '<p class="marked"><strong class="mark">Not held by the articles:</strong> Kings came.'
        ' <span class="marker">1</span></p>'
    ) in rendered


def test_nothing_that_a_model_writes_becomes_a_tag() -> None:
    def everything(words: str) -> str:
        made = [Check(words, fate, words, (Fault.NAME,), (1,)) for fate in Fate]
        return checks(made) + notice(words)

    assert tags(everything(HOSTILE)) == tags(everything("x"))
    assert HOSTILE in text_of(everything(HOSTILE))

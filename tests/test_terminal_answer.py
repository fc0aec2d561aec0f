import io

from making import make_answer, make_article
from rich.console import Console

from rag.answer import Answer, Citation
from rag.fate import UNSUPPORTED
from ui import terminal

CITED = make_answer(citations=(Citation(1, make_article(), 0, 23, "The ferry left at dawn."),))


def printed(*parts) -> str:
    console = Console(file=io.StringIO(), width=120)
    for part in parts:
        console.print(part, soft_wrap=True)
    return console.file.getvalue()


def test_lines_one_by_one_and_what_is_below_are_the_whole_answer():
    answer = make_answer("One. [1]\nTwo. [1]", citations=CITED.citations, unsaid=("Why?",))
    lines = [terminal.answer_line(line) for line in answer.text.split("\n")]
    assert printed(*lines, terminal.below_answer(answer)) == printed(terminal.answer(answer))


def test_an_abstention_without_passages_is_one_line():
    assert printed(terminal.answer(Answer("?", "That is no question.", abstained=True))) == "That is no question.\n"


def test_what_nothing_holds_stands_out():
    [span] = terminal.answer_line(f"{UNSUPPORTED}Kings came.").spans
    assert (span.start, span.end, span.style) == (0, len(UNSUPPORTED) - 1, "bold yellow")
    assert not terminal.answer_line(f"He said: {UNSUPPORTED}Kings.").spans


def test_a_notice_is_one_line_that_repaints_nothing():
    assert printed(terminal.notice("The model \x1b[2J\nrefused.")) == "The model <U+001B>[2J refused.\n"

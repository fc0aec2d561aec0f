import pytest
from shown import cite, cited, make

from index.errors import CopydeskError
from rag.answer import Answer
from ui.page import handlers
from ui.render.conversation import Turn
from ui.render.source import source


@pytest.mark.parametrize(
    "wanted",
    [None, [], {}, "0-citation-1", {"turn": 0, "kind": "citation"}, {"turn": -1, "kind": "citation", "number": 1},
     {"turn": 9, "kind": "citation", "number": 1}, {"turn": 0, "kind": "path", "number": 1},
     {"turn": 0, "kind": "citation", "number": float("inf")}, {"turn": 0, "kind": "nearest", "number": 1},
     {"turn": 1, "kind": "citation", "number": 1}],
)  # fmt: skip
def test_a_browser_gets_only_places_of_its_own_conversation(wanted: object) -> None:
    turns = [Turn("Why?", cited(make(), (0, 4))), Turn("Who?")]
    assert handlers.source(turns, {"turn": 0, "kind": "citation", "number": 1}) == source(
        cited(make(), (0, 4)), cite(1)
    )
    assert handlers.source(turns, wanted) is None


def test_a_defect_is_told_in_words_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def ask(self, question: str) -> Answer:
            raise ZeroDivisionError(question)

    outcome = handlers.answer(Broken(), "Why?")  # type: ignore[arg-type]
    assert isinstance(outcome, CopydeskError)
    assert "ZeroDivisionError" not in str(outcome)
    assert "ZeroDivisionError" in caplog.text

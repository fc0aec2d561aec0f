from io import StringIO

from rich.console import Console

from ui.bars import Bars


def told(**console):
    out = StringIO()
    with Bars(Console(file=out, width=120, **console)) as bars:
        for done in (1, 600, 1200):
            bars.tell("reading files", done, 1200)
        bars.tell("embedding articles", 1, 5000)
    return out.getvalue()


def test_a_terminal_shows_a_bar_for_each_stage_with_its_count_and_rate():
    shown = told(force_terminal=True)
    assert "Reading files" in shown
    assert "1,200 of 1,200" in shown
    assert "Embedding articles" in shown
    assert "1 of 5,000" in shown
    assert "/s" in shown


def test_what_is_no_terminal_shows_nothing():
    assert told(force_terminal=False) == ""

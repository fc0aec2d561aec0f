import re
from datetime import date

import pytest
from shown import HOSTILE, tags, text_of

from rag.overview import OutletCount, Overview
from ui.render.composer import composer
from ui.render.uploads import added
from ui.uploads import UploadRefused


def held(*outlets: OutletCount) -> Overview:
    return Overview(3, 3, 3, outlets, date(2026, 2, 4), date(2026, 2, 9))


def test_outlets_can_be_chosen_with_how_many_articles_they_have() -> None:
    assert (
        '<label><input type="checkbox" name="outlet" value="The Gull"><bdi>The Gull</bdi><span>1,200</span></label>'
    ) in composer(held(OutletCount("The Gull", 1200)))
    assert "Outlets" not in composer(held())


def test_the_smallest_of_very_many_outlets_are_counted_only() -> None:
    rendered = composer(held(*(OutletCount(f"Gull {n}", 1) for n in range(203))))
    assert rendered.count('name="outlet"') == 200
    assert "3 smaller outlets are not listed." in rendered


def test_days_are_those_of_the_index() -> None:
    for name in ("since", "until"):
        assert f'<input type="date" name="{name}" min="2026-02-04" max="2026-02-09">' in composer(held())
    assert "min=" not in composer(Overview(0, 0, 0, (), None, None))


def test_whose_articles_are_asked_is_a_choice_once_there_is_one() -> None:
    assert "whose" not in composer(held())
    assert "<span>Your 1 article</span>" in composer(held(), 1)
    assert "<span>Your 2 articles</span>" in composer(held(), 2)


def test_every_field_has_a_label_and_every_button_a_name() -> None:
    rendered = composer(held(OutletCount("The Gull", 1)), 1)
    assert '<label class="hidden" for="question">Question</label><textarea id="question"' in rendered
    assert all(text_of(button).strip() for button in re.findall(r"<button.*?</button>", rendered))
    fields = re.findall(r"<input[^>]*>", rendered)
    assert len(fields) == len(re.findall(r"<label>(?:[^<]*)<input", rendered)) == 5


def test_a_hostile_outlet_stays_text() -> None:
    hostile = composer(held(OutletCount(HOSTILE, 1)))
    value = re.compile(r'value="[^"]*"')
    assert [value.sub("", tag) for tag in tags(hostile)] == [
        value.sub("", tag) for tag in tags(composer(held(OutletCount("x", 1))))
    ]
    assert HOSTILE in text_of(hostile)


@pytest.mark.parametrize(
    ("held_now", "told"),
    [(0, "Nothing was taken in."), (1, "1 article of your own can"), (2, "2 articles of your own can")],
)
def test_what_became_of_files_is_told(held_now: int, told: str) -> None:
    refused = UploadRefused("b<i>.exe", "files of this kind are not read.", "Give others.")
    rendered = added(["a<b>.txt"] if held_now else [], [refused], held_now)
    assert told in rendered
    assert (
        '<li class="refused"><bdi>b&lt;i&gt;.exe: files of this kind are not read.</bdi> <span>Give others.</span></li>'
        in rendered
    )
    assert ('<li class="taken"><bdi>a&lt;b&gt;.txt</bdi></li>' in rendered) is bool(held_now)

import re
from dataclasses import replace

import pytest
from shown import HOSTILE, abstained, cited, make, tags, text_of

from rag.answer import Answer
from ui.render.conversation import Turn, history
from ui.render.searched import searched

ALONE = "How many civilians were killed?"


def test_the_question_as_it_was_searched_can_be_corrected_or_asked_as_it_stands() -> None:
    assert searched(ALONE) == (
        f'<div class="searched"><p>Searched for: <bdi>{ALONE}</bdi></p>'
        '<button type="button" class="quiet" data-correct aria-expanded="false">Correct</button>'
        '<button type="button" class="quiet" data-as-asked>Ask as it stands</button>'
        '<form class="correction" hidden><label>Search for this instead'
        f'<textarea rows="2" maxlength="1000" required>{ALONE}</textarea></label>'
        '<button type="submit" class="quiet">Search</button></form></div>'
    )


@pytest.mark.parametrize("given", [cited(make(), (0, 4)), abstained(make(), (0, 4))])
def test_it_stands_between_the_question_and_what_came_of_it(given: Answer) -> None:
    rendered = history([Turn("And of them?", replace(given, searched=ALONE))])
    places = [rendered.index(one) for one in ('<h2 class="question">', "Searched for: ", "<ol>")]
    assert places == sorted(places)
    assert "Searched" not in history([Turn("Why?", given)])


def test_a_link_and_asking_again_ask_what_was_searched() -> None:
    rendered = history([Turn("And of them?", replace(cited(make(), (0, 4)), searched=ALONE))])
    assert 'data-question="And of them?"' in rendered
    assert f'data-searched="{ALONE}"' in rendered
    assert re.findall(r'data-(?:query|link)="([^"]*)"', rendered) == ["/?q=How+many+civilians+were+killed%3F"] * 2


def test_what_was_asked_as_it_stands_is_asked_again_as_it_stands() -> None:
    assert 'data-searched="And of them?"' in history([Turn("And of them?", cited(make(), (0, 4)))])


def test_nothing_hostile_becomes_a_tag() -> None:
    assert tags(searched(HOSTILE)) == tags(searched("x"))
    assert HOSTILE in text_of(searched(HOSTILE))

import re

from making import make_article
from saying import FRIDAY, MONDAY, cited, make_claim, make_differing, make_disputed, make_group
from shown import HOSTILE, tags, text_of

from rag.answer import Citation
from rag.claim import Claim, Kind, Words
from ui.render.conversation import Turn, history
from ui.render.differing import differing
from ui.render.marker import Kind as PlaceKind
from ui.render.marker import Place
from ui.render.source import source


def marker(number: int, outlet: str = "The Gull") -> str:
    return (
        f'<button type="button" class="marker" data-place="2-citation-{number}" data-turn="2" data-kind="citation"'
        f' data-number="{number}" data-hue="{number}"'
        f' aria-label="Source {number}: {outlet}, Report {number}">{number}</button>'
    )


def row(number: int) -> str:
    return f'data-turn="2" data-kind="citation" data-number="{number}"'


def test_the_values_stand_in_a_table_each_with_its_markers_and_how_it_differs() -> None:
    first = make_group(
        make_claim("22", 1, MONDAY, speaker="The police"), make_claim("22", 3, FRIDAY, speaker="A nurse")
    )
    second = make_group(make_claim("17", 2, outlet="The Wren"), kind=Kind.SCOPE, reason="at sea only")
    assert differing(make_differing(first, second), 2) == (
        '<section class="differ" aria-label="Reports differ"><table><caption>Reports differ</caption><thead><tr>'
        '<th scope="col">Value</th><th scope="col">Who says so</th><th scope="col">Outlets</th>'
        '<th scope="col">Reports</th><th scope="col">Published</th></tr></thead>'
        f'<tbody><tr {row(1)}><th scope="row"><bdi>22</bdi> {marker(1)}{marker(3)}</th>'
        '<td data-heading="Who says so"><bdi>The police</bdi>; <bdi>A nurse</bdi></td>'
        '<td data-heading="Outlets"><bdi>The Gull</bdi></td><td data-heading="Reports">2</td>'
        '<td data-heading="Published"><time datetime="2026-02-02">2 February 2026</time>\u00a0– '
        '<time datetime="2026-02-06">6 February 2026</time></td></tr></tbody>'
        f'<tbody><tr {row(2)}><th scope="row"><bdi>17</bdi> {marker(2, "The Wren")}</th>'
        '<td data-heading="Who says so"><bdi>the outlet itself</bdi></td>'
        '<td data-heading="Outlets"><bdi>The Wren</bdi></td><td data-heading="Reports">1</td>'
        '<td data-heading="Published">no date</td></tr>'
        '<tr class="why"><td colspan="5">Another scope: at sea only</td></tr></tbody></table></section>'
    )


def test_values_of_one_day_have_that_day_once() -> None:
    group = make_group(make_claim("22", 1, MONDAY), make_claim("22", 2, MONDAY))
    assert str(differing(make_differing(group), 0)).count("<time") == 1


def test_an_answer_shows_the_values_between_its_text_and_its_sources() -> None:
    rendered = str(history([Turn("How many?", make_disputed(confidence=0.86))]))
    places = [rendered.index(f'class="{name}"') for name in ("answer", "confidence", "differ", "places")]
    assert places == sorted(places)
    assert '<span class="support">Carried by 3 independent reports</span></p></div><section class="differ"' in rendered


def test_every_marker_of_a_value_opens_its_source_at_the_cited_words() -> None:
    answer = make_disputed()
    rendered = str(history([Turn("How many?", answer)]))
    for number in map(int, re.findall(r'data-number="(\d+)"', rendered)):
        panel = source(answer, Place(0, PlaceKind.CITATION, number))
        assert re.search(f'<mark class="chosen" [^>]*>{re.escape(answer.citations[number - 1].quote)}</mark>', panel)


def test_nothing_hostile_in_a_claim_becomes_a_tag_or_an_attribute() -> None:
    def everything(words: str) -> str:
        claims = [make_claim(words, n, MONDAY, speaker=words, via=words, outlet=words, low=n) for n in (1, 2, 3)]
        group = make_group(*claims, kind=Kind.SCOPE, reason=words)
        return str(differing(make_differing(group, make_group(*claims)), 0))

    label = re.compile(r'aria-label="[^"]*"|style="[^"]*"|[xy][12]="[^"]*"')
    hostile = everything(HOSTILE)
    assert [label.sub("", tag) for tag in tags(hostile)] == [label.sub("", tag) for tag in tags(everything("x"))]
    assert HOSTILE in text_of(hostile)


def test_words_are_values_as_well() -> None:
    article = make_article("Ada Holm was mayor.", id="b")
    claim = Claim("Ada Holm", 0, 8, Words(0, 8, "ada holm"), Citation(4, article, 0, 19, article.text))
    group = make_group(claim)
    assert cited(make_differing(group)) == (claim.citation,)
    assert "<bdi>Ada Holm</bdi>" in differing(make_differing(group, group), 0)

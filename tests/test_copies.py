import string
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

import pytest
import rewrites
from hypothesis import given
from hypothesis import strategies as st
from strategies import decoded, texts

from index.article import Article
from index.copies import CopyKind, Record, came, kind, link, record
from index.shingles import are_copies, shingles
from index.signature import Signature, sign

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DATES = [None, date(2026, 3, 4), date(2026, 3, 5), NOON, NOON.astimezone(timezone(timedelta(hours=14)))]
Held = dict[str, Record]


def article(text: str, id_: str = "a") -> Article:
    return Article(id_, text, "Title", "/news/a.txt")


def nothing(id_: str) -> str:
    raise AssertionError(id_)


@cache
def pile() -> dict[str, tuple[str, Record]]:
    """Six stories and what became of them, by id; two of them report on one event."""
    told = [(name, text) for name, text in rewrites.stories().items() if name[:2] in ("01", "02", "09", "10")]
    made = [text for _, story in told for text in (story, *(change(story) for change in rewrites.REWRITES[::3]))]
    made += ["Orsk is dry.", "Orsk is dry!", "Perm is dry.", '"All of it was said by him, every word of it."']
    ids = [f"{place:02}" for place in range(len(made))]
    return {id_: (text, record(article(text, id_))) for id_, text in zip(ids, made, strict=True)}


def fetch(id_: str) -> str:
    return pile()[id_][0]


def run(held: Held, new: Iterable[Record], gone: Iterable[str] = ()) -> Held:
    changed = link(held.values(), new, fetch, set(gone))
    return {id_: kept for id_, kept in held.items() if id_ not in set(gone)} | changed


@st.composite
def dated_piles(draw: st.DrawFn) -> list[Record]:
    ids = draw(st.lists(st.sampled_from(sorted(pile())), unique=True, min_size=1, max_size=14))
    when = st.sampled_from(DATES)
    return [replace(pile()[id_][1], published=draw(when), updated=draw(when)) for id_ in ids]


@given(dated_piles())
def test_a_report_is_what_hangs_together_and_is_named_for_its_first_article(records: list[Record]) -> None:
    reports = [{each.id} for each in records]
    for one in records:
        for other in records:
            if are_copies(shingles(fetch(one.id)), shingles(fetch(other.id))):
                joined = set().union(*(report for report in reports if report & {one.id, other.id}))
                reports = [report for report in reports if not report & joined] + [joined]
    linked = run({}, records)
    first = {id_: min((linked[each] for each in report), key=came).id for report in reports for id_ in report}
    assert {id_: each.report for id_, each in linked.items()} == first


@given(dated_piles(), st.data())
def test_order_does_not_matter(records: list[Record], data: st.DataObject) -> None:
    assert run({}, data.draw(st.permutations(records))) == run({}, records)


@given(dated_piles(), st.lists(st.integers(0, 3), min_size=14, max_size=14))
def test_one_run_or_many_do_not_matter(records: list[Record], runs: list[int]) -> None:
    held: Held = {}
    for number in range(4):
        held = run(held, [each for each, when in zip(records, runs, strict=False) if when == number])
    assert held == run({}, records)


@given(dated_piles(), dated_piles(), st.booleans())
def test_what_came_and_went_leaves_no_trace(records: list[Record], passing: list[Record], first: bool) -> None:
    staying = {each.id for each in records}
    passing = [each for each in passing if each.id not in staying]
    held = run(run({}, passing), records) if first else run(run({}, records), passing)
    assert run(held, [], {each.id for each in passing}) == run({}, records)


@given(dated_piles(), dated_piles())
def test_going_and_coming_in_one_run_is_the_same_as_in_two(old: list[Record], new: list[Record]) -> None:
    assert run(run({}, old), new, {each.id for each in old}) == run({}, new)


@given(dated_piles(), dated_piles())
def test_a_record_given_again_replaces_the_one_held(old: list[Record], new: list[Record]) -> None:
    latest = {each.id: each for each in [*old, *new]}
    assert run(run({}, old), new) == run({}, latest.values())


@given(dated_piles())
def test_nothing_new_changes_nothing_and_reads_nothing(records: list[Record]) -> None:
    assert link(run({}, records).values(), [], nothing) == {}


@given(texts)
def test_any_text_has_a_signature_that_can_be_written(raw: str) -> None:
    signature = sign(article(decoded(raw)))
    assert Signature.parse(str(signature)) == signature
    assert len(str(signature)) == 696
    assert set(str(signature)) <= set(string.ascii_letters + string.digits + "+/=")


@given(texts, texts)
def test_two_texts_are_copies_of_each_other_or_neither_is(one: str, other: str) -> None:
    runs = shingles(one), shingles(other)
    assert are_copies(*runs) == are_copies(*reversed(runs))
    assert are_copies(runs[0], runs[0]) == bool(runs[0])


@pytest.mark.parametrize("written", ["", "a", "AAAA", "é" * 696, str(sign(article("Orsk."))) + "AAAA"])
def test_what_is_no_signature_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"a signature|ASCII"):
        Signature.parse(written)


def test_a_signature_is_the_same_on_every_machine_and_in_every_year() -> None:
    assert str(sign(article("The ferry sank off Orsk."))).startswith(WRITTEN)


WRITTEN = "sykagtkdROBhMlYAKpOZBFB3kTzRjYIyOQPLJqtWmg7kYevP"


def test_front_matter_has_no_part_in_a_signature() -> None:
    front = "---\noutlet: Orsk Daily\n---\n"
    text = "The ferry sank off Orsk, and forty were saved."
    assert sign(replace(article(front + text), body=len(front))) == sign(article(text))


@pytest.mark.parametrize("change", rewrites.REWRITES)
def test_a_rewritten_story_is_a_copy(change: Callable[[str], str]) -> None:
    found = [are_copies(shingles(text), shingles(change(text))) for text in rewrites.stories().values()]
    assert sum(found) >= (17 if change is rewrites.localised else 20)


@pytest.mark.parametrize("half", [0, 1])
def test_copies_are_found_and_strangers_left_apart(half: int) -> None:
    copies = [are_copies(shingles(one), shingles(other)) for _, one, other in rewrites.copies(half)]
    assert sum(copies) / len(copies) >= 0.985
    assert [name for name, one, other in rewrites.strangers(half) if are_copies(shingles(one), shingles(other))] == []


def test_signatures_lose_no_copy_of_a_pile_and_each_event_has_as_many_reports_as_were_written() -> None:
    made = {f"{name} {change.__name__}": change(text) for name, text in rewrites.stories().items() for change in MOST}
    linked = link([], [record(article(text, id_)) for id_, text in made.items()], made.__getitem__)
    reports: dict[str | None, set[str]] = {}
    for each in linked.values():
        reports.setdefault(each.report, set()).add(each.id[:4])
    assert sorted(map(tuple, reports.values())) == [(name,) for name in rewrites.stories()]


MOST = [change for change in rewrites.REWRITES if change is not rewrites.localised]


def test_one_article_more_is_compared_with_its_likes_alone() -> None:
    stories = rewrites.stories()
    held = link([], [record(article(text, name)) for name, text in stories.items()], nothing)
    made = {**stories, "new": rewrites.wire(stories["05-a"])}
    asked: list[str] = []

    def asking(id_: str) -> str:
        asked.append(id_)
        return made[id_]

    changed = link(held.values(), [record(article(made["new"], "new"))], asking)
    assert sorted(asked) == ["05-a", "new"]
    assert {id_: each.report for id_, each in changed.items()} == {"05-a": "05-a", "new": "05-a"}


QUOTED = [
    ('He was late. "I did not see the light at all," he said.', 'He was late. "Nobody can be blamed for it," he said.'),
    ("He was late. “I did not see the light,” he said.", 'He was late. "I did not see the light," he said.'),
    ("He was late. ‘I don’t see the workers’ light.’ So he said.", "He was late. So he said."),
    ('It was a "big" day.', "It was a big day."),
    (
        'He was late.\n\n"I saw it all go\n\n"and then it came again," he said.',
        'He was late.\n\n"It was not I at all," he said.',
    ),
    ("Don’t count the ﬁsh", "don't  COUNT\nthe fish."),
]


@pytest.mark.parametrize(("one", "other"), QUOTED)
def test_what_is_quoted_and_how_it_is_set_is_left_out(one: str, other: str) -> None:
    own = "\n\nThe inquiry into the collision of two goods trains near the junction at Orsk began on Monday and is to "
    own += "last for at least six weeks, with forty witnesses from both of the railways and from the ministry of roads."
    assert shingles(one + own) == shingles(other + own)


def test_a_text_of_quotations_alone_is_compared_by_them() -> None:
    assert not are_copies(shingles('"We shall not pay for it."'), shingles('"We have paid for all of it."'))


BASE = pile()["00"][1]
CHANGED = replace(pile()["03"][1], id="x")
KINDS = [
    ({}, {}, CopyKind.WIRE),
    ({"outlet": "Orsk Daily"}, {"outlet": "Perm Post"}, CopyKind.WIRE),
    (
        {"outlet": "Orsk Daily", "published": NOON},
        {"outlet": "Perm Post", "published": date(2026, 3, 5)},
        CopyKind.WIRE,
    ),
    ({"outlet": "Orsk Daily"}, {"outlet": "Orsk Daily"}, CopyKind.VERSION),
    ({"url": "https://news.example/1"}, {"url": "https://news.example/1", "outlet": "Perm Post"}, CopyKind.VERSION),
    ({"published": NOON}, {"published": NOON, "updated": date(2026, 3, 5)}, CopyKind.VERSION),
    ({"published": NOON}, {"published": NOON, "outlet": "Perm Post"}, CopyKind.WIRE),
]


@pytest.mark.parametrize(("one", "other", "expected"), KINDS)
def test_the_kind_of_link_is_told_by_the_sources(
    one: dict[str, str], other: dict[str, str], expected: CopyKind
) -> None:
    assert kind(replace(BASE, **one), replace(CHANGED, **other)) is expected
    assert kind(replace(CHANGED, **other), replace(BASE, **one)) is expected


def test_the_same_words_again_are_no_version() -> None:
    assert kind(replace(BASE, outlet="Orsk Daily"), replace(BASE, id="x", outlet="Orsk Daily")) is CopyKind.WIRE


def test_articles_come_by_publication_then_update_then_id() -> None:
    told = [
        ("z", datetime(2026, 3, 4, 13, tzinfo=timezone(timedelta(hours=14))), None),
        ("y", date(2026, 3, 4), None),
        ("x", date(2026, 3, 4), date(2026, 3, 5)),
        ("v", NOON, None),
        ("w", NOON, None),
        ("b", None, None),
        ("a", None, NOON),
    ]
    records = [
        replace(BASE, id=id_, published=published, updated=updated) for id_, published, updated in reversed(told)
    ]
    assert [each.id for each in sorted(records, key=came)] == [id_ for id_, *_ in told]

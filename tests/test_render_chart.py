import math
import re
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from saying import FRIDAY, MONDAY, TUESDAY, make_claim, make_differing, make_group

from rag.claim import Claim, Moment, Qualifier
from ui.render.chart import _lifts, _numbers, _overlap, _points, chart


def drawn(*claims: Claim) -> str:
    return str(chart(make_differing(*(make_group(claim) for claim in claims)), 0))


def places(markup: str, name: str) -> list[int]:
    """The citations of all things of a class, in their order."""
    return [int(n) for n in re.findall(rf'class="{name}" data-place="0-citation-(\d+)"', markup)]


def numbered(count: int) -> list[Claim]:
    return [make_claim(str(10 * n), n, MONDAY + timedelta(n)) for n in range(1, count + 1)]


@pytest.mark.parametrize(("count", "there"), [(0, False), (2, False), (3, True)])
def test_three_dated_numbers_make_a_chart(count: int, there: bool) -> None:
    assert bool(drawn(*numbered(count), make_claim("9", 9), make_claim("8", 8))) is there


@pytest.mark.parametrize(
    "third",
    [
        make_claim("30", 3),
        make_claim("30", 3, FRIDAY, negated=True),
        make_claim("30", 3, FRIDAY, unit="%"),
        make_claim("30", 3, FRIDAY, low=math.inf),
        make_claim("30", 3, FRIDAY, low=math.nan),
        make_claim("Friday", 3, FRIDAY, value=Moment(0, 6, FRIDAY, FRIDAY)),
    ],
    ids=["undated", "denied", "another unit", "infinite", "no number", "a time"],
)
def test_only_dated_numbers_of_one_unit_are_drawn(third: Claim) -> None:
    assert drawn(*numbered(2), third) == ""
    more = [make_claim("40", 4, FRIDAY), make_claim("50", 5, FRIDAY)]
    assert places(drawn(*numbered(2), third, *more), "marker") == [1, 2, 4, 5]


def test_a_chart_is_a_drawing_with_a_text_alternative_and_a_marker_for_each_number() -> None:
    markup = drawn(
        make_claim("20", 2, FRIDAY), make_claim("10", 1, MONDAY), make_claim("5 to 10", 3, TUESDAY, low=5, high=10)
    )
    assert (
        '<svg role="img" aria-label="Values by day of publication: 10 on 2 February 2026 [1]; '
        '5 to 10 on 3 February 2026 [3]; 20 on 6 February 2026 [2].">'
    ) in markup
    assert places(markup, "marker") == places(markup, "value") == [1, 3, 2]
    assert re.findall(r"<bdi>(.*?)</bdi>", markup) == ["10", "5 to 10", "20"]
    assert re.findall(r'place[^>]* x1="([\d.]+)%" x2="([\d.]+)%"', markup) == [
        ("0.00",) * 2,
        ("25.00",) * 2,
        ("100.00",) * 2,
    ]
    assert markup.endswith(
        '<p class="days"><time datetime="2026-02-02">2 February 2026</time>'
        '<time datetime="2026-02-06">6 February 2026</time></p></figure>'
    )


def test_a_range_is_a_bar_and_a_number_is_a_dot_higher_for_more() -> None:
    markup = drawn(
        make_claim("10", 1, MONDAY), make_claim("5 to 20", 2, TUESDAY, low=5, high=20), make_claim("20", 3, FRIDAY)
    )
    (one, other), (low, high), (top, _) = re.findall(r'place[^>]* y1="([\d.]+)%" y2="([\d.]+)%"', markup)
    assert one == other
    assert float(high) == float(top) < float(one) < float(low)


def test_equal_numbers_of_one_day_share_a_label() -> None:
    markup = drawn(make_claim("10", 1, MONDAY), make_claim("10", 2, MONDAY), make_claim("10", 1, MONDAY), *numbered(2))
    assert re.findall(r"<bdi>(.*?)</bdi>", markup)[0] == "10"
    assert places(markup, "value")[0] == 1
    assert places(markup, "marker")[:2] == [1, 2]


def test_a_number_that_is_meant_otherwise_has_a_label_of_its_own() -> None:
    more = make_claim("more than 10", 2, MONDAY, qualifier=Qualifier.MORE_THAN)
    markup = drawn(make_claim("10", 1, MONDAY), more, make_claim("20", 3, FRIDAY))
    assert re.findall(r"<bdi>(.*?)</bdi>", markup) == ["10", "more than 10", "20"]


def test_numbers_of_one_day_stand_in_the_middle_of_it() -> None:
    markup = drawn(*(make_claim(str(n), n, MONDAY) for n in (1, 2, 3)))
    assert set(re.findall(r'x1="([\d.]+)%" x2', markup)) == {"50.00"}
    assert markup.count("<time") == 1


def test_beside_a_day_an_instant_is_its_day() -> None:
    noon = datetime(2026, 2, 2, 12, tzinfo=UTC)
    claims = [make_claim("2", 2, noon), make_claim("1", 1, MONDAY), make_claim("3", 3, TUESDAY)]
    assert re.findall(r'place[^>]* x1="([\d.]+)%" x2', drawn(*claims)) == ["0.00", "0.00", "100.00"]


numbers = st.tuples(
    st.floats(-1e300, 1e300) | st.integers(0, 300).map(float),
    st.floats(0, 1e3),
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    st.text(st.characters(categories=["L", "N"]), max_size=30),
)


@example([(1e308, 0.0, MONDAY, ""), (-1e308, 0.0, MONDAY, ""), (5e-324, 0.0, MONDAY, "")])
@example([(5e-324, 0.0, MONDAY, "")] * 3)
@given(st.lists(numbers, min_size=3, max_size=12))
def test_no_label_covers_another_one_or_a_dot(drawn_: list[tuple[float, float, date, str]]) -> None:
    claims = [
        make_claim(text or "0", n, day, low=low, high=low + more)
        for n, (low, more, day, text) in enumerate(drawn_, start=1)
    ]
    points = _points(_numbers(make_differing(make_group(*claims))))
    labels = [point.label(lift) for point, lift in zip(points, _lifts(points), strict=True)]
    dots = [point.dot() for point in points]
    assert not [pair for pair in combinations(labels, 2) if _overlap(*pair)]
    assert not [(label, dot) for label in labels for dot in dots if _overlap(label, dot)]
    assert all(0 <= point.across <= 1 and 0 < point.low <= point.high for point in points)

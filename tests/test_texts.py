import pytest
from making import make_score

from eval_questions.compare import differences
from eval_questions.resample import Interval
from eval_questions.texts import number, signed, span, verdict


@pytest.mark.parametrize(("value", "text"), [(None, "–"), (0.0, "0.00"), (2 / 3, "0.67"), (1.0, "1.00")])
def test_a_figure_has_two_places_or_is_a_dash(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.1, "+0.10"), (-0.1, "-0.10"), (0.004, "0.00"), (-0.0, "0.00")])
def test_a_difference_has_a_sign_unless_it_is_nothing(value, text):
    assert signed(value) == text


def test_an_interval_goes_from_low_to_high():
    assert span(Interval(0.25, 1)) == "0.25 to 1.00"
    assert span(Interval(-0.25, 0.5), signed) == "-0.25 to +0.50"
    assert span(None) == "–"


@pytest.mark.parametrize(("turned", "words"), [(0, "no, p 1.000"), (10, "yes, p 0.002")])
def test_a_verdict_says_yes_or_no_with_its_probability(turned, words):
    before, now = ([make_score(id=f"q{n}", right=n < right) for n in range(20)] for right in (5, 5 + turned))
    assert [verdict(d) for d in differences(before, now) if d.figure.key == "right"] == [words]

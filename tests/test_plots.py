import re

import pytest
from making import SILENT, UNANSWERABLE, make_score

from eval_questions.plots import reliability_diagram, risk_curve, silence_curve

CURVES = (reliability_diagram, risk_curve, silence_curve)
SCORES = [
    *(make_score(id=f"q{n}", right=n % 3 > 0, confidence=n / 20) for n in range(20)),
    make_score(id="un", **UNANSWERABLE, confidence=0.1),
]


@pytest.mark.parametrize("curve", CURVES)
def test_a_curve_is_one_element_that_loads_nothing(curve):
    svg = curve(SCORES)
    assert svg.startswith("<svg ")
    assert svg.rstrip().endswith("</svg>")
    assert {url for url in re.findall(r'(?:href|src)="([^"]*)"', svg) if not url.startswith("#")} == set()
    assert "<script" not in svg


@pytest.mark.parametrize("curve", CURVES)
def test_the_same_scores_give_the_same_curve(curve):
    assert curve(SCORES) == curve(SCORES)


def test_on_one_page_an_id_means_one_thing():
    drawn = "".join(curve(SCORES) for curve in CURVES)
    named = set(re.findall(r'(<\w+) id="([^"]+)"(.{,80})', drawn, re.S))
    assert named
    assert len({id_ for _, id_, _ in named}) == len(named)


@pytest.mark.parametrize(
    ("curve", "scores"),
    [
        (reliability_diagram, [make_score(**SILENT)]),
        (risk_curve, [make_score(**SILENT)]),
        (silence_curve, [make_score()]),
        *((curve, []) for curve in CURVES),
    ],
)
def test_without_a_question_that_shows_it_there_is_no_curve(curve, scores):
    assert curve(scores) is None

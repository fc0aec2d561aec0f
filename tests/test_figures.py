import pytest
from making import SILENT, UNANSWERABLE, make_score

from eval_questions.figures import DIFFERENCES, FIGURES
from eval_questions.questions import QuestionType

BY_KEY = {figure.key: figure for figure in FIGURES}
SCORES = [
    make_score(),
    make_score(rank=4, right=False, cited=3, supported=1, exact=2, spans=3),
    make_score(rank=6, **SILENT),
    make_score(rank=None, **SILENT),
    make_score(**UNANSWERABLE | SILENT | {"right": True}),
    make_score(**UNANSWERABLE | {"right": False, "cited": 4, "exact": 4}),
]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hit", 2 / 4),
        ("mrr", (1 + 1 / 4 + 1 / 6 + 0) / 4),
        ("right", 2 / 6),
        ("citation_precision", 2 / 8),
        ("citation_recall", 2 / 6),
        ("exact", 7 / 8),
        ("abstention_precision", 1 / 3),
        ("abstention_recall", 1 / 2),
    ],
)
def test_a_figure_is_a_share_over_what_it_counts(key, value):
    assert BY_KEY[key].of(SCORES) == pytest.approx(value)


def test_each_has_a_key_and_a_label_of_its_own():
    assert len(BY_KEY) == len({figure.label for figure in FIGURES}) == len(FIGURES)


def test_a_figure_over_nothing_is_none():
    assert {figure.of([]) for figure in FIGURES} == {None}


@pytest.mark.parametrize(
    ("scores", "missing"),
    [
        (
            [make_score()],
            {"short_exact", "short_f1", "abstention_precision", "abstention_recall", "abstention_recall_at_precision",
             "value_recall", "attribution_right", "group_f1", "announced", "false_alarms_several"},
        ),
        (
            [make_score(**UNANSWERABLE | SILENT)],
            {"hit", "mrr", "citation_precision", "citation_recall", "exact", "short_exact", "short_f1"}
            | {figure.key for figure in DIFFERENCES},
        ),
    ],
)  # fmt: skip
def test_a_figure_that_counts_no_question_is_none(scores, missing):
    assert {figure.key for figure in FIGURES if figure.of(scores) is None} == missing


def test_short_answers_count_where_they_are_defined_and_a_missing_one_counts_0():
    given = make_score(short="at dawn", short_exact=False, short_f1=0.5)
    missing = make_score(short_exact=False, short_f1=0.0)
    exact = make_score(short="dawn", short_exact=True, short_f1=1.0)
    undefined = make_score(short="dawn")
    scores = [given, missing, exact, undefined]
    assert BY_KEY["short_exact"].of(scores) == pytest.approx(1 / 3)
    assert BY_KEY["short_f1"].of(scores) == pytest.approx(1.5 / 3)


def test_figures_of_confidence_leave_out_silence_on_answerable_questions():
    shown = [make_score(confidence=1.0), make_score(**UNANSWERABLE | SILENT | {"right": True, "confidence": 0.0})]
    hidden = make_score(**SILENT, confidence=0.9)
    for key in ("ece", "aurc"):
        assert BY_KEY[key].of([*shown, hidden]) == BY_KEY[key].of(shown)
    assert BY_KEY["ece"].of(shown) == 0
    assert BY_KEY["aurc"].of(shown) == pytest.approx(0.25)


def test_recall_at_a_precision_sweeps_all_questions_whatever_was_silent():
    known = [make_score(confidence=0.9), make_score(confidence=0.8, **SILENT)]
    unknown = [make_score(**UNANSWERABLE, confidence=c) for c in (0.1, 0.2, 0.85)]
    assert BY_KEY["abstention_recall_at_precision"].of([*known, *unknown]) == pytest.approx(2 / 3)


def test_differing_values_are_pooled_over_the_questions():
    differing = {"type": QuestionType.DISAGREEMENT}
    scores = [
        make_score(**differing, announced=True, values=3, presented=3, attributed=2, pairs_right=4, pairs_torn=1),
        make_score(**differing, announced=True, values=2, presented=1, attributed=1, pairs_right=1, pairs_mixed=2),
        make_score(**differing, values=3),
        make_score(**differing, values=2, **SILENT),
    ]
    assert BY_KEY["value_recall"].of(scores) == pytest.approx(4 / 10)
    assert BY_KEY["attribution_right"].of(scores) == pytest.approx(3 / 4)
    assert BY_KEY["group_f1"].of(scores) == pytest.approx(10 / (10 + 3))
    assert BY_KEY["announced"].of(scores) == pytest.approx(2 / 4)
    assert BY_KEY["false_alarms"].of(scores) is None


def test_a_false_alarm_is_a_disagreement_announced_where_the_reports_agree_and_something_is_answered():
    scores = [
        make_score(announced=True),
        make_score(type=QuestionType.ATTRIBUTION),
        make_score(**SILENT),
        make_score(type=QuestionType.SEVERAL, announced=True),
        make_score(type=QuestionType.DISAGREEMENT, announced=True),
        make_score(**UNANSWERABLE, announced=True),
    ]
    assert BY_KEY["false_alarms"].of(scores) == pytest.approx(1 / 2)
    assert BY_KEY["false_alarms_several"].of(scores) == 1
    assert BY_KEY["false_alarms"].lower_is_better

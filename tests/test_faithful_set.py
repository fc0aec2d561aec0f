import json
from collections import Counter
from dataclasses import asdict

import pytest

from eval_questions.bench import wice
from eval_questions.bench.wice import CITED, Claim, ClaimRow, best_threshold, cited, evidence, figures
from eval_questions.faithful.cases import FOLDER, load
from eval_questions.faithful.fit import fitted, stored, watched
from eval_questions.faithful.measure import checked
from eval_questions.questions import QuestionSetUnusable
from index.models import MINILM
from rag.faithful.support import WEIGHTS, Meetings, Support
from rag.models import Models

CLAIM = Claim(
    "partially_supported", "Bread is dear.", ("(meta data) PUBLISHED DATETIME: 2019-05-04", "Bread.", "", "So.")
)


def make_row(number, right, *, words):
    features = {"words": words, "worst": words, "relevance": 0.0, "names": 0.0, "numbers": 0.0}
    return ClaimRow(number, "develop", right, features, words, 0.1)


ROWS = [make_row(n, n % 3 == 0, words=0.9 - 0.01 * n if n % 3 == 0 else 0.2 + 0.01 * n) for n in range(30)]


def test_the_set_has_sixty_faults_of_seven_kinds_and_sixty_paraphrases():
    kinds = Counter(written.fault for written, _ in load())
    assert kinds.pop(None) == sum(kinds.values()) == 60
    assert len(kinds) == 7
    assert min(kinds.values()) >= 7


def test_a_pair_is_in_one_half_and_each_half_has_both():
    halves = Counter((written.split, bool(written.fault)) for written, _ in load())
    assert len(halves) == 4
    assert halves["develop", True] == halves["develop", False]


def test_each_cited_sentence_is_the_articles_to_the_letter():
    for written, found in load():
        assert tuple(e.quote for e in found) == written.cited
        assert all(e.article.published for e in found)


def test_a_line_that_cites_what_is_not_there_is_named(tmp_path):
    (tmp_path / "articles").mkdir()
    for name in ("dam.md", "fire.md"):
        (tmp_path / "articles" / name).write_text((FOLDER / "articles" / name).read_text("utf-8"), "utf-8")
    line = {"pair": "p1", "article": "dam.md", "cited": ["Bread is dear."], "fault": None, "sentence": "It is."}
    (tmp_path / "sentences.jsonl").write_text(json.dumps(line), "utf-8")
    with pytest.raises(QuestionSetUnusable, match=r"line 1: .*has no sentence “Bread is dear\.”"):
        load(tmp_path)


@pytest.mark.slow
@pytest.mark.quality
def test_faults_are_caught_and_paraphrases_let_through():
    rows = checked(Support.load(Models.locate(MINILM.name)))
    assert sum(bool(row.found) for row in rows if row.written.fault) >= 57
    assert sum(bool(row.found) for row in rows if not row.written.fault) <= 6


def test_a_page_is_evidence_to_the_letter_with_its_day():
    page = evidence(CLAIM)
    assert [e.quote for e in page] == ["PUBLISHED DATETIME: 2019-05-04", "Bread.", "So."]
    assert str(page[0].article.published) == "2019-05-04"


def test_sentences_are_chosen_by_what_each_adds():
    import numpy as np

    met = Meetings(np.ones(3), np.array([[0.1, 0.1, 0.1], [0.0, 0.0, 0.9], [0.8, 0.8, 0.0], [0.8, 0.7, 0.0]]))
    assert cited(met)[:3] == [0, 1, 2]
    many = Meetings(np.ones(2), np.random.default_rng(1).random((20, 2)))
    assert len(set(cited(many))) == CITED


def test_balanced_accuracy_is_the_mean_of_both_kinds_and_f1_that_of_supported():
    found = figures([0.9, 0.8, 0.4, 0.3, 0.2, 0.6], [True, True, True, False, False, False], 0.5)
    assert found.balanced_accuracy == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert found.f1 == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))


def test_the_threshold_is_the_one_that_tells_best():
    assert best_threshold([0.1, 0.2, 0.7, 0.8], [False, False, True, True]) == pytest.approx(0.45)


def test_a_fit_learns_what_tells_supported_from_others_and_says_what_it_was_fitted_on():
    chance = fitted(ROWS)
    assert all((chance(row.features) > 0.5) is row.supported for row in ROWS)
    assert watched(ROWS) == 1.0
    assert stored(ROWS)["fitted_on"] == {"wice, develop half": 30, "supported": 10}


def test_the_weights_are_for_the_features_that_there_are():
    kept = json.loads(WEIGHTS.read_text("utf-8"))
    assert set(kept["weights"]) == set(ROWS[0].features)
    assert 0 < kept["holds_from"] < 1


@pytest.mark.slow
def test_a_claim_is_checked_against_its_page():
    models = Models.locate(MINILM.name)
    support = Support.load(models)
    row = wice.to_row(7, CLAIM, support, models.encoder)
    assert (row.number, row.supported) == (7, False)
    told = wice.compared([*ROWS, ClaimRow(**(asdict(row) | {"split": "report"}))], support)
    assert told["report, check"].claims == 1
    assert wice.table(told).row_count == 4


@pytest.mark.slow
def test_the_public_claims_can_be_read(shared_bench):
    assert len(wice.load(shared_bench)) == 349

from datetime import date
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article, make_evidence

from index.article import Sentence
from index.models import MINILM
from rag.answer import Evidence
from rag.faithful.faults import Fault
from rag.faithful.hold import best_citation, faults, is_quoted
from rag.faithful.support import Meetings, Support
from rag.judge import Logistic
from rag.models import Models

SANK = "The ferry Marit sank off Orsk on Monday with 184 passengers and 23 crew on board."
SAVED = "Fishing boats brought all of the passengers ashore."
SHUT = "The harbour will stay closed to large ships until Thursday."


def dated(quote: str, article_id: str = "a1") -> Evidence:
    article = make_article(quote, id=article_id, published=date(2026, 3, 10))
    return Evidence(article, Sentence(0, len(quote)), 0.0)


@pytest.fixture(scope="module")
def models() -> Models:
    return Models.locate(MINILM.name)


@pytest.fixture(scope="module")
def support(models) -> Support:
    return Support.load(models)


@pytest.fixture(scope="module")
def unconvinced(models) -> Support:
    """A support that nothing satisfies."""
    return Support.of(models, Logistic({}, 0.0), 1.0)


@given(st.text(max_size=60))
def test_a_sentence_that_cites_nothing_is_uncited(unconvinced, sentence):
    assert faults(sentence, [], unconvinced) == (Fault.UNCITED,)


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=3))
def test_what_is_cited_to_the_letter_always_holds(unconvinced, quotes):
    evidence = [make_evidence(quote) for quote in quotes]
    for one in evidence:
        assert faults(one.quote, evidence, unconvinced) == ()
    assert faults("  ".join(quotes), evidence, unconvinced) == ()


def test_a_part_of_what_is_cited_is_no_quotation_of_it():
    denial = make_evidence("It is not true that the dam broke.")
    assert not is_quoted("the dam broke.", [denial])
    assert is_quoted("It is not  true that\nthe dam broke.", [denial])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The Marit went down near Orsk on Monday.", SANK),
        ("All passengers were taken to land by fishing boats.", SAVED),
        ("Large ships must wait until Thursday, for the harbour stays closed to them.", SHUT),
    ],
)
def test_a_paraphrase_holds(support, sentence, quote):
    assert faults(sentence, [dated(quote)], support) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Fishing boats brought the passengers ashore.", SHUT),
        ("The harbour will stay closed.", SAVED),
        ("The steering had failed before.", SANK),
    ],
)
def test_what_the_cited_text_does_not_carry_is_unsupported(support, sentence, quote):
    assert faults(sentence, [dated(quote)], support) == (Fault.UNSUPPORTED,)


@pytest.mark.parametrize(
    "sentence", ["On which day did the ferry Marit sink off Orsk?", "Question: How many passengers were on board?"]
)
def test_a_question_is_carried_by_nothing_unless_it_is_quoted(support, sentence):
    assert faults(sentence, [make_evidence(SANK)], support) == (Fault.UNSUPPORTED,)
    assert faults(sentence, [make_evidence(sentence)], support) == ()


def test_where_a_fact_is_wrong_that_is_the_fault(unconvinced):
    found = faults("The Marit sank with 148 passengers on board.", [dated(SANK)], unconvinced)
    assert found == (Fault.NUMBER,)


@pytest.mark.slow
def test_the_best_citation_is_the_evidence_that_holds_the_sentence(support):
    evidence = [dated(SHUT, "a1"), dated(SANK, "a2"), dated(SAVED, "a3")]
    assert best_citation("Fishing boats took the passengers to land.", evidence, support) == evidence[2]
    assert best_citation("The Marit sank off Orsk on Monday.", evidence, support) == evidence[1]
    assert best_citation("Bread is dear.", evidence, support) is None
    assert best_citation("Bread is dear.", [], support) is None


@pytest.mark.slow
def test_for_a_citation_that_its_writer_did_not_give_a_sentence_needs_more_support(support):
    evidence = [dated(SANK)]
    assert faults("The Marit went down off Orsk on Monday.", evidence, support) == ()
    assert best_citation("The Marit went down off Orsk on Monday.", evidence, support) is None


@pytest.mark.slow
def test_a_score_is_a_probability_and_nothing_carries_nothing(support):
    assert 0 <= support.score("Bread is dear.", [dated(SANK)]) < support.score(SANK, [dated(SANK)]) <= 1
    assert support.score(SANK, []) == support.score(" ", [dated(SANK)]) == 0.0


@pytest.mark.slow
def test_more_evidence_never_meets_fewer_words(support):
    sentence = "The ferry sank, and boats brought its passengers ashore."
    one, both = support.features(sentence, [dated(SANK)]), support.features(sentence, [dated(SANK), dated(SAVED)])
    assert both["words"] >= one["words"]
    assert both["worst"] >= one["worst"]


@pytest.mark.slow
def test_a_word_that_stands_there_is_met_best(support):
    met = support.meetings("passengers", [SANK])
    assert met.worst > 0.5
    assert support.meetings("bread", [SANK]).worst < met.worst


@pytest.mark.slow
def test_names_and_numbers_that_are_missing_are_counted(support):
    features = support.features("On 9 May the Lusaro sank with 148 people.", [dated("The ship sank on 9 May.")])
    assert features["names"] == pytest.approx(np.log1p(1))
    assert features["numbers"] == pytest.approx(np.log1p(1))


def test_rare_words_count_more_than_common_ones():
    met = Meetings(np.array([0.0, 3.0, 1.0]), np.array([[0.1, 1.0, 0.2], [0.9, 0.5, 0.6]]))
    assert met.mean_of([0]) == pytest.approx(0.8)
    assert met.mean == pytest.approx(0.9)
    assert met.worst == pytest.approx(0.6)


def test_words_that_are_all_common_count_the_same():
    assert Meetings(np.zeros(2), np.array([[0.5, 1.0]])).mean == pytest.approx(0.75)


@pytest.mark.slow
def test_a_check_takes_less_than_a_tenth_of_a_second_of_one_processor(support):
    evidence = [dated(SANK), dated(SAVED), dated(SHUT)]
    sentence = "The Marit went down near Orsk on Monday, and all of its passengers were brought ashore."
    faults(sentence, evidence, support)
    start = process_time()
    for _ in range(5):
        faults(sentence, evidence, support)
    assert (process_time() - start) / 5 < 0.2, "twice the tenth, for a machine that others use too"


def test_nothing_is_loaded_on_import():
    import subprocess
    import sys

    lines = "import rag.faithful.hold, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert not {"onnxruntime", "torch", "numpy", "tokenizers"} & set(done.stdout.split())

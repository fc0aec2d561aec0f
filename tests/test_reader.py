from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article, make_evidence, make_passage
from strategies import make as make_file_article
from strategies import names, texts

from index.models import sha256
from index.split import split
from rag.answer import Passage, label
from rag.read import READER, Reader, read

STORY = (
    "The harbour was quiet on Sunday.",
    "Captain Ada Holm steered the ferry Marit.",
    "It carried 36 people to Orsk.",
)
FACTS = {
    "Who steered the ferry?": (STORY[1], "Ada Holm"),
    "How many people did the ferry carry?": (STORY[2], "36"),
    "When was the harbour quiet?": (STORY[0], "Sunday"),
}
LONG = tuple(f"Boat number {number} called at the harbour of Orsk before noon." for number in range(99))
ODD = ("word " * 200, "a b " * 250, "1,2," * 250, "中" * 1000, "🔥" * 999 + "a", "x", "?", "[SEP] [CLS] [PAD] who?",
       "\x00\u202e\u0301", "")  # fmt: skip


@pytest.fixture(scope="module")
def reader():
    return Reader()


def words_of(passage, span):
    return passage.article.text[span.start : span.end]


def evidence_of(passage):
    return [make_evidence_at(passage, sentence) for sentence in passage.sentences]


def make_evidence_at(passage, sentence):
    start, end = sentence.start, sentence.end
    text = passage.article.text
    return make_evidence(text[start:end], before=text[:start], article_id=passage.article.id)


# What it reads


def test_the_weights_are_those_that_were_measured():
    assert sha256(READER.locate() / READER.weights) == READER.sha256


@pytest.mark.slow
@pytest.mark.parametrize(("question", "fact"), FACTS.items())
def test_a_plain_question_finds_its_exact_words_in_its_sentence(reader, question, fact):
    passage = make_passage(*STORY)
    readings = reader.read(question, passage)
    best = max(readings, key=lambda sentence: readings[sentence][2].score)
    sentence, words = fact
    assert passage.article.text[best.start : best.end] == sentence
    assert words in words_of(passage, readings[best][2])
    assert max(readings, key=lambda sentence: readings[sentence][0]) == best


@pytest.mark.slow
@pytest.mark.parametrize("question", FACTS)
def test_a_passage_that_answers_is_told_from_one_that_does_not(reader, question):
    other = make_passage("Bananas are rich in potassium.", "They are eaten raw or fried.")
    (_, answered, _), *_ = reader.read(question, make_passage(*STORY)).values()
    (_, unanswered, _), *_ = reader.read(question, other).values()
    assert answered > unanswered


@pytest.mark.slow
def test_all_sentences_of_a_passage_share_whether_it_answers(reader):
    readings = reader.read("Who steered the ferry?", make_passage(*STORY))
    assert len({answered for _, answered, _ in readings.values()}) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "lead", ["Ferries, ", "Seen from Orsk\n\n", "🚢 e\u0301 \u200b\n", "---\ntitle: A\n---\n" * 99]
)
def test_what_stands_before_the_passage_moves_the_spans_and_changes_nothing_else(reader, lead):
    plain, moved = make_passage(*STORY), make_passage(*STORY, before=lead)
    for question in FACTS:
        pairs = zip(reader.read(question, plain).items(), reader.read(question, moved).items(), strict=True)
        for (sentence, (support, answered, span)), (there, (support_there, answered_there, span_there)) in pairs:
            assert there.start == sentence.start + len(lead)
            assert (span_there.start, span_there.end) == (span.start + len(lead), span.end + len(lead))
            assert words_of(moved, span_there) == words_of(plain, span)
            assert (support_there, answered_there, span_there.score) == (support, answered, span.score)


@pytest.mark.slow
@given(texts, names, st.sampled_from(list(FACTS)))
def test_the_best_span_of_a_sentence_lies_in_it(reader, text, name, question):
    article = make_file_article(text, name)
    sentences = split(article)
    if not sentences:
        return
    start, end = sentences[0].start, sentences[-1].end
    passage = Passage(article, start, end, text[start:end], 0.5, "c1", sentences)
    for sentence, (support, answered, span) in reader.read(question, passage).items():
        assert sentence.start <= span.start < span.end <= sentence.end
        assert words_of(passage, span).strip() == words_of(passage, span) != ""
        assert all(isfinite(score) for score in (support, answered, span.score))


@pytest.mark.slow
def test_a_sentence_that_does_not_fit_into_the_window_is_not_read(reader):
    passage = make_passage(*LONG)
    readings = reader.read("Who steered the ferry?", passage)
    assert tuple(readings) == passage.sentences[: len(readings)]
    assert 3 < len(readings) < len(LONG)


@pytest.mark.slow
def test_a_sentence_that_fits_in_part_is_read_as_far_as_it_fits(reader):
    passage = make_passage("The ferry was steered by Captain Ada Holm " + "and the gulls followed " * 300)
    (span,) = (span for _, _, span in reader.read("Who steered the ferry?", passage).values())
    assert "Ada Holm" in words_of(passage, span)


@pytest.mark.slow
@pytest.mark.parametrize("question", ODD)
def test_whatever_is_asked_the_passage_can_be_read(reader, question):
    passage = make_passage(*STORY)
    readings = reader.read(question, passage)
    assert tuple(readings) == passage.sentences
    assert all(
        -99 < score < 99 for support, answered, span in readings.values() for score in (support, answered, span.score)
    )


@pytest.mark.slow
def test_what_the_end_of_a_long_question_asks_does_not_count(reader):
    passage = make_passage(*STORY)
    question = "Who of all the many people on board was it that steered the ferry " * 9
    assert reader.read(question, passage) == reader.read(question + "or was it 36?", passage)


@pytest.mark.slow
def test_a_reading_does_not_depend_on_what_was_read_before(reader):
    alone = reader.read("Who steered the ferry?", make_passage(*STORY))
    reader.read("Why?", make_passage(*LONG))
    assert reader.read("Who steered the ferry?", make_passage(*STORY)) == alone


@pytest.mark.slow
def test_a_passage_without_sentences_is_read_as_nothing(reader):
    assert reader.read("Who steered the ferry?", make_passage()) == {}


# What becomes of the evidence


@pytest.mark.slow
def test_evidence_keeps_its_order_and_gets_what_was_read_of_its_sentence(reader):
    passage = make_passage(*STORY)
    evidence = evidence_of(passage)[::-1]
    found = read("Who steered the ferry?", [passage], evidence, reader, 9)
    assert [e.quote for e in found] == [e.quote for e in evidence]
    readings = reader.read("Who steered the ferry?", passage)
    assert [(e.support, e.answered, e.span) for e in found] == [readings[e.sentence] for e in evidence]
    assert [e.score for e in found] == [e.score for e in evidence]


@pytest.mark.slow
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_first_passages_are_read_up_to_the_limit(reader, limit):
    passages = [make_passage(*STORY, article_id=f"a{n}") for n in range(3)]
    evidence = [e for passage in passages for e in evidence_of(passage)]
    found = read("Who steered the ferry?", passages, evidence, reader, limit)
    assert {e.article.id for e in found if e.span} == {f"a{n}" for n in range(limit)}
    assert [e for e in found if e.span is None] == evidence[3 * limit :]


@pytest.mark.slow
def test_passages_of_one_article_are_told_apart(reader):
    first, second = make_passage(*STORY[:1], before=""), make_passage(STORY[1], before=f"{STORY[0]} ")
    (found,) = read("Who steered the ferry?", [first, second], evidence_of(second), reader, 9)
    assert "Ada Holm" in found.article.text[found.span.start : found.span.end]


@pytest.mark.slow
def test_evidence_that_did_not_fit_stays_as_it_was(reader):
    passage = make_passage(*LONG)
    last = evidence_of(passage)[-1]
    assert read("Who steered the ferry?", [passage], [last], reader, 9) == [last]


@pytest.mark.slow
def test_a_heading_is_read_with_its_passage_but_does_not_become_evidence(reader):
    passage = make_passage("The captain of the ferry Marit", *STORY, headings=("The captain of the ferry Marit",))
    evidence = evidence_of(passage)[1:]
    found = read("Who steered the ferry?", [passage], evidence, reader, 9)
    assert [e.quote for e in found] == list(STORY)
    assert all(e.span for e in found)


@pytest.mark.slow
def test_the_title_of_the_article_is_read_with_its_passage(reader):
    passage = make_passage(*STORY)
    renamed = Passage(make_article(passage.text, title="Bananas"), *(getattr(passage, name) for name in
                      ("start", "end", "text", "score", "chunk_id", "sentences")))  # fmt: skip
    assert label(renamed.article) != label(passage.article)
    question = "Who steered the ferry?"
    assert reader.read(question, renamed) != reader.read(question, passage)


def test_nothing_to_read_changes_nothing(reader):
    evidence = [make_evidence("The ferry left.")]
    assert read("Who left?", [], evidence, reader, 9) == evidence
    assert read("Who left?", [make_passage(*STORY)], [], reader, 0) == []

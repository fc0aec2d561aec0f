from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article, make_passage
from strategies import make as make_file_article
from strategies import names, texts

from index.models import sha256
from index.split import split
from rag.answer import Passage, Span, label
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


# What becomes of the passages


class Constant:
    """Reads all sentences of a passage the same, but those that are left out."""

    def __init__(self, without=()):
        self._without = without

    def read(self, _question, passage):
        text = passage.article.text
        kept = (s for s in passage.sentences if text[s.start : s.end] not in self._without)
        return {sentence: (1.0, 2.0, Span(sentence.start, sentence.start + 1, 3.0)) for sentence in kept}


def quotes(passages, reader):
    return [e.quote for e in read("Who steered?", passages, reader)]


def before(passage):
    """What stands before each sentence, by the sentence."""
    return {
        e.quote: e.article.text[e.before.start : e.before.end] if e.before else ""
        for e in read("Who?", [passage], Constant())
    }


@pytest.mark.slow
def test_a_sentence_is_evidence_with_what_was_read_of_it(reader):
    passage = make_passage(*STORY)
    found = read("Who steered the ferry?", [passage], reader)
    readings = reader.read("Who steered the ferry?", passage)
    assert {e.sentence: (e.support, e.answered, e.span) for e in found} == readings
    assert {(e.score, e.chance) for e in found} == {(0.0, 0.0)}


def test_sentences_come_in_the_order_of_the_passages():
    passages = [make_passage("C.", "A.", article_id="a2"), make_passage("B.")]
    assert quotes(passages, Constant()) == ["C.", "A.", "B."]


def test_a_sentence_of_two_passages_comes_once():
    assert quotes([make_passage("A.", "B."), make_passage("A.")], Constant()) == ["A.", "B."]


def test_equal_sentences_of_two_articles_both_come():
    assert quotes([make_passage("A."), make_passage("A.", article_id="a2")], Constant()) == ["A.", "A."]


def test_passages_of_one_article_are_told_apart():
    first, second = make_passage("A."), make_passage("A.", before="B. ")
    assert [e.sentence.start for e in read("Who?", [first, second], Constant())] == [0, 3]


def test_a_heading_is_no_evidence():
    assert quotes([make_passage("The harbour", "It left.", headings=("The harbour",))], Constant()) == ["It left."]


def test_a_sentence_that_was_not_read_is_no_evidence():
    assert quotes([make_passage("A.", "B.", "C.")], Constant(without=("B.",))) == ["A.", "C."]


@pytest.mark.slow
def test_what_does_not_fit_is_no_evidence(reader):
    found = quotes([make_passage(*LONG)], reader)
    assert found == list(LONG[: len(found)])
    assert 0 < len(found) < len(LONG)


@pytest.mark.parametrize("between", ["\n", " "])
def test_a_sentence_knows_the_one_before_it(between):
    passage = make_passage("A.", "B.", "C.", between=between)
    assert before(passage) == {"A.": "", "B.": "A.", "C.": "B."}


def test_a_sentence_of_another_paragraph_is_not_before_it():
    assert before(make_passage("A.", "B.", between="\n\n")) == {"A.": "", "B.": ""}


def test_a_heading_is_not_the_sentence_before():
    assert before(make_passage("The harbour", "A.", "B.", headings=("The harbour",))) == {"A.": "", "B.": "A."}


def test_nothing_to_read_is_no_evidence():
    assert quotes([], Constant()) == quotes([make_passage()], Constant()) == []


@pytest.mark.slow
def test_the_title_of_the_article_is_read_with_its_passage(reader):
    passage = make_passage(*STORY)
    renamed = Passage(make_article(passage.text, title="Bananas"), *(getattr(passage, name) for name in
                      ("start", "end", "text", "score", "chunk_id", "sentences")))  # fmt: skip
    assert label(renamed.article) != label(passage.article)
    question = "Who steered the ferry?"
    assert reader.read(question, renamed) != reader.read(question, passage)

from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article, make_evidence, make_passage
from strategies import make as make_file_article
from strategies import names, texts
from tokenizers import Tokenizer

from index.models import RERANKER, sha256
from index.split import split
from rag.answer import Passage, label
from rag.read import READER, WINDOW, Reader, Window, read, window

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
def tokenizer():
    tokenizer = Tokenizer.from_file(str(RERANKER.locate() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@pytest.fixture(scope="module")
def reader():
    return Reader()


def tokens_of(tokenizer, text):
    return tokenizer.encode(text, add_special_tokens=False).ids


def words_of(passage, span):
    return passage.article.text[span.start : span.end]


def evidence_of(passage):
    return [make_evidence_at(passage, sentence) for sentence in passage.sentences]


def make_evidence_at(passage, sentence):
    start, end = sentence.start, sentence.end
    text = passage.article.text
    return make_evidence(text[start:end], before=text[:start], article_id=passage.article.id)


# What the reader sees


def test_the_question_comes_first_then_header_and_text(tokenizer):
    question, header, text = "Who left?", "A ferry leaves", "The ferry left at dawn."
    asked, head, body = (tokens_of(tokenizer, part) for part in (question, header, text))
    cls, sep = (tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
    seen = window(tokenizer, question, header, text)
    assert seen.ids == (cls, *asked, sep, *head, *body, sep)
    assert seen.types == (0,) * (len(asked) + 2) + (1,) * (len(head) + len(body) + 1)
    assert seen.ids[seen.first :] == (*body, sep)


def test_an_offset_is_a_place_in_the_text_alone(tokenizer):
    text = "The ferry left."
    seen = window(tokenizer, "Who left?", "A ferry leaves", text)
    assert [text[start:end] for start, end in seen.offsets] == ["The", "ferry", "left", "."]


@given(texts, texts, texts)
def test_whatever_is_read_fits_the_window_and_ends_as_the_reader_knows_it(tokenizer, question, header, text):
    seen = window(tokenizer, question, header, text)
    assert len(seen.ids) == len(seen.types) <= WINDOW
    assert seen.first + len(seen.offsets) + 1 == len(seen.ids)
    assert sorted(seen.types) == list(seen.types)
    assert seen.ids[0] == tokenizer.token_to_id("[CLS]")
    assert seen.ids[seen.types.index(1) - 1] == seen.ids[-1] == tokenizer.token_to_id("[SEP]")


@given(texts, texts, texts)
def test_offsets_lie_in_the_text_and_go_forward(tokenizer, question, header, text):
    offsets = window(tokenizer, question, header, text).offsets
    assert all(0 <= start < end <= len(text) for start, end in offsets)
    assert all(one <= other for one, other in pairwise(offsets))


@given(texts, st.integers(1, 400))
def test_of_a_long_text_the_end_is_cut(tokenizer, text, times):
    whole = tokenizer.encode(text * times, add_special_tokens=False)
    seen = window(tokenizer, "Who left?", "A ferry leaves", text * times)
    assert seen.offsets == tuple(whole.offsets[: len(seen.offsets)])
    assert seen.ids[seen.first : -1] == tuple(whole.ids[: len(seen.offsets)])
    assert len(seen.offsets) == len(whole.offsets) or len(seen.ids) == WINDOW


@pytest.mark.parametrize(
    ("question", "header"),
    [("who " * 900, "A ferry leaves"), ("Who left?", "ferry " * 900), ("who " * 900, "ferry " * 900)],
    ids=["question", "header", "both"],
)
def test_a_long_question_and_a_long_header_are_cut_and_leave_the_text_more_than_half(tokenizer, question, header):
    seen = window(tokenizer, question, header, "dawn " * 900)
    assert len(seen.ids) == WINDOW
    assert len(seen.offsets) > WINDOW / 2
    cut = seen.ids[1 : seen.types.index(1) - 1]
    assert cut == tuple(tokens_of(tokenizer, question)[: len(cut)])
    head = seen.ids[seen.types.index(1) : seen.first]
    assert head == tuple(tokens_of(tokenizer, header)[: len(head)])


@pytest.mark.parametrize(
    ("place", "tokens"),
    [
        ((0, 3), range(5, 6)),
        ((0, 9), range(5, 7)),
        ((4, 9), range(6, 7)),
        ((3, 10), range(6, 7)),
        ((8, 11), range(6, 8)),
        ((0, 14), range(5, 8)),
        ((14, 20), range(0)),
        ((3, 4), range(0)),
    ],
)
def test_a_place_has_the_tokens_that_it_overlaps(place, tokens):
    seen = Window((0,) * 9, (1,) * 9, 5, ((0, 3), (4, 9), (10, 14)))
    assert seen.tokens(*place) == tokens


@given(texts.filter(bool), st.data())
def test_tokens_are_those_that_share_a_character_with_the_place(tokenizer, text, data):
    seen = window(tokenizer, "Who left?", "A ferry leaves", text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shared = [i for i, (a, b) in enumerate(seen.offsets, seen.first) if set(range(a, b)) & set(range(start, end))]
    assert list(seen.tokens(start, end)) == shared


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

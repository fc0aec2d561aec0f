import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article, make_evidence

from index.article import Sentence
from rag.answer import Evidence
from rag.check import check
from rag.compose import DraftSentence

LINE = re.compile(r"(?P<words>.*) (?P<markers>(?:\[\d+\])+)")
CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("ab  \n\u2028[1]")


@st.composite
def evidence(draw):
    text = draw(st.text(CHARACTERS, min_size=1, max_size=30))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return Evidence(make_article(text, id=f"id of {text!r}"), Sentence(start, end), 0.0)


@st.composite
def drafts(draw):
    """Drafts as a careless generator writes them: true quotes, parts of quotes, and inventions."""
    pile = draw(st.lists(evidence(), min_size=1, max_size=4))
    sentences = []
    for _ in range(draw(st.integers(0, 6))):
        cited = tuple(draw(st.lists(st.sampled_from(pile), max_size=3)))
        quote = draw(st.sampled_from(pile)).quote
        words = draw(st.just(quote) | st.just(quote[: len(quote) // 2 + 1]) | st.text(CHARACTERS, min_size=1))
        sentences.append(DraftSentence(words, cited))
    return sentences


def holds(sentence):
    return bool(sentence.text.strip()) and any(sentence.text in e.quote for e in sentence.evidence)


@given(drafts())
def test_every_line_ends_in_markers_and_every_marker_has_its_citation(draft):
    text, citations = check(draft)
    lines = [LINE.fullmatch(line) for line in text.split("\n")] if text else []
    assert all(lines)
    used = [int(number) for line in lines for number in re.findall(r"\d+", line["markers"])]
    assert list(dict.fromkeys(used)) == [c.number for c in citations] == list(range(1, len(citations) + 1))


@given(drafts())
def test_every_quote_is_the_article_at_its_offsets(draft):
    assert all(c.article.text[c.start : c.end] == c.quote for c in check(draft)[1])


@given(drafts())
def test_what_holds_stays_in_its_order_and_all_else_is_dropped(draft):
    text, _ = check(draft)
    kept = [LINE.fullmatch(line)["words"] for line in text.split("\n")] if text else []
    assert kept == [" ".join(sentence.text.split()) for sentence in draft if holds(sentence)]


@given(drafts())
def test_a_citation_stands_for_one_place(draft):
    _, citations = check(draft)
    assert len({(c.article.id, c.start, c.end) for c in citations}) == len(citations)


def test_equal_sentences_at_two_places_keep_their_own_citations():
    refrain = "Nobody was hurt."
    article = make_article(f"{refrain} The hall burned. {refrain}")
    first, second = (Evidence(article, Sentence(at, at + len(refrain)), 0.0) for at in (0, 34))
    text, citations = check([DraftSentence(refrain, (first,)), DraftSentence(refrain, (second,))])
    assert text == f"{refrain} [1]\n{refrain} [2]"
    assert [(c.start, c.end, c.quote) for c in citations] == [(0, 16, refrain), (34, 50, refrain)]


def test_a_place_cited_again_keeps_its_number():
    ferry, train = make_evidence("The ferry left."), make_evidence("The train left.", article_id="a2")
    draft = [DraftSentence(e.quote, (e,)) for e in (ferry, train, ferry)]
    assert check(draft)[0] == "The ferry left. [1]\nThe train left. [2]\nThe ferry left. [1]"


def test_a_sentence_may_rest_on_several_places():
    two = (make_evidence("The ferry left."), make_evidence("The ferry left.", article_id="a2"))
    text, citations = check([DraftSentence("The ferry left.", two)])
    assert text == "The ferry left. [1][2]"
    assert [c.article.id for c in citations] == ["a1", "a2"]


@pytest.mark.parametrize(
    "sentence",
    [
        DraftSentence("The ferry sank.", (make_evidence("The ferry left."),)),
        DraftSentence("the ferry left.", (make_evidence("The ferry left."),)),
        DraftSentence("The ferry left.", ()),
        DraftSentence("", (make_evidence("The ferry left."),)),
        DraftSentence(" ", (make_evidence("The ferry left."),)),
    ],
    ids=["invented", "reworded", "without evidence", "empty", "blank"],
)
def test_a_draft_of_which_nothing_holds_gives_nothing(sentence):
    assert check([sentence]) == ("", ())


def test_a_sentence_that_the_article_breaks_over_lines_stays_one_line_of_the_answer():
    wrapped = make_evidence("The ferry left the old\nharbour at dawn.")
    text, (citation,) = check([DraftSentence(wrapped.quote, (wrapped,))])
    assert all(LINE.fullmatch(line) for line in text.split("\n"))
    assert citation.quote == wrapped.quote


def test_a_number_in_brackets_that_the_article_has_stays_and_the_marker_ends_the_line():
    footnoted = make_evidence("The ferry [7] left at dawn.")
    text, _ = check([DraftSentence(footnoted.quote, (footnoted,))])
    assert text == "The ferry [7] left at dawn. [1]"

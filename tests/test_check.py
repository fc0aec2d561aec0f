import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article, make_claim, make_evidence, make_read

from index.article import Sentence
from rag.answer import Evidence, Short, Span
from rag.check import Checked, check
from rag.compose import DraftSentence
from rag.grouping import group


def checked(draft, picked):
    result = check(draft, picked)
    return result.text, result.citations, result.short


LINE = re.compile(r"(?P<words>.*) (?P<markers>(?:\[\d+\])+)")
CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("ab  \n\u2028[1]")


@st.composite
def spans(draw, text):
    """Spans as a careless reader finds them: anywhere in the article, with words or without."""
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start, len(text))), draw(st.floats(-9, 9)))


@st.composite
def evidence(draw):
    text = draw(st.text(CHARACTERS, min_size=1, max_size=30))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    article = make_article(text, id=f"id of {text!r}")
    return Evidence(article, Sentence(start, end), 0.0, span=draw(st.none() | spans(text)))


@st.composite
def drafts(draw):
    """Drafts as a careless generator writes them: true quotes, parts of quotes, inventions."""
    pile = draw(st.lists(evidence(), min_size=1, max_size=4))
    sentences = []
    for _ in range(draw(st.integers(0, 6))):
        cited = tuple(draw(st.lists(st.sampled_from(pile), max_size=3)))
        quote = draw(st.sampled_from(pile)).quote
        words = draw(st.just(quote) | st.just(quote[: len(quote) // 2 + 1]) | st.text(CHARACTERS, min_size=1))
        sentences.append(DraftSentence(words, cited))
    return sentences, draw(st.none() | st.sampled_from(pile))


def holds(sentence):
    return bool(sentence.text.strip()) and any(sentence.text in e.quote for e in sentence.evidence)


def lines_of(text):
    return [LINE.fullmatch(line) for line in text.split("\n")] if text else []


def quoted(*evidence):
    return [DraftSentence(e.quote, (e,)) for e in evidence]


@given(drafts())
def test_every_line_ends_in_markers_and_every_marker_has_its_citation(given_):
    text, citations, _ = checked(*given_)
    lines = lines_of(text)
    assert all(lines)
    used = {int(number) for line in lines for number in re.findall(r"\d+", line["markers"])}
    assert sorted(used) == [c.number for c in citations] == list(range(1, len(citations) + 1))


@given(drafts())
def test_citations_are_numbered_in_the_order_of_the_sentences(given_):
    text, _, short = checked(*given_)
    lines = lines_of(text)[1 if short else 0 :]
    used = [int(number) for line in lines for number in re.findall(r"\d+", line["markers"])]
    first = list(dict.fromkeys(used))
    assert first == sorted(first)


@given(drafts())
def test_every_quote_is_the_article_at_its_offsets(given_):
    assert all(c.article.text[c.start : c.end] == c.quote for c in checked(*given_)[1])


@given(drafts())
def test_the_short_answer_lies_in_its_citation_to_the_letter(given_):
    _, citations, short = checked(*given_)
    if short:
        citation = citations[short.citation - 1]
        assert citation.number == short.citation
        assert citation.start <= short.start < short.end <= citation.end
        assert citation.article.text[short.start : short.end] == short.text


@given(drafts())
def test_the_short_answer_is_the_span_that_was_picked_where_its_sentence_is_cited(given_):
    draft, picked = given_
    _, citations, short = checked(draft, picked)
    places = {(c.article.id, c.start, c.end) for c in citations}
    span = picked.span if picked else None
    inside = span and picked.sentence.start <= span.start < span.end <= picked.sentence.end
    blank = span and not picked.article.text[span.start : span.end].strip()
    cited = picked and (picked.article.id, picked.sentence.start, picked.sentence.end) in places
    assert ((short.start, short.end) if short else None) == (
        (span.start, span.end) if inside and not blank and cited else None
    )


def place(evidence):
    return evidence.article.id, evidence.sentence.start, evidence.sentence.end


@given(drafts())
def test_what_holds_stays_in_its_order_and_all_else_is_dropped(given_):
    draft, _ = given_
    kept = [line["words"] for line in lines_of(checked(draft, None)[0])]
    holding = {(" ".join(s.text.split()), *(place(e) for e in s.evidence)): None for s in draft if holds(s)}
    assert kept == [words for words, *_ in holding]


@given(drafts())
def test_the_short_answer_comes_first_if_at_all_and_changes_no_other_line(given_):
    draft, picked = given_
    without, citations, _ = checked(draft, None)
    text, same, short = checked(draft, picked)
    assert same == citations
    first = f"{' '.join(short.text.split())} [{short.citation}]" if short else ""
    assert text in (without, f"{first}\n{without}")


@given(drafts())
def test_a_citation_stands_for_one_place(given_):
    _, citations, _ = checked(*given_)
    assert len({(c.article.id, c.start, c.end) for c in citations}) == len(citations)


def test_equal_sentences_at_two_places_keep_their_own_citations():
    refrain = "Nobody was hurt."
    article = make_article(f"{refrain} The hall burned. {refrain}")
    first, second = (Evidence(article, Sentence(at, at + len(refrain)), 0.0) for at in (0, 34))
    text, citations, _ = checked(quoted(first, second), None)
    assert text == f"{refrain} [1]\n{refrain} [2]"
    assert [(c.start, c.end, c.quote) for c in citations] == [(0, 16, refrain), (34, 50, refrain)]


def test_a_sentence_that_comes_again_is_left_out():
    ferry, train = make_evidence("The ferry left."), make_evidence("The train left.", article_id="a2")
    assert checked(quoted(ferry, train, ferry), None)[0] == "The ferry left. [1]\nThe train left. [2]"


def test_a_sentence_may_rest_on_several_places():
    two = (make_evidence("The ferry left."), make_evidence("The ferry left.", article_id="a2"))
    text, citations, _ = checked([DraftSentence("The ferry left.", two)], None)
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
@pytest.mark.parametrize("picked", [None, make_read("The ferry left.", "ferry")], ids=["long", "short"])
def test_a_draft_of_which_nothing_holds_gives_nothing(sentence, picked):
    assert checked([sentence], picked) == ("", (), None)


def test_a_sentence_that_the_article_breaks_over_lines_stays_one_line_of_the_answer():
    wrapped = make_evidence("The ferry left the old\nharbour at dawn.")
    text, (citation,), _ = checked(quoted(wrapped), None)
    assert all(lines_of(text))
    assert citation.quote == wrapped.quote


def test_a_number_in_brackets_that_the_article_has_stays_and_the_marker_ends_the_line():
    footnoted = make_evidence("The ferry [7] left at dawn.")
    assert checked(quoted(footnoted), None)[0] == "The ferry [7] left at dawn. [1]"


def test_the_short_answer_is_the_first_line_with_the_number_of_its_sentence():
    train, ferry = (
        make_evidence("The train left.", article_id="a2"),
        make_read("Ada Holm steered the ferry.", "Ada Holm"),
    )
    text, _, short = checked(quoted(train, ferry), ferry)
    assert text == "Ada Holm [2]\nThe train left. [1]\nAda Holm steered the ferry. [2]"
    assert short == Short("Ada Holm", 2, 0, 8)


def test_a_short_answer_that_the_article_breaks_over_lines_stays_one_line_and_to_the_letter():
    wrapped = make_read("The ferry was steered by Ada\nHolm on Monday.", "Ada\nHolm")
    text, _, short = checked(quoted(wrapped), wrapped)
    assert text.split("\n")[0] == "Ada Holm [1]"
    assert short.text == "Ada\nHolm"


@pytest.mark.parametrize("span", ["Ada Holm steered the ferry.", "Ada Holm steered the ferry"])
def test_a_short_answer_that_is_nearly_all_of_its_sentence_has_no_line_of_its_own(span):
    whole = make_read("Ada Holm steered the ferry.", span)
    text, _, short = checked(quoted(whole), whole)
    assert text == "Ada Holm steered the ferry. [1]"
    assert short.text == span


def test_words_of_a_sentence_that_is_not_cited_are_no_short_answer():
    ferry, train = make_read("Ada Holm steered the ferry.", "Ada Holm"), make_evidence("A train left.", article_id="a2")
    assert checked(quoted(train), ferry) == ("A train left. [1]", checked(quoted(train), None)[1], None)


@pytest.mark.parametrize("span", [None, Span(0, 9, 1.0), Span(9, 60, 1.0), Span(9, 9, 1.0)])
def test_a_span_that_is_not_within_its_sentence_is_no_short_answer(span):
    ferry = make_evidence("Ada Holm steered.", before="At dawn? ", span=span)
    assert checked(quoted(ferry), ferry)[2] is None


@pytest.mark.parametrize("blank", [" ", "\n", " \u2028 ", "\u00a0"])
def test_a_span_without_words_is_no_short_answer(blank):
    ferry = make_read(f"Ada Holm{blank}steered.", blank)
    assert checked(quoted(ferry), ferry) == checked(quoted(ferry), None)


def test_where_a_sentence_has_no_span_there_is_no_short_answer():
    ferry = make_evidence("Ada Holm steered.")
    assert checked(quoted(ferry), ferry) == ("Ada Holm steered. [1]", checked(quoted(ferry), None)[1], None)


def died(text, by="", number=1):
    """A sentence with the claim that it makes, read and picked."""
    claim = make_claim(text, f"a{number}.txt", by, float(re.sub(r"\D", "", text)))
    cited = claim.citation
    place = Sentence(cited.start, cited.end)
    return Evidence(cited.article, place, 1.0, span=Span(claim.start, claim.end, 5.0), chance=0.9), claim


def test_a_short_answer_that_somebody_claims_says_who():
    evidence, claim = died("280", "The rebels")
    result = check(quoted(evidence), evidence, [claim])
    assert result.text == "280, according to the rebels [1]\nThe rebels said 280 died. [1]"
    assert result.short.text == "280"


def test_values_that_differ_come_before_the_sentences_and_instead_of_a_short_line():
    pairs = [died("22", number=1), died("17", number=2)]
    claims = [claim for _, claim in pairs]
    claims = [replace(c, citation=replace(c.citation, article=replace(c.citation.article, id=f"id{n}")))
              for n, c in enumerate(claims)]  # fmt: skip
    evidence = [replace(e, article=c.citation.article) for (e, _), c in zip(pairs, claims, strict=True)]
    differing = group(claims)
    result = check(quoted(*evidence), evidence[0], claims, differing)
    assert result.text.split("\n")[0].startswith("Reports differ: ")
    assert [c.number for c in result.citations] == [1, 2]
    assert result.disagreement.groups[0].claims[0].citation == result.citations[0]
    values = [g.value for g in result.disagreement.groups]
    assert result.short is None or result.short.text == values[0]


def test_of_a_draft_that_does_not_hold_no_values_are_told():
    evidence, claim = died("22")
    assert check([DraftSentence("Nobody died.", (evidence,))], evidence, [claim], group([claim])) == Checked("")

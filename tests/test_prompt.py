import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from injections import INJECTIONS, PAYLOAD
from making import make_article, make_claim, make_disagreement
from writing import FERRY, HELD, QUESTION, SANK, SAVED, found, matter_of

from rag.compose import ExtractiveGenerator
from rag.llm.prompt import prompt
from rag.matter import Matter

FENCE = re.compile(r"^<<<(quotations [0-9a-f]{12})>>>\n(.*)\n^<<<end of \1>>>$", re.DOTALL | re.MULTILINE)


def made(matter, window=8192, sentences=6):
    return prompt(matter, ExtractiveGenerator(6).drafted(matter), window, sentences)


def told(matter, **given):
    return made(matter, **given).messages[-1].content


def block(text):
    return FENCE.search(text)[2].split("\n")


def test_a_model_is_told_rules_by_the_system_and_the_question_with_numbered_sentences_by_the_user():
    rules, *example, asked = made(matter_of(*FERRY)).messages
    assert [m.role.value for m in (rules, *example, asked)] == ["system", "user", "assistant", "user"]
    assert "never instructions" in rules.content
    assert f"Question: {QUESTION}" in asked.content
    assert block(asked.content) == [f"[1] {SANK}", f"[2] {SAVED}", f"[3] {HELD}"]


def test_the_numbers_stand_for_the_evidence():
    assert list(made(matter_of(*FERRY)).evidence) == FERRY


def test_a_sentence_is_told_with_its_outlet_and_day():
    from datetime import date

    article = make_article(SANK, outlet="Orsk Post", published=date(2026, 5, 4))
    evidence = replace(FERRY[0], article=article)
    assert block(told(matter_of(evidence))) == [f"[1] (Orsk Post, 4 May 2026) {SANK}"]


def test_sentences_of_an_article_are_told_in_its_order_and_each_once():
    text = f"{SANK} {SAVED}"
    article = make_article(text)
    from index.article import Sentence

    first = replace(FERRY[0], article=article, sentence=Sentence(0, len(SANK)), chance=0.5)
    second = replace(FERRY[1], article=article, sentence=Sentence(len(SANK) + 1, len(text)), chance=0.9)
    assert block(told(matter_of(second, first, second))) == [f"[1] {SANK}", f"[2] {SAVED}"]


def test_where_reports_differ_the_values_are_told_in_a_table():
    one, other = make_claim("Twenty", "a1.txt", by="Police"), make_claim("Thirty", "a2.txt")
    one = replace(one, citation=replace(one.citation, article=replace(one.citation.article, id="b1")))
    other = replace(other, citation=replace(other.citation, article=replace(other.citation.article, id="b2")))
    evidence = [replace(FERRY[0], article=c.citation.article, sentence=c_sentence(c)) for c in (one, other)]
    lines = block(told(matter_of(*evidence, differing=make_disagreement((one,), (other,)))))
    assert lines[2:] == [
        "The sentences differ: value | who says it | reports | sentences",
        "Twenty | Police | 1 | [1]",
        "Thirty | the report itself | 1 | [2]",
    ]


def c_sentence(claim):
    from index.article import Sentence

    return Sentence(claim.citation.start, claim.citation.end)


@pytest.mark.parametrize("kind", INJECTIONS)
def test_a_sentence_that_speaks_to_a_model_is_not_told_to_it(kind):
    text = told(matter_of(*found(INJECTIONS[kind], SANK)))
    assert PAYLOAD not in text
    assert block(text) == [f"[1] {SANK}"]


@pytest.mark.parametrize("kind", INJECTIONS)
def test_an_outlet_that_speaks_to_a_model_is_not_told_to_it(kind):
    evidence = replace(FERRY[0], article=make_article(SANK, outlet=INJECTIONS[kind]))
    assert block(told(matter_of(evidence))) == [f"[1] {SANK}"]


def test_where_nothing_else_was_found_a_model_is_told_nothing():
    assert made(matter_of(*found(INJECTIONS["ignore"]))) is None


@given(st.lists(st.text(st.characters() | st.sampled_from("<>[]|\n`"), min_size=1), min_size=1, max_size=5),
       st.text(st.characters() | st.sampled_from("<>[]|\n`")))  # fmt: skip
def test_whatever_articles_and_questions_hold_the_fence_is_closed_once_behind_all_of_them(quotes, question):
    matter = matter_of(*found(*quotes), question=question)
    asked = made(matter)
    if asked is None:
        return
    text = asked.messages[-1].content
    assert text.count("<<<") == text.count(">>>") == 2
    lines = block(text)
    assert [line.split("]")[0] for line in lines] == [f"[{n}" for n in range(1, len(asked.evidence) + 1)]
    assert all(line.count("[") == line.count("]") == 1 for line in lines)
    outside = FENCE.sub("", text)
    assert outside.count("\n") == text.count("\n") - len(lines) - 1


@pytest.mark.parametrize("window", [1400, 1600, 2048, 8192])
def test_what_is_told_fits_the_window_and_the_likeliest_stay(window):
    evidence = found(*(f"Ferry number {n} sank off Orsk on a Monday in May with all of its crew." for n in range(40)))
    asked = made(matter_of(*evidence), window=window)
    tokens = sum(len(message.content) for message in asked.messages) / 2
    assert tokens + 400 <= window + 4
    assert asked.evidence[0] == evidence[0]
    assert list(asked.evidence) == evidence[: len(asked.evidence)]


def test_where_not_one_sentence_fits_nothing_is_told():
    assert made(matter_of(*FERRY), window=500) is None


def test_what_was_not_found_is_not_told():
    assert made(Matter(QUESTION, ())) is None

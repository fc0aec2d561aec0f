import pytest

from eval_questions.match import has_words, is_exact, normalise
from eval_questions.questions import QuestionType, load
from index.read import read

AGREE = load("agree")
FACTS = [q for q in AGREE.questions if q.type is QuestionType.FACT]
DIFFERING = [q for q in AGREE.questions if q.type is QuestionType.DISAGREEMENT]
NUMBERED_FACTS = list(enumerate(FACTS, start=1))
NUMBERED_DIFFERING = list(enumerate(DIFFERING, start=21))
FILES = sorted(AGREE.articles.glob("*.md"))


def own(number):
    """The two articles of a question, by its place in the file."""
    return [f"{number:02d}-{side}.md" for side in "ab"]


def body(name):
    article = read(AGREE.articles / name)
    return normalise(article.text[article.body :])


def test_twenty_pairs_agree_and_ten_differ_each_with_two_articles():
    assert (len(FACTS), len(DIFFERING)) == (20, 10)
    assert AGREE.questions == (*FACTS, *DIFFERING)
    assert len({q.id for q in AGREE.questions}) == len({q.question for q in AGREE.questions}) == 30
    assert [file.name for file in FILES] == [name for number in range(1, 31) for name in own(number)]


@pytest.mark.parametrize("question", AGREE.questions, ids=lambda q: q.id)
def test_every_span_is_the_file_at_its_offsets(question):
    for span in question.evidence:
        text = (AGREE.articles / span.article).read_text("utf-8")
        assert text[span.start : span.end] == span.quote
        assert span.quote.strip() == span.quote != ""


@pytest.mark.parametrize("question", AGREE.questions, ids=lambda q: q.id)
def test_every_part_of_an_answer_stands_in_some_span(question):
    quotes = [normalise(span.quote) for span in question.evidence]
    for part in question.answers:
        assert any(has_words(quote, normalise(spelling)) for spelling in part for quote in quotes), part


@pytest.mark.parametrize(("number", "question"), NUMBERED_FACTS, ids=[q.id for q in FACTS])
def test_the_first_report_answers_a_fact_and_the_second_says_nothing_of_the_sort(number, question):
    first, second = own(number)
    assert {span.article for span in question.evidence} == {first}
    assert not question.values
    assert not any(has_words(body(second), normalise(spelling)) for part in question.answers for spelling in part)
    assert any(normalise(short) in normalise(span.quote) for short in question.short for span in question.evidence)
    assert all(not is_exact("", [short]) for short in question.short)


@pytest.mark.parametrize(("number", "question"), NUMBERED_DIFFERING, ids=[q.id for q in DIFFERING])
def test_two_reports_that_differ_give_a_value_each_and_not_the_other_one(number, question):
    assert [value.articles for value in question.values] == [(name,) for name in own(number)]
    assert [value.value for value in question.values] == list(question.answers)
    one, other = (body(name) for name in own(number))
    for value, elsewhere in zip(question.values, (other, one), strict=True):
        assert not any(has_words(elsewhere, normalise(spelling)) for spelling in value.value)
        assert all(normalise(name) in body(value.articles[0]) for name in value.by)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_article_is_short_and_has_its_provenance(file):
    article = read(file)
    assert 80 <= len(article.text[article.body :].split()) <= 150
    assert article.title
    assert article.outlet
    assert article.published

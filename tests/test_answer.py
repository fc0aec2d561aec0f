import hashlib
import json
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime

import pytest
from making import make_answer, make_article, make_citation, make_evidence, make_passage

from rag.answer import Citation, Short, describe, label

ANSWER_KEYS = {"unsaid", "question", "text", "abstained", "citations", "nearest", "short", "support", "confidence",
               "disagreement", "checks", "notice", "searched", "timings"}  # fmt: skip
ARTICLE_KEYS = {"id", "title", "outlet", "author", "published", "updated", "dateline", "url", "path", "part",
                "report"}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "A ferry leaves"),
        ({"outlet": "The Gull"}, "The Gull, A ferry leaves"),
        ({"published": date(2024, 5, 4)}, "A ferry leaves, 4 May 2024"),
        ({"outlet": "The Gull", "published": date(2024, 5, 14)}, "The Gull, A ferry leaves, 14 May 2024"),
        ({"published": datetime(2024, 5, 4, 23, 30, tzinfo=UTC)}, "A ferry leaves, 4 May 2024"),
    ],
)
def test_an_article_is_named_by_what_is_known_of_it(fields, line):
    assert label(make_article(**fields)) == line


@pytest.mark.parametrize(
    ("published", "written"),
    [
        (None, None),
        (date(2024, 5, 4), "2024-05-04"),
        (datetime(2024, 5, 4, 9, 30, tzinfo=UTC), "2024-05-04T09:30:00+00:00"),
    ],
)
def test_a_day_is_written_as_a_day_and_an_instant_with_its_zone(published, written):
    described = describe(make_article(published=published))
    assert described.keys() == ARTICLE_KEYS
    assert described["published"] == written


def test_an_answer_is_plain_json():
    answer = make_answer(citations=(make_citation(3, 9),), nearest=(make_passage("The ferry left."),))
    read_again = json.loads(json.dumps(answer.to_dict()))
    assert read_again == answer.to_dict()
    assert read_again.keys() == ANSWER_KEYS
    assert read_again["citations"][0].keys() == {"number", "quote", "start", "end", "article"}
    assert read_again["nearest"][0].keys() == {"start", "end", "article", "text", "score", "also"}
    assert read_again["citations"][0]["article"].keys() == ARTICLE_KEYS | {"sha256"}
    assert read_again["nearest"][0]["article"].keys() == ARTICLE_KEYS


@pytest.mark.parametrize("text", ["The ferry left at dawn.", "Fähre 7 — \ud800", ""])
def test_a_citation_names_the_hash_of_the_text_that_its_offsets_count_in(text):
    article = make_article(text)
    described = Citation(1, article, 0, len(text), text).to_dict()["article"]
    assert described["sha256"] == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    assert described == describe(article) | {"sha256": described["sha256"]}


def test_a_short_answer_is_words_of_a_citation_and_plain_json():
    answer = make_answer(short=Short("dawn", 1, 18, 22), confidence=0.9).to_dict()
    assert answer["short"] == {"text": "dawn", "citation": 1, "start": 18, "end": 22}
    assert answer["confidence"] == 0.9
    assert make_answer().to_dict()["short"] is None


def test_an_answer_prints_with_its_sources():
    answer = make_answer("The ferry left. [1]", citations=(make_citation(3, 9),))
    assert str(answer) == "The ferry left. [1]\n\n[1] A ferry leaves, characters 3-9"


def test_an_answer_prints_the_parts_on_which_the_articles_are_silent():
    answer = make_answer("The ferry left. [1]", citations=(make_citation(3, 9),), unsaid=("Who steered?", "Why?"))
    told = ["The articles do not say: Who steered?", "The articles do not say: Why?"]
    assert str(answer).splitlines() == ["The ferry left. [1]", *told, "", "[1] A ferry leaves, characters 3-9"]
    assert answer.to_dict()["unsaid"] == ["Who steered?", "Why?"]


def test_an_abstention_prints_with_the_nearest_passages():
    answer = make_answer("The articles do not say.", abstained=True, nearest=(make_passage("It left."),))
    assert str(answer) == "The articles do not say.\n\n- A ferry leaves: It left."


def test_an_answer_without_either_prints_as_its_text():
    assert str(make_answer("Nothing.")) == "Nothing."


def test_evidence_quotes_its_sentence_to_the_letter():
    assert make_evidence("The ferry left.", before="At dawn? ").quote == "The ferry left."


@pytest.mark.parametrize(
    "thing", [make_answer(), make_citation(0, 1), make_passage("A."), make_evidence("A."), Short("A", 1, 0, 1)]
)
def test_results_do_not_change(thing):
    with pytest.raises((FrozenInstanceError, TypeError)):
        thing.text = "otherwise"

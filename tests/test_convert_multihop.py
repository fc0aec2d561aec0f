import json

import pytest

from eval_questions.convert.multihop import convert
from eval_questions.convert.source import SourceUnusable
from eval_questions.questions import QuestionType
from index.read import read

CORPUS = [
    {"title": "Ferry sinks", "body": "The Marit sank on Monday.\n\nForty were saved.", "source": "Orsk Post",
     "published_at": "2026-02-04T12:00:00+00:00", "url": "https://example.org/1", "author": "Ada"},
    {"title": "A pier opens", "body": "The pier cost 4 million crowns.", "source": "Aldwick Echo"},
]  # fmt: skip
FACTS = [
    {"title": "Ferry sinks", "fact": "The Marit sank on Monday. Forty were saved."},
    {"title": "A pier opens", "fact": "pier cost 4 million"},
]
QUERIES = [
    {"query": "Do both speak of ships?", "answer": "no", "question_type": "comparison_query", "evidence_list": FACTS},
    {"query": "Who ate it?", "answer": "Insufficient information.", "question_type": "null_query", "evidence_list": []},
]


def write(file, rows):
    lines = json.dumps(rows) if file.suffix == ".json" else "\n".join(map(json.dumps, rows))
    file.write_text(lines, "utf-8")
    return file


def converted(folder, queries=QUERIES, corpus=CORPUS, suffix=".jsonl"):
    sources = [write(folder / f"corpus{suffix}", corpus), write(folder / f"queries{suffix}", queries)]
    return convert(sources, folder / "articles")


@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_an_article_keeps_its_provenance(tmp_path, suffix):
    converted(tmp_path, suffix=suffix)
    ferry, pier = (read(file) for file in sorted((tmp_path / "articles").iterdir()))
    assert (ferry.title, ferry.outlet, ferry.url) == ("Ferry sinks", "Orsk Post", "https://example.org/1")
    assert ferry.published.isoformat() == "2026-02-04T12:00:00+00:00"
    assert (pier.outlet, pier.published, pier.url) == ("Aldwick Echo", None, None)


def test_the_evidence_is_the_sentences_of_the_facts_in_their_articles(tmp_path):
    question = converted(tmp_path).questions[0]
    assert (question.id, question.type, question.answers) == ("1", QuestionType.SEVERAL, (("no",),))
    assert [(span.article, span.quote) for span in question.evidence] == [
        ("00001.md", "The Marit sank on Monday."),
        ("00001.md", "Forty were saved."),
        ("00002.md", "The pier cost 4 million crowns."),
    ]
    for span in question.evidence:
        assert (tmp_path / "articles" / span.article).read_text("utf-8")[span.start : span.end] == span.quote


def test_a_null_query_is_unanswerable_and_near(tmp_path):
    question = converted(tmp_path).questions[1]
    assert (question.type, question.kind) == (QuestionType.UNANSWERABLE, "near")
    assert question.answers == question.evidence == ()


def test_an_id_is_kept_where_there_is_one(tmp_path):
    assert converted(tmp_path, [QUERIES[1] | {"id": 31}]).questions[0].id == "31"


def test_a_question_without_a_fact_in_the_corpus_is_left_out_and_counted(tmp_path):
    strangers = [{"title": "Ferry sinks", "fact": "It was fog."}, {"title": "Unknown", "fact": "The Marit sank"}]
    made = converted(tmp_path, [QUERIES[0] | {"evidence_list": strangers}, *QUERIES])
    assert [question.id for question in made.questions] == ["2", "3"]
    assert list(made.left_out.values()) == [1]


@pytest.mark.parametrize("fields", [{"question_type": "null_query"}, {"evidence_list": []}])
def test_a_type_that_does_not_fit_its_facts_is_named_with_its_line(tmp_path, fields):
    with pytest.raises(SourceUnusable, match=r"queries\.jsonl, line 2: "):
        converted(tmp_path, [QUERIES[1], QUERIES[0] | fields])


def test_files_in_the_wrong_order_are_named(tmp_path):
    sources = [write(tmp_path / "queries.jsonl", QUERIES), write(tmp_path / "corpus.jsonl", CORPUS)]
    with pytest.raises(SourceUnusable, match=r"queries\.jsonl, line 1: `title`"):
        convert(sources, tmp_path / "articles")


def test_one_file_is_not_enough(tmp_path):
    with pytest.raises(SourceUnusable, match="two files"):
        convert([write(tmp_path / "corpus.jsonl", CORPUS)], tmp_path / "articles")

import json

import pytest

from eval_questions.convert.beir import convert
from eval_questions.convert.source import SourceUnusable

CORPUS = [
    {"_id": "d/1", "title": "Ferry sinks", "text": "The Marit sank. Forty were saved.", "metadata": {}},
    {"_id": "d/2", "title": "", "text": "The pier cost 4 million crowns."},
    {"_id": "d/3", "title": "Empty", "text": ""},
]
QUERIES = [{"_id": f"q{n}", "text": f"Question {n}?", "metadata": {}} for n in range(1, 5)]
HEADER = "query-id\tcorpus-id\tscore\n"
TEST = f"{HEADER}q1\td/1\t2\nq1\td/2\t1\nq2\td/1\t0\nq3\td/3\t1\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, CORPUS)), "utf-8")
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, QUERIES)), "utf-8")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text(TEST, "utf-8")
    return tmp_path


def test_the_evidence_is_every_sentence_of_the_documents_that_answer(folder):
    (question,) = convert([folder], folder / "articles").questions
    assert (question.id, question.question, question.answers) == ("q1", "Question 1?", ())
    assert [(span.article, span.quote) for span in question.evidence] == [
        ("00001.md", "The Marit sank."),
        ("00001.md", "Forty were saved."),
        ("00002.md", "The pier cost 4 million crowns."),
    ]
    for span in question.evidence:
        assert (folder / "articles" / span.article).read_text("utf-8")[span.start : span.end] == span.quote


def test_queries_without_a_document_that_answers_are_counted(folder):
    assert list(convert([folder], folder / "articles").left_out.values()) == [3]


def test_all_judgements_in_the_folder_count(folder):
    (folder / "qrels" / "dev.tsv").write_text(f"{HEADER}q4\td/2\t1\n", "utf-8")
    assert [question.id for question in convert([folder], folder / "articles").questions] == ["q1", "q4"]


@pytest.mark.parametrize("line", ["q1\td/1", "q1 d/1 1", "q1\td/1\tyes", "q1\td/1\t1\t1"])
def test_a_broken_judgement_is_named_with_its_file_and_line(folder, line):
    (folder / "qrels" / "test.tsv").write_text(f"{TEST}{line}\n", "utf-8")
    with pytest.raises(SourceUnusable, match=r"test\.tsv, line 6: "):
        convert([folder], folder / "articles")


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_file_that_is_missing_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(SourceUnusable, match=name.split("/")[0]):
        convert([folder], folder / "articles")
    assert not (folder / "articles").exists()


def test_a_document_without_an_id_is_named_with_its_line(folder):
    (folder / "corpus.jsonl").write_text(json.dumps(CORPUS[0]) + '\n{"text": "x"}\n', "utf-8")
    with pytest.raises(SourceUnusable, match=r"corpus\.jsonl, line 2: `_id`"):
        convert([folder], folder / "articles")


def test_there_is_one_folder(folder):
    with pytest.raises(SourceUnusable, match="one folder"):
        convert([folder, folder], folder / "articles")

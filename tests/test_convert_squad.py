import json

import pytest

from eval_questions.convert.source import SourceUnusable
from eval_questions.convert.squad import convert
from eval_questions.questions import QuestionType

FERRY = "The ferry Marit sank off Orsk. Forty of 60 people were saved by a trawler."
PIER = "Aldwick opened a pier on Friday.\r\nIt cost 4 million crowns, the mayor Dr. Ada Holm said."


def asked(id_, words, context, *answers, **fields):
    places = [{"text": answer, "answer_start": context.index(answer)} for answer in answers]
    return {"id": id_, "question": words, "answers": places} | fields


FERRY_QUESTIONS = [
    asked("f1", "How many were saved?", FERRY, "Forty", "Forty of 60", "Forty"),
    asked("f2", "Where did it sink?", FERRY, "off Orsk. Forty"),
    asked(
        "f3", "Who steered it?", FERRY, is_impossible=True, plausible_answers=[{"text": "Marit", "answer_start": 10}]
    ),
]
PIER_QUESTIONS = [asked("p1", "What did it cost?", PIER, "4 million crowns", is_impossible=False)]
DATA = {
    "version": "v2.0",
    "data": [
        {"title": "Ferry_accidents", "paragraphs": [{"context": FERRY, "qas": FERRY_QUESTIONS}]},
        {"title": "Aldwick", "paragraphs": [{"context": PIER, "qas": PIER_QUESTIONS}]},
    ],
}


def converted(folder, data):
    file = folder / "dev.json"
    file.write_text(json.dumps(data), "utf-8")
    return convert([file], folder / "articles")


def by_id(made):
    return {question.id: question for question in made.questions}


def test_a_paragraph_is_an_article_under_the_title_of_its_own(tmp_path):
    converted(tmp_path, DATA)
    ferry, pier = sorted((tmp_path / "articles").iterdir())
    assert ferry.read_text("utf-8") == f"---\ntitle: Ferry accidents\n---\n\n{FERRY}\n"
    assert pier.read_text("utf-8").endswith("Friday. \nIt cost 4 million crowns, the mayor Dr. Ada Holm said.\n")


def test_the_evidence_is_the_sentence_that_holds_the_answer(tmp_path):
    questions = by_id(converted(tmp_path, DATA))
    quotes = {id_: [span.quote for span in question.evidence] for id_, question in questions.items()}
    assert quotes == {
        "f1": ["Forty of 60 people were saved by a trawler."],
        "f2": ["The ferry Marit sank off Orsk.", "Forty of 60 people were saved by a trawler."],
        "f3": [],
        "p1": ["It cost 4 million crowns, the mayor Dr. Ada Holm said."],
    }
    for question in questions.values():
        for span in question.evidence:
            assert (tmp_path / "articles" / span.article).read_text("utf-8")[span.start : span.end] == span.quote


def test_every_accepted_answer_is_kept_once(tmp_path):
    saved = by_id(converted(tmp_path, DATA))["f1"]
    assert saved.type is QuestionType.FACT
    assert saved.short == ("Forty", "Forty of 60")
    assert saved.answers == (saved.short,)


def test_what_is_impossible_is_unanswerable_and_near(tmp_path):
    steered = by_id(converted(tmp_path, DATA))["f3"]
    assert (steered.type, steered.kind) == (QuestionType.UNANSWERABLE, "near")
    assert steered.answers == steered.short == ()


def test_version_1_has_no_flag_and_ids_may_be_numbers(tmp_path):
    qas = [asked(7, "How many?", FERRY, "Forty")]
    data = {"version": 1.1, "data": [{"paragraphs": [{"context": FERRY, "qas": qas}]}]}
    assert by_id(converted(tmp_path, data)).keys() == {"7"}


def test_several_files_are_one_set(tmp_path):
    for name, entry in zip(("a.json", "b.json"), DATA["data"], strict=True):
        (tmp_path / name).write_text(json.dumps({"data": [entry]}), "utf-8")
    made = convert([tmp_path / "a.json", tmp_path / "b.json"], tmp_path / "articles")
    assert [question.id for question in made.questions] == ["f1", "f2", "f3", "p1"]


def test_a_paragraph_without_words_is_left_out_and_counted(tmp_path):
    data = {
        "data": [{"paragraphs": [{"context": "—", "qas": [asked("x", "Who?", "—")]}, *DATA["data"][0]["paragraphs"]]}]
    }
    made = converted(tmp_path, data)
    assert len(made.questions) == 3
    assert list(made.left_out.values()) == [1]


@pytest.mark.parametrize("start", [5, -1, 10_000])
def test_an_answer_at_another_place_is_named_with_its_question(tmp_path, start):
    qas = [{"id": "f9", "question": "How many?", "answers": [{"text": "Forty", "answer_start": start}]}]
    with pytest.raises(SourceUnusable, match=rf"dev\.json, Ferry, question f9: its answer is not at {start}\."):
        converted(tmp_path, {"data": [{"title": "Ferry", "paragraphs": [{"context": FERRY, "qas": qas}]}]})
    assert not (tmp_path / "articles").exists()


def test_a_file_of_another_kind_is_named_with_the_key(tmp_path):
    with pytest.raises(SourceUnusable, match=r"dev\.json: `data\.0\.paragraphs\.0\.context`"):
        converted(tmp_path, {"data": [{"paragraphs": [{"qas": []}]}]})

import json

import pytest

from eval_questions.questions import half, load
from eval_questions.reader import sources


@pytest.fixture(scope="module")
def own():
    return list(sources.own())


def test_the_passages_hold_every_answer_to_the_letter(own):
    for marked in own:
        assert all(0 <= a < b <= len(marked.article.text) for a, b in marked.spans)
        assert all(marked.article.text[a:b].strip() == marked.article.text[a:b] for a, b in marked.spans)


def test_each_question_of_the_passages_comes_in_two_wordings(own):
    assert len(own) % 2 == 0
    for near, other in zip(own[::2], own[1::2], strict=True):
        assert (near.source, other.source) == ("own near", "own other")
        assert near.spans == other.spans
        assert near.question != other.question


def test_a_third_to_a_half_of_the_passages_questions_are_near_misses(own):
    assert 1 / 3 < sum(not marked.spans for marked in own) / len(own) < 1 / 2


def test_the_passages_share_no_question_with_the_herof_set(own):
    asked = {question.question.casefold() for question in load("herof").questions}
    assert not asked & {marked.question.casefold() for marked in own}


def test_only_the_development_half_of_squad_is_read(tmp_path):
    questions = [f"How many of the {number} ferries sank?" for number in range(40)]
    qas = [{"question": q, "answers": [{"text": "four", "answer_start": 9}], "is_impossible": False} for q in questions]
    kept, apart = ({"title": title, "paragraphs": [{"context": "There are four.", "qas": qas}]}
                   for title in ("Ferry", sources.APART[0]))  # fmt: skip
    (tmp_path / "squad").mkdir()
    (tmp_path / "squad" / "squad2_half_dev.json").write_text(json.dumps({"data": [kept, apart]}), "utf-8")
    develop = [q for q in questions if half(q) == "develop"]
    assert 0 < len(develop) < len(questions)
    for read, group in ((sources.squad(tmp_path), "Ferry"), (sources.squad(tmp_path, apart=True), sources.APART[0])):
        read = list(read)
        assert [m.question for m in read] == develop
        assert {m.group for m in read} == {group}


def test_multihop_gives_an_empty_article_for_a_question_that_nothing_answers(tmp_path):
    (tmp_path / "multihoprag").mkdir()
    fact = "The ferry Marit sank off Holm."
    entry = {"title": "Sunk", "source": "The Post", "published_at": None, "body": f"{fact} It was old."}
    evidence = [{"title": "Sunk", "fact": fact}]
    rows = [{"query": f"Which ferry, of {n}?", "answer": "Marit", "question_type": "inference_query",
             "evidence_list": evidence if n % 2 else []} for n in range(40)]  # fmt: skip
    for name, lines in (("fallback_corpus", [entry]), ("queries", rows)):
        (tmp_path / "multihoprag" / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    read = list(sources.multihop(tmp_path))
    assert {bool(m.article.text) for m in read} == {True, False}
    for marked in read:
        assert [marked.article.text[a:b] for a, b in marked.spans] == (["Marit"] if marked.article.text else [])
        assert [marked.article.text[a:b] for a, b in marked.support] == ([fact] if marked.article.text else [])

import json

import pytest
from doubles import honest
from making import SILENT, make_score

from eval_questions.questions import QuestionSet, QuestionSetUnusable
from eval_questions.questions import load as load_set
from eval_questions.run import FORMAT, RunUnusable, load, load_run, run, save
from eval_questions.score import Role, Shown

FERRY = "The ferry Marit sank off Orsk on Monday. Forty passengers were saved by fishing boats."
PIER = "# A pier for Aldwick\n\nAldwick opened a new pier on Friday. It cost 4 million crowns, the mayor Ada Holm said."


def question(id_, words, answer, text, quote, article):
    start = text.index(quote)
    span = {"article": article, "start": start, "end": start + len(quote), "quote": quote}
    return {"id": id_, "type": "fact", "question": words, "answers": [[answer]], "evidence": [span]}


QUESTIONS = (
    question("fact-1", "How many passengers were saved?", "forty", FERRY,
             "Forty passengers were saved by fishing boats.", "ferry.txt"),
    question("fact-2", "How much did the new pier cost?", "4 million", PIER,
             "It cost 4 million crowns, the mayor Ada Holm said.", "pier.md"),
    {"id": "un-1", "type": "unanswerable", "question": "What does a goose eat?", "answers": [], "evidence": [],
     "kind": "foreign"},
)  # fmt: skip


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets") / "tiny"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "ferry.txt").write_text(FERRY, "utf-8")
    (folder / "articles" / "pier.md").write_text(PIER, "utf-8")
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    return load_set(str(folder))


@pytest.mark.slow
def test_a_run_scores_every_question_in_order(tiny):
    seen = []
    scores = run(tiny, progress=lambda *step: seen.append(step))
    assert seen == [("fact-1", 1, 3), ("fact-2", 2, 3), ("un-1", 3, 3)]
    assert [s.id for s in scores] == ["fact-1", "fact-2", "un-1"]
    assert all(s.right for s in scores)
    assert [s.abstained for s in scores] == [False, False, True]
    assert [(s.rank, s.found, s.spans) for s in scores] == [(1, 1, 1), (1, 1, 1), (None, 0, 0)]
    assert all(s.exact == s.cited for s in scores)


@pytest.mark.slow
def test_a_set_with_a_bad_article_is_not_run(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bad.txt").write_bytes(b"caf\xe9 news")
    (tmp_path / "questions.jsonl").write_text(json.dumps(QUESTIONS[2]), "utf-8")
    with pytest.raises(QuestionSetUnusable, match=r"bad\.txt") as error:
        run(load_set(str(tmp_path)))
    assert error.value.mend


def test_a_run_file_gives_its_scores_back(tiny, tmp_path):
    scores = [make_score(), make_score(id="q2", text="“Élan” 🚢\n[1]", **SILENT), make_score(id="q3", rank=None)]
    scores.append(make_score(id="q4", wording="near", pair="p", short="dawn", short_exact=True, short_f1=1.0))
    scores.append(make_score(id="q5", right=False, passages=(Shown(Role.CITED, "a.txt", 0, 4, "Dawn"),)))
    file = save(tiny, scores, tmp_path / "made" / "on the way")
    assert load_run(file) == scores
    assert json.loads(file.read_text("utf-8")).keys() == {"format", "set", "finished", "copydesk", "llm", "scores"}
    assert file.name.startswith("tiny-")


def test_two_runs_in_one_second_are_both_kept(tiny, tmp_path):
    files = [save(tiny, [make_score(id=f"q{n}")], tmp_path) for n in range(3)]
    assert [load_run(file)[0].id for file in files] == ["q0", "q1", "q2"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"format": 3}',
        b'{"format": 99, "scores": []}',
        b'{"format": 3, "scores": [{}]}',
        b'{"format": 4, "scores": [7], "set": "s", "finished": "2026-02-04T08:00:00+00:00", "copydesk": "0"}',
        b'{"format": 4, "scores": [], "set": "s", "finished": "yesterday", "copydesk": "0"}',
        b'{"format": 4, "scores": [], "set": "s", "finished": 4, "copydesk": "0"}',
        b'{"format": 4, "scores": [{"type": "fact", "passages": [{}]}]}',
        b'{"format": 4, "scores": [{"type": "fact", "passages": [{"role": "odd"}]}]}',
        b'{"format": 3, "scores": [7]}',
        b'{"format": 3, "scores": {"q1": 7}}',
        b'{"format": 3, "scores": [{"type": "riddle"}]}',
        b'{"format": 3, "scores": [{"type": "fact", "colour": "red"}]}',
    ],
)
def test_a_broken_run_file_is_named_with_a_mend(tmp_path, content):
    assert FORMAT == 4
    file = tmp_path / "broken.json"
    file.write_bytes(content)
    with pytest.raises(RunUnusable, match=r"broken\.json") as error:
        load_run(file)
    assert error.value.mend


@pytest.mark.parametrize("number", [1, 2])
def test_a_run_file_of_an_older_version_says_so(tmp_path, number):
    (tmp_path / "old.json").write_text(f'{{"format": {number}, "scores": [{{"id": "q1"}}]}}')
    with pytest.raises(RunUnusable, match=f"has the format {number}") as error:
        load_run(tmp_path / "old.json")
    assert "again" in error.value.mend


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_run_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(RunUnusable):
        load_run(tmp_path / name)


def test_a_run_of_the_format_before_is_read_without_passages(tiny, tmp_path):
    file = save(tiny, [make_score()], tmp_path)
    content = json.loads(file.read_text("utf-8"))
    del content["scores"][0]["passages"]
    file.write_text(json.dumps(content | {"format": 3}))
    assert load_run(file) == [make_score()]


def test_a_run_file_says_what_was_run_and_when(tiny, tmp_path):
    found = load(save(tiny, [make_score()], tmp_path))
    assert (found.set, found.scores) == ("tiny", (make_score(),))
    assert found.finished.tzinfo is not None
    assert found.copydesk


def test_a_run_names_the_model_that_wrote(tmp_path):
    questions = QuestionSet("ferries", tmp_path, ())
    assert load(save(questions, [make_score()], tmp_path, "tiny-1")).llm == "tiny-1"
    quoted = save(questions, [make_score()], tmp_path)
    assert load(quoted).llm is None
    content = json.loads(quoted.read_text("utf-8"))
    del content["llm"]
    quoted.write_text(json.dumps(content), "utf-8")
    assert load(quoted).llm is None


@pytest.mark.slow
def test_a_model_that_is_named_writes_the_answers_that_are_scored(tiny):
    model = honest()
    assert [s.right for s in run(tiny, llm=model)] == [True, True, True]
    assert len(model.prompts) == 2

import json

import pytest
from benching import FERRY, make_case, make_outcome, make_written, sentences, write_data
from making import make_citation, make_passage

from eval_questions.bench.clapnq import Marked, figures, load, to_row
from eval_questions.convert.source import SourceUnusable

TEXT = "One is here. Two is here. Three is here."
PLACES = ((0, 12), (13, 25), (26, 40))
OWN = make_written("own.txt", TEXT)
SECOND_SHIFTED = make_citation(10, 25, "/pool/own.txt")
ELSEWHERE = make_citation(0, 12, "/pool/other.txt")


def cite(number):
    return make_citation(*PLACES[number], "/pool/own.txt")


def row(marked, *citations, own=OWN, **answer):
    case = make_case(Marked("1", bool(marked), PLACES, tuple(map(frozenset, marked))))
    passages = [make_passage("Bread."), make_passage(TEXT, article_id="own")]
    return to_row(make_outcome(case, *passages, citations=citations, **answer), own)


def test_a_question_has_its_passage_and_the_sentences_that_were_marked(tmp_path):
    documents, (ferry, goose) = load(write_data(tmp_path))
    assert [document.id for document in documents] == ["c1", "c2"]
    assert ferry.gold.marked == (frozenset({0, 1}),)
    assert [FERRY[start:end] for start, end in ferry.gold.places] == sentences(FERRY)
    assert goose.gold.marked == ()


@pytest.mark.parametrize("passages", [0, 2])
def test_another_number_of_passages_is_named_with_its_line(tmp_path, passages):
    passage = {"title": "", "text": "One.", "sentences": ["One."]}
    line = {"id": "c1", "input": "Who?", "passages": [passage] * passages, "output": []}
    write_data(tmp_path)
    (tmp_path / "clapnq" / "answerable.jsonl").write_text(json.dumps(line))
    with pytest.raises(SourceUnusable, match=rf"answerable\.jsonl, line 1: it has {passages} passages"):
        load(tmp_path)


def test_a_sentence_that_is_not_in_the_text_is_named_with_its_line(tmp_path):
    passage = {"title": "", "text": "One. Two.", "sentences": ["Two.", "One."]}
    line = {"id": "c1", "input": "Who?", "passages": [passage], "output": []}
    write_data(tmp_path)
    (tmp_path / "clapnq" / "answerable.jsonl").write_text(json.dumps(line))
    with pytest.raises(SourceUnusable, match=r"line 1: its text does not have the sentence 'One\.'"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("marked", "citations", "f1"),
    [
        ([{0, 1}], [cite(0), cite(1)], 1.0),
        ([{0, 1}], [cite(0), cite(0)], 2 / 3),
        ([{0, 1}], [cite(2)], 0.0),
        ([{1}], [SECOND_SHIFTED], 1.0),
        ([{0}], [cite(0), ELSEWHERE], 2 / 3),
        ([{2}, {0}], [cite(0)], 1.0),
        ([{0}], [], 0.0),
    ],
    ids=["all", "half", "another", "shifted", "elsewhere too", "best annotator", "silent"],
)
def test_cited_sentences_are_compared_with_the_marked_ones(marked, citations, f1):
    assert row(marked, *citations).f1 == pytest.approx(f1)


def test_without_a_mark_there_is_no_figure():
    assert row([], cite(0)).f1 is None
    assert figures([row([], cite(0))])["sentence F1"] is None


def test_an_answer_for_which_nothing_was_marked_is_an_answer(tmp_path):
    file = write_data(tmp_path) / "clapnq" / "answerable.jsonl"
    note = {"answer": "It sank.", "selected_sentences": []}
    file.write_text(json.dumps(json.loads(file.read_text()) | {"output": [note]}))
    _, (ferry, _) = load(tmp_path)
    assert (ferry.gold.answerable, ferry.gold.marked) == (True, ())


def test_places_are_counted_from_where_the_text_begins_in_its_file():
    shifted = make_written("own.txt", f"---\n---\n\n{TEXT}")
    own = type(shifted)("own.txt", shifted.text, 9, shifted.sentences)
    assert row([{0}], make_citation(9, 21, "/pool/own.txt"), own=own).f1 == 1.0


def test_silence_is_right_where_nothing_is_marked():
    rows = [row([{0}], cite(0)), row([{0}], abstained=True), row([], abstained=True), row([], cite(0))]
    found = figures(rows)
    assert (found["sentence F1"], found["sentence F1, answered"]) == (0.5, 1.0)
    assert (found["unanswerable abstained"], found["answerable abstained"]) == (0.5, 0.5)
    assert (found["own passage @1"], found["own passage @5"]) == (0.0, 1.0)


def test_every_real_sentence_has_its_place(shared_bench):
    documents, cases = load(shared_bench)
    assert len(documents) == len(cases) == 300
    assert sum(case.gold.answerable for case in cases) == 150
    assert all(max(map(max, case.gold.marked)) < len(case.gold.places) for case in cases if case.gold.marked)

import pytest
from making import (
    SILENT,
    UNANSWERABLE,
    make_answer,
    make_citation,
    make_claim,
    make_disagreement,
    make_passage,
    make_question,
    make_score,
)

from eval_questions.questions import Span, Value
from eval_questions.score import is_right, score
from rag.answer import Short

SPAN = Span("a1.txt", 10, 20, "x" * 10)


@pytest.mark.parametrize(
    ("parts", "text", "right"),
    [
        ([("36",)], "It carried 36 people. [1]", True),
        ([("36",)], "It carried 37 people. [1]", False),
        ([("36",)], "It carried 360 people. [1]", False),
        ([("36",)], "It carried people. [36]", False),
        ([("4,000",)], "It cost 4000 crowns. [1]", True),
        ([("4000",)], "It cost 4,000 crowns. [1]", True),
        ([("000",)], "It cost 4,000 crowns. [1]", False),
        ([("4",)], "It cost 4.5 million. [1]", False),
        ([("5",)], "It cost 4.5 million. [1]", False),
        ([("4.5",)], "It cost 4.5 million. [1]", True),
        ([("40%", "40 per cent")], "It leased 40 per cent. [1]", True),
        ([("40%", "40 per cent")], "It leased 40%. [1]", True),
        ([("40%",)], "It leased 140%. [1]", False),
        ([("$5",)], "It cost $5. [1]", True),
        ([("Holm",), ("Lind",)], "Ada Holm steered. [1]\nJon Lind slept. [2]", True),
        ([("Holm",), ("Lind",)], "Ada Holm steered. [1]", False),
        ([("HOLM",)], "Ada Holm’s ferry left. [1]", True),
        ([("Ada Holm",)], "Ada\nHolm steered. [1]", True),
        ([("Ada Holm",)], "Ada [1] Holm steered.", True),
        ([("hold",)], "They were withhold ing. [1]", False),
    ],
)
def test_an_answer_is_right_if_each_part_stands_in_it_in_some_spelling(parts, text, right):
    assert is_right(make_question(*parts), make_answer(text)) is right


@pytest.mark.parametrize(("parts", "abstained", "right"), [
    ([], True, True), ([], False, False), ([("36",)], True, False), ([("36",)], False, True),
])  # fmt: skip
def test_silence_is_right_where_nothing_answers_and_only_there(parts, abstained, right):
    assert is_right(make_question(*parts), make_answer("It carried 36. [1]", abstained=abstained)) is right


@pytest.mark.parametrize(
    ("start", "end", "path", "supported"),
    [
        (10, 20, "/news/a1.txt", 1),
        (0, 30, "/news/a1.txt", 1),
        (12, 14, "/news/a1.txt", 1),
        (15, 25, "/news/a1.txt", 1),
        (16, 26, "/news/a1.txt", 0),
        (5, 15, "/elsewhere/a1.txt", 1),
        (20, 30, "/news/a1.txt", 0),
        (10, 20, "/news/a2.txt", 0),
    ],
)
def test_a_citation_is_supported_where_half_of_the_shorter_is_in_the_other(start, end, path, supported, tmp_path):
    file = tmp_path / path[1:]
    file.parent.mkdir(parents=True)
    file.write_text("x" * 40, "utf-8")
    answer = make_answer(citations=(make_citation(start, end, file),))
    scored = score(make_question(("36",), evidence=(SPAN,)), answer, [])
    assert (scored.cited, scored.supported, scored.found, scored.spans) == (1, supported, supported, 1)


def test_a_span_counts_as_found_once_however_often_it_is_cited(tmp_path):
    (tmp_path / "a1.txt").write_text("x" * 40, "utf-8")
    twice = tuple(make_citation(10, end, tmp_path / "a1.txt") for end in (19, 20))
    question = make_question(("36",), evidence=(SPAN, Span("a2.txt", 0, 5, "xxxxx")))
    scored = score(question, make_answer(citations=twice), [])
    assert (scored.cited, scored.supported, scored.found, scored.spans) == (2, 2, 1, 2)


def test_a_quote_is_exact_if_it_stands_in_the_file_at_its_offsets(tmp_path):
    file = tmp_path / "a1.txt"
    file.write_text("The ferry left.", "utf-8")
    cited = (make_citation(0, 9, file), make_citation(4, 9, file))
    file.write_text("The ferry sank, they say. ", "utf-8")
    assert score(make_question(("36",)), make_answer(citations=cited), []).exact == 2
    file.write_text("A ferry left.", "utf-8")
    assert score(make_question(("36",)), make_answer(citations=cited), []).exact == 0


@pytest.mark.parametrize(("span", "rank"), [((0, 5), 1), ((0, 12), None), ((6, 8), 2), ((9, 12), None)])
def test_the_rank_is_that_of_the_first_passage_with_half_a_span(span, rank):
    other = make_passage("Nothing here at all", article_id="a2")
    passages = [make_passage("12345"), make_passage("12345678")] if rank != 2 else [other, make_passage("12345678")]
    passages = [make_passage("12345")] if span == (0, 12) else passages
    question = make_question(("36",), evidence=(Span("a1.txt", *span, "x"),))
    assert score(question, make_answer(), passages).rank == rank


def test_a_score_keeps_what_tells_the_question_and_the_answer():
    question = make_question(("36",), id="fact-7", question="How many?", wording="other", pair="p7")
    scored = score(question, make_answer("Words. [1]", timings={"total": 0.25}, confidence=0.7), [])
    assert (scored.id, scored.type, scored.question) == ("fact-7", "fact", "How many?")
    assert (scored.wording, scored.pair, scored.split) == ("other", "p7", question.split)
    assert (scored.seconds, scored.text, scored.confidence) == (0.25, "Words. [1]", 0.7)


@pytest.mark.parametrize(
    ("given", "accepted", "exact", "f1"),
    [
        ("The Marit", ("Marit", "the ferry Marit"), True, 1),
        ("ferry Marit", ("Marit",), False, 2 / 3),
        (None, ("Marit",), False, 0),
        ("Marit", (), None, None),
        (None, (), None, None),
    ],
)
def test_a_short_answer_is_held_against_those_accepted_where_there_are_any(given, accepted, exact, f1):
    short = Short(given, 1, 0, len(given)) if given else None
    scored = score(make_question(("Marit",), short=accepted), make_answer(short=short), [])
    assert (scored.short, scored.short_exact) == (given or "", exact)
    assert scored.short_f1 == (None if f1 is None else pytest.approx(f1))


@pytest.mark.parametrize(
    ("fields", "came_true"),
    [
        ({}, True),
        ({"right": False}, False),
        (SILENT, None),
        (UNANSWERABLE | {"right": False}, False),
        (UNANSWERABLE | SILENT | {"right": True}, False),
    ],
)
def test_a_confidence_came_true_if_answering_was_right_which_silence_may_hide(fields, came_true):
    assert make_score(**fields).came_true is came_true


def test_a_score_keeps_what_of_the_differing_values_is_told():
    values = (Value(("22",), ("police",), ("a1.txt",)), Value(("17",), (), ("a2.txt",)))
    told = make_disagreement((make_claim("22", by="the police"),), (make_claim("18", "a2.txt"),))
    question = make_question(("22",), ("17",), values=values)
    differing = score(question, make_answer(disagreement=told), [])
    assert (differing.announced, differing.values, differing.presented, differing.attributed) == (True, 2, 1, 1)
    alike = score(question, make_answer(), [])
    assert (alike.announced, alike.values, alike.presented, alike.attributed) == (False, 2, 0, 0)


def test_a_wrong_answer_is_kept_with_what_was_wanted_cited_and_found(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("It sank at dawn. It was old.")
    citation = make_citation(17, 28, file)
    question = make_question(("dawn",), evidence=(Span("a.txt", 0, 16, "It sank at dawn."),))
    passages = [make_passage(f"Passage {n}.", article_id=f"p{n}") for n in range(5)]
    wrong = score(question, make_answer("It was old. [1]", citations=(citation,)), passages)
    assert [(shown.role.value, shown.article, shown.text) for shown in wrong.passages] == [
        ("wanted", "a.txt", "It sank at dawn."), ("cited", "a.txt", "It was old."),
        ("found", "p0.txt", "Passage 0."), ("found", "p1.txt", "Passage 1."), ("found", "p2.txt", "Passage 2."),
    ]  # fmt: skip
    assert score(question, make_answer("At dawn. [1]", citations=(citation,)), passages).passages == ()

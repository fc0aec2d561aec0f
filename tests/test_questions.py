import json
import shutil

import pytest
from pydantic import TypeAdapter

from eval_questions.match import is_exact, normalise
from eval_questions.questions import SETS, Question, QuestionSetUnusable, QuestionType, load
from index.read import read

HEROF = load("herof")
KNOWN = {"id": "q1", "type": "fact", "question": "Who?", "answers": [["Ada"]], "evidence": []}


def of_type(kind):
    return [q for q in HEROF.questions if q.type is kind]


def files():
    return sorted(HEROF.articles.glob("*.md"))


def write_set(folder, *lines):
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def load_one(line):
    return TypeAdapter(Question).validate_python(line)


def test_the_bundled_set_has_questions_of_every_type_each_with_its_own_id_and_words():
    assert len(HEROF.questions) >= 80
    assert all(len(of_type(kind)) >= 8 for kind in QuestionType)
    assert len({q.id for q in HEROF.questions}) == len({q.question for q in HEROF.questions}) == len(HEROF.questions)


@pytest.mark.parametrize("question", HEROF.questions, ids=lambda q: q.id)
def test_every_span_is_the_file_at_its_offsets(question):
    for span in question.evidence:
        text = (HEROF.articles / span.article).read_text("utf-8")
        assert text[span.start : span.end] == span.quote
        assert span.quote.strip() == span.quote != ""


@pytest.mark.parametrize("question", [q for q in HEROF.questions if q.answers], ids=lambda q: q.id)
def test_every_part_of_an_answer_stands_in_some_span(question):
    quotes = [normalise(span.quote) for span in question.evidence]
    for part in question.answers:
        assert any(normalise(spelling) in quote for spelling in part for quote in quotes), part


@pytest.mark.parametrize("question", of_type(QuestionType.UNANSWERABLE), ids=lambda q: q.id)
def test_a_question_that_nothing_answers_says_how_far_off_it_is(question):
    assert (question.answers, question.evidence) == ((), ())
    assert question.kind in ("near", "foreign")


def test_most_of_the_unanswerable_questions_are_near_misses():
    kinds = [q.kind for q in of_type(QuestionType.UNANSWERABLE)]
    assert kinds.count("near") > 2 * kinds.count("foreign") > 0


def test_each_of_150_questions_comes_in_two_wordings_with_the_same_answers():
    pairs = {q.pair: [p for p in HEROF.questions if p.pair == q.pair] for q in HEROF.questions}
    assert len(pairs) == 150
    for near, other in pairs.values():
        assert (near.wording, other.wording) == ("near", "other")
        assert (near.answers, near.evidence, near.short, near.split) == (
            other.answers,
            other.evidence,
            other.short,
            other.split,
        )


def test_questions_that_have_an_answer_have_evidence_and_no_kind():
    assert all(q.evidence and q.kind is None for q in HEROF.questions if q.type is not QuestionType.UNANSWERABLE)


@pytest.mark.parametrize("question", of_type(QuestionType.SEVERAL), ids=lambda q: q.id)
def test_a_question_over_several_articles_has_evidence_in_more_than_one(question):
    assert len({span.article for span in question.evidence}) > 1


@pytest.mark.parametrize("question", of_type(QuestionType.DISAGREEMENT), ids=lambda q: q.id)
def test_a_disagreement_has_a_value_with_its_articles_for_each_part(question):
    assert all({*value.value} <= {*part} for value, part in zip(question.values, question.answers, strict=True))
    assert all({*value.articles} <= {span.article for span in question.evidence} for value in question.values)


@pytest.mark.parametrize("file", files(), ids=lambda file: file.name)
def test_an_article_is_of_the_length_of_a_news_report_and_has_its_provenance(file):
    article = read(file)
    assert 300 <= len(article.text[article.body :].split()) <= 700
    assert article.title
    assert article.outlet


@pytest.mark.parametrize("split", ["develop", "report"])
def test_each_half_has_questions_of_every_type(split):
    half = [q for q in HEROF.questions if q.split == split]
    assert len(half) > len(HEROF.questions) / 3
    assert {q.type for q in half} == set(QuestionType)


def test_the_wordings_of_a_pair_differ_in_nothing_but_their_words():
    pairs = {q.pair: [p for p in HEROF.questions if p.pair == q.pair] for q in HEROF.questions if q.pair}
    for both in pairs.values():
        assert sorted(q.wording or "" for q in both) == ["near", "other"]
        assert len({(q.type, q.answers, q.evidence, q.values, q.kind, q.short, q.split) for q in both}) == 1


def test_a_short_answer_stands_in_some_span_in_one_of_its_spellings():
    for question in (q for q in HEROF.questions if q.short):
        quotes = [normalise(span.quote) for span in question.evidence]
        assert any(normalise(short) in quote for short in question.short for quote in quotes), question.id
        assert all(not is_exact("", [short]) for short in question.short), question.id


def test_a_set_can_be_named_by_its_folder(tmp_path):
    copy = shutil.copytree(SETS / "herof", tmp_path / "copied")
    loaded = load(str(copy))
    assert (loaded.name, loaded.articles, loaded.questions) == ("copied", copy / "articles", HEROF.questions)


@pytest.mark.parametrize("name", ["nowhere", "", "../herof/articles", "herof/articles"])
def test_an_unknown_set_is_named_with_those_that_there_are(name):
    with pytest.raises(QuestionSetUnusable, match="herof"):
        load(name)


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "{}",
        "[]",
        "",
        json.dumps(KNOWN | {"type": "riddle"}),
        json.dumps(KNOWN | {"answers": "Ada"}),
        json.dumps(KNOWN | {"kind": "far"}),
        json.dumps(KNOWN | {"wording": "odd"}),
        json.dumps(KNOWN | {"short": "Ada"}),
        json.dumps(KNOWN | {"pair": None}),
        json.dumps(KNOWN | {"evidence": [{"article": "a.md", "start": 0, "end": 3}]}),
        json.dumps({name: value for name, value in KNOWN.items() if name != "question"}),
    ],
)
def test_a_broken_line_is_named_with_its_file(tmp_path, line):
    write_set(tmp_path, json.dumps(KNOWN), line, json.dumps(KNOWN))
    with pytest.raises(QuestionSetUnusable, match=r"questions\.jsonl, line 2"):
        load(str(tmp_path))


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "questions.jsonl").write_bytes(json.dumps(KNOWN).encode() + b"\n\xff\n")
    with pytest.raises(QuestionSetUnusable, match=r"questions\.jsonl"):
        load(str(tmp_path))


@pytest.mark.parametrize("separator", ["\u2028", "\u0085"])
def test_only_a_newline_ends_a_line(tmp_path, separator):
    line = json.dumps(KNOWN | {"question": f"Who?{separator}Who?"}, ensure_ascii=False)
    assert len(load(str(write_set(tmp_path, line))).questions) == 1


def test_the_half_depends_on_the_words_alone(tmp_path):
    lines = [json.dumps(KNOWN | {"id": id_}) for id_ in ("q1", "q2")]
    first, second = load(str(write_set(tmp_path, *lines))).questions
    assert first.split == second.split


@pytest.mark.parametrize("pair", [f"p{n}" for n in range(8)])
def test_both_wordings_of_a_pair_are_in_one_half(tmp_path, pair):
    lines = [
        json.dumps(KNOWN | {"id": wording, "question": f"{wording}?", "wording": wording, "pair": pair})
        for wording in ("near", "other")
    ]
    near, other = load(str(write_set(tmp_path, *lines))).questions
    assert (near.wording, other.wording) == ("near", "other")
    assert near.split == other.split


def test_pairs_fall_into_both_halves():
    halves = [load_one(KNOWN | {"pair": f"p{n}"}).split for n in range(200)]
    assert 60 < halves.count("develop") < 140


def test_what_a_line_leaves_out_is_empty():
    question = load_one(KNOWN)
    assert (question.wording, question.pair, question.short) == (None, "", ())
    assert load_one(KNOWN | {"short": ["Ada", "Ada Holm"]}).short == ("Ada", "Ada Holm")

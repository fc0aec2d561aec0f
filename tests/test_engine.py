import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from lawful import assert_lawful, file_text, lines_of

import rag
from index import ModelUnusable, sync
from index.embed import Encoder
from index.errors import IndexMismatch, IndexUnfinished, NotAnIndex
from index.store import WRITING, Store
from index.sync import rebuild
from index.take import searched
from rag import Answer, QuestionEmpty, QuestionTooLong

pytestmark = pytest.mark.slow

PLAIN = {
    "How many security personnel were killed?": "22",
    "How much is a rifle used by the rebels worth?": "2 million",
    "What is the name of the operation?": "Herof",
    "When did Khawaja Asif speak in the National Assembly?": "February",
    "How much does a thermal weapon sight cost?": "$4,000",
}
FOREIGN = ("How high is Mount Kilimanjaro?", "Who wrote the opera about the flying ship?", "What does a goose eat?")
WORDLESS = ("", " ", "\n\t\u00a0", "?!…", "—", "🔥", "\x00", "\u200b")


def bare(answer):
    return replace(answer, timings={})


@pytest.fixture
def copied(herof_index, tmp_path):
    return shutil.copytree(herof_index, tmp_path / "index")


@pytest.mark.parametrize(("question", "words"), PLAIN.items())
def test_a_plain_question_is_answered_by_exact_quotes(engine, question, words):
    answer = engine.ask(question)
    assert not answer.abstained
    assert words in answer.text
    assert_lawful(answer)


@pytest.mark.parametrize("question", ["How much is a rifle used by the rebels worth?", list(PLAIN)[-1]])
def test_a_short_answer_is_the_words_that_were_asked_for_and_the_first_line(engine, question):
    answer = engine.ask(question)
    assert PLAIN[question] in answer.short.text
    assert len(answer.short.text) < 40
    assert lines_of(answer)[0] == (answer.short.text, [answer.short.citation])


def test_a_question_for_two_things_is_answered_in_both(engine):
    answer = engine.ask("How many security personnel were killed, and what is the name of the operation?")
    assert_lawful(answer)
    assert "22" in answer.text
    assert "Herof" in answer.text
    assert answer.short is None


@pytest.mark.parametrize("question", FOREIGN)
def test_a_foreign_question_is_not_answered_but_shown_the_nearest_passages(engine, question):
    answer = engine.ask(question)
    assert answer.abstained
    assert answer.text.startswith("The articles do not say: ")
    assert_lawful(answer)
    assert len(answer.nearest) == 3
    found = engine.search(question, 30)
    assert all(passage in found for passage in answer.nearest)


def test_an_answer_tells_the_seconds_of_each_stage_and_in_all(engine):
    timings = engine.ask("How many civilians were killed?").timings
    assert list(timings) == ["retrieve", "read", "rerank", "decide", "claims", "compose", "check", "total"]
    assert all(seconds >= 0 for seconds in timings.values())
    assert timings["total"] >= sum(timings.values()) - timings["total"]


@pytest.mark.parametrize("question", [*PLAIN, *FOREIGN[:1]])
def test_the_same_question_gets_the_same_answer(engine, question):
    assert bare(engine.ask(question)) == bare(engine.ask(question))


def test_questions_from_many_threads_get_the_answers_that_they_get_alone(engine):
    questions = [*PLAIN, *FOREIGN] * 2
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(engine.ask, questions))
    alone = {question: bare(engine.ask(question)) for question in set(questions)}
    assert [bare(answer) for answer in together] == [alone[question] for question in questions]


def test_the_first_questions_may_come_from_many_threads(herof_index):
    fresh = rag.open(herof_index)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(fresh.ask, ["How many civilians were killed?"] * 8))
    assert {answer.text for answer in answers} == {answers[0].text}
    assert not answers[0].abstained


@pytest.mark.parametrize("method", ["search", "read"])
@pytest.mark.parametrize("question", WORDLESS)
def test_a_search_without_words_is_refused_with_a_mend(engine, method, question):
    with pytest.raises(QuestionEmpty) as error:
        getattr(engine, method)(question)
    assert error.value.mend


@pytest.mark.parametrize("method", ["search", "read"])
@pytest.mark.parametrize("length", [1001, 10_000])
def test_a_search_that_is_too_long_is_refused_with_its_length_and_a_mend(engine, method, length):
    with pytest.raises(QuestionTooLong, match=f"{length:,}") as error:
        getattr(engine, method)("w" * length)
    assert error.value.mend


@pytest.mark.parametrize(
    ("question", "error"), [*((words, QuestionEmpty) for words in WORDLESS), ("w" * 1001, QuestionTooLong)]
)
def test_what_cannot_be_read_as_a_question_is_not_answered_but_told_fault_and_mend(engine, question, error):
    with pytest.raises(error) as refused:
        engine.search(question)
    answer = engine.ask(question)
    assert answer.text == f"{refused.value.fault} {refused.value.mend}"
    assert list(answer.timings) == ["total"]
    assert bare(answer) == Answer(question, answer.text, abstained=True)


def test_a_question_of_a_thousand_characters_is_not_too_long(engine):
    assert_lawful(engine.ask("How many civilians were killed " * 32 + "today?  "))


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_a_search_gives_as_many_passages_as_asked_for_best_first(engine, limit):
    passages = engine.search("What weapons do the rebels have?", limit)
    assert len(passages) == len({p.chunk_id for p in passages}) == limit
    assert passages == engine.search("What weapons do the rebels have?", 10)[:limit]


@pytest.mark.parametrize(("question", "words"), PLAIN.items())
def test_a_search_gives_a_passage_that_answers_among_the_first(engine, question, words):
    assert any(words in passage.text for passage in engine.search(question, 3))


@pytest.mark.parametrize("question", ["What weapons do the rebels have?", "Who sang at the opera in Oslo?"])
def test_an_answer_and_its_passages_are_those_of_asking_and_searching(engine, question):
    answer, passages = engine.ask_and_search(question)
    assert replace(answer, timings={}) == replace(engine.ask(question), timings={})
    assert passages[:5] == engine.search(question, 5)


@pytest.mark.parametrize("limit", [0, -1])
def test_a_search_for_no_passages_gives_none(engine, limit):
    assert engine.search("What weapons do the rebels have?", limit) == []


def test_a_search_for_more_than_there_is_gives_all_but_furniture(engine):
    passages = engine.search("What weapons do the rebels have?", 1000)
    assert len(passages) == sum(len(searched(chunks)) for _, chunks in engine.store.all_with_chunks())


def test_a_passage_is_the_article_at_its_offsets(engine):
    for p in engine.search("What weapons do the rebels have?", 1000):
        assert file_text(p.article)[p.start : p.end] == p.article.text[p.start : p.end] == p.text
        assert (p.sentences[0].start, p.sentences[-1].end) == (p.start, p.end)


def test_an_article_is_found_by_its_id(engine):
    article = engine.search("rifles", 1)[0].article
    assert engine.article(article.id) == article
    assert article.text == file_text(article)
    assert engine.article("no such id") is None


@pytest.mark.parametrize(("question", "words"), PLAIN.items())
def test_reading_gives_the_sentences_that_were_read_best_first_and_not_yet_judged(engine, question, words):
    evidence = engine.read(question)
    scores = [e.score for e in evidence]
    assert scores == sorted(scores, reverse=True)
    assert {e.chance for e in evidence} == {0.0}
    read = [e for e in evidence if e.span]
    assert all(e.sentence.start <= e.span.start < e.span.end <= e.sentence.end for e in read)
    assert any(words in e.quote for e in read)


def test_a_part_on_which_the_articles_are_silent_is_told(engine):
    answer = engine.ask("How many civilians were killed, and who won the football world cup of 1954?")
    assert not answer.abstained
    assert answer.unsaid == ("who won the football world cup of 1954?",)
    assert_lawful(answer)


@pytest.mark.parametrize("question", ["How many civilians were killed?", "Who won the football world cup of 1954?"])
def test_of_a_question_of_one_part_nothing_is_left_unsaid_apart(engine, question):
    assert engine.ask(question).unsaid == ()


def test_the_number_of_sentences_is_a_setting(herof_index):
    terse = rag.open(herof_index, settings=rag.Settings(answer_sentences=1))
    answer = terse.ask("How much is a rifle used by the rebels worth?")
    assert len(answer.citations) == 1
    assert_lawful(answer)


def test_the_number_of_sentences_that_are_scored_is_a_setting(herof_index):
    hasty = rag.open(herof_index, settings=rag.Settings(rerank_sentences=7))
    assert len(hasty.read("How many civilians were killed?")) == 7


def test_the_number_of_passages_that_are_read_is_that_of_the_candidates(herof_index):
    settings = [rag.Settings(candidates=number, rerank_sentences=2000) for number in (1, 2, 10)]
    few, more, most = (len(rag.open(herof_index, settings=s).read("How many were killed?")) for s in settings)
    assert 0 < few < more < most


def test_a_model_that_is_not_on_this_machine_is_named(herof_index):
    with pytest.raises(ModelUnusable, match="nobody/nothing") as error:
        rag.open(herof_index, embedding_model="nobody/nothing")
    assert error.value.mend


def test_another_model_than_the_one_of_the_index_is_refused(herof_index):
    with pytest.raises(IndexMismatch, match="all-MiniLM-L6-v2"):
        rag.open(herof_index, embedding_model=str(Encoder()._path))


@pytest.mark.parametrize("name", ["nowhere", "empty", "file"])
def test_where_there_is_no_index_none_is_opened_and_none_is_made(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("The ferry left.", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotAnIndex, match=name):
        rag.open(tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("lost", ["lexical", "lexical/*"])
def test_an_index_whose_lexical_half_is_lost_is_not_asked_but_can_be_rebuilt(copied, engine, lost):
    shutil.rmtree(next(copied.glob(lost)))
    with pytest.raises(IndexUnfinished) as error:
        rag.open(copied)
    assert "copydesk rebuild" in error.value.mend
    rebuild(copied)
    question = "How many civilians were killed?"
    assert bare(rag.open(copied).ask(question)) == bare(engine.ask(question))


def test_an_index_whose_first_texts_are_not_in_is_not_opened(copied):
    Store.open(copied).mark(WRITING)
    shutil.rmtree(copied / "lexical")
    with pytest.raises(IndexUnfinished, match="under way or was interrupted") as error:
        rag.open(copied)
    assert "copydesk index" in error.value.mend


def test_a_copied_index_answers_as_the_original_does(copied, engine):
    question = "How many civilians were killed?"
    assert bare(rag.open(str(copied)).ask(question)) == bare(engine.ask(question))


def test_an_engine_that_was_opened_before_an_article_went_still_answers(tmp_path):
    news, index_dir = tmp_path / "news", tmp_path / "index"
    news.mkdir()
    (news / "a.txt").write_text("The mayor of Aldwick opened a bridge.\n", "utf-8")
    (news / "b.txt").write_text("The mayor of Bexton closed a school.\n", "utf-8")
    sync([news], index_dir)
    opened = rag.open(index_dir)
    (news / "a.txt").unlink()
    sync([news], index_dir)
    answer = opened.ask("What did the mayor of Aldwick open?")
    assert "bridge" not in str(answer)
    assert_lawful(answer)

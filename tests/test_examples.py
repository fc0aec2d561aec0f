from pathlib import Path

import pytest

from index import sync
from rag.examples import drafts, examples

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
SETS = ("herof", "agree")


@pytest.fixture(scope="module", params=SETS)
def asked(request, engine, tmp_path_factory):
    """An engine over a set's articles, and its examples."""
    index_dir = tmp_path_factory.mktemp(request.param) / "index"
    sync([ROOT / "eval_questions" / request.param / "articles"], index_dir)
    beside = engine.beside(index_dir)
    return beside, examples(beside)


def made_of(engine, question):
    """The sentences that a question was made of, as article and offsets."""
    pairs = engine.store.all_with_chunks()
    found = (draft for pair in pairs for draft in drafts(*pair) if draft.question == question)
    return {(draft.article.id, draft.sentence.start) for draft in found}


def test_every_example_is_answered_surely_and_cites_the_sentence_that_it_was_made_of(asked):
    engine, questions = asked
    assert len(questions) == len(set(questions)) == 4
    for question in questions:
        answer = engine.ask(question)
        assert not answer.abstained
        assert answer.confidence >= 0.6
        assert made_of(engine, question) & {(c.article.id, c.start) for c in answer.citations}


def test_examples_are_of_articles_of_their_own(asked):
    engine, questions = asked
    origins = [{article for article, _ in made_of(engine, question)} for question in questions]
    assert len(set.union(*origins)) >= len(questions)


def test_the_same_index_has_the_same_examples(asked):
    engine, questions = asked
    assert examples(engine) == questions


@pytest.mark.parametrize("count", [0, 1, 2])
def test_as_many_are_given_as_are_wanted(engine, count):
    assert len(examples(engine, count)) == count


def written(folder, *texts):
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, "utf-8")
    return folder


def test_an_index_of_one_article_has_several_examples_of_it(engine, tmp_path):
    story = (
        "Storm over Aldwick\n\nThe storm destroyed 41 houses in Aldwick on Friday.\n\n"
        "The mayor of the town, Ada Holm, accused Harrow Lines of sending out a leaking ship.\n"
    )
    sync([written(tmp_path / "news", story)], tmp_path / "index")
    found = examples(engine.beside(tmp_path / "index"))
    assert "How many houses were destroyed by the storm in Aldwick?" in found
    assert len(found) >= 2


def test_an_index_of_which_nothing_can_be_asked_plainly_has_no_examples(engine, tmp_path):
    sync([written(tmp_path / "news", "It rained.\n\nNobody came.\n")], tmp_path / "index")
    assert examples(engine.beside(tmp_path / "index")) == ()


def test_an_index_that_is_not_embedded_yet_has_examples(engine, tmp_path):
    sync([ROOT / "eval_questions" / "herof" / "articles"], tmp_path / "index", embed=False)
    assert examples(engine.beside(tmp_path / "index"), 1)

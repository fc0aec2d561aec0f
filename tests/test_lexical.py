from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import make

from index.article import Article, Chunk
from index.choice import Choice
from index.errors import IndexUnfinished
from index.lexical import Lexical, analyze, is_begun, is_there, keep_only
from index.lexical_writer import LexicalWriter

TEXTS = {
    "a": "The ferry sank off Orsk in a storm.",
    "b": "Rescuers searched the coast for survivors.",
    "c": "The café at Besançon reopened.",
    "d": "The ferry sank off Orsk in a storm.",
}


def piece(name: str, text: str) -> Chunk:
    return Chunk(f"{name}-0000", name, 0, len(text), text, ())


def titled(title: str) -> Article:
    return replace(make("Orsk"), title=title)


def write(folder: Path, state: str, added: Iterable[tuple[Article, Chunk]], base: str | None = None) -> Lexical:
    writer = LexicalWriter(folder, base)
    for article, chunk in added:
        writer.add(article, [chunk])
    writer.finish(state)
    return Lexical(folder, state)


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> Lexical:
    added = [(titled(f"Report {name} of the harbour"), piece(name, text)) for name, text in reversed(TEXTS.items())]
    return write(tmp_path_factory.mktemp("lexical"), "state", added)


def found(lexical: Lexical, question: str, limit: int = 10) -> str:
    return "".join(hit.chunk_id[0] for hit in lexical.search(question, limit))


QUESTIONS = [
    ("Who is searching?", "b"),
    ("storms", "ad"),
    ("cafe", "c"),
    ("CAFÉ BESANCON", "c"),
    ("the of in a", ""),
    ("", ""),
    ("?! …", ""),
    ("zeppelin", ""),
    ("zeppelin coast", "b"),
]


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_any_word_of_the_question_finds_whatever_its_form(lexical: Lexical, question: str, expected: str) -> None:
    assert found(lexical, question) == expected


@pytest.mark.parametrize(
    "question",
    [
        'text:"storm" AND (',
        "storm*",
        "*",
        "+storm -ferry",
        "NOT storm",
        "storm~2",
        "storm^9",
        "[storm TO z]",
        "\\",
        '"',
    ],
)
def test_query_syntax_in_a_question_is_only_words(lexical: Lexical, question: str) -> None:
    words = "".join(c if c.isalnum() else " " for c in question)
    assert lexical.search(question, 10) == lexical.search(words, 10)


@given(st.text(max_size=80))
def test_no_question_breaks_the_search(lexical: Lexical, question: str) -> None:
    scores = [hit.score for hit in lexical.search(question, 3)]
    assert scores == sorted(scores, reverse=True)


def test_equal_scores_are_in_the_order_of_ids(lexical: Lexical) -> None:
    first, second = lexical.search("ferry", 10)
    assert (first.chunk_id, second.chunk_id) == ("a-0000", "d-0000")
    assert first.score == second.score


def test_equal_scores_are_cut_in_the_order_of_ids(lexical: Lexical) -> None:
    assert found(lexical, "ferry", 1) == "a"


def test_a_word_of_the_title_counts_less_than_one_of_the_text(tmp_path: Path) -> None:
    added = [(titled("Ferry"), piece("a", "The bridge is shut.")), (titled("Bridge"), piece("b", "The ferry is shut."))]
    assert found(write(tmp_path, "state", added), "ferry") == "ba"


def test_words_are_folded_stemmed_and_without_function_words() -> None:
    assert analyze("The CAFÉS are reopening, in Besançon's 3 streets") == analyze("cafe reopen besancon s 3 street")


def test_it_is_the_same_when_opened_again(tmp_path: Path) -> None:
    write(tmp_path, "state", [(titled("Title"), piece("a", TEXTS["a"]))])
    again = Lexical(tmp_path, "state")
    assert (again.count(), found(again, "ferry"), again.has("a-0000"), again.has("b-0000")) == (1, "a", True, False)


def test_it_is_found_under_its_state_and_not_before_it_is_finished(tmp_path: Path) -> None:
    writer = LexicalWriter(tmp_path)
    writer.add(titled("Title"), [piece("a", TEXTS["a"])])
    assert not is_begun(tmp_path)
    assert not is_there(tmp_path, "state")
    with pytest.raises(IndexUnfinished, match="its lexical half is missing"):
        Lexical(tmp_path, "state")
    writer.finish("state")
    assert is_begun(tmp_path)
    assert is_there(tmp_path, "state")
    assert not is_there(tmp_path, "another")


def test_what_is_added_to_an_older_state_leaves_that_one_as_it_is(tmp_path: Path) -> None:
    old = write(tmp_path, "old state", [(titled("Title"), piece("a", TEXTS["a"]))])
    new = write(tmp_path, "new state", [(titled("Title"), piece("d", TEXTS["d"]))], base="old state")
    assert (found(old, "ferry"), found(new, "ferry")) == ("a", "ad")
    assert found(Lexical(tmp_path, "old state"), "ferry") == "a"


def test_what_is_made_anew_for_a_state_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    write(tmp_path, "state", [(titled("Title"), piece("a", TEXTS["a"]))])
    again = write(tmp_path, "state", [(titled("Title"), piece("b", TEXTS["b"]))])
    assert (again.count(), found(again, "survivors")) == (1, "b")


def test_a_state_that_is_removed_can_still_be_read_by_who_has_it_open(tmp_path: Path) -> None:
    old = write(tmp_path, "old state", [(titled("Title"), piece("a", TEXTS["a"]))])
    write(tmp_path, "new state", [(titled("Title"), piece("d", TEXTS["d"]))], base="old state")
    keep_only(tmp_path, "new state")
    assert [folder.name for folder in (tmp_path / "lexical").iterdir()] == ["new state"]
    assert found(old, "ferry") == "a"
    assert found(Lexical(tmp_path, "new state"), "ferry") == "ad"


def test_what_is_discarded_or_was_left_by_a_killed_run_leaves_no_trace(tmp_path: Path) -> None:
    old = write(tmp_path, "state", [(titled("Title"), piece("a", TEXTS["a"]))])
    left = LexicalWriter(tmp_path, "state")
    left.add(titled("Title"), [piece("b", TEXTS["b"])])
    del left
    writer = LexicalWriter(tmp_path, "state")
    writer.add(titled("Title"), [piece("c", TEXTS["c"])])
    writer.discard()
    assert [folder.name for folder in (tmp_path / "lexical").iterdir()] == ["state"]
    assert (old.count(), Lexical(tmp_path, "state").count()) == (1, 1)


@pytest.mark.parametrize("gone", ["a", "c", "ac", "abcd", ""])
def test_what_is_dropped_counts_no_more_and_only_what_lay_with_it_is_fetched(tmp_path: Path, gone: str) -> None:
    pile = {name: (titled(f"Report {name}"), piece(name, text)) for name, text in TEXTS.items()}
    write(tmp_path, "one", [pile["a"], pile["b"]])
    write(tmp_path, "two", [pile["c"], pile["d"]], base="one")
    asked: list[str] = []

    def fetch(ids: Sequence[str]) -> dict[str, tuple[Article, tuple[Chunk, ...]]]:
        asked.extend(ids)
        return {id_: (pile[id_][0], (pile[id_][1],)) for id_ in ids}

    writer = LexicalWriter(tmp_path, "two")
    assert writer.drop(frozenset(gone), fetch)
    writer.finish("three")
    dropped, kept = Lexical(tmp_path, "three"), [pile[name] for name in pile if name not in gone]
    fresh = write(tmp_path / "fresh", "state", kept)
    assert dropped.count() == len(kept)
    for question, _ in QUESTIONS:
        assert dropped.search(question, 10) == fresh.search(question, 10)
    assert asked == [name for pair in ("ab", "cd") if set(pair) & set(gone) for name in pair if name not in gone]


CHOSEN = [
    (Choice(), "abcd"),
    (Choice(("orsk daily",)), "ab"),
    (Choice(("ORSK  Daily", "Perm Post")), "abc"),
    (Choice(("nobody",)), ""),
    (Choice(since=date(2024, 5, 5)), "bc"),
    (Choice(until=date(2024, 5, 4)), "a"),
    (Choice(("Orsk Daily",), since=date(2024, 5, 4), until=datetime(2024, 5, 5, 8, tzinfo=UTC)), "ab"),
]


@pytest.mark.parametrize(("choice", "expected"), CHOSEN)
def test_only_chosen_articles_are_found_and_their_scores_stay(tmp_path: Path, choice: Choice, expected: str) -> None:
    provenance = {
        "a": {"outlet": "Orsk Daily", "published": date(2024, 5, 4)},
        "b": {"outlet": "Orsk Daily", "published": datetime(2024, 5, 5, 8, tzinfo=UTC)},
        "c": {"outlet": "Perm Post", "published": date(2024, 5, 6)},
        "d": {},
    }
    added = [(replace(make("x"), **given), piece(n, f"The ferry {n} left.")) for n, given in provenance.items()]
    lexical = write(tmp_path, "state", added)
    assert found_by(lexical, choice) == expected
    scores = {hit.chunk_id: hit.score for hit in lexical.search("ferry", 10)}
    assert all(hit.score == scores[hit.chunk_id] for hit in lexical.search("ferry", 10, choice))


def found_by(lexical: Lexical, choice: Choice) -> str:
    return "".join(hit.chunk_id[0] for hit in lexical.search("ferry", 10, choice))

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from strategies import decoded, make, names, texts

from index.article import Chunk, SentenceKind
from index.chunk import chunk, header, is_furniture_id
from index.split import split


def count_words(some: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in some]


def chunks(text: str, budget: int = 20, name: str = "a.txt") -> tuple[Chunk, ...]:
    article = make(text, name)
    return chunk(article, split(article), count_words, budget)


def prose(sentences: int) -> str:
    return " ".join(f"Boat {number} left the port of Orsk at noon." for number in range(sentences))


@given(texts, names, st.integers(2, 60))
def test_a_chunk_is_the_text_between_its_offsets(raw: str, name: str, budget: int) -> None:
    text = decoded(raw)
    found = chunks(text, budget, name)
    for piece in found:
        assert text[piece.start : piece.end] == piece.text
        assert (piece.start, piece.end) == (piece.sentences[0].start, piece.sentences[-1].end)
    prose = [piece for piece in found if not is_furniture_id(piece.id)]
    numbers = [*(f"{n:04d}" for n in range(len(prose))), *(f"f{n:03d}" for n in range(len(found) - len(prose)))]
    assert [piece.id for piece in found] == [f"{piece.article_id}-{n}" for piece, n in zip(found, numbers, strict=True)]


@given(texts, names, st.integers(2, 60))
def test_chunks_hold_every_sentence_once_in_order_and_whole_furniture_last(raw: str, name: str, budget: int) -> None:
    text = decoded(raw)
    held = [sentence for piece in chunks(text, budget, name) for sentence in piece.sentences]
    assert held == sorted(split(make(text, name)), key=lambda s: (s.kind is SentenceKind.FURNITURE, s.start))


@given(texts, names, st.integers(2, 60))
def test_a_chunk_is_of_furniture_or_of_none(raw: str, name: str, budget: int) -> None:
    for piece in chunks(decoded(raw), budget, name):
        assert {s.kind is SentenceKind.FURNITURE for s in piece.sentences} == {is_furniture_id(piece.id)}


@given(texts, names, st.integers(2, 60))
def test_a_chunk_of_several_sentences_keeps_to_the_budget(raw: str, name: str, budget: int) -> None:
    text = decoded(raw)
    room = max(budget - count_words([header(make(text))])[0], budget // 2)
    for piece in chunks(text, budget, name):
        sizes = count_words([text[s.start : s.end] for s in piece.sentences])
        assert len(sizes) == 1 or sum(sizes) <= room


def test_no_sentences_make_no_chunks() -> None:
    assert chunks("***") == ()


def test_a_short_article_is_one_chunk() -> None:
    assert [piece.text for piece in chunks(prose(2))] == [prose(2)]


def test_the_header_counts_against_the_budget() -> None:
    assert [len(piece.sentences) for piece in chunks(prose(4), 19)] == [2, 2]
    article = replace(make(prose(4)), title="A title of as many as nine words here")
    assert [len(piece.sentences) for piece in chunk(article, split(article), count_words, 19)] == [1, 1, 1, 1]


def test_a_sentence_longer_than_the_budget_is_a_chunk_of_its_own() -> None:
    long = f"Then {'very ' * 30}late it sank."
    assert [piece.text for piece in chunks(f"It sailed. {long} All swam.")] == ["It sailed.", long, "All swam."]


def test_a_heading_opens_a_chunk_once_the_last_is_half_full() -> None:
    rescue = "The rescue\n\nForty were saved."
    assert len(chunks(f"It sank.\n\n{rescue}", 40)) == 1
    assert [piece.text for piece in chunks(f"{prose(2)}\n\n{rescue}", 30)] == [prose(2), rescue]


STAMP = "Updated 4 May 2024 at 16:38 IST"


def test_a_chunk_of_prose_spans_a_line_of_furniture_which_is_none_of_its_sentences() -> None:
    text = f"It sank.\n\n{STAMP}\n\nAll swam."
    prose, furniture = chunks(text, 100)
    assert [text[s.start : s.end] for s in prose.sentences] == ["It sank.", "All swam."]
    assert (prose.text, furniture.text) == (text, STAMP)


def test_a_chunk_of_prose_ends_at_a_run_of_furniture() -> None:
    links = "\n".join(f"Also read: The news of day {number} from Orsk" for number in range(9))
    prose, after, *furniture = chunks(f"It sank.\n\n{links}\n\nAll swam.", 100)
    assert (prose.text, after.text) == ("It sank.", "All swam.")
    assert "\n".join(piece.text for piece in furniture) == links


def test_furniture_that_is_spanned_counts_against_the_budget() -> None:
    pieces = chunks(f"{prose(2)}\n\n{STAMP}\n\n{prose(2)}", 60)
    assert [len(piece.sentences) for piece in pieces] == [4, 1]
    assert [len(piece.sentences) for piece in chunks(f"{prose(2)}\n\n{STAMP}\n\n{prose(2)}", 38)] == [2, 2, 1]


def test_a_text_of_furniture_alone_has_chunks_of_it_alone() -> None:
    assert [piece.text for piece in chunks(STAMP)] == [STAMP]


def test_the_header_is_the_title_with_the_day() -> None:
    article = make("Orsk is dry.")
    assert header(article) == "Title\n"
    assert header(replace(article, published=date(2024, 5, 4))) == "Title (04 May 2024)\n"
    assert header(replace(article, published=datetime(2024, 5, 4, 9, tzinfo=UTC))) == "Title (04 May 2024)\n"

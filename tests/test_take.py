from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from strategies import make

from index.article import Article
from index.errors import ArticleError, ArticleRecord, ArticleUnreadable
from index.store import Held
from index.take import Changes, Pile, compare


def article(id_: str, path: str, part: str | None = None) -> Article:
    return replace(make("Orsk"), id=id_, path=path, part=part)


def fault(path: str, part: str | None = None) -> ArticleError:
    return ArticleUnreadable(Path(path), "it cannot be read.", "Mend it.", part)


def pile_of(*found: Article | ArticleError) -> Pile:
    """What reading these one after the other gives, none of them held."""
    pile = Pile()
    for piece in found:
        if isinstance(piece, ArticleError):
            pile.failed.append(piece)
        elif piece.id in pile.seen:
            pile.duplicates.append(piece.location)
        else:
            pile.seen[piece.id] = Held(piece.path, piece.part)
    return pile


def compared(
    held: dict[str, Held], *found: Article | ArticleError, is_ours: Callable[[Path], bool] = lambda _: True
) -> Changes:
    return compare(pile_of(*found), held, is_ours)


HELD = {"a": Held("/news/a.txt", None), "b": Held("/news/old/b.txt", None), "c": Held("/news/c.zip", "x/c.txt")}
ALL_FOUND = [article(id_, where.path, where.part) for id_, where in HELD.items()]


def test_what_is_found_as_it_is_held_is_unchanged() -> None:
    changes = compared(HELD, *ALL_FOUND)
    assert (changes.moved, changes.stale) == ({}, frozenset())
    assert changes.report.unchanged == ("/news/a.txt", "/news/old/b.txt", "/news/c.zip::x/c.txt")


def test_what_is_gone_goes_where_it_is_ours() -> None:
    changes = compared(HELD, *ALL_FOUND[:1])
    assert changes.stale == {"b", "c"}
    assert changes.report.removed == ("/news/c.zip::x/c.txt", "/news/old/b.txt")
    changes = compared(HELD, *ALL_FOUND[:1], is_ours=lambda file: file.suffix == ".zip")
    assert changes.stale == {"c"}


def test_another_text_at_a_held_location_replaces_what_was_there_whosever_it_is() -> None:
    changes = compared(HELD, article("d", "/news/a.txt"), *ALL_FOUND[1:], is_ours=lambda _: False)
    assert changes.stale == {"a"}
    assert (changes.report.changed, changes.report.added, changes.report.removed) == (("/news/a.txt",), (), ())


def test_a_text_at_a_new_location_is_added_and_a_held_one_there_is_moved() -> None:
    changes = compared(HELD, article("d", "/news/d.txt"), article("a", "/news/z.txt"), *ALL_FOUND[1:])
    assert changes.report.added == ("/news/d.txt",)
    assert changes.moved == {"a": Held("/news/z.txt", None)}
    assert changes.stale == frozenset()


UNREADABLE = [
    (fault("/news/a.txt"), {"a"}),
    (fault("/news/c.zip"), {"c"}),
    (fault("/news/c.zip", "x/c.txt"), {"c"}),
    (fault("/news/old"), {"b"}),
    (fault("/news"), {"a", "b", "c"}),
    (fault("/news/c.zip", "x/other.txt"), set()),
    (fault("/news/ol"), set()),
]


@pytest.mark.parametrize(("error", "kept"), UNREADABLE)
def test_of_files_parts_and_folders_that_cannot_be_read_the_last_version_stays(
    error: ArticleError, kept: set[str]
) -> None:
    changes = compared(HELD, article("d", "/news/d.txt"), error)
    assert changes.stale == HELD.keys() - kept
    assert changes.report.failed == (error,)


def test_a_record_that_is_read_but_strange_is_replaced_and_not_kept_twice() -> None:
    held = {"old": Held("/news/r.jsonl", "1")}
    strange = ArticleRecord(Path("/news/r.jsonl"), "its date cannot be read.", "Mend it.", "1")
    changes = compared(held, strange, article("new", "/news/r.jsonl", "1"))
    assert changes.stale == {"old"}
    assert changes.report.changed == ("/news/r.jsonl::1",)
    assert changes.report.failed == (strange,)


def test_a_duplicate_counts_as_a_location_that_was_read() -> None:
    held = {"old": Held("/news/z.txt", None)}
    changes = compared(held, article("a", "/news/a.txt"), article("a", "/news/z.txt"))
    assert changes.stale == {"old"}
    assert changes.report.duplicates == ("/news/z.txt",)
    assert changes.report.removed == ()

"""The lexical half of an index that is kept elsewhere: made from Chroma on this machine, and kept in step with it.

A folder has its lexical half beside Chroma. Of an index on a server each machine has one of its own, in the folder that
`Store.home` names. What came since the last time is told by the count of changes, and added; whether the half then
holds just the articles of the server is proved by `Marks.proof`. Where it does not, the ids are compared: what has gone
is dropped, what is missing is fetched. Only a half that is none, or whose remains would count, is made anew of all.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.database import PAGE, batches
from index.errors import IndexUnusable
from index.lexical import FOLDER, MAKING, is_begun, is_there, keep_only
from index.lexical_writer import LexicalWriter, owners
from index.marks import Marks, proof
from index.store import Store
from index.take import searched

_NOTE = "half.json"
_LOCK = "half.lock"
_PATIENCE = 600.0
"""Seconds to wait for another process of this machine that makes the same half."""


@dataclass(frozen=True, slots=True)
class Note:
    """Which state the half on this machine is of, after how many changes, and of which articles."""

    state: str
    changes: int
    proof: str


_NOTHING = Note("", 0, "")


def was_shown(store: Store) -> bool:
    """Tell whether an index had ever come so far that it could be read."""
    return is_begun(store.home) if store.place.folder else store.marks.changes > 0


def bring_in_step(store: Store, marks: Marks) -> bool:
    """See to it that there is a lexical half on this machine for a state of the store; tell whether there is.

    That of a folder is there or not; where Chroma has both halves, none is needed. That of a server is made, which
    takes about a minute for 100,000 chunks when it is the first; there is none where the articles there are not those
    of that state, or not any more. Raises IndexUnusable, also where it cannot be kept.
    """
    if store.fused:
        return True
    if store.place.folder or is_there(store.home, marks.state):
        return is_there(store.home, marks.state)
    try:
        store.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(store.home / _LOCK, timeout=_PATIENCE):
            return is_there(store.home, marks.state) or _made(store, marks)
    except Timeout as error:
        fault = f"another process has been making its lexical half in {store.home} for {_PATIENCE:.0f} s."
        raise IndexUnusable(store.index_dir, fault, "Wait for it, or end it.") from error
    except OSError as error:
        fault = f"its lexical half cannot be kept in {store.home} ({error.strerror or error})."
        raise IndexUnusable(store.index_dir, fault, "Name another folder: COPYDESK_CACHE=FOLDER.") from error


def keep_note(store: Store, marks: Marks) -> None:
    """Note of which state the half on this machine is, for a later one to be made from it."""
    if not store.place.folder and not store.fused:
        note = Note(marks.state, marks.changes, marks.proof)
        passing = store.home / f"{_NOTE}.{os.getpid()}"
        passing.write_text(json.dumps(asdict(note)), "utf-8")
        passing.replace(store.home / _NOTE)


def _base(store: Store) -> Note:
    """The half that there is, if it can be made use of; else that of nothing."""
    with suppress(FileNotFoundError, ValueError, TypeError):  # a note that cannot be read is none
        note = Note(**json.loads((store.home / _NOTE).read_text("utf-8")))
        if is_there(store.home, note.state):
            return note
    return _NOTHING


def _made(store: Store, marks: Marks) -> bool:
    """Make the half of the marks, at the least cost that it can be made at; tell whether there is one."""
    for left in (store.home / FOLDER).glob(f"{MAKING}-*"):  # of processes that were killed; the lock is ours
        shutil.rmtree(left, ignore_errors=True)
    base = _base(store)
    ways = [(_added_to, base), (_compared, base)] if base.state else []
    for make, of in [*ways, (_added_to, _NOTHING)]:
        writer = LexicalWriter(store.home, of.state or None, f"{MAKING}-{os.getpid()}")
        if make(store, marks, of, writer):
            writer.finish(marks.state)
            keep_note(store, marks)
            keep_only(store.home, marks.state)
            _forget_others(store.home)
            return True
        writer.discard()
    return False


def _added_to(store: Store, marks: Marks, base: Note, writer: LexicalWriter) -> bool:
    """Add what came after the base."""
    ids = []
    for article, chunks in store.shown_since(base.changes):
        writer.add(article, searched(chunks))
        ids.append(article.id)
    return proof(ids, base.proof) == marks.proof


def _compared(store: Store, marks: Marks, base: Note, writer: LexicalWriter) -> bool:
    """Add what the base does not have, and drop what only the base has."""
    shown, own = set(store.shown()), owners(store.home, base.state)
    if proof(shown) != marks.proof:
        return False
    for batch in batches(sorted(shown - own), PAGE):
        for article, chunks in store.with_chunks(batch).values():
            writer.add(article, searched(chunks))
    return own <= shown or writer.drop(frozenset(own - shown), store.with_chunks)


def _forget_others(home: Path) -> None:
    """Remove the halves of collections that had the same address once, and were deleted."""
    for folder in home.parent.iterdir():
        if folder != home:
            shutil.rmtree(folder, ignore_errors=True)

"""The lexical half of an index that is kept elsewhere: made from Chroma on this machine, and kept in step with it.

A folder has its lexical half beside Chroma. Of an index on a server each machine has one of its own, in the folder that
`Store.home` names. What came since the last time is told by the count of changes, and added; whether the half then
holds just the articles of the server is proved by `Marks.proof`. Where it does not, since some have gone, or since the
server's data were brought back from a copy, it is made anew of all of them: tantivy counts the words of what was
deleted, and a score may not depend on an index's history.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexUnusable
from index.lexical import MAKING, LexicalWriter, is_begun, is_there, keep_only
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


def was_shown(store: Store) -> bool:
    """Tell whether an index had ever come so far that it could be read."""
    return is_begun(store.home) if store.place.folder else store.marks.changes > 0


def bring_in_step(store: Store, marks: Marks) -> bool:
    """See to it that there is a lexical half on this machine for a state of the store; tell whether there is.

    That of a folder is there or not. That of a server is made, which takes about a minute for 100,000 chunks when it is
    the first; there is none where the articles there are not those of that state, or not any more. Raises
    IndexUnusable, also where it cannot be kept.
    """
    if store.place.folder or is_there(store.home, marks.state):
        return is_there(store.home, marks.state)
    try:
        store.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(store.home / _LOCK, timeout=_PATIENCE):
            return is_there(store.home, marks.state) or _made(store, marks, _base(store, marks)) or _made(store, marks)
    except Timeout as error:
        fault = f"another process has been making its lexical half in {store.home} for {_PATIENCE:.0f} s."
        raise IndexUnusable(store.index_dir, fault, "Wait for it, or end it.") from error
    except OSError as error:
        fault = f"its lexical half cannot be kept in {store.home} ({error.strerror or error})."
        raise IndexUnusable(store.index_dir, fault, "Name another folder: COPYDESK_CACHE=FOLDER.") from error


def keep_note(store: Store, marks: Marks) -> None:
    """Note of which state the half on this machine is, for a later one to be made from it."""
    if not store.place.folder:
        note = Note(marks.state, marks.changes, marks.proof)
        passing = store.home / f"{_NOTE}.{os.getpid()}"
        passing.write_text(json.dumps(asdict(note)), "utf-8")
        passing.replace(store.home / _NOTE)


def _base(store: Store, marks: Marks) -> Note | None:
    """The half that there is, if it can be added to."""
    with suppress(FileNotFoundError, ValueError, TypeError):  # a note that cannot be read is none
        note = Note(**json.loads((store.home / _NOTE).read_text("utf-8")))
        if is_there(store.home, note.state) and note.changes <= marks.changes:
            return note
    return None


def _made(store: Store, marks: Marks, base: Note | None = None) -> bool:
    """Make a half, from the one there was or from nothing, and tell whether it is that of the marks."""
    making = f"{MAKING}-{os.getpid()}"
    for left in (store.home / "lexical").glob(f"{MAKING}-*"):  # of processes that were killed; the lock is ours
        shutil.rmtree(left, ignore_errors=True)
    writer = LexicalWriter(store.home, base.state if base else None, making)
    ids = []
    for article, chunks in store.shown_since(base.changes if base else 0):
        writer.add(article, searched(chunks))
        ids.append(article.id)
    if proof(ids, base.proof if base else "") != marks.proof:
        writer.discard()
        return False
    writer.finish(marks.state)
    keep_note(store, marks)
    keep_only(store.home, marks.state)
    _forget_others(store.home)
    return True


def _forget_others(home: Path) -> None:
    """Remove the halves of collections that had the same address once, and were deleted."""
    for folder in home.parent.iterdir():
        if folder != home:
            shutil.rmtree(folder, ignore_errors=True)

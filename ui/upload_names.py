"""Names of uploaded files, which can be anything: one to show, and one to write under."""

import re
import unicodedata
from pathlib import Path

from rag.visible import visible_name

_LONGEST = 80
_UNFIT = re.compile(r"[^\w .-]+")


def shown_name(name: str) -> str:
    """The last part of a name, with what could do something made visible; "a file without a name" where it is none."""
    last = re.split(r"[/\\]", name)[-1].strip()
    text = visible_name(last)
    if len(text) > _LONGEST:
        ending = text[-12:]
        text = f"{text[: _LONGEST - len(ending) - 1]}…{ending}"
    return text if text.strip(". ") else "a file without a name"


def safe_name(name: str) -> str:
    """A name to write under: letters, digits, blanks, "-" and "_", and the ending; never hidden, never long."""
    last = unicodedata.normalize("NFKC", re.split(r"[/\\]", name)[-1])
    suffix = _UNFIT.sub("", Path(last).suffix).strip().lower()
    stem = _UNFIT.sub("_", last[: len(last) - len(Path(last).suffix)]).strip(" .-_")
    return f"{stem[: _LONGEST // 2] or 'article'}{suffix}"

"""Text as it is shown: what could repaint a terminal, move its cursor or turn lines around is made visible."""

import json
import re
import unicodedata
from typing import Any

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Controls, directions and what has no width, halves of characters, and ends of lines and paragraphs."""

_ENDS = "\n\t"
_JOINING = "\u00ad\u200c\u200d"
"""Where a word may break, and whether letters join: parts of words and of emoji, which turn nothing around."""


def visible(text: str) -> str:
    """Replace control and direction characters, by which a text could repaint the terminal, with their code points."""
    return _shown(text, _ENDS)


def visible_name(text: str) -> str:
    """Replace line ends and tabs too: the name of a file is one line, whatever is in it."""
    return _shown(text, "")


def legible(text: str) -> str:
    """Replace what `visible` replaces but for the characters by which letters join, which pages show as they should."""
    return _shown(text, _ENDS + _JOINING)


def legible_json(value: Any, indent: int | None = 2) -> str:
    r"""JSON in which what `visible` replaces is escaped, as is "<": nothing is lost, and nothing ends a script element.

    The same value gives the same text.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False).replace("<", "\\u003c")
    return re.sub(r"[^\x20-\x7e\n]", lambda found: _escaped(found[0]), text)


def _shown(text: str, kept: str) -> str:
    return "".join(f"<U+{ord(c):04X}>" if _is_unseen(c) and c not in kept else c for c in text)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1] if _is_unseen(character) else character

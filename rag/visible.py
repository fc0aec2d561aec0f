"""Text for a terminal: what could repaint it, move its cursor or turn its lines around is made visible."""

import unicodedata

_KEPT = "\n\t"


def visible(text: str) -> str:
    """Replace control and direction characters, by which a text could repaint the terminal, with their code points."""
    return "".join(
        f"<U+{ord(c):04X}>" if unicodedata.category(c) in ("Cc", "Cf") and c not in _KEPT else c for c in text
    )

"""What of two texts is compared, and when one is a copy of the other.

Compared are the words that an outlet wrote itself, three in a row: a quotation is the speaker's, and two reports that
quote the same official are still two. Which outlet spells it with which marks makes no difference.
"""

import re
import unicodedata

WIDTH = 3
"""Words in a shingle. Five tell strangers apart no better, and lose more to an editor's hand (EXPERIMENTS.md)."""

CONTAINED = 0.5
"""Share of the shorter text that is in the longer one of a copy; measured in EXPERIMENTS.md."""

RESEMBLING = 0.2
"""Share that both have of all that either has, at least: below, the candidates by signature are not all found, and a
long digest of the week would make one report of all the briefs in it."""

FEWEST_SHARED = 20
"""Shingles: less than a paragraph in common is a turn of phrase, unless it is all that there is."""

_FEWEST_OWN = 40
"""Words: a text with fewer outside quotation marks is compared with what it quotes."""

_LONG_QUOTE = 4
"""Words: what is shorter is a manner of speaking, kept with the words around it."""

_MARKS = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`", "'")})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUOTED = re.compile(
    r'"(?P<double>(?:(?!\n\s*["\n])[^"])*)(?:"|(?=\n)|\Z)'  # left open at the end of a paragraph where it goes on
    r"|(?<![^\W_])'(?P<single>(?:(?!\n\s*\n).){1,600}?[.,!?])'(?![^\W_])",
    re.DOTALL,
)


def shingles(text: str) -> frozenset[str]:
    """The runs of `WIDTH` words in what is compared of a text, each once; one shorter run where there is no other."""
    text = unicodedata.normalize("NFKC", text).translate(_MARKS).casefold()
    words = _WORD.findall(_QUOTED.sub(_unquoted, text))
    if len(words) < _FEWEST_OWN:
        words = _WORD.findall(text)
    runs = zip(*(words[first:] for first in range(WIDTH)), strict=False)
    return frozenset(map(" ".join, runs)) or frozenset(filter(None, [" ".join(words)]))


def are_copies(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two texts are one report: cut, lengthened, edited or brought up to date, but not written anew."""
    shared = len(one & other)
    if one == other:
        return bool(shared)
    contained = shared / max(1, min(len(one), len(other)))
    resembling = shared / max(1, len(one | other))
    return shared >= FEWEST_SHARED and contained >= CONTAINED and resembling >= RESEMBLING


def _unquoted(match: re.Match[str]) -> str:
    quoted = match["double"] if match["double"] is not None else match["single"]
    return " " if len(_WORD.findall(quoted)) >= _LONG_QUOTE else f" {quoted} "

"""Whether texts say the same: spellings in an answer, and short answers as published scorers compare them."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable

_TYPOGRAPHIC = str.maketrans("‘’“”–—", "''\"\"--")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")


def normalise(text: str) -> str:
    """Fold case and typographic variants, drop the commas in numbers, and make white space single blanks."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_TYPOGRAPHIC)
    return " ".join(re.sub(r"(?<=\d),(?=\d{3})", "", text).split())


def has_words(text: str, words: str) -> bool:
    """Whether words stand in a text as whole words and whole numbers; both as `normalise` gives them."""
    return re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(words)}(?!\w)(?![.,]\d)", text) is not None


def is_exact(given: str, accepted: Iterable[str]) -> bool:
    """Whether the words of a short answer are those of an accepted one: SQuAD's and NQ-open's exact match."""
    return any(_words(given) == _words(answer) for answer in accepted)


def best_f1(given: str, accepted: Iterable[str]) -> float:
    """The best token F1 of a short answer with an accepted one (Rajpurkar et al. 2016); 0 where none is accepted."""
    return max((token_f1(given, answer) for answer in accepted), default=0.0)


def token_f1(one: str, other: str) -> float:
    """The harmonic mean of precision and recall of one text's words in the other's, counted as often as they stand.

    Two texts without words are the same (1), as in evaluate-v2.0.py (Rajpurkar et al. 2018).
    """
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return float(ours == theirs)
    return f1_of_counts((Counter(ours) & Counter(theirs)).total(), len(ours), len(theirs))


def f1_of_counts(common: int, given: int, wanted: int) -> float:
    """The harmonic mean of precision and recall: 2 * common / (given + wanted), and 0 where there is nothing."""
    return 2 * common / (given + wanted) if given + wanted else 0.0


def has_answer(text: str, accepted: Iterable[str]) -> bool:
    """Tell whether the words of an accepted answer stand in the text one after the other.

    This is what retrieval for NQ-open counts as a hit: `has_answer` of DPR (Karpukhin et al. 2020), which folds case
    and takes every run of letters or digits and every other mark as a word.
    """
    tokens = _tokens(text)
    return any(_contains(tokens, _tokens(answer)) for answer in accepted)


def _words(text: str) -> list[str]:
    """Lower case, without ASCII punctuation and English articles: `normalize_answer` of SQuAD's evaluate-v2.0.py.

    NQ-open's exact match takes it over (Lee et al. 2019).
    """
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFD", text).lower())


def _contains(tokens: list[str], part: list[str]) -> bool:
    return bool(part) and any(tokens[at : at + len(part)] == part for at in range(len(tokens) - len(part) + 1))

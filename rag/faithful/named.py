"""Whether the names of a sentence are in what it cites, or around it, and of one bearer there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.faithful.cited import Cited, bare, words
from rag.faithful.faults import Fault
from rag.faithful.lists import LANDS, OPENERS, ROLES
from rag.faithful.quoted import is_title
from rag.names import alike
from rag.speech.quotes import quotations
from rag.speech.speaker import same_speaker
from rag.speech.words import BODIES, OUTLET_NAMES, PLACES

_DATE = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?",
    re.I,
)
_OFFICE = re.compile(
    r"\b(prime|chief|deputy|vice|foreign|finance|health|interior|home|education|justice|defen[cs]e)[\s-]"
    r"(?:minister|secretary|president|mayor|governor|executive|director)\b",
    re.I,
)
"""An office whose first word tells it from others: a chief minister is no defence minister."""
_NUMBER = re.compile(r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-|\d", re.I)
_COMMON = re.compile(r".+(?:ing|ly|ed|s|ers|ists?|tion|ment)|.*\d.*", re.I)
"""The endings of words that begin a sentence alone and are seldom names."""
_PEOPLE = re.compile(r"(?:i?an?|n|u?ese|t?ish|i|ic|vian|er)s?|")
"""What the name of a people has behind the part that it shares with that of its land: "Canad-ian", "Portug-uese"."""
_SHARED, _REST = 4, 3
"""Letters that both share at least, and that the land's name has more at most: "Portug-al"."""


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, bare and as it is shown, its place, and whether it begins the sentence."""

    words: tuple[str, ...]
    shown: str
    start: int
    leads: bool


def names(sentence: str, cited: Cited) -> Iterator[Fault]:
    """The fault of a name that the cited text has in no spelling, or of which it has the parts in two names only.

    What stands around the cited sentences lends them names too: they say "he" where a reader is told who.
    """
    text = f"{cited.text}\n{cited.around}"
    known = {bare(word[0]) for word in words(text)}
    known |= {word.replace("-", "") for word in known}
    there = runs(text)
    offices = [office.casefold() for office in _OFFICE.findall(sentence)]
    if "premier" not in known and not all(_is_known(office, known) for office in offices):
        yield Fault.NAME
    for name in _own(sentence, known):
        missing = [word for word in name.words if not _is_known(word, known)]
        if not missing and _is_mixed(name.words, [other.words for other in there]):
            yield Fault.NAME
        if missing and not any(_is_other_form(name, other) for other in there):
            yield Fault.NAME


def _is_other_form(one: Name, other: Name) -> bool:
    """Whether one is short for the other; of two long ones their initials, or a "II" in both, say nothing."""
    return 1 in (len(one.words), len(other.words)) and same_speaker(one.shown, other.shown)


def runs(text: str) -> list[Name]:
    """The names of a text, titles and dates left out: "Norland's Minister Ada Holm" has two."""
    found: list[Name] = []
    end = -1
    for word in words(text):
        key = bare(word[0])
        opens = (
            not text[: word.start()].strip(" \t\"'“‘([*_-—•") or text[: word.start()].rstrip(" \"'“‘(")[-1:] in ".!?:\n"
        )
        named = word[0][0].isupper() and key not in ROLES and not _DATE.fullmatch(key)
        if named and found and end == word.start() - 1 and text[end] == " ":
            found[-1] = Name(
                (*found[-1].words, key), text[found[-1].start : word.end()], found[-1].start, found[-1].leads
            )
        elif named and not (opens and key in OPENERS):
            found.append(Name((key,), word[0], word.start(), opens))
        end = word.end() if named and word[0].casefold() == key else -1
    return found


def _own(sentence: str, known: set[str]) -> Iterator[Name]:
    """The names that a sentence gives in its own words, not in a quotation."""
    speech = [q for q in quotations(sentence, 0, len(sentence)) if not is_title(sentence[slice(*q)])]
    for name in runs(sentence):
        if _NUMBER.match(" ".join(name.words)):
            continue
        common = (
            name.leads
            and len(name.words) == 1
            and (_COMMON.fullmatch(name.words[0]) or _is_known(name.words[0], known))
        )
        if not common and not any(start <= name.start < end for start, end in speech):
            yield name


def _is_known(word: str, known: set[str]) -> bool:
    return (
        word in known
        or any(alike(word, other) or _of_one_people(word, other) for other in known)
        or _parts(word, known)
    )


def _parts(word: str, known: set[str]) -> bool:
    """Whether a word with a hyphen has parts that are known."""
    pieces = re.split(r"[-’']", word)
    return len(pieces) > 1 and all(piece in known or not piece.isalpha() or len(piece) < 3 for piece in pieces)


def _of_one_people(one: str, other: str) -> bool:
    """Whether one word names a land and the other its people: Canada, Canadian; both casefolded."""
    if LANDS.get(one, one) == LANDS.get(other, other):
        return True
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if shared < _SHARED:
        return False
    pairs = ((one[shared:], other[shared:]), (other[shared:], one[shared:]))
    return any(_PEOPLE.fullmatch(people) and len(land) <= _REST and land.isalpha() for people, land in pairs)


_NO_PERSON = BODIES | PLACES | OUTLET_NAMES


def _is_mixed(name: Sequence[str], there: Sequence[tuple[str, ...]]) -> bool:
    """Whether first and last word of a name stand in fuller names only, and in no one together."""
    if len(name) != 2 or not _NO_PERSON.isdisjoint(name):
        return False
    with_first = [other for other in there if any(alike(name[0], word) for word in other)]
    with_last = [other for other in there if any(alike(name[1], word) for word in other)]
    both = [other for other in with_first if other in with_last]
    return bool(with_first and with_last) and not both and all(len(o) > 1 for o in (*with_first, *with_last))

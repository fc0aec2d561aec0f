"""What kind of a speaker a phrase names, and whether two name the same one."""

import re

from rag.speech import words

_ALIKE = 84.0
"""Of a hundred: how like two spellings of a name must be. Khwaja and Khawaja are 92, Khan and Khalid 60."""
_SHORTEST = 5
"""Letters in a name whose spelling may vary: in shorter ones a letter makes another name."""
_SMALL = frozenset(["the", "a", "an", "of", "for", "and", "s", "this", "his", "her", "their", "its", "our", "in", "to"])


def same_speaker(one: str, other: str) -> bool:
    """Tell whether two phrases name the same speaker: full name or surname, initials or what they stand for.

    Case, determiners, titles and small differences of spelling do not count.
    """
    left, right = _names(one), _names(other)
    if left == right:
        return True
    if not left or not right:
        return False
    (office, _, name), (office_of_other, _, name_of_other) = one.rpartition(", "), other.rpartition(", ")
    if office and office_of_other:
        return same_speaker(name, name_of_other)
    if office:
        return same_speaker(office, other) or same_speaker(name, other)
    if office_of_other:
        return same_speaker(other, one)
    return bool(_short_forms(one) & _short_forms(other)) or _within(one, other) or _within(other, one)


def named_in_full(text: str, speaker: tuple[int, int]) -> tuple[int, int]:
    """Where a speaker told by an office stands with the name behind it: "the governor, Lena Vos"."""
    start, end = speaker
    office = re.split(r"\s(?:of|for|at|in)\s", text[start:end])[0].rpartition(" ")[2]
    name = _NAME.match(text, end) if office.casefold() in words.PERSONS and office.islower() else None
    return (start, name.end()) if name and not is_outlet(name[0]) else speaker


_NAME = re.compile(r", (?:[A-Z][\w.’'-]* ){1,3}[A-Z][\w’-]+(?=[,.;:)”\"]|$)")


def _names(speaker: str) -> tuple[str, ...]:
    """The words that count, brackets left out; those of the whole where nothing is left."""
    bare = re.sub(r"\([^()]*\)", " ", speaker)
    found = [word for word in re.findall(r"\w+", bare.casefold()) if word not in _SMALL]
    return (
        tuple(found) or tuple(re.findall(r"\w+", speaker.casefold())) or ((speaker.strip(),) if speaker.strip() else ())
    )


def _short_forms(speaker: str) -> set[str]:
    """The initials in capitals that a phrase is or has in brackets, and those that its words make."""
    written = re.findall(r"\b(?:[A-Z]\.?){2,6}(?![a-z])", speaker)
    capitals = re.findall(r"\b[A-Z](?=[a-z])", speaker.removeprefix("The "))
    made = "".join(capitals) if len(capitals) > 2 else ""
    return {form.replace(".", "").casefold() for form in (*written, made) if form}


def _within(short: str, full: str) -> bool:
    """Whether one names the other's bearer in fewer words: a surname for a name with its title, or spelt otherwise."""
    every, rest = _names(short), _names(full)
    own = [word for word in every if word not in words.TITLES] or list(every)
    if len(own) > len(rest) or not _alike(own[-1], rest[-1]):
        return False
    if not all(any(_alike(word, there) for there in rest) for word in own):
        return False
    return len(rest) == len(every) or (_is_name(short) and _is_name(full) and is_outlet(short) == is_outlet(full))


def _is_name(speaker: str) -> bool:
    """Whether a phrase is a name, with a title or without, and not what belongs to one."""
    found = re.findall(r"\w+", re.sub(r"\([^()]*\)", " ", speaker))
    return bool(found) and found[-1][0].isupper() and not {"of", "s"} & set(found)


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    if one == other:
        return True
    return min(len(one), len(other)) >= _SHORTEST and one[0] == other[0] and fuzz.ratio(one, other) >= _ALIKE


def is_outlet(speaker: str) -> bool:
    """Tell whether a phrase names a newspaper, an agency or a station."""
    found = re.findall(r"[\w']+", speaker.casefold())
    if not found:
        return False
    known = (
        found[0] in {"radio", "television", "tv", "times"}
        or not words.OUTLETS.isdisjoint(found)
        or found[-1] in words.OUTLET_NAMES - {"agency", "press", "media"}
    )
    named = found[-1] in {"agency", "press", "media"} and (len(found) > 1 or found[-1] == "media")
    return known or named


def fits(pronoun: str, speaker: str) -> bool:
    """Tell whether a pronoun can stand for a phrase."""
    found = re.findall(r"[\w']+", re.split(r"\s(?:of|for|from)\s", speaker)[0])
    if not found or speaker.casefold() in words.PRONOUNS or found[-1].isdigit():
        return False
    last = found[-1].casefold()
    plural = last in {"police", "people", "media", "forces"} or (last.endswith("s") and found[-1].islower())
    plural = plural or (pronoun == "they" and last.endswith("s") and len(found) == 1)
    body = last in words.BODIES or (found[-1].isupper() and len(last) > 1) or is_outlet(speaker)
    person = last in words.PERSONS or any(word.casefold() in words.TITLES for word in found)
    if pronoun in {"he", "she"}:
        return not plural and not body and (person or found[-1][0].isupper())
    if pronoun == "they":
        return plural or body or " and " in speaker
    return not plural and not person

"""What is counted, without what became of it: the noun by which two reports' counts are held against each other."""

import re

from index.lexical import analyze
from rag.claim import Quantity
from rag.values.outcome import Outcome, kind_of

ANYONE = "people"
"""The noun where those counted are told by their outcome alone: "64 injured", "the death toll"."""

PEOPLE = (ANYONE, "persons")
_OTHERS = ("others", "more", "those", "ones", "got", *PEOPLE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PHRASE_END = re.compile(
    r"(?<![^\W_])(?:in|on|at|by|since|over|during|within|of|from|to|as|so|overnight|today|yesterday|alone|also|now)"
    r"(?![^\W_])|[(,:]",
    re.I,
)


def plain_noun(text: str, quantity: Quantity, told: Outcome) -> str:
    """What a quantity of a text counts, without the outcome, which a row's label holds too; ANYONE, or "".

    `told` is the outcome that the text gives for it.
    """
    counted = without_outcome(quantity.noun)
    if counted or quantity.unit:
        return counted
    words = _WORD.findall(_PHRASE_END.split(quantity.noun)[0])
    if not told.kind:
        return ANYONE if words and words[0].casefold() in PEOPLE else ""
    near = f"{text[max(0, quantity.start - 12) : quantity.start]} {text[quantity.end : quantity.end + 18]}"
    return ANYONE if words or any(kind_of(word) for word in _WORD.findall(near)) else ""


def without_outcome(noun: str) -> str:
    """The words of a noun up to its first preposition that tell no outcome; "" where they say no more than "people"."""
    words = [word for word in _WORD.findall(_PHRASE_END.split(noun)[0]) if not kind_of(word)]
    return " ".join(words) if words and (len(words) > 1 or words[0].casefold() not in _OTHERS) else ""


def head(noun: str) -> str:
    """The stem of a noun's last word, "" where it has none."""
    stems = analyze(noun.rpartition(" ")[2])
    return stems[-1] if stems else ""

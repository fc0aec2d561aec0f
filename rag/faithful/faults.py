"""What can be wrong with a written sentence that cites evidence."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a sentence does not hold against what it cites, the plainest first."""

    UNCITED = "it cites nothing"
    QUOTATION = "a quotation is not in the cited text"
    NUMBER = "a number is not in the cited text, or is of something else there"
    UNIT = "a number has another unit in the cited text"
    DATE = "a time is not in the cited text"
    NAME = "a name is not in the cited text"
    SPEAKER = "somebody else says it in the cited text"
    NEGATION = "the cited text says the opposite"
    UNSUPPORTED = "the cited text does not carry it"

"""Words and marks of a sentence, with their places in the article."""

import re
from dataclasses import dataclass

from rag.speech import words

_TOKEN = re.compile(
    r"\([^()\n]{1,40}\)|(?:[A-Z]\.){2,}|\b(?:Mrs?|Ms|Dr|Lt|Gen|Col|Maj|Prof|Capt|Brig|Sgt|Adm|Sen|Rep|Gov|St)\.(?=\s)"
    r"|[\w$₹€£%]+(?:[.,’'&/\-–]\w+)*(?:(?<=s)[’'](?=\s\w))?|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a short bracket: `text[start:end]` of the article."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word casefolded, with a straight apostrophe."""
        return self.text.casefold().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum() or self.text[0] in "$₹€£_"

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def is_number(self) -> bool:
        """Whether it has a figure in it."""
        return any(c.isdigit() for c in self.text)

    @property
    def is_time(self) -> bool:
        """Whether it names a day, a month or a part of one."""
        return self.key in words.TIMES or self.text in {"May", "March"}

    @property
    def is_possessive(self) -> bool:
        """Whether it ends as an owner's name does."""
        return self.key.endswith(("'s", "s'"))


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`, with offsets into the whole."""
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]

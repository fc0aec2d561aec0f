"""The generator that has a language model write: it is told what was found, and held to its sources."""

import re
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from rag.answer import Answer
from rag.clock import Clock
from rag.compose import ExtractiveGenerator, Writing, floor
from rag.events import Heed, Line
from rag.faithful.support import Support
from rag.follow import standing_alone
from rag.llm.listen import BrokeOff, listen, window
from rag.llm.mend import Mender, Place, place
from rag.llm.model import named
from rag.llm.page import Page
from rag.llm.prompt import Prompt, prompt
from rag.llm.restate import restated
from rag.llm.written import Sentences, Written
from rag.matter import DraftSentence, Matter

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_AGAIN = 3
"""How often a model can write a sentence before it is said to repeat itself."""

_MANY = 4
"""Sentences that are heard for one that is asked for, before the model is stopped."""

_REFUSAL = re.compile(
    r"^\W*(?:no answer\b|(?:i['’]?m |i am )?(?:very |so )?sorry\b|i (?:can ?not|can['’]t|am (?:not able|unable)"
    r"|won['’]t|do not|don['’]t) (?:\w+ ){0,2}?(?:help|answer|assist|provide|comply|fulfil\w*|discuss|know"
    r"|determine|find|do)\b"
    r"|as an? (?:ai|(?:large )?language model)\b)",
    re.IGNORECASE,
)

_OVER = re.compile(r"\W*(?:end of quotations\b|(?:question|user|system|assistant) ?:)", re.IGNORECASE)
"""What a small model writes when it has answered: what could be said to it next."""

_QUOTED = "The answer is quoted from the articles instead."
_COMPLETED = "Quotations from the articles complete the answer."


@dataclass(frozen=True, slots=True)
class WrittenGenerator:
    """Has a model write from what was found, and shows what its sources hold; where nothing is left, `quoting` answers.

    A model may take `seconds` for a reply, in which what is done with it meanwhile does not count. `lenient` shows what
    does not hold too, marked.
    """

    llm: "LLM"
    quoting: ExtractiveGenerator
    support: Support
    seconds: float = 120.0
    lenient: bool = False

    @property
    def writer(self) -> str:
        """The model's name."""
        return named(self.llm)

    def write(self, matter: Matter, clock: Clock, heed: Heed) -> Writing:
        """Write the answer; each line is told as soon as the model has finished its sentence."""
        if not matter.answered:
            return (yield from self.quoting.write(matter, clock, heed))
        heed()
        with clock("compose"):
            quoted = self.quoting.drafted(matter)
        page = Page()
        ending = yield from self._written(matter, quoted, page, clock, heed)
        if not page.lines:
            checked = yield from self.quoting.write(matter, clock, heed)
            return replace(checked, checks=page.checks, notice=f"The model {ending or _nothing(page)} {_QUOTED}")
        yield from page.tell(matter.differing)
        left_out = not page.cites_any([e for sentence in quoted for e in sentence.evidence])
        ending = ending or ("" if page.holds else _nothing(page))
        completed = page.quote(quoted) if ending or left_out else []
        yield from completed
        notes = [f"The model {ending}"] if ending else []
        return page.result(matter, " ".join([*notes, *([_COMPLETED] if completed else [])]))

    def restate(self, question: str, before: Sequence[Answer], heed: Heed) -> str:
        """By the model, where what it writes is about nothing else than the conversation; else by rule."""
        own = restated(self.llm, question, before, heed, self.seconds) if before else None
        return own or standing_alone(question, before)

    def _written(
        self, matter: Matter, quoted: Sequence[DraftSentence], page: Page, clock: Clock, heed: Heed
    ) -> Generator[Line, None, str]:
        """Write a page, and return what went wrong with the model, "" where nothing did."""
        try:
            with clock("compose"):
                told = prompt(matter, quoted, window(self.llm), self.quoting.limit)
            if told is None:
                return "was not asked, for it can hold none of the sentences that were found."
            mender = Mender(told.evidence, _quotable(matter, quoted), self.support, self.lenient)
            with closing(self._heard(told, clock, heed)) as heard:
                for written in heard:
                    with clock("check"):
                        lines = page.take(mender.mend(written))
                    yield from lines
        except BrokeOff as end:
            return str(end)
        return ""

    def _heard(self, told: Prompt, clock: Clock, heed: Heed) -> Generator[Written, None, None]:
        """The sentences of the model; raises BrokeOff where it is stopped, or fails."""
        sentences, seen = Sentences(), Counter[str]()
        with closing(self._pieces(told, clock, heed)) as pieces:
            for piece in pieces:
                for written in sentences.take(piece) if piece else sentences.pause():
                    yield written
                    _require_sound(written, seen)
                    if _OVER.match(written.text):
                        return
                if seen.total() >= _MANY * self.quoting.limit:
                    return
                if sentences.overlong:
                    raise BrokeOff("wrote on without ending a sentence, and was stopped.")
        for written in sentences.rest():
            yield written
            _require_sound(written, seen)
            if _OVER.match(written.text):
                return

    def _pieces(self, told: Prompt, clock: Clock, heed: Heed) -> Generator[str, None, None]:
        """The words of the model as they come; raises BrokeOff where it fails, or takes too long."""
        waited = 0.0
        with closing(listen(self.llm, told.messages, heed)) as pieces:
            while True:
                since = monotonic()
                with clock("compose"):
                    piece = next(pieces, None)
                waited += monotonic() - since
                if piece is None:
                    return
                yield piece
                if waited > self.seconds:
                    raise BrokeOff(f"took longer than {self.seconds:g} seconds, and was stopped.")


def _require_sound(written: Written, seen: Counter[str]) -> None:
    """Raise BrokeOff where a model refuses with its first sentence, or writes one again and again."""
    key = " ".join(re.findall(r"\w+", written.text.casefold()))
    seen[key] += 1
    if seen.total() == 1 and not written.markers and _REFUSAL.search(written.text):
        raise BrokeOff("refused to answer.")
    if seen[key] == _AGAIN:
        raise BrokeOff("repeated itself, and was stopped.")


def _quotable(matter: Matter, quoted: Sequence[DraftSentence]) -> frozenset[Place]:
    """The places of sentences that are likely enough to answer to stand in for one that does not hold."""
    likely = (e for v in matter.answered for e in v.evidence if e.chance >= floor(v.evidence[0].chance))
    return frozenset(map(place, [*likely, *(e for sentence in quoted for e in sentence.evidence)]))


def _nothing(page: Page) -> str:
    if not page.checks:
        return "wrote nothing."
    return "wrote nothing that the articles hold." if page.cites else "cited nothing."

"""An engine made by hand under the page's handlers and in a browser, for tests of what the page does."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

from saying import FRIDAY, MONDAY, TUESDAY, make_claim, make_disputed, make_group
from serving import Answering

from rag.answer import Answer
from rag.claim import Kind

Result = TypeVar("Result")

HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)}"
LONG = "the spokesman of the harbour office of the free port of Orsk"
DISPUTED = make_disputed(
    [
        make_group(
            make_claim("22", 1, MONDAY, speaker="The police"), make_claim("more than 22", 2, TUESDAY, speaker=LONG)
        ),
        make_group(make_claim("17 to 19", 3, MONDAY, low=17, high=19), kind=Kind.UPDATE, reason="it was counted first"),
        make_group(make_claim("at least 280", 4, FRIDAY, speaker=HOSTILE, via=HOSTILE), kind=Kind.SPEAKER),
    ]
)
"""Four values in articles of their own, one of them hostile."""


class Store:
    """Holds nothing that questions could be made of."""

    def shown(self) -> list[str]:
        return []

    def with_chunks(self, _ids: list[str]) -> dict[str, Any]:
        return {}

    def report(self, _ids: list[str]) -> list[Any]:
        return []


class Disputing(Answering):
    """Gives the disputed answer to every question."""

    store = Store()

    def answer(self, _question: str) -> Answer:
        return DISPUTED


def ran(work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of work in an event loop."""
    return asyncio.run(work)


async def every(events: AsyncIterator[Result]) -> list[Result]:
    """All that comes, in a list."""
    return [event async for event in events]

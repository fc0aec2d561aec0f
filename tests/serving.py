"""An engine made by hand behind the real server on a real socket, for tests of what is served and to whom."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from time import sleep
from typing import Any

from making import make_answer, make_article
from saying import make_disputed

from index.article import Article
from index.choice import ALL, Choice
from rag.answer import Answer, Passage
from rag.chat import Chat
from rag.events import Heed, Stage, Stream
from rag.making import Making
from rag.overview import OutletCount, Overview
from rag.vitals import Vitals
from ui.serve.access import Access
from ui.serve.auth import Passwords, password_line
from ui.serve.limits import Limits
from ui.serve.server import Served, launch
from ui.serve.tokens import Tokens, new_token

WORDS = "The ferry Marit sank off Orsk on Monday."
ARTICLE = make_article(WORDS, id="ferry", outlet="The Gull")
NAME, PASSWORD = "ada", "correct horse 7"
_TOKEN, _LINE = new_token("robot")
TOKEN = _TOKEN
HASH = password_line(NAME, PASSWORD).partition(":")[2]
DIGEST = bytes.fromhex(_LINE.rpartition(":")[2])


class Answering:
    """Repeats each question in its answer; `seconds` a stage, and until `go` is set where it is given."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.asked: list[str] = []
        self.ended = Event()
        self.fault: Callable[[], Exception] | None = None
        self.unreadable: Callable[[], Exception] | None = None
        self.making = Making("0", "a model", "00", "11")

    def stream(self, question: str, **_chosen: Any) -> Stream:
        return Stream(lambda heed: self.flow(question, ALL, heed))

    def chat(self, *, history: Sequence[Answer] = (), **_chosen: Any) -> Chat:
        return Chat(self.flow, ALL, self.restate, history)

    def quoting(self) -> "Answering":
        return self

    def restate(self, question: str, _before: Sequence[Answer], _heed: Heed) -> str:
        return question

    def flow(self, question: str, _choice: Choice, heed: Heed) -> Any:
        self.asked.append(question)
        try:
            for stage in Stage:
                yield stage
                for _ in range(10):
                    heed()
                    sleep(self.seconds / 10)
            if self.fault:
                raise self.fault()
            return self.answer(question), []
        finally:
            self.ended.set()

    def ask(self, question: str, **chosen: Any) -> Answer:
        *_, answer = self.stream(question, **chosen)
        assert isinstance(answer, Answer)
        return answer

    def answer(self, question: str) -> Answer:
        if question.startswith("How many"):
            return make_disputed(question=question)
        return make_answer(f"{question} [1]", question=question)

    def search(self, question: str, limit: int = 10, **_chosen: Any) -> list[Passage]:
        self.asked.append(question)
        if self.fault:
            raise self.fault()
        return [Passage(ARTICLE, 0, len(WORDS), WORDS, 0.5, "c1", (), (ARTICLE,))][:limit]

    def article(self, article_id: str) -> Article | None:
        return ARTICLE if article_id == ARTICLE.id else None

    def overview(self) -> Overview:
        return Overview(1, 1, 1, (OutletCount("The Gull", 1),), None, None)

    def look(self) -> None:
        if self.unreadable:
            raise self.unreadable()

    def vitals(self) -> Vitals:
        self.look()
        return Vitals(1, 1, 2, 1_700_000_000.0)

    def warm_up(self) -> None:
        """Nothing needs to be loaded."""


def guarded(**fields: Any) -> Access:
    """Access by a password and a token."""
    return Access(**({"passwords": Passwords({NAME: HASH}), "tokens": Tokens({"robot": DIGEST})} | fields))


@contextmanager
def serving(
    engine: Any = None, access: Access | None = None, limits: Limits | None = None, **given: Any
) -> Iterator[Served]:
    """A server over a hand-made engine."""
    served = launch(engine or Answering(), access=access or Access(), limits=limits, **given)
    try:
        yield served
    finally:
        served.close()


def raw(url: str, sent: bytes, seconds: float = 5.0) -> bytes:
    """What comes back for bytes sent as they are, until the server ends the connection or says no more."""
    host, port = url.partition("://")[2].split(":")
    with socket.create_connection((host, int(port)), seconds) as connection:
        connection.sendall(sent)
        got = b""
        try:
            while piece := connection.recv(65536):
                got += piece
        except (TimeoutError, ConnectionResetError):
            pass
    return got

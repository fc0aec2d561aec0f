"""Which handler answers which event of the page, and how many at once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.page.handlers import Handlers, Shown
from ui.page.session import Session
from ui.render.source import NO_SOURCE

if TYPE_CHECKING:
    import gradio as gr

EVENTS = ("ask", "stop", "cite", "dismiss", "clear", "export", "rate", "evaluate")
"""What the page's scripts may tell the server of."""

_LOOKING = 16
"""Articles opened at the same time, under an id of their own so that no question holds them up."""

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_LOOK = _QUIET | {"concurrency_limit": _LOOKING, "concurrency_id": "look"}
_RECKON = _QUIET | {"concurrency_limit": 1, "concurrency_id": "reckon"}
_ASK = _QUIET | {"concurrency_limit": None, "trigger_mode": "multiple"}
"""Else Gradio drops what is asked between an answer's last word and the end of its handler."""
_BEGIN = _QUIET | {"concurrency_limit": 4, "concurrency_id": "begin"}
_TAKE = _QUIET | {"concurrency_limit": 1, "concurrency_id": "take", "show_progress": "minimal"}
"""Files are read for one session at a time, since that takes all cores; that it goes on is shown."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the page that events come from or change."""

    session: "gr.State"
    wire: "gr.HTML"
    before: "gr.HTML"
    history: "gr.HTML"
    newest: "gr.HTML"
    composer: "gr.HTML"
    files: "gr.File"
    taken: "gr.HTML"
    examples: "gr.HTML"
    panel: "gr.HTML"
    letter: "gr.HTML"
    evaluation: "gr.HTML"


def connect(handlers: Handlers, page: "gr.Blocks", parts: Parts) -> None:
    """Let the handlers answer the events of a page that is being built; the gate bounds how many questions."""
    wire, session, told = parts.wire, parts.session, [parts.history, parts.newest, parts.panel]
    wire.ask(_asked(handlers), session, told, **_ASK)
    wire.stop(handlers.stop, session, None, queue=False, **_QUIET)
    wire.clear(_heard(handlers.clear), session, told, queue=False, **_QUIET)
    wire.cite(_heard(handlers.cite), session, parts.panel, trigger_mode="multiple", **_LOOK)
    wire.dismiss(lambda: NO_SOURCE, None, parts.panel, queue=False, **_QUIET)
    wire.export(_heard(handlers.export), session, parts.letter, **_LOOK)
    wire.rate(_heard(handlers.rate), session, parts.letter, **_LOOK)
    wire.evaluate(handlers.evaluate, None, parts.evaluation, **_RECKON)
    uploaded = [parts.files, parts.taken, parts.composer]
    parts.files.upload(_uploaded(handlers), [parts.files, session], uploaded, **_TAKE)
    page.load(handlers.before, session, [parts.before, parts.composer], **_LOOK)
    page.load(handlers.examples, None, parts.examples, **_BEGIN)


def _asked(handlers: Handlers) -> Callable[..., AsyncIterator[Any]]:
    import gradio as gr

    async def ask(event: gr.EventData, session: Session) -> AsyncIterator[Any]:
        async for shown in handlers.ask(session, event._data):
            yield _outputs(shown)

    return ask


def _heard(handler: Callable[[Session, Any], Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """A handler as Gradio calls it: what is None stays as it is."""
    import gradio as gr

    async def heard(event: gr.EventData, session: Session) -> Any:
        return _outputs(await handler(session, event._data))

    return heard


def _uploaded(handlers: Handlers) -> Callable[..., Any]:
    def upload(given: list[str] | None, session: Session) -> Any:
        told = handlers.upload(session, given or [])
        return None, told, handlers.before(session)[1]

    return upload


def _outputs(given: Any) -> Any:
    import gradio as gr

    if isinstance(given, Shown):
        return tuple(gr.skip() if part is None else part for part in given)
    return gr.skip() if given is None else given

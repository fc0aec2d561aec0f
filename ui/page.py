"""The page in which to ask: a conversation, and beside it the article that a chosen citation stands in."""

import logging
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from index.errors import CopydeskError
from rag.answer import Answer
from ui import html
from ui.html import Turn
from ui.marker import Kind, Place

if TYPE_CHECKING:
    import gradio as gr
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.engine import Engine

_ASSETS = Path(__file__).parent / "assets"

_KEPT_TURNS = 30
"""Turns that a session keeps; its state holds their articles."""

_ASKING = 2
"""Questions answered at the same time; the models use all cores for each."""

_LOOKING = 16
"""Articles opened at the same time, under an id of their own so that no question holds them up."""

_WAITING = 64
"""Events that may wait before newcomers are turned away."""

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; form-action 'self'"
)
"""Gradio needs inline scripts and evaluates its templates; nothing at all may come from or go to another host."""

_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)

log = logging.getLogger(__name__)


class AddressUnusable(CopydeskError):
    """The page cannot be served at the address asked for."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Port {port} on {host} cannot be used: {reason}.", "Choose another one with `--port`.")
        self.host = host
        self.port = port


class Unexpected(CopydeskError):
    """A defect, as the reader is told of it; the log has the rest."""


def build(engine: "Engine") -> "gr.Blocks":
    """The page over an engine; sessions share nothing but the engine."""
    import gradio as gr

    script = (_ASSETS / "page.js").read_text(encoding="utf-8")
    with gr.Blocks(title="Copydesk", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State(())
        gr.HTML(html.HEADER, apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="story", min_width=0):
                conversation = gr.HTML(
                    html.conversation(()), elem_id="conversation", js_on_load=script, apply_default_css=False
                )
                with gr.Row(elem_id="composer"):
                    question = gr.Textbox(
                        label="Question", placeholder="Ask a question", show_label=False,
                        container=False, lines=1, max_lines=4, autofocus=True, min_width=0,
                    )  # fmt: skip
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", min_width=0)
                    clear = gr.Button("Clear", elem_id="clear", min_width=0)
            with gr.Column(elem_id="margin", min_width=0):
                panel = gr.HTML(html.NO_SOURCE, elem_id="panel", js_on_load=script, apply_default_css=False)

        def put(text: str, asked: tuple[Turn, ...]) -> Iterator[tuple[Any, ...]]:
            earlier = asked[1 - _KEPT_TURNS :]
            yield gr.skip(), html.conversation((*earlier, Turn(text))), html.NO_SOURCE, ""
            turn = Turn(text, answer(engine, text))
            again = gr.skip() if was_read(turn.outcome) else text
            yield (*earlier, turn), html.conversation((*earlier, turn)), gr.skip(), again

        def cite(event: gr.EventData, asked: tuple[Turn, ...]) -> Any:
            return source(asked, event._data) or gr.skip()

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asking = gr.on(
            [question.submit, ask.click], put, [question, turns], [turns, conversation, panel, question],
            concurrency_limit=_ASKING, concurrency_id="ask", trigger_mode="once", **quiet,
        )  # fmt: skip
        for component in (conversation, panel):
            component.cite(
                cite, turns, panel,
                concurrency_limit=_LOOKING, concurrency_id="look", trigger_mode="always_last", **quiet,
            )  # fmt: skip
        panel.dismiss(lambda: html.NO_SOURCE, None, panel, queue=False, **quiet)
        blank = ((), html.conversation(()), html.NO_SOURCE)
        clear.click(lambda: blank, None, [turns, conversation, panel], queue=False, cancels=[asking], **quiet)
    queued: gr.Blocks = page.queue(max_size=_WAITING, api_open=False)
    return queued


def launch(engine: "Engine", host: str, port: int) -> "gr.Blocks":
    """Serve the page in the background until its `close`; raises AddressUnusable."""
    import gradio as gr
    from starlette.middleware import Middleware

    _require_free(host, port)
    page = build(engine)
    page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        run_history=False,
        footer_links=[],
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        head=f"<style>{(_ASSETS / 'page.css').read_text(encoding='utf-8')}</style>",  # `css` would be rewritten
        favicon_path=_ASSETS / "favicon.svg",
        app_kwargs={"middleware": [Middleware(_OwnHostOnly)]},
    )
    return page


def serve(engine: "Engine", host: str, port: int) -> None:
    """Serve the page until interrupted; raises AddressUnusable."""
    engine.warm_up()
    page = launch(engine, host, port)
    sys.stdout.write(f"Copydesk is at {page.local_url} (Ctrl+C ends it).\n")
    sys.stdout.flush()
    try:
        Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)


def was_read(outcome: Answer | CopydeskError | None) -> bool:
    """Whether a question could be read: if not, it stays in its field, to be mended."""
    return isinstance(outcome, Answer) and bool(outcome.citations or outcome.nearest)


def answer(engine: "Engine", question: str) -> Answer | CopydeskError:
    """Ask the engine; whatever goes wrong comes back in words."""
    try:
        return engine.ask(question)
    except CopydeskError as error:
        return error
    except Exception:
        log.exception("A question could not be answered")
        return Unexpected("Something went wrong while answering.", "Ask again; the log of Copydesk says more.")


def source(turns: Sequence[Turn], wanted: Any) -> Markup | None:
    """The source panel for a place as a browser names it; None where the conversation has no such place."""
    try:
        place = Place(int(wanted["turn"]), Kind(wanted["kind"]), int(wanted["number"]))
        outcome = turns[place.turn].outcome if place.turn >= 0 else None
        return html.source(outcome, place) if isinstance(outcome, Answer) else None
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        return None


def _require_free(host: str, port: int) -> None:
    """Gradio itself looks only at the loopback address."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressUnusable(host, port, error.strerror or str(error)) from error


class _OwnHostOnly:
    """Tells the browser to load from, and send to, no other host."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        async def with_policy(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self._app(scope, receive, with_policy)

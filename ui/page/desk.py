"""Builds the page: which components it has, and which handler answers which event."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from ui.feedback import Feedback
from ui.page.asking import OPEN, Slots
from ui.page.handlers import Handlers, Shown
from ui.page.session import Session
from ui.render.masthead import MASTHEAD
from ui.render.source import NO_SOURCE

if TYPE_CHECKING:
    import gradio as gr

    from rag.engine import Engine

_LOOKING = 16
"""Articles opened at the same time, under an id of their own so that no question holds them up."""

_WAITING = 256
"""Events that may wait before newcomers are turned away; how many questions may, the gate says."""

_EVENTS = "ask stop cite dismiss clear export rate"
_WIRE = "copydesk.start([{}], trigger);".format(", ".join(f'"{name}"' for name in _EVENTS.split()))
"""All events come from one component: `ui/assets/desk.js` names them."""


def build(engine: "Engine", gate: Slots | None = None, feedback: Feedback | None = None) -> "gr.Blocks":
    """The page over an engine; sessions share nothing but the engine and the gate that bounds its questions.

    What readers think of answers is kept in `feedback`; without it they are not asked.
    """
    import gradio as gr

    handlers = Handlers(engine, gate or OPEN, feedback)
    first = Session()
    intro, form = handlers.before(first)
    with gr.Blocks(title="Copydesk", analytics_enabled=False, fill_width=True) as page:
        session = gr.State(first, delete_callback=Session.close)
        wire = _html(MASTHEAD, "masthead", _WIRE)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="story", min_width=0):
                before = _html(intro, "before")
                with gr.Column(elem_id="talk", min_width=0):
                    history = _html("", "history")
                    newest = _html("", "newest", _changed("newest"))
                composer = _html(form, "composer", _changed("composer"))
                examples = _html("", "examples")
            with gr.Column(elem_id="margin", min_width=0):
                panel = _html(NO_SOURCE, "panel", _changed("panel"))
        letter = gr.HTML(None, elem_id="letter", html_template="", js_on_load=_changed("letter", "props.value"))

        async def ask(event: gr.EventData, session: Session) -> AsyncIterator[Any]:
            async for shown in handlers.ask(session, event._data):
                yield _outputs(shown)

        async def clear(session: Session) -> Any:
            return _outputs(await handlers.clear(session))

        async def cite(event: gr.EventData, session: Session) -> Any:
            return await handlers.cite(session, event._data) or gr.skip()

        async def export(event: gr.EventData, session: Session) -> Any:
            return await handlers.export(session, event._data) or gr.skip()

        async def rate(event: gr.EventData, session: Session) -> Any:
            return await handlers.rate(session, event._data) or gr.skip()

        def load(session: Session) -> Iterator[Any]:
            yield *handlers.before(session), gr.skip()
            yield gr.skip(), gr.skip(), handlers.examples()

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        look: dict[str, Any] = {"concurrency_limit": _LOOKING, "concurrency_id": "look", **quiet}
        told = [history, newest, panel]
        wire.ask(ask, session, told, concurrency_limit=None, **quiet)
        wire.stop(handlers.stop, session, None, queue=False, **quiet)
        wire.clear(clear, session, told, queue=False, **quiet)
        wire.cite(cite, session, panel, trigger_mode="always_last", **look)
        wire.dismiss(lambda: NO_SOURCE, None, panel, queue=False, **quiet)
        wire.export(export, session, letter, **look)
        wire.rate(rate, session, letter, **look)
        page.load(load, session, [before, composer, examples], **look)
    queued: gr.Blocks = page.queue(max_size=_WAITING, api_open=False)
    return queued


def _html(value: str, name: str, script: str | None = None) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)


def _changed(name: str, what: str = "element") -> str:
    return f'watch("value", () => copydesk.changed.{name}({what}));'


def _outputs(shown: Shown) -> tuple[Any, ...]:
    import gradio as gr

    return tuple(gr.skip() if part is None else part for part in shown)

"""Builds the page: which components it has."""

from typing import TYPE_CHECKING

from ui.page.asking import OPEN, Slots
from ui.page.events import EVENTS, Parts, connect
from ui.page.handlers import Handlers
from ui.page.keeping import Keeping
from ui.page.session import Session
from ui.render.masthead import RECKONING, masthead
from ui.render.source import NO_SOURCE
from ui.render.uploads import ABOUT
from ui.serve.watch import Watch

if TYPE_CHECKING:
    import gradio as gr

    from rag.engine import Engine

_WAITING = 256
"""Events that may wait before newcomers are turned away; how many questions may, the gate says."""

_WIRE = "copydesk.start([{}], trigger);".format(", ".join(f'"{name}"' for name in EVENTS))
"""All events come from one component, which Gradio has to find them named in."""


def build(
    engine: "Engine", gate: Slots | None = None, keeping: Keeping | None = None, watch: Watch | None = None
) -> "gr.Blocks":
    """The page over an engine; sessions share nothing but the engine and the gate that bounds its questions.

    `keeping` says where it keeps what readers think of answers, and where runs of the evaluation are; `watch` is told
    of its questions.
    """
    import gradio as gr

    keeping = keeping or Keeping()
    handlers = Handlers(engine, gate or OPEN, keeping, watch)
    first = Session()
    intro, form = handlers.before(first)
    with gr.Blocks(title="Copydesk", analytics_enabled=False, fill_width=True) as page:
        session = gr.State(first, delete_callback=Session.close)
        wire = _html(masthead(login=keeping.login), "masthead", _WIRE)
        with gr.Row(elem_id="desk", elem_classes=[] if keeping.feedback else ["forgetful"]):
            with gr.Column(elem_id="story", min_width=0):
                before = _html(intro, "before")
                with gr.Column(elem_id="talk", min_width=0):
                    history = _html("", "history")
                    newest = _html("", "newest", _changed("newest"))
                composer = _html(form, "composer", _changed("composer"))
                with gr.Column(elem_id="uploads", min_width=0):
                    _html(ABOUT, "about")
                    files = gr.File(label="Files of articles", file_count="multiple", show_label=False, elem_id="files")
                    taken = _html("", "taken")
                examples = _html("", "examples")
            with gr.Column(elem_id="margin", min_width=0):
                panel = _html(NO_SOURCE, "panel", _changed("panel"))
        with gr.Column(elem_id="evaluation", min_width=0):
            evaluation = _html(RECKONING, "runs")
        letter = gr.HTML(None, elem_id="letter", html_template="", js_on_load=_changed("letter", "props.value"))
        connect(handlers, page, Parts(
            session, wire, before, history, newest, composer, files, taken, examples, panel, letter, evaluation
        ))  # fmt: skip
    queued: gr.Blocks = page.queue(max_size=_WAITING, api_open=False)
    return queued


def _html(value: str, name: str, script: str | None = None) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)


def _changed(name: str, what: str = "element") -> str:
    return f'watch("value", () => copydesk.changed.{name}({what}));'

"""The page in which to ask: a conversation, and beside it the article that a chosen citation stands in."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from index.errors import CopydeskError
from rag.answer import Answer
from ui import html
from ui.html import Turn
from ui.marker import Kind, Place
from ui.serve.gate import Gate

if TYPE_CHECKING:
    import gradio as gr

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

log = logging.getLogger(__name__)


class Unexpected(CopydeskError):
    """A defect, as the reader is told of it; the log has the rest."""


def build(engine: "Engine", gate: Gate | None = None) -> "gr.Blocks":
    """The page over an engine, asked through `gate`; sessions share nothing else."""
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
            turn = Turn(text, answer(engine, text, gate))
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


def was_read(outcome: Answer | CopydeskError | None) -> bool:
    """Whether a question could be read: if not, it stays in its field, to be mended."""
    return isinstance(outcome, Answer) and bool(outcome.citations or outcome.nearest)


def answer(engine: "Engine", question: str, gate: Gate | None = None) -> Answer | CopydeskError:
    """Ask the engine; whatever goes wrong comes back in words."""
    try:
        with gate.slot() if gate else nullcontext():
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

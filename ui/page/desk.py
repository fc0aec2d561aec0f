"""Builds the page: a conversation, and beside it the article that a chosen citation stands in."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.page.handlers import answer, source, was_read
from ui.render import conversation as html
from ui.render.conversation import Turn
from ui.render.source import NO_SOURCE

if TYPE_CHECKING:
    import gradio as gr

    from rag.engine import Engine

ASSETS = Path(__file__).parent.parent / "assets"
"""Style sheet, scripts and icon."""

_KEPT_TURNS = 30
"""Turns that a session keeps; its state holds their articles."""

_ASKING = 2
"""Questions answered at the same time; the models use all cores for each."""

_LOOKING = 16
"""Articles opened at the same time, under an id of their own so that no question holds them up."""

_WAITING = 64
"""Events that may wait before newcomers are turned away."""


def build(engine: "Engine") -> "gr.Blocks":
    """The page over an engine; sessions share nothing but the engine."""
    import gradio as gr

    script = (ASSETS / "page.js").read_text(encoding="utf-8")
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
                panel = gr.HTML(NO_SOURCE, elem_id="panel", js_on_load=script, apply_default_css=False)

        def put(text: str, asked: tuple[Turn, ...]) -> Iterator[tuple[Any, ...]]:
            earlier = asked[1 - _KEPT_TURNS :]
            yield gr.skip(), html.conversation((*earlier, Turn(text))), NO_SOURCE, ""
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
        panel.dismiss(lambda: NO_SOURCE, None, panel, queue=False, **quiet)
        blank = ((), html.conversation(()), NO_SOURCE)
        clear.click(lambda: blank, None, [turns, conversation, panel], queue=False, cancels=[asking], **quiet)
    queued: gr.Blocks = page.queue(max_size=_WAITING, api_open=False)
    return queued

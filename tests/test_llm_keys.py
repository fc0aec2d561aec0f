import traceback

import pytest
from llama_index.core.llms import ChatMessage
from llm_asked import KEY
from llm_socket import Act

from rag import LlmUnusable
from rag.llm.model import open_llm

pytestmark = pytest.mark.usefixtures("bare_llm_environment")

ASKED = [ChatMessage(role="user", content="What sank?")]
SILENT = Act(pause=30)


def told(error):
    """All that a traceback, a log or a look at the error could show."""
    chain = []
    while error:
        chain += [str(error), repr(error), *map(str, vars(error).values())]
        error = error.__cause__ or error.__context__
    return "\n".join(chain)


FAILURES = {
    **{str(status): Act(status=status, said=f"the key {KEY} is odd") for status in (400, 401, 403, 404, 422)},
    "429": Act(status=429, said=f"not so often, {KEY}", headers={"Retry-After": "0"}),
    "500": Act(status=500, said=f"Bearer {KEY}", headers={"Retry-After": "0"}),
    "a part of it": Act(status=400, said=f"the key {KEY[:10]}... is odd"),
    "garbled": Act(body=f"<html>{KEY}</html>"),
    "garbled JSON": Act(body=f'{{"choices": "{KEY}", "message": "{KEY}", "content": "{KEY}"}}'),
    "cut": Act(cut=2),
    "cut at once": Act(cut=0),
    "told in the middle": Act(cut=2, fault=f"the key {KEY} is odd"),
    "silent": SILENT,
}


@pytest.mark.parametrize("act", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("ask", ["chat", "stream_chat"])
def test_no_failure_tells_the_key(llm_spec, llm_server, act, ask, caplog):
    caplog.set_level("DEBUG")
    llm = open_llm(llm_spec, timeout=0.5 if act is SILENT else 20)
    llm.backoff = 0.02
    llm_server.acts = [act]
    try:
        [*getattr(llm, ask)(ASKED)]
    except LlmUnusable as error:
        shown = told(error) + "".join(traceback.format_exception(error))
    else:
        assert act.cut, "a failure was to be told"
        return
    assert KEY in str(llm_server.asked[0].headers)
    for secret in (KEY, KEY[:10], KEY[-8:]):
        assert secret not in shown
        assert secret not in caplog.text


def test_no_look_at_the_model_tells_the_key(llm, caplog):
    caplog.set_level("DEBUG")
    llm.chat(ASKED)
    shown = [repr(llm), str(llm), str(llm.to_dict()), str(llm.to_payload()), str(llm.metadata), caplog.text]
    assert KEY not in "".join(shown)
    assert KEY not in repr(llm._inner)
    assert KEY not in str(llm._inner.to_dict())


def test_what_llamaindex_tells_its_listeners_has_no_key(llm):
    from llama_index.core.instrumentation import get_dispatcher
    from llama_index.core.instrumentation.event_handlers import BaseEventHandler

    heard = []

    class Listener(BaseEventHandler):
        def handle(self, event, **_):
            heard.append(f"{event!r} {event.model_dump()}")

    root, listener = get_dispatcher(), Listener()
    root.add_event_handler(listener)
    try:
        [*llm.stream_chat(ASKED)]
    finally:
        root.event_handlers.remove(listener)
    assert heard
    assert KEY not in "".join(heard)

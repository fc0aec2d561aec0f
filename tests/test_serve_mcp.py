import asyncio
import json

import httpx2
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from serving import ARTICLE, TOKEN, WORDS, Answering, guarded, serving

from ui.serve import schema
from ui.serve.limits import Limits
from ui.serve.told import told

BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def engine():
    return Answering()


@pytest.fixture(scope="module")
def url(engine):
    with serving(engine, guarded(), Limits(questions=0)) as served:
        yield served.url


def talk(url, talking, headers=BEARER):
    """What comes of talking to the server as the official client."""

    async def run():
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            streamable_http_client(f"{url}/mcp", http_client=http) as streams,
            ClientSession(streams[0], streams[1]) as session,
        ):
            await session.initialize()
            return await talking(session)

    return asyncio.run(run())


def call(url, tool, **arguments):
    return talk(url, lambda session: session.call_tool(tool, arguments))


def test_the_tools_are_told_with_what_they_take_and_give(url):
    tools = {tool.name: tool for tool in talk(url, lambda session: session.list_tools()).tools}
    assert set(tools) == {"ask", "search", "read_article"}
    assert tools["ask"].input_schema["required"] == ["question"]
    assert set(tools["ask"].output_schema["properties"]) == set(schema.AnswerTold.model_fields)
    assert all(tool.annotations.read_only_hint for tool in tools.values())


@pytest.mark.parametrize("question", ["Who sank?", "How many were killed?"])
def test_an_answer_comes_back_as_it_comes_from_python_but_for_folders(url, engine, question):
    got = call(url, "ask", question=question)
    expected = told(json.loads(json.dumps(engine.answer(question).to_dict())))
    assert not got.is_error
    assert got.structured_content == expected
    assert json.loads(got.content[0].text) == expected


def test_passages_and_an_article_come_back(url):
    found = call(url, "search", question="ferry", limit=1).structured_content
    assert found["passages"][0]["text"] == WORDS
    assert call(url, "read_article", article_id=ARTICLE.id).structured_content["text"] == WORDS


@pytest.mark.parametrize(
    ("tool", "arguments", "fault"),
    [
        ("ask", {}, "question does not fit"),
        ("ask", {"question": "???"}, "no words"),
        ("ask", {"question": "Who?", "until": "soon"}, "is no date"),
        ("ask", {"question": "Who?", "path": "/etc/passwd"}, "path does not fit"),
        ("search", {"question": "Who?", "limit": 1000}, "limit does not fit"),
        ("read_article", {"article_id": "/etc/passwd"}, "no article with this id"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(url, tool, arguments, fault):
    got = call(url, tool, **arguments)
    assert got.is_error
    assert fault in schema.Problem.model_validate_json(got.content[0].text).fault


def test_a_tool_that_there_is_not_is_told(url):
    got = call(url, "delete_article", article_id="ferry")
    assert got.is_error
    assert "no such tool" in got.content[0].text


def test_a_defect_is_told_as_one_and_no_more(caplog):
    engine = Answering()
    engine.fault = lambda: ValueError(WORDS)
    with serving(engine) as served:
        got = talk(served.url, lambda session: session.call_tool("ask", {"question": "Who?"}), {})
    assert got.is_error
    assert WORDS not in got.content[0].text + caplog.text
    assert "ValueError" in caplog.text


def test_who_finds_no_place_to_wait_is_told_when_to_come_again():
    with serving(Answering(0.3), limits=Limits(at_once=1, waiting=0, questions=0)) as served:

        async def both(session):
            return await asyncio.gather(*(session.call_tool("ask", {"question": f"Who is {n}?"}) for n in range(3)))

        got = talk(served.url, both, {})
    told = [json.loads(one.content[0].text) for one in got if one.is_error]
    assert [one.structured_content["question"] for one in got if not one.is_error]
    assert told
    assert all("Ask again in" in one["mend"] for one in told)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}])
def test_a_stranger_is_not_talked_to(url, engine, headers):
    asked = len(engine.asked)
    with pytest.raises((MCPError, ExceptionGroup)):
        talk(url, lambda session: session.call_tool("ask", {"question": "Who?"}), headers)
    assert len(engine.asked) == asked
    assert httpx2.post(f"{url}/mcp", json={}, headers=headers).status_code == 401


def test_a_body_that_is_no_message_is_refused(url):
    sent = {"headers": BEARER | {"accept": "application/json, text/event-stream", "content-type": "application/json"}}
    for content in (b"", b"{", b"[]", b"null", b'{"jsonrpc": "2.0"}', b"[" * 10_000):
        assert 400 <= httpx2.post(f"{url}/mcp", content=content, **sent).status_code < 500

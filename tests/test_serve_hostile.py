"""Hostile text by every way in comes out of the server as data: none of it is HTML, a header or a line of the log."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hostile import PAYLOADS, active, repainting
from laying import LAID, lay
from serving import NAME, PASSWORD, Answering, guarded, raw, serving
from test_serve_api import events
from test_serve_mcp import talk

from rag.question import printable
from ui.serve.faults import Discreet
from ui.serve.limits import Limits
from ui.serve.told import told

WIDE = Limits(questions=0, requests=0, logins=0)
STREAM = {"accept": "text/event-stream"}
QUESTION = "What did the robot of Quillport paint on the pier?"
KNOWN_HEADERS = {
    "cache-control", "connection", "content-length", "content-security-policy", "content-type",
    "cross-origin-opener-policy", "cross-origin-resource-policy", "date", "location", "permissions-policy",
    "referrer-policy", "set-cookie", "transfer-encoding", "vary", "x-accel-buffering", "x-content-type-options",
    "x-frame-options", "allow", "retry-after", "www-authenticate", "content-disposition", "last-modified", "etag",
    "accept-ranges", "x-request-id",
}  # fmt: skip
each = pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    import index
    import rag

    folder = tmp_path_factory.mktemp("hostile")
    lay(folder / "articles")
    assert not index.sync([folder / "articles"], folder / "index", embed=False).failed
    return rag.open(folder / "index")


@pytest.fixture(scope="module")
def real(engine):
    with serving(engine, limits=WIDE) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def made():
    with serving(Answering(), limits=WIDE) as served, httpx.Client(base_url=served.url, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def login():
    with serving(Answering(), guarded(), WIDE) as served, httpx.Client(base_url=served.url, timeout=20) as client:
        yield client


@pytest.fixture(autouse=True)
def logged(caplog):
    """What the log would hold is lines of its own making."""
    yield
    shown = Discreet("%(levelname)s %(name)s: %(message)s")
    lines = [line for record in caplog.records for line in shown.format(record).split("\n")]
    assert [line for line in lines if repainting(line)] == []
    assert not any("alert(1)" in line or "evil.example" in line for line in lines)


def inert(got, kind="application/json"):
    """The response is of that kind, for a browser too, has no header that is not ours, and nothing for a terminal."""
    assert got.headers["content-type"].partition(";")[0] == kind
    assert got.headers["x-content-type-options"] == "nosniff"
    assert set(got.headers) <= KNOWN_HEADERS
    assert "default-src" in got.headers["content-security-policy"]
    assert repainting(got.text.replace("\r\n", "\n")) == []
    assert "<" not in got.text
    return got


def seen(text):
    """What is left of a text without white space and what cannot be seen."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def timeless(answer):
    return {name: value for name, value in answer.items() if name != "timings"}


def test_the_payloads_are_in_the_index_but_for_controls_and_line_ends(engine):
    held = {Path(article.path).name: article for article in engine.store.all_articles()}
    assert set(held) == {laid.name for laid in LAID}
    assert sum("alert(1)" in name for name in held) > 10
    for laid in LAID:
        article = held[laid.name]
        assert seen(laid.sentence) in seen(article.text)
        for name in ("title", "outlet", "author", "url"):
            assert seen(getattr(article, name)) == seen(laid.record()[name])


def test_every_hostile_article_comes_back_by_the_api_as_it_is(real, engine):
    got = inert(real.post("/api/search", json={"question": QUESTION, "limit": 100})).json()
    assert got["passages"] == [told(passage.to_dict()) for passage in engine.search(QUESTION, 100)]
    assert {passage["article"]["path"] for passage in got["passages"]} == {laid.name for laid in LAID}
    for passage in got["passages"]:
        article = inert(real.get(f"/api/articles/{passage['article']['id']}")).json()
        assert article["text"][passage["start"] : passage["end"]] == passage["text"]
        assert article["text"] == engine.article(article["id"]).text


def test_an_answer_of_hostile_articles_comes_back_by_every_way_as_it_is(real, engine):
    expected = timeless(told(engine.ask(QUESTION).to_dict()))
    assert not expected["abstained"]
    assert timeless(inert(real.post("/api/ask", json={"question": QUESTION})).json()) == expected
    streamed = inert(real.post("/api/ask", json={"question": QUESTION}, headers=STREAM), "text/event-stream")
    kinds = events(streamed.text)
    assert timeless(kinds[-1][1]) == expected
    assert "\n".join(data["text"] for kind, data in kinds if kind == "line") == expected["text"]


def test_hostile_articles_come_back_by_mcp_as_they_are(real, engine):
    expected = timeless(told(engine.ask(QUESTION).to_dict()))
    passages = [told(passage.to_dict()) for passage in engine.search(QUESTION, 100)]

    async def all_of_them(session):
        answer = await session.call_tool("ask", {"question": QUESTION})
        found = await session.call_tool("search", {"question": QUESTION, "limit": 100})
        ids = [passage["article"]["id"] for passage in passages]
        return answer, found, [await session.call_tool("read_article", {"article_id": id_}) for id_ in ids]

    answer, found, articles = talk(str(real.base_url).rstrip("/"), all_of_them, {})
    assert timeless(answer.structured_content) == expected
    assert found.structured_content["passages"] == passages
    for article in articles:
        assert article.structured_content["text"] == engine.article(article.structured_content["id"]).text
    for one in (answer, found, *articles):
        assert repainting(one.content[0].text) == []
        assert "<" not in one.content[0].text
        assert json.loads(one.content[0].text) == one.structured_content


def test_what_the_index_holds_is_told_as_data(real):
    outlets = {outlet["name"] for outlet in inert(real.get("/api/status")).json()["outlets"]}
    assert len(outlets) == len(LAID)


@each
def test_a_hostile_question_is_repeated_as_data(made, text):
    question = f"Who said {text}?"
    got = inert(made.post("/api/ask", json={"question": question}))
    streamed = inert(made.post("/api/ask", json={"question": question}, headers=STREAM), "text/event-stream")
    last = events(streamed.text)[-1][1]
    assert got.json() == last
    assert "".join(got.json()["question"].split()) == "".join(printable(question).split())


@each
def test_what_is_wrong_with_a_hostile_request_is_told_as_data(made, text):
    for body in (
        {"question": "Who?", "since": text}, {"question": "Who?", "until": text}, {"question": "Who?", "as_of": text},
        {"question": "Who?", text: text}, {"question": [text]}, {"question": "Who?", "outlets": text},
        {"question": "Who?", "limit": text}, {"question": "Who?", "limit": 1, "outlets": [text]},
    ):  # fmt: skip
        got = inert(made.post("/api/search", json=body))
        assert got.status_code == (200 if body.get("outlets") == [text] else 422)
    assert inert(made.post("/api/ask", content=text.encode())).status_code == 422
    assert inert(made.post("/api/ask", json={"question": "Who?", "since": text}, headers=STREAM)).status_code == 422


@each
@pytest.mark.parametrize(
    "path", ["/{}", "/api/{}", "/api/articles/{}", "/assets/{}", "/static/{}", "/gradio_api/file={}"]
)
def test_a_hostile_path_is_not_repeated_as_html(made, text, path):
    got = made.get(path.format(quote(text, safe="")))
    assert got.status_code in {404, 422}
    inert(got)


@each
def test_a_hostile_query_does_nothing_to_the_page(made, text):
    bare, got = made.get("/"), made.get("/", params={"q": text, "outlet": text, text: text})
    assert got.status_code == 200
    assert elements(got.text) == elements(bare.text)
    assert set(got.headers) <= KNOWN_HEADERS


@each
def test_a_hostile_way_back_leads_from_the_login_to_nowhere_else(login, text):
    bare = login.get("/login").text
    for safe in ("", "/:?@&=#'\"<>()[]{}!*;,|\\^`$"):
        query = f"next={quote(text, safe=safe)}".encode()
        head, page = asked(login, b"/login?" + query)
        assert head.startswith("HTTP/1.1 200")
        assert elements(page) == elements(bare)
        assert [action.partition("=")[0] for action in actions(page)] == ["/login?next"]
        assert {found for found in active(page) if "action=" not in found} == {"<form>", "<input>"}
        head, told_of = asked(login, b"/?" + query)
        assert head.startswith("HTTP/1.1 303")
        assert re.search(r"\r\nlocation: /login\?next=[!-~]*\r\n", head, re.IGNORECASE)
        assert "alert(1)" not in told_of


def test_a_hostile_way_back_leads_to_the_page_after_the_login(login):
    sent = {"name": NAME, "password": PASSWORD}
    for query in ("next=//evil.example", "next=https://evil.example/", "%0d%0aX-Evil:%201", "/evil.example", "@evil"):
        got = login.post(f"/login?{query}", data=sent)
        assert got.status_code == 303
        assert re.fullmatch(r"/\?[!-~]*", got.headers["location"])
        assert set(got.headers) <= KNOWN_HEADERS


@each
def test_a_hostile_name_is_not_repeated_by_the_login(login, text):
    for form in ({"name": text, "password": text}, {"token": text}):
        got = login.post("/login", data=form)
        assert got.status_code == 401
        assert "alert(1)" not in got.text
        assert elements(got.text)[:8] == elements(login.get("/login").text)[:8]


@each
def test_a_hostile_header_is_refused_or_goes_unheard(made, text):
    url = str(made.base_url).rstrip("/")
    value = text.encode("utf-8", "replace").replace(b"\r", b" ").replace(b"\n", b" ").replace(b"\0", b" ")
    host = url.removeprefix("http://").encode()
    for line in (b"Host: %s", b"Host: " + host + b"\r\nOrigin: %s", b"Host: " + host + b"\r\nCookie: copydesk=%s",
                 b"Host: " + host + b"\r\nAuthorization: Bearer %s", b"Host: " + host + b"\r\nX-Forwarded-Host: %s",
                 b"Host: " + host + b"\r\nUser-Agent: %s"):  # fmt: skip
        got = raw(url, b"GET /api/status HTTP/1.1\r\n" + line.replace(b"%s", value) + b"\r\nConnection: close\r\n\r\n")
        head, _, body = got.partition(b"\r\n\r\n")
        assert head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400", b"HTTP/1.1 403", b"HTTP/1.1 421"))
        assert b"alert(1)" not in got
        assert b"evil.example" not in got
        assert b"<" not in body


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"%0d%0a", b"%0a", b"%E5%98%8A%E5%98%8D"])
def test_no_header_can_be_split(login, end):
    for target in (b"/?next=a" + end + b"X-Evil:1", b"/login?a" + end + b"Set-Cookie:a=b"):
        head, _ = asked(login, target)
        names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:]}
        assert names <= KNOWN_HEADERS - {"set-cookie"}


def test_hostile_arguments_of_tools_are_told_as_data(made):
    async def all_of_them(session):
        got = []
        for text in PAYLOADS.values():
            got.append(await session.call_tool("search", {"question": "Who?", "since": text}))
            got.append(await session.call_tool("ask", {"question": "Who?", text: text}))
            got.append(await session.call_tool("read_article", {"article_id": text}))
            got.append(await session.call_tool(text, {}))
        return got

    for one in talk(str(made.base_url).rstrip("/"), all_of_them, {}):
        assert one.is_error
        assert set(json.loads(one.content[0].text)) == {"fault", "mend"}
        assert repainting(one.content[0].text) == []
        assert "<" not in one.content[0].text


def asked(client, target):
    """Head and body of what comes back for a target that is sent as it is."""
    url = str(client.base_url).rstrip("/")
    host = url.removeprefix("http://").encode()
    sent = b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    head, _, body = raw(url, sent).decode().partition("\r\n\r\n")
    return head, body


def elements(markup):
    """The elements of a page by their names and those of their attributes."""
    return _parsed(markup).elements


def actions(markup):
    """Where the forms of a page lead."""
    return _parsed(markup).actions


def _parsed(markup):
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.elements, self.actions = [], []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, *sorted(name for name, _ in attrs)))
        self.actions += [value for name, value in attrs if name == "action"]

import asyncio
import base64
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import ARTICLE, HASH, NAME, PASSWORD, TOKEN, WORDS, Answering, guarded, raw, serving

from ui.serve.access import Access
from ui.serve.auth import Passwords
from ui.serve.door import Door
from ui.serve.guard import Guard
from ui.serve.limits import Limits, Rates
from ui.serve.paths import is_open
from ui.serve.refusal import Refusal

BEARER = {"authorization": f"Bearer {TOKEN}"}
PATHS = [
    "/", "/config", "/config/", "/theme.css", "/favicon.ico", "/robots.txt", "/manifest.json", "/pwa_icon",
    "/assets/index.js", "/static/img/logo.svg", "/svelte/svelte.js", "/monitoring", "/monitoring/summary", "/token",
    "/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/app_id", "/gradio_api/startup-events",
    "/gradio_api/queue/join", "/gradio_api/queue/data?session_hash=x", "/gradio_api/queue/status",
    "/gradio_api/heartbeat/x", "/gradio_api/upload", "/gradio_api/upload_progress?upload_id=x", "/gradio_api/user",
    "/gradio_api/file=/etc/passwd", "/gradio_api/file=/news/a1.txt", "/gradio_api/file/etc/passwd",
    "/gradio_api/proxy=https://x.hf.space/", "/gradio_api/run/predict", "/gradio_api/call/put", "/gradio_api/api/put",
    "/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/component_server", "/gradio_api/token",
    "/gradio_api/vibe-edit", "/gradio_api/vibe-code", "/gradio_api/process_recording", "/gradio_api/mcp/sse",
    "/gradio_api/runs", "/gradio_api/dev/reload", "/gradio_api/deep_link", "/gradio_api/login_check",
    "/api/ask", "/api/search", "/api/articles/ferry", "/api/status", "/api/openapi.json", "/docs", "/openapi.json",
    "/mcp", "/mcp/", "/logout", "/login/", "//login", "/login/../config", "/login%2f..%2fconfig", "/LOGIN", "/login;",
    "/login%00", "/./config", "/%2e%2e/config", "/..%5cconfig", "/%63onfig", "//config", "/nothing", "*", "/?x=/login",
]  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
WRONG = {
    "nothing": {},
    "a wrong token": {"authorization": "Bearer copydesk_wrong"},
    "an empty token": {"authorization": "Bearer ."},
    "no scheme": {"authorization": TOKEN},
    "another scheme": {"authorization": f"Digest {TOKEN}"},
    "a wrong cookie": {"cookie": "copydesk=ada.x.y"},
    "a token as a cookie": {"cookie": f"copydesk={TOKEN}"},
    "who a proxy says it is": {"x-forwarded-user": NAME, "x-forwarded-for": "127.0.0.1", "forwarded": "for=127.0.0.1"},
    "another path": {"x-original-url": "/login", "x-rewrite-url": "/login", "x-forwarded-prefix": "/login"},
    "another method": {"x-http-method-override": "GET"},
    "no base64": {"authorization": "Basic ???"},
    "no text": {"authorization": "Basic " + base64.b64encode(b"\xff:\xff").decode()},
    "a name alone": {"authorization": "Basic " + base64.b64encode(NAME.encode()).decode()},
    "the hash": {"authorization": "Basic " + base64.b64encode(f"{NAME}:{HASH}".encode()).decode()},
}
GUARDED = guarded()
LOOSE = Limits(questions=0, requests=0, logins=0, uploads=0)


@pytest.fixture(scope="module")
def engine():
    return Answering()


@pytest.fixture(scope="module")
def served(engine):
    with serving(engine, guarded(), LOOSE) as served:
        yield served


@pytest.fixture(scope="module")
def client(served):
    with httpx.Client(base_url=served.url, timeout=10) as client:
        yield client


@pytest.fixture(scope="module")
def open_client():
    with serving(Answering(), limits=LOOSE) as served, httpx.Client(base_url=served.url, timeout=10) as client:
        yield client


def status(answer):
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_given_by_any_path_or_method_to_a_stranger(served, engine, path):
    host = served.url.partition("://")[2]
    asked = len(engine.asked)
    for method in METHODS:
        head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        got = raw(served.url, head.encode())
        assert status(got) in (401, 405), method
        assert WORDS.encode() not in got
    assert len(engine.asked) == asked


@pytest.mark.parametrize("path", ["/", "/config", "/api/status", "/api/ask", "/mcp", "/gradio_api/queue/join"])
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_credentials_are_none(client, path, wrong):
    for method in ("GET", "POST"):
        assert client.request(method, path, headers=WRONG[wrong]).status_code == 401


def test_who_is_refused_learns_how_to_come_in(client):
    api = client.get("/api/status")
    assert api.json()["fault"] == "Who asks is not known here."
    assert "Bearer" in api.headers["www-authenticate"]
    assert "Basic" in api.headers["www-authenticate"]
    assert "Basic" not in client.get("/config").headers["www-authenticate"]
    page = client.get("/?question=Who%3F", headers={"accept": "text/html"})
    assert page.status_code == 303
    assert page.headers["location"] == "/login?question=Who%3F"


def test_a_program_comes_in_by_its_token_or_its_name_and_password(client):
    for proof in ({"headers": BEARER}, {"auth": (NAME, PASSWORD)}):
        assert client.get("/api/status", **proof).status_code == 200
        assert client.get("/", **proof).status_code == 200
        assert client.post("/api/ask", json={"question": "Who?"}, **proof).json()["text"] == "Who? [1]"


def test_a_password_that_was_right_once_does_not_stay_right_for_another_name_or_password(client):
    assert client.get("/api/status", auth=(NAME, PASSWORD)).status_code == 200
    for name, password in [(NAME, PASSWORD + "x"), ("bob", PASSWORD), (f"{NAME}:", PASSWORD)]:
        assert client.get("/api/status", auth=(name, password)).status_code == 401


def test_two_credentials_at_once_are_none(served):
    host = served.url.partition("://")[2]
    head = f"GET /api/status HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\nAuthorization: x\r\n\r\n"
    assert status(raw(served.url, head.encode(), 1)) == 401


@pytest.mark.parametrize("proof", ["", f"Authorization: Bearer {TOKEN}\r\n"], ids=["a stranger", "a program"])
def test_no_websocket_is_opened(served, proof):
    host = served.url.partition("://")[2]
    for path in ("/", "/gradio_api/queue/join", "/mcp", "/login"):
        head = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{proof}\r\n"
        )
        got = raw(served.url, head.encode(), 1)
        assert status(got) != 101
        assert proof or path == "/login" or status(got) == 401


def scope(kind="websocket", path="/", headers=()):
    given = [(name.encode(), value.encode()) for name, value in {"host": "localhost", **dict(headers)}.items()]
    return {"type": kind, "path": path, "headers": given, "query_string": b"", "client": ("192.0.2.7", 1),
            "scheme": "ws", "method": "GET"}  # fmt: skip


def through_the_guard(scope, access=None):
    """Whether a scope reaches what is behind the guard."""
    reached = []

    async def inner(scope, _receive, _send):
        reached.append(scope)

    async def run():
        rates = Rates(LOOSE)
        access_ = access or GUARDED
        await Guard(inner, access_, Door(access_, rates), rates)(scope, None, None)

    asyncio.run(run())
    return reached[0]


def test_a_websocket_would_need_credentials_and_an_own_page_too():
    for headers, refusal in [({}, 401), (BEARER | {"origin": "http://evil.example"}, 403)]:
        with pytest.raises(Refusal) as caught:
            through_the_guard(scope(headers=headers))
        assert caught.value.status == refusal
    assert through_the_guard(scope(headers=BEARER | {"origin": "http://localhost"}))["copydesk.user"] == "robot"


@given(st.text(max_size=30))
def test_only_the_path_of_the_login_is_open_to_strangers(path):
    if path != "/login":
        with pytest.raises(Refusal) as caught:
            through_the_guard(scope("http", path))
        assert caught.value.status == 401


def test_what_a_proxy_says_is_taken_away_before_anything_reads_it():
    said = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "forwarded": "host=evil.example"}
    passed = through_the_guard(scope("http", headers=BEARER | said))
    assert {name for name, _ in passed["headers"]} == {b"host", b"authorization"}


def test_behind_a_proxy_links_have_the_scheme_that_readers_see():
    access = guarded(public="https://desk.example.org", hosts=frozenset({"desk.example.org", "localhost"}))
    seen = through_the_guard(scope("http", headers=BEARER | {"host": "desk.example.org"}), access)
    assert seen["scheme"] == "https"
    own = BEARER | {"host": "desk.example.org", "origin": "https://desk.example.org"}
    assert through_the_guard(scope("http", headers=own), access)
    with pytest.raises(Refusal):
        through_the_guard(scope("http", headers=own | {"origin": "https://other.example.org"}), access)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "a b", "127.0.0.1:1@evil.example",
     "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"],
)  # fmt: skip
def test_a_foreign_name_that_was_made_to_mean_this_machine_is_refused(open_client, host):
    for path in ("/", "/api/status", "/mcp", "/login", "/gradio_api/queue/data?session_hash=x"):
        got = open_client.get(path, headers={"host": host})
        assert got.status_code in (400, 421)


def test_a_request_without_a_host_or_with_two_is_refused(served):
    for head in ("GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"):
        assert status(raw(served.url, head.encode(), 1)) in (400, 421)


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:7860", "localhost."])
def test_this_machines_own_names_are_let_in(open_client, name):
    assert open_client.get("/api/status", headers={"host": name}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:1"},
        {"origin": "file://"},
        {"origin": "http://{host}.evil.example"},
        {"origin": "http://{host}@evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"},
    ],
)
def test_another_sites_page_can_neither_ask_nor_read(open_client, headers):
    given = {name: value.format(host=open_client.base_url.netloc.decode()) for name, value in headers.items()}
    for method, path in [("POST", "/api/ask"), ("POST", "/gradio_api/queue/join"), ("POST", "/gradio_api/upload"),
                         ("POST", "/mcp"), ("POST", "/login"), ("POST", "/logout"), ("OPTIONS", "/api/ask"),
                         ("GET", "/api/status"), ("GET", "/config")]:  # fmt: skip
        got = open_client.request(method, path, headers=given, json={"question": "Who?"})
        assert got.status_code == 403, path
        assert not [name for name in got.headers if name.startswith("access-control")]


def test_its_own_page_can_ask_and_a_link_elsewhere_can_open_it(open_client):
    own = {"origin": f"http://{open_client.base_url.netloc.decode()}", "sec-fetch-site": "same-origin"}
    assert open_client.post("/api/ask", json={"question": "Who?"}, headers=own).status_code == 200
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert open_client.get("/?question=Who", headers=link).status_code == 200
    assert open_client.post("/logout", headers=link).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file={file}", "/gradio_api/file=..{file}", "/gradio_api/file=file://{file}", "/file={file}",
        "/gradio_api/file=%2e%2e{file}", "/gradio_api/file=/proc/self/environ", "/gradio_api/file=http://127.0.0.1:1/",
        "/gradio_api/file=\\\\host\\share", "/gradio_api/file/{file}", "/gradio_api/proxy=http://127.0.0.1:1/",
        "/static/..%2f..%2f{file}", "/assets/%2e%2e/%2e%2e{file}", "/static/{file}", "/assets/..%5c..%5cx", "/static/",
        "/assets/", "/static", "/gradio_api/file=", "/gradio_api/file=/", "/gradio_api/file={folder}",
        "/gradio_api/custom_component/x/client/component/..%2f..%2f{file}", "/gradio_api/file={link}",
    ],
)  # fmt: skip
def test_no_file_and_no_folder_is_given_by_path_to_anybody(open_client, path, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    (tmp_path / "gradio").mkdir()
    (tmp_path / "article.txt").write_text(WORDS)
    (tmp_path / "gradio" / "link.txt").symlink_to(tmp_path / "article.txt")
    names = {"file": tmp_path / "article.txt", "folder": tmp_path / "gradio", "link": tmp_path / "gradio/link.txt"}
    for written in (path.format(**names), quote(path.format(**names), safe="/=%")):
        got = open_client.get(written)
        assert got.status_code in (400, 403, 404)
        assert WORDS not in got.text


def test_what_the_page_made_itself_can_be_fetched(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    (tmp_path / "export.md").write_text("An export.")
    assert is_open(f"/gradio_api/file={tmp_path}/export.md")
    assert not is_open(f"/gradio_api/file={tmp_path}/nothing.md")


def test_a_question_cannot_go_past_the_queue(open_client):
    for index in range(12):
        got = open_client.post("/gradio_api/run/predict", json={"fn_index": index, "data": ["Who?", []]})
        assert WORDS not in got.text
        assert "Who?" not in got.text


def test_every_answer_carries_the_headers_that_keep_others_out(client, open_client):
    for got in (client.get("/"), client.get("/login"), client.get("/nothing", headers=BEARER), open_client.get("/"),
                open_client.get("/api/status"), open_client.post("/mcp"), open_client.get("/theme.css"),
                open_client.get("/x", headers={"host": "evil"})):  # fmt: skip
        policy = got.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["referrer-policy"] == "same-origin"
        assert got.headers["cache-control"] == "no-store"
        assert "server" not in got.headers
        assert "strict-transport-security" not in got.headers


def test_an_article_is_given_by_its_id_to_who_is_known(client):
    assert client.get(f"/api/articles/{ARTICLE.id}", headers=BEARER).json()["text"] == WORDS
    assert client.get(f"/api/articles/{ARTICLE.id}").status_code == 401


def test_passwords_alone_and_tokens_alone_let_in_their_own_only():
    with serving(access=Access(passwords=Passwords({NAME: HASH})), limits=LOOSE) as served:
        assert httpx.get(f"{served.url}/api/status", headers=BEARER).status_code == 401
        assert httpx.get(f"{served.url}/api/status", auth=(NAME, PASSWORD)).status_code == 200
    with serving(access=guarded(passwords=None), limits=LOOSE) as served:
        assert httpx.get(f"{served.url}/api/status", headers=BEARER).status_code == 200
        assert httpx.get(f"{served.url}/api/status", auth=(NAME, PASSWORD)).status_code == 401

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import httpx
import pytest
from serving import DIGEST, NAME, PASSWORD, TOKEN, guarded, raw, serving

from ui.serve.access import Access
from ui.serve.limits import Limits
from ui.serve.server import Certificate
from ui.serve.tokens import Tokens

RIGHT = {"name": NAME, "password": PASSWORD}


@pytest.fixture(scope="module")
def url():
    with serving(access=guarded(), limits=Limits(logins=0)) as served:
        yield served.url


@pytest.fixture
def client(url):
    with httpx.Client(base_url=url, timeout=10) as client:
        yield client


def test_the_page_asks_for_name_and_password_and_loads_nothing(client):
    page = client.get("/login")
    assert page.status_code == 200
    assert 'name="name"' in page.text
    assert 'type="password"' in page.text
    assert "src=" not in page.text
    assert "href=" not in page.text


def test_who_logs_in_comes_to_the_page_and_its_question(client):
    got = client.post("/login?question=Who%3F", data=RIGHT)
    assert (got.status_code, got.headers["location"]) == (303, "/?question=Who%3F")
    cookie = got.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert PASSWORD not in cookie
    assert client.get("/").status_code == 200
    assert client.post("/api/ask", json={"question": "Who?"}).status_code == 200


def test_a_login_leads_nowhere_else(client):
    for query in ("//evil.example", "https://evil.example", "next=//evil.example", "%0d%0aX-Evil: 1"):
        got = client.post(f"/login?{query}", data=RIGHT)
        assert got.headers["location"].startswith("/?")
        assert "x-evil" not in got.headers


def test_a_query_is_text_on_the_page(client):
    page = client.get('/login?"><script>alert(1)</script>').text
    assert "<script" not in page


@pytest.mark.parametrize(
    "form",
    [
        {"name": NAME, "password": "wrong"},
        {"name": "nobody", "password": PASSWORD},
        {"name": NAME},
        {},
        {"name": [NAME, "x"], "password": ["y", PASSWORD]},
        {"token": "copydesk_wrong"},
        {"name": NAME, "password": PASSWORD, "token": "copydesk_wrong"},
        {"name": NAME, "password": PASSWORD, "a": "1", "b": "2", "c": "3"},
    ],
)
def test_a_wrong_login_is_told_and_gives_no_cookie(client, form):
    got = client.post("/login", data=form)
    assert got.status_code == 401
    assert "That is not right" in got.text
    assert "set-cookie" not in got.headers
    assert client.get("/api/status").status_code == 401


@pytest.mark.parametrize("content", [b"\xff", b"name=%ff&password=%ff", b"{}", b"=&=&="])
def test_what_is_no_form_is_a_wrong_login(client, content):
    assert client.post("/login", content=content).status_code == 401


def test_a_session_ends_with_its_logout_even_where_the_cookie_was_kept(client):
    client.post("/login", data=RIGHT)
    kept = dict(client.cookies)
    assert "Log out" in client.get("/logout").text
    assert client.post("/logout").headers["location"] == "/login"
    assert not client.cookies
    client.cookies.update(kept)
    assert client.get("/api/status").status_code == 401


def test_a_cookie_does_not_open_the_door_to_another_sites_page(client):
    client.post("/login", data=RIGHT)
    got = client.post("/api/ask", json={"question": "Who?"}, headers={"origin": "http://evil.example"})
    assert got.status_code == 403


def test_a_cookie_is_worth_nothing_on_another_server(client):
    client.post("/login", data=RIGHT)
    with serving(access=guarded()) as other:
        assert httpx.get(f"{other.url}/api/status", cookies=dict(client.cookies)).status_code == 401


def test_guessing_ends_after_some_attempts_by_whatever_way_and_the_password_does_not_help_then():
    with serving(access=guarded(), limits=Limits(logins=6)) as served, httpx.Client(base_url=served.url) as client:
        known = httpx.post(f"{served.url}/login", data=RIGHT).cookies
        told = [client.post("/login", data={"name": NAME, "password": f"guess {n}"}).status_code for n in range(3)]
        told += [client.get("/api/status", auth=(NAME, f"guess {n}")).status_code for n in range(6)]
        assert told == [401] * 5 + [429] * 4
        for forged in ({}, {"x-forwarded-for": "192.0.2.1"}, {"forwarded": "for=192.0.2.1"}):
            got = client.post("/login", data=RIGHT, headers=forged)
            assert got.status_code == 429
            assert int(got.headers["retry-after"]) >= 1
        assert httpx.get(f"{served.url}/api/status", cookies=known).status_code == 200
        assert client.get("/api/status", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_guessing_tokens_on_the_page_ends_too():
    tokens = Access(tokens=Tokens({"robot": DIGEST}))
    with serving(access=tokens, limits=Limits(logins=3)) as served:
        told = [httpx.post(f"{served.url}/login", data={"token": "x"}).status_code for _ in range(5)]
    assert told == [401] * 3 + [429] * 2


def test_a_token_opens_the_page_where_there_are_no_passwords():
    with (
        serving(access=Access(tokens=Tokens({"robot": DIGEST}))) as served,
        httpx.Client(base_url=served.url) as client,
    ):
        assert 'name="token"' in client.get("/login").text
        assert client.post("/login", data={"token": TOKEN}).status_code == 303
        assert client.get("/").status_code == 200


def test_where_nobody_has_to_log_in_there_is_no_login():
    with serving() as served:
        for method in ("GET", "POST"):
            got = httpx.request(method, f"{served.url}/login", data=RIGHT if method == "POST" else None)
            assert (got.status_code, got.headers["location"]) == (303, "/")


def certificate(folder):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(private)
    return Certificate(folder / "cert.pem", folder / "key.pem")


def test_over_https_the_cookie_goes_nowhere_else(tmp_path):
    proof = certificate(tmp_path)
    proof.check()
    with serving(access=guarded(tls=True), certificate=proof) as served:
        assert served.url.startswith("https://")
        with httpx.Client(base_url=served.url, verify=ssl.create_default_context(cafile=proof.file)) as client:
            got = client.post("/login", data=RIGHT)
            assert got.headers["set-cookie"].startswith("__Host-copydesk=")
            assert got.headers["set-cookie"].endswith("; Secure")
            assert "max-age" in got.headers["strict-transport-security"]
            assert client.get("/").status_code == 200


def test_a_cookie_with_odd_characters_is_nobodys(url):
    host = url.partition("://")[2]
    for value in (b"copydesk=\x80\xff", b"copydesk", b"=;=;", b"a" * 4000, b'copydesk="\\777"'):
        head = b"GET /api/status HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nCookie: %s\r\n\r\n" % (
            host.encode(),
            value,
        )
        assert raw(url, head, 1)[9:12] in (b"401", b"400")


def test_behind_a_proxy_each_reader_is_counted_and_links_lead_to_the_proxy():
    public = guarded(public="https://desk.example.org", hosts=frozenset({"desk.example.org"}))
    with (
        serving(access=public, limits=Limits(logins=2)) as served,
        httpx.Client(base_url=f"http://127.0.0.1:{served.port}", headers={"host": "desk.example.org"}) as client,
    ):
        assert served.url == "https://desk.example.org"

        def guess(reader):
            said = {"x-forwarded-for": f"198.51.100.9, {reader}", "x-forwarded-proto": "https"}
            return client.post("/login", data={"name": NAME, "password": "wrong"}, headers=said).status_code

        assert [guess("192.0.2.1") for _ in range(3)] == [401, 401, 429]
        assert guess("192.0.2.2") == 401
        config = client.get("/config", headers={"authorization": f"Bearer {TOKEN}", "x-forwarded-host": "evil.example"})
        assert config.json()["root"] == "https://desk.example.org"
        assert "evil.example" not in config.text
        own = {"origin": "https://desk.example.org", "x-forwarded-for": "192.0.2.3"}
        got = client.post("/login", data=RIGHT, headers=own)
        assert got.status_code == 303
        assert got.headers["set-cookie"].startswith("__Host-copydesk=")


def test_a_failed_login_is_in_the_log_by_its_address_alone(caplog):
    with serving(access=guarded()) as served:
        httpx.post(f"{served.url}/login", data={"name": "my own secret", "password": "my other secret"})
    assert "A login from 127.0.0.1 was refused" in caplog.text
    assert "secret" not in caplog.text

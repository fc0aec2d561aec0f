from statistics import median
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import HASH, NAME, PASSWORD

from ui.serve.access import LOOPBACK, Exposed, host_name, read_access
from ui.serve.auth import Passwords, password_line
from ui.serve.limits import address
from ui.serve.names import AccessUnusable
from ui.serve.sessions import Sessions
from ui.serve.tokens import Tokens, new_token


@pytest.fixture
def files(tmp_path):
    auth, tokens = tmp_path / "auth", tmp_path / "tokens"
    token, line = new_token("robot")
    auth.write_text(f"# people\n\n{NAME}:{HASH}\n")
    tokens.write_text(f"{line}\n")
    return auth, tokens, token


@pytest.mark.parametrize("ip", ["0.0.0.0", "192.0.2.7", "::", "2001:db8::1", "::ffff:127.0.0.1"])
def test_another_address_than_this_machines_needs_to_know_who_may_come(ip, files):
    with pytest.raises(Exposed, match="--auth-file"):
        read_access(ip)
    access = read_access(ip, files[0])
    assert access.asks
    assert access.hosts is None


@pytest.mark.parametrize("ip", ["127.0.0.1", "127.0.0.9", "::1"])
def test_this_machines_own_address_is_called_by_its_own_names_only(ip):
    access = read_access(ip)
    assert not access.asks
    assert access.hosts == LOOPBACK | {ip}


def test_behind_a_proxy_others_come_so_it_needs_to_know_who_may(files):
    with pytest.raises(Exposed):
        read_access("127.0.0.1", public_url="https://desk.example.org")
    access = read_access("127.0.0.1", token_file=files[1], public_url="https://Desk.example.org/")
    assert access.public == "https://desk.example.org"
    assert "desk.example.org" in access.hosts
    assert access.secure


@pytest.mark.parametrize(
    "url", ["desk.example.org", "ftp://a", "https://a/b", "https://a?b", "https://u:p@a", "https://"]
)
def test_what_is_no_origin_is_no_public_address(url, files):
    with pytest.raises(AccessUnusable, match=r"https://desk\.example\.org"):
        read_access("127.0.0.1", files[0], public_url=url)


def test_names_come_in_with_their_password_and_no_other(files):
    known = Passwords.load(files[0])
    assert known.check(NAME, PASSWORD)
    for name, password in [
        (NAME, PASSWORD + " "),
        (NAME, ""),
        ("bob", PASSWORD),
        ("", ""),
        (NAME, "\ud800"),
        ("\0", "x"),
    ]:
        assert not known.check(name, password)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(files):
    known = Passwords.load(files[0])

    def seconds(name):
        start = perf_counter()
        known.check(name, "not the password")
        return perf_counter() - start

    ours, others = (median(seconds(name) for _ in range(5)) for name in (NAME, "nobody"))
    assert 0.3 < ours / others < 3


def test_a_token_comes_in_and_its_file_does_not_tell_it(files):
    _, path, token = files
    tokens = Tokens.load(path)
    assert tokens.owner(token) == "robot"
    assert token not in path.read_text()
    for wrong in ("", token[:-1], token + "x", "robot", path.read_text(), "\ud800"):
        assert tokens.owner(wrong) is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "nobody is named"),
        ("# only this\n", "nobody is named"),
        ("ada\n", "line 1 is not of the form"),
        ("a b:x\n", "line 1 is not of the form"),
        ("ada:hunter2secret\n", "what ada has is no"),
        ("ada:$2b$12$abcdefghijklmnopqrstuv\n", "what ada has is no"),
    ],
)
@pytest.mark.parametrize("kind", [Passwords, Tokens])
def test_a_file_that_cannot_be_used_is_told_by_line_without_its_secrets(kind, content, told, tmp_path):
    path = tmp_path / "file"
    path.write_text(content)
    with pytest.raises(AccessUnusable, match=told) as caught:
        kind.load(path)
    assert "hunter2" not in str(caught.value)
    assert "copydesk" in caught.value.mend


def test_a_name_given_twice_is_a_mistake(tmp_path):
    path = tmp_path / "file"
    path.write_text(f"{NAME}:{HASH}\n{NAME}:{HASH}\n")
    with pytest.raises(AccessUnusable, match="line 2 gives a name again"):
        Passwords.load(path)


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path):
    with pytest.raises(AccessUnusable, match="cannot be read: No such file"):
        Passwords.load(tmp_path / "nowhere")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AccessUnusable, match="it is no text"):
        Tokens.load(tmp_path / "bytes")


@pytest.mark.parametrize(
    ("name", "password"), [("ada", "short"), ("ada", "x" * 1000), ("a:b", PASSWORD), ("", PASSWORD)]
)
def test_a_line_is_made_of_a_good_name_and_a_long_enough_password_only(name, password):
    with pytest.raises(AccessUnusable):
        password_line(name, password)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost:7860", "localhost"),
        ("LOCALHOST", "localhost"),
        ("localhost.", "localhost"),
        ("[::1]:7860", "::1"),
        ("127.0.0.1@evil.example", None),
        ("localhost:7860:1", None),
        ("localhost/evil", None),
        ("", None),
        ("localhost,evil.example", None),
        ("localhost evil.example", None),
    ],
)
def test_a_host_is_read_whole_or_not_at_all(header, name):
    assert host_name(header) == name


def test_a_session_ends_with_its_logout_and_is_nobodys_when_tampered_with():
    sessions = Sessions(secure=False)
    value = sessions.begin("ada").partition("=")[2].partition(";")[0]
    assert sessions.name(value) == "ada"
    assert Sessions(secure=False).name(value) is None
    for wrong in ("", value[1:], value + "A", value.replace(".", ""), "ada"):
        assert sessions.name(wrong) is None
    assert "Max-Age=0" in sessions.end(value)
    assert sessions.name(value) is None


def test_one_user_has_no_end_of_sessions():
    sessions = Sessions(secure=False)
    bob = sessions.begin("bob").partition("=")[2].partition(";")[0]
    values = [sessions.begin("ada").partition("=")[2].partition(";")[0] for _ in range(60)]
    assert [sessions.name(value) for value in values] == [None] * 10 + ["ada"] * 50
    assert sessions.name(bob) == "bob"


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-copydesk"), (False, "copydesk")])
def test_a_cookie_is_for_this_server_alone(secure, name):
    header = Sessions(secure=secure).begin("ada")
    assert header.startswith(f"{name}=")
    assert "; HttpOnly; SameSite=Lax" in header
    assert header.endswith("; Secure") is secure


@given(st.text(max_size=60))
def test_any_text_is_a_session_or_token_of_nobody(text):
    assert Sessions(secure=False).name(text) is None
    assert Tokens({"robot": bytes(32)}).owner(text) is None


def test_an_address_stands_for_who_has_it():
    assert address(("192.0.2.7", 1)) == "192.0.2.7"
    assert address(("::ffff:192.0.2.7", 1)) == "192.0.2.7"
    assert address(("2001:db8::1", 1)) == address(("2001:db8::ffff:2", 9)) != address(("2001:db8:0:1::1", 1))
    assert address(None) == address(("nonsense", 1)) == "unknown"

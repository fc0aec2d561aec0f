import json
import logging
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from remote import ChromaServer, proxied

import rag
from index.access import read_access
from index.database import weighed
from index.errors import AddressUnusable, CopydeskError, IndexRefused, IndexUnreachable, NotAnIndex
from index.folder import Folder
from index.place import to_place
from index.server import Server
from index.status import status
from index.sync import sync
from ui.common import DEFAULT_INDEX

pytestmark = pytest.mark.usefixtures("cache")

SECRET = "correct-horse-7"  # noqa: S105  # of nothing


@pytest.mark.parametrize(
    ("address", "base", "collection"),
    [
        ("http://desk:8000/news", "http://desk:8000", "news"),
        ("https://desk.example.org/news/", "https://desk.example.org:443", "news"),
        ("HTTP://Desk/below/it/news", "http://desk:80/below/it", "news"),
        ("http://[::1]:8000/news.2026", "http://[::1]:8000", "news.2026"),
    ],
)
def test_an_address_is_a_server_and_a_collection(address, base, collection):
    assert to_place(address) == Server(base, collection)
    assert to_place(to_place(address).name) == to_place(address)


@pytest.mark.parametrize("where", [DEFAULT_INDEX, "http", "./http:8000", "httpx://desk/news"])
def test_whatever_else_is_given_is_a_folder(where):
    assert isinstance(to_place(where), Folder)


@pytest.mark.parametrize(
    "address",
    [
        "http://desk:8000",
        "http:///news",
        "http://two words:80/news",
        "http://desk:port/news",
        "http://desk:99999/news",
        "http://desk/no",
        "http://desk/two words",
        "http:/desk/news",
    ],
)
def test_an_address_that_is_none_is_told_with_its_form(address):
    with pytest.raises(AddressUnusable, match="http"):
        to_place(address)


@pytest.mark.parametrize(
    "address", [f"http://ada:{SECRET}@desk/news", f"http://desk/news?key={SECRET}", f"http://desk/news#{SECRET}"]
)
def test_what_is_secret_in_an_address_is_refused_and_not_repeated(address):
    with pytest.raises(AddressUnusable) as caught:
        to_place(address)
    assert SECRET not in str(caught.value)
    assert "COPYDESK_INDEX_TOKEN" in caught.value.mend


def test_headers_and_token_come_from_the_environment_and_are_not_shown(monkeypatch):
    monkeypatch.setenv("COPYDESK_INDEX_TOKEN", SECRET)
    monkeypatch.setenv("COPYDESK_INDEX_HEADERS", f'{{"X-Desk": "{SECRET}"}}')
    access = read_access()
    assert access.headers() == {"X-Desk": SECRET, "Authorization": f"Bearer {SECRET}"}
    assert SECRET not in repr(access) + str(access)


@pytest.mark.parametrize(
    "headers", [SECRET, f'["{SECRET}"]', f'{{"X-Desk": ["{SECRET}"]}}', f'{{"X": "{SECRET}\\nb"}}']
)
def test_headers_that_are_none_are_told_without_what_they_say(monkeypatch, headers):
    monkeypatch.setenv("COPYDESK_INDEX_HEADERS", headers)
    with pytest.raises(AddressUnusable, match="COPYDESK_INDEX_HEADERS") as caught:
        read_access().headers()
    assert SECRET not in str(caught.value) + repr(caught.value.__cause__)


@pytest.mark.parametrize("name", ["X Desk", "X:Desk", ""])
def test_a_header_that_cannot_be_sent_is_told_without_what_it_says(chroma: ChromaServer, monkeypatch, name):
    monkeypatch.setenv("COPYDESK_INDEX_HEADERS", json.dumps({name: SECRET}))
    with pytest.raises(AddressUnusable, match="cannot be sent") as caught:
        status(chroma.address("news"))
    assert SECRET not in str(caught.value) + repr(caught.value.__cause__)


def test_texts_are_written_in_requests_that_a_server_takes(address, news: Path, monkeypatch):
    monkeypatch.setattr("index.database.HEAVIEST", 100)
    assert list(weighed([40, 50, 20, 500, 1, 2, 3], 2, int)) == [[40, 50], [20], [500], [1, 2], [3]]
    assert len(sync([news], address, embed=False).added) == 2


def test_a_guarded_server_is_reached_with_the_token_alone_which_is_not_logged(
    chroma: ChromaServer, monkeypatch, caplog
):
    caplog.set_level(logging.DEBUG)
    with proxied(chroma) as proxy:
        proxy.token = SECRET
        with pytest.raises(IndexRefused, match="COPYDESK_INDEX_TOKEN"):
            rag.open(proxy.address("no-such"))
        monkeypatch.setenv("COPYDESK_INDEX_TOKEN", SECRET)
        with pytest.raises(NotAnIndex, match="no such collection") as caught:
            rag.open(proxy.address("no-such"))
    assert SECRET not in str(caught.value) + caplog.text


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of this machine's, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = ["-subj", "/CN=desk", "-addext", "subjectAltName=IP:127.0.0.1", "-out", files[0], "-keyout", files[1]]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made], check=True, capture_output=True)
    return files


def test_https_is_spoken_with_whom_the_system_trusts(
    chroma: ChromaServer, certificate: tuple[Path, Path], monkeypatch, news: Path
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with proxied(chroma, context) as proxy:
        with pytest.raises(IndexUnreachable, match="certificate"):
            status(proxy.address("secure"))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        with pytest.raises(NotAnIndex, match="no such collection"):
            status(proxy.address("secure"))
        assert sync([news], proxy.address("secure"), embed=False).added
        assert status(proxy.address("secure")).articles == 2


def test_a_server_that_is_down_is_told_soon_with_its_address():
    with pytest.raises(IndexUnreachable, match=r"http://127.0.0.1:9/news: the server does not answer"):
        status("http://127.0.0.1:9/news")


def test_a_server_of_something_else_is_told(chroma: ChromaServer):
    with pytest.raises(NotAnIndex, match="no Chroma server"):
        status(f"{chroma.base}/below/news")


def test_a_collection_of_something_else_is_left_alone(chroma: ChromaServer):
    Server(chroma.base, "else").connect().get_or_create_collection("else")
    with pytest.raises(CopydeskError, match="no Copydesk index"):
        status(chroma.address("else"))

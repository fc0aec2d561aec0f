"""Files by way of the page's events, over a page that takes files as an upload box does."""

import json
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import WORDS, Answering

from ui.serve.access import Access
from ui.serve.app import build_app
from ui.serve.limits import Limits
from ui.serve.payloads import require_own_files
from ui.serve.refusal import Refusal
from ui.serve.server import Place, Served

SCRIPT = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("files") / "gradio"
        patch.setenv("GRADIO_TEMP_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def client(folder):
    import gradio as gr

    assert not folder.exists()

    def read(name):
        return Path(name).read_text("utf-8") if name else ""

    def app():
        with gr.Blocks(analytics_enabled=False) as page:
            file, text, button = gr.File(), gr.Textbox(), gr.Button()
            button.click(read, file, text, api_visibility="private")
        return build_app(Answering(), page.queue(api_open=False), Access(), Limits())

    served = Served(app, Place("127.0.0.1", 0), Access())
    with httpx.Client(base_url=served.url, timeout=20) as client:
        yield client
    served.close()


def upload(client, name, content):
    got = client.post("/gradio_api/upload", files={"files": (name, content)})
    assert got.status_code == 200
    return got.json()[0]


def event(path):
    return {"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}], "fn_index": 0, "session_hash": "abc"}


def test_what_was_uploaded_can_be_used(client, folder):
    path = upload(client, "a.txt", WORDS)
    assert path.startswith(f"{folder}/")
    assert client.post("/gradio_api/queue/join", json=event(path)).status_code == 200
    with client.stream("GET", "/gradio_api/queue/data?session_hash=abc") as told:
        lines = told.iter_lines()
        done = next(line for line in lines if "process_completed" in line)
    assert json.loads(done.removeprefix("data:"))["output"]["data"] == [WORDS]


@pytest.mark.parametrize(
    "path",
    ["/etc/hostname", "{outside}", "{folder}/../article.txt", "{folder}", "{link}", "http://127.0.0.1:1/a",
     "https://host.invalid/a", "file:///etc/hostname", "article.txt", "", "/proc/self/environ"],
)  # fmt: skip
@pytest.mark.parametrize("route", ["queue/join", "run/predict"])
def test_no_event_takes_another_file_or_an_address(client, folder, path, route):
    outside = folder.parent / "article.txt"
    outside.write_text(WORDS)
    link = folder / "link.txt"
    if not link.is_symlink():
        link.symlink_to(outside)
    named = path.format(outside=outside, folder=folder, link=link)
    sent = event(named)
    bare = {**sent, "data": [{"path": named}]}
    deep = {**sent, "data": [[{"x": {"path": named, "url": "x"}}]]}
    for body in (sent, bare, deep):
        got = client.post(f"/gradio_api/{route}", json=body)
        assert got.status_code == 403
        assert WORDS not in got.text
    written = json.dumps(sent).replace('"path"', '"\\u0070ath"')
    assert client.post(f"/gradio_api/{route}", content=written).status_code == 403


def test_gradio_itself_would_refuse_it_too(client, folder, monkeypatch):
    monkeypatch.setattr("ui.serve.bodies.EVENTS", set())
    (folder.parent / "article.txt").write_text(WORDS)
    client.post("/gradio_api/queue/join", json=event(str(folder.parent / "article.txt")))
    with client.stream("GET", "/gradio_api/queue/data?session_hash=abc") as told:
        lines = told.iter_lines()
        done = next(line for line in lines if "process_completed" in line)
    assert WORDS not in done
    assert '"success":false' in done


def test_a_file_opened_by_itself_may_do_nothing(client):
    for name in ("a.svg", "a.html", "a.txt", "a.pdf"):
        got = client.get(f"/gradio_api/file={upload(client, name, SCRIPT)}")
        assert got.status_code == 200
        assert got.headers["content-disposition"] == "attachment"
        assert got.headers["content-security-policy"].startswith("default-src 'none'; sandbox")
        assert got.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_an_event_that_is_no_json_is_refused(client, body):
    assert client.post("/gradio_api/queue/join", content=body).status_code == 400


json_values = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5), lambda c: st.lists(c) | st.dictionaries(st.text(max_size=3), c)
)


@given(json_values, st.lists(st.sampled_from(["list", "dict"]), max_size=5))
def test_a_path_is_found_however_deep_it_lies(value, wraps):
    require_own_files(json.dumps(value).encode())
    hidden = {"a": value, "path": "/etc/passwd"}
    for wrap in wraps:
        hidden = [value, hidden] if wrap == "list" else {"b": hidden}
    with pytest.raises(Refusal):
        require_own_files(json.dumps(hidden).encode())

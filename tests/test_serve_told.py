"""What leaves the server by HTTP, MCP and exports tells files by their names, and is JSON that does nothing."""

import json
from copy import deepcopy
from pathlib import Path

import httpx
import pytest
from conversing import MAKING, conversation, times
from hostile import PAYLOADS, repainting
from hypothesis import assume, given
from hypothesis import strategies as st
from making import make_answer, make_article, make_passage
from saying import make_disputed
from serving import Answering, serving

from index.access import read_access
from index.errors import ArticleUnreadable, CopydeskError, IndexUnfinished, IndexUnusable
from index.server import Server
from rag.answer import describe
from ui.export import data
from ui.serve.gate import Busy
from ui.serve.told import abroad, problem, told, written

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
VALUES = st.dictionaries(st.text(), ANY)


def paths(values):
    """What is named `path`, however deep it lies."""
    if isinstance(values, dict):
        own = [values["path"]] if "path" in values else []
        return own + [path for held in values.values() for path in paths(held)]
    return [path for held in values for path in paths(held)] if isinstance(values, list) else []


@pytest.mark.parametrize("result", [make_disputed(), make_answer("Why? [1]"), make_passage("One.")])
def test_an_article_is_told_by_the_name_of_its_file(result):
    whole = result.to_dict()
    before = deepcopy(whole)
    assert paths(told(whole)) == [Path(path).name for path in paths(whole)]
    assert all(path.startswith("/news/") for path in paths(whole))
    assert whole == before


@pytest.mark.parametrize(("path", "name"), [("/a/b.txt", "b.txt"), ("b.txt", "b.txt"), ("/a/c:\\d.txt", "c:\\d.txt")])
def test_a_name_stays_as_it_is(path, name):
    assert told(describe(make_article(path=path)))["path"] == name


@given(VALUES)
def test_what_is_no_path_stays_as_it_is(values):
    assume(not paths(values))
    assert told(values) == values


@given(VALUES)
def test_what_is_written_is_one_line_of_inert_json(values):
    text = written(values)
    assert json.loads(text) == values
    assert len(text.splitlines()) == 1
    assert "<" not in text
    assert repainting(text) == []


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_no_payload_is_lost_or_does_anything_in_json(text):
    assert json.loads(written({text: [text]})) == {text: [text]}
    assert "<" not in written(text)
    assert repainting(written(text)) == []


@pytest.mark.parametrize(
    "error",
    [IndexUnfinished(Path("/srv/desk/index"), "it is being written."),
     ArticleUnreadable(Path("/srv/desk/index"), "it cannot be read.", "Look at /srv/desk/index.")],
)  # fmt: skip
def test_an_error_tells_no_folder(error):
    assert "index: it" in problem(error)["fault"]
    assert "/srv" not in written(problem(error))


def test_an_index_on_a_server_is_told_without_its_address_and_the_folder_of_its_half():
    address = "https://chroma.example:8443/inner/news"
    home = Path("/home/desk/my cache") / Server.parse(address).home("1f2e").relative_to(read_access().cache_folder())
    error = IndexUnusable(address, f"its lexical half cannot be kept in {home} (No space left).", f"Look at {address}.")
    told = problem(error)
    assert told["fault"] == "news: its lexical half cannot be kept in the cache folder (No space left)."
    assert told["mend"] == "Look at news."
    seen = abroad(error)
    assert (seen.fault, seen.mend) == (told["fault"], told["mend"])


def test_an_error_that_names_no_place_is_seen_as_it_is():
    error = Busy(3)
    assert abroad(error) is error


def test_an_error_is_its_fault_and_its_mend():
    assert problem(CopydeskError("It is so.", "Do that.")) == {"fault": "It is so.", "mend": "Do that."}


def test_an_index_that_cannot_be_used_is_told_without_its_folder(tmp_path):
    engine = Answering()
    engine.fault = lambda: IndexUnfinished(tmp_path, "it is being written.")
    with serving(engine) as served:
        got = httpx.post(f"{served.url}/api/search", json={"question": "Who?"})
    assert got.status_code == 503
    assert str(tmp_path.parent) not in got.text


def test_an_export_for_programs_tells_no_folder():
    exported = json.loads(data.render(conversation(), MAKING, times(conversation())))
    assert paths(exported)
    assert not any("/" in path for path in paths(exported))

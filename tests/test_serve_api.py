import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from serving import ARTICLE, WORDS, Answering, serving

from index.errors import IndexUnfinished
from ui.serve import schema
from ui.serve.limits import Limits
from ui.serve.told import told

ANSWERS = schema.AnswerTold
STREAM = {"accept": "text/event-stream"}


@pytest.fixture(scope="module")
def engine():
    return Answering()


@pytest.fixture(scope="module")
def url(engine):
    with serving(engine, limits=Limits(questions=0)) as served:
        yield served.url


@pytest.fixture
def client(url):
    with httpx.Client(base_url=url, timeout=10) as client:
        yield client


def events(text):
    """Kind and data of each event."""
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        found += [(lines["event"], json.loads(lines["data"]))] if lines else []
    return found


@pytest.mark.parametrize("question", ["Who sank?", "How many were killed?"])
def test_an_answer_comes_back_as_it_comes_from_python_but_for_folders(client, engine, question):
    got = client.post("/api/ask", json={"question": question})
    assert got.status_code == 200
    assert got.json() == told(engine.answer(question).to_dict())
    ANSWERS.model_validate(got.json())


def test_an_answer_is_told_while_it_is_made(client, engine):
    got = client.post("/api/ask", json={"question": "Who sank?"}, headers=STREAM)
    assert got.headers["content-type"].startswith("text/event-stream")
    assert events(got.text) == [
        ("stage", {"stage": "searching"}),
        ("stage", {"stage": "reading"}),
        ("stage", {"stage": "checking"}),
        ("line", {"text": "Who sank? [1]"}),
        ("answer", told(engine.answer("Who sank?").to_dict())),
    ]


def test_a_search_and_an_article_and_the_status_come_back(client):
    found = client.post("/api/search", json={"question": "ferry", "limit": 1}).json()
    assert schema.PassagesTold.model_validate(found).passages[0].text == WORDS
    article = client.get(f"/api/articles/{ARTICLE.id}").json()
    assert schema.ArticleRead.model_validate(article).text == WORDS
    assert schema.StatusTold.model_validate(client.get("/api/status").json()).articles == 1


@pytest.mark.parametrize(
    ("path", "body", "fault"),
    [
        ("ask", {}, "question does not fit"),
        ("ask", {"question": 7}, "question does not fit"),
        ("ask", {"question": "Who?", "colour": "red"}, "colour does not fit"),
        ("ask", {"question": "???"}, "no words"),
        ("ask", {"question": "who " * 400}, "1,000 are the limit"),
        ("ask", {"question": "Who?", "since": "05/04/2026"}, "is no date"),
        ("ask", {"question": "Who?", "since": "2026-02-04", "as_of": "2026-02-03"}, "ends before it begins"),
        ("ask", {"question": "Who?", "outlets": ["x"] * 101}, "outlets does not fit"),
        ("ask", [], "does not fit"),
        ("search", {"question": "Who?", "limit": 0}, "limit does not fit"),
        ("search", {"question": "Who?", "limit": 101}, "limit does not fit"),
        ("search", {"question": ""}, "no words"),
    ],
)
def test_what_cannot_be_asked_is_told_in_words(client, path, body, fault):
    got = client.post(f"/api/{path}", json=body)
    assert got.status_code == 422
    assert fault in schema.Problem.model_validate(got.json()).fault


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"question": NaN}', b"[" * 30_000, b"null"])
def test_what_is_no_json_is_told_in_words(client, content):
    got = client.post("/api/ask", content=content, headers={"content-type": "application/json"})
    assert got.status_code in (400, 422)
    schema.Problem.model_validate(got.json())


def test_half_a_character_can_be_asked(client):
    got = client.post("/api/ask", content=b'{"question": "\\ud800 who"}', headers={"content-type": "application/json"})
    assert got.json()["question"] == "? who"


@pytest.mark.parametrize("path", ["articles/nobody", "articles/" + "x" * 5000, "nothing", "ask/", "articles/a%2Fb"])
def test_what_is_not_there_is_told_in_words(client, path):
    got = client.get(f"/api/{path}")
    assert got.status_code == 404
    schema.Problem.model_validate(got.json())


def test_the_description_holds_all_calls_and_what_they_give(client):
    told = client.get("/api/openapi.json").json()
    assert set(told["paths"]) == {"/api/ask", "/api/search", "/api/articles/{article_id}", "/api/status"}
    assert set(told["components"]["schemas"]["AnswerTold"]["properties"]) == set(ANSWERS.model_fields)
    assert {"200", "401", "413", "422", "429"} <= set(told["paths"]["/api/ask"]["post"]["responses"])
    for page in ("/docs", "/redoc", "/api/docs", "/openapi.json", "/gradio_api/openapi.json"):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("headers", [{}, STREAM])
def test_a_defect_is_told_as_one_and_no_more(headers, caplog):
    engine = Answering()
    engine.fault = lambda: ValueError(WORDS)
    with serving(engine) as served:
        got = httpx.post(f"{served.url}/api/ask", json={"question": "Who?"}, headers=headers)
    problem = events(got.text)[-1][1] if headers else got.json()
    assert got.status_code == (200 if headers else 500)
    assert problem["fault"] == "Something went wrong."
    assert WORDS not in got.text + caplog.text
    assert "ValueError" in caplog.text


def test_an_index_that_cannot_be_used_now_is_told(tmp_path):
    engine = Answering()
    engine.fault = lambda: IndexUnfinished(tmp_path, "it is being written.")
    with serving(engine) as served:
        got = httpx.post(f"{served.url}/api/search", json={"question": "Who?"})
    assert got.status_code == 503
    assert "copydesk index" in got.json()["mend"]


def test_fifty_who_ask_at_once_each_get_their_own_answer_or_are_told_to_wait():
    with serving(Answering(0.01), limits=Limits(at_once=2, waiting=20, questions=0)) as served:

        def ask(number):
            question = f"Who is number {number}?"
            got = httpx.post(f"{served.url}/api/ask", json={"question": question}, timeout=30)
            if got.status_code == 429:
                assert int(got.headers["retry-after"]) >= 1
                return False
            assert got.json()["question"] == question
            return True

        with ThreadPoolExecutor(50) as pool:
            answered = list(pool.map(ask, range(50)))
        assert 22 <= sum(answered) < 50
        status = httpx.get(f"{served.url}/api/status").json()
        assert (status["asking"], status["waiting"]) == (0, 0)


def test_a_stream_is_turned_away_with_429_too():
    engine = Answering(2.0)
    asking = {"json": {"question": "Who?"}, "headers": STREAM}
    with (
        serving(engine, limits=Limits(at_once=1, waiting=0)) as served,
        httpx.stream("POST", f"{served.url}/api/ask", **asking) as first,
    ):
        lines = first.iter_lines()
        assert next(lines) == "event: stage"
        got = httpx.post(f"{served.url}/api/ask", **asking)
        assert got.status_code == 429
        assert int(got.headers["retry-after"]) >= 1


@pytest.mark.parametrize("headers", [{}, STREAM])
def test_the_work_ends_soon_where_nobody_waits_for_it(headers):
    engine = Answering(20.0)
    with serving(engine, limits=Limits(at_once=1)) as served, httpx.Client(base_url=served.url) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.post("/api/ask", json={"question": "Who?"}, headers=headers, timeout=0.5)
        assert engine.ended.wait(10)
        for _ in range(50):
            if client.get("/api/status").json()["asking"] == 0:
                break
            time.sleep(0.1)
        assert client.get("/api/status").json()["asking"] == 0


def test_who_waits_and_goes_is_never_asked_for():
    engine = Answering(0.4)
    with serving(engine, limits=Limits(at_once=1)) as served, ThreadPoolExecutor(1) as pool:
        first = pool.submit(httpx.post, f"{served.url}/api/ask", json={"question": "First?"}, timeout=30)
        while not engine.asked:
            time.sleep(0.01)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{served.url}/api/ask", json={"question": "Second?"}, timeout=0.3)
        assert first.result().status_code == 200
        assert httpx.post(f"{served.url}/api/ask", json={"question": "Third?"}, timeout=30).status_code == 200
    assert engine.asked == ["First?", "Third?"]

"""Each export tells the whole conversation, and what comes from outside stays text in it."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest
from conversing import AT, FERRY, MAKING, TEXT, answered, cite, conversation, differing, hostile, silent, times
from hostile import PAYLOADS, UNSAFE_URLS, active, repainting, turned
from hypothesis import given
from hypothesis import strategies as st
from making import make_answer, make_article
from markdown_it import MarkdownIt
from markupsafe import escape as escape_html

from index.choice import Choice
from rag.fate import Check, Fate
from rag.visible import legible
from ui.export import data, markdown, page
from ui.export.copied import copied
from ui.export.told import asked
from ui.render.conversation import Turn
from ui.weblink import web_address

EXPORTS = {"markdown": markdown.render, "page": page.render, "data": data.render}
payload = pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
every = pytest.mark.parametrize("render", EXPORTS.values(), ids=EXPORTS)


def exported(render, turns=None):
    turns = conversation() if turns is None else turns
    return render(turns, MAKING, times(turns))


def html_of(text):
    return MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text)


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.tags = [], []

    def handle_data(self, data):
        self.words.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def parsed(markup):
    reader = Words()
    reader.feed(re.sub(r"<style>.*?</style>", "", markup, flags=re.S))
    return reader


def bare(text):
    return "".join(legible(text).split())


@every
def test_an_empty_conversation_is_exported(render):
    assert "Copydesk" in exported(render, []) or json.loads(exported(render, []))["turns"] == []


@every
def test_each_turn_has_its_time(render):
    with pytest.raises(ValueError, match="zip"):
        render(conversation(), MAKING, [AT])


@every
def test_the_same_turns_give_the_same_text(render):
    assert exported(render) == exported(render)


@pytest.mark.parametrize("render", [markdown.render, page.render])
def test_the_whole_conversation_is_told(render):
    told = bare("".join(parsed(html_of(exported(render)) if render is markdown.render else exported(render)).words))
    for words in (
        "5 questions. Made by Copydesk 0.1.0 with the model all-MiniLM-L6-v2 (53aa53aa53aa)",
        "from the index 1f2e1f2e1f2e.",
        "What sank?",
        "Asked 9 February 2026, 14:05 UTC, of The Gull and The Heron, published since 1 February 2026,"
        " published until 9 February 2026, 14:05 UTC.",
        "The ferry sank. [1]",
        "Forty were saved. [1][2]",
        "The articles do not say: When?",
        "Confidence: 86%. Carried by 1 independent report.",
        "Reports differ",
        "22 [1]",
        "Sources",
        "The Gull, Ferry sinks, 4 February 2026, by Ada Holm",
        "a1.txt, characters 13 to 28",
        "The articles do not say: why.",
        "Nearest passages, which do not answer it",
        "carried by The Heron",
        "It failed. Ask again.",
        "And then?",
        "Not answered.",
    ):
        assert bare(words).replace("[1][2]", "") in told.replace("[1][2]", ""), words


def test_markdown_is_written_so():
    turns = [Turn("What sank?", answered())]
    assert exported(markdown.render, turns) == (
        "# Copydesk\n\n"
        "1 question. Made by Copydesk 0.1.0 with the model all-MiniLM-L6-v2 (53aa53aa53aa) from the index"
        " 1f2e1f2e1f2e.\n\n"
        "## 1. What sank?\n\n"
        "Asked 9 February 2026, 14:05 UTC.\n\n"
        "The ferry sank. \\[1\\]\n\n"
        "Forty were saved. \\[1\\]\\[2\\]\n\n"
        "Confidence: 86%. Carried by 1 independent report.\n\n"
        "### Sources\n\n"
        "- \\[1\\] The Gull, Ferry sinks, 4 February 2026, by Ada Holm"
        " ([original](<https://gull.example/ferry?a=1&amp;b=2>)), a1.txt, characters 13 to 28\n\n"
        "  > The ferry sank.\n\n"
        "- \\[2\\] The Gull, Ferry sinks, 4 February 2026, by Ada Holm"
        " ([original](<https://gull.example/ferry?a=1&amp;b=2>)), a1.txt, characters 29 to 46\n\n"
        "  > Forty were saved.\n"
    )


@given(st.text() | st.lists(st.sampled_from(["*", "_", "`", "[x]", "(y)", "1.", "- ", "# ", "<b>", "|", "\\", "&amp;",
       "a", " ", "\n", "    ", "~~", "www.", "http://x.y", "=", "> "])).map("".join))  # fmt: skip
def test_any_text_in_markdown_is_shown_to_the_letter_and_marks_nothing_up(text):
    seen = " ".join(legible(text).split())
    expected = f"<p>{escape_html(seen)}</p>\n" if seen else ""
    assert html_of(markdown.escape(text)).replace("&quot;", "&#34;").replace("'", "&#39;") == expected
    quoted = html_of(f"> {markdown.escape(text)}").replace("&quot;", "&#34;").replace("'", "&#39;")
    assert quoted.replace("\n", "") == f"<blockquote>{expected}</blockquote>".replace("\n", "")


@payload
def test_markdown_shows_hostile_text_and_does_nothing_else(text):
    told = exported(markdown.render, hostile(text))
    reader = parsed(html_of(told))
    assert not repainting(told.replace("\n", ""))
    assert not active(html_of(told))
    assert {tag for tag, _ in reader.tags} <= {"h1", "h2", "h3", "p", "ul", "li", "blockquote", "a", "table", "thead",
                                               "tbody", "tr", "th", "td"}  # fmt: skip
    assert bare("".join(reader.words)).count(bare(text)) >= 15
    assert sum(tag == "h2" for tag, _ in reader.tags) == 5


@payload
def test_the_page_shows_hostile_text_and_does_nothing_else(text):
    told = exported(page.render, hostile(text))
    reader = parsed(told)
    assert not turned(told)
    assert not repainting(told.replace("\n", "").replace("\t", ""))
    assert not active(told)
    assert bare("".join(reader.words)).count(bare(text)) >= 15
    allowed = {"html", "head", "meta", "title", "body", "header", "main", "article", "h1", "h2", "h3", "p", "div",
               "table", "thead", "tbody", "tr", "th", "td", "ol", "li", "a", "bdi", "blockquote", "mark"}  # fmt: skip
    assert {tag for tag, _ in reader.tags} <= allowed


@payload
def test_json_holds_hostile_text_to_the_letter_and_none_that_does_anything(text):
    told = exported(data.render, hostile(text))
    assert not repainting(told.replace("\n", ""))
    assert "<" not in told
    turn = json.loads(told)["turns"][0]
    assert turn["question"] == turn["answer"]["unsaid"][0] == turn["answer"]["citations"][0]["quote"] == text


@payload
def test_copied_text_has_no_character_that_does_anything_and_no_forged_line(text):
    told = [copied(turn.outcome) for turn in hostile(text)[:3]]
    assert not repainting("".join(told).replace("\n", ""))
    assert bare(text) in bare(told[0])
    assert len(told[0].splitlines()) == 5


def test_copied_text_is_the_answer_and_where_it_points():
    assert copied(answered()) == (
        "The ferry sank. [1]\nForty were saved. [1][2]\n\nSources:\n"
        "[1] The Gull, Ferry sinks, 4 February 2026, by Ada Holm, https://gull.example/ferry?a=1&b=2,"
        " a1.txt, characters 13 to 28: “The ferry sank.”\n"
        "[2] The Gull, Ferry sinks, 4 February 2026, by Ada Holm, https://gull.example/ferry?a=1&b=2,"
        " a1.txt, characters 29 to 46: “Forty were saved.”\n"
    )
    assert copied(silent()) == (
        "The articles do not say: why.\n\nNearest passages, which do not answer it:\n"
        "[1] A ferry leaves, a1.txt, characters 0 to 8: “It left.”\n"
    )
    assert copied(make_answer("Nothing.", abstained=True)) == "Nothing.\n"


def test_the_page_loads_nothing_and_its_policy_lets_in_its_own_style_alone():
    told = exported(page.render)
    style = re.search(r"<style>(.*?)</style>", told, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in told
    assert "url(" not in style
    assert "import" not in style
    hrefs = [given["href"] for tag, given in parsed(told).tags if tag == "a"]
    ids = {given["id"] for _, given in parsed(told).tags if "id" in given}
    assert {href[1:] for href in hrefs if href.startswith("#")} <= ids
    assert {href for href in hrefs if not href.startswith("#")} == {"https://gull.example/ferry?a=1&b=2"}


def test_a_quotation_of_the_page_stands_marked_in_its_paragraph():
    told = exported(page.render, [Turn("What sank?", answered())])
    assert '<blockquote dir="auto"><mark>The ferry sank.</mark> Forty were saved.</blockquote>' in told
    assert '<blockquote dir="auto">The ferry sank. <mark>Forty were saved.</mark></blockquote>' in told


def test_of_a_long_paragraph_the_page_shows_what_is_near():
    article = make_article(f"{'a' * 900} Saved. {'b' * 900}")
    told = exported(page.render, [Turn("Who?", make_answer(citations=(cite("Saved.", article=article),)))])
    assert f">…{'a' * 399} <mark>Saved.</mark> {'b' * 399}…<" in told


def test_json_holds_all_that_an_answer_is_made_again_from():
    told = json.loads(exported(data.render))
    assert told["making"] == {
        "copydesk": "0.1.0", "model": "all-MiniLM-L6-v2", "model_sha256": "53aa" * 16, "index": "1f2e" * 16,
        "llm": None,
    }  # fmt: skip
    first, second, third, fourth, fifth = told["turns"]
    assert first["question"] == "What sank?"
    assert first["asked_at"] == "2026-02-09T14:05:00+00:00"
    assert first["filters"] == {
        "outlets": ["The Gull", "The Heron"], "since": "2026-02-01", "until": "2026-02-09T14:05:00+00:00"
    }  # fmt: skip
    citation = first["answer"]["citations"][0]
    assert TEXT[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["article"]["id"] == FERRY.id
    assert "timings" not in first["answer"]
    assert second["answer"]["disagreement"]["groups"]
    assert third["answer"]["abstained"]
    assert fourth == fourth | {"answer": None, "failure": {"fault": "It failed.", "mend": "Ask again."}}
    assert fifth == fifth | {"answer": None, "failure": None}


def test_json_names_the_hash_of_each_cited_text():
    told = json.loads(exported(data.render))
    cited = told["turns"][0]["answer"]["citations"][0]["article"]
    assert cited["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()


def test_how_long_an_answer_took_and_where_the_clock_stood_change_nothing():
    turns = [Turn("What sank?", answered(timings={"total": took})) for took in (0.5, 0.7)]
    assert exported(data.render, turns[:1]) == exported(data.render, turns[1:])
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    for render in EXPORTS.values():
        assert render(turns[:1], MAKING, [AT]) == render(turns[:1], MAKING, [elsewhere])


@pytest.mark.parametrize("url", UNSAFE_URLS)
def test_what_is_no_address_of_the_web_is_no_link(url):
    assert web_address(url) is None


@pytest.mark.parametrize(("url", "address"), [
    ("https://gull.example/a?b=c&d=%20#e", "https://gull.example/a?b=c&d=%20#e"),
    ("http://gull.example", "http://gull.example"),
    ("https://gull.example/é", "https://gull.example/%C3%A9"),
    ("https://gull.example/<\"'>)", "https://gull.example/%3C%22'%3E)"),
    ("https://good.example@evil.example/", None),
    ("https:\\\\evil.example", None),
    ("https://", None),
    ("https://[", None),
    ("https://gull.example/a b", None),
    ("", None),
    (None, None),
])  # fmt: skip
def test_an_address_of_the_web_is_written_so_that_it_is_nothing_else(url, address):
    assert web_address(url) == address


def test_outlets_and_times_are_told_as_they_were_asked():
    assert asked(Turn("?", choice=Choice(("A",))), AT) == "Asked 9 February 2026, 14:05 UTC, of A."
    assert asked(Turn("?", of_uploads=True), AT).endswith("UTC, of articles of the reader's own.")
    assert asked(Turn("?", choice=Choice(("A", "B", "C"), until=date(2026, 3, 1))), AT).endswith(
        "of A, B and C, published until 1 March 2026.")  # fmt: skip
    assert asked(Turn("?", choice=Choice(since=datetime(2026, 3, 1, 8, 0, tzinfo=AT.tzinfo))), AT).endswith(
        "published since 1 March 2026, 08:00 UTC.")  # fmt: skip


def test_what_looks_like_a_marker_and_is_none_stays_among_the_words():
    told = exported(page.render, [Turn("What?", answered(text="It sank. [7]"))])
    assert "<p><bdi>It sank. [7]</bdi></p>" in told
    assert differing().disagreement


@pytest.mark.slow
def test_a_question_asked_again_gives_the_same_json_and_its_hashes_are_those_of_the_articles(engine):
    question = "How many security personnel were killed?"
    told = [data.render([Turn(question, engine.ask(question))], engine.making, [AT]) for _ in range(2)]
    assert told[0] == told[1]
    for citation in json.loads(told[0])["turns"][0]["answer"]["citations"]:
        text = engine.article(citation["article"]["id"]).text
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert hashlib.sha256(text.encode()).hexdigest() == citation["article"]["sha256"]


def test_a_nearest_passage_is_not_marked_as_if_it_answered():
    told = exported(page.render, [Turn("Why?", silent())])
    assert '<blockquote dir="auto">It left.</blockquote>' in told
    assert "<mark>" not in told


WRITTEN = answered(
    searched="What sank off <b>Orsk</b>?",
    notice="The model refused to answer.",
    checks=(Check("It sank.", Fate.DROPPED),),
)
LED = replace(MAKING, llm="tiny-1")


@pytest.mark.parametrize(
    ("render", "searched"),
    [
        (markdown.render, r"Searched for: What sank off \<b\>Orsk\</b\>?"),
        (page.render, "Searched for: What sank off &lt;b&gt;Orsk&lt;/b&gt;?"),
    ],
)
def test_an_export_tells_what_was_searched_what_went_wrong_and_which_model_wrote(render, searched):
    told = render([Turn("And what sank?", WRITTEN)], LED, [AT])
    places = [told.index(one) for one in (searched, "The model refused to answer.", "The ferry sank.")]
    assert places == sorted(places)
    assert "The language model tiny-1 wrote, and each of its sentences was held against its sources." in told


def test_where_no_model_wrote_none_is_named():
    turns = [Turn("What sank?", answered())]
    assert "tiny" not in markdown.render(turns, LED, [AT]) + page.render(turns, LED, [AT])
    assert "language model" not in markdown.render([Turn("What sank?", WRITTEN)], MAKING, [AT])


def test_json_names_the_model_and_has_the_checks():
    told = json.loads(data.render([Turn("And what sank?", WRITTEN)], LED, [AT]))
    assert told["making"]["llm"] == "tiny-1"
    given = told["turns"][0]["answer"]
    assert (given["searched"], given["notice"]) == (WRITTEN.searched, WRITTEN.notice)
    assert [check["fate"] for check in given["checks"]] == ["dropped"]


def test_what_is_copied_tells_what_was_searched_and_what_went_wrong():
    told = copied(WRITTEN).split("\n")
    assert told[:2] == ["Searched for: What sank off <b>Orsk</b>?", "The model refused to answer."]

import codecs
import json
import logging
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, SentenceKind
from index.errors import ArticleBinary, ArticleEmpty, ArticleEncoding, ArticleError, ArticleTooLarge
from index.read import read, read_all
from index.split import split

STORY = """<h1>Ferry sinks off Orsk</h1>
<p>The ferry sank off Orsk on Saturday night, and forty were saved, the harbour master said.</p>
<h2>Who was on board</h2>
<p>Most were fishermen from the café on the north shore, who had gone to the market with their families.</p>
<ul><li>Forty saved</li><li>Two missing</li></ul>
<table><tr><td>Port</td><td>Boats</td></tr><tr><td>Orsk</td><td>4</td></tr></table>
<p>The search goes on at first light, with boats of all the villages on the lake, he said.</p>"""
SITE = '<meta property="og:site_name" content="Orsk Daily"><meta name="author" content="Ada Lind">'
INSTANT = datetime(2024, 5, 4, 15, 58, tzinfo=timezone(timedelta(hours=5, minutes=30)))


def page(head: str = "", body: str = STORY) -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Ferry sinks off Orsk | Orsk Daily</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav><article>{body}</article>"
        "<footer>Copyright 2019 Orsk Daily</footer></body></html>"
    )


def write(folder: Path, content: str | bytes, name: str = "a.html") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def linked(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


def assert_lawful(path: Path) -> None:
    for article in read_all(path):
        assert isinstance(article, (Article, ArticleError))
        if isinstance(article, Article):
            article.text.encode()
            assert "\x00" not in article.text
            for sentence in split(article):
                assert 0 <= sentence.start < sentence.end <= len(article.text)


@pytest.mark.parametrize("name", ["a.html", "a.htm"])
def test_the_story_is_read_without_what_surrounds_it(tmp_path: Path, name: str) -> None:
    article = read(write(tmp_path, page(SITE), name))
    assert article.format == "html"
    assert [(article.text[s.start : s.end], s.kind) for s in split(article)] == [
        ("Ferry sinks off Orsk", SentenceKind.HEADING),
        (
            "The ferry sank off Orsk on Saturday night, and forty were saved, the harbour master said.",
            SentenceKind.PROSE,
        ),
        ("Who was on board", SentenceKind.HEADING),
        (
            "Most were fishermen from the café on the north shore, who had gone to the market with their families.",
            SentenceKind.PROSE,
        ),
        ("Forty saved", SentenceKind.ITEM),
        ("Two missing", SentenceKind.ITEM),
        ("| Port | Boats |", SentenceKind.ROW),
        ("| Orsk | 4 |", SentenceKind.ROW),
        ("The search goes on at first light, with boats of all the villages on the lake, he said.", SentenceKind.PROSE),
    ]


def test_the_page_tells_title_outlet_author_and_address(tmp_path: Path) -> None:
    article = read(write(tmp_path, page(SITE + '<link rel="canonical" href="https://orsk.example/ferry">')))
    assert (article.title, article.outlet, article.author) == ("Ferry sinks off Orsk", "Orsk Daily", "Ada Lind")
    assert article.url == "https://orsk.example/ferry"


@pytest.mark.parametrize(
    "note",
    [
        "<!-- saved from url=(0026)https://orsk.example/ferry -->",
        "<!--\n Page saved with SingleFile \n url: https://orsk.example/ferry \n-->",
    ],
)
def test_the_address_that_a_browser_noted_is_taken(tmp_path: Path, note: str) -> None:
    assert read(write(tmp_path, page(note))).url == "https://orsk.example/ferry"


META = '<meta property="article:published_time" content="{}">'
DATES = [
    ("a meta tag", META.format("2024-05-04T15:58:00+05:30"), "", INSTANT),
    ("a meta tag with a day", META.format("2024-05-04"), "", date(2024, 5, 4)),
    ("a time without its zone", META.format("2024-05-04T15:58:00"), "", date(2024, 5, 4)),
    ("words", META.format("Sat, 04 May 2024 10:28:00 GMT"), "", INSTANT),
    ("JSON-LD", linked(**{"@type": "NewsArticle"}, datePublished="2024-05-04T10:28:00Z"), "", INSTANT),
    (
        "a graph",
        linked(**{"@graph": [{"@type": ["Thing", "NewsArticle"], "datePublished": "2024-05-04T10:28:00Z"}]}),
        "",
        INSTANT,
    ),
    (
        "the one with a time",
        META.format("2024-05-04") + linked(**{"@type": "Report"}, datePublished="2024-05-04T10:28Z"),
        "",
        INSTANT,
    ),
    ("microdata", '<meta itemprop="datePublished" content="2024-05-04">', "", date(2024, 5, 4)),
    ("a time element", "", '<p>By Ada Lind, <time datetime="2024-05-04T10:28:00Z">4 May</time></p>', INSTANT),
    ("an ambiguous date", META.format("05/04/2024"), "", None),
    ("seconds since 1970", META.format("1714818480"), "", None),
    ("broken JSON", '<script type="application/ld+json">{"datePublished": "2024-05-04"</script>', "", None),
    ("dates of several stories", META.format("2024-05-04") + META.format("2023-05-04"), "", None),
    ("when an event is", linked(**{"@type": "Event"}, datePublished="2024-05-04"), "", None),
    ("when it was updated", "", '<p>Updated <time datetime="2024-05-04T10:28:00Z">4 May</time></p>', None),
    ("the address alone", '<link rel="canonical" href="https://orsk.example/2024/05/04/ferry">', "", None),
    ("the footer alone", "", "", None),
]


@pytest.mark.parametrize(("head", "body", "expected"), [row[1:] for row in DATES], ids=[row[0] for row in DATES])
def test_a_page_is_of_the_day_that_it_says_and_of_no_other(
    tmp_path: Path, head: str, body: str, expected: date | None
) -> None:
    published = read(write(tmp_path, page(head, body + STORY))).published
    assert (published, type(published)) == (expected, type(expected))


UPDATES = [
    '<meta property="article:modified_time" content="2024-05-04T10:28:00Z">',
    linked(**{"@type": "NewsArticle"}, dateModified="2024-05-04T10:28:00Z"),
    '<meta itemprop="dateModified" content="2024-05-04T10:28:00Z">',
]


@pytest.mark.parametrize("head", UPDATES)
def test_when_a_page_was_updated_is_told_apart(tmp_path: Path, head: str) -> None:
    article = read(write(tmp_path, page(head)))
    assert (article.published, article.updated) == (None, INSTANT.astimezone(UTC))


ENCODINGS = [
    ('<meta charset="iso-8859-1">', "cp1252"),
    ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
    ('<meta charset="utf-8">', "utf-8"),
    ("", "utf-8"),
    ("", "utf-8-sig"),
    ('<meta charset="iso-8859-1">', "utf-8-sig"),
    ("", "utf-16"),
    ('<meta charset="utf-16">', "utf-8"),
    ('<meta charset="base64">', "utf-8"),
]


@pytest.mark.parametrize(("head", "encoding"), ENCODINGS)
def test_a_page_is_decoded_as_it_says(tmp_path: Path, head: str, encoding: str) -> None:
    text = read(write(tmp_path, page(head).encode(encoding))).text
    assert "from the café on" in text
    assert codecs.BOM_UTF8.decode() not in text


@pytest.mark.parametrize(("charset", "words"), [("shift_jis", "川の水位"), ("gb2312", "河水"), ("koi8-r", "река")])
def test_a_page_in_another_script_is_decoded_as_it_says(tmp_path: Path, charset: str, words: str) -> None:
    body = f"<p>{words} " + "The ferry sank off Orsk on Saturday night. " * 5 + "</p>"
    assert words in read(write(tmp_path, page(f'<meta charset="{charset}">', body).encode(charset))).text


BAD_FILES = [
    ("no story", "<!DOCTYPE html><html><head><title>Orsk</title></head><body></body></html>", ArticleEmpty),
    ("no page", "The ferry sank off Orsk.", ArticleEmpty),
    ("nothing", "", ArticleEmpty),
    ("a PDF", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", ArticleBinary),
    ("a zip", b"PK\x03\x04\x14\x00", ArticleBinary),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", ArticleBinary),
    ("zero bytes", page().replace("ferry", "\0"), ArticleBinary),
    ("not what it says", page('<meta charset="utf-8">').encode("latin-1"), ArticleEncoding),
    ("saying nothing", page().encode("latin-1"), ArticleEncoding),
    ("too much", b"<html>" + b"<p>Orsk" * 3_000_000, ArticleTooLarge),
]


@pytest.mark.parametrize(("content", "error"), [row[1:] for row in BAD_FILES], ids=[row[0] for row in BAD_FILES])
def test_a_bad_file_is_named_with_its_fault_and_the_mend(
    tmp_path: Path, content: str | bytes, error: type[ArticleError]
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(error) as caught:
        read(path)
    assert type(caught.value) is error
    assert str(path) in caught.value.fault
    assert caught.value.mend.endswith(".")


def test_deep_nesting_gives_an_article_or_a_named_error(tmp_path: Path) -> None:
    assert_lawful(write(tmp_path, page(body="<div>" * 5000 + STORY)))


def test_nothing_is_printed_and_the_loggers_are_left_as_they_were(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = list(logging.getLogger("trafilatura").handlers)
    list(read_all(write(tmp_path, "<p>Orsk")))
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("trafilatura").handlers == before


@settings(max_examples=30)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: page(body=text).encode(errors="replace")))
def test_any_bytes_give_an_article_or_a_named_error(tmp_path: Path, data: bytes) -> None:
    assert_lawful(write(tmp_path, data))


@settings(max_examples=30)
@given(
    st.integers(0, len(page(SITE))),
    st.lists(st.tuples(st.integers(0, len(page(SITE)) - 1), st.integers(0, 255)), max_size=8),
)
def test_a_damaged_page_gives_an_article_or_a_named_error(
    tmp_path: Path, end: int, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(page(SITE).encode("latin-1"))
    for place, byte in changes:
        data[place] = byte
    assert_lawful(write(tmp_path, bytes(data[:end]).decode("latin-1")))

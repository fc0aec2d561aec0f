from datetime import UTC, date, datetime, timedelta, timezone
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import pieces as read_pieces
from pieces import told

from index.article import Article
from index.errors import ArticleEmpty, ArticleError, ArticleRecord, ArticleTooLarge


def pieces(folder, content, name="a.xml"):
    return read_pieces(folder, name, content)


def rss(*items, head=""):
    body = "".join(f"<item>{item}</item>" for item in items)
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    start = f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0" {space}><channel>'
    return f"{start}<title>Orsk &amp;amp; Perm Daily</title>{body}</channel></rss>"


def atom(entry):
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Orsk Daily</title>'
        f"<entry>{entry}</entry></feed>"
    )


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "A.RSS"])
def test_an_entry_of_rss_is_an_article(tmp_path, name):
    html = escape("<p>The river &amp; the dam.</p><p>It <b>rose</b>.</p><script>no()</script>")
    item = (
        "<title>Flood in Orsk</title><guid>g7</guid><link>https://news.example/7</link><author>Marit Lind</author>"
        "<pubDate>Sat, 04 May 2024 15:58:00 +0530</pubDate><description>A teaser.</description>"
        f"<content:encoded>{html}</content:encoded>"
    )
    (article,) = pieces(tmp_path, rss(item), name)
    assert article.text == "The river & the dam.\n\nIt rose."
    assert (article.title, article.author, article.part) == ("Flood in Orsk", "Marit Lind", "g7")
    assert (article.url, article.format, article.outlet) == ("https://news.example/7", "feed", "Orsk & Perm Daily")
    assert article.published == datetime(2024, 5, 4, 15, 58, tzinfo=timezone(timedelta(hours=5, minutes=30)))


def test_an_entry_of_atom_is_an_article(tmp_path):
    entry = (
        '<title type="html">Tom &amp;amp; Ann</title><id>tag:7</id><link href="https://news.example/7"/>'
        "<published>2024-05-04</published><updated>2024-05-05T10:00:00Z</updated><author><name>Per Vale</name></author>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The river rose.</p></div></content>'
    )
    (article,) = pieces(tmp_path, atom(entry), "a.atom")
    assert (article.text, article.title, article.author) == ("The river rose.", "Tom & Ann", "Per Vale")
    assert (article.published, article.updated) == (date(2024, 5, 4), datetime(2024, 5, 5, 10, tzinfo=UTC))
    assert (article.outlet, article.part) == ("Orsk Daily", "tag:7")


TEXTS = [
    ("<description>Plain 3 &lt; 5 words.</description>", "Plain 3 < 5 words."),
    ("<description>It&amp;#8217;s dry.</description>", "It’s dry."),
    ("<description><![CDATA[One.<br/>Two.]]></description>", "One.\nTwo."),
    ("<description></description>", ArticleEmpty),
    ("<description>&lt;img src='x.png'/&gt;</description>", ArticleEmpty),
    ("", ArticleEmpty),
    (f"<description>{'a ' * 5_000_001}</description>", ArticleTooLarge),
]


@pytest.mark.parametrize(("item", "expected"), TEXTS, ids=[str(number) for number in range(len(TEXTS))])
def test_markup_is_turned_to_text_and_an_entry_without_words_is_named(tmp_path, item, expected):
    found = pieces(tmp_path, rss("<title>A title</title>" + item, "<description>Orsk is dry.</description>"))
    assert told(found) == [("entry 1", expected), ("entry 2", "Orsk is dry.")]


def test_a_date_that_cannot_be_read_loses_no_entry(tmp_path):
    article, error = pieces(tmp_path, rss("<pubDate>soon</pubDate><description>Orsk is dry.</description>"))
    assert (article.text, article.published) == ("Orsk is dry.", None)
    assert (type(error), error.part) == (ArticleRecord, "entry 1")
    assert "published: soon" in error.fault


def test_an_id_stands_for_one_text(tmp_path):
    items = [f"<guid>g</guid><description>{text}</description>" for text in ("One rose.", "One rose.", "Two fell.")]
    assert told(pieces(tmp_path, rss(*items))) == [("g", "One rose."), ("g", ArticleRecord)]


NO_FEEDS = [
    ("hello", ArticleRecord),
    ("<nitf><body>Orsk is dry.</body></nitf>", ArticleRecord),
    ("<html><body><p>Orsk is dry.</p></body></html>", ArticleRecord),
    (b"\x89PNG\r\n\x1a\n\x00\x00", ArticleRecord),
    ("", ArticleEmpty),
    (rss(), ArticleEmpty),
]


@pytest.mark.parametrize(("content", "error"), NO_FEEDS)
def test_what_is_no_feed_is_told(tmp_path, content, error):
    assert told(pieces(tmp_path, content)) == [(None, error)]


def test_a_feed_that_breaks_off_is_told_beside_what_it_holds(tmp_path):
    whole = rss("<description>One rose.</description>", "<description>Two fell.</description>")
    found = pieces(tmp_path, whole[: whole.index("fell")])
    assert told(found)[0] == ("entry 1", "One rose.")
    assert told(found)[-1] == (None, ArticleRecord)
    assert "well-formed" in found[-1].fault


def test_no_other_file_is_read_for_a_feed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Nobody may know.")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    found = pieces(tmp_path, rss("<description>Orsk &x; is dry.</description>", head=head))
    found += pieces(tmp_path, str(secret))
    assert "Nobody" not in str(found)


def test_entities_without_end_do_no_harm(tmp_path):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY a0 "boom">{entities}]>'
    found = pieces(tmp_path, rss("<description>Orsk &a11; is dry.</description>", head=head))
    assert len(str(found)) < 10_000


PIECES = [
    *("<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<description>", "</channel>", "</rss>"),
    *("<![CDATA[", "]]>", "&amp;", "&#x110000;", "&nope;", "<!DOCTYPE x [", '<content type="', "base64", '">', "Orsk"),
    *('<?xml version="1.0" encoding="utf-7"?>', "<pubDate>", "9" * 30, "<geo:lat>", "<media:content url='", "<!--"),
    *("<link href='http://[::1'/>", "<a xml:base='http://[x'>", "é", "\x00", "<p>", "<svg>", "<georss:line>1 2"),
]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=15).map("".join))
def test_whatever_a_feed_holds_is_an_article_or_an_error(tmp_path, words):
    data = f'<rss version="2.0"><channel><item>{words}'.encode(errors="replace")
    for content in (data, words.encode(errors="replace"), data + "</item></channel></rss>".encode("utf-16")):
        found = pieces(tmp_path, content)
        assert found
        assert all(isinstance(piece, Article | ArticleError) for piece in found)

import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import has_words, lost, names, texts

from index.article import Article
from index.errors import (
    ArticleBinary,
    ArticleEmpty,
    ArticleEncoding,
    ArticleError,
    ArticleFrontMatter,
    ArticleTooLarge,
    ArticleUnreadable,
)
from index.formats import FORMATS
from index.read import find_files, read, read_all
from index.split import split


def write(folder: Path, content: str | bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@given(texts, names)
def test_offsets_are_those_of_the_decoded_file(tmp_path: Path, raw: str, name: str) -> None:
    path = write(tmp_path, raw, name)
    try:
        article = read(path)
    except (ArticleEmpty, ArticleFrontMatter):
        return
    with path.open(encoding="utf-8") as file:
        text = file.read()
    assert article.text == text
    for sentence in split(article):
        quote = text[sentence.start : sentence.end]
        assert has_words(quote)
        assert quote == quote.strip()
    if name == "a.txt":
        assert lost(article, split(article)) == []


@given(texts, names)
def test_reading_fails_by_name_or_gives_an_article(tmp_path: Path, raw: str, name: str) -> None:
    path = write(tmp_path, raw, name)
    try:
        article = read(path)
    except ArticleError as error:
        told = error.fault
    else:
        told = article.path
        assert has_words(article.text[article.body :])
        assert has_words(article.title)
    assert str(path) in told


def test_a_renamed_file_is_the_same_article(tmp_path: Path) -> None:
    old, new = write(tmp_path, "Orsk is dry."), write(tmp_path, "Orsk is dry.", "b.txt")
    assert read(old).id == read(new).id
    assert read(old).path != read(new).path


def test_front_matter_tells_what_it_is_asked_and_is_no_text(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "---\ntitle: 'Floods: the toll'\noutlet: Orsk Daily\nurl: https://news.example/1\n"
        "published: 2024-05-04T15:58:00+05:30\nauthor: ignored\n---\n\nThe river rose.\n",
        "a.md",
    )
    article = read(path)
    assert (article.title, article.outlet, article.url) == ("Floods: the toll", "Orsk Daily", "https://news.example/1")
    assert article.published == datetime(2024, 5, 4, 15, 58, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert article.text[article.body :].strip() == "The river rose."


PUBLISHED = [
    ("2024-05-04", date(2024, 5, 4)),
    ("'4 May 2024'", date(2024, 5, 4)),
    ("2024-05-04T15:58:00Z", datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    ("2024-05-04T15:58:00", date(2024, 5, 4)),
    ("", None),
]


@pytest.mark.parametrize(("words", "expected"), PUBLISHED)
def test_a_time_is_kept_only_with_its_zone(tmp_path: Path, words: str, expected: date | None) -> None:
    path = write(tmp_path, f"---\npublished: {words}\n---\nThe river rose.\n", "a.md")
    published = read(path).published
    assert (published, type(published)) == (expected, type(expected))


def test_front_matter_is_for_markdown_alone(tmp_path: Path) -> None:
    assert read(write(tmp_path, "---\noutlet: X\n---\nThe river rose.\n")).outlet is None


def test_line_ends_are_translated_as_open_does(tmp_path: Path) -> None:
    assert read(write(tmp_path, b"One.\r\nTwo.\rThree.\n")).text == "One.\nTwo.\nThree.\n"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_byte_order_mark_is_in_the_text_but_in_no_title_or_sentence(tmp_path: Path, name: str) -> None:
    article = read(write(tmp_path, "\ufeffFloods\n\nOrsk is dry.", name))
    assert article.text.startswith("\ufeff")
    assert article.title == "Floods"
    assert split(article)[0].start == 1


BAD_FILES = [
    ("empty", b"", "a.txt", ArticleEmpty),
    ("blank", b" \n\t\r\n", "a.txt", ArticleEmpty),
    ("no words", "\u00a0 ***\n—".encode(), "a.txt", ArticleEmpty),
    ("only a byte-order mark", b"\xef\xbb\xbf", "a.txt", ArticleEmpty),
    ("only front matter", b"---\ntitle: X\n---\n", "a.md", ArticleEmpty),
    ("only a date stamp", b" date 2024-05-04 \n", "a.txt", ArticleEmpty),
    ("zero bytes", b"Orsk\x00is\x00dry", "a.txt", ArticleBinary),
    ("an image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", "a.txt", ArticleBinary),
    ("control characters", b"Orsk \x01\x02 is dry", "a.md", ArticleBinary),
    ("Latin-1", "Le café à Orsk est fermé".encode("latin-1"), "a.txt", ArticleEncoding),
    ("UTF-16", "Orsk is dry".encode("utf-16"), "a.txt", ArticleEncoding),
    ("mixed encodings", "Le café\nest ferm".encode() + b"\xe9 \xe0 Orsk", "a.txt", ArticleEncoding),
    ("a surrogate", b"Orsk \xed\xa0\x80", "a.txt", ArticleEncoding),
    ("broken YAML", b"---\ntitle: a: b\n---\nOrsk", "a.md", ArticleFrontMatter),
    ("a list", b"---\n- title\n---\nOrsk", "a.md", ArticleFrontMatter),
    ("one word", b"---\ntitle\n---\nOrsk", "a.md", ArticleFrontMatter),
    ("no date", b"---\npublished: last week\n---\nOrsk", "a.md", ArticleFrontMatter),
    ("an ambiguous date", b"---\npublished: 05/04/2024\n---\nOrsk", "a.md", ArticleFrontMatter),
    ("no such day", b"---\npublished: 2024-02-31\n---\nOrsk", "a.md", ArticleFrontMatter),
    ("a Python object", b"---\ntitle: !!python/name:os.system\n---\nOrsk", "a.md", ArticleFrontMatter),
    ("deep nesting", b"---\nx: " + b"[" * 3000 + b"\n---\nOrsk", "a.md", ArticleFrontMatter),
    ("another ending", b"Orsk is dry.", "a.pdf", ArticleUnreadable),
    ("no ending", b"Orsk is dry.", "README", ArticleUnreadable),
]


@pytest.mark.parametrize(
    ("content", "name", "error"), [row[1:] for row in BAD_FILES], ids=[row[0] for row in BAD_FILES]
)
def test_a_bad_file_is_named_with_its_fault_and_the_mend(
    tmp_path: Path, content: bytes, name: str, error: type[ArticleError]
) -> None:
    path = write(tmp_path, content, name)
    with pytest.raises(error) as caught:
        read(path)
    assert caught.value.path == path
    assert str(path) in caught.value.fault
    assert caught.value.mend.endswith((".", ".)"))


def test_the_likely_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArticleEncoding, match=r"looks like utf_16.*iconv -f utf_16"):
        read(write(tmp_path, ("Orsk is dry, and Perm is not. " * 20).encode("utf-16")))


def test_the_line_where_another_encoding_begins_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArticleEncoding, match="mixed encodings: UTF-8 up to line 2"):
        read(write(tmp_path, "Le café\nest ferm".encode() + b"\xe9"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = write(tmp_path, "Orsk is dry.")
    path.chmod(0)
    with pytest.raises(ArticleUnreadable, match="Permission denied"):
        read(path)


def test_a_folder_or_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    for path in (tmp_path / "x.txt", tmp_path / "y.txt"):
        with pytest.raises(ArticleUnreadable):
            read(path)


def test_a_link_to_itself_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    assert list(find_files([tmp_path])) == [tmp_path / "a.txt"]
    with pytest.raises(ArticleUnreadable, match="symbolic links"):
        read(tmp_path / "a.txt")


def test_what_is_no_regular_file_is_told_and_nothing_hangs(tmp_path: Path) -> None:
    for name in ("a.txt", "a.json.gz", "a.zip"):
        os.mkfifo(tmp_path / name)
        with pytest.raises(ArticleUnreadable, match="no regular file"):
            read(tmp_path / name)
    assert len(list(find_files([tmp_path]))) == 3
    with pytest.raises(ArticleUnreadable):
        read(Path("/dev/zero"))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.xml"])
def test_a_file_of_a_gigabyte_is_refused_without_reading_it_all(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "Orsk is dry.", name)
    os.truncate(path, 1_000_000_000)
    with pytest.raises(ArticleTooLarge, match="more than 50 MB"):
        read(path)


ENDINGS = [*FORMATS, ".zip", *(f"{ending}.gz" for ending in FORMATS), ".gz", ".zzz", ""]
HEADS = [b"", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PK\x05\x06" + b"\x00" * 18, b"{", b'[{"text": "', b"text,x\n",
         b"\xff\xfe", b'{"text": "a b"}\n', b"<rss><channel><item><description>", b"\xef\xbb\xbf"]  # fmt: skip
ANY = st.tuples(st.sampled_from(HEADS), st.binary(max_size=60) | st.text(max_size=40).map(str.encode)).map(b"".join)


@settings(max_examples=50)
@given(ANY)
def test_whatever_a_file_holds_is_an_article_or_an_error(tmp_path: Path, data: bytes) -> None:
    for ending in ENDINGS:
        found = list(read_all(write(tmp_path, data, f"a{ending}")))
        assert found
        assert all(isinstance(piece, Article | ArticleError) for piece in found)


REAL_ARTICLES = [
    ("000", "Pakistan's Defence Minister", date(2026, 2, 4), None),
    ("001", "ISLAMABAD", None, "ISLAMABAD"),
    ("002", "‘Can’t Manage", date(2026, 2, 4), "Islamabad"),
    ("003", "Quetta", date(2026, 2, 4), "Quetta"),
    ("004", "Pakistan’s deepening", None, None),
]


@pytest.mark.parametrize(("number", "title", "published", "dateline"), REAL_ARTICLES)
def test_real_articles_tell_title_date_and_place(
    shared_corpus: Path, number: str, title: str, published: date | None, dateline: str | None
) -> None:
    article = read(next(shared_corpus.glob(f"{number}_*.txt")))
    assert article.title.startswith(title)
    assert (article.published, article.dateline) == (published, dateline)
    assert len(split(article)) > 5

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, SentenceKind
from index.errors import ArticleEmpty, ArticleError, ArticleLocked, ArticleTooLarge, ArticleUnreadable
from index.read import read, read_all
from index.split import split

WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*build: Callable[[Any], object]) -> bytes:
    document = docx.Document()
    for step in build:
        step(document)
    return saved(document)


def story(document: Any) -> None:
    document.add_heading("Ferry sinks off Orsk", 1)
    document.add_paragraph("The ferry sank off Orsk on Saturday night. Forty were saved.")
    document.add_paragraph("Forty saved", style="List Bullet")
    document.add_paragraph("Two missing", style="List Number")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("Port", "Boats", "Orsk | north", "4"), strict=True):
        cell.text = words
    document.add_paragraph("The search goes on.")


def properties(title: str, author: str) -> Callable[[Any], None]:
    def tell(document: Any) -> None:
        document.core_properties.title, document.core_properties.author = title, author

    return tell


GOOD = word(story, properties("Ferry sinks", "Ada Lind"))


def write(folder: Path, content: bytes, name: str = "a.docx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def assert_lawful(path: Path) -> None:
    for article in read_all(path):
        assert isinstance(article, (Article, ArticleError))
        if isinstance(article, Article):
            article.text.encode()
            assert "\x00" not in article.text
            for sentence in split(article):
                assert 0 <= sentence.start < sentence.end <= len(article.text)


def test_headings_items_and_rows_keep_the_order_of_the_document(tmp_path: Path) -> None:
    article = read(write(tmp_path, GOOD))
    assert article.format == "docx"
    assert [(article.text[s.start : s.end], s.kind) for s in split(article)] == [
        ("Ferry sinks off Orsk", SentenceKind.HEADING),
        ("The ferry sank off Orsk on Saturday night.", SentenceKind.PROSE),
        ("Forty were saved.", SentenceKind.PROSE),
        ("Forty saved", SentenceKind.ITEM),
        ("Two missing", SentenceKind.ITEM),
        ("| Port | Boats |", SentenceKind.ROW),
        ("| Orsk / north | 4 |", SentenceKind.ROW),
        ("The search goes on.", SentenceKind.PROSE),
    ]


def test_properties_tell_title_and_author_but_not_when_it_was_published(tmp_path: Path) -> None:
    article = read(write(tmp_path, GOOD))
    assert (article.title, article.author, article.published, article.updated) == (
        "Ferry sinks",
        "Ada Lind",
        None,
        None,
    )


def test_a_title_and_author_that_no_person_wrote_are_not_taken(tmp_path: Path) -> None:
    article = read(write(tmp_path, word(story, properties("Word Document", "python-docx"))))
    assert (article.title, article.author) == ("Ferry sinks off Orsk", None)


def test_a_table_of_one_column_is_read_as_the_text_in_it(tmp_path: Path) -> None:
    def framed(document: Any) -> None:
        cell = document.add_table(1, 1)._cells[0]
        cell.text = "The ferry sank."
        cell.add_paragraph("Forty were saved.")

    assert read(write(tmp_path, word(framed))).text == "The ferry sank.\n\nForty were saved."


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    def tracked(document: Any) -> None:
        paragraph = document.add_paragraph("The ferry ")
        for tag, text, words in (("del", "delText", "floated"), ("ins", "t", "sank")):
            run = f"<w:r><w:{text}>{words}</w:{text}></w:r>"
            paragraph._p.append(parse_xml(f'<w:{tag} {WORDS} w:id="1" w:author="a">{run}</w:{tag}>'))

    assert read(write(tmp_path, word(tracked))).text == "The ferry sank"


def test_text_in_a_content_control_is_read(tmp_path: Path) -> None:
    def controlled(document: Any) -> None:
        paragraph = document.add_paragraph("The ferry sank.")._p
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        paragraph.addprevious(control)
        control.append(content)
        content.append(paragraph)

    assert read(write(tmp_path, word(controlled))).text == "The ferry sank."


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return out.getvalue()


def claiming(size: int) -> bytes:
    """A zip that says its only entry unpacks to a size."""
    data = bytearray(zipped({"a": b"x"}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = size.to_bytes(4, "little")
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)

BAD_FILES = [
    ("a password", OLE + "EncryptedPackage".encode("utf-16-le"), ArticleLocked, "asks for a password"),
    ("an old Word file", OLE + "WordDocument".encode("utf-16-le"), ArticleUnreadable, r"\.doc"),
    ("another zip", zipped({"a.txt": b"Orsk"}), ArticleUnreadable, "no whole Word file"),
    ("an empty zip", zipped({}), ArticleUnreadable, "no whole Word file"),
    ("a bomb", claiming(300_000_000), ArticleTooLarge, "300 MB"),
    ("cut short", GOOD[:5000], ArticleUnreadable, "no Word file"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", ArticleUnreadable, "picture"),
    ("a PDF", b"%PDF-1.4\n", ArticleUnreadable, "PDF"),
    ("text", b"The ferry sank.", ArticleUnreadable, "no Word file"),
    ("no words", word(lambda document: document.add_paragraph("* * *")), ArticleEmpty, "no text"),
    ("nothing", b"", ArticleEmpty, "empty"),
]


@pytest.mark.parametrize(("content", "error", "fault"), [row[1:] for row in BAD_FILES], ids=[r[0] for r in BAD_FILES])
def test_a_bad_file_is_named_with_its_fault_and_the_mend(
    tmp_path: Path, content: bytes, error: type[ArticleError], fault: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(error, match=fault) as caught:
        read(path)
    assert type(caught.value) is error
    assert str(path) in caught.value.fault
    assert caught.value.mend.endswith(".")


@settings(max_examples=30)
@given(st.binary(max_size=300).map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_give_an_article_or_a_named_error(tmp_path: Path, data: bytes) -> None:
    assert_lawful(write(tmp_path, data))


@settings(max_examples=30)
@given(st.integers(0, len(GOOD)))
def test_a_file_cut_anywhere_gives_an_article_or_a_named_error(tmp_path: Path, end: int) -> None:
    assert_lawful(write(tmp_path, GOOD[:end]))


@settings(max_examples=30)
@given(
    st.sampled_from(
        ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "docProps/core.xml", "word/styles.xml"]
    ),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=8),
    st.none() | st.integers(0, 3000),
)
def test_damaged_parts_give_an_article_or_a_named_error(
    tmp_path: Path, name: str, changes: list[tuple[int, int]], end: int | None
) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as packed:
        parts = {entry: packed.read(entry) for entry in packed.namelist()}
    part = bytearray(parts[name])
    for place, byte in changes:
        part[place % len(part)] = byte
    assert_lawful(write(tmp_path, zipped({**parts, name: bytes(part[:end])})))

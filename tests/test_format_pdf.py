import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import Line, encrypted, paragraph, pdf

from index.article import Article, SentenceKind
from index.errors import ArticleEmpty, ArticleError, ArticleLocked, ArticleScanned, ArticleTooLarge, ArticleUnreadable
from index.read import read, read_all
from index.split import split

STORY = paragraph(
    "The ferry sank off Orsk on Saturday night, and forty people",
    "were saved from the water, the harbour master said.",
)
SECOND = paragraph("Two are missing. The search goes on at first light, with", "boats of the north shore.")
PAGES = [[("Ferry sinks off Orsk", 0.0, 18.0), *STORY], SECOND]
GOOD = pdf(PAGES, "/Title (Ferry sinks) /Author (Ada Lind) /CreationDate (D:20240504120000Z)")


def write(folder: Path, content: bytes, name: str = "a.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def text_of(folder: Path, *pages: list[Line]) -> str:
    return read(write(folder, pdf(pages))).text


def assert_lawful(path: Path) -> None:
    for article in read_all(path):
        assert isinstance(article, (Article, ArticleError))
        if isinstance(article, Article):
            article.text.encode()
            assert "\x00" not in article.text
            for sentence in split(article):
                assert 0 <= sentence.start < sentence.end <= len(article.text)


def test_the_text_layer_is_read_page_by_page_in_paragraphs(tmp_path: Path) -> None:
    article = read(write(tmp_path, GOOD))
    assert article.format == "pdf"
    assert article.text == (
        "Ferry sinks off Orsk\n\nThe ferry sank off Orsk on Saturday night, and forty people\n"
        "were saved from the water, the harbour master said.\n\n"
        "Two are missing. The search goes on at first light, with\nboats of the north shore."
    )
    kinds = [(article.text[s.start : s.end], s.kind) for s in split(article)]
    assert kinds[0] == ("Ferry sinks off Orsk", SentenceKind.HEADING)
    assert [kind for _, kind in kinds[1:]] == [SentenceKind.PROSE] * 3


def test_properties_tell_title_and_author_but_not_when_it_was_published(tmp_path: Path) -> None:
    article = read(write(tmp_path, GOOD))
    assert (article.title, article.author) == ("Ferry sinks", "Ada Lind")
    assert (article.published, article.updated) == (None, None)


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - orsk.doc", "orsk_final.indd", "Document1", " ", "- -"])
def test_a_title_that_no_person_wrote_is_not_taken(tmp_path: Path, title: str) -> None:
    article = read(write(tmp_path, pdf(PAGES, f"/Title ({title}) /Author (Administrator)")))
    assert (article.title, article.author) == ("Ferry sinks off Orsk", None)


def test_a_sentence_may_go_on_over_the_page(tmp_path: Path) -> None:
    upper, lower = STORY[:1], [("were saved from the water, the harbour master said.", 0.0, 12.0)]
    text = text_of(tmp_path, upper, lower)
    assert text == "\n".join(words for words, _, _ in STORY)


HYPHENS = [
    ("the word elsewhere", "The government fell. Many in the old and tired govern-", "ment wept.", "government\nwept."),
    ("the compound elsewhere", "A well-known boat sank today. It was for years well-", "known here.", "well-known\n"),
    ("neither", "The boat sank off the shore of Orsk on Saturday, inter-", "twined with kelp.", "inter-\ntwined"),
    (
        "a soft hyphen",
        "The boat sank off the shore of Orsk on Saturday, inter\u00ad",
        "twined with kelp.",
        "intertwined\n",
    ),
    ("a name after it", "The boat sank off the shore of Orsk on the line of Perm-", "Orsk today.", "Perm-\nOrsk"),
]


@pytest.mark.parametrize(("upper", "lower", "expected"), [row[1:] for row in HYPHENS], ids=[row[0] for row in HYPHENS])
def test_a_broken_word_is_made_whole_only_where_that_is_sure(
    tmp_path: Path, upper: str, lower: str, expected: str
) -> None:
    assert expected in text_of(tmp_path, paragraph(upper, lower))


def test_the_lines_of_a_narrow_column_become_one(tmp_path: Path) -> None:
    text = text_of(tmp_path, paragraph("The ferry sank off", "Orsk on Saturday", "night, and forty", "were saved."))
    assert text == "The ferry sank off Orsk on Saturday night, and forty were saved."


def test_a_protected_file_that_anyone_may_read_is_read(tmp_path: Path) -> None:
    assert read(write(tmp_path, encrypted(GOOD, ""))).text == read(write(tmp_path, GOOD)).text


def bomb() -> bytes:
    packed = zlib.compress(b" " * 30_000_000)
    data = pdf([STORY])
    stream = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed
    start, end = data.index(b"<< /Length"), data.index(b"\nendstream")
    return data[:start] + stream + data[end:]


BAD_FILES = [
    ("pages without text", pdf([[], []]), ArticleScanned, "ocrmypdf"),
    ("signs only", pdf([[("* * *", 0.0, 12.0)]]), ArticleScanned, "ocrmypdf"),
    ("a password", encrypted(GOOD, "secret"), ArticleLocked, "qpdf"),
    ("too many pages", pdf([[]] * 2001), ArticleTooLarge, "qpdf"),
    ("a bomb", bomb(), ArticleTooLarge, "qpdf"),
    ("cut short", GOOD[:200], ArticleUnreadable, "again"),
    ("a heading alone", b"%PDF-1.4\n", ArticleUnreadable, "again"),
    ("a web page", b"<!DOCTYPE html><html><p>Orsk</html>", ArticleUnreadable, "again"),
    ("a zip", b"PK\x03\x04 and more", ArticleUnreadable, "again"),
    ("nothing", b"", ArticleEmpty, "again"),
]


@pytest.mark.parametrize(("content", "error", "mend"), [row[1:] for row in BAD_FILES], ids=[r[0] for r in BAD_FILES])
def test_a_bad_file_is_named_with_its_fault_and_the_mend(
    tmp_path: Path, content: bytes, error: type[ArticleError], mend: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(error) as caught:
        read(path)
    assert type(caught.value) is error
    assert str(path) in caught.value.fault
    assert mend in caught.value.mend


def test_pypdf_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert isinstance(next(read_all(write(tmp_path, GOOD.replace(b"startxref\n", b"startxref\n9")))), Article)
    assert capfd.readouterr() == ("", "")


@settings(max_examples=30)
@given(st.binary(max_size=300).map(lambda data: b"%PDF-1.4\n" + data))
def test_any_bytes_give_an_article_or_a_named_error(tmp_path: Path, data: bytes) -> None:
    assert_lawful(write(tmp_path, data))


@settings(max_examples=30)
@given(st.integers(0, len(GOOD)))
def test_a_file_cut_anywhere_gives_an_article_or_a_named_error(tmp_path: Path, end: int) -> None:
    assert_lawful(write(tmp_path, GOOD[:end]))


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(9, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_changed_bytes_give_an_article_or_a_named_error(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, byte in changes:
        data[place] = byte
    assert_lawful(write(tmp_path, bytes(data)))

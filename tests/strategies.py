"""Arbitrary news texts: any Unicode, and pieces that look like what news files hold."""

import re
from pathlib import Path

from hypothesis import strategies as st

from index.article import Article, Sentence

PIECES = (
    *("The ferry sank off Orsk.", "The ferry sank off Orsk. ", "Forty were saved, Dr. Lind said.", "Who pays?", "Orsk"),
    *('"Run! Now!" she cried.', "“Smoke. Then fire,”", "(so he says. twice.)", "Rs. 2 million", "J. R. Vale", "5 p.m."),
    *("- ", "• ", "•\n", "1. ", "12) ", "* ", "> ", "# ", "### ", "| a | b |\n", "|---|---|\n", "| 1 | 2 |\n", "---\n"),
    *(
        "```\n",
        "    ",
        "  \n",
        "\\\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "\u00a0",
        "\u2028",
        "\f",
        "<b>",
        "[x](y)",
    ),
    *("Updated 4 May 2024 at 16:38 IST\n", "Published By : News Desk\n", "====\n", " date 2024-05-04 ", "&amp;", "\\*"),
    *("\ufeff", "🚢", "👩‍🚒", "e\u0301", "ﷺ", "ß", "İ", "उसने कहा। ", "他说。", "قال؟ ", "\u200b", "\ud7ff", "𝔘𝔫"),
    "the river that runs below the dam rose by four metres before the alarm\n",
)

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(lambda text: _CONTROL.sub("", text))

texts = st.lists(st.sampled_from(PIECES) | _ANY, min_size=1, max_size=25).map("".join)
"""Texts with line ends of every kind, as bytes on disk hold them."""

names = st.sampled_from(["a.txt", "a.md"])

_MARKS = re.compile(r"(?:[ \t]*(?:[-*+•‣–>]|#{1,6}|\d{1,3}[.)])(?=\s|$))+")
_DEFINITION = re.compile(r"(^|\n)[ \t>*+-]*\[[^\]]*\]:")


def decoded(text: str) -> str:
    """The text as `open` gives it back."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def has_words(text: str) -> bool:
    return any(c.isalnum() for c in text)


def defines_links(text: str) -> bool:
    """Whether Markdown may take a line for a link's definition, which is shown nowhere."""
    return bool(_DEFINITION.search(text))


def make(text: str, name: str = "a.txt", body: int = 0) -> Article:
    path = Path("/news", name)
    return Article("0123456789abcdef", text, "Title", str(path), format=path.suffix[1:], body=body)


def lost(article: Article, sentences: tuple[Sentence, ...]) -> list[str]:
    """The lines, or parts of lines, that hold words, are in no sentence, and are no list markers."""
    ends = [article.body, *(sentence.end for sentence in sentences)]
    starts = [*(sentence.start for sentence in sentences), len(article.text)]
    pieces = [piece for end, start in zip(ends, starts, strict=True) for piece in article.text[end:start].split("\n")]
    unmarked = [_MARKS.sub("", piece, count=1) if _MARKS.match(piece) else piece for piece in pieces]
    return [piece for piece in unmarked if has_words(piece)]

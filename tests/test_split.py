import re

import pytest
from hypothesis import assume, given
from strategies import PIECES, decoded, defines_links, has_words, lost, make, names, texts

from index.split import MAX_SENTENCE, is_heading, split
from index.stamp import is_stamp


def told(text: str, name: str = "a.txt", body: int = 0) -> list[str]:
    return [text[s.start : s.end] for s in split(make(text, name, body))]


def kinds(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    return [(s.kind.name, text[s.start : s.end]) for s in split(make(text, name))]


ONE_SENTENCE_THEN_ANOTHER = [
    "Dr. Amina Rahi met Gen. Farid Oz at noon. | They spoke for an hour.",
    "Mr. Vale, Mrs. Vale and Prof. Lund left. | The hall was dark.",
    "The bill was moved by J. R. Smith in March. | It failed.",
    "Prices rose 3.5 percent to 12.75 a litre. | Nobody noticed.",
    "The fine is Rs 2 million. | It is due in May.",
    "The fine is Rs. 2 million. | It is due in May.",
    "A U.S. diplomat left the town. | It was quiet.",
    "He left at 5 p.m. on Friday. | The shop opens at 9 a.m. today.",
    "He left at 5 p.m. | She stayed.",
    "The ferry sank on Feb. 4 off the coast. | Forty were saved.",
    "It was No. 7 on the list. | No. 8 was empty.",
    "The vote, i.e. the second one, failed. | E.g. Orsk voted no.",
    "St. Olaf Road is shut. | Use the bridge.",
    '"We saw smoke. Then the roof fell. Nobody ran," the baker said. | Police came later.',
    "“We saw smoke. Then the roof fell.” | The baker ran.",
    "The mayor (who had slept. Badly.) opened the bridge. | Crowds cheered.",
    '"Who pays?" he asked. | Nobody answered.',
    '"It is over!" Ms. Lund said. | She sat down.',
    "“It is over…” Karl Oz admitted. | He sat down.",
    '"Who pays?" | Then he left.',
    "Really?! | Yes. | No!",
]


@pytest.mark.parametrize("marked", ONE_SENTENCE_THEN_ANOTHER)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_sentences_end_where_a_reader_would_end_them(marked: str, name: str) -> None:
    assert told(marked.replace(" | ", " "), name) == marked.split(" | ")


PLAIN_LAYOUT = [
    ("- One thing\n- Two things", [("ITEM", "One thing"), ("ITEM", "Two things")]),
    ("• One thing.\n• Two. Three.", [("ITEM", "One thing."), ("ITEM", "Two."), ("ITEM", "Three.")]),
    ("1. One thing\n12) Two things", [("ITEM", "One thing"), ("ITEM", "Two things")]),
    ("Orsk is dry.\n\nOrsk is dry.", [("PROSE", "Orsk is dry."), ("PROSE", "Orsk is dry.")]),
    ("| Town | Dead |\n| --- | --- |\n| Orsk. Perm | 4 |", [("ROW", "| Town | Dead |"), ("ROW", "| Orsk. Perm | 4 |")]),
    ("Floods in Orsk\n\nThe river rose.", [("HEADING", "Floods in Orsk"), ("PROSE", "The river rose.")]),
    ("The river rose.\nThe town slept.", [("PROSE", "The river rose."), ("PROSE", "The town slept.")]),
    ("The river rose.\n***\n- \nIt fell.", [("PROSE", "The river rose."), ("ITEM", "It fell.")]),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN_LAYOUT)
def test_plain_text_shows_its_layout_by_lines(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_a_bullet_mark_alone_on_its_line_stands_for_the_next_line() -> None:
    assert told("•\nOne thing.\n•\nTwo things.\n") == ["One thing.", "Two things."]


def test_what_stands_below_a_lone_bullet_mark_is_an_item() -> None:
    assert kinds("•\nOne thing\n•\nTwo things\n") == [("ITEM", "One thing"), ("ITEM", "Two things")]


WRAPPED = """The river rose in the night, and the town that lies below the dam was
warned only at dawn, when its first streets had been under water for
an hour. Nobody was hurt, Dr. Lind said."""


def test_lines_broken_by_a_fixed_width_editor_are_joined() -> None:
    first, second = told(WRAPPED)
    assert first.startswith("The river") and first.endswith("an hour.") and first.count("\n") == 2  # noqa: PT018
    assert second == "Nobody was hurt, Dr. Lind said."


def test_the_items_of_a_list_are_not_joined() -> None:
    items = [
        "the council meets on Tuesday in the old town hall at seven",
        "the public may attend and may ask what it likes",
    ]
    assert told("".join(f"- {item}\n" for item in items)) == items


MARKDOWN = """---
title: Not text
---

# Floods in Orsk

Soft breaks join
these lines. **Two** sentences.
Hard breaks  \nend a line\\
as they do here

- item one. And more
  - nested item
1. numbered

| Town | Dead |
| :--- | ---: |
| Orsk | 4 |

> Quoted text. It has
> two sentences.

Under water
-----------

```
level = 4.0. Rising
```
"""

MARKDOWN_TOLD = [
    ("HEADING", "Floods in Orsk"),
    ("PROSE", "Soft breaks join\nthese lines."),
    ("PROSE", "**Two** sentences."),
    ("PROSE", "Hard breaks"),
    ("PROSE", "end a line\\"),
    ("PROSE", "as they do here"),
    ("ITEM", "item one."),
    ("ITEM", "And more"),
    ("ITEM", "nested item"),
    ("ITEM", "numbered"),
    ("ROW", "| Town | Dead |"),
    ("ROW", "| Orsk | 4 |"),
    ("PROSE", "Quoted text."),
    ("PROSE", "It has\n> two sentences."),
    ("HEADING", "Under water\n-----------"),
]


def test_markdown_shows_its_layout_by_its_marks() -> None:
    article = make(MARKDOWN, "a.md", MARKDOWN.index("\n# ") + 1)
    found = [(s.kind.name, MARKDOWN[s.start : s.end]) for s in split(article)]
    assert found[: len(MARKDOWN_TOLD)] == MARKDOWN_TOLD
    assert "level = 4.0." in found[-2][1] + found[-1][1]


def test_a_markdown_link_definition_is_markup_and_no_sentence() -> None:
    assert told('See [this][1].\n\n[1]: /x "Report"\n', "a.md") == ["See [this][1]."]


STAMPS = [
    "Updated 4 May 2024 at 16:38 IST",
    "Published By : News Desk",
    "Published On: 4 May 2024",
    "Last updated: 10:00 GMT",
    "First published May 4, 2024",
    "posted on: Monday",
]
NO_STAMPS = [
    "Updated rules were passed on Monday",
    "Updated 4 May 2024 was the date on the file.",
    "Published By whom? Nobody knows",
    "The report was published: nobody read it",
    "Updated 4 May 2024\nand more",
]


@pytest.mark.parametrize("line", STAMPS)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_publishing_stamp_is_furniture(line: str, name: str) -> None:
    assert is_stamp(line)
    assert kinds(f"{line}\n\nThe river rose.", name) == [("FURNITURE", line), ("PROSE", "The river rose.")]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_furniture_stands_in_reading_order_among_the_news(name: str) -> None:
    text = "By Jane Roe\n\nThe river rose.\n\nAdvertisement\n\nIt fell.\n\n- Read more: Dams\n- One thing\n"
    assert [kind for kind, _ in kinds(text, name)] == ["FURNITURE", "PROSE", "FURNITURE", "PROSE", "FURNITURE", "ITEM"]


@pytest.mark.parametrize("line", NO_STAMPS)
def test_a_sentence_about_publishing_is_no_stamp(line: str) -> None:
    assert not is_stamp(line)


def test_a_markdown_line_below_a_stamp_is_not_lost_with_it() -> None:
    assert "The river rose" in told("Updated 4 May 2024\nThe river rose", "a.md")[0]


@pytest.mark.parametrize(("line", "expected"), [("Floods in Orsk", True), ("It rains.", False), ("word " * 21, False)])
def test_a_heading_is_short_and_not_closed_as_a_sentence_is(line: str, expected: bool) -> None:
    assert is_heading(line) is expected


@pytest.mark.parametrize("text", ["a" * 5000, "word " * 1000, "a\u0301" * 2500])
def test_a_run_without_a_sentence_end_is_cut(text: str) -> None:
    found = told(text)
    assert all(len(sentence) <= MAX_SENTENCE for sentence in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_words_are_not_cut_where_there_is_white_space() -> None:
    assert set(re.findall(r"\w+", "\n".join(told("word " * 1000)))) == {"word"}


@given(texts, names)
def test_sentences_lie_in_the_text_in_order_without_overlap_or_blanks(raw: str, name: str) -> None:
    text = decoded(raw)
    at = 0
    for sentence in split(make(text, name)):
        words = text[sentence.start : sentence.end]
        assert at <= sentence.start < sentence.end <= len(text)
        assert words == words.strip()
        assert has_words(words)
        at = sentence.end


@given(texts, names)
def test_no_words_are_lost_but_list_markers(raw: str, name: str) -> None:
    text = decoded(raw)
    assume(name == "a.txt" or not defines_links(text))
    article = make(text, name)
    assert lost(article, split(article)) == []


@given(texts, names)
def test_two_equal_texts_one_after_the_other_keep_their_own_positions(raw: str, name: str) -> None:
    text = decoded(raw)
    assume(name == "a.txt")  # in Markdown the first half may open what swallows the second: a fence, a list
    once = [(s.start, s.end) for s in split(make(text, name))]
    gap = len(text) + len("\n\n—\n\n")
    twice = [(s.start, s.end) for s in split(make(f"{text}\n\n—\n\n{text}", name))]
    assert twice == once + [(start + gap, end + gap) for start, end in once]


@pytest.mark.parametrize("piece", PIECES)
def test_nothing_before_the_body_is_a_sentence(piece: str) -> None:
    head = "---\ntitle: Not text\n---\n"
    assert all(s.start >= len(head) for s in split(make(head + decoded(piece), "a.md", len(head))))

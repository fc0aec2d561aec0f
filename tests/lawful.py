"""What holds of every answer, whatever was asked."""

import json
import re

from index import Article
from rag import Answer

QUOTES = "\"'“”‘’"


def file_text(article: Article) -> str:
    with open(article.path, encoding="utf-8") as file:  # noqa: PTH123  # as the law is written
        return file.read()


def lines_of(answer: Answer) -> list[tuple[str, list[int]]]:
    """Each line of an answer without its markers, with the numbers in them."""
    parts = [re.fullmatch(r"(.*) ((?:\[\d+\])+)", line) for line in answer.text.split("\n")]
    assert all(parts)
    return [(part[1], [int(n) for n in re.findall(r"\d+", part[2])]) for part in parts if part]


def assert_lawful(answer: Answer) -> None:
    """An answer quotes its sources to the letter, line by line; an abstention cites nothing."""
    assert 0 <= answer.confidence <= 1
    assert json.dumps(answer.to_dict())
    if answer.abstained:
        assert (answer.citations, answer.short) == ((), None)
        assert len(answer.nearest) <= 3
        assert answer.text
        assert not re.search(r"(?m)\[\d+\]$", answer.text)
        return
    assert answer.nearest == ()
    citations = {c.number: c for c in answer.citations}
    assert list(citations) == list(range(1, len(citations) + 1))
    for c in answer.citations:
        assert file_text(c.article)[c.start : c.end] == c.article.text[c.start : c.end] == c.quote
    lines = _of_differences(answer, lines_of(answer))
    if answer.short and not answer.disagreement:
        lines = _of_short(answer, lines)
    for words, numbers in lines:
        assert [words] * len(numbers) == [" ".join(citations[number].quote.split()) for number in numbers]
    assert {number for _, numbers in lines_of(answer) for number in numbers} == set(citations)


def _of_differences(answer: Answer, lines: list[tuple[str, list[int]]]) -> list[tuple[str, list[int]]]:
    """The lines behind those of a disagreement, of which each gives a value with all its claims."""
    groups = answer.disagreement.groups if answer.disagreement else ()
    for group, (words, numbers) in zip(groups, lines, strict=False):
        value = words.removeprefix("Reports differ: ").lstrip(QUOTES)
        assert value.startswith(group.value.strip(QUOTES))
        assert set(numbers) == {claim.citation.number for claim in group.claims}
    for claim in (claim for group in groups for claim in group.claims):
        assert claim.citation in answer.citations
        assert claim.citation.article.text[claim.start : claim.end] == claim.text
    return lines[len(groups) :]


def _of_short(answer: Answer, lines: list[tuple[str, list[int]]]) -> list[tuple[str, list[int]]]:
    """The lines behind that of the short answer, which stands in its source, as does who is said to say it."""
    short = answer.short
    assert short
    source = answer.citations[short.citation - 1]
    assert source.start <= short.start < short.end <= source.end
    assert source.article.text[short.start : short.end] == short.text
    lead, _, whose = lines[0][0].partition(", according to ")
    if lead != " ".join(short.text.split()) or lines[0][1] != [short.citation]:
        return lines
    assert whose.casefold() in source.quote.casefold()
    return lines[1:]

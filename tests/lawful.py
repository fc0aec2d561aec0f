"""What holds of every answer, whatever was asked."""

import json
import re

from index import Article
from rag import Answer


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
    lines = lines_of(answer)
    if answer.short:
        short, source = answer.short, citations[answer.short.citation]
        assert source.start <= short.start < short.end <= source.end
        assert source.article.text[short.start : short.end] == short.text
        if lines[0] == (" ".join(short.text.split()), [short.citation]):
            lines = lines[1:]
    for words, numbers in lines:
        assert [words] * len(numbers) == [" ".join(citations[number].quote.split()) for number in numbers]
    assert {number for _, numbers in lines for number in numbers} == set(citations)

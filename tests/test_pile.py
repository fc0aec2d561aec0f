import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from benchmarks.pile import LONGEST, SHORTEST, Report, Writer, write

from index.read import read


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return list(Writer(7).reports(300))


def test_the_same_seed_makes_the_same_pile_and_a_longer_one_begins_like_it(reports: list[Report]) -> None:
    assert list(islice(Writer(7).reports(5000), 300)) == reports
    assert next(Writer(8).reports(1)) != reports[0]


def test_articles_are_as_long_as_news(reports: list[Report]) -> None:
    lengths = [len(report.text.split()) for report in reports]
    assert min(lengths) > SHORTEST / 3  # of a copy, half may be left
    assert max(lengths) < LONGEST + 300  # an update has a paragraph more
    assert len(set(lengths)) > 100


def test_a_few_articles_repeat_the_paragraphs_of_others(reports: list[Report]) -> None:
    openings = Counter(report.paragraphs[-1] for report in reports) + Counter(r.paragraphs[1] for r in reports)
    repeated = sum(times - 1 for times in openings.values() if times > 1)
    assert 5 <= repeated <= 60
    assert len({report.text for report in reports}) == len(reports)


def test_few_words_are_common_and_many_are_rare(reports: list[Report]) -> None:
    words = Counter(word.strip(".,“”?").lower() for report in reports for word in report.text.split())
    counts = sorted(words.values(), reverse=True)
    assert len(counts) > 5000
    assert sum(counts[:100]) > sum(counts) / 3
    assert sum(count <= 2 for count in counts) > len(counts) / 4


def test_articles_are_written_as_files_that_can_be_read(reports: list[Report], tmp_path: Path) -> None:
    write(reports[:3], tmp_path / "pile")
    for report, file in zip(reports, sorted((tmp_path / "pile").iterdir()), strict=False):
        article = read(file)
        assert (article.title, article.published) == (report.headline, report.time.date())


def test_articles_are_written_as_lines_of_one_file(reports: list[Report], tmp_path: Path) -> None:
    write(reports[:3], tmp_path / "pile.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "pile.jsonl").read_text("utf-8").splitlines()]
    assert [line["title"] for line in lines] == [report.headline for report in reports[:3]]
    assert lines[0]["text"].split("\n\n") == list(reports[0].paragraphs)

import pytest
from benching import make_case, make_outcome, write_data

from eval_questions.bench import timing
from eval_questions.bench.timing import figures, grow, texts, to_row
from eval_questions.convert.write import Document

POOL = [Document(str(number), f"Ferry number {number} sank on Monday.") for number in range(25)]


def row(**timings):
    return to_row(make_outcome(make_case("1"), timings=timings))


def test_the_texts_are_those_of_all_sets(tmp_path):
    found = list(texts(write_data(tmp_path)))
    assert [document.title for document in found][:6] == ["Marit", "Aldwick", "Ferry Marit", "Aldwick", "Ferry sinks",
                                                         "A pier opens"]  # fmt: skip
    assert len({document.id for document in found}) == len(found)
    assert found[-1].text == "Bread is dear.\nBakers blame rain."


def test_a_stage_has_its_median_and_percentile():
    found = figures([row(read=0.1, total=0.2), row(read=0.3, total=0.4), row(total=0.1)])
    assert found == {"read": {"median, s": 0.1, "p95, s": 0.3}, "total": {"median, s": 0.2, "p95, s": 0.4}}


@pytest.mark.slow
def test_a_pool_grows_until_it_has_enough_chunks_and_never_shrinks(index_dir, monkeypatch):
    monkeypatch.setattr(timing, "STEP", 10)
    for chunks, held in ((5, 10), (11, 20), (5, 20), (1000, 25)):
        grow(POOL, index_dir, chunks)
        assert timing.status(index_dir).chunks == held


def test_the_real_texts_are_enough_for_ten_thousand_chunks(shared_bench):
    assert sum(len(document.text) for document in texts(shared_bench)) > 10_000 * 500

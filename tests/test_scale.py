"""The simulation of piles past one machine, on tiny ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from eval_questions.convert.write import Document
from eval_questions.scale.__main__ import app
from eval_questions.scale.aims import CLOSE, LOOSE, aims
from eval_questions.scale.best import NOWHERE, Best
from eval_questions.scale.news import DIMENSIONS, NEWS, block, blocks, outlets
from eval_questions.scale.real import described, generated, real
from eval_questions.scale.simulate import grown, keep, kept
from eval_questions.scale.slope import Slope, fitted, interval
from eval_questions.scale.tally import Tally, counted, spans
from eval_questions.scale.told import DEPTHS, by_shards, carried, foreseen, lines, ranked, spread
from eval_questions.scale.words import Question, by_chance, by_outlet, by_time, halves, merged, moved

TINY = replace(NEWS, stories=20, events=2, articles=5, chunks=5, themes=30)
ASKED = aims(TINY, 8, 4)


def seen(first: int, last: int) -> Tally:
    return counted(TINY, ASKED, range(first, last))


def test_a_block_comes_of_its_number_alone() -> None:
    one, lengths = block(TINY, 3)
    again, _ = block(replace(TINY), 3)
    assert one.shape == (TINY.block, DIMENSIONS)
    assert np.array_equal(one, again)
    assert not np.array_equal(one, block(TINY, 4)[0])
    assert np.array_equal(outlets(TINY, 3), outlets(TINY, 3))
    assert np.allclose(lengths, np.linalg.norm(one, axis=1), rtol=1e-5)


@pytest.mark.parametrize(("start", "count"), [(0, 10), (990, 30), (999, 1), (1_500, 2_100)])
def test_blocks_stand_one_after_the_other(start: int, count: int) -> None:
    whole = np.concatenate([block(TINY, n)[0] / block(TINY, n)[1][:, None] for n in range(4)])
    assert np.array_equal(blocks(TINY, start, count), whole[start : start + count])


def test_chunks_are_the_likelier_alike_the_more_they_share() -> None:
    vectors = blocks(TINY, 0, TINY.block).reshape(TINY.stories, TINY.events, TINY.articles, TINY.chunks, DIMENSIONS)
    strangers = np.einsum("d,sd->s", vectors[0, 0, 0, 0], vectors[1:, 0, 0, 0]).mean()
    story = (vectors[:, 0, 0, 0] * vectors[:, 1, 0, 0]).sum(axis=-1).mean()
    event = (vectors[:, :, 0, 0] * vectors[:, :, 1, 0]).sum(axis=-1).mean()
    article = (vectors[:, :, :, 0] * vectors[:, :, :, 1]).sum(axis=-1).mean()
    assert strangers < story < event < article < 0.7


def test_questions_are_as_near_to_their_reports_as_real_ones() -> None:
    asked = aims(NEWS, 200, 4)
    near = asked.nearness.mean(axis=1)
    assert near[:100].mean() == pytest.approx(LOOSE[0], abs=0.03)
    assert near[100:].mean() == pytest.approx(CLOSE[0], abs=0.03)
    assert all(len(set(row)) == 4 for row in asked.outlets.tolist())


@settings(deadline=None)
@given(st.data())
def test_what_shards_keep_merged_is_what_one_would_keep(data: st.DataObject) -> None:
    questions, chunks = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 40))
    size = data.draw(st.integers(1, 12))
    # Few values, so that many are equal.
    drawn = data.draw(st.lists(st.integers(0, 5), min_size=questions * chunks, max_size=questions * chunks))
    scores = np.array(drawn, np.float32).reshape(questions, chunks)
    cuts = sorted(data.draw(st.sets(st.integers(1, chunks), max_size=5)) | {0, chunks})
    shards = [Best.empty(questions, size) for _ in cuts[1:]]
    for shard, start, end in zip(shards, cuts, cuts[1:], strict=False):
        shard.take(scores[:, start:end], start)
    whole = Best.empty(questions, size)
    for shard in data.draw(st.permutations(shards)):
        whole.merge(shard)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :size]
    there = min(size, chunks)
    assert np.array_equal(whole.places[:, :there], order)
    assert (whole.places[:, there:] == NOWHERE).all()
    assert np.array_equal(whole.scores[:, :there], np.take_along_axis(scores, order, axis=1))


@pytest.mark.parametrize("first", [1, 2, 3])
def test_what_two_processes_see_is_what_one_sees(first: int) -> None:
    one, part = seen(0, 4), seen(first, 4)
    part.merge(seen(0, first))
    assert one.chunks == part.chunks == 4 * TINY.block
    assert np.array_equal(one.above, part.above)
    assert np.array_equal(one.best.places, part.best.places)


def test_what_is_counted_is_what_an_exact_search_of_all_finds() -> None:
    tally = seen(0, 3)
    vectors = blocks(TINY, 0, 3 * TINY.block)
    scores = ASKED.vectors @ vectors.T
    nearer = scores[:, None] > ASKED.nearness[:, :, None]
    assert np.array_equal(tally.above[0], nearer.sum(axis=2))
    carriers = np.concatenate([outlets(TINY, number) for number in range(3)])
    own = carriers[None, None] == ASKED.outlets[:, :, None]
    assert np.array_equal(tally.above[3], (nearer & own).sum(axis=2))
    start, end = spans(TINY, int(ASKED.places[0]))[1]
    year = np.arange(len(vectors)) % TINY.block
    assert np.array_equal(tally.above[2, 0], nearer[0][:, (year >= start) & (year < end)].sum(axis=1))


def test_years_merged_are_the_whole() -> None:
    tally = seen(0, 4)
    merged_years = by_shards(TINY, tally)
    assert np.array_equal(merged_years.places, tally.best.places[:, : merged_years.places.shape[1]])


def test_a_report_is_behind_what_is_nearer_and_behind_the_nearer_reports_of_its_question() -> None:
    above = np.array([[10, 0, 3]])
    nearness = np.array([[0.2, 0.9, 0.5]], np.float32)
    assert ranked(above, nearness, alone=False).tolist() == [[13, 1, 5]]
    assert ranked(above, nearness, alone=True).tolist() == [[11, 1, 4]]


def test_less_comes_out_of_more_chunks_and_more_of_a_window() -> None:
    few, many = seen(0, 1), seen(0, 6)
    shares = {(line.chunks, line.kind, line.window): line for tally in (few, many) for line in lines(tally, ASKED)}
    for (chunks, kind, window), line in shares.items():
        assert sorted(line.found) == list(line.found)
        assert len(line.found) == len(DEPTHS)
        assert line.found[0] >= shares[chunks, kind, "all"].found[0] or window == "all"
        assert line.found[0] >= shares[many.chunks, kind, window].found[0]
    assert carried(many, ASKED, 0, 30) >= carried(many, ASKED, 40, 30)
    own, most = spread(TINY, many, ASKED)
    assert 0 < own <= 1
    assert 3 <= most <= 30


def test_what_is_foreseen_of_a_size_that_was_seen_is_what_was_seen() -> None:
    first, last = seen(0, 1), seen(0, 6)
    among_all = [line for line in lines(last, ASKED) if line.window == "all"]
    assert list(foreseen(first, last, ASKED, last.chunks)) == among_all
    further = list(foreseen(first, last, ASKED, 100 * last.chunks))
    assert all(far.found <= near.found for far, near in zip(further, among_all, strict=True))


def test_a_simulation_goes_on_from_what_was_kept(tmp_path) -> None:
    keep(seen(0, 2), tmp_path)
    (begun,) = kept(tmp_path)
    begun.merge(seen(2, 4))
    assert np.array_equal(begun.above, seen(0, 4).above)


@pytest.mark.slow
def test_processes_side_by_side_see_what_one_does() -> None:
    (tally,) = grown(TINY, ASKED, [4 * TINY.block])
    assert np.array_equal(tally.above, seen(0, 4).above)
    assert np.array_equal(tally.best.places, seen(0, 4).best.places)


@pytest.mark.slow
def test_the_command_tells_what_was_kept(tmp_path) -> None:
    keep(counted(NEWS, aims(NEWS, 200, 4), range(1)), tmp_path)
    done = CliRunner().invoke(app, ["tell", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "ten shards merged are the whole: True" in done.output


@given(st.floats(0.2, 2.5), st.floats(1e-3, 1e3))
def test_a_slope_is_found_again(power: float, factor: float) -> None:
    sizes = [1e4, 3e4, 1e5, 3e5]
    slope = Slope.fit(sizes, [factor * size**power for size in sizes])
    assert slope.power == pytest.approx(power)
    assert slope.at(1e6) == pytest.approx(factor * 1e6**power, rel=1e-3)
    low, high = slope.bounds(1e6)
    assert low <= slope.at(1e6) * 1.001
    assert high >= slope.at(1e6) * 0.999


def test_two_sizes_give_no_interval_and_nothing_gives_no_slope() -> None:
    assert Slope.fit([1, 10], [1, 10]).margin == float("inf")
    assert fitted([1, 10], [0, 1]) == "no slope"
    assert fitted([1, 10, 100], [1, 10, 101]).startswith("n^1.00")
    low, high = interval(0.5, 100)
    assert low < 0.5 < high


TEXTS = [
    Document("a", "The ferry sank off the northern cape.", "Ferry", "The Bell", "2029-01-02T00:00:00+00:00"),
    Document("b", "A ferry was late, and a bridge was shut.", "Late", "The Post", "2029-02-02T00:00:00+00:00"),
    Document("c", "The bridge was opened by the mayor.", "Bridge", "The Bell", "2029-03-02T00:00:00+00:00"),
    Document("d", "The mayor resigned over the tunnel.", "Mayor", "The Post", "2029-04-02T00:00:00+00:00"),
]


def test_one_shard_finds_what_one_index_finds_and_every_shard_is_asked(tmp_path) -> None:
    one = halves(TEXTS, lambda _: "all", tmp_path / "one")
    questions = [Question("Who opened the bridge?", frozenset("c")), Question("Which ferry sank?", frozenset("a"))]
    same = moved(one["all"], one, questions)
    assert (same.shards, same.same, same.first, same.gold) == (1, 1.0, 1.0, 1.0)
    split = halves(TEXTS, by_outlet, tmp_path / "split")
    assert set(split) == {"The Bell", "The Post"}
    assert moved(one["all"], split, questions).gold == 1.0
    assert {hit.chunk_id for hit in merged(split.values(), "bridge ferry", 9)} == {"a", "b", "c"}


def test_texts_are_split_by_their_times_evenly_and_by_chance_steadily() -> None:
    by_halves = by_time(TEXTS, 2)
    assert [by_halves(text) for text in TEXTS] == ["0", "0", "1", "1"]
    assert [by_chance(3)(text) for text in TEXTS] == [by_chance(3)(text) for text in TEXTS]


@pytest.mark.slow
def test_real_texts_are_told_beside_generated_ones() -> None:
    questions = [Question("Which ferry sank or was late?", frozenset("ab"))]
    found, made = real(TEXTS, questions), generated(TINY, ASKED)
    assert found.keys() == made.keys()
    assert found["question to what answers"].min() > found["question to others"].max()
    assert len(found["two that answer"]) == 1
    assert described(made["two texts"]).count("/") == 4

import math
import random
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

pytest.importorskip("onnx", reason="only the training needs it: pip install 'copydesk[train]'")

import torch

from eval_questions.reader.fit import BATCH, batches, train

pytestmark = pytest.mark.slow


def seeded(seed):
    return random.Random(seed)  # noqa: S311  # an order, no secret


@pytest.mark.parametrize("count", [1, BATCH, BATCH + 1, 50 * BATCH + 1])
def test_an_epoch_has_each_item_once_in_batches_of_like_lengths(items, count):
    made = [replace(items[number % 4]) for number in range(count)]
    found = list(batches(made, seeded(0)))
    assert len(found) == math.ceil(count / BATCH)
    assert sorted(id(item) for batch in found for item in batch) == sorted(map(id, made))
    assert all(0 < len(batch) <= BATCH for batch in found)
    widths = sorted([len(item.window.ids) for item in batch] for batch in found if len(batch) == BATCH)
    assert all(lengths == sorted(lengths) for lengths in widths)


def test_the_order_is_another_each_epoch_and_the_same_for_the_same_seed(items):
    made = [replace(items[number % 4]) for number in range(5 * BATCH)]

    def order(shuffled):
        return [id(item) for batch in batches(made, shuffled) for item in batch]

    shuffled, again = seeded(3), seeded(3)
    first, second = order(shuffled), order(shuffled)
    assert first != second
    assert [order(again), order(again)] == [first, second]


def test_training_tells_the_end_of_each_epoch_and_changes_all_but_the_frozen_parts(network, items):
    before = {name: p.clone() for name, p in network.named_parameters()}
    epochs = []
    train(network, items, 2, seeded(0), epochs.append, Console(file=StringIO()))
    changed = {name for name, p in network.named_parameters() if not torch.equal(p, before[name])}
    assert epochs == [0, 1]
    assert changed == {name for name in before if name.startswith(("tokens.", "answered."))}

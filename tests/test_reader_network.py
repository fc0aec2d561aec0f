"""The reader's training on a network of one layer and four made-up examples."""

import math
import random
import tempfile
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from rich.console import Console
from tokenizers import Tokenizer

pytest.importorskip("onnx", reason="only the training needs it: pip install 'copydesk[train]'")

import onnxruntime
import torch

from eval_questions.reader.examples import Example
from eval_questions.reader.export import export
from eval_questions.reader.fit import BATCH, batches, train
from eval_questions.reader.network import Network, collate, itemise, loss
from eval_questions.reader.watch import watch
from index.models import RERANKER
from rag.read import WINDOW

pytestmark = pytest.mark.slow

FERRY = ("The ferry Marit left at dawn.", "It carried forty people.", "Nobody was hurt.")
PIER = (
    "The pier of Saint-Orsk cost $4,000 to $5,000.",
    "Mayor Ada O’Hara paid for it.",
    "Holm paid nothing. Holm left.",
)
HEADER = "The Gull, News of the harbour"


def example(question, sentences, *answers, source="made up", **fields):
    """The sentences as a passage that is answered by these words, wherever they stand in it."""
    text = " ".join(sentences)
    spans = tuple((at, at + len(words)) for words in answers for at in range(len(text)) if text.startswith(words, at))
    places = tuple((text.index(s), text.index(s) + len(s)) for s in sentences)
    given = {"answered": bool(answers), "spans": spans, "support": spans}
    return Example(source, question, question, HEADER, text, places, **(given | fields))


EXAMPLES = (
    example("How many people did the ferry carry?", FERRY, "forty"),
    example("Who paid for the pier?", PIER, "Mayor Ada O’Hara"),
    example("Who paid nothing?", PIER, "Holm"),
    example("How old was the ferry?", FERRY, source="near miss"),
)
SUPPORTED = replace(EXAMPLES[0], spans=())
"""An answered example of which only the sentence is known that carries the answer."""


@pytest.fixture(scope="module")
def tokenizer():
    tokenizer = Tokenizer.from_file(str(RERANKER.locate() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@pytest.fixture(scope="module")
def items(tokenizer):
    return [itemise(example, tokenizer) for example in EXAMPLES]


@pytest.fixture
def network():
    torch.manual_seed(0)
    return Network(layers=1).eval()


@pytest.fixture
def decided(network):
    """A network whose logits are about as great as those of a trained one."""
    for head in (network.tokens, network.answered):
        torch.nn.init.normal_(head.weight, std=0.1)
    return network


def seeded(seed):
    return random.Random(seed)  # noqa: S311  # an order, no secret


def silent_logits(batch):
    """The outputs of a network that prefers nothing."""
    return torch.zeros(*batch.ids.shape, 3), torch.zeros(len(batch.items))


def value(network, items):
    batch = collate(items)
    with torch.no_grad():
        return loss(batch, *network(batch.ids, batch.mask, batch.types)).item()


# An example in tokens


@pytest.mark.parametrize(
    ("sentences", "answer"),
    [
        (FERRY, "forty"),
        (FERRY, "Marit"),
        (FERRY, "The ferry Marit"),
        (FERRY, "It carried forty people."),
        (PIER, "$4,000 to $5,000"),
        (PIER, "Saint-Orsk"),
        (PIER, "Ada O’Hara"),
        (("Élodie Muñoz steered.", "It was dark."), "Élodie Muñoz"),
        (("渡轮在黎明离开了港口。",), "黎明"),
        (("🚢 The ferry 🚢 left.",), "ferry 🚢 left"),
    ],
)
def test_the_tokens_of_start_and_end_are_the_answer(tokenizer, sentences, answer):
    item = itemise(example("What?", sentences, answer), tokenizer)
    (start,), (end,) = item.starts, item.ends
    (begin, _), (_, stop) = (item.window.offsets[token - item.window.first] for token in (start, end))
    assert item.example.text[begin:stop] == answer
    decoded = tokenizer.decode(item.window.ids[start : end + 1], skip_special_tokens=False)
    if answer.isascii():
        assert "".join(decoded.split()) == "".join(answer.casefold().split())


def test_every_mention_of_an_answer_has_its_start_and_end(tokenizer, items):
    paid_nothing = items[2]
    assert len(paid_nothing.starts) == len(paid_nothing.ends) == 2
    assert {tokenizer.decode([paid_nothing.window.ids[at]]) for at in paid_nothing.starts} == {"holm"}


def test_what_is_not_answered_has_no_start(items):
    assert (items[3].starts, items[3].ends, items[3].carries) == ((), (), (False, False, False))


def test_each_sentence_has_its_tokens_and_says_whether_it_carries_the_answer(tokenizer, items):
    item = items[0]
    decoded = [tokenizer.decode(item.window.ids[place.start : place.stop]) for place in item.sentences]
    assert decoded == ["the ferry marit left at dawn.", "it carried forty people.", "nobody was hurt."]
    assert item.carries == (False, True, False)


def test_half_of_a_sentence_carries_and_less_does_not(tokenizer):
    begin = len(FERRY[0]) + 1
    most, little = ((begin - 10, begin + 12), (begin - 12, begin + 4))
    carried = [itemise(replace(SUPPORTED, support=(place,)), tokenizer).carries for place in (most, little)]
    assert [carries[1] for carries in carried] == [True, False]


def test_what_does_not_fit_the_window_is_left_out(tokenizer):
    many = tuple(f"Boat {number} called at the harbour before noon." for number in range(99))
    item = itemise(example("Which boat?", many, "Boat 0", "Boat 98"), tokenizer)
    assert len(item.window.ids) == WINDOW
    assert [tokenizer.decode(item.window.ids[s : e + 1]) for s, e in zip(item.starts, item.ends, strict=True)] == [
        "boat 0"
    ]
    assert 0 < len(item.sentences) == len(item.carries) < 99
    assert all(0 < place.start < place.stop < WINDOW for place in item.sentences)


# Several examples as one batch


def test_a_batch_is_padded_to_its_longest_and_the_padding_is_masked(items):
    batch = collate(items)
    lengths = [len(item.window.ids) for item in items]
    assert len(set(lengths)) > 1
    assert batch.ids.shape == batch.mask.shape == batch.types.shape == batch.text.shape == (4, max(lengths))
    assert batch.items == items
    for row, (item, length) in enumerate(zip(items, lengths, strict=True)):
        assert tuple(batch.ids[row, :length].tolist()) == item.window.ids
        assert tuple(batch.types[row, :length].tolist()) == item.window.types
        assert batch.mask[row].tolist() == [1] * length + [0] * (max(lengths) - length)
        assert not batch.ids[row, length:].any()
        assert not batch.types[row, length:].any()


def test_a_span_may_begin_at_cls_or_in_the_passage_but_not_in_question_header_or_padding(items):
    batch = collate(items)
    for row, item in enumerate(items):
        passage = range(item.window.first, item.window.first + len(item.window.offsets))
        assert batch.text[row].nonzero()[:, 0].tolist() == [0, *passage]


# The network and its loss


def test_the_network_gives_three_logits_a_token_and_one_a_window(network, items):
    batch = collate(items)
    tokens, answered = network(batch.ids, batch.mask, batch.types)
    assert tokens.shape == (*batch.ids.shape, 3)
    assert answered.shape == (4,)


@torch.no_grad()
def test_a_window_is_read_the_same_alone_and_beside_longer_ones(decided, items):
    batch = collate(items)
    tokens, answered = decided(batch.ids, batch.mask, batch.types)
    for row, item in enumerate(items):
        alone = collate([item])
        its_tokens, its_answered = decided(alone.ids, alone.mask, alone.types)
        assert torch.allclose(tokens[row, : len(item.window.ids)], its_tokens[0], atol=1e-3)
        assert torch.allclose(answered[row], its_answered[0], atol=1e-3)


@pytest.mark.parametrize("number", range(4))
def test_the_loss_of_a_network_that_prefers_nothing_is_known(items, number):
    batch = collate([items[number]])
    choices, mentions = batch.text.sum().item(), max(1, len(items[number].starts))
    span = math.log(choices / mentions) * (1.0 if items[number].example.answered else 0.6)
    assert loss(batch, *silent_logits(batch)).item() == pytest.approx(span + 1.5 * math.log(2), rel=1e-5)


def test_where_only_the_sentence_is_known_no_span_is_learnt(tokenizer):
    batch = collate([itemise(SUPPORTED, tokenizer)])
    assert loss(batch, *silent_logits(batch)).item() == pytest.approx(1.5 * math.log(2), rel=1e-5)


def test_the_loss_of_several_is_the_mean(items):
    batch = collate(items)
    alone = [loss(one, *silent_logits(one)).item() for one in (collate([item]) for item in items)]
    assert loss(batch, *silent_logits(batch)).item() == pytest.approx(sum(alone) / 4, rel=1e-5)


def test_what_the_network_says_of_padding_question_and_header_does_not_count(items):
    batch = collate(items)
    tokens, answered = silent_logits(batch)
    loud = tokens.clone()
    loud[~batch.text] = 50.0
    assert loss(batch, loud, answered) == loss(batch, tokens, answered)


def test_the_loss_is_less_where_the_answer_is_preferred(items):
    batch = collate([items[0]])
    tokens, answered = silent_logits(batch)
    right, wrong = tokens.clone(), tokens.clone()
    (start,), (end,) = items[0].starts, items[0].ends
    right[0, start, 0] = right[0, end, 1] = 5.0
    wrong[0, 0, :2] = 5.0
    assert loss(batch, right, answered) < loss(batch, tokens, answered) < loss(batch, wrong, answered)


def test_gradients_reach_the_heads_and_the_encoder(network, items):
    batch = collate(items)
    loss(batch, *network(batch.ids, batch.mask, batch.types)).backward()
    for part in (network.tokens, network.answered, network.bert.encoder, network.bert.embeddings):
        gradients = [p.grad for p in part.parameters()]
        assert all(g is not None and g.isfinite().all() for g in gradients)
        assert any(g.any() for g in gradients)
    assert all(row.any() for row in network.tokens.weight.grad)


@pytest.mark.parametrize("chosen", [slice(0, 4), slice(0, 1), slice(3, 4)], ids=["all", "answered", "not answered"])
def test_the_loss_is_finite_and_falls_after_a_few_steps(network, items, chosen):
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3)
    batch = collate(items[chosen])
    losses = [value(network, items[chosen])]
    for _ in range(4):
        loss(batch, *network(batch.ids, batch.mask, batch.types)).backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(value(network, items[chosen]))
    assert all(map(math.isfinite, losses))
    assert losses[-1] < 0.9 * losses[0]


# Training


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


# Watching


def test_watching_gives_each_source_a_row_with_the_number_of_its_examples(network, items):
    table = watch(network, [*items, replace(items[0])])
    columns = {column.header: list(column.cells) for column in table.columns}
    assert columns["source"] == ["made up", "near miss"]
    assert columns["examples"] == ["4", "1"]
    assert columns["exact spans"][1] == "–"
    assert columns["answered"] == columns["span against none"] == ["–", "–"]
    assert 0 <= float(columns["exact spans"][0]) <= 1
    assert 0 <= float(columns["support"][0]) <= 1
    assert columns["support"][1] == "–"


def test_where_some_are_answered_and_some_are_not_the_area_is_a_share(network, items):
    table = watch(network, [replace(item, example=replace(item.example, source="all")) for item in items])
    columns = {column.header: list(column.cells) for column in table.columns}
    assert all(0 <= float(columns[name][0]) <= 1 for name in ("answered", "span against none", "support"))


# The file


@pytest.mark.filterwarnings(
    "ignore:You are using the legacy TorchScript-based ONNX export:DeprecationWarning",
    "ignore:The feature will be removed:DeprecationWarning:torch",
    "ignore:Converting a tensor to a Python boolean:torch.jit.TracerWarning:transformers",
    "ignore:Exporting aten..index operator of advanced indexing:UserWarning:torch",
)
def test_the_exported_file_reads_as_the_network_does(decided, items, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    out = tmp_path / "reader.onnx"
    export(decided, out)
    assert [path.name for path in tmp_path.iterdir()] == ["reader.onnx"]
    session = onnxruntime.InferenceSession(out, providers=["CPUExecutionProvider"])
    for item in items:
        batch = collate([item])
        with torch.no_grad():
            expected = [output.numpy() for output in decided(batch.ids, batch.mask, batch.types)]
        inputs = {"input_ids": batch.ids, "attention_mask": batch.mask, "token_type_ids": batch.types}
        found = session.run(None, {name: tensor.numpy() for name, tensor in inputs.items()})
        for one, other in zip(found, expected, strict=True):
            assert one.shape == other.shape
            assert np.abs(one - other).max() < 0.5
            assert np.abs(one - other).mean() < 0.1
        clear = np.abs(expected[0]) > 0.5
        assert (np.sign(found[0]) == np.sign(expected[0]))[clear].all()
        assert {-1, 1} <= set(np.sign(expected[0][clear]))

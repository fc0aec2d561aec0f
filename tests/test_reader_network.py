"""The reader's network, of one layer, on four made-up examples."""

import math
from dataclasses import replace

import pytest
from training import FERRY, PIER, SUPPORTED, example

pytest.importorskip("onnx", reason="only the training needs it: pip install 'copydesk[train]'")

import torch

from eval_questions.reader.network import collate, itemise, loss
from rag.read import WINDOW

pytestmark = pytest.mark.slow


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

"""Train the reader: `python -m eval_questions.reader.fit --bench DIR --index DIR --out FILE`.

Reads the passages of this package and the development halves of the open sets; a tenth of the groups is kept for
watching. AdamW with linear warm-up and decay, in bfloat16 where the processor has it.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import torch
import typer
from rich.console import Console
from tokenizers import Tokenizer
from torch import nn

import rag
from eval_questions.reader import sources
from eval_questions.reader.examples import Example, Marked, is_watched, to_examples
from eval_questions.reader.network import Item, Network, collate, itemise, loss
from eval_questions.reader.watch import watch
from index import onnx
from index.models import RERANKER
from rag.answer import label
from rag.settings import Settings

RATE, HEAD_RATE, WARM_UP, DECAY, BATCH, FROZEN = 4e-5, 4e-4, 0.08, 0.01, 16, 1
"""The encoder's and the heads' peak rates, warm-up's share of the steps, weight decay, windows a step, and the encoder
layers that stay as they are, the embeddings too."""

_MULTIHOP = 1800
"""Examples: more would outweigh the others, for 583 questions are about the same few articles."""


def gather(bench: Path, index_dir: Path | None, tokenizer: Tokenizer) -> list[Example]:
    """All examples, in a fixed order; with an index of the Natural Questions' passages, foreign ones to them too."""

    def count(texts: Sequence[str]) -> list[int]:
        return [len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def cut(marked: Iterator[Marked], *, silent: bool) -> list[Example]:
        return [e for m in marked for e in to_examples(m, count) if e.answered or silent or not m.support + m.spans]

    examples = cut(sources.own(), silent=False) + cut(sources.squad(bench), silent=True)
    asked = cut(sources.natural_questions(bench), silent=False)
    examples += asked + cut(sources.clapnq(bench), silent=True) + cut(sources.ramdocs(bench), silent=False)
    several = cut(sources.multihop(bench), silent=False)
    random.Random(1).shuffle(several)  # noqa: S311  # an order, no secret
    return examples + several[:_MULTIHOP] + (list(foreign(asked, index_dir)) if index_dir else [])


def foreign(asked: Sequence[Example], index_dir: Path) -> Iterator[Example]:
    """For each question the first passage found in an index that holds none of its answers."""
    engine = rag.open(index_dir, settings=Settings(candidates=10))
    for question in dict.fromkeys(example.question for example in asked):
        answers = {e.text[a:b].casefold() for e in asked if e.question == question for a, b in e.spans}
        for passage in engine.search(question, 5):
            if not any(answer in passage.text.casefold() for answer in answers):
                sentences = tuple((s.start - passage.start, s.end - passage.start) for s in passage.sentences)
                header = label(passage.article)
                yield Example("foreign", question, question, header, passage.text, sentences, answered=False)
                break


def train(network: Network, items: Sequence[Item], epochs: int, shuffled: random.Random, after: Callable[[int], None],
          console: Console) -> None:  # fmt: skip
    """Fit the network to the items, and call `after` with the number of each epoch that is done."""
    for layer in (network.bert.embeddings, *network.bert.encoder.layer[:FROZEN]):
        layer.requires_grad_(requires_grad=False)
    encoder = [p for p in network.bert.parameters() if p.requires_grad]
    heads = [*network.tokens.parameters(), *network.answered.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=DECAY
    )
    steps = epochs * math.ceil(len(items) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
    )
    running = 0.0
    for epoch in range(epochs):
        for number, chosen in enumerate(batches(items, shuffled), start=1):
            network.train()
            batch = collate(chosen)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                tokens, answered = network(batch.ids, batch.mask, batch.types)
            value = loss(batch, tokens.float(), answered.float())
            value.backward()  # type: ignore[no-untyped-call]  # torch does not type it
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            running += (value.item() - running) / min(number, 50)
            if number % 50 == 0:
                console.print(f"epoch {epoch}, step {number} of {steps // epochs}: loss {running:.3f}")
        after(epoch)


def batches(items: Sequence[Item], shuffled: random.Random) -> Iterator[Sequence[Item]]:
    """Batches of windows of like lengths, in random order."""
    order = list(items)
    shuffled.shuffle(order)
    found = []
    for start in range(0, len(order), 50 * BATCH):
        block = sorted(order[start : start + 50 * BATCH], key=lambda item: len(item.window.ids))
        found += [block[i : i + BATCH] for i in range(0, len(block), BATCH)]
    shuffled.shuffle(found)
    return iter(found)


def main(
    bench: Annotated[Path, typer.Option(help="The folder with squad/, nq/, clapnq/, multihoprag/ and ramdocs/.")],
    out: Annotated[Path, typer.Option(help="Where the weights go, one file an epoch.")],
    index: Annotated[Path | None, typer.Option(help="An index of the Natural Questions' passages.")] = None,
    start: Annotated[Path | None, typer.Option(help="Weights to go on from.")] = None,
    epochs: int = 2,
    public: Annotated[float, typer.Option(help="The share of the public sets' examples to learn from.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Another one gives another order.")] = 0,
) -> None:
    """Train the reader and keep its weights after each epoch."""
    console = Console()
    torch.manual_seed(seed)
    shuffled = random.Random(seed)  # noqa: S311  # an order, no secret
    tokenizer = onnx.tokenizer(RERANKER.directory())
    items = [itemise(example, tokenizer) for example in gather(bench, index, tokenizer)]
    kept = [item for item in items if is_watched(item.example.group)]
    learnt = [
        item
        for item in items
        if not is_watched(item.example.group) and (item.example.source.startswith("own") or shuffled.random() < public)
    ]
    console.print(f"{len(learnt)} examples to learn from, {len(kept)} to watch")
    network = Network()
    if start:
        network.load_state_dict(torch.load(start))

    def after(epoch: int) -> None:
        console.print(watch(network, kept))
        torch.save(network.state_dict(), out.with_suffix(f".{epoch}.pt"))

    train(network, learnt, epochs, shuffled, after, console)


if __name__ == "__main__":
    typer.run(main)

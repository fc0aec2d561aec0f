"""How well the network reads the examples that it does not learn from, by source."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from rich.table import Table
from scipy.stats import mannwhitneyu

from eval_questions.reader.network import Item, Network, collate

_BATCH = 32

Logits = NDArray[np.float32]


@torch.no_grad()
def watch(network: Network, items: Sequence[Item]) -> Table:
    """By source: the share of spans found to the letter, and the areas under the ROC curve.

    Of being answered, by its own head and by the best span against [CLS]; of carrying an answer, over sentences.
    """
    table = Table("source", "examples", "exact spans", "answered", "span against none", "support")
    read: defaultdict[str, list[tuple[Item, Logits, float]]] = defaultdict(list)
    for item, tokens, answered in _outputs(network, items):
        read[item.example.source].append((item, tokens, answered))
    for source, rows in sorted(read.items()):
        spans = [_span(item, tokens) for item, tokens, _ in rows]
        exact = [found for (item, _, _), (found, _) in zip(rows, spans, strict=True) if item.starts]
        truth = [item.example.answered for item, _, _ in rows]
        carried = [
            (float(tokens[s.start : s.stop, 2].mean()), c)
            for item, tokens, _ in rows
            for s, c in zip(item.sentences, item.carries, strict=True)
        ]
        table.add_row(
            source,
            str(len(rows)),
            f"{np.mean(exact):.3f}" if exact else "–",
            _area([answered for _, _, answered in rows], truth),
            _area([against for _, against in spans], truth),
            _area([score for score, _ in carried], [c for _, c in carried]),
        )
    return table


def _outputs(network: Network, items: Sequence[Item]) -> Iterator[tuple[Item, Logits, float]]:
    network.eval()
    order = sorted(items, key=lambda item: len(item.window.ids))
    for at in range(0, len(order), _BATCH):
        batch = collate(order[at : at + _BATCH])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tokens, answered = network(batch.ids, batch.mask, batch.types)
        for row, item in enumerate(batch.items):
            yield item, tokens[row].float().numpy(), float(answered[row])


def _span(item: Item, tokens: Logits) -> tuple[bool, float]:
    """Whether the best span is one of the answers, and its logit against [CLS]."""
    first, last = item.window.first, len(item.window.ids) - 1
    pairs = np.triu(tokens[first:last, 0][:, None] + tokens[first:last, 1][None, :] + 100)
    start, end = divmod(int(pairs.argmax()), last - first)
    found = (start + first, end + first) in zip(item.starts, item.ends, strict=True)
    return found, float(pairs[start, end] - 100 - tokens[0, 0] - tokens[0, 1])


def _area(scores: Sequence[float], truth: Sequence[bool]) -> str:
    yes = [s for s, t in zip(scores, truth, strict=True) if t]
    no = [s for s, t in zip(scores, truth, strict=True) if not t]
    if not yes or not no:
        return "–"
    return f"{mannwhitneyu(yes, no).statistic / len(yes) / len(no):.3f}"

"""The reader's network: the re-ranker's encoder, cut to its first layers, with a head for spans, support and answering.

It starts from ms-marco-MiniLM-L-12-v2, which has learnt from half a million searches what answers a question. Only its
int8 file is at hand, so its weights are the dequantised ones.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from eval_questions.reader.examples import Example, share_half
from index.models import RERANKER
from rag.read import Window, window

LAYERS = 9
"""Of 12: in int8 the weights stay under 30 MB."""

WIDTH = 384

_NEVER = -1e4

Stored = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Item:
    """An example in tokens: where its answers start and end, its sentences and whether each carries an answer."""

    example: Example
    window: Window
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[range, ...]
    carries: tuple[bool, ...]


def itemise(example: Example, tokenizer: Tokenizer) -> Item:
    """Lay an example out as the reader will see it; what does not fit into its window is left out."""
    seen = window(tokenizer, example.question, example.header, example.text)
    spans = [place for span in example.spans if (place := seen.tokens(*span))]
    sentences = [(place, s) for s in example.sentences if (place := seen.tokens(*s))]
    carries = tuple(any(share_half(place, s) for place in example.support) for _, s in sentences)
    starts, ends = tuple(s.start for s in spans), tuple(s.stop - 1 for s in spans)
    return Item(example, seen, starts, ends, tuple(place for place, _ in sentences), carries)


class Batch(NamedTuple):
    """Items as tensors of shape (items, tokens); `text` is true for [CLS] and the tokens of the passage."""

    items: Sequence[Item]
    ids: Tensor
    mask: Tensor
    types: Tensor
    text: Tensor


def collate(items: Sequence[Item]) -> Batch:
    """Pad items to the longest of them."""
    width = max(len(item.window.ids) for item in items)
    ids, mask, types = (torch.zeros(len(items), width, dtype=torch.long) for _ in range(3))
    text = torch.zeros(len(items), width, dtype=torch.bool)
    for row, item in enumerate(items):
        length = len(item.window.ids)
        ids[row, :length] = torch.tensor(item.window.ids)
        types[row, :length] = torch.tensor(item.window.types)
        mask[row, :length] = 1
        text[row, item.window.first : length - 1] = True
        text[row, 0] = True
    return Batch(items, ids, mask, types, text)


class Network(nn.Module):
    """Gives for each token the logits of start, end and support, and for each window that of being answered."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=30522, hidden_size=WIDTH, num_hidden_layers=layers, num_attention_heads=12,
            intermediate_size=4 * WIDTH,
        )  # fmt: skip
        self.bert = BertModel(config, add_pooling_layer=False)
        self.bert.load_state_dict(_reranker_weights(layers))
        self.tokens = nn.Linear(WIDTH, 3)
        self.answered = nn.Linear(WIDTH, 1)
        for head in (self.tokens, self.answered):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of shape (windows, tokens, 3) and (windows,)."""
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        hidden = functional.dropout(hidden, 0.1, self.training)
        return self.tokens(hidden), self.answered(hidden[:, 0])[:, 0]


def loss(batch: Batch, tokens: Tensor, answered: Tensor) -> Tensor:
    """The sum of three losses: the spans', the support's, and half of the answering's.

    A span's is the marginal likelihood over its mentions (Clark and Gardner, "Simple and effective multi-paragraph
    reading comprehension", ACL 2018); where there is no answer, [CLS] is the span, at six tenths of the weight.
    """
    starts, ends = (tokens[..., part].masked_fill(~batch.text, _NEVER).log_softmax(-1) for part in (0, 1))
    spans, supports = [tokens.sum() * 0], [tokens.sum() * 0]
    for row, item in enumerate(batch.items):
        if not item.example.answered:
            spans.append(-0.3 * (starts[row, 0] + ends[row, 0]))
        elif item.starts:
            spans.append(-0.5 * (starts[row, list(item.starts)].logsumexp(0) + ends[row, list(item.ends)].logsumexp(0)))
        if item.sentences:
            logits = torch.stack([tokens[row, s.start : s.stop, 2].mean() for s in item.sentences])
            wanted = torch.tensor(item.carries, dtype=logits.dtype)
            supports.append(functional.binary_cross_entropy_with_logits(logits, wanted))
    wanted = torch.tensor([item.example.answered for item in batch.items], dtype=answered.dtype)
    whole = functional.binary_cross_entropy_with_logits(answered, wanted)
    return (torch.stack(spans).sum() + torch.stack(supports).sum()) / len(batch.items) + 0.5 * whole


def _reranker_weights(layers: int) -> dict[str, Tensor]:
    """The re-ranker's weights under BertModel's names, without the layers above."""
    graph = onnx.load(RERANKER.locate() / RERANKER.weights).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights = {
        name: _dequantised(stored, name) if name.endswith("_quantized") else stored[name]
        for name in stored
        if name.startswith("bert.") and not name.endswith(("_scale", "_zero_point"))
    }
    for node in graph.node:
        for name in node.input:
            if node.op_type == "MatMulInteger" and name in stored and name.endswith("_quantized"):
                path = node.name.removeprefix("/bert/").removesuffix("/MatMul_quant").replace("/", ".")
                weights[f"{path}.weight"] = _dequantised(stored, name).T
    used = re.compile(r"(?:bert\.)?(embeddings\.\S+?|encoder\.layer\.(\d+)\.\S+?)(?:_quantized)?$")
    return {
        match[1]: torch.tensor(np.ascontiguousarray(value, dtype=np.float32))
        for name, value in weights.items()
        if (match := used.match(name)) and int(match[2] or 0) < layers
    }


def _dequantised(stored: Mapping[str, Stored], name: str) -> Stored:
    stem = name.removesuffix("_quantized")
    whole = stored[name].astype(np.float32) - stored[f"{stem}_zero_point"].astype(np.float32)
    return np.asarray(whole * stored[f"{stem}_scale"].astype(np.float32))

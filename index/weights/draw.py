"""Draw all-MiniLM-L6-v2 as an ONNX graph without weights: `python -m index.weights.draw`.

Every weight is named by its place in the `model.safetensors` that the package carries, whose SHA-256 is fixed, so the
file here is small, nothing is exported on the user's machine, and the weights are there once. What the file has in
another layout (transposed, joined) onnxruntime rearranges once, on loading.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.minilm import GRAPH, INPUT
from index.models import MINILM

_OPSET, _IR = 17, 8
_CONTRIB = "com.microsoft"
"""https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md"""


class Drawing:
    """A graph in the making; every method returns the name of the value that it adds."""

    def __init__(self, weights: Path) -> None:
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self._weights = weights.name
        # The form of the file: https://github.com/huggingface/safetensors#format
        with weights.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            self._held: dict[str, Any] = json.loads(stream.read(length))
        self._begin = 8 + length

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """The value of an operator."""
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name, domain=domain, **attributes))
        return name

    def contrib(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """The value of one of onnxruntime's own operators."""
        return self.node(operator, *inputs, domain=_CONTRIB, **attributes)

    def numbers(self, *values: int) -> str:
        """A constant vector of whole numbers."""
        name = f"numbers_{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.array(values, dtype=np.int64), name))
        return name

    def weight(self, name: str) -> str:
        """A weight as the file has it."""
        if not any(tensor.name == name for tensor in self.tensors):
            held = self._held[name]
            begin, end = held["data_offsets"]
            tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=held["shape"])
            tensor.data_location = TensorProto.EXTERNAL
            place = {"location": self._weights, "offset": self._begin + begin, "length": end - begin}
            for key, value in place.items():
                tensor.external_data.add(key=key, value=str(value))
            self.tensors.append(tensor)
        return name

    def matrix(self, name: str) -> str:
        """The weight of a linear layer as a factor on the right."""
        return self.node("Transpose", self.weight(f"{name}.weight"), perm=[1, 0])

    def norm(self, name: str, value: str, skipped: str, bias: str) -> str:
        """Layer normalisation of the sum of two values and a bias."""
        scale, shift = self.weight(f"{name}.LayerNorm.weight"), self.weight(f"{name}.LayerNorm.bias")
        added = self.node("Add", self.node("Add", value, self.weight(bias)), skipped)
        return self.node("LayerNormalization", added, scale, shift, axis=-1, epsilon=1e-12)


def embeddings(drawing: Drawing) -> str:
    """The vectors of the input's tokens: word, position and the first segment's."""
    words = drawing.node("Gather", drawing.weight("embeddings.word_embeddings.weight"), INPUT)
    length = drawing.node("Slice", drawing.node("Shape", INPUT), drawing.numbers(1), drawing.numbers(2))
    places = drawing.weight("embeddings.position_embeddings.weight")
    places = drawing.node("Slice", places, drawing.numbers(0), length)
    segments = drawing.weight("embeddings.token_type_embeddings.weight")
    segment = drawing.node("Slice", segments, drawing.numbers(0), drawing.numbers(1))
    added = drawing.node("Add", drawing.node("Add", words, segment), places)
    scale, shift = (drawing.weight(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias"))
    return drawing.node("LayerNormalization", added, scale, shift, axis=-1, epsilon=1e-12)


def layer(drawing: Drawing, number: int, value: str, heads: int) -> str:
    """One layer of BERT: Devlin et al., "BERT", NAACL 2019."""
    name = f"encoder.layer.{number}"
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    matrix = drawing.node("Concat", *map(drawing.matrix, parts), axis=1)
    bias = drawing.node("Concat", *(drawing.weight(f"{part}.bias") for part in parts), axis=0)
    seen = drawing.contrib("Attention", value, matrix, bias, num_heads=heads)
    seen = drawing.node("MatMul", seen, drawing.matrix(f"{name}.attention.output.dense"))
    value = drawing.norm(f"{name}.attention.output", seen, value, f"{name}.attention.output.dense.bias")
    wide = drawing.node("MatMul", value, drawing.matrix(f"{name}.intermediate.dense"))
    wide = drawing.contrib("BiasGelu", wide, drawing.weight(f"{name}.intermediate.dense.bias"))
    narrow = drawing.node("MatMul", wide, drawing.matrix(f"{name}.output.dense"))
    return drawing.norm(f"{name}.output", narrow, value, f"{name}.output.dense.bias")


def draw(folder: Path) -> onnx.ModelProto:
    """The model of a folder, from token ids of shape (1, tokens) to the unit vector of their mean, and their own."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    drawing = Drawing(folder / MINILM.weights)
    value = embeddings(drawing)
    for number in range(config["num_hidden_layers"]):
        value = layer(drawing, number, value, config["num_attention_heads"])
    mean = drawing.node("ReduceMean", value, axes=[1], keepdims=0)
    unit = drawing.node("LpNormalization", mean, axis=-1, p=2)
    graph = helper.make_graph(
        drawing.nodes, MINILM.name,
        [helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "tokens"])],
        [
            helper.make_tensor_value_info(unit, TensorProto.FLOAT, [1, config["hidden_size"]]),
            helper.make_tensor_value_info(value, TensorProto.FLOAT, [1, "tokens", config["hidden_size"]]),
        ],
        drawing.tensors,
    )  # fmt: skip
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=_IR)


if __name__ == "__main__":
    GRAPH.write_bytes(draw(MINILM.locate()).SerializeToString(deterministic=True))

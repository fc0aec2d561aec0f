"""Weights to the file that Copydesk reads with: `python -m eval_questions.reader.export WEIGHTS.pt OUT.onnx`.

ONNX with int8 weights, one scale a channel, activations quantised as they come: a third of the size and three times
the speed of float32 on a laptop.
"""

import tempfile
from pathlib import Path
from typing import Annotated

import torch
import typer

from eval_questions.reader.network import Network
from index.models import sha256
from index.onnx import be_silent

_OPSET = 17


def export(network: Network, out: Path) -> None:
    """Write the network as an int8 ONNX file that takes one window of any length."""
    be_silent()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    network.bert.config._attn_implementation = "eager"  # the fused attention has no ONNX form
    ids = torch.arange(1000, 1016)[None]
    names = ["input_ids", "attention_mask", "token_type_ids"]
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "float32.onnx")
        torch.onnx.export(
            network, (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(whole), dynamo=False, opset_version=_OPSET,
            input_names=names, output_names=["tokens", "answered"],
            dynamic_axes={name: {1: "length"} for name in [*names, "tokens"]},
        )  # fmt: skip
        quantize_dynamic(whole, out, weight_type=QuantType.QInt8, per_channel=True)


def main(
    weights: Annotated[Path, typer.Argument(help="A file that the training wrote.")],
    out: Annotated[Path, typer.Argument(help="The file to write.")],
) -> None:
    """Export weights and print the SHA-256 that `rag/read.py` expects."""
    network = Network()
    network.load_state_dict(torch.load(weights))
    export(network, out)
    typer.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB, sha256 {sha256(out)}")


if __name__ == "__main__":
    typer.run(main)

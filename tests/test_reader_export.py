import tempfile

import numpy as np
import pytest

pytest.importorskip("onnx", reason="only the training needs it: pip install 'copydesk[train]'")

import onnxruntime
import torch

from eval_questions.reader.export import export
from eval_questions.reader.network import collate

pytestmark = pytest.mark.slow


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

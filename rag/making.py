"""What an answer was made with, so that it can be made again: this version, the models, and the index."""

import hashlib
from dataclasses import asdict, dataclass
from importlib.metadata import version

from index.embed import Encoder
from index.live import Live
from index.store import Store


@dataclass(frozen=True, slots=True)
class Making:
    """The version of Copydesk, the embedding model with the SHA-256 of its weights, and the index's fingerprint.

    `index` is a SHA-256 of the recipe and of the articles held, wherever their files lie and in whatever order they
    came: what is made of the same articles in the same manner has the same. `llm` is the name of the language model
    that writes, None where answers are quotations.
    """

    copydesk: str
    model: str
    model_sha256: str
    index: str
    llm: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """It as plain JSON values."""
        return asdict(self)


def making(live: Live, encoder: Encoder, writer: str | None = None) -> Making:
    """What answers are made with now, over this index, with this embedding model and whoever writes."""
    return Making(version("copydesk"), encoder.name, encoder.fingerprint, live.known(fingerprint), writer)


def fingerprint(store: Store) -> str:
    """The fingerprint of what an index holds; the ids of its articles are hashes of them already."""
    recipe = (f"{name}={value}" for name, value in sorted(asdict(store.recipe).items()))
    return hashlib.sha256("\n".join([*recipe, *store.shown()]).encode()).hexdigest()

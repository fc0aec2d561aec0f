"""How an index was made, and whether this version can read it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from index.errors import IndexTooNew, IndexTooOld, NotAnIndex

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an index is made; all of it must agree between the index and whoever opens it."""

    model: str
    fingerprint: str
    chunk_tokens: int
    format: int = FORMAT


def read_recipe(index_dir: Path | str, metadata: Mapping[str, Any]) -> Recipe:
    """The recipe in the metadata of an index; raises NotAnIndex, IndexTooNew and IndexTooOld."""
    if missing := {field.name for field in fields(Recipe)} - metadata.keys():
        fault = f"its Chroma collection lacks {', '.join(sorted(missing))}."
        raise NotAnIndex(index_dir, fault, "Name a Copydesk index.")
    found, afresh = int(metadata["format"]), "index the articles into a new directory."
    if found > FORMAT:
        fault = f"its format is {found}, this version reads {FORMAT}."
        raise IndexTooNew(index_dir, fault, f"Update Copydesk, or {afresh}")
    if found < FORMAT:
        fault = f"its format is {found}, which this version does not read any more ({FORMAT})."
        raise IndexTooOld(index_dir, fault, afresh.capitalize())
    return Recipe(**{field.name: metadata[field.name] for field in fields(Recipe)})

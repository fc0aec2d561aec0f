"""What is told abroad of articles and errors: files by their names alone, since folders are nobody else's matter."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from index.errors import ArticleError, CopydeskError, IndexUnusable
from rag.visible import legible_json

if TYPE_CHECKING:
    from starlette.responses import Response


def told(result: dict[str, Any]) -> dict[str, Any]:
    """A result as plain JSON values, in which the `path` of each article is the name of its file."""
    named: dict[str, Any] = _named(result)
    return named


def _named(values: Any) -> Any:
    if isinstance(values, dict):
        return {key: PurePath(held).name if key == "path" else _named(held) for key, held in values.items()}
    return [_named(held) for held in values] if isinstance(values, list) else values


def written(values: Any) -> str:
    """Results as JSON in one line, in which nothing ends an event, sounds like HTML, or repaints a terminal."""
    return legible_json(values, indent=None)


def response(values: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> "Response":
    """Results as a response."""
    from starlette.responses import Response

    return Response(written(values), status, headers, "application/json")


def problem(error: CopydeskError) -> dict[str, str]:
    """An error as plain JSON values."""
    match error:
        case ArticleError(path=named) | IndexUnusable(index_dir=named):
            return {"fault": by_name(error.fault, named), "mend": by_name(error.mend, named)}
        case _:
            return {"fault": error.fault, "mend": error.mend}


def abroad(error: CopydeskError) -> CopydeskError:
    """An error as readers elsewhere may see it: itself, if it names no folder and no address."""
    told = problem(error)
    return error if told["fault"] == error.fault and told["mend"] == error.mend else CopydeskError(**told)


def by_name(text: str, named: Path | str) -> str:
    """The text with the last part of a path, or of an index's address on a server, in its place.

    Of an index on a server the folder of its lexical half is hidden too: its name has the address in it.
    """
    text = text.replace(str(named), PurePath(named).name)
    if isinstance(named, str):
        below = re.escape(re.sub(r"[^A-Za-z0-9._-]+", "-", named))
        text = re.sub(rf"/[^(]*?{below}\S*", "the cache folder", text)
    return text

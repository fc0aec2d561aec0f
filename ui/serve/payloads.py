"""What a browser sends to the page's events: of files it may name none but those that it has uploaded."""

import json
from typing import Any

from ui.serve.paths import is_temporary
from ui.serve.refusal import Refusal

EVENTS = {"/gradio_api/queue/join", "/gradio_api/run/predict"}


def require_own_files(body: bytes) -> None:
    """Raise a Refusal where an event names a file that is not in the page's temporary folder, or an address.

    Gradio would copy any file of this machine into that folder for an event that takes one, and fetch any address.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "What was sent is no JSON.", "Open the page again.") from None
    if not all(isinstance(path, str) and is_temporary(path) for path in _paths(data)):
        raise Refusal(403, "No such file was uploaded.", "Upload it again.")


def _paths(data: Any) -> list[Any]:
    """What is named `path`, however deep it lies."""
    found, waiting = [], [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found += [one["path"]] if "path" in one else []
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found

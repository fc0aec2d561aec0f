"""What can be asked for by path; everything else is not there, whatever the libraries below would make of it."""

import re
from pathlib import Path

LOGIN = "/login"
LOGOUT = "/logout"
HEALTH = "/health"
READY = "/ready"
METRICS = "/metrics"

QUIET = frozenset({HEALTH, READY, METRICS})
"""Asked for again and again by machines."""

_EXACT = {
    "/",
    "/config",
    "/favicon.ico",
    "/manifest.json",
    "/mcp",
    "/robots.txt",
    "/theme.css",
    LOGIN,
    LOGOUT,
    METRICS,
    "/gradio_api/app_id",
    "/gradio_api/cancel",
    "/gradio_api/heartbeat",
    "/gradio_api/info",
    "/gradio_api/queue/data",
    "/gradio_api/queue/join",
    "/gradio_api/reset",
    "/gradio_api/run/predict",
    "/gradio_api/startup-events",
    "/gradio_api/upload",
    "/gradio_api/upload_progress",
}
_CALLS = {"/api/ask", "/api/search", "/api/status", "/api/openapi.json"}
_BELOW = ("/api/", "/assets/", "/static/", "/svelte/", "/gradio_api/heartbeat/")

FILE = "/gradio_api/file="
_PREFIXES = ("/api/articles/", *_BELOW, FILE)
_ODD = re.compile(r"[\x00-\x1f\x7f\\]|(?:^|/)\.\.?(?:/|$)|//")

_KINDS = {
    "/api/ask": "questions",
    "/api/search": "questions",
    "/mcp": "questions",
    "/gradio_api/queue/join": "events",
    "/gradio_api/run/predict": "events",
    "/gradio_api/upload": "uploads",
}


def is_open(path: str) -> bool:
    """Whether something may be served at a path, given as it is after decoding.

    Of files only those that the page itself has put into its temporary folder: no article, and nothing that is reached
    by a link out of there.
    """
    if path.startswith(FILE):
        return is_temporary(path.removeprefix(FILE))
    return not _ODD.search(path) and (path in _EXACT or path.startswith(_BELOW))


def route_of(path: str) -> str:
    """What a path is told as in figures and logs: one of few, with none of the words that whoever asks may choose."""
    if path in _EXACT or path in _CALLS or path in QUIET:
        return path
    below = next((start for start in _PREFIXES if path.startswith(start)), None)
    return f"{below}*" if below else "other"


def kind_of(path: str) -> str | None:
    """As what a POST to a path is counted, beside being a request."""
    return _KINDS.get(path)


def is_temporary(name: str) -> bool:
    """Whether a path is of a file in the temporary folder of the page, and no link out of it."""
    from gradio.utils import get_upload_folder

    if "\0" in name or not name.startswith("/") or ".." in name.split("/"):
        return False
    file, folder = Path(name), Path(get_upload_folder()).resolve()
    try:
        found = file.resolve(strict=True)
    except OSError:
        return False
    return found.is_relative_to(folder) and found.is_file()

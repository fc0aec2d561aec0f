"""How a server is reached, by the environment and a model's name: keys, which are shown nowhere, and addresses."""

import os
from typing import Any
from urllib.parse import urlsplit

from rag.errors import LlmUnusable

OPENAI = "OPENAI_API_KEY"
ANTHROPIC = "ANTHROPIC_API_KEY"
OLLAMA = "OLLAMA_API_KEY"
OPENAI_LIKE = "OPENAI_LIKE_API_KEY"
"""The environment variables that have the keys; OpenAI's own is not for other servers."""


def key_in(variable: str, *, needed: bool = True) -> str:
    """The key in an environment variable, "" where there is none and none is needed; raises LlmUnusable."""
    key = os.environ.get(variable, "").strip()
    if needed and not key:
        raise LlmUnusable(f"There is no key in {variable}.", f"Set {variable} in the environment.")
    # A client puts a key that is no header into its complaint.
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise LlmUnusable(f"What {variable} holds is no key.", "Set it to the key alone.")
    return key


def place(url: str) -> str:
    """Scheme, host and port of a URL, without what it may hold of names, passwords and keys; "" where it is none."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if known else ""


def place_in(variable: str, default: str) -> str:
    """The place that an environment variable names for a client, with a scheme or, as Ollama may have it, without."""
    url = os.environ.get(variable) or default
    where = place(url if "://" in url else f"http://{url}")
    if not where:
        raise LlmUnusable(f"What {variable} holds is no address.", "Mend or unset it.")
    return where


def name_and_url(rest: str) -> tuple[str, str]:
    """The parts of `NAME@URL`, the URL with a path; raises LlmUnusable, without the URL, which may hold a key."""
    name, at, url = rest.partition("@")
    if not (name and at and place(url)):
        raise LlmUnusable(
            "An openai-like model is not given as NAME@URL.", "For example: openai-like/qwen3@http://localhost:8080/v1."
        )
    parts = urlsplit(url)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise LlmUnusable(
            "The URL of an openai-like model holds more than host, port and path.",
            f"Leave the rest out; a key belongs into {OPENAI_LIKE}.",
        )
    return name, url if parts.path.strip("/") else f"{url.rstrip('/')}/v1"


def without_openai_headers(omit: Any) -> dict[str, Any]:
    """Headers by which OpenAI's client sends none of those that the environment has for OpenAI itself."""
    lines = os.environ.get("OPENAI_CUSTOM_HEADERS", "").splitlines()
    own = [line.partition(":")[0].strip() for line in lines if ":" in line]
    return dict.fromkeys(["OpenAI-Organization", "OpenAI-Project", *own], omit)

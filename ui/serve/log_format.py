"""How requests are logged; apart from what does it, so that the command line need not load that."""

from enum import StrEnum


class LogFormat(StrEnum):
    """A line for people, or a JSON object for machines."""

    TEXT = "text"
    JSON = "json"

"""Addresses of the page at a question."""

from urllib.parse import urlencode

from index.choice import ALL, Choice


def link(question: str, choice: Choice = ALL) -> str:
    """The page's address at a question, asked of those articles, without the host: `/?q=...`."""
    asked = [("q", question), *(("outlet", outlet) for outlet in choice.outlets)]
    times = (("since", choice.since), ("until", choice.until))
    asked += [(name, when.isoformat()) for name, when in times if when is not None]
    return f"/?{urlencode(asked, errors='replace')}"

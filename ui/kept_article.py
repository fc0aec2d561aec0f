"""An article as it is kept with feedback on it: it may have left the index by the time that it is looked at."""

import json
from dataclasses import asdict
from datetime import date, datetime

from index.article import Article

_TIMES = ("published", "updated")


def to_json(article: Article) -> str:
    """All that is known of an article."""
    times = {name: when.isoformat() if (when := getattr(article, name)) else None for name in _TIMES}
    return json.dumps(asdict(article) | times)


def from_json(content: str) -> Article:
    """The article that `to_json` was given."""
    fields = json.loads(content)
    times = {name: _when(fields[name]) if fields[name] else None for name in _TIMES}
    return Article(**fields | times)


def _when(written: str) -> date | datetime:
    """A day or an instant; a day alone has no "T"."""
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)

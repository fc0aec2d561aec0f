"""One module for each family of formats, with `articles(source, columns)`."""

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".jsonl": "records",
    ".ndjson": "records",
    ".json": "records",
    ".csv": "records",
    ".tsv": "records",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}
"""The module in `index.formats` that reads files with an ending."""

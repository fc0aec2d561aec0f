"""Addresses of articles as links: only what leads to the web, written so that it can be nothing else."""

import re
from urllib.parse import quote, urlsplit

_SAFE = ":/?#[]@!$&'()*+,;=%~"
"""What an address may have unquoted beside letters and digits: RFC 3986, 2.2, and what is quoted already."""

_NEVER = re.compile(r"[\x00-\x20\x7f-\xa0\\]")


def web_address(url: str | None) -> str | None:
    """An address that is safe as a link, with whatever is not of an address quoted; None for what is no such.

    It begins with http or https and names its host, and nothing before the host that could be taken for it.
    """
    if url is None or _NEVER.search(url):
        return None
    try:
        parts = urlsplit(url)
        written = quote(url, safe=_SAFE)
    except (ValueError, UnicodeEncodeError):
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return written if is_web else None

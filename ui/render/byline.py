"""Where an article comes from, in a line."""

from urllib.parse import urlsplit

from markupsafe import Markup

from index.article import Article
from ui.render.marker import time


def byline(article: Article, *, linked: bool = False) -> Markup:
    """The outlet and the time; `linked`, the address on the web too."""
    parts: list[Markup] = []
    if article.outlet:
        parts.append(Markup("<bdi>{}</bdi>").format(article.outlet))
    if article.published:
        parts.append(time(article.published))
    if linked and article.url and _is_web(article.url):
        parts.append(
            Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">Original</a>').format(article.url)
        )
    return Markup('<span aria-hidden="true"> · </span>').join(parts)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)

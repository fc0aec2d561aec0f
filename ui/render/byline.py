"""Where an article comes from, in a line."""

from markupsafe import Markup

from index.article import Article
from ui.render.marker import time
from ui.weblink import web_address


def byline(article: Article, *, linked: bool = False) -> Markup:
    """The outlet, the author and the time; `linked`, the address on the web too."""
    names = (article.outlet, f"by {article.author}" if article.author else None)
    parts = [Markup("<bdi>{}</bdi>").format(name) for name in names if name]
    if article.published:
        parts.append(time(article.published))
    if linked and (address := web_address(article.url)):
        parts.append(
            Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">Original</a>').format(address)
        )
    return Markup('<span aria-hidden="true"> · </span>').join(parts)

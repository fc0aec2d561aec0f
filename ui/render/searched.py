"""The question as it was searched, where that is not as it was asked, and the ways to have it searched otherwise."""

from markupsafe import Markup

from rag.question import MAX_QUESTION


def searched(words: str | None) -> Markup:
    """The line with its buttons, and the form to correct it, which the page opens; nothing where it was as asked."""
    if not words:
        return Markup()
    return Markup(
        '<div class="searched"><p>Searched for: <bdi>{0}</bdi></p>'
        '<button type="button" class="quiet" data-correct aria-expanded="false">Correct</button>'
        '<button type="button" class="quiet" data-as-asked>Ask as it stands</button>'
        '<form class="correction" hidden><label>Search for this instead'
        '<textarea rows="2" maxlength="{1}" required>{0}</textarea></label>'
        '<button type="submit" class="quiet">Search</button></form></div>'
    ).format(words, MAX_QUESTION)

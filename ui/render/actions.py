"""What can be done with a turn: copy it, link to it, ask again, mend the question, and say whether it was right."""

from markupsafe import Markup

from index.choice import Choice
from index.errors import CopydeskError
from rag.answer import Answer
from ui.export.copied import copied
from ui.feedback import MAX_COMMENT
from ui.render.link import link


def actions(
    question: str,
    choice: Choice,
    outcome: Answer | CopydeskError,
    *,
    of_uploads: bool = False,
    good: bool | None = None,
) -> Markup:
    """The buttons below a turn; what is copied and linked to stands in them, so that no request is needed.

    A link asks the question as it was searched, since whoever opens it has no conversation for it to lean on; so does
    "Ask again". `good` is what the reader said of the answer, if anything.
    """
    answered = isinstance(outcome, Answer) and bool(outcome.citations or outcome.nearest)
    searched = outcome.searched or question if isinstance(outcome, Answer) else None
    address = link(searched or question, choice)
    buttons = [
        _copying("copy", copied(outcome), "Copy with citations") if isinstance(outcome, Answer) and answered else "",
        _copying("link", address, "Copy link") if answered and not of_uploads else "",
        Markup('<button type="button" class="quiet" data-again>Ask again</button>'),
        Markup('<button type="button" class="quiet" data-edit>Edit question</button>'),
    ]
    return Markup('<div class="actions" data-question="{}" data-query="{}"{}{}>{}{}</div>').format(
        question, address, Markup(' data-searched="{}"').format(searched) if searched else "",
        Markup(" data-mine") if of_uploads else "", Markup().join(buttons), _rating(good) if answered else "",
    )  # fmt: skip


def _copying(what: str, text: str, name: str) -> Markup:
    return Markup('<button type="button" class="quiet" data-{}="{}" data-done="Copied">{}</button>').format(
        what, text, name
    )


def _rating(good: bool | None) -> Markup:
    """Yes or no, and a field for a comment, which the page shows once either is pressed."""
    thumbs = Markup().join(
        Markup('<button type="button" class="quiet" data-rate="{}" aria-pressed="{}">{}</button>').format(
            rate, "true" if good is thumb else "false", name
        )
        for rate, thumb, name in (("good", True, "Yes"), ("bad", False, "No"))
    )
    return Markup(
        '<span class="rating" role="group" aria-label="Was this right?"><span aria-hidden="true">Was this right?</span>'
        '{}</span><form class="comment" hidden><label>What was right or wrong with it, if you like'
        '<textarea rows="2" maxlength="{}"></textarea></label><button type="submit" class="quiet">Send</button></form>'
    ).format(thumbs, MAX_COMMENT)

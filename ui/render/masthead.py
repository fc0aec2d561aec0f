"""The head of the page."""

from markupsafe import Markup

RECKONING = Markup('<p class="pending">Reading the last run of the evaluation …</p>')
"""Stands in the place of the evaluation until it is known."""

_LOGOUT = Markup(
    '<form class="logout" method="post" action="/logout"><button type="submit" class="quiet">Log out</button></form>'
)


def masthead(*, login: bool = False) -> Markup:
    """The name, the ways to the two parts of the page, and the way out where readers log in.

    Its last parts are where what happens is told to who does not see it, and what went wrong to all.
    """
    return Markup(
        '<header class="masthead"><h1>Copydesk</h1>'
        '<nav aria-label="Pages"><a href="#desk" aria-current="page">Desk</a><a href="#evaluation">Evaluation</a></nav>'
        '{}<div class="hidden" role="status" id="said"></div><p class="notice" role="alert" id="notice"></p></header>'
    ).format(_LOGOUT if login else "")

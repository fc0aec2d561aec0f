"""The head of the page."""

from markupsafe import Markup

MASTHEAD = Markup(
    '<header class="masthead"><h1>Copydesk</h1>'
    '<nav aria-label="Pages"><a href="#desk" aria-current="page">Desk</a><a href="#evaluation">Evaluation</a></nav>'
    '<div class="hidden" role="status" id="said"></div><p class="notice" role="alert" id="notice"></p></header>'
)
"""Its last parts are where what happens is told to who does not see it, and what went wrong to all."""

RECKONING = Markup('<p class="pending">Reading the last run of the evaluation …</p>')
"""Stands in the place of the evaluation until it is known."""

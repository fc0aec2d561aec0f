"""The head of the page."""

from markupsafe import Markup

MASTHEAD = Markup(
    '<header class="masthead"><h1>Copydesk</h1>'
    '<nav aria-label="Pages"><a href="#desk" aria-current="page">Desk</a><a href="#evaluation">Evaluation</a></nav>'
    '<div class="hidden" role="status" id="said"></div></header>'
)
"""Its last part is where what happens is told to who does not see it."""

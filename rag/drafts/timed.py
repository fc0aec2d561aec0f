"""What happened on a day to questions: "When was the bridge at Perm opened?"."""

import re
from collections.abc import Iterator

from rag.drafts.draft import Draft, Source
from rag.drafts.words import SUBJECT, named
from rag.values.moment import moments

_REST = r"(?P<rest>(?: (?!on\b|to\b|who\b|that\b|which\b)[\w'’-]+){0,8}) on $"
_WAS = re.compile(rf"^(?P<subject>{SUBJECT}) (?P<be>was|were) (?P<done>[a-z]+(?:ed|en|ld|nt|ught|ilt|ot)){_REST}")
_BASES = {
    "sank": "sink", "died": "die", "began": "begin", "opened": "open", "started": "start", "broke out": "break out",
    "closed": "close", "ended": "end", "resigned": "resign", "arrived": "arrive", "collapsed": "collapse",
    "crashed": "crash", "exploded": "explode", "reopened": "reopen", "struck": "strike", "hit": "hit", "met": "meet",
    "voted": "vote", "took effect": "take effect", "came into force": "come into force", "erupted": "erupt",
}  # fmt: skip
_DID = re.compile(rf"^(?P<subject>{SUBJECT}) (?P<verb>{'|'.join(_BASES)}){_REST}")


def timed(source: Source) -> Iterator[Draft | None]:
    """The questions for the day on which something was done or happened."""
    for moment in moments(source.text, source.article.published):
        before = source.text[: moment.start]
        told = _WAS.match(before) or _DID.match(before)
        subject = source.subject(told["subject"]) if told else ""
        if not told or not subject:
            continue
        fields = told.groupdict()
        be, done = (fields["be"], fields["done"]) if "be" in fields else ("did", _BASES[fields["verb"]])
        question = f"When {be} {subject} {done}{told['rest']}"
        asked = question if named(question) else f"{question} {source.place}"
        yield source.draft(asked, "time", moment.start, moment.end)

"""The forms that furniture takes, as patterns for whole lines: fixed words, notes and credits, and calls to readers."""

import re

_I = re.IGNORECASE


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms), _I)


_PIECE = r"(?:article|story|post|page|piece|report|copy|news)"
_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|telegram|linked ?in|instagram|reddit|pinterest|threads|bluesky|messenger|"
    r"snapchat|you ?tube|tik ?tok|google news|flipboard)"
)
_BUTTON = rf"(?:{_NETWORK}|e-?mail|print|copy(?: link)?|link|share|tweet|sms|save|more)"
_NEWS = (
    r"(?:news|stories|updates?|headlines|coverage|articles|videos|alerts?|analysis|newsletters?|briefings?|podcasts?|"
    r"opinions?|trends|e-?paper|journalism|features|reporting)"
)
_YEAR = r"(?:19|20)\d\d\b"
_LEAD = (
    r"(?: [^.!?]{0,60}\b(?:comments?|tell us|write|share|subscribe|sign (?:up|in)|log ?in|let us|send|e-?mail|join|"
    r"contact|follow|register)\b.{0,60})?"
)
_RESERVED = r"(?:[.,|]? ?(?:all|some) rights reserved)"
_APP = r"(?:the |our |your )(?:[\w’'-]+ ){0,4}app\b|app\b"


def _list(kind: str) -> str:
    return rf"{kind}(?:[\s,|/•·]+(?:and |or )?{kind})+"


FIXED = _any(
    r"(?:skip )?ad(?:vertisement|vertising)?s?|(?:sponsored|promoted|paid|partner)(?: content| post| links?)?",
    r"(?:story|article|text|report)? ?continues? (?:below|after)(?: (?:this |the )?(?:ad(?:vertisement)?|video))?",
    r"(?:continue|keep) reading|scroll (?:down )?(?:to|for) (?:continue|more)(?: reading)?",
    r"(?:load|show|view|see) (?:more|all|less)|also (?:read|see|watch)|latest (?:news|stories|headlines)",
    r"(?:click |tap )?(?:to )?read (?:more|on|next|also|(?:the )?full (?:story|article|report))(?: here| stories)?",
    r"related(?: (?:stories|articles|news|topics?|content|posts|links|coverage|videos|reading))?",
    rf"share(?: this| the)?(?: {_PIECE})?(?: (?:on|via) {_NETWORK}| by e-?mail| with (?:friends|others))?",
    rf"(?:(?:share|follow us|find us)(?: this)?(?: {_PIECE})?(?: on| via)?:?\s*)?{_list(_BUTTON)}",
    r"trending(?: now| stories| news)?|most (?:read|popular|viewed|shared)(?: stories)?|top stories",
    r"editors?['’]?s? (?:picks?|choice)|recommended(?: (?:for you|stories|reading))?",
    r"(?:you )?(?:may|might) also (?:like|be interested in)|more (?:stories|news|from .{2,40}|on this (?:story|topic))",
    r"(?:our )?newsletters?|subscribe(?: now| today)?|sign ?(?:up|in)(?: now| today)?|log ?in|register(?: now)?",
    r"follow(?: us)?|back to (?:the )?top|skip to (?:main )?content|(?:next|previous) (?:article|story)",
    r"(?:accept|reject)(?: all)?(?: cookies)?|(?:cookie|privacy) (?:policy|settings|preferences|notice)",
    r"terms (?:of (?:use|service)|and conditions|& conditions)|(?:contact|about) us|advertise with us",
    r"listen to (?:this )?(?:article|story)|(?:(?:post|leave|write|add|view|show|read|hide)(?: a| all)? )?comments?",
    r"\d+ (?:comments?|shares|likes|views)|(?:comments? are|commenting is) (?:now )?(?:closed|off|disabled)",
    r"\d+[ -]min(?:ute)?s?(?: of)? read|end of (?:article|story)|(?:get|download|install|open in) (?:the |our )?app",
    rf"(?:copyright[\s:,©]*(?:\(c\)|by)?[\s©]*{_YEAR}|(?:©|\(c\)|c\)) ?[^.!?]{{2}})[^.!?]{{0,80}}{_RESERVED}?",
    r"(?:all|some) rights reserved",
    rf"this (?:material|{_PIECE}) may not be (?:published|reproduced|copied|broadcast).{{0,160}}",
    r"(?:reproduction|republication) .{0,80}(?:prohibited|forbidden)",
)
"""What a page puts around every article; the line without marks at its edges is one of these."""

ALSO = _any(
    r"(?:also read|read also|also see|see also|also watch|must read|read more|read next)\s*[:|–—-]",
    r"(?:tags?|topics?|keywords|filed under|categor(?:y|ies)|hashtags?|more on)\s*:\s*\S",
    r"#\w+(?:[\s,]+#\w+)+\s*$",
)
"""Links and tags by what they begin with, however they end."""

LABEL = _any(
    r"(?:read|related(?: \w+)?|watch(?: (?:video|live|now))?|listen(?: now)?|more|don['’]t miss|video|podcast|"
    r"source|in (?:pics|pictures)|(?:photo|image|picture|video) (?:credits?|source)|credits?|recommended|newsletter)"
    r"\s*[:|]\s*\S"
)
"""Links and credits by what they begin with, where they are no sentences."""

CREDIT = _any(
    r"(?:file |stock |representational |representative |cover )?(?:photo(?:graph)?|picture|image|graphic|illustration|"
    r"map)s?(?: (?:credits?|courtesy|source|used|for representation\w*))*"
    r"(?:(?:\s*[:/|©]|\s[–—-]\s| by\b| courtesy\b| via\b)\s*.{2,90})?",
    r"(?:representational|representative|file) (?:photo|image|picture)s?.{0,60}",
    r".{0,60}(?:getty images|/reuters|/ap|/afp|via reuters|via ap|via afp)(?: .{0,20})?",
)
"""Whose a picture is; the whole line."""

AGENCY = re.compile(
    r"(?i:with (?:additional |agency )?(?:inputs?|reporting|reports?|contributions?)(?: (?:from|by))?)"
    r"(?:,? (?:the |and |& |other |news |our |of )*"
    r"(?:(?i:agenc(?:y|ies)|wires?|bureaus?|correspondents?)|[^\W\d_a-z][\w.’'-]*))*"
    r"|Agencies|[A-Z]{2,4}|Reuters"
)
"""Whose the text is, beside the outlet's; the whole line."""

EDITED = _any(
    r"(?:except for the headline, |disclaimer: )?this (?:story|article|copy|post|news item|report|content|feed) "
    r"(?:has(?: not)? been (?:edited|updated|corrected|generated|auto-?generated|sourced|syndicated|translated)\b|"
    r"(?:is|was) (?:auto-?generated|published (?:from|via)|(?:originally|first) published|syndicated|being updated)\b|"
    r"(?:first|originally) (?:appeared|ran|was published)\b)",
    r"this is a (?:developing|breaking|sponsored) (?:news )?(?:story|article|post)\b",
)
"""Notes on how the text was made, by what they begin with."""

PROMPT = _any(
    rf"(?:enjoy(?:ed|ing)?|like|love|liked|loved) (?:this|our) [^?]{{0,40}}\?{_LEAD}",
    rf"(?:already|not yet) (?:a |an )?(?:subscriber|member|registered)\?{_LEAD}",
    rf"(?:have|got|do you have) (?:a|any) (?:news )?(?:tips?|story|question|feedback)\b[^?]{{0,60}}\?{_LEAD}",
    rf"what do you think\?{_LEAD}|(?:want|need) (?:to read )?more\?{_LEAD}|have your say",
)
"""Questions to the reader with what they lead to; the whole line."""

CALL = _any(
    r"(?:subscribe|sign ?up|register|log ?in|sign ?in) (?:to|for|now|here|today|and|our|via|with|at)\b.*"
    rf"\b(?:{_NEWS}|channel|app|account|inbox|access|premium|unlimited|notifications|here|now|today|comment|reading)\b",
    r"(?:click|tap|press) (?:here|below|the (?:link|bell|button)|on the (?:link|bell))\b",
    rf"(?:download|get|install|try|open) (?:{_APP})",
    r"(?:obtain|get|read|explore|access|enjoy|discover|find|see|stay|subscribe|visit)\b.*\bdownload "
    rf"(?:{_APP})",
    r"(?:follow|like|join|find|connect with|add|watch|reach) us\b",
    rf"(?:follow|like|join|find|add|subscribe to) (?:[\w’'.@-]+ ){{1,7}}(?:on {_NETWORK}\b|as a preferred source)",
    r"(?:join|follow|subscribe to) our (?:[\w’'-]+ ){0,3}(?:channel|community|group|page|newsletter)\b",
    r"(?:please )?(?:stay|keep) (?:updated|informed|connected|up[ -]to[ -]date|ahead|on top of|in the loop)\b.*"
    rf"(?:\b{_NEWS}\b|\bus\b|\blatest\b)|stay tuned\b",
    r"(?:get|catch|discover|find|read|check out|explore|see|view|browse|enjoy|receive|watch) (?:all |more )?(?:of )?"
    rf"(?:the |our )?(?:latest|best|breaking|top|more|live|full|day['’]s|daily|all)\b.*\b{_NEWS}\b",
    r"find the best of\b.*\b(?:for you|in one place)\b",
    rf"for (?:more|the latest|all the latest|breaking|all)\b.{{0,80}}\b{_NEWS}\b.*"
    r"\b(?:follow|download|click|visit|subscribe|log on|sign|go to|join|check|stay)\b",
    r"(?:never|don['’]t) miss (?:a|an|any|out|our|the latest)\b.*"
    r"\b(?:story|stories|updates?|news|newsletter|headline|again)\b",
    r"support (?:our|independent|quality|local) (?:\w+ )?journalism\b",
    r"(?:become|be) a (?:member|subscriber|supporter)\b",
    r"(?:send|e-?mail|write to|contact|tell|let) (?:us|the newsroom|your (?:tips?|feedback|letters|comments)|"
    r"our (?:reporters?|newsroom|team|editors))\b.*(?:@|\bat\b|\bknow\b|\bcomments?\b)",
    r"(?:leave|post|write|add|share|drop) (?:a|your) (?:comments?|reply|thoughts?|views?|opinions?)\b",
    rf"join the (?:conversation|discussion|debate)\b|(?:share|bookmark|print|save) this {_PIECE}\b",
    rf"(?:(?:the|our|all) )?(?:[\w’']+ ){{0,3}}{_NEWS}\b.{{0,60}}\b(?:to|in|into) your inbox\b",
    r"(?:we(?: and our partners)?|(?:this|our) (?:web)?site) uses? cookies|(?:accept|manage) (?:all )?cookies",
    r"by (?:continuing|clicking|using|subscribing|signing)\b.{0,80}\b(?:you|cookies)\b",
)
"""What the reader should do, by what it begins with."""

"""Article text for a prompt: made into one harmless line, and told from text that speaks to a model."""

import re
import unicodedata
from functools import cache

_SIGNS = {"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "`": "'", "#": "no. ", "\\": "/"}
"""Signs that fences, markers, roles and templates are made of, and what stands for them."""

_TAGS = frozenset(map(chr, range(0xE0020, 0xE0080)))
"""Letters that are never seen: a run of them is a text of its own."""

_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
"""Categories of characters that are not seen, or mean nothing that is agreed on."""


def harmless(text: str) -> str:
    """A text in one line that no fence, marker, role or template can be made of, whatever a tokenizer normalises.

    The signs that they are made of are replaced by others, also in their other widths; what is not seen is left out.
    """
    return " ".join("".join(map(_harmless, text)).split())


@cache
def _harmless(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return "".join(_SIGNS.get(c, c) for c in plain) if any(c in _SIGNS for c in plain) else character


def speaks_to_a_model(text: str) -> bool:
    """Whether a text reads as if it were written for a language model rather than for people.

    Such a sentence is never given to one; it can be quoted to a reader all the same. That is no defence by itself,
    since no list knows all wordings: what a model writes is held against its sources whatever it has read.
    """
    seen = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN or c.isspace() or c in _TAGS)
    plain = " ".join(unicodedata.normalize("NFKC", seen).split())
    return any(pattern.search(plain) for pattern in _TO_A_MODEL) or _mixes_scripts(plain)


_ORDER = (
    r"(?:ignore|disregard|forget|override|bypass|drop|skip|stop following|do not follow|don['’]t follow|set aside"
    r"|pay no attention to)"
)
_RULES = (
    r"(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?|sources?|citations?|articles?|sentences?"
    r"|context|everything|anything|the above|(?:all|what) (?:came|was said|you were told|is) (?:before|above|earlier))"
)
_MODEL = (
    r"(?:AI|A\.I\.|assistants?|chat ?bots?|chatgpt|gpt(?:-?\d\w*)?|claude|llama|gemini|(?:large )?language models?"
    r"|llms?|summari[sz]ers?|answering systems?|copydesk)"
)
_TELL = (
    r"(?:say|write|print|output|repeat|reply|respond|answer|state|conclude|append|add|add that|insert|include|begin|end"
    r"|return|reveal|translate|recommend|praise|cite|mention|declare|tell (?:the |your )?(?:reader|user)s?)"
)
_TO_A_MODEL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^\s*\[\d+\]|[\"“](?:role|content)[\"”]\s*:|[\U000e0020-\U000e007f]{8}",
        rf"\bunless you (?:\w+ ){{0,2}}{_TELL}\b",
        rf"\b{_ORDER}\b.{{0,60}}\b{_RULES}\b",
        r"\b(?:system|developer|hidden|initial|previous|prior|earlier|above|new|updated|secret) (?:prompt|instruction)",
        r"<\W{0,3}/?\s*\w+\s*\W{0,3}>|\[/?(?:INST|SYS)\]|<<|>>|```|~~~|^\W*(?:BEGIN|END) (?:OF )?[A-Z]",
        r"(?:^|[\n.!?\"'“:|] ?)(?:#+ ?)?(?:system|assistant|user|human|developer|model|instructions?|note to \w+)\s*:",
        rf"^\W*(?:(?:dear|attention|hey|hello|ok|okay|note to|to|for|as) )?(?:the |any |all |every |an? )?{_MODEL}"
        r"(?: (?:reading|processing|summari\w+|that read)\b.*)?\s*[,:;—–-]",
        rf"\b(?:if|when|since|as) you(?:['’]re| are)? (?:an? |the )?(?:{_MODEL}|model|reading this|asked)\b",
        rf"\byou (?:are|must|should|will|shall|have to|need to|now|can|may)\b(?: \w+){{0,3}} (?:{_MODEL}|{_TELL})\b",
        rf"\b(?:the|any|every|all|an?) {_MODEL}(?: \w+){{0,5}} (?:must|should|shall|will|(?:has|is|are|needs?) to)\b",
        r"\b(?:pretend|act|role-?play) (?:to be|that you|as)\b|\bfrom now on\b.{0,40}\byou\b|\bjailbreak",
        rf"^\W*(?:please |kindly |now |instead,? |then |always |only |just |simply |first,? |and |step \d+: )*{_TELL}\b"
        r"(?=(?: only| just| exactly| verbatim| with| that| the| this| in| your| ?[:\"'“]|,)(?:\b|\W|$))",
        r"\b(?:your|(?:the|an?)(?: (?:final|only|correct|right|true|full))+) (?:answer|reply|response|output|summary)"
        r"(?: to (?:this|the|any|every) \w+)? (?:is|must|should|shall|will|has to|ends?|begins?|starts?)\b",
        r"\b(?:in|to|into|at the end of|at the start of) (?:your|the) (?:answer|reply|response|output|summary)\b",
    )
)  # fmt: skip


def _mixes_scripts(text: str) -> bool:
    """Whether a word has Latin letters beside those of other scripts that look like them."""
    return any(len({name for name in map(_script, word) if name}) > 1 for word in re.findall(r"[^\W\d_]{2,}", text))


@cache
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return name if name in ("LATIN", "CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN") else ""

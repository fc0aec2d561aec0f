"""What a number counts: the words after it, the label of its table row, or those before it ("the death toll")."""

import re

_WORD = re.compile(r"[*_]{0,3}\s{1,2}[*_]{0,3}(?P<word>[^\W\d_](?:[\w'’-]*\w)?)")
_OF = re.compile(
    r"[*_]{0,3}\s(?:more\s|other\s)?of\s(?:(?:the|its|their|his|her|our|these|those|all|them)\b)?(?:\s[\d,]+(?=\s))?",
    re.I,
)
_OF_SPACE = re.compile(r"\s(?:the|its|their|his|her|our|these|those|all)\b(?:\s[\d,]+(?=\s))?", re.I)
_SKIPPED = frozenset({"more", "other", "additional", "further"})
_STOP_WORDS = (
    "a about according across after again against ago alive all along also although amid among an and any apart "
    "april are around as at august away back be became because been before began behind being below beside "
    "between beyond both bought broke brought built burnt but by came can can't caught chose could crash cut "
    "december did didn't die died dies do does drove drowned during each earlier either else escape escapes even "
    "ever every february fell few fight fled flee flew for fought found friday from gave get go got grew had has "
    "have he held her here him his hit how hurt if in inside instead into is it its itself january july june just "
    "kept kill kills knew last later lay least left less lie like likely long lost made many march may me met "
    "might monday more most much must near nearby neither never next no none nor not november now october of off "
    "on once one only onto or other our out outside over past per put quite ran rather remain remained remains "
    "rose said same sank sat saturday saw say says sell sent september set shall she shot should since sink so "
    "sold some sought spent spoke stand still stole stood struck such sunday survive swept than that the their "
    "them then there these they this those though threw through throughout thursday thus till to today together "
    "told tomorrow tonight too took toward towards tuesday under unless until up upon us versus very via vs was "
    "we wednesday went were what when where whether which while who whom whose why will with within without won "
    "would wrote yesterday yet you"
)
_DESCRIBES_WORDS = (
    "abducted affected alleged appointed armed banned burned captured combined confirmed convicted coordinated "
    "damaged dead destroyed detained disabled displaced elected fleeing injured kidnapped listed married masked "
    "missing mixed organised organized planned registered remaining retired serving skilled stranded surviving "
    "suspected trained trapped unarmed unidentified uniformed united unnamed wanted wounded"
)
_NOUNS_LIKE_VERBS_WORDS = (
    "bed being bombing breed building hearing killing king meeting ring ruling seed shed shooting wing"
)
_RISES_WORDS = "climbed crossed grew hit passed reached rises rose stands stood topped"
_STOP = frozenset(_STOP_WORDS.split())
_DESCRIBES = frozenset(_DESCRIBES_WORDS.split())
_NOUNS_LIKE_VERBS = frozenset(_NOUNS_LIKE_VERBS_WORDS.split())
_RISES = frozenset(_RISES_WORDS.split())
_VERBAL = re.compile(r"(?:\w{2,}ed|\w{3,}ing|\w{3,}ly)")
_MOST = 4
_TOLL = re.compile(
    r"\b(?:(?:(?P<of>number|count)\sof\s(?:the\s)?(?P<rest>[a-z]+(?:\s[a-z]+)?)|"
    r"(?:(?:death|casualty|accident|overall|total)\s)?toll|"
    r"(?:death|body|head)\s?count|death\stally|casualties|fatalities|deaths|injuries|population))\b",
    re.I,
)
_NOTHING = re.compile(
    r"[*_]{0,3}\s{0,2}(?:$|[^\w\s]|(?:in|on|by|after|from|at|as|when|since|over|within|and|but|with|while|for|across|"
    r"during|"
    r"late|early|before|until|last|this|that|so|to|or)\b)",
    re.I,
)
_LOOK = 80


def noun_of(text: str, start: int, end: int, *, is_share: bool) -> str:
    """The words that the number at `text[start:end]` counts, as the text has them; "" where that cannot be told."""
    noun = _after(text, end, is_share=is_share)
    return noun or _label(text, start, end) or _before(text, start, end)


def _after(text: str, end: int, *, is_share: bool) -> str:
    of = _OF.match(text, end) or (
        _OF_SPACE.match(text, end) if is_share or text[max(0, end - 3) : end] == " of" else None
    )
    if is_share and not of and text[max(0, end - 3) : end] != " of":
        return ""
    at = of.end() if of else end
    words: list[re.Match[str]] = []
    while len(words) < _MOST and (word := _WORD.match(text, at)):
        at = word.end()
        if not words and word["word"].casefold() in _SKIPPED:
            continue
        if _ends(word["word"].casefold()):
            break
        words.append(word)
    while words and words[-1]["word"].casefold() in _DESCRIBES:
        words.pop()
    return text[words[0].start("word") : words[-1].end("word")] if words else ""


def _ends(word: str) -> bool:
    """Tell whether a word cannot be among those counted: a verb, an adverb, a preposition, a day."""
    if word in _STOP:
        return True
    return bool(_VERBAL.fullmatch(word)) and word not in _DESCRIBES and word not in _NOUNS_LIKE_VERBS


def _label(text: str, start: int, end: int) -> str:
    """The first cell of the table row in which the number begins another cell, or what stands before its colon."""
    line = text.rfind("\n", max(0, start - 400), start) + 1
    if start - line > 400:
        return ""
    if titled := _TITLED.fullmatch(text[line:start]):
        return titled["label"].strip(" *_")
    cells = text[line:start].split("|")
    is_first = (
        len(cells) > 1 and not cells[-1].strip(" *_~") and re.match(r"[*_\s]*(?:\||$|\(|[,;]\s)", text[end : end + 20])
    )
    return next((cell.strip(" *_") for cell in cells[:-1] if any(c.isalpha() for c in cell)), "") if is_first else ""


_TITLED = re.compile(r"[-*•\s]*(?P<label>[A-Z][^:|.;\n]{2,60}):[\s*_]*(?:\w+\s){0,3}")
"""A list item such as "Workers killed: 29"."""


def _before(text: str, start: int, end: int) -> str:
    if not _NOTHING.match(text, end):
        return ""
    lowest = max(0, start - _LOOK)
    stop = max(text.rfind(mark, lowest, start) for mark in (". ", "; ", ", "))
    found = list(_TOLL.finditer(text, max(lowest, stop), start))
    if not found:
        return ""
    return _without_verb(found[-1]["rest"]) if found[-1]["of"] else found[-1][0]


def _without_verb(words: str) -> str:
    """The first of two words, and the second too where it is no verb."""
    first, *rest = words.split()
    return words if rest and not _ends(rest[0].casefold()) and rest[0] not in _RISES else first

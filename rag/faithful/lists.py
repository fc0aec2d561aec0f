"""The words that tell the parts of a written sentence apart: closed lists, all casefolded."""

from rag.speech.words import DETERMINERS, PRONOUNS, TITLES


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ROLES = TITLES | _set(
    "prime vice deputy former president chairman chairwoman chair executive union interior defence defense foreign "
    "finance health home state federal national acting senior justice emperor duke saint lord i am pm gmt utc"
)
"""What stands with a capital before a name, or by itself, and is none."""

OPENERS = (DETERMINERS | PRONOUNS) | _set(
    "according after although among as at because before besides but by despite during earlier even every few for from "
    "given had has he her here how however if in including instead it just last late later less meanwhile more most "
    "much nearly never next nobody none not nothing now of off on once only others out over part per perhaps rather "
    "since so soon still such than then there these though through thus to today together tomorrow under unless unlike "
    "until up upon was were what when where whether which while who whoever whose why with within without yesterday "
    "yet almost about around roughly approximately fewer half twice following police rain snow fire people traffic "
    "smoke water power turnout trade work talks staff crew parliament congress government management evidence damage "
    "heavy local public private turn everyone everybody someone somebody anyone two three four five six seven eight "
    "nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million"
)
"""Words that begin a sentence without being a name."""

ANYONE = _set(
    "official officials authorities spokesman spokeswoman spokesperson source sources company firm group agency report "
    "reports article statement experts analysts investigators government city state local there"
)
"""Words for a speaker that leave open who it is."""

SMALL = _set("the a an of its his her their this that had has have also")
"""What says nothing of who a speaker is."""

LANDS = {
    "french": "france", "dutch": "netherlands", "danish": "denmark", "spanish": "spain", "swiss": "switzerland",
    "greek": "greece", "polish": "poland", "norwegian": "norway", "finnish": "finland", "irish": "ireland",
    "welsh": "wales", "filipino": "philippines", "british": "britain", "thai": "thailand", "afghan": "afghanistan",
}  # fmt: skip
"""Peoples whose names are formed otherwise than by an ending."""

SPEECH = _set("say according accord")
"""Words of speech beside the verbs."""

UNDENIED = _set(
    "not yet be been being is are was were has have had will would can could may might must shall should do does did "
    "any the a an its his her their our to of it he she they we you so very more all that said says"
)
"""What a "not" passes over on its way to what it denies."""

OPPOSITES = (
    (_set("rise rose risen rising increase increased gain gained climb climbed grew grow grown jump jumped soared up"),
     _set("fall fell fallen falling decrease decreased drop dropped decline declined shrank shrink plunged down")),
    (_set("accept accepted accepts agree agreed agrees approve approved approves welcome welcomed endorse endorsed"),
     _set("reject rejected rejects refuse refused refuses disapprove disapproved oppose opposed decline declined")),
    (_set("confirm confirmed confirms admit admitted admits acknowledge acknowledged concede conceded"),
     _set("deny denied denies dispute disputed disputes refute refuted reject rejected rejects")),
    (_set("guilty convicted convict condemned sentenced"), _set("innocent acquitted acquit exonerated cleared")),
    (_set("allow allowed allows permit permitted permits legal"), _set("ban banned bans forbid forbade prohibit")),
    (_set("support supported supports back backed backs favour favoured"), _set("oppose opposed opposes criticised")),
    (_set("possible likely able safe fair certain known"), _set("impossible unlikely unable unsafe unfair unknown")),
    (_set("success succeeded succeed succeeds passed"), _set("failure failed fail fails")),
    (_set("north northern"), _set("south southern")), (_set("east eastern"), _set("west western")),
    (_set("hot hotter hottest warm warmer warmest"), _set("cold colder coldest cool cooler coolest")),
    (_set("largest biggest highest longest"), _set("smallest lowest shortest")), (_set("best"), _set("worst")),
    (_set("morning"), _set("evening")), (_set("alive survived survive survivors"), _set("dead died killed")),
)  # fmt: skip
"""Words of which one turns a sentence round where the other stands in the text."""

"""The words that tell who says what: closed lists, all casefolded."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PAST = _set(
    "reiterated said told claimed admitted confirmed reported announced estimated alleged conceded noted added wrote "
    "tweeted posted insisted acknowledged stated argued warned explained asserted maintained declared disclosed "
    "revealed recalled testified predicted promised vowed pledged boasted complained stressed emphasised emphasized "
    "remarked observed suggested contended reckoned believed feared suspected replied responded concluded "
    "accused blamed condemned accepted asked voiced"
)
DENIALS = _set("denied rejected dismissed refuted disputed denies rejects dismisses refutes disputes deny reject")
SINGULAR = _set(
    "says tells claims admits confirms reports announces estimates alleges concedes notes adds writes insists "
    "acknowledges states argues warns explains asserts maintains declares suggests contends reckons believes fears "
    "suspects accuses blames"
)
PLURAL = _set(
    "speak say tell claim admit confirm report announce estimate allege concede note add write insist acknowledge "
    "state argue warn maintain believe fear suspect reckon accuse blame suggest"
)
PARTICIPLES = _set(
    "saying adding claiming noting insisting alleging warning stating confirming announcing telling estimating "
    "putting arguing asserting acknowledging admitting conceding stressing explaining denying"
)
INVERTING = _set(
    "said says wrote added reported claimed tweeted announced explained noted warned argued recalled insisted "
    "admitted conceded asked confirmed estimated writes adds notes reports say report claim"
)
SHOWING = _set("show shows showed shown give gives gave suggest indicate indicates indicated put puts stood stands")
FRAMES = {
    "put": _set("at"), "puts": _set("at"), "spoke": _set("of"), "speaks": _set("of"), "speak": _set("of"),
    "pointed": _set("to"), "named": _set("as"), "names": _set("as"), "described": _set("as how seeing"),
    "describes": _set("as"), "gives": _set("as of"), "gave": _set("as of reasons"), "ruled": _set("out that"),
    "went": _set("on"), "wanted": _set("know"), "found": _set("that"), "finds": _set("that"),
    "made": _set("admission claim statement concession announcement"),
    "counted": _set("dead killed bodies wounded injured victims casualties"),
    "called": _set("the a an all this it them these those him her"),
}  # fmt: skip
"""Verbs that are of speech where one of some words follows within a few."""
TIGHT = _set("spoke speaks speak pointed ruled went called wanted found finds")
"""Those among them whose word must follow within two."""
COUNTING = _set("counted")
"""Those after which a number does."""
QUOTING = _set("cited quoted cites quotes")
VERBS = PAST | DENIALS | SINGULAR | PLURAL | SHOWING | FRAMES.keys()

UNSPOKEN = {
    "said": re.compile(r"(?:nothing|little|no more|goodbye|farewell|hello)\b", re.I),
    "says": re.compile(r"(?:nothing|little|no more)\b", re.I),
    "claimed": re.compile(r"[^.;]{0,40}?\b(?:lives|life|victims?)\b", re.I),
    "claims": re.compile(r"[^.;]{0,40}?\b(?:lives|life|victims?)\b", re.I),
    "reported": re.compile(
        r"(?:dead|killed|missing|injured|wounded|to|by|stolen)\b"
        r"|(?:on|in|at|across|within|during) (?:the|its|our|this)\b(?![^.;]{0,60}?\bthat\b)",
        re.I,
    ),
    "confirmed": re.compile(r"(?:dead|killed|missing|injured|wounded|by)\b", re.I),
    "believed": re.compile(r"(?:dead|killed|missing|to|in)\b", re.I),
    "feared": re.compile(r"(?:dead|killed|missing|to)\b", re.I),
    "added": re.compile(r"(?!that\b|[,.;:“\"]|(?:in|on|at) |(?:he|she|it|they|there) )", re.I),
    "admitted": re.compile(r"[^.;,]{0,30}?\b(?:patients|people|wounded|injured|students)\b|to\b", re.I),
    "conceded": re.compile(r"[^.;,]{0,25}?\b(?:goals?|penalty|corners?|runs|points|defeat)\b", re.I),
    "accepted": re.compile(r"(?!(?:as \w+ )?that\b)", re.I),
    "posted": re.compile(r"(?!that\b|on\b|[,:“\"])", re.I),
    "observed": re.compile(r"(?!that\b|[,.:])", re.I),
    "responded": re.compile(r"(?!that\b|[,.:])", re.I),
    "asked": re.compile(r"(?:for|to)\b", re.I),
}  # fmt: skip
"""What follows a verb where it is none of speech: an attack claims lives, a hospital admits patients."""

HAVE = _set("has have had")
BE = _set("it's he's she's that's there's they're we're is are was were be been being isn't aren't wasn't weren't")
NEGATIONS = _set("not never didn't doesn't don't hasn't haven't hadn't neither nor nobody")
MODALS = _set("will would can could may might must shall should did does do cannot couldn't wouldn't won't to")
AUXILIARIES = HAVE | BE | NEGATIONS | MODALS
ADVERBS = _set(
    "also later earlier further then once again already now still too separately therefore thus even just since "
    "meanwhile however moreover instead though today yesterday tonight nevertheless"
)
DETERMINERS = _set(
    "the a an this these those his her their its our my some several many both all another each every any one no"
)
LINKS = _set("of for from at in with on near")
PLACING = _set("in at on near outside inside across along after before during over by about against amid under since")
CONTRASTS = _set("while whereas but although though yet")
JOINTS = CONTRASTS | _set("and or as nor so plus")
RELATIVES = _set("who which whom whose where")
NEAR = _set("close adviser advisers aide aides envoy ambassador")
"""What has a "to" within its phrase."""
MODIFYING = _set("familiar close aware involved present able")
"""What can follow a noun within its phrase, besides participles."""
STOPS = AUXILIARIES | CONTRASTS | RELATIVES | _set(
    "that when because if until how what why whether than as so or nor plus like upon to into onto"
)  # fmt: skip
PRONOUNS = _set("he she they it i we you")
MONTHS = _set("january february march april may june july august september october november december")
TELLING = _set("told tells tell telling")
QUALIFIED = DETERMINERS | _set(
    "official local media initial early conflicting latest earlier new press such false similar unconfirmed rival "
    "previous recent other more counter news intelligence field rescue hospital independent"
)
"""Words before which "claims" and "reports" are things."""
SINGLE = _set("a an this each every its his her their our my")
"""Words after which "report" is a thing."""
MANY = _set("police media people they we you both military others and forces authorities i many some")
"""Subjects in the plural that do not end so."""
ASIDE = _set("according speaking citing quoting of himself herself chairman deputy former acting then one as too for")
"""What an apposition can begin with, besides titles, articles and prepositions."""
OFTEN = _set("long often always ever first only both all repeatedly recently")
"""What stands between "have" and a verb besides adverbs."""
OBJECTS = {"him": "he", "them": "they", "her": "she"}
POSSESSIVES = {"his": "he", "her": "she", "their": "they", "its": "it"}
TIMES = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december yesterday today tonight tomorrow morning evening afternoon night midday noon midnight "
    "week month year weekend late early"
)
IRREGULAR = _set(
    "heard read sat hid hurt cut shut quit beat blew chose forgot sang rang bore began went came met held left made "
    "took gave got saw ran led lost won fell rose broke hit struck put set sent brought built bought found kept knew "
    "stood wore wrote drew drove flew fought grew became shot spoke fled laid paid lies lives goes needs wants takes "
    "makes gives gets comes remains seems means spent sought taught thought"
)

RECORDS = _set(
    "account accounts figures figure count counts tally tallies data estimate estimates statement statements report "
    "reports claim claims toll tolls records numbers version announcement telling reckoning statistics reckonings "
    "communiqué admission tweet post words assessment"
)
"""What someone says, puts out or counts: of "the army's statement" the army is the speaker."""
OWN = _set("account telling reckoning count estimate estimates tally words view version figures accounts counts")
SELF = frozenset(
    {
        "the report",
        "this report",
        "this newspaper",
        "the article",
        "this article",
        "the story",
        "report",
        "our reporter",
    }
)

PLACES = _set(
    "new north south east west northern southern eastern western united port san santa los las operation lake mount "
    "river cape saint el great central upper lower gulf strait bay island islands republic supreme high national "
    "state"
)
"""What the names of places and undertakings begin with, and those of persons do not."""
PERSONS = _set(
    "minister official spokesman spokeswoman spokesperson general colonel major captain president governor mayor "
    "chief commander officer leader lawyer doctor senator premier chancellor judge witness resident analyst director "
    "secretary prince king queen pope bishop professor expert farmer driver teacher mother father man woman survivor "
    "activist journalist reporter ambassador envoy inspector superintendent lawmaker politician prosecutor head "
    "founder author engineer member fighter rebel villager relative militant scientist researcher economist neighbour "
    "passenger nurse soldier lieutenant brigadier admiral sergeant sheriff coach player owner boy girl chairman "
    "chairwoman challenger candidate editor coordinator manager pilot"
)
TITLES = PERSONS | _set(
    "mr mr. mrs mrs. ms ms. dr dr. sir gen gen. lt lt. col col. maj maj. prof prof. capt capt. lady"
)
BODIES = _set(
    "police media army military government ministry group agency council party court parliament congress assembly "
    "senate company bank union forces office authority department committee commission organisation organization "
    "militia movement hospital administration cabinet board university front team broadcaster"
)
OUTLETS = _set(
    "reuters afp ap bbc cnn dawn xinhua bloomberg guardian pti ani ians dpa tass interfax anadolu kyodo yonhap npr "
    "jazeera arabiya moneycontrol axios politico newsweek spiegel monde"
)
OUTLET_NAMES = _set(
    "news times post tribune herald press agency television tv radio daily journal gazette express telegraph mirror "
    "mail standard chronicle observer courier wire broadcasting newspaper broadcaster outlet outlets media channel "
    "newswire"
)

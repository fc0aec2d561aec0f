"""What the API gives back, as its description tells it; `to_dict` of the results makes the values themselves."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(_Told):
    """What is at fault, and the mend."""

    fault: str
    mend: str
    request: str | None = Field(default=None, description="The request's id, as in its header `X-Request-Id`.")


class ArticleNamed(_Told):
    """Where an article is from, as far as it is known."""

    id: str
    title: str
    outlet: str | None
    author: str | None
    published: str | None = Field(description="A day, or an instant with its offset.")
    updated: str | None
    dateline: str | None
    url: str | None
    path: str = Field(description="The name of its file.")
    part: str | None = Field(description="Which article of its file; null where the file is one article.")
    report: str | None = Field(description="The id of the first article of the same independent report.")
    sha256: str | None = Field(default=None, description="Of the article's text in UTF-8.")


class ArticleRead(ArticleNamed):
    """An article with its text, into which all positions point."""

    format: str
    body: int = Field(description="Where the text proper begins, after front matter or a date stamp.")
    text: str


class CitationTold(_Told):
    """The characters that a sentence of the answer rests on: `text[start:end]` of the article is the quote."""

    number: int = Field(description="The n of `[n]` in the answer's text.")
    quote: str
    start: int = Field(description="In code points of the article's text; the end is not included.")
    end: int
    article: ArticleNamed


class PassageTold(_Told):
    """A passage of an article, with the other articles of the same report in `also`."""

    text: str
    score: float
    start: int
    end: int
    article: ArticleNamed
    also: list[ArticleNamed]


class ShortTold(_Told):
    """The words within a citation that answer by themselves."""

    text: str
    citation: int
    start: int
    end: int


class CheckTold(_Told):
    """What became of a sentence that a language model wrote; `written` may be what nothing holds."""

    written: str
    fate: Literal["held", "mended", "quoted", "marked", "repeated", "dropped"]
    shown: str
    faults: list[str] = Field(description="What was wrong with it under its own citations.")
    citations: list[int]


class AnswerTold(_Told):
    """An answer whose every sentence carries its `[n]`, or an abstention with the nearest passages."""

    question: str
    text: str
    abstained: bool
    citations: list[CitationTold]
    nearest: list[PassageTold]
    short: ShortTold | None
    confidence: float = Field(description="The probability that the articles answer, and that this answer is right.")
    unsaid: list[str] = Field(description="The parts of the question on which the articles are silent.")
    disagreement: dict[str, Any] | None = Field(description="The values that reports give, where they differ.")
    support: int = Field(description="How many independent reports carry the answer.")
    checks: list[CheckTold] = Field(description="Of each sentence of a language model; empty where none wrote.")
    notice: str = Field(description="What went wrong with a language model, in words.")
    searched: str | None = Field(description="The question as it was searched, where that is not as it was asked.")
    timings: dict[str, float] = Field(description="Seconds by stage.")


class PassagesTold(_Told):
    """Passages, the nearest first."""

    passages: list[PassageTold]


class OutletTold(_Told):
    """How many articles are of an outlet."""

    name: str
    articles: int


class StatusTold(_Told):
    """What the index holds, what answers are made with, and how busy the server is."""

    status: Literal["ready"] = "ready"
    articles: int
    reports: int
    embedded: int
    outlets: list[OutletTold]
    first: str | None
    last: str | None
    making: dict[str, str | None]
    asking: int
    waiting: int

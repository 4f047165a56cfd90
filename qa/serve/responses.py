"""What is answered, for all faces: the documented form of each answer.

Knows names and types (docs/answer-schema.md). Does not know how anything is answered, nor how it is asked for
(qa.serve.requests).
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.answer import Status

__all__ = [
    "Answered",
    "Charted",
    "Cited",
    "Fact",
    "Figure",
    "Figures",
    "Found",
    "Ingest",
    "PageText",
    "ReportFacts",
    "ReportRow",
    "Reports",
    "Shown",
    "Started",
    "State",
    "Statistic",
    "Turn",
]


class Claim(BaseModel):
    """One statement and the numbers of the citations that carry it."""

    text: str
    citations: list[int]


class Cited(BaseModel):
    """Where a claim stands: `quote` is characters `start` to `end` of the report's text, word for word."""

    model_config = ConfigDict(extra="allow")

    n: int
    report: str | None = Field(description="The report's id, the SHA-256 of its file.")
    source: str = Field(description="The file's name.")
    title: str
    authority: str | None
    published: str | None
    inspected: str | None
    page: int | None = Field(description="The sheet, from 1; null in a format that does not say where pages end.")
    page_label: str | None
    quote: str
    start: int
    end: int
    value: str | None = Field(
        default=None, description="A figure in the quote that may be the one asked for: not asserted."
    )
    words: str | None = Field(
        default=None, description="The quote, where the end of a line breaks a word of it, whole."
    )
    section: str | None = Field(default=None, description="Where there is no page: the heading above the quote.")
    recognised: bool = Field(default=False, description="Whether the page was a picture whose words OCR has read.")
    corrected: list[dict[str, str | None]] = Field(default=[], description="What a person has corrected of it.")


class Found(BaseModel):
    """A passage that was found."""

    model_config = ConfigDict(extra="allow")

    report: str | None
    source: str
    page: int | None
    score: float
    text: str


class Shown(BaseModel):
    """One thing a person is shown: the answer with its [n], a reason, a citation, nearest evidence or a note."""

    kind: Literal["answer", "reason", "citation", "nearest", "note"]
    text: str
    n: int | None
    told: bool = Field(description="Whether the answer has the citation's words already.")


class Answered(BaseModel):
    """An answer, or a refusal with its reason; every claim is carried by its citations."""

    model_config = ConfigDict(extra="allow")

    question: str
    status: Status
    answer: str
    reason: str | None
    claims: list[Claim]
    citations: list[Cited]
    nearest: list[Cited] = Field(description="Nearest evidence of a refusal: not citations.")
    retrieved: list[Found]
    notes: list[str]
    understood: dict[str, Any]
    model: str | None
    usage: dict[str, Any] | None
    seconds: dict[str, float]
    shown: list[Shown] = Field(description="All that a person is shown, in order.")


class Turn(Answered):
    """A turn of a conversation with its answer."""

    turn: int
    asked: str
    stood_alone: str | None = Field(description="The turn as a question that stands alone, where it is another.")


class Started(BaseModel):
    """A conversation that was begun."""

    id: str = Field(description="Whoever has it may go on with the conversation.")


class ReportRow(BaseModel):
    """What is known of a report; what it does not state is null or absent."""

    id: str
    number: int
    source: str
    title: str
    authority: str | None
    region: str | None
    framework: str | None
    inspection_start: str | None
    inspection_end: str | None
    published: str | None
    published_from: str | None
    lead_inspector: str | None
    judgements: dict[str, str]
    pages: int


class Reports(BaseModel):
    """Reports, by authority and date; `total` counts those that pass the filters."""

    total: int
    reports: list[ReportRow]


class Fact(BaseModel):
    """One thing a report states, with the page and the words it was read from."""

    kind: str
    key: str
    value: str
    number: float | None
    unit: str | None
    as_of: str | None
    page: int | None
    quote: str
    start: int
    end: int
    origin: str


class ReportFacts(ReportRow):
    """A report with its facts."""

    facts: list[Fact]


class Statistic(Fact):
    """A standard statistic that a report records."""

    report: str
    title: str
    authority: str | None


class Figure(BaseModel):
    """A figure of a report's prose: `start` to `end` is where it stands in the report's text."""

    model_config = ConfigDict(extra="allow")

    report: str
    title: str
    authority: str | None
    value: str
    number: float | None
    unit: str
    kind: str
    counted: str
    of: float | None = Field(description="Of how many it is a part.")
    when: str
    whose: str
    page: int | None
    sentence: str
    start: int
    end: int


class Figures(BaseModel):
    """Figures of prose, by report and place; `total` counts all that were found."""

    total: int
    figures: list[Figure]


class Charted(BaseModel):
    """A chart in words and as rows; `covers` says of how many reports it is."""

    kind: str
    title: str
    covers: str
    axis: str
    words: str
    notes: list[str]
    rows: list[dict[str, Any]] = Field(description="All that it shows, each with its report, page and quote.")


class Ingest(BaseModel):
    """An ingest under way: since when, and how much of its step is done."""

    since: str
    step: Literal["reading", "embedding"] | None
    done: int
    total: int


class PageText(ReportRow):
    """A page's text; `mark` is where in it what was asked for lies, [start, end]."""

    page: int
    label: str | None
    start: int = Field(description="Where in the report's text the page begins.")
    text: str
    mark: tuple[int, int] | None


class State(BaseModel):
    """What is held here, what can be filtered by and drawn, and how far an ingest is."""

    reports: int
    pages: int
    authorities: list[str]
    regions: list[str]
    frameworks: list[str]
    years: list[int]
    grades: list[str]
    model: str | None
    remark: str | None = Field(description="Where passages go, when the chat model is not on this machine.")
    write: bool = Field(description="Whether conversations are kept in the library.")
    measures: list[str] = Field(description="The standard statistics, of which charts can be drawn.")
    ingest: Ingest | None = Field(description="The ingest that writes to the library now.")

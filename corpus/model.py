"""What a report is: its text, its pages, its passages and the facts read from it.

Knows no file format, no database, no model and no question. Offsets are Python string offsets (code points)
into the report's stored text, which is never changed after it was read; `end` is exclusive, so a quote is
`text[start:end]`.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LAID_OUT_LATER = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/rtf",
)
BlockKind = Literal["heading", "paragraph", "bullet", "table", "furniture"]
Reading = Literal["text", "picture", "garbled", "recognised"]
FactKind = Literal[
    "framework",
    "authority",
    "inspection_start",
    "inspection_end",
    "published",
    "published_month",
    "lead_inspector",
    "judgement",
    "previous_judgement",
    "statistic",
    "recommendation",
    "person",
    "identifier",
    "address",
    "council",
    "score",
    "verdict",
    "theme",
    "own",
    "previous_inspection",
    "next_inspection",
]
FigureKind = Literal["count", "share", "rate", "money", "duration", "age", "change"]
Whose = Literal["authority", "england", "neighbours", "region", "elsewhere", "target", "person"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One sheet: `number` counts sheets from 1, `label` is what is printed on it (None where nothing is).

    The pages of a report tile its text: the first starts at 0, each starts where the one before it ends, the last
    ends at `len(text)`. A format without pages (HTML, Markdown ...) has one page. `reading` says how its text was come
    by: "text" as the file has it; "recognised" by OCR from what the page shows; "picture" where it shows a picture and
    what that says is not in the text; "garbled" where letters of it make no words, which no passage takes in.
    """

    number: int
    start: int
    end: int
    label: str | None = None
    reading: Reading = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What a reader makes of one file: the normalised text, its pages, and what the file says of itself.

    `media_type` is that of the content, not of the name. `title` is the file's own (metadata, <title>), if it has one.
    `breaks` are the offsets at which the reader knows a block to begin (a DOCX paragraph, an HTML element); a PDF gives
    none. `headings` are spans that the format itself marks as headings, `garbled` those whose letters make no words.
    """

    text: str
    pages: tuple[Page, ...]
    media_type: str
    title: str | None = None
    headings: tuple[tuple[int, int], ...] = ()
    breaks: tuple[int, ...] = ()
    garbled: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A piece of structure: the blocks of a report tile its text, page by page (none runs over a page's end).

    `level` is a heading's depth (1 is the top) or a bullet's indentation; `furniture` is a running header or footer,
    a contents page, an address or standing boilerplate: part of the page's text, never of a passage.
    """

    kind: BlockKind
    start: int
    end: int
    page: int
    level: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """What is indexed, embedded and shown: one span on one page.

    `section` is the path of headings above it, joined by " > ". `header` is the short line of what is known about the
    report and the section that is put in front when the passage is indexed and embedded; it is never quoted.
    `sentences` are absolute spans of the report's text, in order, inside the passage.
    """

    start: int
    end: int
    page: int
    section: str
    header: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One thing a report states, with the span it was read from.

    `key` is the judgement area, the measure of a statistic, a person's role, the name of an identifier, a regulation,
    the key of a framework's own fact, or "" for facts of which a report has one. `value` is the
    canonical text (an ISO date, a grade of the framework's scale, a name); `number` its numeric value and `unit` its
    unit where it has them ("children", "per 10,000", "%", "days" ...); `as_of` the date the figure speaks of.
    `origin` says where it was read; a fact read from a file's name has no span (start == end == 0). The value of one
    "corrected" is a person's: its span, if it has one, is where another was read.
    """

    kind: FactKind
    value: str
    start: int
    end: int
    key: str = ""
    number: float | None = None
    unit: str | None = None
    as_of: str | None = None
    origin: Literal["text", "filename", "corrected"] = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of a report's prose, with what its own clause says of it.

    `number` is the value in `unit` ("%" for a share, also "one in five"; "per 10,000"; "£"; "days" ...; "" for a count,
    whose unit is what is counted); None where no one number is printed ("20-30"). `bound` is what limits it: "more
    than", "at least", "about", "within", "all but" ... `counted` is what is counted or measured, in the report's words,
    `said` what is said of it, `whole` of how many it is a part. `when` are the words for the time it speaks of and
    `as_of` that time as an ISO date or its beginning; "" and None where the report gives none: the inspection's time.
    `turn` tells the earlier of two from the later. Spans: of the value, of its clause, of the sentence.
    """

    kind: FigureKind
    number: float | None
    start: int
    end: int
    clause: tuple[int, int]
    sentence: tuple[int, int]
    unit: str = ""
    bound: str = ""
    counted: str = ""
    said: str = ""
    whole: float | None = None
    when: str = ""
    as_of: str | None = None
    whose: Whose = "authority"
    turn: Literal["", "earlier", "later"] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenFile:
    """A file as it lay on disk: `path` is absolute, `source` as it was given, the time in nanoseconds."""

    path: str
    source: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NewReport:
    """A report ready to be stored. `vectors[i]` is float[1 + m, dim], unit rows: passage i's own, then one for each of
    its m sentences; None where it has to wait for them.
    """

    id: str
    file: SeenFile
    title: str
    document: Document
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    vectors: tuple[NDArray[np.floating[Any]] | None, ...]
    region: str | None
    extraction_version: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What a person says of a report against what was read of it (`read`, None where nothing was), and why.

    `field` is the name of a fact of which a report has one, or a judgement's area; `at` the time it was made, ISO, UTC.
    """

    field: str
    value: str
    because: str
    at: str
    read: str | None = None

    def __str__(self) -> str:
        was = f", read as {self.read}" if self.read is not None else ", which was not read"
        return f"{self.field.replace('_', ' ')} {self.value}{was} ({self.because})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A report in the library, as lists and citations show it; what the report does not state is None or absent.

    `id` is the SHA-256 of the file's bytes, `number` the library's own small integer for it. `authority` is the
    body's name, of whichever kind it is (corpus.bodies), `council` the one that a body of another kind lies in,
    `identifiers` what it is registered by. `month` is that of publication ("2024-06") where no day of it is known.
    `judgements` maps area keys to grades in the framework's own words. `published_from` is "text", "filename" or
    "corrected". `corrections` are laid over what was read already. `unread` are the pages, by number, whose text is
    not as the file has it, with the reason (`Page.reading`).
    """

    id: str
    number: int
    source: str
    title: str
    media_type: str
    pages: int
    authority: str | None = None
    region: str | None = None
    framework: str | None = None
    inspection_start: date | None = None
    inspection_end: date | None = None
    published: date | None = None
    published_from: str | None = None
    lead_inspector: str | None = None
    judgements: dict[str, str] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    address: str | None = None
    council: str | None = None
    month: str | None = None
    corrections: tuple[Correction, ...] = ()
    unread: tuple[tuple[int, Reading], ...] = ()

    @property
    def paged(self) -> bool:
        """Whether its pages are known: a word processor's file says where they end only if it was told to."""
        return self.pages > 1 or self.media_type not in _LAID_OUT_LATER

    @property
    def dated(self) -> date | None:
        """The inspection's end, else its beginning, else the day of publication."""
        return self.inspection_end or self.inspection_start or self.published

    @property
    def placed(self) -> date | None:
        """The day that puts a report in order of time: `dated`, else the last of its month of publication."""
        return self.dated or (self.out[1] if self.out else None)

    @property
    def out(self) -> tuple[date, date] | None:
        """The first and the last day on which it may have been published, as far as is known."""
        if self.published:
            return self.published, self.published
        if self.month is None:
            return None
        year, month = (int(part) for part in self.month.split("-"))
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])

    def __str__(self) -> str:
        when = f", published {self.published:%-d %B %Y}" if self.published else ""
        return f"{self.title}{when} ({self.pages} page{'s' if self.pages != 1 else ''})"

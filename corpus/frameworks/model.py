"""What a framework says of its reports: what they are of, what they judge, which labels they print.

Knows the fields and no file. Each field is a key of the framework files (docs/frameworks.md says what it means).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from corpus.lazy import Lazy

__all__ = [
    "BODY_KINDS",
    "Area",
    "Before",
    "BodyKind",
    "BodyShape",
    "Called",
    "Dates",
    "Framework",
    "Own",
    "Role",
    "Standing",
    "Verdicts",
]

BodyKind = Literal["council", "partnership", "school", "home", "provider", "prison", "force", "trust", "site", "event"]
BODY_KINDS: tuple[BodyKind, ...] = get_args(BodyKind)


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """One judgement area: what reports print and what people say for it.

    `rows` match the area's label where a grade follows it (a line of the judgement table). `stated` match a whole
    sentence in the first pages, `headings` one anywhere in the report; both have a group `grade`. `scale` are the
    grades that it is given, from the best. `scores` have a group `score`, and may have one `most`; else `most` is what
    the score is out of. `scored` match the label of a score that is laid out as grades are. `under` is the key of
    the area that it is a part of. `short` are words that mean it where the question is on such bodies alone
    ("safety", of prisons), and other things elsewhere.
    """

    key: str
    label: str
    words: tuple[str, ...]
    rows: tuple[Lazy, ...]
    stated: tuple[Lazy, ...]
    headings: tuple[Lazy, ...]
    scale: tuple[str, ...]
    scores: tuple[Lazy, ...] = ()
    scored: tuple[Lazy, ...] = ()
    most: int | None = None
    under: str = ""
    short: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyShape:
    """What is inspected: its kind, and where a report says its name, its identifiers, its address, its council.

    `names` have a group `body`, the surest first. `without` is what is cut off the printed name. The others match a
    label, up to where its value begins.
    """

    kind: BodyKind = "council"
    names: tuple[Lazy, ...] = ()
    without: tuple[Lazy, ...] = ()
    identifiers: Mapping[str, Lazy]
    address: Lazy | None = None
    council: Lazy | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Dates:
    """Which number of "01/02/2024" is the month, and the labels that stand before a report's dates.

    Behind `completed` stands the last day of the inspection alone, behind `started` the first; `stated` have a group
    `days`, the words of a sentence that are its days.
    """

    month_first: bool = False
    inspected: Lazy | None = None
    completed: Lazy | None = None
    started: Lazy | None = None
    stated: tuple[Lazy, ...] = ()
    published: Lazy | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """A part that a person has in a report: as lists call it, as reports print it (before the name or after it)."""

    key: str
    label: str
    printed: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdicts:
    """Regulations or standards judged one by one: `rows` match one's name (group `name`, `number` where it has one)."""

    rows: tuple[Lazy, ...]
    scale: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """The inspection before: `stated` have a group `grade`, `label` stands before a grade, `dated` before its date.

    `areas` are such patterns of single areas, by the area's key.
    """

    stated: tuple[Lazy, ...] = ()
    areas: Mapping[str, tuple[Lazy, ...]] = field(default_factory=dict)
    label: Lazy | None = None
    dated: Lazy | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Own:
    """A figure or a word that reports of this framework print of the body: pupils, beds, places, type.

    `printed` is a label before the value, `stated` have a group `value`. A `unit` says that it is a number.
    """

    key: str
    label: str
    words: tuple[str, ...]
    unit: str
    printed: Lazy | None
    stated: tuple[Lazy, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Text that stands alike in every report: sections by their heading, paragraphs by their beginning."""

    sections: tuple[Lazy, ...] = ()
    paragraphs: tuple[Lazy, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.sections or self.paragraphs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    """What people say in questions: for the framework, who inspects by it, and its bodies as pairs of one and many.

    `country` is where all of these lie, if it is not England.
    """

    framework: tuple[str, ...] = ()
    inspectorate: tuple[str, ...] = ()
    country: str = ""
    bodies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Framework:
    """One kind of report: how to know it, its areas in the order in which they are printed, its scale.

    `scale` runs from the best grade to the worst and is empty where the framework gives none; an area may have another.
    `title` and the values of `titles` hold "{authority}", the body's name; `titles` has the pattern that must stand on
    the first pages for another title to be used. Of `needs` one must stand there, of `ruled_out_by` none. `subject` is
    the short form for headers ("children's services inspection"). `unsure` says what of the layout whoever wrote the
    file was not sure of. `printed` are the patterns of every grade of every scale, `said`
    what else people call a grade in questions. `themes` have a group `theme`. With
    `grades_as_heads` a grade stands above the areas that have it. `headline` is the area whose grade is the whole's.
    """

    key: str
    name: str
    inspectorate: str
    subject: str
    title: str
    titles: tuple[tuple[Lazy, str], ...]
    recognised_by: tuple[Lazy, ...]
    ruled_out_by: tuple[Lazy, ...]
    needs: tuple[Lazy, ...]
    scale: tuple[str, ...]
    printed: Mapping[str, Lazy]
    said: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, Area]
    body: BodyShape
    dates: Dates
    roles: Mapping[str, Role]
    verdicts: Verdicts | None
    themes: tuple[Lazy, ...]
    before: Before
    own: Mapping[str, Own]
    standing: Standing
    called: Called
    grades_as_heads: bool = False
    unsure: str = ""
    headline: str = "overall"

    @property
    def graded(self) -> bool:
        """Whether reports of this framework give grades at all."""
        return bool(self.areas)

    def grade(self, printed: str, scale: tuple[str, ...] | None = None) -> str | None:
        """The grade of the scale (of any that it has, by default) that these printed words stand for, or None."""
        words = printed.strip()
        return next(
            (
                grade
                for grade, pattern in self.printed.items()
                if (scale is None or grade in scale) and pattern.fullmatch(words)
            ),
            None,
        )

"""What a question asks for, as data: the plan, its periods, the caller's scope, the library's catalogue.

Knows the fields that the rest of qa/ works from. Does not know how they are read out of a question (qa/plan) nor how
they are answered (qa/facts, qa/retrieve).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from corpus.bodies import kind_of
from corpus.errors import FilterError, QuestionError
from qa.language.periods import Period

if TYPE_CHECKING:
    from corpus.model import Report

__all__ = [
    "HERE",
    "LONGEST_QUESTION",
    "Catalogue",
    "Period",
    "Plan",
    "Scope",
    "Selection",
    "as_list",
    "checked",
    "legible",
]

LONGEST_QUESTION = 2_000  # characters; more is no question, and would only slow the search
_LONGEST_LOOKED_AT = 100 * LONGEST_QUESTION  # white space and all
_NO_TEXT = re.compile(r"[\ud800-\udfff]")
HERE = "the area"  # what stands for a place where it does not matter which

Kind = Literal[
    "number",  # one figure of one report
    "judgement",  # a grade
    "date",
    "person",
    "finding",  # why, what, how: sentences
    "list",  # the items a report lists (recommendations, strengths ...)
    "compare",  # two authorities, two times or two areas
    "trend",  # one authority over its reports
    "aggregate",  # which or how many authorities or reports
    "lookup",  # reports themselves: which are there, what a report is
]
AnswerType = Literal[
    "number", "percentage", "rate", "money", "duration", "grade", "date", "person", "reason", "list", "yes_no", "text"
]
Which = Literal["latest", "previous", "first", "each"]
Direction = Literal["improved", "declined", "unchanged", "higher", "lower"]


def as_list(values: object, *, called: str) -> tuple[Any, ...]:
    """The values of a filter that takes several; raises FilterError for a string, whose letters are no list."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise FilterError(f"{called} takes a list, not {values!r} alone. Write it as {called}=[{values!r}].")
    return tuple(values)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """The filters a caller set; empty means all. `years` are those of publication or inspection, `grades` overall ones.

    `kinds` are kinds of body (corpus.bodies), `councils` those that a body of another kind lies in.
    Names are canonical ones (`Library.scope` takes them as people write them). Raises FilterError for a string in place
    of a list.
    """

    authorities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    frameworks: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    councils: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("authorities", "regions", "years", "frameworks", "grades", "kinds", "councils"):
            object.__setattr__(self, name, as_list(getattr(self, name), called=name))

    def admits(self, report: Report) -> bool:
        """Whether `report` passes every filter that is set."""
        if self.authorities and report.authority not in self.authorities:
            return False
        if self.regions and report.region not in self.regions:
            return False
        if self.frameworks and report.framework not in self.frameworks:
            return False
        if self.kinds and kind_of(report) not in self.kinds:
            return False
        if self.councils and report.council not in self.councils:
            return False
        if self.grades and report.judgements.get("overall", "").casefold() not in self.grades:
            return False
        if self.years:
            days = (*(report.out or ()), report.inspection_start, report.inspection_end)
            return any(day is not None and day.year in self.years for day in days)
        return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """What is in the library, as far as understanding a question needs it."""

    reports: tuple[Report, ...]
    authorities: tuple[str, ...]
    regions: tuple[str, ...]
    frameworks: tuple[str, ...]
    inspectors: tuple[str, ...]
    years: tuple[int, ...]

    @classmethod
    def of(cls, reports: Iterable[Report]) -> Catalogue:
        """The catalogue of `reports` (of Store.reports()); build it once and keep it."""
        reports = tuple(reports)
        days = [d for r in reports for d in (*(r.out or ()), r.inspection_start, r.inspection_end) if d is not None]
        return cls(
            reports=reports,
            authorities=tuple(sorted({r.authority for r in reports if r.authority})),
            regions=tuple(sorted({r.region for r in reports if r.region})),
            frameworks=tuple(sorted({r.framework for r in reports if r.framework})),
            inspectors=tuple(sorted({r.lead_inspector for r in reports if r.lead_inspector})),
            years=tuple(sorted({day.year for day in days})),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How a question was read. What it does not name is empty or None; filters may narrow the scope, never widen it.

    `authorities` are canonical names in the order asked. `absent_authorities` are known authorities of which the
    library has no report, `unknown_places` places or providers asked about that are none of its authorities (as
    written), `ambiguous` the names one word could equally mean. `areas` are judgement keys, `grades` lower-case grade
    words, `measures` keys of corpus.measures, `frameworks` framework keys. `topics` are the content words that are
    left, lower-case, in order; `qualifiers` are words and numbers left that say nothing of a report but narrow a
    figure ("seen", "within", "7"). `recommendations` says that what a report wants improved is asked for, `future` that
    an inspection or grade yet to come is. `identifying_grades` are grades that only tell which report is meant ("the
    year it failed"). `placeless` is the question with "the area" for each place that it names. `names` are topics
    written as proper names; whether they are any is not known. `notes` are what the person should be told (a typo
    forgiven).
    """

    question: str
    kind: Kind
    answer_type: AnswerType = "text"
    placeless: str = ""
    authorities: tuple[str, ...] = ()
    absent_authorities: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    which: Which | None = None
    areas: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    inspectors: tuple[str, ...] = ()
    negated: bool = False
    ever: bool = False
    asks_why: bool = False
    asks_count: bool = False
    asks_list: bool = False
    asks_share: bool = False
    superlative: bool = False
    recommendations: bool = False
    future: bool = False
    identifying_grades: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    direction: Direction | None = None
    topics: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)

    def understood(self) -> dict[str, Any]:
        """The plan as plain data, empty fields left out, for `Answer.understood` and /why."""
        plain: dict[str, Any] = {"kind": self.kind, "answer_type": self.answer_type}
        names = ("authorities", "absent_authorities", "unknown_places", "ambiguous", "regions", "which", "areas")
        more = (
            "grades",
            "identifying_grades",
            "measures",
            "frameworks",
            "inspectors",
            "direction",
            "negated",
            "ever",
            "superlative",
        )
        for name in (
            *names,
            *more,
            "asks_why",
            "asks_count",
            "asks_list",
            "asks_share",
            "recommendations",
            "future",
            "names",
            "topics",
            "qualifiers",
            "notes",
        ):
            value = getattr(self, name)
            if value:
                plain[name] = list(value) if isinstance(value, tuple) else value
        if self.periods:
            plain["periods"] = [
                {"words": p.words, "of": p.of, "start": p.start.isoformat(), "end": p.end.isoformat()}
                for p in self.periods
            ]
        return plain


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """The reports a question is about, in order of time; if there are none, `reason` says so and names which there
    are.

    `status` is the refusal that fits where `reports` is empty. `preferred` are those of `reports` whose date fits the
    question best (the inspection or publication asked for); the rest may still state a figure for that time.
    """

    reports: tuple[Report, ...]
    preferred: tuple[Report, ...] = ()
    status: Literal["answered", "no_such_authority", "no_such_report", "ambiguous"] = "answered"
    reason: str | None = None


def legible(question: str) -> str:
    """The question as it is; raises QuestionError where it is no text, or so long that nothing of it need be looked at.

    Halves of surrogate pairs stand where bytes were no UTF-8 (in an argument or a pipe), or come out of JSON.
    """
    if len(question) > _LONGEST_LOOKED_AT:
        raise _too_long(len(question))
    if _NO_TEXT.search(question):
        raise QuestionError(
            "The question has characters in it that are no text: it is not UTF-8, or was cut in the middle of a "
            "character. Type it again, or save its file as UTF-8."
        )
    return question


def checked(question: str) -> str:
    """The question with its white space tidied; raises QuestionError when it cannot be asked."""
    text = re.sub(r"\s+", " ", legible(question)).strip()
    if not text:
        raise QuestionError('The question is empty. Ask one, such as "How was Darlington rated in 2015?"')
    if len(text) > LONGEST_QUESTION:
        raise _too_long(len(text))
    if not re.search(r"\w", text):
        raise QuestionError(
            "The question has no words in it. Ask it in words, with the place and the year if you know them."
        )
    return text


def _too_long(length: int) -> QuestionError:
    return QuestionError(
        f"The question has {length:,} characters; at most {LONGEST_QUESTION:,} are read. Ask a shorter one."
    )

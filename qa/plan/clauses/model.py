"""What a clause of a question says of one report, and which report of an authority's series it means.

Knows what is held. Does not know how it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.plan.phrases.model import Bound, Listed
    from qa.plan.query import DateKind, Way
    from qa.plan.token import Token

__all__ = ["Clause", "GradeCondition", "StepSaid"]


@dataclass(slots=True)
class GradeCondition:
    """Areas and the grades said of them; `areas` is None where none is named, `joined` "or" where one will do."""

    areas: tuple[str, ...] | None
    grades: tuple[str, ...]
    negated: bool = False
    joined: str = "and"


@dataclass(slots=True)
class StepSaid:
    """A change of grade as it is said: upwards (1), downwards (-1), none (0) or any (None), by `least` to `most`."""

    direction: int | None
    least: int | None = None
    most: int | None = None


@dataclass(slots=True)
class Clause:
    """What is said of one report (or of each, or of two in a row)."""

    grades: list[GradeCondition] = field(default_factory=list)
    areas: list[Listed] = field(default_factory=list)  # areas named without a grade
    judged: bool | None = None  # a grade for those areas is given (True) or is not (False)
    choice: str = ""
    periods: list[tuple[DateKind, Listed]] = field(default_factory=list)  # what kind of date, and the periods
    frameworks: tuple[str, ...] = ()
    inspectors: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    beside: list[tuple[str, Way, str]] = field(default_factory=list)  # area, which way, the area it is measured by
    quantifier: str = ""
    bound: Bound | None = None  # of reports
    steps_by: Bound | None = None  # of grades
    step: StepSaid | None = None
    days: Bound | int | None = None
    negated: bool = False
    again: bool = False
    same: bool = False
    either: bool = False  # joined to the clause before it by "or"
    both: bool = False  # "either both ... and ..., or ...", "or both ... and ...": those that follow belong to it
    apart: bool = False  # "and with a report that ...", "and whose first report ...": a report of its own
    numbers: list[Token] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)

    @property
    def says(self) -> bool:
        """Whether it says anything of the report but which one it is."""
        return bool(
            self.grades or self.beside or self.step or self.judged is not None or self.again or self.days is not None
        )

    @property
    def refers(self) -> bool:
        """Whether it says which report is meant."""
        return bool(self.choice or self.periods or self.quantifier in ("every", "never"))

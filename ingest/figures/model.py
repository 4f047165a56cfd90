"""What a sentence is read into on the way to its figures: its atoms, figures and times, and what each figure counts.

Knows shapes only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from corpus.language.atoms import Atom
    from corpus.model import FigureKind

__all__ = ["Counted", "Reading", "Said", "Time", "Told", "Value"]

Told = tuple[str, str | None]
"""The words for a time, and the time as an ISO date or its beginning."""


@dataclass(kw_only=True, slots=True)
class Value:
    """A figure at the atoms `at` to `until`; `whole` is the value that it is printed as a part of ("41 of 52").

    The words that bound it begin at `begins`, what follows it at `after`.
    """

    at: int
    until: int
    kind: FigureKind
    number: float | None
    unit: str
    bound: str
    begins: int
    after: int
    whole: Value | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    """A time named at the atoms `at` to `until`, prepositions included; without days where none are said.

    `earlier` tells a time before the report's own: "the previous year".
    """

    at: int
    until: int
    start: date | None = None
    end: date | None = None
    fineness: int = 0
    earlier: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """What one figure counts, as words; of how many; and where in the sentence that stands (None: said before)."""

    words: str
    whole: float | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A figure that was read already: what "of these" and "compared with" point back to."""

    value: Value
    counted: Counted


@dataclass(kw_only=True, slots=True)
class Reading:
    """A sentence while it is read: `said` are its figures so far, `earlier` those of the sentence or line before.

    `lead` is what the line that leads to a list speaks of.
    """

    text: str
    atoms: list[Atom]
    values: list[Value]
    times: list[Time]
    earlier: tuple[Said, ...] = ()
    lead: str = ""
    said: list[Said] = field(default_factory=list)

    def words(self, first: int, last: int) -> str:
        """The words of the atoms from `first` up to `last`, on one line."""
        return " ".join(self.text[self.atoms[first].start : self.atoms[last - 1].end].split())

    def counts(self, place: tuple[int, int], whole: float | None = None) -> Counted:
        """What stands at `place` as what is counted."""
        return Counted(words=self.words(*place), whole=whole, place=place)

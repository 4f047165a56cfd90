"""What running a query gives: its members with the reports that show it, who was left out and why, what was looked at.

Knows reports. Does not know queries nor English.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from corpus.model import Report

__all__ = ["Gap", "Group", "LeftOut", "LookedAt", "Member", "Result", "Transition", "Why"]

Why = Literal[
    "area not graded",
    "judged with children in care",  # reports before 2023: one judgement covers care leavers too
    "other scale",
    "date not stated",
    "no lead named",
    "no authority known",
    "no region known",
    "no framework known",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """The grade of `area` in two reports of one authority; `rise` counts grades upwards, negative where it fell."""

    area: str
    before: Report
    after: Report
    rise: int

    @property
    def grades(self) -> tuple[str, str]:
        """The grade before and after, in the reports' own words."""
        return self.before.judgements[self.area], self.after.judgements[self.area]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """The time between two consecutive reports of one authority, in days."""

    before: Report
    after: Report
    days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """An authority, a report or a pair of reports that fulfils the query, and the reports that show it, oldest first.

    For an authority these are the reports that fulfil the condition or, where it is that something is not so, those
    that were looked at. `steps` and `gaps` are those that a condition on steps or gaps compared.
    """

    authority: str | None
    reports: tuple[Report, ...]
    steps: tuple[Transition, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """What neither fulfils the query nor fails to, for want of what `why` says.

    `reports` are those of an authority that lack it, else the report or the pair of reports that is left out.
    """

    authority: str | None
    reports: tuple[Report, ...]
    why: tuple[Why, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The members that share `key`: the name of a region, authority, person or framework, a year or a grade."""

    key: str
    members: tuple[Member, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.members)


@dataclass(frozen=True, kw_only=True, slots=True)
class LookedAt:
    """How many reports the universe of a query holds, how many authorities they are on, how many name none."""

    reports: int
    authorities: int
    nameless: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a query found.

    `groups` are those of a ranking in its order, `members` then theirs alone. `base` are the members of the base of a
    share. `undated` are reports whose place among an authority's others is not known, because they state no date:
    conditions on an order look past them.
    """

    members: tuple[Member, ...]
    left_out: tuple[LeftOut, ...]
    looked_at: LookedAt
    groups: tuple[Group, ...] = ()
    base: tuple[Member, ...] = ()
    undated: tuple[Report, ...] = ()

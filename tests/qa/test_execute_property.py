"""The executor against the slow and obvious way (brute_force.py), on random libraries and random queries."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import brute_force
import pytest
from hypothesis import HealthCheck, given, settings
from random_queries import BOUNDS, libraries, queries

from qa.facts.execute import run

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.facts.result import LeftOut, Member
    from qa.plan.query import Query

# "None of them" is said as not one; as a bound it must hold too.
ALL_BOUNDS = (*BOUNDS, (None, 0), (0, None), (0, 2))
EVERY_CHECK = list(HealthCheck)  # drawing queries is slow, which is no fault of theirs


def unit(query: Query, one: Member | LeftOut) -> str | tuple[int, ...] | None:
    """What the brute force calls a member."""
    return one.authority if query.over == "authorities" else tuple(report.number for report in one.reports)


def value(query: Query, member: Member) -> int:
    """What a member was ordered by."""
    assert query.extreme
    match query.extreme.of:
        case "gap":
            return member.gaps[0].days
        case "improvement":
            return member.steps[0].rise
        case "reports":
            return len(member.reports)
    days = [day.toordinal() for report in member.reports if (day := report.published or report.dated)]
    return (max if query.extreme.most else min)(days)


def agrees(query: Query, library: tuple[Report, ...]) -> None:
    found, expected = run(query, library), brute_force.run(query, library)
    assert [unit(query, one) for one in found.members] == expected.members
    assert [unit(query, one) for one in found.base] == expected.base
    groups = [(group.key.lower(), [unit(query, one) for one in group.members]) for group in found.groups]
    assert groups == expected.groups
    assert [group.count for group in found.groups] == [len(members) for _, members in expected.groups]
    assert (found.looked_at.reports, found.looked_at.authorities) == (expected.reports, expected.authorities)
    if query.extreme:
        assert [value(query, one) for one in found.members] == expected.values
    # An authority whose report cannot be chosen is left out by name although the query is over reports.
    names = {one for one in expected.left_out if isinstance(one, str)}
    left_out = [one.authority if one.authority in names else unit(query, one) for one in found.left_out]
    assert Counter(left_out) == Counter(expected.left_out)
    assert all(one.reports and one.why for one in found.left_out)
    for member in found.members:
        assert member.reports
        assert all(report.authority == member.authority for report in member.reports)
        assert len({report.number for report in member.reports}) == len(member.reports)


@given(queries(bounds=ALL_BOUNDS), libraries())
@settings(suppress_health_check=EVERY_CHECK)
def test_members_and_left_out_are_those_of_the_obvious_way(query: Query, library: tuple[Report, ...]) -> None:
    agrees(query, library)


@pytest.mark.long
def test_members_and_left_out_are_those_of_the_obvious_way_10000_times() -> None:
    tried = 0

    @given(queries(bounds=ALL_BOUNDS), libraries())
    @settings(max_examples=10_000, deadline=None, suppress_health_check=EVERY_CHECK)
    def each(query: Query, library: tuple[Report, ...]) -> None:
        nonlocal tried
        agrees(query, library)
        tried += 1

    each()
    print(f"\n{tried} queries run over made-up libraries: each with the members that the obvious way finds")

"""Queries on one line of the notation, and that line read as the same query again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from random_queries import queries

from qa.plan import query as q
from qa.plan.notation import NotationError, read_query, write_query


def test_a_query_is_one_line() -> None:
    query = q.Query(
        over="authorities",
        where=q.At(q.Choice(), q.Graded("care_leavers", ("requires improvement", "good"))),
        wants=(q.Want(kind="count"),),
        universe=q.ByAuthority(("Bath and North East Somerset", "Kent")),
    )
    line = (
        "(query authorities :where (at latest (graded care_leavers requires_improvement|good)) :wants [(want count)]"
        ' :universe (byauthority "Bath and North East Somerset"|"Kent"))'
    )
    assert write_query(query) == line
    assert read_query(line) == query


@settings(suppress_health_check=list(HealthCheck))
@given(queries())
def test_what_is_written_is_read_as_the_same_query(query: q.Query) -> None:
    line = write_query(query)
    assert "\n" not in line
    assert write_query(read_query(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        "",
        "(query",
        "(query authorities",
        "(query authorities) and more",
        "(query authorities :where (at latest (graded overall good))",
        "(query authorities :colour red)",
        "(want count)",
        "(graded overall good)",
        "(query reports :where (dateof published 2019-13-01..))",
        "(dragon)",
        "(query authorities :wants [(want any)])",
        "(query dragons)",
        "(query authorities :where (has (always) :least many))",
        "(query authorities :where (has (always) :every 2))",
        "(query authorities :where (and [(want count)]))",
    ],
)
def test_what_is_no_query_is_said_to_be_none(line: str) -> None:
    with pytest.raises(NotationError, match="This is no query"):
        read_query(line)


def test_areas_of_several_words_stay_as_they_are() -> None:
    query = q.Query(over="reports", wants=(q.Want(kind="grades", areas=("in_care", "help_and_protection")),))
    assert read_query(write_query(query)) == query

"""Dates and years in questions, and what they qualify."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.plan.periods import find_periods


def only(question: str) -> tuple[str, str, str]:
    """Start, end and qualifier of the one period of a question."""
    (found,) = find_periods(question)
    return found.period.start.isoformat(), found.period.end.isoformat(), found.period.of


@pytest.mark.parametrize(
    ("question", "start", "end", "of"),
    [
        ("Who was inspected in 2016?", "2016-01-01", "2016-12-31", "inspected"),
        ("reports published in 2016", "2016-01-01", "2016-12-31", "published"),
        ("In reports published during 2022, who was good?", "2022-01-01", "2022-12-31", "published"),
        ("the January 2024 report", "2024-01-01", "2024-01-31", "published"),
        ("its inspection of December 2019", "2019-12-01", "2019-12-31", "inspected"),
        ("(report of September 2015)", "2015-09-01", "2015-09-30", "published"),
        ("children looked after at 31 March 2014", "2014-03-31", "2014-03-31", "as_of"),
        ("at the end of March 2014", "2014-03-01", "2014-03-31", "as_of"),
        ("on 31/03/2014", "2014-03-31", "2014-03-31", "as_of"),
        ("when inspectors visited in spring 2014", "2014-03-01", "2014-05-31", "inspected"),
        ("the autumn 2016 inspection", "2016-09-01", "2016-11-30", "inspected"),
        ("the late-2023 inspection", "2023-09-01", "2023-12-31", "inspected"),
        ("in the second half of 2017", "2017-07-01", "2017-12-31", "any"),
        ("q1 2018", "2018-01-01", "2018-03-31", "any"),
        ("spending in 2014-15", "2014-04-01", "2015-03-31", "any"),
        ("judgements 2014 to 2023", "2014-01-01", "2023-12-31", "any"),
        ("between March 2013 and August 2016", "2013-03-01", "2016-08-31", "any"),
        ("both inspected 11-15 September 2023", "2023-09-11", "2023-09-15", "inspected"),
        ("inspected 25 October - 5 November 2021", "2021-10-25", "2021-11-05", "inspected"),
        ("rated 2019", "2019-01-01", "2019-12-31", "any"),
        ("in winter 2016", "2016-12-01", "2017-02-28", "any"),
        ("the year before its 2014 inspection", "2014-01-01", "2014-12-31", "inspected"),
    ],
)
def test_a_period_and_what_it_qualifies(question: str, start: str, end: str, of: str) -> None:
    assert only(question) == (start, end, of)


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("since 2015", date(2015, 1, 1), date.max),
        ("after 2018", date(2019, 1, 1), date.max),
        ("2018 onwards", date(2018, 1, 1), date.max),
        ("before 2018", date.min, date(2017, 12, 31)),
        ("up to 2016", date.min, date(2016, 12, 31)),
        ("from the 2017 report to the latest", date(2017, 1, 1), date.max),
        ("the report from 2016", date(2016, 1, 1), date(2016, 12, 31)),
    ],
)
def test_open_ends(question: str, start: date, end: date) -> None:
    (found,) = find_periods(question)
    assert (found.period.start, found.period.end) == (start, end)


def test_a_list_of_years_shares_what_qualifies_its_last() -> None:
    assert [found.period.of for found in find_periods("the 2015 and 2018 reports")] == ["published", "published"]


def test_numbers_and_money_are_no_years() -> None:
    assert find_periods("did 2,014 children cost £2015 or 2016% more?") == []


@given(st.text(max_size=80))
def test_periods_never_overlap_and_run_forwards(question: str) -> None:
    found = find_periods(question)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(one.period.start <= one.period.end for one in found)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_any_day_written_out_is_found(day: date) -> None:
    (found,) = find_periods(f"How many were there on {day.day} {day:%B %Y}?")
    assert found.period.start == found.period.end == day

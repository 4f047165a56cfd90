"""Dates and years in questions, and what they qualify."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.periods import FoundPeriod, find_partial_dates, find_periods


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
        ("inspected in the autumn term of 2021", "2021-09-01", "2021-12-31", "inspected"),
        ("visited in spring term 2019", "2019-01-01", "2019-03-31", "inspected"),
        ("the summer term 2018 inspection", "2018-04-01", "2018-07-31", "inspected"),
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


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("'15", "2015-01-01", "2015-12-31"),
        ("’15", "2015-01-01", "2015-12-31"),
        ("in 14/15", "2014-04-01", "2015-03-31"),
        ("FY2014-15", "2014-04-01", "2015-03-31"),
        ("financial year 2014/15", "2014-04-01", "2015-03-31"),
        ("academic year 2018/19", "2018-09-01", "2019-08-31"),
        ("1/9/15", "2015-09-01", "2015-09-01"),
        ("1.9.2015", "2015-09-01", "2015-09-01"),
        ("2015-09-01", "2015-09-01", "2015-09-01"),
        ("2015-09", "2015-09-01", "2015-09-30"),
        ("9/2015", "2015-09-01", "2015-09-30"),
        ("1st of Sept '15", "2015-09-01", "2015-09-01"),
        ("the first of May 2014", "2014-05-01", "2014-05-01"),
        ("September 1 2015", "2015-09-01", "2015-09-01"),
        ("Tuesday, 1 September 2015", "2015-09-01", "2015-09-01"),
        ("31 May 14", "2014-05-31", "2014-05-31"),
        ("18 to 29 November 2024", "2024-11-18", "2024-11-29"),
        ("25 October - 5 November 2021", "2021-10-25", "2021-11-05"),
        ("Monday 3 March to Friday 7 March 2014", "2014-03-03", "2014-03-07"),
        ("Sept-Oct 2016", "2016-09-01", "2016-10-31"),
        ("Jan/Feb 2019", "2019-01-01", "2019-02-28"),
        ("November 2018 to February 2019", "2018-11-01", "2019-02-28"),
        ("November to February 2019", "2018-11-01", "2019-02-28"),
        ("1 Febuary 2014", "2014-02-01", "2014-02-01"),
        ("in Setpember 2018", "2018-09-01", "2018-09-30"),
        ("late November 2018", "2018-11-01", "2018-11-30"),
        ("early 2014", "2014-01-01", "2014-04-30"),
        ("mid-2017", "2017-05-01", "2017-08-31"),
        ("the start of 2023", "2023-01-01", "2023-03-31"),
        ("winter 2019/20", "2019-12-01", "2020-02-29"),
        ("spring of 2018", "2018-03-01", "2018-05-31"),
        ("summer term 2019", "2019-04-01", "2019-07-31"),
        ("Q3 2019", "2019-07-01", "2019-09-30"),
        ("H2 2023", "2023-07-01", "2023-12-31"),
        ("the second half of 2023, July to December", "2023-07-01", "2023-12-31"),
        ("the first three months of 2019", "2019-01-01", "2019-03-31"),
        ("between March and June 2021", "2021-03-01", "2021-06-30"),
        ("from 2014 to 2018", "2014-01-01", "2018-12-31"),
        ("from 2014 up to 2018", "2014-01-01", "2018-12-31"),
        ("2014–2018", "2014-01-01", "2018-12-31"),
        ("the end of 2014 to the start of 2016", "2014-10-01", "2016-03-31"),
        ("after 2014 but before 2018", "2015-01-01", "2017-12-31"),
        ("the 2010s", "2010-01-01", "2019-12-31"),
        ("during 2022", "2022-01-01", "2022-12-31"),
        ("a fortnight in May 2022", "2022-05-01", "2022-05-31"),
    ],
)
def test_forms(words: str, start: str, end: str) -> None:
    assert only(words)[:2] == (start, end)


@pytest.mark.parametrize(
    ("words", "start", "end", "relation"),
    [
        ("since 2019", date(2019, 1, 1), date.max, "since"),
        ("since the start of 2023", date(2023, 1, 1), date.max, "since"),
        ("from 2020 onwards", date(2020, 1, 1), date.max, "since"),
        ("from 2020 on", date(2020, 1, 1), date.max, "since"),
        ("2020 or later", date(2020, 1, 1), date.max, "since"),
        ("not before 2019", date(2019, 1, 1), date.max, "since"),
        ("in or after 2019", date(2019, 1, 1), date.max, "since"),
        ("2016 to the present", date(2016, 1, 1), date.max, "since"),
        ("after May 2018", date(2018, 6, 1), date.max, "after"),
        ("after the end of 2022", date(2023, 1, 1), date.max, "after"),
        ("post-2018", date(2019, 1, 1), date.max, "after"),
        ("before 2016", date.min, date(2015, 12, 31), "before"),
        ("earlier than 2018", date.min, date(2017, 12, 31), "before"),
        ("before the end of 2024", date.min, date(2024, 12, 31), "before"),
        ("until 2017", date.min, date(2017, 12, 31), "until"),
        ("up to and including 2016", date.min, date(2016, 12, 31), "until"),
        ("by the end of 2024", date.min, date(2024, 12, 31), "until"),
        ("no later than the end of 2022", date.min, date(2022, 12, 31), "until"),
        ("2017 or earlier", date.min, date(2017, 12, 31), "until"),
        ("between 2014 and 2018", date(2014, 1, 1), date(2018, 12, 31), "between"),
        ("in July 2019", date(2019, 7, 1), date(2019, 7, 31), "in"),
    ],
)
def test_the_span_holds_the_words_that_bound_it(words: str, start: date, end: date, relation: str) -> None:
    text = f"Who was good {words}?"
    (found,) = find_periods(text)
    assert (found.period.start, found.period.end, found.relation) == (start, end, relation)
    assert text[found.start : found.end] == words


def test_two_times_that_are_no_range_are_two_periods() -> None:
    for text in ("2014 or 2015", "reports from 2014 and 2015", "in 2014 and in 2015", "March and June 2021"):
        assert len(find_periods(text)) == 2, text


def test_recent_times_need_today() -> None:
    today = date(2024, 5, 31)
    for text, start, end in (
        ("in the last three years", date(2021, 5, 31), today),
        ("over the past 18 months", date(2022, 11, 30), today),
        ("last year", date(2023, 1, 1), date(2023, 12, 31)),
        ("two years ago", date(2022, 1, 1), date(2022, 12, 31)),
    ):
        assert find_periods(text) == []
        (found,) = find_periods(text, today=today)
        assert (found.period.start, found.period.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "the Children Act 1989",
        "aged 14/15",
        "14-15 year olds",
        "children march",
        "they may have 12",
        "31/02/2016",
        "'94 assessments' were late",
        "lockdown",
        "section 3.5.2",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert find_periods(text) == []


def test_a_number_behind_a_year_is_no_second_year() -> None:
    assert only("Darlington 2015 - 49 assessments")[:2] == ("2015-01-01", "2015-12-31")
    assert only("from 2014 to 15 children")[:2] == ("2014-01-01", "2014-12-31")


@pytest.mark.parametrize(
    ("text", "month", "day", "season", "words"),
    [
        ("what was it in March?", 3, None, None, "March"),
        ("at the September date", 9, None, None, "September"),
        ("that July", 7, None, None, "July"),
        ("the May one", 5, None, None, "May"),
        ("on 3 May", 5, 3, None, "3 May"),
        ("Sept 1st", 9, 1, None, "Sept 1st"),
        ("in Febuary", 2, None, None, "Febuary"),
        ("last autumn", None, None, "autumn", "autumn"),
    ],
)
def test_dates_without_a_year(text: str, month: int | None, day: int | None, season: str | None, words: str) -> None:
    (found,) = find_partial_dates(text)
    assert (found.month, found.day, found.season) == (month, day, season)
    assert text[found.start : found.end] == words
    assert find_periods(text) == []


@pytest.mark.parametrize(
    "text", ["children march", "they may have", "august body", "April Smith led it", "a fall in numbers", "May 2015"]
)
def test_what_is_no_date_without_a_year(text: str) -> None:
    assert find_partial_dates(text) == []


def test_numbers_and_money_are_no_years() -> None:
    assert find_periods("did 2,014 children cost £2015 or 2016% more?") == []


WORDS = st.lists(
    st.sampled_from(
        "2015 2018 '15 14/15 2014-15 1/9/15 1 31 st March may Sept autumn early mid the of since from to and between"
        " before end start onwards or later until Q3 first half months three - – , . ? report in by last".split()
    ),
    max_size=14,
).map(" ".join)


def said(found: FoundPeriod) -> tuple[date, date, str]:
    return found.period.start, found.period.end, found.relation


@given(st.one_of(WORDS, st.text(max_size=80)), st.one_of(st.none(), st.just(date(2024, 2, 29))))
def test_periods_lie_in_the_text_never_overlap_and_run_forwards(text: str, today: date | None) -> None:
    found = find_periods(text, today=today)
    assert all(0 <= f.start <= f.time[0] < f.time[1] <= f.end <= len(text) for f in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(one.period.start <= one.period.end for one in found)
    assert all(0 <= p.start < p.end <= len(text) for p in find_partial_dates(text))


def forms(day: date) -> list[str]:
    """The ways to write one day."""
    short = day.strftime("%b")
    return [
        f"{day.day} {day:%B %Y}",
        f"{day:%A}, {day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}/{day:%y}",
        day.isoformat(),
        f"{day.day} {short} '{day:%y}",
        f"{day.day}-{short}-{day.year}",
        f"{day.day} of {day:%B}, {day.year}",
    ]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2049, 12, 31)), st.integers(0, 9))
def test_any_day_written_out_is_found(day: date, form: int) -> None:
    (found,) = find_periods(f"How many were there on {forms(day)[form]}?")
    assert found.period.start == found.period.end == day


BOUNDS = ("in {}", "since {}", "after {}", "before {}", "until {}", "from {} onwards", "{} or earlier", "not before {}")
TIMES = ("{y}", "'{yy}", "March {y}", "autumn {y}", "early {y}", "Q2 {y}", "the end of {y}", "{y}-{z}", "{y} to {x}")


@given(st.integers(2001, 2040), st.sampled_from(BOUNDS), st.sampled_from(TIMES))
def test_its_words_alone_say_the_same(year: int, bound: str, time: str) -> None:
    many = {"y": str(year), "yy": f"{year % 100:02}", "z": f"{(year + 1) % 100:02}", "x": str(year + 3)}
    words = bound.format(time.format(**many))
    text = f"Which councils were good {words}, and who led them?"
    (found,) = find_periods(text)
    (alone,) = find_periods(text[found.start : found.end])
    assert said(found) == said(alone)
    assert text[found.start : found.end] in (words, words.rstrip(","))


@given(st.integers(1, 12), st.integers(1, 12), st.integers(2001, 2040))
def test_two_months_of_one_year_are_its_range(first: int, last: int, year: int) -> None:
    one, two = date(year, first, 1), date(year, last, 1)
    text = f"between {one:%B} and {two:%B} {year}" if first != last else f"{one:%B} {year}"
    (found,) = find_periods(text)
    assert found.period.start == one.replace(year=year - (first > last))
    assert (found.period.end.year, found.period.end.month) == (year, last)


@pytest.mark.parametrize(
    ("question", "end", "relation"),
    [
        ("Who was good starting in 2019?", date.max, "since"),
        ("Who was good beginning in 2019?", date.max, "since"),
        ("How many inspections starting in 2019 are there?", date(2019, 12, 31), "in"),
        ("Which visits beginning in 2019 were good?", date(2019, 12, 31), "in"),
    ],
)
def test_a_visit_that_starts_in_a_year_is_of_that_year(question: str, end: date, relation: str) -> None:
    (found,) = find_periods(question)
    assert (found.period.start, found.period.end, found.relation) == (date(2019, 1, 1), end, relation)

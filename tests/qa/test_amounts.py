"""Amounts and dates in sentences: what is one, what only looks like one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.amounts import amounts
from corpus.language.mentions import mentions


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("A high number of reviews (94) were late.", [("count", "94")]),
        ("At 31 May 14, 261 children had a plan.", [("count", "261")]),
        ("At 31 May 2014 there were 1,826 children.", [("count", "1,826")]),
        (
            "Only one of six carers was seen within seven days.",
            [("fraction", "Only one of six"), ("duration", "seven days")],
        ),
        ("Turnover fell from 21% in 2016 to 15% in March 2017.", [("percentage", "21%"), ("percentage", "15%")]),
        ("The council added £1.4 million a year.", [("money", "£1.4 million")]),
        ("A rate of 98 per 10,000 children.", [("rate", "98 per 10,000")]),
        ("In the financial year 94 homes opened.", [("count", "94")]),
        ("Eight different directors came and went.", [("count", "Eight")]),
        ("Ninety-four per cent were on time.", [("percentage", "Ninety-four per cent")]),
        ("There are no reviews under way.", [("none", "no")]),
        ("Some 856 days passed.", [("duration", "856 days")]),
        ("Half of them came.", [("fraction", "Half")]),
        ("Of these, 28 are at university.", [("count", "28")]),
        ("Vacant posts rose from 31 to 43.", [("count", "31"), ("count", "43")]),
        ("Caseloads are lower now, from 24 to 18.", [("count", "24"), ("count", "18")]),
        ("The service is for people from 16 to 25.", []),
        ("It rose from 12 to 18 children.", [("count", "12"), ("count", "18")]),
        ("Caseloads of 20-30 children are common.", [("count", "20-30")]),
        ("In 2014 some 60% of primary schools took part.", [("percentage", "60%")]),
        ("A population of 1.46 million.", [("count", "1.46 million")]),
    ],
)
def test_amounts_are_found_with_their_kind(sentence: str, found: list[tuple[str, str]]) -> None:
    assert [(amount.kind, amount.text) for amount in amounts(sentence)] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Since 2015, under the Children Act 1989, section 47 applies.",
        "In 2013-14 and in 2014/15 the board met.",
        "16- and 17-year-olds who are homeless are helped.",
        "Workers carried on during the COVID-19 pandemic.",
        "Young people aged 16 to 18 are seen.",
        "At key stage 4 and in Years 10 and 11 pupils do well.",
        "12. Plans are clear.",
        "Young people aged 16 or 17 years are seen.",
        "The 0-25 service and the 0 to 5s' centres are liked.",
        "An adviser is assigned at 17 and a half years.",
        "Plans are reviewed half-termly from 1 April 2016.",
        "Inspection dates: 20 January 2020 to 31 January 2020",
        "One-off support is given by a three-borough team.",
    ],
)
def test_years_dates_ages_and_numbering_are_no_amounts(sentence: str) -> None:
    assert amounts(sentence) == []


@given(st.text(max_size=200))
def test_amounts_stand_where_they_say_and_never_overlap(text: str) -> None:
    found = amounts(text)
    for amount in found:
        assert " ".join(text[amount.start : amount.end].split()) == amount.text
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "start", "end", "fineness"),
    [
        ("on 1 April 2015", date(2015, 4, 1), date(2015, 4, 1), 3),
        ("At 31 May 14, 261 children", date(2014, 5, 31), date(2014, 5, 31), 3),
        ("in February 2016", date(2016, 2, 1), date(2016, 2, 29), 2),
        ("during 2013-14", date(2013, 1, 1), date(2014, 12, 31), 1),
        ("by 12/09/2016", date(2016, 9, 12), date(2016, 9, 12), 3),
        ("since 2018", date(2018, 1, 1), date(2018, 12, 31), 1),
    ],
)
def test_times_are_read(text: str, start: date, end: date, fineness: int) -> None:
    (mention,) = mentions(text)
    assert (mention.start, mention.end, mention.fineness) == (start, end, fineness)


def test_a_month_without_a_year_takes_that_of_the_date_after_it() -> None:
    assert [m.start for m in mentions("between February and April 2016")] == [date(2016, 2, 1), date(2016, 4, 1)]


def test_impossible_dates_are_no_times() -> None:
    assert mentions("31/02/2016") == ()
    assert mentions("45 children may come") == ()


@given(st.text(max_size=200))
def test_times_lie_in_the_text(text: str) -> None:
    assert all(0 <= m.at < m.until <= len(text) and m.start <= m.end for m in mentions(text))

"""What speaks against a figure: whose it is, its time, what is counted, the opposite; and that nothing else does."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.language.amounts import amounts
from qa.extract.objections import objections
from qa.question import Period

YEAR_2012 = Period(start=date(2012, 1, 1), end=date(2012, 12, 31), words="2012", of="any", precision="year")
NONE: tuple[Period, ...] = ()

FROM_TO = "Waits have come down from 40 days in 2012 to 12 days in 2016."
OWNERS = "In the town 14% of visits were late, compared with 22% nationally."
TARGET = "There were 30 new carers, against a target of 45."
PART = "Of the 36 pairs of twins, only two live apart."
OUT_OF = "Homes were found for 16 out of a group of 23 older children."
COUNTED = "There were 190 episodes, involving 44 children."
CONFERENCES = "Some 81% of review conferences are on time."
WITHIN = "Most visits are made: 83% within five days and 95% within ten days."


def against(question: str, sentence: str, figure: str, periods: tuple[Period, ...] = NONE) -> frozenset[str]:
    amount = next(one for one in amounts(sentence) if one.text == figure)
    return objections(question, periods, sentence, amount)


@pytest.mark.parametrize(
    ("question", "sentence", "figure", "periods", "expected"),
    [
        ("What share of visits were late?", OWNERS, "22%", NONE, "whose"),
        ("What share of visits were late across England?", OWNERS, "14%", NONE, "whose"),
        ("How many were late in councils like it, what share?", OWNERS, "14%", NONE, "whose"),
        ("How many of the twins were split up?", PART, "36", NONE, "whole"),
        ("Of the older children, how many got a home?", OUT_OF, "23", NONE, "whole"),
        ("How many new carers did it get?", TARGET, "45", NONE, "planned"),
        ("How many new carers was it aiming for?", TARGET, "30", NONE, "planned"),
        ("How long were waits in 2012?", FROM_TO, "12 days", (YEAR_2012,), "time"),
        (
            "How long were the waits before?",
            FROM_TO.replace(" in 2012", "").replace(" in 2016", ""),
            "12 days",
            NONE,
            "order",
        ),
        ("How long do people wait?", FROM_TO.replace(" in 2012", "").replace(" in 2016", ""), "40 days", NONE, "order"),
        (
            "How many were taught at home the year before?",
            "Currently 173 children are taught at home.",
            "173",
            NONE,
            "order",
        ),
        ("What share of initial conferences is on time?", CONFERENCES, "81%", NONE, "opposite"),
        ("How many children ran away?", COUNTED, "190", NONE, "counted"),
        ("What share is seen within ten days?", WITHIN, "83%", NONE, "number"),
        ("Apart from the new ones, how many plans are there?", "There are 62 plans.", "62", NONE, "except"),
    ],
)
def test_what_speaks_against_a_figure(
    question: str, sentence: str, figure: str, periods: tuple[Period, ...], expected: str
) -> None:
    assert expected in against(question, sentence, figure, periods)


@pytest.mark.parametrize(
    ("question", "sentence", "figure", "periods"),
    [
        ("What share of visits were late?", OWNERS, "14%", NONE),
        ("What share of visits were late across England?", OWNERS, "22%", NONE),
        ("How many new carers did it get?", TARGET, "30", NONE),
        ("How many new carers was it aiming for?", TARGET, "45", NONE),
        ("How long were waits in 2012?", FROM_TO, "40 days", (YEAR_2012,)),
        ("How many children ran away?", COUNTED, "44", NONE),
        ("How many times did children run away?", COUNTED, "190", NONE),
        ("What share of conferences is on time?", CONFERENCES, "81%", NONE),
        ("What share is seen within ten days?", WITHIN, "95%", NONE),
        ("How many plans are there?", "There are 62 plans.", "62", NONE),
        ("How many of the twins were split up?", PART, "two", NONE),
        ("How many pairs of twins were there in all?", PART, "36", NONE),
        ("Out of how many older children?", OUT_OF, "23", NONE),
    ],
)
def test_nothing_speaks_against_the_one_asked_for(
    question: str, sentence: str, figure: str, periods: tuple[Period, ...]
) -> None:
    assert against(question, sentence, figure, periods) == frozenset()

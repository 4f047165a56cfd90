"""A turn as a change of the last query: narrowed, one part replaced, another thing asked; and turns on one report."""

from __future__ import annotations

import pytest
from hand_made import report, series
from sayable_queries import CATALOGUE

from qa.chat.turns import turned
from qa.plan.change import changed
from qa.plan.parse import parse
from qa.plan.plain import normal
from qa.plan.query import And, At, ByAuthority, Choice, Graded, Has, InRegion, LedBy, Query, Want
from qa.plan.say import say
from qa.question import Catalogue

GOOD = "Which councils are good?"
OF_2019 = "Which reports published in 2019 were inadequate?"
RISEN = "Which councils improved between their last two reports?"

TURNS = [
    # narrowed
    (GOOD, "How many of them are in London?", "How many London councils are good?"),
    (GOOD, "Are any of them in the North East?", "Which councils in the North East are good?"),
    (OF_2019, "How many of those are ILACS reports?", "How many ILACS reports published in 2019 were inadequate?"),
    (RISEN, "how many of those are in London?", "How many London councils improved between their last two reports?"),
    # one part in place of another
    (GOOD, "And outstanding?", "Which councils are outstanding?"),
    (GOOD, "and for leadership?", "Which councils are good for leadership?"),
    (GOOD, "and in the South West?", "Which South West councils are good?"),
    (OF_2019, "and in 2021?", "Which reports published in 2021 were inadequate?"),
    (OF_2019, "and good?", "Which reports published in 2019 were good?"),
    (OF_2019, "and for care leavers?", "Which reports published in 2019 were inadequate for care leavers?"),
    (RISEN, "and for leadership?", "Which councils improved for leadership between their last two reports?"),
    # another thing of the same
    (GOOD, "which were those?", "Which councils are good?"),
    (GOOD, "and which ones?", "Which councils are good?"),
    (GOOD, "name them", "Which councils are good?"),
    (OF_2019, "how many was that?", "How many reports published in 2019 were inadequate?"),
]


def query(question: str) -> Query:
    read = parse(question, CATALOGUE).query
    assert read is not None, question
    return read


@pytest.mark.parametrize(("first", "turn", "alone"), TURNS)
def test_a_turn_is_the_question_that_stands_alone(first: str, turn: str, alone: str) -> None:
    found = changed(turn, query(first), CATALOGUE)
    assert found is not None
    assert normal(found) == normal(query(alone)), say(found)


def test_those_that_also_were_something_else() -> None:
    found = changed("Which of those were inadequate in 2016?", query(GOOD), CATALOGUE)
    assert found is not None and isinstance(found.where, And)
    now, then = found.where.parts
    assert now == At(Choice(), Graded("overall", ("good",)))
    assert isinstance(then, Has) and "inadequate" in str(then) and "2016" in str(then)


def test_ever_in_a_turn_is_ever() -> None:
    found = changed("Which of them have ever been inadequate?", query(GOOD), CATALOGUE)
    assert found is None or Has(Graded("overall", ("inadequate",))) in found.where.parts  # type: ignore[union-attr]


@pytest.mark.xfail(reason="an inspector narrows no turn as yet")
def test_those_that_somebody_led() -> None:
    found = changed("which of them did Bo Lindqvist lead?", query(OF_2019), CATALOGUE)
    assert found is not None and LedBy(("Bo Lindqvist",)) in found.where.parts  # type: ignore[union-attr]


def test_one_turn_after_another() -> None:
    first = changed("And outstanding?", query(GOOD), CATALOGUE)
    assert first is not None
    second = changed("how many of them are in London?", first, CATALOGUE)
    assert second is not None
    assert normal(second) == normal(query("How many London councils are outstanding?"))
    third = changed("and in the North East?", second, CATALOGUE)
    assert third is not None and third.universe == InRegion(("North East",))


@pytest.mark.parametrize(
    "turn",
    [
        "What about social workers?",  # words that no concept knows
        "How was Kent rated?",  # it names its own authority
        "who led it?",
        "why?",
        "and got worse?",
        "when was that?",
        "/help",
        "",
    ],
)
def test_what_is_no_change_stands_alone(turn: str) -> None:
    assert changed(turn, query(GOOD), CATALOGUE) is None


# one report


KENT = [
    *series("Kent", "IRG", lead_inspector="Ada Penhaligon"),
    report("Kent", 2020, "O", leadership="G", lead_inspector="Bo Lindqvist"),
]
OWN = Catalogue.of(KENT)
LAST = Query(
    over="reports", choice=Choice(), universe=ByAuthority(("Kent",)), wants=(Want(kind="grades", areas=("overall",)),)
)
FIRST = Query(over="reports", choice=Choice(0), universe=ByAuthority(("Kent",)), wants=LAST.wants)


@pytest.mark.parametrize(
    ("turn", "last", "place"),
    [
        ("and the one before that?", LAST, 2),
        ("and the previous inspection?", LAST, 2),
        ("and the first?", LAST, 0),
        ("and the next one?", FIRST, 1),
        ("and the latest?", FIRST, 3),
    ],
)
def test_a_turn_goes_on_from_the_report_spoken_of(turn: str, last: Query, place: int) -> None:
    found = turned(turn, last, OWN)
    assert found is not None
    assert (found.choice, found.wants, found.universe) == (Choice(place), last.wants, last.universe)


def test_a_turn_may_ask_for_another_thing_of_it() -> None:
    found = turned("who led the one before that?", LAST, OWN)
    assert found is not None
    assert (found.choice, [want.kind for want in found.wants]) == (Choice(2), ["leader"])


def test_before_the_first_there_is_none() -> None:
    assert turned("and the one before that?", FIRST, OWN) is None
    assert turned("and the next one?", LAST, OWN) is None


@pytest.mark.parametrize("turn", ["why?", "and Slough?", "what about otters?", "and in 2018?", "was it ever good?", ""])
def test_a_turn_that_says_more_stands_alone(turn: str) -> None:
    assert turned(turn, LAST, OWN) is None


def test_of_two_authorities_no_report_is_the_one_spoken_of() -> None:
    both = Query(over="reports", choice=Choice(), universe=ByAuthority(("Kent", "Slough")), wants=LAST.wants)
    assert turned("and the one before that?", both, OWN) is None

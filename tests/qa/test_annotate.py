"""A question as typed tokens: names before times before phrases before words, each stretch read once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sayable_queries import CATALOGUE

from qa.plan.annotate import ASIDE, annotate
from qa.plan.token import Token


def token(text: str, question: str) -> Token:
    return next(one for one in annotate(question, CATALOGUE).tokens if one.text.casefold() == text.casefold())


@pytest.mark.parametrize(
    ("question", "text", "key", "value"),
    [
        ("How was Dunmere rated?", "Dunmere", "name.authority", ("Dunmere",)),
        (
            "Bath and North East Somerset, please",
            "Bath and North East Somerset",
            "name.authority",
            ("Bath and North East Somerset",),
        ),
        ("any in the North East?", "the North East", "name.region", ("North East",)),
        ("who is RI in the NW?", "the NW", "name.region", ("North West",)),
        ("e mids, good ones", "e mids", "name.region", ("East Midlands",)),
        ("Which Yorkshire councils are good?", "Yorkshire", "name.region", ("Yorkshire and the Humber",)),
        ("who is best in Yorkshire", "Yorkshire", "name.region", ("Yorkshire and the Humber",)),
        ("outside the north", "the north", "name.region", ("North East", "North West", "Yorkshire and the Humber")),
        (
            "the North of England",
            "the North of England",
            "name.region",
            ("North East", "North West", "Yorkshire and the Humber"),
        ),
        ("led by ada penhaligon", "ada penhaligon", "name.inspector", ("Ada Penhaligon",)),
        ("Was it Lindqvist?", "Lindqvist", "name.inspector", ("Bo Lindqvist",)),
        ("needs improvement again", "needs improvement", "grade.requires improvement", None),
        ("the leadership grade", "leadership", "area.leadership", None),
        ("ILACS reports", "ILACS", "framework.ILACS", None),
        ("at least good", "at least", "cmp.at_least", None),
        ("twenty of 35 cases", "35", "number.n", 35.0),
        ("1,204 referrals", "1,204", "number.n", 1204.0),
        ("two reports", "two", "number.2", 2.0),
        ("what about otters?", "otters", "word", None),
        ("good, or not", ",", "mark.,", None),
        ("none so far", "so far", "quant.ever", None),
        ("childrens services in Kent", "childrens services", "noun.authority", None),
        ("which part of England has most", "which part of England", "noun.region", None),
        ("Leaving London out of it, who is good?", "Leaving", "op.other_than", None),
        ("who is good, setting Kent and Slough aside", "setting", "op.other_than", None),
        ("theres none left", "theres", "filler.word", None),
        ("graded for SEND", "SEND", "word", None),
        ("send me a list", "send", "talk.word", None),
        ("rated at the very bottom", "the very bottom", "grade.inadequate", None),
        ("the older of the two reports", "older of the two", "choice.first", None),
        ("was it good, yes or no?", "yes or no", "filler.word", None),
        ("their plans still need to improve", "still need to improve", "hint.requires improvement", None),
    ],
)
def test_tokens_are_typed(question: str, text: str, key: str, value: object) -> None:
    one = token(text, question)
    assert key in one.keys
    assert one.value == value


def test_a_time_is_one_token_with_its_period() -> None:
    one = token("in March 2019", "inspected in March 2019")
    assert one.keys == {"time.period"}
    assert (one.value.start.isoformat(), one.value.end.isoformat()) == ("2019-03-01", "2019-03-31")


def test_names_come_before_words() -> None:
    """'East' and 'and' within a name join nothing."""
    read = annotate("Bath and North East Somerset and Kent", CATALOGUE)
    assert [one.text for one in read.tokens] == ["Bath and North East Somerset", "and", "Kent"]


def test_a_phrase_reaches_over_no_name() -> None:
    texts = [one.text for one in annotate("better than Kent in London", CATALOGUE).tokens]
    assert texts == ["better than", "Kent", "in", "London"]


def test_a_surname_in_small_letters_is_a_word() -> None:
    assert token("lindqvist", "was it lindqvist").keys == {"word"}


def test_curly_quotes_are_straight() -> None:
    assert [one.text for one in annotate("Kent’s wasn’t good", CATALOGUE).tokens] == [
        "Kent",
        "'s",
        "was",
        "n't",
        "good",
    ]


def test_a_misspelling_is_said() -> None:
    read = annotate("which were inadaquate", CATALOGUE)
    assert token("inadaquate", "which were inadaquate").has("grade")
    assert read.notes == ("Read “inadaquate” as “inadequate”.",)


def test_a_point_of_an_abbreviation_ends_no_sentence() -> None:
    assert not any(one.has("mark") for one in annotate("Kent vs. Slough", CATALOGUE).tokens)


PIECES = (
    "Kent",
    "Bath and North East Somerset",
    "the North East",
    "Ada Penhaligon",
    "in March 2019",
    "since 2016",
    "good",
    "requires improvement to be good",
    "wasn't",
    "at least",
    "two",
    "1,204",
    "otters",
    "care leavers",
    ",",
    "?",
)


@settings(deadline=None)
@example("how many km² is Kent?")
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join), st.text(max_size=60)))
def test_tokens_lie_side_by_side(question: str) -> None:
    read = annotate(question, CATALOGUE)
    end = 0
    for one in read.tokens:
        assert end <= one.start < one.end <= len(read.text)
        assert read.text[one.start : one.end].strip() and one.keys
        end = one.end


@pytest.mark.parametrize(
    ("question", "aside"),
    [
        ("As a school governor, which councils are good?", "As a school governor"),
        ("My aunt fosters for them. How was Kent rated in 2019?", "My aunt fosters for them."),
        ("Writing a chapter on kinship care - which councils are outstanding?", "Writing a chapter on kinship care -"),
        ("I grew up in homes and want to know which councils are inadequate", "I grew up in homes and"),
        ("How many reports are there on Kent? I'm new to this job", "I'm new to this job"),
        ("Budget query: who is good?", "Budget query:"),
        ("For our working group: list the good ones", "For our working group:"),
        ("Gathering cases for a lecture, which councils are good?", "Gathering cases for a lecture"),
        ("For coding: which councils are good?", "For coding:"),
        ("im 20 and out of care. which places are good for care leavers?", "im 20 and out of care."),
        ("Which councils are good? Want this as a reminder for members.", "Want this as a reminder for members."),
        ("I was in care as a teenager. Who is best for care leavers?", "I was in care as a teenager."),
    ],
)
def test_what_askers_say_of_themselves_is_set_aside(question: str, aside: str) -> None:
    assert [one.text for one in annotate(question, CATALOGUE).tokens if one.has(ASIDE)] == [aside]


@pytest.mark.parametrize(
    "question",
    [
        "I only want London. Which are good?",
        "I live in Kent. How is it rated?",
        "We were good in 2015. Are we still good?",
        "I was in care. How was Kent rated?",
        "My question is about inadequate councils: where are they?",
        "I mean leadership. Who is outstanding?",
        "As a whole, which councils are good?",
        "For our borough and its neighbours, which reports are the latest?",
        "I would like a list of the good ones",
        "My council is good.",
        "Excluding academies, which councils are good?",
        "Which councils are good? Need it for adoption too.",
        "For dentists: which councils are good?",
    ],
)
def test_what_may_be_a_condition_is_not_set_aside(question: str) -> None:
    assert not [one for one in annotate(question, CATALOGUE).tokens if one.has(ASIDE)]


@pytest.mark.parametrize("question", ["Kent's SEND inspection grade?", "How was Kent graded for SEND?"])
def test_a_word_in_capitals_that_else_is_talk_is_a_name(question: str) -> None:
    assert [one.text for one in annotate(question, CATALOGUE).tokens if one.keys == {"word"}] == ["SEND"]


def test_the_same_word_is_talk_where_something_is_to_be_sent() -> None:
    assert not [one for one in annotate("SEND me Kent's grades", CATALOGUE).tokens if one.keys == {"word"}]


@pytest.mark.parametrize(
    ("question", "year", "onwards"),
    [
        ("Is Dunmere any better now than it was in 2015?", 2015, True),
        ("Dunmere did badly in 2017. Has it improved since then?", 2017, True),
        ("How was Dunmere rated in 2015?", 2015, False),
        ("Is Dunmere doing better or worse than when they came in 2017?", 2017, True),
        ("Is Dunmere better than Kent in 2017?", 2017, False),
        ("Did more than two councils get worse in 2017?", 2017, False),
        ("Dunmere's grades from the 2014 inspection up to the present day", 2014, True),
    ],
)
def test_the_time_that_something_got_better_than_is_where_it_begins(question: str, year: int, onwards: bool) -> None:
    (period,) = [one.value for one in annotate(question, CATALOGUE).tokens if one.has("time.period")]
    assert (period.start.year, period.end == date.max) == (year, onwards)

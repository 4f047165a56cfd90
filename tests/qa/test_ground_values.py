"""The values of a sentence: none with a digit is missed, and the same value is known again in other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.ground.names import authorities_in, names_in, stands_in
from qa.ground.values import agrees, values

SENTENCES = st.lists(
    st.sampled_from(
        "45% 1,826 12.5 £3.2 million 35 days May 2015 3rd 2014-15 16-year-old KS2 of the and children on in 12/05/2016"
        " per cent thirty-five half to 9-24 November - ( ) , . 3.5.2 2016-05-12 10,000 a hundred".split(" ")
    ),
    max_size=12,
).map(" ".join)


def same(one: str, other: str) -> bool:
    """Whether the first value of one sentence is carried by some value of the other."""
    return any(agrees(values(one)[0], value) for value in values(other))


@given(st.one_of(SENTENCES, st.text(max_size=40)))
def test_every_digit_lies_in_a_value(sentence: str) -> None:
    covered = {at for value in values(sentence) for at in range(value.start, value.end)}
    assert all(at in covered for at, c in enumerate(sentence) if c.isdigit() and c.isascii())


@given(st.integers(0, 10**7))
def test_a_number_is_itself_however_it_is_grouped(number: int) -> None:
    assert same(f"some {number:,} children", f"there were {number:,} of them")
    assert not same(f"some {number:,} children", f"there were {number + 1:,} of them")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("thirty-five children", "35 children"),
        ("a hundred and five plans", "105 plans"),
        ("45 per cent of cases", "45% of cases"),
        ("£3.2 million", "£3,200,000"),
        ("£450k", "£450,000"),
        ("two-thirds of plans", "two thirds of plans"),
        ("half of them", "50% of them"),
        ("May 2015", "12 May 2015"),
        ("2015", "on 12/05/2015"),
        ("12 May 2015", "2015-05-12"),
        ("on 3 May", "3 May 2015"),
        ("6 March 2017", "6 March to 30 March 2017"),
        ("9 November 2017", "9–24 November 2017"),
        ("35 days", "35 working days"),
        ("requires improvement", "Requires\nimprovement to be good"),
        ("in January 2015", "between January and May 2015"),
        ("2013-14", "the last three months of 2013-14"),
        ("82 of 133 members", "82 out of 133 members"),
    ],
)
def test_the_same_value_in_other_words(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("45%", "45 children"),
        ("45 children", "45%"),
        ("£3 million", "3 million"),
        ("35 weeks", "35 days"),
        ("12 May 2015", "May 2015"),
        ("12 May 2015", "13 May 2015"),
        ("12 May 2015", "12 May 2016"),
        ("1.5", "15"),
        ("good", "requires improvement to be good"),
        ("adequate", "inadequate"),
        ("KS2", "KS3"),
        ("3rd", "4th"),
        ("in 1989", "under the Children Act 1989"),
    ],
)
def test_another_value(one: str, other: str) -> None:
    assert not same(one, other)


def test_a_pronoun_is_no_number() -> None:
    assert values("No one saw it, and one of the teams told another; at one with the rest.") == []
    assert values("One-to-one help comes from a third-party provider.") == []


def test_names_are_runs_of_capitals_and_authorities_go_by_any_name() -> None:
    assert names_in("In May, Jane Marlow met the head of the Safer Streets Panel.") == [
        "Jane Marlow",
        "Safer Streets Panel",
    ]
    assert names_in("Leaders of the Council know their staff. Children wait for Ofsted's inspectors.") == []
    assert authorities_in("Hull improved; Slough did not.") == authorities_in("Kingston upon Hull and Slough")
    assert stands_in("Jane Marlow", "the director, Jane\nMarlow, said") and not stands_in("Jane Marlow", "Jane Smith")

"""The measures as data, and the words by which questions name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.measures import find_measures, measure, measures


def keys(question: str) -> list[str]:
    return [one.key for one, _, _ in find_measures(question)]


def test_keys_are_unique() -> None:
    names = [one.key for one in measures()]
    assert len(names) == len(set(names))


def test_every_measure_has_a_label_a_unit_and_a_way_to_be_asked_for() -> None:
    for one in measures():
        assert one.label and one.unit
        whole = one.count and measure(one.count)
        assert one.words or (whole and whole.share == one.key) or one.key.endswith("_out_of_area"), one.key


def test_related_measures_exist_and_point_back() -> None:
    for one in measures():
        if one.rate:
            assert measure(one.rate).count == one.key and measure(one.rate).unit == "per 10,000"
        if one.share:
            assert measure(one.share).count == one.key and measure(one.share).unit == "%"
        for other in (one.count, one.part_of, one.within):
            assert other is None or measure(other)


def test_an_unknown_key_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        measure("happiness")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("How many kids in care were there in Middleford?", "looked_after"),
        ("number of looked after children", "looked_after"),
        ("number of looked-after\nchildren in 2015", "looked_after"),
        ("how many children does Middleford have in its care, i.e. in care", "looked_after"),
        ("children in care rate", "looked_after_rate"),
        ("LAC rate 2015", "looked_after_rate"),
        ("which council had the highest rate of children looked after?", "looked_after_rate"),
        ("children looked after per 10,000", "looked_after_rate"),
        ("How many children were on a child protection plan?", "child_protection_plans"),
        ("CP plans in 2016", "child_protection_plans"),
        ("how many were the subject of child protection plans", "child_protection_plans"),
        ("how many were on protection plans", "child_protection_plans"),
        ("how many protection plans were there", "child_protection_plans"),
        ("how many children on a protection plan per 10,000", "child_protection_plans_rate"),
        ("how many children is it looking after", "looked_after"),
        ("rate of children the council looks after", "looked_after_rate"),
        ("number of looking after children", "looked_after"),
        ("how many were taken into care", "looked_after"),
        ("how many kids are in its care", "looked_after"),
        ("children in need", "children_in_need"),
        ("how many children were privately fostered", "private_fostering"),
        ("private fostering", "private_fostering"),
        ("how many adoptions were there last year", "adoptions"),
        ("SGOs made in the year", "special_guardianship_orders"),
        ("how many care leavers did it have", "care_leavers"),
        ("how many care leavers were at university", "care_leavers_at_university"),
        ("UASC", "unaccompanied_asylum_seeking"),
        ("unaccompanied asylum-seeking children looked after", "unaccompanied_asylum_seeking"),
        ("children placed out of area", "out_of_area"),
        ("what share of children in care live outside the borough?", "out_of_area_share"),
        ("How many children’s homes does it run?", "childrens_homes_run"),
        ("how many lived in children's homes", "residential_homes"),
        ("how many children in children's homes were out of county?", "residential_homes_out_of_area"),
        ("how many serious case reviews were under way?", "serious_case_reviews_ongoing"),
        ("how many children live in Middleford", "children_in_area"),
        ("child poverty", "children_in_poverty"),
    ],
)
def test_people_s_words(question: str, key: str) -> None:
    assert keys(question) == [key]


def test_a_part_stands_for_its_whole_but_two_measures_stay_two() -> None:
    assert keys("How many looked after children live with foster families?") == ["foster_families"]
    assert keys("How many children are in foster care?") == ["foster_families"]
    assert keys("How many foster carers are there?") == keys("How many foster families left?") == []  # households
    assert keys("compare looked after children and child protection plans") == [
        "looked_after",
        "child_protection_plans",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What was the social worker vacancy rate?",
        "Who led the inspection?",
        "When was it published?",
        "",
        "rate of repeat referrals",
        "how long do children wait before coming into care?",
        "why are protection plans weak?",
    ],
)
def test_what_is_no_measure_is_not_found(question: str) -> None:
    assert find_measures(question) == []


@given(st.text(alphabet=" abcdefghiklnoprstuvwy-'’\n", max_size=200))
def test_matches_lie_in_the_text_apart_and_in_order(text: str) -> None:
    last = 0
    for _, start, end in find_measures(text + " children in care out of area adoptions " + text):
        assert last <= start < end
        last = end

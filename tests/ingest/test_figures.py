"""Figures of prose: value, unit, kind, what is counted, of how many, when and whose, in the forms that reports use."""

from __future__ import annotations

import pytest

from corpus.model import Figure
from ingest.figures.sentence import Before, read_sentence


def read(*sentences: str) -> list[Figure]:
    """The figures of the last of these sentences, which stand one after another."""
    before, made = Before(), list[Figure]()
    for sentence in sentences:
        made, before = read_sentence(sentence, 0, before)
    return made


def told(*sentences: str) -> list[tuple[object, ...]]:
    return [(one.number, one.unit, one.counted, one.whole) for one in read(*sentences)]


def test_parts_of_a_whole_that_opens_the_sentence() -> None:
    assert told("Of the 130 care leavers, 121 are in touch with an adviser, and 9 have not been seen.") == [
        (130, "", "care leavers", None),
        (121, "", "care leavers", 130),
        (9, "", "care leavers", 130),
    ]
    assert [
        one.said for one in read("Of 64 files read, 40 were good, 18 needed improvement and 6 were inadequate.")
    ] == [
        "",
        "were good",
        "needed improvement",
        "were inadequate",
    ]


def test_what_goes_on_in_the_next_sentence() -> None:
    first = "At 31 March 2019, 212 children were looked after."
    (of_these,) = read(first, "Of these, 31 lived outside the county.")
    assert (of_these.number, of_these.counted, of_these.whole) == (31, "children", 212)
    assert (of_these.when, of_these.as_of) == ("At 31 March 2019", "2019-03-31")


def test_a_list_below_a_line_takes_its_time_and_what_it_speaks_of() -> None:
    (here, there) = read(
        "The proportion of children who are taught at home:", "in towns is 4% (the national average is 6%)"
    )
    assert (here.number, here.counted, here.whose) == (4, "children who are taught at home", "authority")
    assert (there.number, there.whose) == (6, "england")
    (adopted,) = read("In the last 12 months:", "there have been 14 adoptions")
    assert (adopted.number, adopted.counted, adopted.when) == (14, "adoptions", "In the last 12 months")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Fourteen of the 52 foster carers left.", [(14, "", "foster carers", 52), (52, "", "foster carers", None)]),
        (
            "310 of the 1,204 contacts led to no further action, while 64 resulted in an assessment.",
            [(310, "", "contacts", 1204), (1204, "", "contacts", None), (64, "", "contacts", None)],
        ),
        ("All but two of the 30 plans were signed.", [(2, "", "plans", 30), (30, "", "plans", None)]),
        (
            "There were 824 episodes involving 315 children, including 20 who went missing twice, and 5 of whom hid.",
            [
                (824, "", "episodes", None),
                (315, "", "children", None),
                (20, "", "children", None),
                (5, "", "children", 20),
            ],
        ),
        (
            "54 of the 120 children (45%) were seen.",
            [(54, "", "children", 120), (120, "", "children", None), (45, "%", "children", None)],
        ),
        ("No child waited for a visit.", [(0, "", "child", None)]),
        ("There is a vacancy rate of 22.9%.", [(22.9, "%", "vacancy rate", None)]),
        ("The council plans to recruit 12 more foster carers.", [(12, "", "foster carers", None)]),
        (
            "Plans lapsed owing to neglect (200), followed by harm (146).",
            [(200, "", "neglect", None), (146, "", "harm", None)],
        ),
        ("A three-year strategy is in place.", [(3, "years", "strategy", None)]),
        ("The budget was cut by £1.5 million.", [(1_500_000, "£", "budget", None)]),
        ("Children aged 16 and 17 are housed.", [(16, "years", "Children", None)]),
    ],
)
def test_what_is_counted_and_of_how_many(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert [one for one in told(sentence) if one[2]] == [one for one in expected if one[2]]


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no evidence that thresholds are understood.",
        "In the last six months practice has improved.",
        "Key stage 2 results and Part 8 reviews are discussed in paragraphs 12 and 13.",
        "Care leavers are supported until they are 21.",
        "3 These are schools for boarders.",
        "The plan is to create one.",
        "The One Town approach is well known.",
    ],
)
def test_what_is_no_figure(sentence: str) -> None:
    assert read(sentence) == []


def test_words_are_numbers_and_what_bounds_them_is_told() -> None:
    half, fifth, days = read("Over half of children and one in five care leavers were seen within 10 working days.")
    assert (half.number, half.unit, half.bound, half.counted) == (50, "%", "more than", "children")
    assert (fifth.number, fifth.unit, fifth.counted) == (20, "%", "care leavers")
    assert (days.number, days.unit, days.bound) == (10, "working days", "within")


def test_the_earlier_and_the_later_of_two() -> None:
    before, after = read("The number of children in need has increased from 120 in 2013 to 150 in March 2014.")
    assert (before.number, before.turn, before.as_of) == (120, "earlier", "2013")
    assert (after.number, after.turn, after.as_of) == (150, "later", "2014-03")
    assert before.counted == after.counted == "children in need"


def test_whose_a_figure_is() -> None:
    own, england, neighbours = read(
        "Seventy per cent of care leavers work, compared with 52% nationally and 49% in neighbouring authorities."
    )
    assert [own.whose, england.whose, neighbours.whose] == ["authority", "england", "neighbours"]
    assert [one.counted for one in (own, england, neighbours)] == ["care leavers"] * 3
    assert read("Only 45% of visits were on time, below the national average.")[0].whose == "authority"
    own, target = read("The wait was 30 weeks, against a target of 26 weeks.")
    assert (own.whose, target.whose) == ("authority", "target")
    first, second = read("Timeliness of visits is below neighbours and England (52% and 49%, respectively).")
    assert (first.whose, second.whose) == ("neighbours", "england")
    assert read("One carer said: ‘we waited for 11 visits before anybody came to see us’.")[-1].whose == "person"


def test_an_improvement_is_a_change_and_not_of_the_time_it_is_set_against() -> None:
    now, better = read("The average wait is now 35 days, a 12-day improvement on the previous year.")
    assert (now.kind, now.counted) == ("duration", "average wait")
    assert (better.kind, better.number, better.counted, better.when) == ("change", 12, "average wait", "")


def test_spans_lead_to_the_value_its_clause_and_its_sentence() -> None:
    text = "It received 90 referrals, of which 31 led to a visit."
    start = 1000
    made, _ = read_sentence(text, start, Before())
    assert [text[one.start - start : one.end - start] for one in made] == ["90", "31"]
    clauses = [text[one.clause[0] - start : one.clause[1] - start] for one in made]
    assert clauses == ["It received 90 referrals", "of which 31 led to a visit"]
    assert {one.sentence for one in made} == {(start, start + len(text))}

"""What a figure of prose counts in the forms that mislead: notes, names, brackets, agents, measures, comparisons."""

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


def counted(*sentences: str) -> list[tuple[float | None, str]]:
    return [(one.number, one.counted) for one in read(*sentences)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Four pupils live in special schools[2], of whom 50% live elsewhere.", [4, 50]),
        ("Four pupils live in special schools, 2 of whom 50% live elsewhere.", [4, 50]),
        ("Four pupils live in special schools, 3 both of whom live elsewhere.", [4]),
        ("Pupils do better at key stage 1 and 2.", []),
        ("The council is a member of the consortium, Harbour 21.", []),
        ("The 16 to 18 housing team and the 18+ service share two offices.", [2]),
        ("Two officers, 3 of whom none knew, left.", [2, 3, 0]),
    ],
)
def test_marks_of_notes_and_numbers_of_names_are_no_figures(sentence: str, expected: list[int]) -> None:
    assert [one.number for one in read(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Seven of Her Majesty’s Inspectors came.", [(7, "Her Majesty’s Inspectors")]),
        (
            "At 1 May 2016, 310 children were fostered by the agency (a rate of 52 per 10,000).",
            [(310, "children"), (52, "children")],
        ),
        ("Last year, 19 adults who moved house (14%) asked for help.", [(19, "adults"), (14, "adults")]),
        (
            "The number of carers has fallen sharply since the last visit (from 90 in 2014 to 71 in 2016).",
            [(90, "carers"), (71, "carers")],
        ),
        ("Attendance at clinics has been steady at 88%.", [(88, "Attendance at clinics")]),
        ("Families are offered mediation meetings, with 64 being held.", [(64, "mediation meetings")]),
        (
            "Its data show progress, with the average wait for a place being 19 weeks.",
            [(19, "average wait for a place")],
        ),
        ("In a small number of files, inspectors found that parents had waited for nine weeks.", [(9, "parents")]),
        ("Leaders know all children on a protection plan for longer than 15 months.", [(15, "protection plan")]),
        ("Seven carers have stayed with the agency for longer than six years.", [(7, "carers"), (6, "carers")]),
        ("Twelve visits were late, with none missed altogether.", [(12, "visits"), (0, "visits")]),
        ("Eye checks stand at 90%.", [(90, "Eye checks")]),
        ("Three of the 20 logs are late and five identify risks.", [(3, "logs"), (20, "logs"), (5, "logs")]),
        (
            "At May 2015, 120 pupils were the subject of a care order (a rate of 40 per 10,000).",
            [(120, "pupils"), (40, "pupils")],
        ),
        (
            "Use of agency staff is 9%, above the Outer Shires average (7%).",
            [(9, "Use of agency staff"), (7, "Use of agency staff")],
        ),
        ("Staff turnover has fallen over the last six to nine months.", []),
        ("Punctuality of reviews is below the council’s target of 80%.", [(80, "Punctuality of reviews")]),
        ("The three stages of induction run by managers are new.", [(3, "stages of induction")]),
    ],
)
def test_what_is_counted(sentence: str, expected: list[tuple[float, str]]) -> None:
    assert counted(sentence) == expected


def test_none_is_of_what_was_named_last() -> None:
    first = "Since May, four complaints were made, and two appeals were heard."
    assert counted(first, "None was outstanding at the time of the visit.") == [(0, "appeals")]


def test_what_only_compares_leaves_what_was_said_before() -> None:
    (of_these,) = read(
        "At 31 March 2019, 400 children were fostered.",
        "This is a rise from 350 at 31 March 2018.",
        "Of this number, 90 live with relatives.",
    )
    assert (of_these.counted, of_these.whole, of_these.as_of) == ("children", 400, "2019-03-31")


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("There were 12 pupils without a place at the point of the inspection.", "at the point of the inspection"),
        ("In the six months prior to this visit, 30 carers left.", "In the six months prior to this visit"),
    ],
)
def test_times_told_from_the_inspection(sentence: str, when: str) -> None:
    assert [one.when for one in read(sentence)] == [when]


def test_what_data_show_counts_what_was_spoken_of() -> None:
    first = "In May, 60% of plans were on time."
    assert counted(first, "Unpublished figures provided by the council indicate a rise to 70%.") == [(70, "plans")]

"""Numbers, dates and names picked out of made-up reports: the right one of several, with its unit and its time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from searchable import HashedWords, MadeUp, asked, everything, library, reader

from qa.extract import Extraction, extract
from qa.extract.naming import role_fit
from qa.question import Period, Plan
from qa.search.retrieve import retrieve

MARCH_2017 = Period(start=date(2017, 3, 1), end=date(2017, 3, 31), words="March 2017", of="as_of", precision="month")
YEAR_2016 = Period(start=date(2016, 1, 1), end=date(2016, 12, 31), words="2016", of="as_of")


def answer(folder: Path, plan: Plan, *paragraphs: str) -> Extraction | None:
    made = MadeUp(authority="Northwick", published=date(2017, 6, 1), pages=(paragraphs,))
    with library(folder, [made]) as store:
        found = retrieve(plan, store=store, vectors=None, encoder=HashedWords(), reports=everything(store))
        extraction = extract(plan, found, store=store, reader=reader())
        if extraction is not None:
            text = store.text(1)
            for claim in extraction.claims:
                assert " ".join(" ".join(text[a:b].split()) for _, a, b in claim.spans) == claim.text
                assert claim.text in extraction.answer
        return extraction


def value(folder: Path, plan: Plan, *paragraphs: str) -> str | None:
    extraction = answer(folder, plan, *paragraphs)
    return extraction.value if extraction is not None else None


TURNOVER = "Social work turnover has come down from 21% in 2016 to 15% in March 2017."


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many assessments were late?", "A high number of assessments (94) were late.", "94"),
        ("How many children are looked after?", "At 31 May 2017, 261 children are looked after.", "261"),
        ("What sum did the airport give?", "The airport gave £4 million to youth services in 24 wards.", "£4 million"),
        ("How many directors did it get through?", "There have been eight different directors.", "Eight"),
        (
            "How many privately fostered children were seen?",
            "Only one of six privately fostered children was seen.",
            "Only one of six",
        ),
        ("How many serious case reviews are under way?", "There are no serious case reviews ongoing.", "None"),
        (
            "How many referrals wait in the backlog?",
            "Of over 3,000 contacts, 401 referrals wait in the backlog.",
            "401",
        ),
        (
            "How many care leavers are at university?",
            "Care leavers do well and 28 of these care leavers are at university.",
            "28",
        ),
        ("How many referrals were there?", "There were more than 400 referrals.", "More than 400"),
    ],
)
def test_a_count_in_figures_or_words(tmp_path: Path, question: str, sentence: str, expected: str) -> None:
    assert value(tmp_path, asked(question), sentence, "The council met 17 times in 12 rooms.") == expected


def test_the_year_asked_for_and_not_its_neighbour(tmp_path: Path) -> None:
    plan = asked("What was staff turnover in March 2017?", answer_type="percentage", periods=(MARCH_2017,))
    assert value(tmp_path / "a", plan, TURNOVER) == "15%"
    plan = asked("What was staff turnover in 2016?", answer_type="percentage", periods=(YEAR_2016,))
    assert value(tmp_path / "b", plan, TURNOVER) == "21%"


def test_not_the_figure_of_england_or_of_the_neighbours(tmp_path: Path) -> None:
    said = "Fixed-term exclusions stand at 13%, compared with 11% in England and 12% among statistical neighbours."
    plan = asked("What percentage of exclusions were fixed-term?", answer_type="percentage")
    assert value(tmp_path, plan, said) == "13%"


def test_not_a_figure_that_the_question_itself_names(tmp_path: Path) -> None:
    plan = asked("How many of the 60 carers were trained?")
    assert value(tmp_path, plan, "Of the 60 carers, 41 were trained.") == "41"


@pytest.mark.parametrize(
    ("answer_type", "question", "sentence", "expected"),
    [
        (
            "money",
            "How much extra did it spend on posts?",
            "An additional £1.4 million a year was spent on posts.",
            "£1.4 million a year",
        ),
        (
            "duration",
            "How long did children wait for adoption?",
            "Children waited 856 days for adoption; 12 waited in vain.",
            "856 days",
        ),
        (
            "percentage",
            "What share of plans was late?",
            "In all, 30 plans, or two thirds of all plans, were late.",
            "Two thirds",
        ),
        ("rate", "What is the vacancy rate?", "The vacancy rate is 23.3% for 41 posts.", "23.3%"),
    ],
)
def test_other_amounts_keep_their_unit(
    tmp_path: Path, answer_type: str, question: str, sentence: str, expected: str
) -> None:
    assert value(tmp_path, asked(question, answer_type=answer_type), sentence) == expected


def test_dates_and_ranges(tmp_path: Path) -> None:
    plan = asked("Since when has the director been in post?", kind="finding", answer_type="date")
    said = "The director of children’s services has been in post since September 2011."
    assert value(tmp_path / "a", plan, said, "The board met on 3 May 2016.") == "September 2011"
    plan = asked("When did inspectors visit the front door?", kind="date", answer_type="date")
    assert (
        value(tmp_path / "b", plan, "Inspectors came to the front door from 4 May 2016 to 6 May 2016.")
        == "4 May 2016 to 6 May 2016"
    )


def test_a_name_and_not_a_title(tmp_path: Path) -> None:
    plan = asked("Who was the deputy lead inspector?", kind="person", answer_type="person")
    pages = (
        "Lead inspector: Ada Penhaligon",
        "Deputy lead inspector: Jonas Quill",
        "The Local Safeguarding Board met.",
    )
    assert value(tmp_path, plan, *pages) == "Jonas Quill"


def test_who_has_another_role_is_no_answer() -> None:
    said = "Lead inspector: Ada Penhaligon"
    start = said.index("Ada")
    assert role_fit("Who was the lead inspector?", said, start, len(said)) == 1
    assert role_fit("Who was the deputy lead inspector?", said, start, len(said)) is None
    assert role_fit("Who was the deputy lead inspector?", "Ada Penhaligon spoke", 0, 14) == -1


def test_nothing_of_the_kind_is_no_answer(tmp_path: Path) -> None:
    assert (
        answer(
            tmp_path / "a",
            asked("How many care leavers live in tents?"),
            "A very small minority of care leavers live in tents.",
        )
        is None
    )
    assert answer(tmp_path / "b", asked("How much was spent?", answer_type="money"), "Spending rose by 4%.") is None


def test_both_sides_of_a_comparison_are_shown(tmp_path: Path) -> None:
    reports = [
        MadeUp(authority="Northwick", published=date(2017, 6, 1), pages=(("Staff turnover is 9%.",),)),
        MadeUp(authority="Southolt", published=date(2017, 9, 1), pages=(("Staff turnover was 14% last year.",),)),
    ]
    plan = asked(
        "Staff turnover in Northwick versus Southolt?",
        kind="compare",
        answer_type="percentage",
        authorities=("Northwick", "Southolt"),
    )
    with library(tmp_path, reports) as store:
        found = retrieve(plan, store=store, vectors=None, encoder=None, reports=everything(store))
        extraction = extract(plan, found, store=store, reader=reader())
    assert extraction is not None
    assert extraction.value == "9%; 14%"
    assert {span[0] for claim in extraction.claims for span in claim.spans} == {1, 2}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who was second in command on the inspection?", "Ann Lee"),
        ("Quality assurance manager on the inspection?", "Joe Hill"),
        ("Who chaired the safeguarding board when inspectors called?", "Mary Dean"),
    ],
)
def test_the_holder_of_the_role_asked_for_is_named(tmp_path: Path, question: str, expected: str) -> None:
    plan = asked(question, kind="person", answer_type="person")
    rows = ("Lead inspector: Tom Parr", "Deputy lead inspector: Ann Lee", "Quality assurance manager: Joe Hill")
    assert value(tmp_path, plan, *rows, "The chair of the safeguarding board, Mary Dean, started in 2014.") == expected


def test_the_year_of_an_act_is_no_date(tmp_path: Path) -> None:
    plan = asked("Since when has the trust run services?", kind="date", answer_type="date")
    said = "Under the Children Act 1989 the trust has run services since May 2017."
    assert value(tmp_path, plan, said) == "May 2017"

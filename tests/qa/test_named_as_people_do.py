"""Bodies named as people name them, and what of theirs is asked that reports do not hold. The reports are made up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from read_here import read_here

from corpus.bodies import short_names
from qa.library import Library

REPORTS = {
    "services": """Norwold Council
Inspection of Norwold local authority children's services
Inspection dates: 4 to 8 March 2024
Lead inspector: Ada Thorne, His Majesty's Inspector
Overall effectiveness | Good
""",
    "joint": """Joint targeted area inspection of Norwold
Inspectors were in the area from 3 to 7 March 2025.
Lead inspector: Ida Penn, Ofsted
""",
    "area": """Area SEND inspection of Norwold Local Area Partnership
Inspection dates: 2 to 6 March 2026
Inspection outcome
The local area partnership's arrangements lead to inconsistent experiences and outcomes for children.
""",
    "letter": """5 June 2018
Dear colleague
Joint local area SEND inspection in Westwold
Between 16 April and 20 April 2018, Ofsted and the CQC visited Westwold together.
So a written statement of action is not required.
Ada Bell
HMI Lead Inspector
Cyril Finch
CQC Inspector
""",
    "youth": """HM Inspectorate of Probation
An inspection of youth justice services in Eastwold
Inspection dates: 5 to 9 May 2025
Overall rating | Good
1.1 | Governance and leadership | Outstanding
""",
    "prison": """Report on an unannounced inspection of
HMP Weir Fen
by HM Chief Inspector of Prisons
4 to 15 May 2026
Safety | Good
Respect | Poor
""",
    "childminder": """Childminder report
Inspection of Mrs Una Finch
Inspection date: 4 June 2024
Overall effectiveness Good
Type of provision Childminder
Mrs Una Finch registered in 2012.
""",
    "centre": """Health Information and Quality Authority
Report of an inspection of a designated centre
Name of designated centre: Tobar Lodge
Lead inspector: Rolf Stone
Support inspector(s): None
Date of inspection: 4 May 2023
Regulation 15: Staffing
Judgment: Compliant
""",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(read_here(tmp_path_factory.mktemp("named") / "library", REPORTS)) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "says", "never"),
    [
        # A prison as it is said, a person without the title.
        ("What was the outcome for respect at Weir Fen prison?", "Poor", "Good"),
        ("How safe is Weir Fen?", "Good", "Poor"),
        ("When was the childminder Una Finch inspected?", "4 June 2024", "2012"),
        # A council that no list has keeps its own reports, though joint inspections bear its name.
        ("Who led the Ofsted inspection of Norwold's children's services?", "Ada Thorne", "Ida"),
        ("When was Norwold inspected?", "4 to 8 March 2024", "2025"),
        ("Who led the JTAI of Norwold?", "Ida Penn", "Ada"),
        # Which of a partnership's inspections.
        ("What was the SEND inspection outcome for the Norwold partnership?", "Inconsistent experiences", "Good"),
        ("When were inspectors in Norwold looking at SEND?", "2 to 6 March 2026", "2024"),
        ("Who led the local area SEND inspection of Westwold?", "Ada Bell", "Cyril"),
        ("Which local areas were not required to write a written statement of action?", "One: Westwold", "Norwold"),
        # An area that the report does not grade, asked for beside one that it does.
        ("What was the rating for resettlement in Eastwold youth justice?", "no grade for resettlement", "Good.\n"),
        ("What was the rating for governance in Eastwold youth justice?", "outstanding", "no grade"),
    ],
)
def test_they_are_found_and_what_is_asked_is_told(library: Library, question: str, says: str, never: str) -> None:
    answer = library.ask(question)
    assert answer.status == "answered", answer.answer
    assert says in answer.answer, answer.answer
    assert never not in answer.answer, answer.answer


def test_another_inspector_than_the_lead_is_not_the_lead(library: Library) -> None:
    answer = library.ask("Who was the support inspector at Tobar Lodge?")
    assert answer.status == "not_stated", answer.answer
    assert "Rolf" not in answer.answer


def test_what_two_would_share_is_no_short_name() -> None:
    assert "Weir prison" not in short_names(["HMP Weir", "HMYOI Weir"])
    assert short_names(["HMP/YOI Weir"])["Weir prison"] == "HMP/YOI Weir"
    assert "Una Finch" not in short_names(["Mrs Una Finch", "Ms Una Finch"])

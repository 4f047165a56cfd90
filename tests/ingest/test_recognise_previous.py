"""What reports recall of the inspection before, in texts written for these tests."""

from __future__ import annotations

import pytest
from make_document import document, grades

from ingest.recognise import recognise

FRONT = """1
Derby City Council
Inspection of services for children in need of help and
protection, children looked after and care leavers
Inspection date: 2 June 2017 – 25 June 2017
Report published: 8 August 2017
Children’s services in Derby are good
1. Children who need help and protection Good
2. Children looked after and achieving permanence Good
2.1 Adoption performance Good
2.2 Experiences and progress of care leavers Good
3. Leadership, management and governance Good
"""


def recalled(body: str) -> dict[str, str]:
    """What the report with this second page recalls, by area; its own grades are all good and stay so."""
    facts = recognise(document(FRONT, "2\nContents\n", body), source="a.pdf")
    assert set(grades(facts).values()) == {"good"}
    return grades(facts, "previous_judgement")


def test_the_list_of_the_last_judgements_is_read_whole() -> None:
    body = (
        "3\nPrevious Ofsted inspections\n• The council runs four homes. Three were judged to be good.\n"
        "• The previous single inspection of the council’s services for children was\npublished in May 2014. "
        "The judgements for the local authority were:\n– Overall effectiveness: Inadequate\n"
        "– Children who need help and protection: requires\nimprovement to be good\n"
        "– Children looked after and achieving permanence: adequate\n• Adoption performance: outstanding\n"
        "o Experiences and progress of care leavers – inadequate\n"
        "– Leadership, management and governance: inadequate.\nLocal leadership\n"
    )
    assert recalled(body) == {
        "overall": "inadequate",
        "help_and_protection": "requires improvement",
        "in_care": "adequate",
        "adoption": "outstanding",
        "care_leavers": "inadequate",
        "leadership": "inadequate",
    }


def test_sentences_after_the_date_of_the_last_inspection_are_read_one_by_one() -> None:
    body = (
        "3\n• The previous inspection of services for children in Derby was in May 2014. "
        "The experiences and progress of children looked after were judged to\nrequire improvement. "
        "The graded judgment for adoption performance was that it was inadequate. "
        "The graded judgement for the experiences and progress of care leavers was that they required\nimprovement. "
        "Leadership, management and governance were judged to be inadequate. "
        "Homes were judged good. Safeguarding was judged to be outstanding.\n"
    )
    assert recalled(body) == {
        "in_care": "requires improvement",
        "adoption": "inadequate",
        "care_leavers": "requires improvement",
        "leadership": "inadequate",
    }


@pytest.mark.parametrize(
    ("sentence", "areas"),
    [
        (
            "Much has changed since the last inspection, when adoption services were judged to be inadequate.",
            {"adoption": "inadequate"},
        ),
        (
            "At the previous Ofsted inspection in 2012, safeguarding and services for children looked after were "
            "judged to be outstanding.",
            {"help_and_protection": "outstanding", "in_care": "outstanding"},
        ),
        (
            "The last inspection of Derby, in 2011, judged services for help and protection to require improvement.",
            {"help_and_protection": "requires improvement"},
        ),
        (
            "Services for care leavers, which were graded inadequate at the last inspection, do well.",
            {"care_leavers": "inadequate"},
        ),
        (
            "The last inspection of safeguarding and looked after children was in May 2012. "
            "Derby was judged to be inadequate for safeguarding and adequate for looked after children.",
            {"help_and_protection": "inadequate", "in_care": "adequate"},
        ),
        (
            "The last inspection of Derby’s services for looked after children was in May 2012. "
            "The local authority was judged to be Grade 3 (Adequate).",
            {"in_care": "adequate"},
        ),
    ],
)
def test_a_sentence_that_names_the_last_inspection_and_its_outcome_is_taken(
    sentence: str, areas: dict[str, str]
) -> None:
    assert recalled(f"3\nExecutive summary\nAll is well.\n{sentence}\nMore.\n") == areas


@pytest.mark.parametrize(
    "sentence",
    [
        "Adoption was judged good, which is better than at the last inspection.",
        "Since the last inspection, some services for care leavers were judged inadequate by auditors.",
        "At the last inspection, two of the four homes were judged to be inadequate.",
        "The last inspection of the fostering service was in May 2012. The service was judged to be outstanding.",
        "Since the last inspection, when all services except adoption were judged to be inadequate, much has changed.",
        "In this inspection, adoption services were judged to be good.",
        "The last inspection was in 2012\n\nAdoption services were judged to be good.",
        "A monitoring visit in 2016 found that work with care leavers was inadequate.",
    ],
)
def test_what_may_be_meant_otherwise_is_left_out(sentence: str) -> None:
    assert recalled(f"3\nExecutive summary\nAll is well.\n{sentence}\nMore.\n") == {}


def test_the_span_names_the_inspection_that_is_recalled() -> None:
    body = (
        "3\nSince the last inspection in 2014, when adoption services were judged to be inadequate, much has changed.\n"
    )
    whole = document(FRONT, "2\nContents\n", body)
    [fact] = [one for one in recognise(whole, source="a.pdf") if one.kind == "previous_judgement"]
    quote = whole.text[fact.start : fact.end]
    assert "last inspection in 2014" in quote and quote.endswith("inadequate")


def test_children_in_care_and_care_leavers_together_were_one_judgement() -> None:
    body = "3\nAt the last inspection in 2014, services for children in care and care leavers were judged good.\n"
    assert recalled(body) == {"in_care": "good"}

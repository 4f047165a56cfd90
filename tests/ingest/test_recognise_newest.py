"""Reports laid out as the newest are, in words written for these tests: no overall grade, other titles, odd rows."""

from __future__ import annotations

import pytest
from make_document import document, grades, one

from corpus.model import Document, Fact
from ingest.prepare import prepare
from ingest.recognise import recognise
from ingest.recommendations import recommendations
from ingest.structure import blocks, sections

BODY = """What needs to improve?1
• The timeliness of return interviews for children who go missing.
• The quality of the plans that care leavers are given.
The experiences and progress of children who need help and protection: good
26.Thresholds are understood by partners, who are told what became of their referrals in good time.
27.Most visits are made when they are due. Some families wait, because the night team is short of staff.
"""
ROWS = """The impact of leaders on practice with children and
families
Good
The experiences and progress of children who need
help and protection
Requires improvement
The experiences and progress of children in care
Outstanding
"""
CARE_LEAVERS = "The experiences and progress of care leavers\nGood\n"
TITLE = "Inspection of Derby local authority\nchildren's services\n"
FOUR = {"leadership": "good", "help_and_protection": "requires improvement", "in_care": "outstanding"}


def report(front: str) -> Document:
    return document(front + "\n", BODY)


def facts(front: str) -> list[Fact]:
    return recognise(report(front), source="a.pdf")


def test_without_an_overall_grade_there_is_none() -> None:
    front = f"{TITLE}Inspection dates: 15 to 26 June 2026\nLead inspector: Jonas Quill\n{ROWS}{CARE_LEAVERS}"
    assert grades(facts(front)) == FOUR | {"care_leavers": "good"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bradford Children and Families Trust\nInspection of local authority children's services\n", "Bradford"),
        ("Inspection of Bradford Children and Families Trust\nchildren's services\n", "Bradford"),
        ("City of York Council\nInspection of children's services\n", "York"),
        ("Inspection of City of York Council children's services\n", "York"),
        ("Royal Borough of Greenwich\nChildren's services\n", "Greenwich"),
    ],
)
def test_the_authority_is_known_under_the_titles_that_vary(title: str, name: str) -> None:
    found = facts(f"{title}Inspection dates: 15 to 26 June 2026\n{ROWS}{CARE_LEAVERS}")
    assert (one(found, "framework"), one(found, "authority")) == ("ILACS", name)


@pytest.mark.parametrize(
    "row",
    [
        "The experiences and progress of\nchildren care leavers\nGood\n",
        "The experiences and progress of children\ncare leavers\nGood\n",
        "The experiences and progress of children care leavers Good\n",
        "The experiences and progress of children Good\ncare leavers\n",
        "The experiences and progress of care\nleavers2\nGood\n",
    ],
)
def test_the_grade_of_care_leavers_is_read_however_its_row_is_split(row: str) -> None:
    found = facts(f"{TITLE}Inspection dates: 15 to 26 June 2026\n{ROWS}{row}")
    assert grades(found) == FOUR | {"care_leavers": "good"}


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ("15 - 26 June 2026", "2026-06-15", "2026-06-26"),
        ("15–26 June 26", "2026-06-15", "2026-06-26"),
        ("19 June 26", "2026-06-19", "2026-06-19"),
        ("29 May 26 to 12 June 26", "2026-05-29", "2026-06-12"),
        ("9 to 13 March 2026 and 23 to 27 March 2026", "2026-03-09", "2026-03-27"),
        ("9 to 13 and 23 to 27 March 2026", "2026-03-09", "2026-03-27"),
        ("15 June to 26 July 2026", "2026-06-15", "2026-07-26"),
        ("15 June 26 June 2026", "2026-06-15", "2026-06-26"),
    ],
)
def test_the_dates_of_the_inspection(dates: str, first: str, last: str) -> None:
    found = facts(f"{TITLE}Inspection dates: {dates}\nLead inspector: Jonas Quill\n{ROWS}")
    assert (one(found, "inspection_start"), one(found, "inspection_end")) == (first, last)


def test_where_nobody_is_named_as_lead_inspector_nobody_is() -> None:
    assert one(facts(f"{TITLE}Inspection dates: 15 to 26 June 2026\n{ROWS}{CARE_LEAVERS}"), "lead_inspector") is None


@pytest.mark.parametrize("mark", ["1", "²", ""])
def test_a_heading_with_a_notes_mark_is_a_heading_without_it(mark: str) -> None:
    whole = document(TITLE + ROWS, BODY.replace("?1", f"?{mark}"))
    found = blocks(whole)
    named = {path[-1] for path in sections(found, whole.text) if path}
    assert "What needs to improve?" in named
    wanted = recommendations(whole, found, facts=())
    assert [fact.value.split()[1] for fact in wanted] == ["timeliness", "quality"]


def test_a_paragraphs_number_stuck_to_its_first_word_is_no_part_of_the_sentence() -> None:
    whole = report(f"{TITLE}{ROWS}")
    said = [whole.text[a:b] for one in prepare(whole, source="a.pdf").passages for a, b in one.sentences]
    assert "Most visits are made when they are due." in said
    assert any(sentence.startswith("Thresholds are understood") for sentence in said)


def test_judgement_above_grade_heads_the_table_and_is_no_section() -> None:
    whole = document(f"{TITLE}Judgement\nGrade\n{ROWS}", BODY)
    named = {name for path in sections(blocks(whole), whole.text) for name in path}
    assert not named & {"Judgement", "Grade"}

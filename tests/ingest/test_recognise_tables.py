"""Judgement tables as they come out of other files, in texts written for these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from make_document import document, grades

from ingest.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Callable

OPENING = """Inspection of Derby local authority
children’s services
Inspection dates: 12 to 23 February 2026
Lead inspector: Ann Other, His Majesty’s Inspector
"""
LABELS = (
    "The impact of leaders on social work\npractice with children and families",
    "The experiences and progress of\nchildren who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care\nleavers",
    "Overall effectiveness",
)
AREAS = ("leadership", "help_and_protection", "in_care", "care_leavers", "overall")
PRINTED = ("Good", "Requires improvement to be good", "Outstanding", "Inadequate", "Good")
VALUES = ("good", "requires improvement", "outstanding", "inadequate", "good")
AFTER = "\nThe last inspection was in 2022.\nWhat needs to improve\nThe work of leaders, which was good.\n"


def read(*pages: str) -> dict[str, str]:
    return grades(recognise(document(*pages), source="a.pdf"))


@pytest.mark.parametrize("count", [2, 3, 4, 5])
@pytest.mark.parametrize("between", ["\n", "\nGrade\n", "\n1 Care leavers are judged apart since 2023.\n2\n"])
def test_all_labels_may_come_before_all_grades(count: int, between: str) -> None:
    table = "Judgement\n" + "\n".join(LABELS[:count]) + between + "\n".join(PRINTED[:count])
    assert read(OPENING + table + AFTER) == dict(zip(AREAS[:count], VALUES, strict=False))


def test_the_grades_of_such_a_table_may_stand_on_the_next_page() -> None:
    labels, printed = "\n".join(LABELS), "\n".join(PRINTED)
    assert read(OPENING + labels + "\n", "2\n" + printed + AFTER) == dict(zip(AREAS, VALUES, strict=True))


def test_the_span_of_such_a_row_holds_its_label_and_its_grade() -> None:
    whole = document(OPENING + "\n".join(LABELS) + "\n" + "\n".join(PRINTED) + AFTER)
    for fact in recognise(whole, source="a.pdf"):
        if fact.kind == "judgement":
            quote = whole.text[fact.start : fact.end]
            assert quote.startswith(LABELS[AREAS.index(fact.key)]) and quote.endswith(PRINTED[AREAS.index(fact.key)])


@pytest.mark.parametrize("printed", [PRINTED[:4], (*PRINTED, "Good")])
def test_labels_and_grades_that_differ_in_number_are_not_guessed_at(printed: tuple[str, ...]) -> None:
    assert read(OPENING + "\n".join(LABELS) + "\n" + "\n".join(printed) + AFTER) == {}


def test_an_area_that_was_not_judged_keeps_its_place_in_the_column() -> None:
    printed = ("Good", "Not judged", "Outstanding", "Inadequate", "Good")
    assert read(OPENING + "\n".join(LABELS) + "\n" + "\n".join(printed) + AFTER) == {
        "leadership": "good",
        "in_care": "outstanding",
        "care_leavers": "inadequate",
        "overall": "good",
    }


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        lambda grade: f"{grade}1",
        lambda grade: f"{grade} 1",
        lambda grade: f"{grade}²",
        lambda grade: f"{grade} ",
        lambda grade: grade.replace(" ", "\n"),
        lambda grade: grade.replace(" to be", " \nto be"),
    ],
)
@pytest.mark.parametrize("columns", [False, True])
def test_grades_in_capitals_broken_over_lines_or_with_a_footnote(change: Callable[[str], str], columns: bool) -> None:
    printed = [change(grade) for grade in PRINTED]
    rows = [*LABELS, *printed] if columns else [part for pair in zip(LABELS, printed, strict=True) for part in pair]
    assert read(OPENING + "\n".join(rows) + "\n" + AFTER) == dict(zip(AREAS, VALUES, strict=True))


@pytest.mark.parametrize("wording", ["social work practice", "practice", "social work\npractice with children"])
@pytest.mark.parametrize("columns", [False, True])
def test_four_judgements_and_no_overall_one(wording: str, columns: bool) -> None:
    labels = (f"The impact of leaders on {wording}", *LABELS[1:4])
    rows = [*labels, *PRINTED[:4]] if columns else [p for pair in zip(labels, PRINTED[:4], strict=True) for p in pair]
    recall = "\nAt the last inspection in 2022 overall effectiveness was\nGood\nAll is well.\n"
    assert read(OPENING + "Judgement Grade\n" + "\n".join(rows) + recall) == dict(zip(AREAS[:4], VALUES, strict=False))


def test_a_contents_page_is_no_table() -> None:
    contents = "Contents\n" + "".join(f"{label} {page}\n" for page, label in enumerate(LABELS, 2))
    assert read(OPENING + contents, "2\nGood\nThis is what the grade means.\n") == {}


def test_a_looked_after_children_report_states_its_grade_at_the_head_of_the_section() -> None:
    front = "Inspection of looked after children\nservices\nDerby City Council\nInspection dates: 15 – 19 July 2013\n"
    scale = "2\nAdequate (Grade 3) A service that does what it must\n"
    section = (
        "3\nOverall effectiveness of services for looked\nafter children and young people\nGrade 3 (Adequate)\n"
        "4. It could be better.\nCapacity to improve\nGrade 2 (Good)\n5. Things look up.\n"
    )
    rows = "Overall effectiveness Adequate\nCapacity to improve Good\nQuality of provision Good\n"
    record = f"9\nRecord of main findings\n{rows}"
    whole = document(front, scale, section, record)
    facts = {fact.key: fact for fact in recognise(whole, source="a.pdf") if fact.kind == "judgement"}
    assert {key: fact.value for key, fact in facts.items()} == {
        "overall": "adequate",
        "capacity_to_improve": "good",
        "quality_of_provision": "good",
    }
    assert whole.text[facts["overall"].start : facts["overall"].end].endswith("Grade 3 (Adequate")
    assert facts["overall"].start < whole.pages[3].start <= facts["quality_of_provision"].start

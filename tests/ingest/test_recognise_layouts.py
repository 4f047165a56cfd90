"""The ways in which grades and scores are laid out, each in a few made-up lines, and what is left alone."""

from __future__ import annotations

import pytest
from make_document import document

from ingest.recognise import recognise

_CARE = (
    "Elder Court\nInspection report\nCare home\nOverall rating for this service: Good\n\n{0}\n\nPeople were happy.\n"
)
_PRISON = (
    "Report on an unannounced inspection of\nHMP Elder\nby HM Chief Inspector of Prisons\n\n{0}\n\nMen told us so.\n"
)
_TESTS = "Safety Respect Purposeful activity Preparation for release"
_DEVELOPED = {"personal_development": "good"}
_NURSERY = "Elder Nursery\nEarly years inspection report\n\n{0}\n\nChildren play.\n"
_SERVICE = "Elder House\nCare Home Service\nService no: CS2099000001\n\n{0}\n\nPeople were happy.\n"
_CARD = "Elder School\nUnique reference number (URN): 199999\nReport card\n\n{0}\n\nPupils are happy.\n"
_COUNCIL = "Derby City Council: local authority assessment\nCare Quality Commission\n\n{0}\n\nPeople were asked.\n"


def _read(shape: str, lines: str, kind: str = "judgement") -> dict[str, str]:
    facts = recognise(document(shape.format(lines)), source="report.pdf")
    return {one.key.removeprefix("is_it_").removeprefix("prison_"): one.value for one in facts if one.kind == kind}


@pytest.mark.parametrize(
    ("shape", "lines", "grades"),
    [
        # Several areas in a line, with bars, commas, semicolons; marks and notes behind a grade.
        (_CARE, "Safe: Inadequate | Caring: Good | Well-led: Good", {"safe": "inadequate", "caring": "good"}),
        (_CARE, "Safe: Good, Caring: Outstanding; Well-led: Good.", {"safe": "good", "caring": "outstanding"}),
        (_CARE, "Is the service safe? Requires Improvement ●\nIs the service caring? Good ○", {"caring": "good"}),
        (_CARE, "• Safe\n• Good\n• Caring\n• Outstanding", {"safe": "good", "caring": "outstanding"}),
        (_CARE, "Safe (Good)\nCaring (Outstanding)", {"safe": "good", "caring": "outstanding"}),
        (_CARE, "Safe: Good (previously inadequate)", {"safe": "good"}),
        # A heading, and its grade below in a line that says what it is.
        (_CARE, "Safe\n\nRating: Inadequate\n\nFalls.\n\nCaring\n\nRating: Good", {"safe": "inadequate"}),
        # Areas as heads; a note in a cell between; words in the cell before.
        (_CARE, "Safe | Caring | Well-led\nGood | Inadequate | Good", {"safe": "good", "caring": "inadequate"}),
        (_CARE, "Safe Caring Well-led\nGood Outstanding Inadequate", {"caring": "outstanding"}),
        (_CARE, "Safe | Some risks were missed | Good", {"safe": "good"}),
        (_CARE, "Key question 1 | Safe | Inadequate", {"safe": "inadequate"}),
        # The last inspection's column, by its head; of two years the later is this one's.
        (_PRISON, "Test | Last inspection (2016) | This inspection\nSafety | Good | Poor", {"safety": "poor"}),
        (_PRISON, "Test | This inspection | Last inspection\nSafety | Good | Poor", {"safety": "good"}),
        (_PRISON, "Test | 2019 | 2023\nSafety | Good | Poor", {"safety": "poor"}),
        (_NURSERY, "Judgement | Grade | Previous\nPersonal development | Good | Inadequate", _DEVELOPED),
        # The grade first.
        (_CARE, "Rating | Question\nInadequate | Safe\nGood | Caring", {"safe": "inadequate", "caring": "good"}),
        (_CARE, "What we found\nInadequate\nSafe\nGood\nCaring\nThey eat well.", {"safe": "inadequate"}),
        # Sentences.
        (_CARE, "We rated the service good for caring and safe, and inadequate for well-led.", {"safe": "good"}),
        # A report card: a row of a table begins with the grade that its areas have.
        (_CARD, "Strong standard Inclusion\nNeeds attention Achievement", {"inclusion": "strong standard"}),
        (_SERVICE, "How good is our leadership? (4 - Good)", {"leadership": "good"}),
    ],
)  # fmt: skip
def test_grades_are_read_in_many_layouts(shape: str, lines: str, grades: dict[str, str]) -> None:
    assert grades.items() <= _read(shape, lines).items()


@pytest.mark.parametrize(
    ("shape", "lines", "area"),
    [
        # Two grades, and no head that says which is this inspection's.
        (_PRISON, "Safety | Good | Poor", "safety"),
        # All grades in their order explain themselves, and the axis of a chart is no table.
        (_PRISON, f"Good\nReasonably good\nNot sufficiently good\nPoor\n{_TESTS}", "safety"),
        (_PRISON, f"{_TESTS}\nPoor Not sufficiently good Reasonably good Good", "respect"),
        # Rows of values of two inspections, and nobody says which.
        (_PRISON, "Safety | Respect\nGood | Poor\nPoor | Good", "safety"),
        # Other homes, other times, what would be.
        (_CARE, "A home near by was rated inadequate for safe.", "safe"),
        (_CARE, "At our last inspection we rated the service inadequate for safe.", "safe"),
        (_CARE, "Staff said safe was good.", "safe"),
        # A column of labels that differs in number from that of the grades.
        (_CARE, "Safe | Caring | Well-led\nGood | Inadequate", "safe"),
        (_CARE, "Safe\nCaring\nGood\nPeople eat well.", "safe"),
        (_CARE, "Is the service safe?\nInspected but not rated", "safe"),
    ],
)  # fmt: skip
def test_where_it_is_not_certain_no_grade_is_read(shape: str, lines: str, area: str) -> None:
    assert area not in _read(shape, lines)


@pytest.mark.parametrize(
    ("lines", "score"),
    [
        ("Assessing needs Score: 2", "2 of 4"),
        ("Assessing needs\nScore: 2\n2 - Evidence shows some shortfalls", "2 of 4"),
        ("Assessing needs | Evidence shows some shortfalls | 2 out of 4", "2 of 4"),
        ("Working with people | Assessing needs | 3", "3 of 4"),
        ("Assessing needs | 3 | Some shortfalls", "3 of 4"),
        ("• Assessing needs: 3/4", "3 of 4"),
        ("People Assessing needs 3\nPeople Equity in experience and outcomes 2\nSafety Safeguarding 1", "3 of 4"),
        ("Assessing needs: 7", None),
        ("1. Assessing needs\n2. Safeguarding", None),
        ("Assessing needs took 3 weeks.", None),
    ],
)
def test_scores_are_laid_out_as_grades_are(lines: str, score: str | None) -> None:
    assert _read(_COUNCIL, lines, "score").get("assessing_needs") == score


def test_a_sentence_gives_the_rating_and_its_score() -> None:
    said = "We have rated this local authority as requires improvement, with a score of 43%."
    assert _read(_COUNCIL, said) == {"adult_social_care": "requires improvement"}
    assert _read(_COUNCIL, said, "score") == {"adult_social_care": "43%"}

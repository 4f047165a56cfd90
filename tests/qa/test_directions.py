"""Which way a text says that something is, and that a theme is not spoken of by the opposite."""

from __future__ import annotations

import pytest

from qa.language.directions import agrees


def spot(text: str, word: str) -> list[int]:
    return [text.lower().index(word)] if word in text.lower() else []


@pytest.mark.parametrize(
    ("theme", "word", "text", "expected"),
    [
        ("high caseloads", "caseload", "Caseloads are too high in two teams.", True),
        ("high caseloads", "caseload", "Social workers carry heavy caseloads.", True),
        ("high caseloads", "caseload", "Caseloads are manageable.", False),
        ("high caseloads", "caseload", "Caseloads are not high.", False),
        ("high caseloads", "caseload", "Caseloads have fallen since the last visit.", False),
        ("high caseloads", "caseload", "Leaders are reducing high caseloads.", False),
        ("high caseloads", "caseload", "Caseloads are counted each month.", False),
        ("high caseloads", "caseload", "The service has addressed problems of high caseloads.", False),
        ("high caseloads", "caseload", "Leaders have yet to address high caseloads.", True),
        ("caseloads", "caseload", "Caseloads are manageable.", True),
        ("low turnover", "turnover", "Staff turnover is high.", False),
        ("low turnover", "turnover", "Staff turnover has reduced.", True),
        ("poor record keeping", "record", "The quality of records is weak.", True),
        ("poor record keeping", "record", "Records are thorough and timely.", False),
        ("poor record keeping", "record", "Records are not good enough.", True),
        ("staff shortages", "staff", "There is a shortage of social workers.", True),
        ("staff shortages", "staff", "Recruitment is strong and effective.", False),
        ("good supervision", "supervision", "Supervision is neither regular nor effective.", False),
    ],
)
def test_the_way_a_text_says_it_is(theme: str, word: str, text: str, expected: bool) -> None:
    assert agrees(theme, text, spot(text, word)) is expected


def test_the_nearest_word_decides() -> None:
    text = "The high number of visits is welcome, and caseloads are low."
    assert agrees("low caseloads", text, [text.index("caseloads")])
    assert not agrees("high caseloads", text, [text.index("caseloads")])

"""How many reports on how many authorities: the same count in every sentence, and none of what there is none of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from qa.extract.refusal import _searched
from qa.facts.present import coverage
from qa.facts.result import LookedAt, Result
from qa.language.phrasing import reports_on
from qa.themes.answer import answer_theme
from qa.themes.theme import Theme


@dataclass(frozen=True, kw_only=True)
class Known:
    authority: str | None
    title: str
    published: date | None = None
    dated: date | None = None


def both(*authorities: str | None) -> tuple[str, str]:
    """What a refusal out of passages and an answer out of facts say of the same reports."""
    reports: list[Any] = [Known(authority=name, title=f"Report {n}") for n, name in enumerate(authorities)]
    named = [name for name in authorities if name]
    seen = LookedAt(reports=len(authorities), authorities=len(set(named)), nameless=len(authorities) - len(named))
    return _searched(reports), coverage(Result(members=(), left_out=(), looked_at=seen))


@pytest.mark.parametrize(
    ("authorities", "said"),
    [
        (["Alder", "Brack", "Corve", "Alder"], "4 reports on 3 authorities"),
        (["Alder", "Brack", "Corve", None, None], "5 reports on 3 authorities (2 of them name none)"),
        (["Alder", "Brack", None], "3 reports on 2 authorities (1 of them names none)"),
        ([None, None, None], "3 reports that name no authority"),
        ([*["Alder"] * 1200, "Brack", "Corve"], "1,202 reports on 3 authorities"),
    ],
)
def test_every_sentence_counts_alike(authorities: list[str | None], said: str) -> None:
    assert both(*authorities) == (f"the {said}", f"Looked at {said}.")


def test_one_is_one_and_none_is_none() -> None:
    assert reports_on(1, 1, nameless=0) == "1 report on 1 authority"
    assert reports_on(1, 0, nameless=1) == "1 report that names no authority"
    assert reports_on(0, 0, nameless=0) == "0 reports"


@pytest.mark.parametrize(
    ("searched", "nameless", "said"),
    [
        (7, 0, "None of the 7 authorities searched"),
        (9, 2, "None of the 7 authorities and 2 reports that name none searched"),
        (2, 1, "None of the 1 authority and 1 report that names none searched"),
        (3, 3, "None of the 3 reports that name no authority searched"),
    ],
)
def test_a_theme_counts_no_report_as_an_authority(searched: int, nameless: int, said: str) -> None:
    found = Theme(rows=(), searched=searched, each="authority", nameless=nameless)
    assert answer_theme(found, "x", None).answer.startswith(said)  # type: ignore[arg-type]

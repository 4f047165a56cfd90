"""What is said of something is asked for: how people ask so, and what a report on one authority gives then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import Library
from qa.plan.said_of import said_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("What did inspectors say about foster carers in the area?", "foster carers"),
        ("what do they think of the area's front door", "front door"),
        ("What was found on early help in the area in 2018?", "early help"),
        ("So what does the latest report make of supervision?", "supervision"),
        ("Why are visits late in the area?", ""),
        ("What is the grade of the area for adoption?", ""),
    ],
)
def test_what_is_said_of_something_is_asked_for(question: str, about: str) -> None:
    assert said_of(question) == about


def test_the_report_of_one_authority_gives_its_surest_sentence(small_library: Path) -> None:
    with Library.open(small_library) as library:
        told = library.ask("What did inspectors say about foster carers in Harrowmere in 2021?")
        none = library.ask("What did inspectors say about bicycles in Harrowmere in 2021?")
    assert told.status == "answered" and "Foster carers speak warmly of the support they receive." in told.answer
    assert none.status in ("not_stated", "off_topic") and not none.citations

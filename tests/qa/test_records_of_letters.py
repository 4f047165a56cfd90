"""Reports of layouts that somebody else thought of, asked: identifiers, scores, regulations by their names, themes.

The reports are those of tests/ingest/inspectorates/layouts/care_prisons_areas.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from read_here import read_here

from qa.library import Library

MADE_UP = Path(__file__).parents[1] / "ingest" / "inspectorates" / "layouts" / "care_prisons_areas.toml"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    reports = tomllib.loads(MADE_UP.read_text(encoding="utf-8"))["report"]
    texts = {f"report-{at}": one["text"].lstrip().replace("-- page --", "") for at, one in enumerate(reports)}
    with Library.open(read_here(tmp_path_factory.mktemp("letters") / "library", texts)) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "says", "never"),
    [
        # An identifier by its name, which may have the word for the body in it.
        ("What's the location ID of Weir House?", "1-200300", "1-2 "),
        ("Centre ID for Tobar House?", "OSV-0007001", "OSV-0007002"),
        ("What is the care service number (CS...) of Birch Brae?", "CS2004000111", "CS2004000112"),
        # Scores, and what they are out of.
        ("How did Weir House score on the learning culture quality statement?", "2 of 4", "59"),
        ("What score out of 4 did Weir House get for safe environments?", "1 of 4", "59"),
        # Standards, outcomes and concerns, by the name of each.
        ("Did Alder Home Help meet the standard on 'records'?", "Enforcement action taken", "Met"),
        ("Was Tobar House compliant on workforce?", "Not compliant", "Compliant."),
        ("How much progress had HMP Cold Hill made on mail at the review visit?", "Good progress", "No mean"),
        # An inspection that the question names, of an area that is no council known here.
        ("What was the joint targeted area inspection of West Norwold about?", "harm in the family", "neglect"),
        ("What's the date on the JTAI letter to Norwold?", "3 June 2019", "3 to 7"),
        ("Who was lead inspector for the West Norwold JTAI?", "Ida Penn", "Rolf"),
        ("Which local areas had to write a written statement of action?", "One: Norwold", "West"),
        ("Which areas were told they had to write a statement of action?", "One: Norwold", "West"),
        # Who inspects may have found it so; two inspect together.
        ("How safe did the CQC find Weir House?", "Requires improvement", "Good"),
        ("When did Ofsted and CQC inspect West Norwold?", "3 to 7 March 2025", "2019"),
        ("How many full prison inspections judged respect reasonably good?", "One: HMP Low Fell", "called full"),
        # What is asked of the report is not told of the inspection.
        ("When did the report on Weir House come out?", "Published 4 June 2025.", "Inspected 3 to 10"),
        ("When was the report on HMP Cold Hill published?", "It does not state when", "Published"),
    ],
)
def test_what_such_reports_record_is_told(library: Library, question: str, says: str, never: str) -> None:
    answer = library.ask(question)
    assert answer.status == "answered", answer.answer
    assert says in answer.answer, answer.answer
    assert never not in answer.answer, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Which areas were given something for priority action?",
        "Which areas were told about kites?",
        "What was Alder Home Help's overall rating?",
        "What did the review of progress at HMP Cold Hill give the prison for safety?",
    ],
)
def test_what_they_do_not_record_is_refused(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert answer.status != "answered", answer.answer

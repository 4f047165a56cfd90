"""A report with two lists, of priority actions and of improvements: each is asked for by its name, its items whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from reportlab.pdfgen.canvas import Canvas

from qa.library import Library

FIRST = (
    "Area SEND inspection of Torbay Local Area Partnership",
    "Inspection dates: 5 to 9 May 2025",
    "Areas for priority action",
    "Leaders must see every child who has no school within a month.",
    "Leaders should count those who wait for speech therapy, particularly:",
    "• children below the age of five; and",
)
SECOND = (
    "Inspection report: Torbay Local Area Partnership",
    "• children who have just moved here.",
    "Areas for improvement",
    "Leaders should make sure that plans are written with parents.",
    "Information about this inspection",
    "Inspectors met children and their parents.",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("two-lists")
    (folder / "reports").mkdir()
    canvas = Canvas(str(folder / "reports" / "report.pdf"), invariant=True)
    for lines in (FIRST, SECOND):
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    with Library.create(folder / "library") as made:
        made.ingest([folder / "reports"], later=True)
        yield made


def test_priority_actions_alone_each_whole_with_its_lead_in(library: Library) -> None:
    found = library.ask("What are the areas for priority action in Torbay?")
    assert [claim.text for claim in found.claims] == [
        "Leaders must see every child who has no school within a month.",
        "Leaders should count those who wait for speech therapy, particularly: • children below the age of five; and "
        "• children who have just moved here.",
    ]
    # The item that a page's end cuts is cited on both pages.
    assert [citation.page for citation in found.citations] == [1, 1, 2]


def test_improvements_alone(library: Library) -> None:
    found = library.ask("What are the areas for improvement in Torbay?")
    assert [claim.text for claim in found.claims] == ["Leaders should make sure that plans are written with parents."]


def test_both_lists_apart_where_neither_is_named(library: Library) -> None:
    found = library.ask("What does Torbay need to improve?")
    assert [line.partition(",")[2] for line in found.answer.splitlines() if line.endswith(":")] == [
        " inspection of May 2025, areas for priority action:",
        " inspection of May 2025, areas for improvement:",
    ]
    assert len(found.claims) == 3

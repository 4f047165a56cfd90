"""The library's face: what it takes for a report, and what it says once it is closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import LibraryClosed, ReportNotFound
from qa.library import Library

QUESTION = "Do children in Harrowmere wait too long for help?"

ASKED: dict[str, Callable[[Library], Any]] = {
    "ask": lambda library: library.ask(QUESTION),
    "stream": lambda library: list(library.stream(QUESTION)),
    "search": lambda library: library.search(QUESTION),
    "chat": lambda library: library.chat(save=False),
    "scope": lambda library: library.scope(region="London"),
    "reports": lambda library: library.reports(),
    "report": lambda library: library.report(1),
    "facts": lambda library: library.facts(1),
    "page_image": lambda library: library.page_image(1, 1),
    "page_texts": lambda library: library.page_texts("harrowmere 2021"),
    "as_retriever": lambda library: library.as_retriever().invoke(QUESTION),
    "as_runnable": lambda library: library.as_runnable().invoke(QUESTION),
    "as_tool": lambda library: library.as_tool().invoke({"question": QUESTION}),
}


@pytest.fixture(scope="module")
def closed(small_library: Path) -> Library:
    with Library.open(small_library) as library:
        assert library.ask(QUESTION)
    return library


@pytest.mark.parametrize("name", ASKED)
def test_after_close_whatever_is_asked_says_so(closed: Library, name: str) -> None:
    with pytest.raises(LibraryClosed, match=r"has been closed\. Open it again"):
        ASKED[name](closed)


def test_a_conversation_and_a_stream_end_with_their_library(small_library: Path) -> None:
    library = Library.open(small_library)
    conversation = library.chat(save=False)
    assert conversation.ask("Who led the inspection of Midchester?")
    library.close()
    library.close()  # twice is once
    with pytest.raises(LibraryClosed):
        conversation.ask("and of Harrowmere?")
    assert "closed" in repr(library)


def test_a_report_is_named_by_itself_its_number_or_its_name(small_library: Path) -> None:
    with Library.open(small_library) as library:
        report = library.report("midchester 2019.md")
        for name in (report, report.number, "midchester 2019", report.id[:8]):
            facts = library.facts(name)
            assert {fact["value"] for fact in facts if fact["kind"] == "lead_inspector"} == {"Ada Penhaligon"}
            assert [page.number for page, _ in library.page_texts(name, page=1)] == [1]
        for missing in (99, "Atlantis"):
            with pytest.raises(ReportNotFound):
                library.facts(missing)
            with pytest.raises(ReportNotFound):
                library.page_texts(missing)

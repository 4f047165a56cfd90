"""Pages that could not be read are named wherever somebody might take silence for an answer."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import run

sys.path.append(str(Path(__file__).parents[1] / "ingest"))
import make_files

from corpus.check import check, unread
from corpus.model import Reading, Report
from corpus.store import Store
from corpus.unread import not_searched, page_list, unread_pages
from ingest.pipeline import ingest
from qa.cite import Citer
from qa.library import Library

SAID = "Pages 2 to 3 are pictures: what they say was not read."
TITLE = (
    "Inspection of Barnsley local authority children's services",
    "Inspection dates: 4 to 15 March 2019",
    "Lead inspector: Ada Penhaligon",
    "Overall effectiveness Good",
    "Foster families in the borough are visited each month by a worker who knows them well.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one report, two of whose four pages are pictures that nobody reads here."""
    made = tmp_path_factory.mktemp("unread")
    picture = make_files.picture_of("There were 512 children in care.")
    data = make_files.mixed(picture, picture, ("The last page says nothing.",), title=TITLE)
    (made / "barnsley.pdf").write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSPECTQA_OCR", "off")
        summary = ingest(made / "library", [made / "barnsley.pdf"])
    assert [(one.reason, "inspectqa[ocr]" in one.next_step) for one in summary.unread] == [(SAID, True)]
    return made / "library"


def command(*arguments: str) -> str:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_refusal_that_searched_the_report_says_so(folder: Path) -> None:
    with Library.open(folder) as library:
        refused = library.ask("How many children in Barnsley were in care?")
        assert not refused.answered
        assert "Pages 2 to 3 of the report on Barnsley are pictures: what they say was not read." in refused.notes
        assert not library.ask("What was the overall grade of Barnsley?").notes[1:]


def test_check_says_so_and_finds_nothing_wrong(folder: Path) -> None:
    assert check(folder) == []
    assert [SAID in one.problem for one in unread(folder)] == [True]
    assert SAID in command("check", "--library", str(folder))


def test_what_is_known_of_the_report_says_so(folder: Path) -> None:
    assert SAID in command("facts", "barnsley", "--library", str(folder))
    listed = json.loads(command("reports", "--json", "--library", str(folder)))
    assert listed[0]["unread"] == [{"page": 2, "reading": "picture"}, {"page": 3, "reading": "picture"}]


def test_a_citation_of_recognised_words_says_so(folder: Path) -> None:
    with Store(folder) as store:
        with store.database.transaction() as connection:
            connection.execute("UPDATE pages SET reading = 'recognised' WHERE number = 4")
        citer = Citer(store, {report.number: report for report in store.reports()})
        text = store.text(1)
        start = text.index("The last page")
        citer.cite(1, start, start + 13)
        citer.cite(1, 0, 10)
        with store.database.transaction() as connection:
            connection.execute("UPDATE pages SET reading = 'text' WHERE number = 4")
    recognised, written = citer.citations
    assert recognised.where.endswith("page 4; read by text recognition")
    assert written.where.endswith("page 1")


@pytest.mark.parametrize(
    ("pages", "said"),
    [([2], "page 2"), ([3, 2], "pages 2 to 3"), ([1, 3], "pages 1 and 3"), ([1, 4, 5, 6, 9], "pages 1, 4 to 6 and 9")],
)
def test_pages_in_words(pages: list[int], said: str) -> None:
    assert page_list(pages) == said


def test_each_kind_is_told_and_only_a_few_reports_are_named() -> None:
    told = unread_pages([(1, "garbled"), (2, "recognised"), (3, "picture")])
    assert [sentence.split()[0] for sentence in told] == ["On", "Page", "Page"]
    kinds: tuple[Reading, ...] = ("picture", "recognised", "picture", "garbled", "picture", "picture")
    one = Report(id="a", number=1, source="a.pdf", title="R", media_type="application/pdf", pages=3)
    reports = [replace(one, number=n, unread=((2, kind),)) for n, kind in enumerate(kinds, 1)]
    assert len(not_searched(reports)) == 4
    assert not_searched(reports)[-1] == "2 more of the reports searched have pages that could not be read."

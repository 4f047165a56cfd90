"""The library as Python programs and notebooks hold it: made, filled, narrowed, listed, shown, pickled."""

from __future__ import annotations

import html
import pickle
import re
from datetime import date
from pathlib import Path

import pytest

import corpus.errors
import qa
from corpus.errors import FilterError, LibraryClosed, OutputError
from ingest.progress import Stored
from qa import Answer, Citation, IngestSummary, Library

QUESTION = "How was Midchester rated in 2019?"


@pytest.fixture(scope="module")
def opened(small_library: Path) -> Library:
    return Library.open(small_library)


def test_a_library_is_made_and_filled_from_python(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.pdf"
    good.write_text("# Midchester\n\nSome 37 assessments were late in Midchester.\n", encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4 nothing")
    with Library.create(tmp_path / "library") as library:
        assert len(library) == 0
        assert library  # empty, but there
        told: list[object] = []
        summary = library.ingest([str(good), bad], progress=told.append)
        assert isinstance(summary, IngestSummary)
        assert [Path(one.source).name for one in summary.added] == ["good.md"]
        assert [Path(one.source).name for one in summary.rejected] == ["bad.pdf"]
        assert summary.rejected[0].reason
        assert summary.rejected[0].next_step
        assert {one.outcome for one in told if isinstance(one, Stored)} == {"added", "rejected"}
        assert [Path(report.source).name for report in library] == ["good.md"]
        assert len(library) == 1
    with Library.create(tmp_path / "library") as again:
        assert len(again) == 1  # what is there stays
    with pytest.raises(LibraryClosed):
        again.ingest(good)


def test_a_question_takes_filters_as_people_write_them(opened: Library) -> None:
    question = "Which authorities were judged inadequate overall?"
    assert opened.ask(question, authority="Harrowmere", since=2021)
    assert opened.ask("How was Midchester rated?", until=2019)
    assert not opened.ask("How was Midchester rated?", since=2020)
    assert opened.ask(question, until=2020).answer == opened.ask(question, scope=opened.scope(until=2020)).answer
    assert opened.search("caseloads", k=1, authority=["Midchester"])[0].title.startswith("Midchester")
    with pytest.raises(FilterError, match="not both"):
        opened.ask(question, scope=opened.scope(since=2020), until=2021)
    with pytest.raises(FilterError, match="no filter called 'year'"):
        opened.ask(question, year=2020)  # type: ignore[call-arg]


def test_listings_are_tables(opened: Library, tmp_path: Path) -> None:
    judged = opened.judgements(authority="Midchester")
    rows = {row["area"]: row for row in judged}
    assert rows["overall"]["grade"] == "good"
    assert rows["overall"]["inspection_end"] == date(2019, 3, 8)
    assert rows["overall"]["link"].startswith("file:///")
    assert len(opened.table("reports")) == len(opened)
    assert len(opened.table("recommendations")) == 2
    counted = {row["value"]: row["counted"] for row in opened.table("figures", authority="Midchester")}
    assert counted["37"] == "assessments"
    path = opened.save("judgements", tmp_path / "grades.xlsx", since=2020)
    assert path.stat().st_size > 0
    with pytest.raises(OutputError, match="--force"):
        opened.save("judgements", path)
    with pytest.raises(OutputError, match="end in"):
        opened.save("judgements", tmp_path / "grades.doc")
    with pytest.raises(FilterError, match="no listing called 'grades'"):
        opened.table("grades")  # type: ignore[arg-type]


def test_a_data_frame_is_tidy(opened: Library) -> None:
    frame = opened.to_pandas("judgements")
    assert frame["grade"].cat.ordered
    assert frame.groupby("authority", observed=True)["grade"].min().to_dict()["Harrowmere"] == "inadequate"
    assert frame["inspection_end"].dt.year.min() == 2019


def test_all_errors_and_names_are_had_from_the_package() -> None:
    for name in corpus.errors.__all__:
        assert getattr(qa, name) is getattr(corpus.errors, name)
    assert dir(qa) == sorted(qa.__all__)
    assert all(getattr(qa, name) for name in qa.__all__)


def test_what_is_data_is_pickled(opened: Library) -> None:
    answer = opened.ask(QUESTION)
    assert answer.citations
    for one in (
        answer,
        opened.reports(),
        opened.judgements(),
        opened.scope(since=2019),
        opened.ask("Who led Atlantis?"),
    ):
        assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - made on the line itself


def citation(quote: str, title: str) -> Citation:
    return Citation(
        n=1, source="a.pdf", title=title, authority=None, published="2019-04-01", inspected=None, page=3,
        page_label=None, quote=quote, start=0, end=len(quote), report=1,
    )  # fmt: skip


EVIL = "<script>alert(1)</script> [x](http://evil.example) ![y](z) `code` | $x$ *bold*"


def test_markdown_has_everything_and_nothing_of_a_report_acts(opened: Library) -> None:
    answer = Answer(
        question="q", status="answered", answer="37 were late.", reason="Looked at 2 reports.", notes=("A note.",),
        citations=(citation(EVIL, EVIL),),
    )  # fmt: skip
    shown = answer._repr_markdown_()
    for part in ("**37 were late.**", "Looked at 2 reports.", "\\[1\\]", "*Note: A note.*"):
        assert part in shown
    assert not re.search(r"(?<!\\)[<`|$]|(?<!\\)\]\(|(?<!\\)!\[|https?://", shown)
    table = opened.judgements()
    for form in (table._repr_html_(), table._repr_markdown_()):
        assert "requires improvement" in form
        assert "frameworks" in form or not table.notes
    assert html.escape(repr(opened)) in opened._repr_html_()


def test_a_table_in_a_notebook_is_escaped() -> None:
    from qa.tables.model import Column, Table

    table = Table.of("t", [Column(name=EVIL)], [{EVIL: EVIL}] * 60, notes=(EVIL,))
    assert set(re.findall(r"<\s*/?\s*(\w+)", table._repr_html_())) <= {
        "div", "style", "table", "thead", "tbody", "tr", "th", "td", "p", "i"
    }  # fmt: skip
    assert table._repr_html_().count(f'data-name="{html.escape(EVIL)}"') == 50
    assert "10 more rows" in table._repr_html_()
    assert not re.search(r"(?<!\\)<|(?<!\\)`|(?<!\\)\]\(", table._repr_markdown_())


def test_a_table_in_a_notebook_names_files_without_folders_and_leads_to_their_pages() -> None:
    from qa.tables.model import Column, Table

    columns = [Column(name="inspection_start", kind="date"), Column(name="link", kind="link"),
               Column(name="source", kind="path")]  # fmt: skip
    rows = [
        {
            "inspection_start": "2019-03-04",
            "source": "/home/x/a <b>.pdf",
            "link": "file:///home/x/a%20%3Cb%3E.pdf#page=3",
        },
        {"source": "C:\\reports\\b.pdf", "link": "javascript:alert(1)"},
    ]
    shown = Table.of("t", columns, rows)._repr_html_()
    assert '<a href="file:///home/x/a%20%3Cb%3E.pdf#page=3">a &lt;b&gt;.pdf</a>' in shown
    assert '<td data-name="source">b.pdf</td>' in shown
    assert "javascript" not in shown
    assert "<th>inspection_<wbr>start</th><th>source</th>" in shown


def test_a_citation_in_a_notebook_shows_its_passage(opened: Library) -> None:
    cited = opened.ask("What was Midchester's overall grade in 2019?").citations[0]
    shown = cited._repr_html_()
    assert html.escape(cited.format()) in shown
    assert "<mark>" in shown or "data:image/png" in shown
    assert "<script" not in citation(EVIL, EVIL)._repr_html_()

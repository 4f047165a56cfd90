"""Passages: on one page, in one section, never furniture, and together all that is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import REPORT, document

from corpus.model import Document, Passage
from ingest.read import read_file
from ingest.split import split, tokens
from ingest.structure import blocks, states_grade

_LABEL = "Northshire children’s services inspection 2025"
_REPORTS = Path(os.environ.get("INSPECTQA_REPORTS", Path(__file__).parents[2].parent / "shared" / "reports"))
_LINES = st.one_of(
    st.text(max_size=40),
    st.sampled_from([line for page in REPORT for line in page.splitlines()]),
    st.sampled_from(["• see every child", "They need to:", "Plans are clear. " * 30, "", "| a | b |", "Good"]),
)
_PAGES = st.lists(st.lists(_LINES, max_size=12).map("\n".join), max_size=4)


def made(report: Document) -> list[Passage]:
    return split(report, blocks(report), label=_LABEL)


def check(report: Document) -> None:
    """What holds for every report."""
    text, found = report.text, blocks(report)
    passages = split(report, found, label=_LABEL)
    pages = {page.number: page for page in report.pages}
    taken: set[int] = set()
    quoted: set[int] = set()
    at = 0
    for passage in passages:
        assert at <= passage.start < passage.end
        at = passage.end
        assert pages[passage.page].start <= passage.start < passage.end <= pages[passage.page].end
        assert text[passage.start : passage.end] == text[passage.start : passage.end].strip()
        assert passage.header.startswith(_LABEL)
        before = passage.start
        for start, end in passage.sentences:
            assert before <= start < end <= passage.end
            before = end
            quoted |= set(range(start, end))
        taken |= set(range(passage.start, passage.end))
    for block in found:
        inside = {n for n in range(block.start, block.end) if not text[n].isspace()}
        if block.kind == "furniture":
            assert not inside & taken
        elif block.kind == "heading" and not states_grade(text[block.start : block.end]):
            assert not inside & quoted
        else:
            assert inside <= taken


@given(_PAGES)
def test_passages_take_in_all_that_is_said_and_no_furniture(texts: list[str]) -> None:
    check(document(*texts))


def test_the_report_of_the_tests_holds_too() -> None:
    check(document(*REPORT))


def test_a_list_keeps_its_lead_in_and_its_section() -> None:
    report = document(*REPORT)
    passage = next(p for p in made(report) if "41 live outside" in report.text[p.start : p.end])
    assert "Of this number:" in report.text[passage.start : passage.end]
    assert passage.header == f"{_LABEL}. Facts about the council > Children looked after in the county."
    assert passage.section == "The council > Facts about the council > Children looked after in the county"
    assert "41 live outside the county" in [report.text[a:b] for a, b in passage.sentences]


def test_the_rest_of_a_long_list_repeats_the_lead_in_in_its_header() -> None:
    items = "".join(
        f"• item {n} of the list asks the council to look once more at how it plans, visits, writes things down and\n"
        f"shares them with families, schools and the police, and to say by when it will be done for child {n}\n"
        for n in range(8)
    )
    report = document(f"The council needs to act on these:\n{items}")
    found = made(report)
    assert len(found) > 1
    assert "The council needs to act on these:" in report.text[found[0].start : found[0].end]
    assert all(passage.header.endswith("The council needs to act on these:") for passage in found[1:])


def test_the_table_of_judgements_is_one_passage_and_its_rows_are_sentences() -> None:
    report = document(*REPORT)
    passage = next(p for p in made(report) if "Adoption performance" in report.text[p.start : p.end])
    rows = [" ".join(report.text[a:b].split()) for a, b in passage.sentences]
    assert "2. Children in care and those leaving care Good" in rows
    assert "3. Leadership, management and governance Requires improvement to be good" in rows


def test_a_sentence_cut_by_the_page_end_gives_its_part_on_each_page() -> None:
    report = document(*REPORT)
    found = {p.page: [" ".join(report.text[a:b].split()) for a, b in p.sentences] for p in made(report)}
    assert found[5][-1] == "Their plans are reviewed, and what they say is written down in"
    assert found[6][0] == "their own words."


def test_a_heading_that_states_a_grade_opens_the_passage_below_it() -> None:
    report = document(*REPORT)
    passage = next(p for p in made(report) if p.page == 5)
    first = report.text[slice(*passage.sentences[0])]
    assert first.endswith("requires improvement to be good")


def test_long_paragraphs_are_cut_between_sentences_into_parts_that_fit() -> None:
    text = "Managers see every worker once in each month and write down what both of them agreed to do next. " * 40
    found = made(document(text))
    assert len(found) > 3
    assert all(85 <= tokens(text[p.start : p.end]) <= 200 for p in found)
    assert all(text[p.start : p.end].endswith(".") for p in found)


def test_the_title_alone_gives_no_passage() -> None:
    assert made(document("Inspection of Northshire\n")) in ([], made(document("Inspection of Northshire")))
    assert made(document("", "")) == []


def test_real_reports_hold() -> None:
    files = sorted(_REPORTS.rglob("*.pdf"))[::25]
    if not files:
        pytest.skip(f"No reports in {_REPORTS}; set INSPECTQA_REPORTS to a folder of them.")
    for path in files:
        report = read_file(path)
        check(report)
        assert all(tokens(report.text[p.start : p.end]) + tokens(p.header) <= 256 for p in made(report))

"""Blocks: they tile the text, and lines become the headings, paragraphs, bullets and tables that a reader sees."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import REPORT, document

from corpus.model import Document, Page
from ingest.structure import blocks, sections, states_grade

_LINES = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from([line for page in REPORT for line in page.splitlines()]),
    st.sampled_from(
        ["", "Contents", "1", "| a | b |", "| c | d |", "Judgement Grade", "Good", "Requires", "3. A", "o x"]
    ),
)
_PAGES = st.lists(st.lists(_LINES, max_size=12).map("\n".join), max_size=4)


def shown(given: Document) -> list[tuple[str, str]]:
    return [(block.kind, " ".join(given.text[block.start : block.end].split())) for block in blocks(given)]


def on_page(number: int) -> list[tuple[str, str]]:
    report = document(*REPORT)
    return [
        (block.kind, " ".join(report.text[block.start : block.end].split()))
        for block in blocks(report)
        if block.page == number and block.kind != "furniture"
    ]


@given(_PAGES, st.data())
def test_blocks_tile_the_text_page_by_page(texts: list[str], data: st.DataObject) -> None:
    made = document(*texts)
    breaks = data.draw(st.lists(st.integers(0, len(made.text)), max_size=4).map(lambda found: tuple(sorted(found))))
    made = Document(text=made.text, pages=made.pages, media_type="text/html", breaks=breaks)
    found = blocks(made)
    assert "".join(made.text[block.start : block.end] for block in found) == made.text
    assert all(before.end == after.start for before, after in pairwise(found))
    pages = {page.number: page for page in made.pages}
    assert all(pages[b.page].start <= b.start < b.end <= pages[b.page].end for b in found)
    assert len(sections(found, made.text)) == len(found)


def test_the_table_of_judgements_is_one_block_with_its_broken_rows() -> None:
    tables = [text for kind, text in on_page(1) if kind == "table"]
    assert len(tables) == 1
    assert tables[0].startswith("1. Children who need help")
    assert tables[0].endswith("Requires improvement to be good")


def test_labelled_lines_stand_alone() -> None:
    assert ("paragraph", "Inspection date: 3 March to 14 March 2025") in on_page(1)
    assert ("paragraph", "Report published: 2 May 2025") in on_page(1)


def test_a_contents_page_and_page_numbers_are_furniture() -> None:
    assert on_page(2) == []
    assert ("furniture", "4") in shown(document(*REPORT))


def test_bullets_keep_their_wrapped_lines_and_their_depth() -> None:
    report = document(*REPORT)
    found = [block for block in blocks(report) if block.kind == "bullet"]
    assert len(found) == 8
    assert [block.level for block in found] == [1, 1, 2, 2, 1, 2, 2, 2]
    assert "whom nine live outside the\ncounty" in report.text[found[6].start : found[6].end]


def test_a_footnote_is_a_paragraph_of_its_own() -> None:
    assert on_page(3)[-1] == (
        "paragraph",
        "2 Residential schools look after children for fewer than 295 days in any one year.",
    )


def test_paragraphs_end_where_a_short_line_ends_a_sentence() -> None:
    kinds = [(kind, text[:12]) for kind, text in on_page(4)]
    assert kinds == [
        ("heading", "Executive su"),
        ("paragraph", "Senior leade"),
        ("paragraph", "Supervision "),
        ("heading", "Recommendati"),
        ("paragraph", "1. Make sure"),
        ("paragraph", "2. Reduce th"),
    ]


def test_headings_run_over_lines_and_carry_the_grade() -> None:
    kind, text = on_page(5)[0]
    assert kind == "heading"
    assert states_grade(text)


def test_standing_text_and_the_address_below_it_are_furniture() -> None:
    assert [text[:3] for _, text in on_page(6)] == ["the", "13."]


def test_running_lines_are_furniture_on_every_page() -> None:
    texts = [
        f"Inspection of Northshire\n{n} to 14 March 2025 {n}\nPlans are clear on page {'abcd'[n]}.\n" for n in range(4)
    ]
    found = shown(document(*texts))
    assert [text for kind, text in found if kind == "paragraph"] == [f"Plans are clear on page {c}." for c in "abcd"]


@pytest.mark.parametrize("pages", [3, 7])
def test_what_pages_say_again_and_nothing_else_is_no_running_line(pages: int) -> None:
    said = "Inspection of Northshire\nSix homes were closed.\nNobody was told.\n"
    found = shown(document("Northshire\nPlans are clear.\n", *[said] * pages, "Staff are kind.\n"))
    assert sum("Six homes were closed." in text for kind, text in found if kind == "paragraph") == pages


def test_section_paths_cross_pages_and_leave_the_title_out() -> None:
    report = document(*REPORT)
    found = blocks(report)
    paths = {
        " ".join(report.text[block.start : block.end].split())[:12]: path
        for block, path in zip(found, sections(found, report.text), strict=True)
    }
    assert paths["1. Children "] == ()
    assert paths["• About 41,0"] == ("The council", "Facts about the council", "Children living in the county")
    assert paths["• On 1 March"] == ("The council", "Facts about the council", "Children looked after in the county")
    assert paths["1. Make sure"] == ("Recommendations",)
    assert paths["13. Not all "][0].startswith("The experiences of children")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Help and protection: good", True),
        ("Leadership, management and\ngovernance Inadequate", True),
        ("The board requires improvement", True),
        ("Services in Northshire are outstanding", True),
        ("A good start", False),
        ("Executive summary", False),
    ],
)
def test_headings_that_state_a_grade(heading: str, expected: bool) -> None:
    assert states_grade(heading) is expected


def test_a_format_that_marks_headings_and_blocks_is_believed() -> None:
    parts = ["Northshire\n", "\nWhat we found.\n", "\nPlans are\nclear and\n", "\nshort\n", "\n- one\n", "- two\n"]
    starts, at = [], 0
    for part in parts:
        starts.append(at + len(part) - len(part.lstrip()))
        at += len(part)
    text = "".join(parts)
    made = Document(
        text=text,
        pages=(Page(number=1, start=0, end=len(text)),),
        media_type="text/markdown",
        headings=((0, 10), (starts[1], starts[1] + 14)),
        breaks=tuple(starts),
    )
    assert [kind for kind, _ in shown(made)] == ["heading", "heading", "paragraph", "paragraph", "bullet", "bullet"]


def test_rows_of_cells_are_one_table() -> None:
    found = shown(document("Staff left.\n\nYear | Staff\n2023 | 41\n2024 | 55\n\nMore will come.\n"))
    assert ("table", "Year | Staff 2023 | 41 2024 | 55") in found


@pytest.mark.parametrize("head", ["Measure Number\n", "Year to March 2018 2019\n", ""])
def test_rows_of_a_name_and_its_figures_are_one_table(head: str) -> None:
    rows = "Foster homes 41 44\nChildren adopted 9 12\nVisits made late 1,204 7.5%\n"
    found = shown(document(f"Homes and visits\n{head}{rows}Managers look at the list of them in each of the teams.\n"))
    assert found[0] == ("heading", "Homes and visits")
    assert found[1] == ("table", " ".join(f"{head}{rows}".split()))
    assert found[2][0] == "paragraph"


def test_headings_that_end_in_a_number_are_no_table() -> None:
    found = shown(
        document("Part 1\nPart 2\nWhat the council did in 2014\nPlans are clear to all of those who read them.\n")
    )
    assert [kind for kind, _ in found if kind == "table"] == []


def test_a_page_without_text_is_furniture() -> None:
    made = document("Plans are clear.\n", "\n\n")
    assert [block.kind for block in blocks(made)] == ["paragraph", "furniture"]

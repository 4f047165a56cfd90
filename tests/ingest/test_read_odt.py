"""ODT: headings, paragraphs, lists and tables in document order; what is hidden or deleted never shows."""

from __future__ import annotations

import io
import zipfile

import make_files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.model import Document
from ingest.read.file import read_data

STYLES = """
<style:style style:name="Unseen" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="UnseenToo" style:family="text" style:parent-style-name="Unseen"/>
<style:style style:name="Struck" style:family="text"><style:text-properties
  style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
<style:style style:name="NotStruck" style:family="text" style:parent-style-name="Struck"><style:text-properties
  style:text-line-through-style="none" style:text-line-through-type="none"/></style:style>
<style:style style:name="Raised" style:family="text"><style:text-properties
  style:text-position="super 58%"/></style:style>
<style:style style:name="UnseenLine" style:family="paragraph"><style:text-properties
  text:display="none"/></style:style>
<style:style style:name="Opens" style:family="paragraph"><style:paragraph-properties
  fo:break-before="page"/></style:style>
<style:style style:name="Ends" style:family="paragraph"><style:paragraph-properties
  fo:break-after="page"/></style:style>
<style:style style:name="OnNewSheet" style:family="paragraph" style:master-page-name="Standard"/>
<style:style style:name="OpensTable" style:family="table"><style:table-properties
  fo:break-before="page"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<text:list-style style:name="Numbers">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
  <text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="Points">
  <text:list-level-style-bullet text:level="1" text:bullet-char="-"/>
</text:list-style>
"""
OUTLINE = """<text:outline-style style:name="Outline">
  <text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:outline-level-style text:level="2" style:num-format=""/>
</text:outline-style><style:style style:name="Title" style:family="paragraph"/>"""


def read(body: str, *, named: str = "", title: str = "") -> Document:
    return read_data(make_files.odt(body, styles=STYLES, named=named, title=title))


def p(text: str, style: str = "Plain") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{p(text)}</table:table-cell>"


def pages(document: Document) -> list[str]:
    return [document.text[page.start : page.end].strip() for page in document.pages]


def headings(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.headings]


def test_document_order() -> None:
    document = read(
        p("Inspection of Testshire", "P1")
        + p("Before   the\n table.")
        + "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
        + cell("Area") + cell("Grade")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell("Leaders") + f"<table:table-cell>{p('Good')}{p('again')}</table:table-cell>"
        + "</table:table-row></table:table>"
        + '<text:h text:outline-level="2">What needs to improve</text:h>'
        + '<text:list text:style-name="Points"><text:list-item>' + p("The timeliness of visits.")
        + "</text:list-item><text:list-item>" + p("The quality of plans.") + "</text:list-item></text:list>"
        + p("After<text:tab/>the lists,<text:s text:c='3'/>37 visits<text:line-break/>were late."),
        title="Testshire 2021",
        named='<style:style style:name="Title" style:family="paragraph"/>',
    )  # fmt: skip
    assert document.media_type == "application/vnd.oasis.opendocument.text"
    assert document.title == "Testshire 2021"
    assert headings(document) == ["Inspection of Testshire", "What needs to improve"]
    assert document.text == (
        "Inspection of Testshire\n\nBefore the table.\n\nArea | Grade\nLeaders | Good again\n\n"
        "What needs to improve\n\n• The timeliness of visits.\n• The quality of plans.\n\n"
        "After the lists, 37 visits\nwere late.\n"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        p(span("88 were at risk.", "Unseen")), p(span("88 were at risk.", "UnseenToo")),
        p(span(span("88 were at risk.", "Plain"), "Unseen")), p(span("88 were at risk.", "Struck")),
        p("88 were at risk.", "UnseenLine"),
        f'<text:section text:name="Draft" text:display="none">{p("88 were at risk.")}</text:section>',
        f'<text:section text:display="condition" text:is-hidden="true">{p("88 were at risk.")}</text:section>',
        p('<text:hidden-paragraph text:condition="ooow:1" text:is-hidden="true"/>88 were at risk.'),
        p('<text:hidden-text text:is-hidden="true" text:string-value="88">88 were at risk.</text:hidden-text>'),
        p("<text:placeholder text:placeholder-type='text'>&lt;88 were at risk&gt;</text:placeholder>"),
        p(f"<office:annotation><dc:creator>Ada</dc:creator>{p('88 were at risk?')}</office:annotation>"),
        p("<text:ruby><text:ruby-text>88</text:ruby-text></text:ruby>"),
        f"<table:table><table:table-row table:visibility='collapse'>{cell('88')}</table:table-row></table:table>",
        f"<table:table><table:table-row><table:covered-table-cell>{p('88 at risk')}</table:covered-table-cell>"
        "</table:table-row></table:table>",
        p(span("<draw:frame><draw:text-box>" + p("88 at risk") + "</draw:text-box></draw:frame>", "Unseen")),
        p("<draw:frame><draw:image/><svg:title>88</svg:title><svg:desc>88 at risk</svg:desc></draw:frame>"),
        f"<text:table-of-content><text:table-of-content-source>{p('88')}</text:table-of-content-source></text:table-of-content>",
    ],
)  # fmt: skip
def test_what_is_hidden_or_struck_out_is_not_there(hidden: str) -> None:
    document = read(p("There were 37 visits.") + hidden + p(f"Plans are {span('well', 'NotStruck')} made."))
    assert document.text == "There were 37 visits.\n\nPlans are well made.\n"


def test_what_is_hidden_only_on_a_condition_that_does_not_hold_is_there() -> None:
    document = read(
        f'<text:section text:display="condition" text:condition="ooow:0">{p("37 were late.")}</text:section>'
        + p('<text:hidden-text text:condition="ooow:0" text:string-value="x">Two more.</text:hidden-text>')
    )
    assert document.text == "37 were late.\n\nTwo more.\n"


def test_tracked_changes() -> None:
    document = read(
        "<text:tracked-changes><text:changed-region text:id='one'><text:deletion>"
        f"{p('12 and a whole line')}</text:deletion></text:changed-region>"
        "<text:changed-region text:id='two'><text:insertion/></text:changed-region>"
        "<text:changed-region text:id='three'><text:deletion/></text:changed-region></text:tracked-changes>"
        + p(
            "There were <text:change text:change-id='one'/><text:change-start text:change-id='two'/>37"
            "<text:change-end text:change-id='two'/> visits<text:change-start text:change-id='three'/>, or 88"
        )
        + p("or more<text:change-end text:change-id='three'/>.")
    )
    assert document.text == "There were 37 visits\n\n.\n"


def test_notes_and_text_boxes_follow_the_paragraph_that_names_them() -> None:
    def note(kind: str, text: str) -> str:
        body = f"<text:note-body>{p(text)}</text:note-body>"
        return f"<text:note text:note-class='{kind}'><text:note-citation>1</text:note-citation>{body}</text:note>"

    box = f"<draw:frame><draw:text-box>{p('In a box: 12 are new.')}</draw:text-box></draw:frame>"
    shape = f"<draw:custom-shape>{p('In a shape.')}</draw:custom-shape>"
    document = read(
        p(f"It looks after 412{note('footnote', 'Of whom 41 wait.')} children.{note('endnote', 'Last of all.')}")
        + p(f"It has {box} homes.{shape}")
        + "<table:table><table:table-row>" + cell(f"Plans{note('footnote', 'All of them.')}") + cell("96")
        + "</table:table-row></table:table>" + p("The end.")
    )  # fmt: skip
    assert document.text.rstrip("\n").split("\n\n") == [
        "It looks after 412 children.", "Of whom 41 wait.", "It has homes.", "In a box: 12 are new.", "In a shape.",
        "Plans | 96", "All of them.", "The end.", "Last of all.",
    ]  # fmt: skip


def test_raised_marks_are_no_digits() -> None:
    document = read(p(f"It looks after 412{span('1', 'Raised')} children in 3 km{span('2', 'Raised')}."))
    assert document.text == "It looks after 412 children in 3 km².\n"


def test_numbers_of_lists_and_headings() -> None:
    def items(*texts: str) -> str:
        return "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)

    def listed(inner: str, more: str = "") -> str:
        return f'<text:list text:style-name="Numbers" {more}>{inner}</text:list>'

    document = read(
        '<text:h text:outline-level="1">Findings</text:h>'
        + listed(items(p("One."), p("Two.") + p("More of two.") + f"<text:list>{items(p('Deeper.'))}</text:list>"))
        + p("Between.")
        + listed(items(p("Three.")), 'text:continue-numbering="true" xml:id="a"')
        + '<text:h text:outline-level="2">Unnumbered</text:h>'
        + listed(items(p("Anew.")))
        + listed(f'<text:list-item text:start-value="7">{p("Seven.")}</text:list-item>')
        + listed(items(p("Four.")), 'text:continue-list="a"')
        + '<text:h text:outline-level="1">Reasons</text:h>',
        named=OUTLINE,
    )
    assert document.text == (
        "1. Findings\n\n1. One.\n2. Two.\n\nMore of two.\n\n2.1 Deeper.\n\nBetween.\n\n3. Three.\n\nUnnumbered\n\n"
        "1. Anew.\n7. Seven.\n4. Four.\n\n2. Reasons\n"
    )


def test_cells_that_span_are_said_where_they_stand() -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    covered = "<table:covered-table-cell/>"
    document = read(
        "<table:table>"
        + row(cell("Children in 2019", 'table:number-columns-spanned="3"'), covered, covered)
        + row(cell("Plans", 'table:number-rows-spanned="2"'), cell("new"), cell("96"))
        + row(covered, cell("old"), cell("41"))
        + row(cell("Both", 'table:number-columns-spanned="2"'), covered, cell(""))
        + row(cell("0", 'table:number-columns-repeated="3"'))
        + "</table:table>"
    )
    assert document.text == "Children in 2019\nPlans | new | 96\nPlans | old | 41\nBoth | Both |\n0\n".replace(
        " |\n", "\n"
    )


def test_pages_begin_where_styles_and_the_program_say() -> None:
    soft = "<text:soft-page-break/>"
    document = read(
        p("A first page.", "OnNewSheet") + p("A second.", "Opens") + p("", "Ends")
        + p(f"A third. {soft}Half of it a fourth.") + soft + p("A fifth.")
        + f"<table:table>{soft}<table:table-row>{cell('On a sixth')}</table:table-row></table:table>"
        + f"<table:table table:style-name='OpensTable'><table:table-row>{cell('On a seventh')}</table:table-row>"
        + "</table:table>"
        + p(f"{soft}An eighth.", "OnNewSheet")
    )  # fmt: skip
    assert pages(document) == [
        "A first page.", "A second.", "A third.", "Half of it a fourth.", "A fifth.", "On a sixth", "On a seventh",
        "An eighth.",
    ]  # fmt: skip


def test_a_box_fixed_to_a_page_stands_on_it() -> None:
    box = f"<draw:text-box>{p('Boxed.')}</draw:text-box>"
    fixed = f"<draw:frame text:anchor-type='page' text:anchor-page-number='2'>{box}</draw:frame>"
    document = read(fixed + p("One.") + p("Two.", "Opens") + p("Three.", "Opens"))
    assert pages(document) == ["One.", "Two.\n\nBoxed.", "Three."]


def test_without_pages_there_is_one() -> None:
    assert len(read(p("One.") + p("Two.")).pages) == 1


def test_damage_and_locks_are_named() -> None:
    sound = make_files.odt(p("37 visits were late."))
    for cut in range(40, len(sound), 97):
        with pytest.raises(ReadError):
            read_data(sound[:cut])
    with pytest.raises(ReadError, match="password"):
        read_data(make_files.odt(p("x"), manifest="<encryption-data/>"))
    with pytest.raises(ReadError, match="no text"):
        read_data(make_files.odt(p("")))
    with pytest.raises(ReadError, match=r"spreadsheet \(ODS\)"):
        read_data(make_files.odt(p("x"), kind="application/vnd.oasis.opendocument.spreadsheet"))
    assert (
        read_data(make_files.odt(p("37 late."), kind="application/vnd.oasis.opendocument.text-template")).text
        == "37 late.\n"
    )


def test_bombs_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b" " * (64 * 1024**2))
    with pytest.raises(ReadError, match="unpacks to 64 MB"):
        read_data(out.getvalue())
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    sound = zipfile.ZipFile(io.BytesIO(make_files.odt(p("37 were late, &e11;"))))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sound.namelist():
            text = sound.read(name).decode()
            archive.writestr(name, f'<!DOCTYPE x [<!ENTITY e0 "ha">{laughs}]>{text}' if name == "content.xml" else text)
    with pytest.raises(ReadError, match="damaged"):
        read_data(bomb.getvalue())


@settings(deadline=None)
@given(st.data())
def test_any_nesting_is_read_or_named(data: st.DataObject) -> None:
    names = ["text:p", "text:h", "text:list", "text:list-item", "text:section", "text:span", "table:table",
             "table:table-row", "table:table-cell", "draw:frame", "draw:text-box", "text:note", "text:note-body",
             "text:soft-page-break", "text:change-start"]  # fmt: skip
    body = "37 late"
    for name in data.draw(st.lists(st.sampled_from(names), max_size=12)):
        style = data.draw(st.sampled_from(["", ' text:style-name="Opens"', ' text:style-name="Numbers"']))
        body = f"<{name}{style}>{body}</{name}>{data.draw(st.sampled_from(['', '<text:soft-page-break/>', 'tail']))}"
    try:
        document = read(p("Some words.") + body)
    except ReadError:
        return
    assert document.pages[-1].end == len(document.text)

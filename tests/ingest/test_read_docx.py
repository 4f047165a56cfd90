"""DOCX: headings, paragraphs, lists and tables in document order; bombs and damage are refused."""

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

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def report() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = "Testshire 2021"
    document.add_heading("Inspection of Testshire", 0)
    document.add_paragraph("Before the table.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["Area", "Grade", "Leaders", "Good\nagain"], strict=True
    ):
        cell.text = text
    document.add_heading("What needs to improve", 1)
    document.add_paragraph("The timeliness of visits.", style="List Bullet")
    document.add_paragraph("The quality of plans.", style="List Bullet")
    document.add_paragraph("First of all.", style="List Number")
    document.add_paragraph("Second of all.", style="List Number")
    document.add_paragraph("After\tthe lists, 37 visits\nwere late.")
    return make_files.docx_bytes(document)


def with_body(inner: str, **notes: str) -> bytes:
    """Returns a Word document whose body is the given WordprocessingML, with `footnotes` and `endnotes` if given."""
    source = zipfile.ZipFile(io.BytesIO(report()))
    out = io.BytesIO()
    parts = {"word/document.xml": f'<w:document xmlns:w="{NAMESPACE}"><w:body>{inner}</w:body></w:document>'}
    related, types = "", ""
    for kind, said in notes.items():
        parts[f"word/{kind}.xml"] = f'<w:{kind} xmlns:w="{NAMESPACE}">{said}</w:{kind}>'
        related += (
            f'<Relationship Id="x{kind}" Target="{kind}.xml" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
        )
        types += (
            f'<Override PartName="/word/{kind}.xml" '
            f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        )
    for name, end, more in (
        ("word/_rels/document.xml.rels", "</Relationships>", related),
        ("[Content_Types].xml", "</Types>", types),
    ):
        parts[name] = source.read(name).decode().replace(end, more + end)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, parts.pop(name) if name in parts else source.read(name))
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(run(text))}</w:tc>"


def note_mark(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def spanning(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


MERGED = '<w:vMerge w:val="restart"/>'


def pages(document: Document) -> list[str]:
    return [document.text[page.start : page.end].strip() for page in document.pages]


def headings(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.headings]


def test_document_order() -> None:
    document = read_data(report())
    assert document.media_type.endswith("wordprocessingml.document")
    assert document.title == "Testshire 2021"
    assert headings(document) == ["Inspection of Testshire", "What needs to improve"]
    assert document.text == (
        "Inspection of Testshire\n\nBefore the table.\n\nArea | Grade\nLeaders | Good again\n\n"
        "What needs to improve\n\n"
        "• The timeliness of visits.\n• The quality of plans.\n1. First of all.\n2. Second of all.\n\n"
        "After the lists, 37 visits\nwere late.\n"
    )


def test_tracked_changes_and_content_controls() -> None:
    document = read_data(
        with_body(
            "<w:p><w:r><w:t>There were </w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>37</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> visits.</w:t></w:r></w:p>"
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>Inside</w:t><w:noBreakHyphen/><w:t>control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
    )
    assert document.text == "There were 37 visits.\n\nInside-control.\n"


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>", "<w:strike/>", '<w:strike w:val="1"/>', "<w:dstrike/>", '<w:rStyle w:val="Unseen"/>',
    ],
)  # fmt: skip
def test_what_is_hidden_or_struck_out_is_not_there(properties: str) -> None:
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document()
    base = document.styles.add_style("Unseen base", WD_STYLE_TYPE.CHARACTER)
    base.font.hidden = True
    document.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER).base_style = base
    from docx.oxml import parse_xml

    said = p(run("There were "), run("12 ", properties), run("37 visits."))
    document.element.body.insert(0, parse_xml(said.replace("<w:p>", f'<w:p xmlns:w="{NAMESPACE}">', 1)))
    assert read_data(make_files.docx_bytes(document)).text == "There were 37 visits.\n"


def test_what_a_run_takes_back_of_its_style_is_shown() -> None:
    assert (
        read_data(with_body(p(run("37 visits.", '<w:strike w:val="0"/><w:vanish w:val="false"/>')))).text
        == "37 visits.\n"
    )


def test_rows_that_were_deleted_and_controls_that_nobody_filled_in_are_left_out() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('12')}</w:tr>"
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent><w:tr>{cell('37')}</w:tr><w:tr>{cell('38')}</w:tr></w:sdtContent></w:sdt>"
    document = read_data(
        with_body(
            control.format(p(run("Enter a date.")))
            + f"<w:tbl>{gone}{filled}</w:tbl>"
            + p(control.format(run("x")), run("End."))
        )
    )
    assert document.text == "37\n38\n\nEnd.\n"


@pytest.mark.parametrize(
    ("before", "mark", "text"),
    [
        ("412", "1", "412 children."),
        ("412", "1, 2", "412 children."),
        ("412", "[3]", "412 children."),
        ("412", "*", "412 children."),
        ("on the 1", "st", "on the 1st children."),
        ("40 km", "2", "40 km² children."),
    ],
)
def test_raised_marks_of_notes_are_no_digits(before: str, mark: str, text: str) -> None:
    raised = run(mark, '<w:vertAlign w:val="superscript"/>')
    assert read_data(with_body(p(run(before), raised, run(" children.")))).text == f"{text}\n"


def test_notes_stand_below_what_names_them() -> None:
    note = '<w:footnote w:id="{}"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>'
    line = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>'
    document = read_data(
        with_body(
            p(run("96 plans"), note_mark(2), run(" are in force."))
            + p(run("Next."), '<w:r><w:endnoteReference w:id="1"/></w:r>', note_mark(9))
            + f"<w:tbl><w:tr><w:tc>{p(run('cell'), note_mark(3))}</w:tc></w:tr></w:tbl>"
            + p(run("Last.")),
            footnotes=line
            + note.format(2, run(" Of these, 41 had run for ") + run("9", "<w:strike/>") + run("two years."))
            + note.format(3, run("Of the cell.")),
            endnotes='<w:endnote w:id="1"><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote>',
        )
    )
    assert document.text == (
        "96 plans are in force.\n\nOf these, 41 had run for two years.\n\nNext.\n\ncell\n\nOf the cell.\n\nLast.\n\n"
        "At the end.\n"
    )


def test_damaged_notes_leave_the_text_as_it_is() -> None:
    document = read_data(with_body(p(run("96 plans."), note_mark(2)), footnotes="<w:footnote"))
    assert document.text == "96 plans.\n"


def test_text_boxes_stand_apart_from_the_sentence_they_hang_on() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(run('In the box.'))}{p(run('Two.'))}</w:txbxContent></w:pict></w:r>"
    assert read_data(with_body(p(run("There were "), box, run("37 visits.")))).text == (
        "There were 37 visits.\n\nIn the box.\n\nTwo.\n"
    )


def test_merged_cells_are_said_in_each_row_and_column() -> None:
    head = f"<w:tr>{cell('Area')}{cell('Missing', spanning(2))}</w:tr>"
    first = f"<w:tr>{cell('West', MERGED)}{cell('2018')}{cell('71')}</w:tr>"
    second = f"<w:tr>{cell('', '<w:vMerge/>')}{cell('2019')}{cell('66')}</w:tr>"
    empty = f"<w:tr>{cell('East')}{cell('')}{cell('12')}</w:tr>"
    whole = f"<w:tr>{cell('Counted in May', spanning(3))}</w:tr>"
    document = read_data(with_body(f"<w:tbl>{head}{first}{second}{empty}{whole}</w:tbl>"))
    assert document.text == (
        "Area | Missing | Missing\nWest | 2018 | 71\nWest | 2019 | 66\nEast | | 12\nCounted in May\n"
    )


CONTINUOUS = '<w:type w:val="continuous"/>'
HARD, NOTED = '<w:r><w:br w:type="page"/></w:r>', "<w:r><w:lastRenderedPageBreak/></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(run("One.")) + p(HARD) + p(run("Two.")), ["One.", "Two."]),
        (p(run("One."), HARD) + p(NOTED, run("Two.")), ["One.", "Two."]),  # the same page
        (p(run("One.")) + p(run("Two."), properties="<w:pageBreakBefore/>"), ["One.", "Two."]),
        (p(run("A sentence "), NOTED, run("goes on.")) + p(run("Two.")), ["A sentence", "goes on.\n\nTwo."]),
        (p(run("One.")) + p(HARD) + p(HARD) + p(run("Three.")), ["One.", "", "Three."]),
        (p(run("One."), properties="<w:sectPr/>") + p(run("Two.")) + "<w:sectPr/>", ["One.", "Two."]),
        (
            p(run("One."), properties="<w:sectPr/>") + p(run("Two.")) + f"<w:sectPr>{CONTINUOUS}</w:sectPr>",
            ["One.\n\nTwo."],
        ),
        (f"<w:tbl><w:tr>{cell('a')}</w:tr><w:tr><w:tc>{p(NOTED, run('b'))}</w:tc></w:tr></w:tbl>", ["a", "b"]),
        (p(HARD.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"), run("One.")), ["One."]),
        (p(run("One.")) + p(HARD), ["One."]),
    ],
)  # fmt: skip
def test_pages_begin_at_hard_breaks_and_where_word_noted_one(body: str, expected: list[str]) -> None:
    document = read_data(with_body(body))
    assert pages(document) == expected
    assert [page.number for page in document.pages] == list(range(1, len(expected) + 1))
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)


def test_a_heading_on_a_new_page_is_one_and_lists_go_on_counting() -> None:
    document = read_data(
        with_body(
            p(run("One."))
            + p(HARD, run("Part 2"), properties='<w:outlineLvl w:val="0"/>')
            + p(NOTED, run("An item."), properties='<w:pStyle w:val="ListBullet"/>')
        )
    )
    assert headings(document) == ["Part 2"]
    assert pages(document) == ["One.", "Part 2", "• An item."]


def test_nested_tables_are_said_once() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    document = read_data(
        with_body(
            f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc><w:tc><w:p><w:r><w:t>outer</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )
    )
    assert document.text == "inner | outer\n"


def test_deep_nesting_is_refused_or_read() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000 + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * 3000
    with pytest.raises(ReadError, match="damaged"):
        read_data(with_body(deep))


def test_entity_bombs_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    body = "<w:body><w:p><w:r><w:t>a &e9;</w:t></w:r></w:p></w:body>"
    bomb = f'<!DOCTYPE x [{entities}]><w:document xmlns:w="{NAMESPACE}">{body}</w:document>'
    source = zipfile.ZipFile(io.BytesIO(report()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, bomb if name == "word/document.xml" else source.read(name))
    try:
        assert len(read_data(out.getvalue()).text) < 100
    except ReadError as error:
        assert "damaged" in error.reason


def test_external_entities_are_not_fetched() -> None:
    xml = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{NAMESPACE}">'
        "<w:body><w:p><w:r><w:t>before &e; after</w:t></w:r></w:p></w:body></w:document>"
    )
    source = zipfile.ZipFile(io.BytesIO(report()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else source.read(name))
    assert read_data(out.getvalue()).text.startswith("before")
    assert len(read_data(out.getvalue()).text) < 20


def test_zip_bombs_are_refused_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<" + b" " * (64 * 1024**2))
    with pytest.raises(ReadError, match="zip bomb"):
        read_data(out.getvalue())


def test_no_text() -> None:
    with pytest.raises(ReadError, match="no text in it"):
        read_data(with_body("<w:p/>"))


@given(st.integers(100, len(report())))
@settings(max_examples=40, deadline=None)
def test_any_truncation_is_refused(length: int) -> None:
    data = report()[:length]
    if len(data) < len(report()):
        with pytest.raises(ReadError, match="damaged or was cut short"):
            read_data(data)

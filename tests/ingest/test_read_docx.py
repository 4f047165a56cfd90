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


def with_body(inner: str) -> bytes:
    """Returns a Word document whose body is the given WordprocessingML."""
    source = zipfile.ZipFile(io.BytesIO(report()))
    out = io.BytesIO()
    xml = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{inner}</w:body></w:document>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else source.read(name))
    return out.getvalue()


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

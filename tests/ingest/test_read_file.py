"""What kind a file is shows in its content; what cannot be read is named, with a next step."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import make_files
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.model import Document
from ingest.read import read_file
from ingest.read.file import read_data


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "content")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "an image (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "an image (JPEG)"),
        (b"II*\x00" + bytes(20), "an image (TIFF)"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(20), "an image (WebP)"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "an image (HEIC)"),
        (b"BM\x1e\x00\x00\x00" + bytes(24), "an image (BMP)"),
        (b'<?xml version="1.0"?><svg xmlns="x"><text>hello</text></svg>', "an image (SVG)"),
        (b'<?xml version="1.0"?><feed><entry>hello</entry></feed>', "an XML file"),
        (zipped("a.pdf", "b.pdf"), "a ZIP archive"),
        (zipped("xl/workbook.xml"), "a spreadsheet (Excel)"),
        (zipped("ppt/presentation.xml"), "a presentation (PowerPoint)"),
        (zipped("mimetype", "content.xml"), "an OpenDocument file"),
        (zipped("mimetype", "META-INF/container.xml"), "an electronic book (EPUB)"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document (.doc)"),
        (OLE + "Workbook".encode("utf-16-le"), "an old spreadsheet (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a password-protected Office document"),
        (OLE, "an old Office file"),
        (b"{\\rtf1\\ansi hello", "a rich text file (RTF) that was cut short"),
        (b"\x1f\x8b\x08" + bytes(20), "a compressed file (gzip)"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "an archive (7-Zip)"),
        (b"\x7fELF" + bytes(20), "a program"),
        (b"MZ\x90\x00\x03" + bytes(20), "a Windows program"),
        (b"SQLite format 3\x00" + bytes(20), "a database (SQLite)"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nhello", "an e-mail or a web archive (MIME)"),
        (bytes(range(256)) * 8, "binary data"),
        (bytes(2000), "binary data"),
        (zipped("word/document.xml")[:60], "a Word document (DOCX) that is damaged or was cut short"),
    ],
)
def test_unsupported_kinds_are_named(tmp_path: Path, data: bytes, named: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_file(path)
    assert named in caught.value.reason
    assert caught.value.next_step.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "MZ is how this text begins.",
        "BZh, said the bee.",
        "OggS and ID3 are four and three letters.",
        "PDF files begin with %PDF-1.7, as every reader knows.",
        "Stock: WAVE, eight letters in.",
    ],
)
def test_texts_that_begin_like_something_else_are_text(text: str) -> None:
    assert read_data(text.encode()).media_type == "text/plain"


def test_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    with pytest.raises(ReadError, match=r"empty \(0 bytes\)"):
        read_file(path)


def test_gone(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="not there"):
        read_file(tmp_path / "gone.pdf")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="It is a folder"):
        read_file(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    with pytest.raises(ReadError, match="device or a pipe"):
        read_file(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("secret", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match="may not read it"):
        read_file(path)


def test_permission_denied_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("secret", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(ReadError, match="may not read it"):
        read_file(path)


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(500 * 1024**2 + 1)  # sparse: takes no room on the disk
    with pytest.raises(ReadError, match="larger than 500 MB"):
        read_file(path)


def test_a_name_with_a_nul_is_an_error_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        read_file(tmp_path / "a\0b.pdf")


def test_what_a_parser_never_expected_is_a_read_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> Document:
        raise ZeroDivisionError

    monkeypatch.setattr("ingest.read.pdf.read_pdf", fail)
    path = tmp_path / "report.pdf"
    path.write_bytes(make_files.pdf())
    with pytest.raises(ReadError, match="ZeroDivisionError"):
        read_file(path)


@given(
    st.one_of(
        st.binary(max_size=2000),
        st.builds(bytes.__add__, st.sampled_from([b"PK\x03\x04", b"<html>", b"\xff\xfe", b"# A\n", OLE]), st.binary()),
        st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text().map(lambda text: text.encode("utf-16", "surrogatepass")),
    )
)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(data)
    try:
        document = read_file(path)
    except ReadError as error:
        assert error.reason
        return
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    assert any(c.isalnum() for c in document.text)
    assert all(document.text[start:end].strip() for start, end in document.headings)


def test_a_file_that_grows_while_it_is_read_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.md"
    path.write_text("Visits are made on time.\n", encoding="utf-8")
    opened = Path.open

    def later(self: Path, mode: str = "r") -> object:
        with opened(self, "ab") as file:
            file.write(b"The rest is being copied.\n")
        return opened(self, mode)

    monkeypatch.setattr(Path, "open", later)
    with pytest.raises(ReadError, match="It changed while it was read"):
        read_file(path)

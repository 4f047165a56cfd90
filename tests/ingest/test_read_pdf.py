"""PDF: pages tile the text, labels are what is printed, and whatever is wrong is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import make_files
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.model import Document
from ingest.read import read_file
from ingest.read.file import read_data
from ingest.read.labels import printed_labels
from ingest.read.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = make_files.pdf(title="Testshire\u00a02021")


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the file has is read here; text recognition is tested in test_read_ocr.py."""
    monkeypatch.setattr("ingest.read.ocr.installed", lambda: False)


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[bytes], ReadError]:
    def read(data: bytes) -> ReadError:
        path = tmp_path / 'ré\'port "1" of 2.txt'  # the name says nothing
        path.write_bytes(data)
        with pytest.raises(ReadError) as caught:
            read_file(path)
        assert caught.value.next_step.endswith(".")
        return caught.value

    return read


def page_text(document: Document, number: int) -> str:
    page = document.pages[number - 1]
    return document.text[page.start : page.end]


def check_tiling(document: Document) -> None:
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))
    for page, following in zip(document.pages, document.pages[1:], strict=False):
        assert page.end == following.start
    assert all(page_text(document, page.number).endswith("\n") for page in document.pages)


def test_pages_tile_the_text(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(GOOD)
    document = read_file(path)
    check_tiling(document)
    assert document.media_type == "application/pdf"
    assert document.title == "Testshire 2021"
    assert page_text(document, 2) == "Testshire report 2\nIn May 2020, 37 visits were late.\nPlans are well-made.\n"
    assert page_text(document, 3) == "Testshire report 3\n£4 was spent on 25% of them.\n"


def test_labels_are_the_printed_numbers() -> None:
    assert [page.label for page in read_data(GOOD).pages] == [None, "2", "3", "4"]


def test_a_blank_page_keeps_its_number() -> None:
    document = read_data(make_files.pdf([["First page"], [], [], ["Last page"]]))
    check_tiling(document)
    assert [page_text(document, number) for number in (1, 2, 3, 4)] == ["First page\n", "\n", "\n", "Last page\n"]


@pytest.mark.parametrize(
    ("pages", "labels"),
    [
        (["Cover", "Contents", "1\nText", "2\nText", "Text\n3"], [None, None, "1", "2", "3"]),
        (["Page 1 of 3\nText", "Page 2 of 3\nText", "Page 3 of 3"], ["1", "2", "3"]),
        (["12 March 2019\nA", "In 2018, 40\nB", "7 children\nC"], [None, None, None]),
        (["no numbers", "at all"], [None, None]),
        (["Only page 1"], [None]),
        ([], []),
    ],
)
def test_printed_labels(pages: list[str], labels: list[str | None]) -> None:
    assert printed_labels(pages) == labels


def test_numbers_in_the_middle_of_a_page_are_no_labels() -> None:
    middle = "a\nb\nc\n{}\nd\ne\nf"
    assert printed_labels([middle.format(n) for n in (1, 2, 3)]) == [None, None, None]


def test_encrypted(refused: Callable[[bytes], ReadError]) -> None:
    assert refused(make_files.pdf(password="secret")).reason == "it is protected by a password"


def test_scan(refused: Callable[[bytes], ReadError]) -> None:
    error = refused(make_files.scan(3))
    assert error.reason == "it has 3 pages but no text: it is probably a scan"
    assert "OCR" in error.next_step


def test_pages_without_text_are_a_scan_only_where_they_are_pictures(refused: Callable[[bytes], ReadError]) -> None:
    for made in (make_files.scan(1), make_files.scanned_picture()):
        assert "probably a scan" in refused(made).reason
    blank = refused(make_files.pdf([()] * 2))
    assert blank.reason == "it has 2 pages with nothing written on them"
    ruled = refused(make_files.ruled())
    assert ruled.reason == "it has 1 page with nothing written on them"
    bullets = refused(make_files.pdf([("– … –", "• •")]))
    assert bullets.reason == "it has 1 page whose text says not which letters it is made of"
    assert "--force-ocr" in bullets.next_step


def test_zero_pages(refused: Callable[[bytes], ReadError]) -> None:
    assert "without pages" in refused(make_files.pdf_without_pages()).reason


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_truncated(refused: Callable[[bytes], ReadError], share: float) -> None:
    assert "damaged or was cut short" in refused(GOOD[: int(len(GOOD) * share)]).reason


def test_garbage_after_the_header(refused: Callable[[bytes], ReadError]) -> None:
    assert "damaged" in refused(b"%PDF-1.7\n" + bytes(range(256)) * 20).reason


def test_junk_before_the_header_does_no_harm() -> None:
    assert len(read_data(b"\r\n\r\n" + GOOD).pages) == 4


def test_too_many_pages(refused: Callable[[bytes], ReadError], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.read.pdf.MAX_PAGES", 3)
    assert "4 pages, more than the 3" in refused(GOOD).reason


def test_too_many_characters(refused: Callable[[bytes], ReadError], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.read.limits.MAX_CHARACTERS", 50)
    assert "more than 50 characters" in refused(GOOD).reason


def read_or_refuse(data: bytes) -> None:
    try:
        check_tiling(read_data_guarded(data))
    except ReadError as error:
        assert error.reason
        assert error.next_step


def read_data_guarded(data: bytes) -> Document:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(data)
        return read_file(path)


@given(st.integers(0, len(GOOD)))
def test_any_truncation_is_read_or_refused(length: int) -> None:
    read_or_refuse(GOOD[:length])


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 7)), min_size=1, max_size=40))
def test_any_flipped_bits_are_read_or_refused(flips: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, bit in flips:
        data[place] ^= 1 << bit
    read_or_refuse(bytes(data))


@given(st.binary(max_size=600))
def test_any_bytes_after_a_pdf_header_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(b"%PDF-1.4\n" + data + b"\nendobj\nstartxref\n9\n%%EOF")


def squashed(text: str) -> str:
    import re
    import unicodedata

    text = unicodedata.normalize("NFKC", text).replace("\xad", "").lower()
    return re.sub(r"[^a-z0-9%£]+", "", text)


def test_real_reports_keep_every_letter_and_digit() -> None:
    """On every tenth real report: each page's letters and digits are PDFium's own, and but for a few so is its text."""
    import pypdfium2

    folder = Path(os.environ.get("INSPECTQA_REPORTS") or Path(__file__).parents[2] / ".." / "shared" / "reports")
    paths = [path for path in sorted(folder.rglob("*.pdf")) if path.read_bytes()[:5] == b"%PDF-"][::10]
    if not paths:
        pytest.skip(f"no real reports in {folder}: set INSPECTQA_REPORTS to a folder of them")
    other, count = [], 0
    for path in paths:
        document = read_file(path)
        check_tiling(document)
        with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
            assert len(pdf) == len(document.pages)
            for page in document.pages:
                raw = pdf[page.number - 1].get_textpage().get_text_bounded()
                assert squashed(page_text(document, page.number)) == squashed(raw), (path.name, page.number)
                count += 1
                if page_text(document, page.number) != f"{normalise(raw)}\n":
                    other.append((path.name, page.number))
    assert len(other) <= count / 200, other

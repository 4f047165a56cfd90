"""PDF to text, page by page, by PDFium.

Knows PDF files and PDFium's ways; does not know what a report says. PDFium is not thread-safe: one lock in this process
guards every call, and parallel reading is done by processes (`ingest.read.worker`).
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from corpus.model import Document, Page
from ingest.read.forms import filled, has_form, is_placeholder
from ingest.read.labels import printed_labels
from ingest.read.limits import MAX_PAGES, SPLIT_IT, check_characters
from ingest.read.normalise import normalise, one_line
from ingest.read.ocr import recogniser
from ingest.read.page import page_text
from ingest.read.sheet import Sheet
from ingest.read.shown import garbled_file, has_few_words, no_words, unread
from ingest.read.words import garbled, mended

if TYPE_CHECKING:
    from corpus.model import Reading

LOCK = threading.Lock()
_NO_PAGES = re.compile(rb"/Kids\s*\[\s*\]|/Count\s+0\b")
# A whole file ends by saying where its last cross-reference table is, after its last object (ISO 32000-1, 7.5.5).
_ENDING = re.compile(rb"startxref\s+\d")

# FPDF_GetLastError's codes: https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdfview.h
_PASSWORD, _SECURITY = 4, 5


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page as it was read: its normalised text, how that was come by, and what of it makes no words."""

    text: str
    reading: Reading = "text"
    garbled: tuple[tuple[int, int], ...] = ()


def read_pdf(data: bytes) -> Document:
    """Reads the text of a PDF as PDFium gives it for each page's visible area, in the order in which it is read.

    Raises ReadError for an encrypted, damaged or zero-page file, one without text, and one over the limits.
    """
    with LOCK:
        sheets, labels, title = _extract(data)
    if not any(labels):
        labels = printed_labels([sheet.text for sheet in sheets])
    pages: list[Page] = []
    nonsense: list[tuple[int, int]] = []
    start = 0
    for number, (sheet, label) in enumerate(zip(sheets, labels, strict=True), start=1):
        end = start + len(sheet.text) + 1  # each page ends in its own line end, a blank one too
        pages.append(Page(number=number, start=start, end=end, label=label, reading=sheet.reading))
        nonsense += [(start + first, start + last) for first, last in sheet.garbled]
        start = end
    return Document(
        text="".join(f"{sheet.text}\n" for sheet in sheets),
        pages=tuple(pages),
        media_type="application/pdf",
        title=title,
        garbled=tuple(nonsense),
    )


def _extract(data: bytes) -> tuple[list[_Sheet], list[str | None], str | None]:
    """Returns each page as it was read and the file's own label of it, and the title in its metadata."""
    document = open_pdf(data)
    try:
        if not _ENDING.search(data, max(data.rfind(b"endobj"), 0)):
            # PDFium makes what it can of the rest; a report that is cited must be whole.
            raise _damaged()
        count = len(document)
        if count <= 0:
            raise _no_pages()
        if count > MAX_PAGES:
            raise ReadError(f"it has {count:,} pages, more than the {MAX_PAGES:,} a report may have", SPLIT_IT)
        sheets = _sheets(document)
        labels = [_own_words(document.get_page_label, index, limit=20) for index in range(count)]
        return sheets, labels, _own_words(document.get_metadata_value, "Title", limit=300)
    finally:
        document.close()


def _sheets(document: Any) -> list[_Sheet]:
    """Returns each page as it is read, by OCR where its text is none and OCR is installed."""
    texts = _page_texts(document)
    if is_placeholder(" ".join(texts)):
        raise _only_placeholder()
    texts = [normalise(text) for text in mended(texts)]
    sheets = [_sheet(document, index, text) for index, text in enumerate(texts)]
    if not any(_is_said(sheet) for sheet in sheets):
        if any(sheet.garbled for sheet in sheets):
            raise garbled_file(len(document))
        raise no_words(document)
    return sheets


def _sheet(document: Any, index: int, text: str) -> _Sheet:
    nonsense = tuple(garbled(text))
    reading: Reading = "garbled" if nonsense else "text"
    if has_few_words(text):
        page = document[index]
        try:
            reading = unread(page, text)
        finally:
            page.close()
    if reading != "text" and (recognise := recogniser()) is not None:
        page = document[index]
        try:
            found = recognise(page)
        finally:
            page.close()
        sheet = _Sheet(found.text, "recognised", found.unsure)
        if _is_said(sheet):
            return sheet
    return _Sheet(text, reading, nonsense)


def _is_said(sheet: _Sheet) -> bool:
    """Whether any letter or figure of a page stands outside what makes no words."""
    text, at = [], 0
    for start, end in sheet.garbled:
        text.append(sheet.text[at:start])
        at = end
    return any(c.isalnum() for c in "".join([*text, sheet.text[at:]]))


def open_pdf(data: bytes) -> Any:
    """Returns the file opened by PDFium, to be closed; raises ReadError that says why it cannot be. Holds no lock."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _cause_of_failure(data, error.err_code) from error


def _cause_of_failure(data: bytes, code: int | None) -> ReadError:
    """Returns why PDFium would not open the file.

    PDFium says nothing of a file without pages and leaves its last error as it was: the code alone cannot be trusted.
    """
    if code == _PASSWORD and b"/Encrypt" in data:
        return ReadError(
            "it is protected by a password", "Remove the password (open it, print it to a new PDF) and ingest that."
        )
    if code == _SECURITY and b"/Encrypt" in data:
        return ReadError("it is encrypted in a way that cannot be read", "Print it to a new PDF and ingest that.")
    if _NO_PAGES.search(data) and _ENDING.search(data):
        return _no_pages()
    return _damaged()


def _page_texts(document: Any) -> list[str]:
    """Returns each page's text as it is read, not yet normalised. Raises ReadError when a page cannot be loaded."""
    count, form = len(document), has_form(document)
    texts: list[str | None] = []
    length = 0
    for index in range(count):
        texts.append(_page_text(document, index, form=form))
        length += len(texts[-1] or "")
        check_characters(length)
    if unreadable := texts.count(None):
        raise ReadError(
            f"it is a damaged PDF: {unreadable:,} of its {count:,} pages cannot be read",
            "Fetch it again, or print it to a new PDF, and ingest that.",
        )
    return [text for text in texts if text is not None]


def _page_text(document: Any, index: int, *, form: bool) -> str | None:
    """Returns the page's text, None when the page itself cannot be loaded."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        textpage = page.get_textpage()
        try:
            return page_text(Sheet(page, textpage), filled(page) if form else ())
        finally:
            textpage.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _own_words(get: Any, key: Any, *, limit: int) -> str | None:
    """Returns what the file says of itself under `key`, None where it says nothing or nothing legible."""
    try:
        return one_line(str(get(key)), limit)
    except UnicodeDecodeError:  # metadata of unpaired surrogates
        return None


def _only_placeholder() -> ReadError:
    return ReadError(
        "it is a form of the XFA kind, which only its own program can show: its one page says no more than to wait",
        "Open it in Adobe Reader, print it to a new PDF and ingest that.",
    )


def _no_pages() -> ReadError:
    return ReadError("it is a PDF without pages", "Fetch or save the file again, then ingest it.")


def _damaged() -> ReadError:
    return ReadError("it is a PDF that is damaged or was cut short", "Fetch or save the file again, then ingest it.")

"""PDF to text, page by page, by PDFium.

Knows PDF files and PDFium's ways; does not know what a report says. PDFium is not thread-safe: one lock in this process
guards every call, and parallel reading is done by processes (`ingest.read.worker`).
"""

from __future__ import annotations

import re
import threading
from ctypes import c_float
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from corpus.model import Document, Page
from ingest.read.labels import printed_labels
from ingest.read.limits import MAX_PAGES, SPLIT_IT, check_characters
from ingest.read.normalise import normalise, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCK = threading.Lock()
_NO_PAGES = re.compile(rb"/Kids\s*\[\s*\]|/Count\s+0\b")
# A whole file ends by saying where its last cross-reference table is, after its last object (ISO 32000-1, 7.5.5).
_ENDING = re.compile(rb"startxref\s+\d")

# FPDF_GetLastError's codes: https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdfview.h
_PASSWORD, _SECURITY = 4, 5

# Of a page, what a picture covers at least; lines that rule an empty form cover less.
_PICTURE = 0.1


def read_pdf(data: bytes) -> Document:
    """Reads the text of a PDF as PDFium gives it for each page's visible area, line by line.

    Raises ReadError for an encrypted, damaged or zero-page file, one without text, and one over the limits.
    """
    with LOCK:
        pages, labels, title = _extract(data)
    if not any(labels):
        labels = printed_labels(pages)
    text = "".join(f"{page}\n" for page in pages)
    return Document(text=text, pages=_tile(pages, labels), media_type="application/pdf", title=title)


def _tile(texts: Sequence[str], labels: Sequence[str | None]) -> tuple[Page, ...]:
    pages = []
    start = 0
    for number, (text, label) in enumerate(zip(texts, labels, strict=True), start=1):
        end = start + len(text) + 1  # each page ends in its own line end, a blank one too
        pages.append(Page(number=number, start=start, end=end, label=label))
        start = end
    return tuple(pages)


def _extract(data: bytes) -> tuple[list[str], list[str | None], str | None]:
    """Returns the normalised text and the file's own label of each page, and the title in its metadata."""
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
        texts: list[str] = []
        length = 0
        unreadable = 0
        for index in range(count):
            text = _page_text(document, index)
            unreadable += text is None
            texts.append(normalise(text or ""))
            length += len(texts[-1])
            check_characters(length)
        if unreadable:
            raise ReadError(
                f"it is a damaged PDF: {unreadable:,} of its {count:,} pages cannot be read",
                "Fetch it again, or print it to a new PDF, and ingest that.",
            )
        if not any(c.isalnum() for page in texts for c in page):
            raise _no_words(document)
        labels = [_own_words(document.get_page_label, index, limit=20) for index in range(count)]
        return texts, labels, _own_words(document.get_metadata_value, "Title", limit=300)
    finally:
        document.close()


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


def _page_text(document: Any, index: int) -> str | None:
    """Returns the page's text as PDFium gives it, None when the page itself cannot be loaded."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        textpage = page.get_textpage()
        try:
            return str(textpage.get_text_bounded())
        finally:
            textpage.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _no_words(document: Any) -> ReadError:
    """Returns what is wrong with a file without a letter or figure: only where its pages show pictures is it a scan."""
    from pypdfium2 import raw

    count = f"{len(document)} page{'s' if len(document) != 1 else ''}"
    shown = [_shown(page) for page in (document[index] for index in range(len(document)))]
    if any(kind == raw.FPDF_PAGEOBJ_TEXT for kinds, _ in shown for kind in kinds):
        return ReadError(
            f"it has {count} whose text says not which letters it is made of",
            "Run text recognition (OCR) over what the pages show, for example with `ocrmypdf --force-ocr`, and ingest "
            "the result.",
        )
    if any(share >= _PICTURE for _, share in shown):
        return ReadError(
            f"it has {count} but no text: it is probably a scan",
            "Run text recognition (OCR) over it, for example with ocrmypdf, and ingest the result.",
        )
    return ReadError(f"it has {count} with nothing written on them", "Fetch or save the file again, then ingest it.")


def _shown(page: Any) -> tuple[set[int], float]:
    """Returns the kinds of what is drawn on a page, and how much of the page it covers, 0 to 1, and closes it."""
    from pypdfium2 import raw

    kinds, covered = set[int](), 0.0
    try:
        for drawn in page.get_objects():
            kinds.add(drawn.type)
            left, bottom, right, top = (c_float() for _ in range(4))
            if drawn.level == 0 and raw.FPDFPageObj_GetBounds(drawn.raw, left, bottom, right, top):
                covered += abs((right.value - left.value) * (top.value - bottom.value))
        width, height = page.get_size()
        return kinds, min(1.0, covered / max(1.0, width * height))
    finally:
        page.close()


def _own_words(get: Any, key: Any, *, limit: int) -> str | None:
    """Returns what the file says of itself under `key`, None where it says nothing or nothing legible."""
    try:
        return one_line(str(get(key)), limit)
    except UnicodeDecodeError:  # metadata of unpaired surrogates
        return None


def _no_pages() -> ReadError:
    return ReadError("it is a PDF without pages", "Fetch or save the file again, then ingest it.")


def _damaged() -> ReadError:
    return ReadError("it is a PDF that is damaged or was cut short", "Fetch or save the file again, then ingest it.")

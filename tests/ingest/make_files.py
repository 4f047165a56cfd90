"""Makes the files that the tests of reading use: small PDFs, Word documents and damaged copies of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADED = (
    ("Report on Testshire's services", "Published: 3 March 2021"),
    ("Testshire report 2", "In May 2020, 37 visits were late.", "Plans are well-made."),
    ("Testshire report 3", "£4 was spent on 25% of them."),
    ("Testshire report 4", "Nothing else is to be said."),
)


def pdf(pages: Sequence[Sequence[str]] = HEADED, *, password: str | None = None, title: str | None = None) -> bytes:
    """Returns a PDF with one line of text under the other on each page."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True, encrypt=password)
    if title:
        canvas.setTitle(title)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scan(pages: int = 3) -> bytes:
    """Returns a PDF that shows shapes and no text, as a scan does."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for _ in range(pages):
        canvas.rect(72, 72, 300, 500, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scanned_picture() -> bytes:
    """Returns a PDF of one page that a picture fills, as a scanner makes it."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out, picture = io.BytesIO(), io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    canvas = Canvas(out, invariant=True)
    canvas.drawImage(ImageReader(picture), 0, 0, 590, 840)
    canvas.save()
    return out.getvalue()


def ruled() -> bytes:
    """Returns a PDF of one page that shows lines to write on and no text."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number in range(20):
        canvas.line(72, 80 + 30 * number, 520, 80 + 30 * number)
    canvas.save()
    return out.getvalue()


def pdf_without_pages() -> bytes:
    """Returns a well-formed PDF whose page tree is empty."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 3\n0000000000 65535 f \n%strailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(out))
    )


def docx_bytes(document: object) -> bytes:
    """Returns what a python-docx document is when saved."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()

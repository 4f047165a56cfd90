"""Makes the files that the tests of reading use: small PDFs, Word documents and damaged copies of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

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


def placed(
    *pages: Sequence[tuple[float, float, str]], size: float = 11, turn: int = 0, rotate: int = 0, watermark: str = ""
) -> bytes:
    """Returns a PDF with each text at its place (x, y).

    `turn` writes all of it so many degrees anticlockwise about the page's lower right corner; `rotate` is how a reader
    is to turn the page; `watermark` is written slantwise over it.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    width, height = A4 if rotate not in (90, 270) else A4[::-1]
    canvas = Canvas(out, invariant=True, pagesize=A4)
    for page in pages:
        if rotate:
            canvas.setPageRotation(rotate)  # which turns the sheet too
        if turn == 90:
            canvas.translate(width, 0)
        elif turn == 270:
            canvas.translate(0, height)
        canvas.rotate(turn)
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        if watermark:
            canvas.translate(100, 200)
            canvas.rotate(50)
            canvas.setFont("Helvetica", 50)
            canvas.drawString(0, 0, watermark)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def with_marks(*lines: Sequence[tuple[str, bool]]) -> bytes:
    """Returns a PDF of lines made of stretches; those marked True are small and raised, as the marks of notes are."""
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number, line in enumerate(lines):
        x, y = 72.0, 780.0 - 20 * number
        for text, high in line:
            canvas.setFont("Helvetica", 6.5 if high else 11)
            canvas.drawString(x, y + (4 if high else 0), text)
            x += stringWidth(text, "Helvetica", 6.5 if high else 11)
    canvas.save()
    return out.getvalue()


def form(fields: Sequence[tuple[str, str]], *, ticked: str = "") -> bytes:
    """Returns a PDF with a form: each label with its filled field beside it, and a ticked box with its label."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number, (label, value) in enumerate(fields):
        y = 740 - 40 * number
        canvas.drawString(72, y, label)
        canvas.acroForm.textfield(name=f"f{number}", value=value, x=360, y=y - 4, width=120, height=18)
    if ticked:
        canvas.drawString(100, 400, ticked)
        canvas.acroForm.checkbox(name="ticked", checked=True, x=72, y=396, size=14)
    canvas.save()
    return out.getvalue()


def picture_of(*lines: str, size: int = 34, through: int = 0) -> Image:
    """Returns the picture of a page with these lines, for `mixed`; the last `through` shine through from its back."""
    from PIL import Image, ImageDraw, ImageFont, ImageOps

    picture = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((120, 160 + 60 * number), line, fill=0, font=ImageFont.load_default(size=size))
    if through:
        part = (0, 150 + 60 * (len(lines) - through), 1240, 150 + 60 * len(lines))
        picture.paste(ImageOps.mirror(picture.crop(part)), part)
    return picture


def mixed(*pages: object, title: Sequence[str] = ()) -> bytes:
    """Returns a PDF of pages that are lines of text or pictures (`picture_of`), a first page of text before them."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True, pagesize=(595, 842))
    for page in (title, *pages) if title else pages:
        if isinstance(page, (list, tuple)):
            for number, line in enumerate(page):
                canvas.drawString(72, 780 - 18 * number, line)
        else:
            canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


_ODF = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "style", "text", "table", "meta")
} | {
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_ODT = "application/vnd.oasis.opendocument.text"


def odt(
    body: str, *, styles: str = "", named: str = "", title: str = "", kind: str = _ODT, manifest: str = ""
) -> bytes:
    """Returns an OpenDocument text of the given body, with its automatic styles and its named ones."""
    import zipfile

    spaces = " ".join(f'xmlns:{name}="{place}"' for name, place in _ODF.items())
    parts = {
        "mimetype": kind,
        "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {spaces}><office:styles>{named}</office:styles>"
        "<office:master-styles><style:master-page style:name='Standard'><style:header><text:p>Running head</text:p>"
        "</style:header></style:master-page></office:master-styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {spaces}><office:meta><dc:title>{title}</dc:title></office:meta>"
        "</office:document-meta>",
        "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()

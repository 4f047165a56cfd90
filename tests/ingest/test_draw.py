"""A page drawn: what is lit is the span, wherever and however it stands on the page."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING

import make_files
import numpy as np
import pytest
from PIL import Image

from corpus.errors import ReadError
from ingest.read.draw import draw
from ingest.read.file import read_data
from ingest.read.picture import Picture, Wanted
from ingest.read.places import letters_of
from ingest.read.worker import Readers

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

LINES = ("Plans for children are kept", "up to date, and visits", "are made in time.")
# As people read the page, whatever order the file has it in, and whatever the reader makes of that.
TEXT = "\n".join(("Late. Late.", *LINES, "Late.\n"))
COLUMNS = "\n".join((*LINES, "Late.", "Workers know", "every child.\n"))


def laid_out(kind: str) -> bytes:
    """A PDF of one page whose words stand as `kind` says."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 500), invariant=True)
    if kind == "turned":
        canvas.setPageRotation(90)
    if kind == "upright":
        canvas.translate(400, 0)
        canvas.rotate(90)
    if kind == "columns":
        _columns(canvas)
    else:
        for number, line in enumerate(("Late. Late.", *LINES, "Late.")):
            canvas.drawString(60, 300 - 20 * number, line)
    if kind == "cropped":
        canvas.setCropBox((40, 100, 300, 330))
        canvas.drawString(310, 300, "Plans for children are out of sight")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _columns(canvas: Canvas) -> None:
    """Two columns, a line of the one and a line of the other in turn, as some programs write them."""
    for number, (left, right) in enumerate(zip(LINES, ("Late.", "Workers know", "every child."), strict=True)):
        canvas.drawString(20, 300 - 20 * number, left)
        canvas.drawString(230, 300 - 20 * number, right)


def lit(data: bytes, text: str, words: str, *, frame: bool = False) -> Picture:
    """The page drawn with `words` of its text lit, the blanks between them any."""
    match = re.search(r"\s+".join(map(re.escape, words.split())), text)
    assert match, text
    span = match.span()
    return draw(
        data,
        Wanted(id=hashlib.sha256(data).hexdigest(), page=1, text=text, lit=(span,), frame=(span,) if frame else ()),
    )


def read_back(data: bytes, picture: Picture) -> str:
    """The letters and digits of the page whose middle lies in a box, box by box."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        textpage = pdf[0].get_textpage()
        read = ""
        for left, bottom, right, top in picture.boxes:
            for index in range(textpage.count_chars()):
                x0, y0, x1, y1 = textpage.get_charbox(index)
                if left < (x0 + x1) / 2 < right and bottom < (y0 + y1) / 2 < top:
                    read += textpage.get_text_range(index, 1)
        textpage.close()
    return letters_of(read)[0]


@pytest.mark.parametrize("kind", ["plain", "turned", "upright", "cropped", "columns"])
@pytest.mark.parametrize("words", ["children are kept", "kept up to date, and visits are made", "Late."])
def test_what_is_lit_is_the_span(kind: str, words: str) -> None:
    data = laid_out(kind)
    picture = lit(data, COLUMNS if kind == "columns" else TEXT, words)
    assert read_back(data, picture) == letters_of(words)[0]


def test_the_light_falls_on_the_words_whichever_way_the_page_is_turned() -> None:
    sizes = set()
    for kind in ("plain", "turned", "upright", "cropped"):
        data = laid_out(kind)
        image = Image.open(io.BytesIO(lit(data, TEXT, LINES[0]).png)).convert("RGB")
        sizes.add((kind, image.size))
        pixels = np.asarray(image)
        rows, columns = np.nonzero((pixels[:, :, 0] > 240) & (pixels[:, :, 2] < 160))  # yellow
        high, wide = np.ptp(rows), np.ptp(columns)
        long, short = (high, wide) if kind in ("turned", "upright") else (wide, high)
        assert long > 5 * short, kind
        assert short > 10
    assert dict(sizes)["turned"] == (600, 750)  # reportlab has turned the paper too
    assert dict(sizes)["cropped"] == (390, 345)


def test_a_span_over_two_lines_is_two_boxes_and_the_crop_holds_both() -> None:
    data = laid_out("plain")
    picture = lit(data, TEXT, "kept up to date", frame=True)
    assert len(picture.boxes) == 2
    image = Image.open(io.BytesIO(picture.png))
    assert image.height < 150 < image.width


def test_a_page_the_size_of_a_wall_is_drawn_smaller() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(14000, 14000), invariant=True)
    canvas.drawString(60, 60, "Words")
    canvas.save()
    data = out.getvalue()
    image = Image.open(io.BytesIO(lit(data, "Words\n", "Words").png))
    assert image.width * image.height <= 16_100_000


def test_other_bytes_and_other_files_are_not_drawn() -> None:
    data = make_files.pdf()
    known = hashlib.sha256(data).hexdigest()
    text = b"Words of a report, in a text.\n"
    for wrong, wanted, reason in (
        (data + b"\n", Wanted(id=known, page=1, text=""), "It has changed since it was read"),
        (text, Wanted(id=hashlib.sha256(text).hexdigest(), page=1, text=""), "It is no PDF"),
        (data, Wanted(id=known, page=9, text=""), "It has no page 9"),
    ):
        with pytest.raises(ReadError, match=reason):
            draw(wrong, wanted)


def test_a_worker_draws_and_says_what_it_cannot(tmp_path: Path) -> None:
    data = make_files.pdf()
    (tmp_path / "report.pdf").write_bytes(data)
    wanted = Wanted(id=hashlib.sha256(data).hexdigest(), page=1, text=read_data(data).text, lit=((0, 6),))
    with Readers() as readers:
        picture = readers.draw(tmp_path / "report.pdf", wanted)
        assert picture == draw(data, wanted)
        gone = readers.draw(tmp_path / "gone.pdf", wanted)
        assert isinstance(gone, ReadError)
        assert "not there" in gone.reason
        assert readers.draw(tmp_path / "report.pdf", wanted) == picture

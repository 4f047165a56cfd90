"""A page of a PDF as a picture, with words of it lit.

Knows PDFium's pages, boxes and bitmaps. Does not know what is cited; which of the page's characters a span is, is told
by `places`.
"""

from __future__ import annotations

import hashlib
import io
from math import sin
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from ingest.read.pdf import LOCK, open_pdf
from ingest.read.picture import Box, Picture, Wanted
from ingest.read.places import places
from ingest.read.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.Image import Image

__all__ = ["draw"]

_LIGHT = (255, 233, 110)  # what lit words are multiplied with: black stays black
_MOST_PIXELS = 16_000_000  # some 70 MB while it is drawn; a page may call itself a wall
_COLOURS = 128  # of the PNG's palette: a third of the size of one in full colour
_MARGIN = 12.0, 3.0  # points beside and above what is cropped: the next line is near
_TALLER = 2.5  # a character's loose box is not to be trusted beyond so many times its own height
_UPRIGHT = 0.7  # the sine of the angle from which a line runs rather up than along
_GAP = 1.5  # of a line's height: what stands no further apart on it is lit as one


def draw(data: bytes, wanted: Wanted) -> Picture:
    """Draws one page as it is seen, turned and cropped as the file says.

    A page that would come to more than 16 million pixels is drawn smaller than asked for. Raises ReadError for bytes
    that are not those of the report, no PDF, or have no such page.
    """
    if hashlib.sha256(data).hexdigest() != wanted.id:
        raise ReadError("it has changed since it was read", "Ingest it again, or put back the file that was read.")
    if sniff(data) != "pdf":
        raise ReadError("it is no PDF, and has no pages to draw", "Look at its text instead.")
    import pypdfium2

    with LOCK:
        document = open_pdf(data)
        try:
            if not 1 <= wanted.page <= len(document):
                raise ReadError(f"it has no page {wanted.page}", "Name one that it has.")
            page = document[wanted.page - 1]
            try:
                return _drawn(page, wanted)
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise ReadError("its page is damaged and cannot be drawn", "Look at its text instead.") from error
        finally:
            document.close()


def _drawn(page: Any, wanted: Wanted) -> Picture:
    lit, framed = _boxes(page, wanted.text, wanted.lit, wanted.frame) if wanted.lit or wanted.frame else ((), ())
    width, height = page.get_size()
    scale = min(wanted.scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale)
    try:
        position = bitmap.get_posconv(page)
        image = bitmap.to_pil().convert("RGB")
        _light(image, [_pixels(position, box, image.size) for box in lit])
        if framed:
            around = [_pixels(position, box, image.size) for box in framed]
            image = image.crop(
                _around(around, image.size, margin=(round(_MARGIN[0] * scale), round(_MARGIN[1] * scale)))
            )
    finally:
        bitmap.close()
    out = io.BytesIO()
    image.quantize(_COLOURS, method=2, dither=0).save(out, "PNG", compress_level=6)
    return Picture(png=out.getvalue(), boxes=lit)


def _boxes(page: Any, text: str, *wanted: Sequence[tuple[int, int]]) -> tuple[tuple[Box, ...], ...]:
    """For each of the lists of spans of the page's stored text the boxes of their lines on the page, in order."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    try:
        left, bottom, right, top = page.get_bbox()
        seen: list[int] = []
        characters: list[str] = []
        for index in range(textpage.count_chars()):
            x0, y0, x1, y1 = textpage.get_charbox(index)
            if left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top:
                seen.append(index)
                code = raw.FPDFText_GetUnicode(textpage, index)
                characters.append(chr(code) if code < 0x110000 else "")
        found = places(text, characters)
        return tuple(
            tuple(
                box
                for start, end in spans
                for box in _lines(textpage, (seen[one] for one in found[max(0, start) : end] if one is not None))
            )
            for spans in wanted
        )
    finally:
        textpage.close()


def _loose(textpage: Any, index: int) -> Box:
    """The box of a character with room for the tallest of its font, or its own where the font's is of no use."""
    tight, loose = textpage.get_charbox(index), textpage.get_charbox(index, loose=True)
    own, room = (max(box[2] - box[0], box[3] - box[1]) for box in (tight, loose))
    return loose if not own or 0 < room <= _TALLER * max(own, 1.0) else tight  # type: ignore[no-any-return]


def _lines(textpage: Any, indices: Iterable[int]) -> list[Box]:
    """The boxes of characters, those that stand beside each other on a line as one."""
    from pypdfium2 import raw

    lines: list[Box] = []
    for index in indices:
        box = _loose(textpage, index)
        upright = abs(sin(raw.FPDFText_GetCharAngle(textpage, index))) > _UPRIGHT
        if lines and _goes_on(lines[-1], box, upright=upright):
            pairs = list(zip(lines[-1], box, strict=True))
            lines[-1] = (min(pairs[0]), min(pairs[1]), max(pairs[2]), max(pairs[3]))
        else:
            lines.append(box)
    return lines


def _goes_on(line: Box, box: Box, *, upright: bool) -> bool:
    """Whether a character stands level with a line and near it; lines run from side to side, or up and down."""
    if upright:
        line, box = (one[1::-1] + one[:1:-1] for one in (line, box))
    level = min(line[3], box[3]) - max(line[1], box[1])
    apart = max(line[0], box[0]) - min(line[2], box[2])
    height = min(line[3] - line[1], box[3] - box[1])
    return level >= 0.5 * height and apart <= _GAP * max(height, 1.0)


def _pixels(position: Any, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box as it lies in the picture: left, top, right, bottom."""
    one, other = position.to_bitmap(box[0], box[1]), position.to_bitmap(box[2], box[3])
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return max(0, x0 - 1), max(0, y0), min(size[0], x1 + 1), min(size[1], y1 + 1)


def _light(image: Image, boxes: Sequence[tuple[int, int, int, int]]) -> None:
    from PIL import Image, ImageChops, ImageDraw

    boxes = [box for box in boxes if box[0] < box[2] and box[1] < box[3]]
    if not boxes:
        return
    around = _around(boxes, image.size, margin=(0, 0))
    part = image.crop(around)
    mask = Image.new("1", part.size)  # boxes may overlap: what two hold is lit once
    pen = ImageDraw.Draw(mask)
    for x0, y0, x1, y1 in boxes:
        pen.rectangle((x0 - around[0], y0 - around[1], x1 - around[0] - 1, y1 - around[1] - 1), fill=1)
    image.paste(ImageChops.multiply(part, Image.new("RGB", part.size, _LIGHT)), around, mask=mask)


def _around(
    boxes: Sequence[tuple[int, int, int, int]], size: tuple[int, int], *, margin: tuple[int, int]
) -> tuple[int, int, int, int]:
    """What holds all of the boxes, with a margin, within the picture."""
    return (
        max(0, min(box[0] for box in boxes) - margin[0]),
        max(0, min(box[1] for box in boxes) - margin[1]),
        min(size[0], max(box[2] for box in boxes) + margin[0]),
        min(size[1], max(box[3] for box in boxes) + margin[1]),
    )

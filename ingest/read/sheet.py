"""One page of a PDF as PDFium sees it: its characters in their order, and where each of them stands.

Knows PDFium's text page. Does not know what order the characters are to be read in (`layout`), nor what they say.
"""

from __future__ import annotations

import math
from ctypes import c_double, c_ushort
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LEANING", "Glyph", "Sheet"]

LEANING = 4  # in place of a number of quarter turns: a character written at another angle, as a watermark is

_SAMPLE = 32  # characters of a page whose angle is looked at
_ENDS = 4  # and those at either end: what lies over or under a page is drawn first or last
_SLANT = 0.2  # radians by which a line may lean and still count as level or upright
_HALF_STRIP = 1.0  # points; half the width of the strip that few lines of columns cross
_MARGIN = (
    12.0  # points that the gaps of three columns lie inside a page's thirds: a third of what margins and gaps differ
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box in points as a reader holds the page: `left` to `right`, `bottom` to `top` (upwards).

    The box is the character's room in its line, as high as its font and without gaps within a word.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of the box; 0 for a blank."""
        return self.top - self.bottom


class Sheet:
    """The characters of one page, looked at one by one: each look is a call into PDFium, so only where need be."""

    def __init__(self, page: Any, textpage: Any) -> None:
        from pypdfium2 import raw

        # The helper class is asked for its pointer at each call, and there are some dozens a page.
        self._raw, self._text, self._page, self._helper = raw, textpage.raw, page, textpage
        self._sides = c_double(), c_double(), c_double(), c_double()
        self.count: int = textpage.count_chars()
        self.rotated: bool = raw.FPDFPage_GetRotation(page) != 0

    def visible(self) -> str:
        """The text of the page's visible area, line by line, as PDFium gives it."""
        left, bottom, right, top = self._page.get_bbox()
        room = 2 * self.count + 2  # characters that take two units, or that PDFium makes two of, and a zero at the end
        buffer = (c_ushort * room)()
        # At once: asked first how much there is, PDFium goes through the page twice.
        found = self._raw.FPDFText_GetBoundedText(self._text, left, top, right, bottom, buffer, room)
        if found >= room:
            return str(self._helper.get_text_bounded())
        return bytes(memoryview(buffer).cast("B"))[: 2 * found].decode("utf-16-le", errors="ignore").removesuffix("\0")

    def characters(self) -> str | None:
        """Every character by its number, None where PDFium's text has others than it has numbers for."""
        found = str(self._helper.get_text_range()) if self.count else ""
        return found if len(found) == self.count else None

    def box(self, number: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of what is seen of a character, in the page's own points."""
        left, right, bottom, top = self._sides
        self._raw.FPDFText_GetCharBox(self._text, number, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def added(self, number: int) -> bool:
        """Whether the file has no such character: a blank or a line end that PDFium has put in."""
        return bool(self._raw.FPDFText_IsGenerated(self._text, number) == 1)

    def quarter(self, number: int) -> int:
        """How many quarter turns, clockwise, a character is written at; LEANING where it is at another angle."""
        angle = self._raw.FPDFText_GetCharAngle(self._text, number)
        turns = angle / (math.pi / 2)
        near = round(turns)
        if angle < 0 or abs(turns - near) * (math.pi / 2) <= _SLANT:
            return near % 4 if angle >= 0 else 0
        matrix = self._raw.FS_MATRIX()
        self._raw.FPDFText_GetMatrix(self._text, number, matrix)
        # Letters made slanting for want of an italic font stand on a level line all the same.
        return LEANING if abs(matrix.b) > _SLANT * abs(matrix.a) else 0

    def turned(self) -> bool:
        """Whether any of a few characters, spread over the page, is written otherwise than level."""
        count, step = self.count, max(1, self.count // _SAMPLE)
        looked_at = chain(range(min(_ENDS, count)), range(step // 2, count, step), range(max(0, count - _ENDS), count))
        angle, text = self._raw.FPDFText_GetCharAngle, self._text
        # Nearly every character is level: its angle is 0, or -1 where it has none.
        return any(angle(text, number) > 0 and self.quarter(number) for number in looked_at)

    def parted(self, lines: int) -> bool:
        """Whether few of so many lines cross the page's middle or one of its thirds, as where it is set in columns."""
        left, _, right, _ = self._page.get_bbox()
        third = (right - left) / 3 + _MARGIN
        return any(self._crossing(x) < lines / 2 for x in ((left + right) / 2, left + third, right - third))

    def _crossing(self, x: float) -> int:
        """How many characters stand at `x`, in the page's points: one for each line that crosses there."""
        _, bottom, _, top = self._page.get_bbox()
        strip = x - _HALF_STRIP, top, x + _HALF_STRIP, bottom
        return int(self._raw.FPDFText_GetBoundedText(self._text, *strip, None, 0))

    def glyphs(self, characters: str, start: int, end: int, *, quarter: int = 0) -> Iterator[tuple[int, Glyph]]:
        """The characters from `start` to `end` with their numbers, as they stand once the page is turned upright."""
        for number in range(start, end):
            box = self._raw.FS_RECTF()
            self._raw.FPDFText_GetLooseCharBox(self._text, number, box)
            turned = _upright((box.left, box.bottom, box.right, box.top), quarter)
            yield number, Glyph(characters[number], *turned)


def _upright(box: tuple[float, float, float, float], quarter: int) -> tuple[float, float, float, float]:
    """The box of a character once the sheet is turned so that it stands upright."""
    left, bottom, right, top = box
    if quarter == 1:  # written downwards
        return -top, left, -bottom, right
    if quarter == 2:
        return -right, -top, -left, -bottom
    if quarter == 3:  # written upwards
        return bottom, -right, top, -left
    return box

"""The order in which a page is read where PDFium's own is wrong: text set sideways, columns read straight across.

Knows places of characters, nothing of PDF files or of what a report says. What stands level on a page of one column
is left as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ingest.read.sheet import Glyph

__all__ = ["Piece", "in_columns", "in_rows", "pieces", "raised"]

# A figure, and what may be a note's mark set high behind it. Commas part thousands, or marks.
_FIGURE = re.compile(r"\d(?:[\d,.]|(?<=\d) (?=\d{1,2}(?![\d,.])))*\d")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = 0.15  # of a figure's height: by so much a mark's foot stands above the line
_SMALLER = 0.85  # of a figure's height: a mark has less

_SAME_LINE = 0.5  # of the usual height: characters whose feet differ by less stand on one line
_WORD_GAP = 0.12  # of the usual height: a wider gap parts words
_CELL_GAP = 0.7  # of the usual height: a wider gap parts columns, or cells
_LEAST_ROWS = 3  # that have text on both sides of a gap: fewer make no columns
_ALIGNED = 4.0  # points: lines that begin within so many of one another begin at one edge
_MOST_EDGES = 2_000  # of a page: one with more is a drawing
_LEAST_WORDS = 3  # of the lines of a column of prose, in the middle of them by number
_FULL = 0.7  # of the column's width that its lines have in the middle of them: cells of a table are shorter
_GOES_ON = 0.3  # of a column's lines begin with a small letter: cells of a table begin with a capital or a figure
_FAR = 2.0  # usual heights: a column is not read on over a wider gap


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line without a wide gap: its text, its place in the order given, its box in points, upwards."""

    text: str
    order: int
    left: float
    bottom: float
    right: float
    top: float


def raised(characters: str, box: Callable[[int], tuple[float, float, float, float]]) -> dict[int, str]:
    """The figures that are marks of notes, set small and high behind a figure: number of the character -> raised digit.

    `box` gives left, bottom, right and top of a character.
    """
    found: dict[int, str] = {}
    for figure in _FIGURE.finditer(characters):
        first, last = figure.start(), figure.end() - 1
        _, foot, _, head = box(first)
        height = head - foot
        if not _is_mark(box(last), foot, height):
            continue
        while last > first and (not characters[last].isdigit() or _is_mark(box(last), foot, height)):
            if characters[last].isdigit():
                found[last] = characters[last].translate(_SUPERSCRIPTS)
            last -= 1
    return found


def _is_mark(box: tuple[float, float, float, float], foot: float, height: float) -> bool:
    _, bottom, _, top = box
    return bottom - foot > _RAISED * height > 0 and top - bottom < _SMALLER * height


def pieces(glyphs: Iterable[Glyph], *, fill: bool = True) -> list[Piece]:
    """The characters in their order as stretches of lines: a new one at a new line, a step back or a wide gap.

    Blanks at the ends go; `fill` makes one of a gap as wide as a blank.
    """
    given = list(glyphs)
    usual = median([glyph.height for glyph in given if glyph.height > 0] or [1.0])
    found: list[Piece] = []
    run: list[Glyph] = []
    text = ""
    for glyph in given:
        if not glyph.text.strip():
            text += " " if run else ""
            continue
        if run:
            gap = glyph.left - run[-1].right
            away = abs(glyph.bottom - run[-1].bottom) > _SAME_LINE * usual and not _beside(glyph, run[-1])
            if away or gap > _CELL_GAP * usual or gap < -_CELL_GAP * usual:
                found.append(_piece(run, text, len(found)))
                run, text = [], ""
            elif fill and gap > _WORD_GAP * usual and not text.endswith(" "):
                text += " "
        run.append(glyph)
        text += glyph.text
    return [*found, _piece(run, text, len(found))] if run else found


def _beside(one: Glyph, other: Glyph) -> bool:
    """Whether the two overlap by half of the lower one's height: a raised mark, a letter with a tail."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.5 * min(one.height, other.height)


def _piece(run: Sequence[Glyph], text: str, order: int) -> Piece:
    return Piece(
        text.strip(),
        order,
        min(glyph.left for glyph in run),
        min(glyph.bottom for glyph in run),
        max(glyph.right for glyph in run),
        max(glyph.top for glyph in run),
    )


def in_rows(found: Sequence[Piece]) -> list[list[Piece]]:
    """The stretches as the rows of the page, from the top, each from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(found, key=lambda one: -(one.bottom + one.top)):
        middle = (piece.bottom + piece.top) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def in_columns(rows: Sequence[Sequence[Piece]]) -> list[list[Piece]] | None:
    """The same rows with columns of prose one after the other, None where the page has none.

    Columns are those with text side by side on three rows or more, whose lines are about as wide as the column and go
    on in the next one. The rows of a table do not: they are read across.
    """
    edges = sorted(right.left for row in rows for _, right in pairwise(row))
    at = 0
    while at < len(edges) <= _MOST_EDGES:
        after = bisect_right(edges, edges[at] + _ALIGNED)
        if after - at >= _LEAST_ROWS and (found := _split(rows, edges[at])) is not None:
            return found
        at = after if after - at >= _LEAST_ROWS else at + 1
    return None


def _split(rows: Sequence[Sequence[Piece]], edge: float) -> list[list[Piece]] | None:
    """The rows with columns that part at `edge` set one after the other; None if there are none."""
    for first, after in _zones(rows, edge):
        zone = rows[first:after]
        left = [[piece for piece in row if piece.right <= edge + 1] for row in zone]
        right = [[piece for piece in row if piece.left >= edge - 1] for row in zone]
        both = [(one, other) for one, other in zip(left, right, strict=True) if one and other]
        if len(both) < _LEAST_ROWS or not (_is_prose([one for one, _ in both]) and _is_prose([o for _, o in both])):
            continue
        parted = [row for row in left if row] + (_columns_within([row for row in right if row]))
        return [*(list(row) for row in rows[:first]), *parted, *_or_as_they_are(rows[after:])]
    return None


def _columns_within(rows: list[list[Piece]]) -> list[list[Piece]]:
    return in_columns(rows) or rows


def _or_as_they_are(rows: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    return in_columns(rows) or [list(row) for row in rows]


def _zones(rows: Sequence[Sequence[Piece]], edge: float) -> list[tuple[int, int]]:
    """The runs of rows that nothing crosses at `edge` and no wide gap parts."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    for number, row in enumerate(rows):
        crossed = any(piece.left < edge - 1 and piece.right > edge + 1 for piece in row)
        if first is not None and (crossed or _far(rows[number - 1], row)):
            found.append((first, number))
            first = None
        if first is None and not crossed:
            first = number
    return [*found, (first, len(rows))] if first is not None else found


def _far(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    height = max(piece.top - piece.bottom for piece in above)
    return min(piece.bottom for piece in above) - max(piece.top for piece in below) > _FAR * height


def _is_prose(column: Sequence[Sequence[Piece]]) -> bool:
    """Whether the lines of a column are running text: about equally wide, of several words, going on."""
    widths = [row[-1].right - row[0].left for row in column]
    texts = [" ".join(piece.text for piece in row) for row in column]
    words = median(len(text.split()) for text in texts)
    goes_on = sum(text[:1].islower() for text in texts) / len(texts)
    return median(widths) >= _FULL * max(widths) and words >= _LEAST_WORDS and goes_on >= _GOES_ON

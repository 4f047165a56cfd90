"""The text of one page of a PDF: as PDFium gives it, put into the order in which it is read where that is another.

Knows what to look for and when: nearly every page is level and of one column, and costs a few looks. Does not know
PDFium's calls (`sheet`) nor how an order is told (`layout`).
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from ingest.read.layout import in_columns, in_rows, pieces, raised
from ingest.read.normalise import LINE_END_HYPHENS
from ingest.read.sheet import LEANING, Glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.read.forms import Value
    from ingest.read.layout import Piece
    from ingest.read.sheet import Sheet

__all__ = ["page_text"]

_TWO_FIGURES = re.compile(r"\d,?[ ]?\d")
_LEAST = 0.5  # points by which a value may stand above or left of what it is said to follow


def page_text(sheet: Sheet, values: Sequence[Value] = ()) -> str:
    """The text of the page's visible area, a line a line, with the values filled into its form where they stand.

    Marks of notes behind a figure are superscripts ("412¹"), text set sideways is in lines of its own, columns follow
    one another.
    """
    text = sheet.visible()
    turned, parted = sheet.rotated or sheet.turned(), sheet.parted(text.count("\n"))
    if not (turned or parted or values or _TWO_FIGURES.search(text)):
        return text
    characters = sheet.characters()
    if characters is None:
        return "\n".join([text, *(value.text for value in values)])
    marks = raised(characters, sheet.box)
    if not (turned or parted or values or marks):
        return text
    units = _shown(characters, text)
    for number, mark in marks.items():
        units[number] = mark if units[number] else ""
    parted = (parted or turned) and not values  # a watermark crosses the gap between columns
    if parted and not turned and (found := _columns(sheet, characters, units)) is not None:
        return found
    for value in values:
        _put_in(value, units, sheet, characters)
    return _by_turns(sheet, characters, units, parted=parted) if turned else "".join(units)


def _shown(characters: str, text: str) -> list[str]:
    """For each character its part of the visible text: itself, or nothing where PDFium leaves it out there."""
    units, at = [], 0
    for character in characters:
        said = text[at : at + 1]
        same = character == said or (character in LINE_END_HYPHENS and said in LINE_END_HYPHENS)
        units.append(said if same else "")
        at += same
    if units:
        units[-1] += text[at:]
    return units


def _columns(sheet: Sheet, characters: str, units: Sequence[str], start: int = 0, end: int | None = None) -> str | None:
    """The text with columns one after the other, None where it has none or they are in that order already."""
    given = [
        Glyph(units[number], glyph.left, glyph.bottom, glyph.right, glyph.top)
        for number, glyph in sheet.glyphs(characters, start, len(characters) if end is None else end)
        if units[number] and glyph.text not in "\r\n"
    ]
    rows = in_rows(pieces(given, fill=False))
    found = in_columns(rows)
    if found is None:
        return None
    order = [piece.order for row in found for piece in row]
    return None if order == sorted(order) else _joined(found)


def _by_turns(sheet: Sheet, characters: str, units: Sequence[str], *, parted: bool) -> str:
    """The text in its order; what is written sideways or upside down is in the lines seen once it is upright.

    What leans otherwise, as a watermark does, is in lines of its own.
    """
    quarters = [None if sheet.added(number) else sheet.quarter(number) for number in range(len(units))]
    last = 0
    for number, quarter in enumerate(quarters):
        quarters[number] = last = last if quarter is None else quarter
    parts: list[str] = []
    at = 0
    for quarter, run in groupby(quarters):
        start, at = at, at + len(list(run))
        if quarter == LEANING or not (
            quarter or sheet.rotated
        ):  # on a page that is to be turned PDFium goes by what is seen unturned
            columns = _columns(sheet, characters, units, start, at) if parted and not quarter else None
            parts.append("".join(units[start:at]) if columns is None else columns)
            continue
        given = [
            glyph
            for number, glyph in sheet.glyphs(characters, start, at, quarter=quarter or 0)
            if units[number] and not sheet.added(number)
        ]
        rows = in_rows(pieces(given))
        parts.append(_joined(in_columns(rows) or rows))
    return "\n".join(parts)


def _joined(rows: Sequence[Sequence[Piece]]) -> str:
    """The rows as lines; a word that a line's end has broken goes on without one, as PDFium writes it."""
    text = "\n".join(" ".join(piece.text for piece in row) for row in rows)
    return re.sub(rf"([{LINE_END_HYPHENS}])\n", r"\1", text)


def _put_in(value: Value, units: list[str], sheet: Sheet, characters: str) -> None:
    """Put a filled field's value behind the label on its left, else before the one on its right.

    Where it has neither, it follows the line above it, or the page.
    """
    left, bottom, right, top = value.box
    middle = (bottom + top) / 2
    beside: tuple[float, int] | None = None
    before: tuple[float, int] | None = None
    above: tuple[float, int] | None = None
    for number, character in enumerate(characters):
        if not character.strip() or not units[number]:
            continue
        box = sheet.box(number)
        if box[1] - _LEAST <= middle <= box[3] + _LEAST or bottom <= (box[1] + box[3]) / 2 <= top:
            if box[2] <= left + _LEAST and (beside is None or box[2] >= beside[0]):
                beside = box[2], number
            elif box[0] >= right - _LEAST and (before is None or box[0] < before[0]):
                before = box[0], number
        elif box[1] >= top - _LEAST and box[0] <= right and box[2] >= left and (above is None or box[1] <= above[0]):
            above = box[1], number
    if beside is not None:
        units[beside[1]] += f" {value.text}"
    elif before is not None:
        units[before[1]] = f"{value.text} {units[before[1]]}"
    elif above is not None:
        end = next((n for n in range(above[1], len(characters)) if characters[n] in "\r\n"), len(characters)) - 1
        units[end] += f"\n{value.text}"
    elif units:
        units[-1] += f"\n{value.text}"
    else:
        units.append(value.text)

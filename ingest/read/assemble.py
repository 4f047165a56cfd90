"""Blocks of text from a format that has structure but no fixed pages, put together into one Document.

Knows what a block is, how blocks are joined and where pages begin, if the format says so. Knows no format.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from corpus.errors import ReadError
from corpus.model import Document, Page
from ingest.read.limits import MAX_PAGES, SPLIT_IT, check_characters
from ingest.read.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TextKind = Literal["heading", "paragraph", "item", "row"]
PAGE_BREAK = "\f"
_MOST_ON_A_SHEET = 15_000  # characters: the smallest print on A4 comes to fewer


@dataclass(frozen=True, kw_only=True, slots=True)
class TextBlock:
    """One element in reading order: a heading, a paragraph, a list item (with its bullet) or a table row."""

    text: str
    kind: TextKind = "paragraph"


def assemble(
    blocks: Iterable[TextBlock], *, media_type: str, title: str | None = None, paged: bool = False
) -> Document:
    """Joins blocks into a Document: items and rows a line each, all else set off by a blank line.

    Each block is normalised by itself; `breaks` are the offsets at which blocks start. Where the format is `paged`, a
    PAGE_BREAK in a block's text begins a page; else there is one page. There is one too where more stands between two
    breaks than a sheet holds: those that are written are then not all that there are. Raises ReadError when there is no
    word in any of them, or more characters or pages than a report may have.
    """
    parts: list[str] = []
    headings: list[tuple[int, int]] = []
    breaks: list[int] = []
    starts = [0]
    length = turned = 0
    before: TextKind | None = None
    for block in blocks:
        begun = False
        for n, piece in enumerate(block.text.split(PAGE_BREAK) if paged else (block.text,)):
            turned += n > 0
            text = normalise(piece).strip()
            if not text:
                continue
            if before is not None:
                joint = "\n" if begun or (block.kind == before and block.kind in ("item", "row")) else "\n\n"
                parts.append(joint)
                length += len(joint)
            starts += [length] * turned
            turned = 0
            if not begun:
                breaks.append(length)
            if block.kind == "heading":
                headings.append((length, length + len(text)))
            parts.append(text)
            length += len(text)
            check_characters(length)
            before, begun = block.kind, True
        if len(starts) > MAX_PAGES:
            raise ReadError(f"it has more than {MAX_PAGES:,} pages", SPLIT_IT)
    text = "".join(parts)
    if not any(c.isalnum() for c in text):
        raise ReadError("there is no text in it", "Check that the file is the one you meant.")
    text += "\n"
    ends = [*starts[1:], length]
    if any(end - start > _MOST_ON_A_SHEET for start, end in zip(starts, ends, strict=True)):
        starts = [0]
    return Document(
        text=text,
        pages=tuple(
            Page(number=number, start=start, end=end)
            for number, (start, end) in enumerate(pairwise([*starts, len(text)]), start=1)
        ),
        media_type=media_type,
        title=title,
        headings=tuple(headings),
        breaks=tuple(breaks),
    )


def table_row(cells: Iterable[str]) -> TextBlock:
    """Returns a table's row as one line, cells joined by " | "; line ends inside a cell become spaces."""
    return TextBlock(text=" | ".join(" ".join(cell.split()) for cell in cells).strip(" |"), kind="row")


def spread_row(texts: Sequence[str], wide: int) -> TextBlock:
    """Returns a row of a table that is `wide` columns wide, its spanning cells said in each column; see `table_row`.

    A row that says one thing says it once, and in a table of one or two columns an empty cell is none.
    """
    if len(set(texts)) == 1:
        texts = texts[:1]
    elif wide <= 2:
        texts = [text for text in texts if text]
    return table_row(texts)

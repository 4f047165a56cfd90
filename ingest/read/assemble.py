"""Blocks of text from a format that has structure but no pages, put together into one Document.

Knows what a block is and how blocks are joined. Knows no format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from corpus.errors import ReadError
from corpus.model import Document, Page
from ingest.read.limits import check_characters
from ingest.read.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

TextKind = Literal["heading", "paragraph", "item", "row"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TextBlock:
    """One element in reading order: a heading, a paragraph, a list item (with its bullet) or a table row."""

    text: str
    kind: TextKind = "paragraph"


def assemble(blocks: Iterable[TextBlock], *, media_type: str, title: str | None = None) -> Document:
    """Joins blocks into a Document of one page: items and rows a line each, all else set off by a blank line.

    Each block is normalised by itself; `breaks` are the offsets at which blocks start. Raises ReadError when there is
    no word in any of them, or more characters than a report may have.
    """
    parts: list[str] = []
    headings: list[tuple[int, int]] = []
    breaks: list[int] = []
    length = 0
    before: TextKind | None = None
    for block in blocks:
        text = normalise(block.text).strip()
        if not text:
            continue
        if before is not None:
            joint = "\n" if block.kind == before and block.kind in ("item", "row") else "\n\n"
            parts.append(joint)
            length += len(joint)
        breaks.append(length)
        if block.kind == "heading":
            headings.append((length, length + len(text)))
        parts.append(text)
        length += len(text)
        check_characters(length)
        before = block.kind
    text = "".join(parts)
    if not any(c.isalnum() for c in text):
        raise ReadError("there is no text in it", "Check that the file is the one you meant.")
    text += "\n"
    return Document(
        text=text,
        pages=(Page(number=1, start=0, end=len(text)),),
        media_type=media_type,
        title=title,
        headings=tuple(headings),
        breaks=tuple(breaks),
    )


def table_row(cells: Iterable[str]) -> TextBlock:
    """Returns a table's row as one line, cells joined by " | "; line ends inside a cell become spaces."""
    return TextBlock(text=" | ".join(" ".join(cell.split()) for cell in cells).strip(" |"), kind="row")

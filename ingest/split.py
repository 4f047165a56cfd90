"""The passages of a report: what is embedded, indexed and shown, each on one page and in one section.

Knows blocks, sections and the size of the embedding model's window. Does not know how a report was read, nor what
anybody will ask. Furniture and plain headings are in no passage; everything else is in exactly one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.model import Passage
from corpus.sentences import sentences
from ingest.lines import CELLS, OPENS_LIST, TABLE_HEAD
from ingest.structure import sections, states_grade
from ingest.tables import row_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Block, Document

__all__ = ["split", "tokens"]

_ENOUGH = 85  # word pieces after which a passage takes nothing more in
_TARGET = 160  # a passage does not grow beyond this by taking in the next block ...
_MOST = 200  # ... save for crumbs; with a header of 55 it fills all-MiniLM-L6-v2's window of 256
_CRUMB = 30  # a passage of fewer word pieces is joined to its neighbour where the window allows
_PIECES_A_WORD = 1.25  # inspection reports have 1.22 of MiniLM's word pieces a word, punctuation included
_LEAD_WORDS = 30  # of a list's lead-in line that the header repeats


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A block, or the part of a long one: its span, its sentences, its size and the line that leads to it."""

    start: int
    end: int
    page: int
    kind: str
    path: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    size: int
    lead: tuple[int, int] | None = None
    leads: bool = False
    apart: bool = False  # furniture stands between it and the piece before


def split(document: Document, blocks: Sequence[Block], *, label: str) -> list[Passage]:
    """The passages of a report in reading order; `label` is the report's short name, which opens every header.

    Each passage lies on one page and in one section, and begins and ends at characters that are not white space. Its
    size is some 85 to 160 word pieces, 256 at most with its header (the window of all-MiniLM-L6-v2).
    """
    text = document.text
    pieces = _with_text(list(_pieces(text, blocks, sections(blocks, text))))
    found = []
    for (_, path), group in groupby(pieces, key=lambda piece: (piece.page, piece.path)):
        found += [_passage(text, packed, path, label) for packed in _pack(list(group))]
    return found


def tokens(text: str) -> int:
    """About how many word pieces a text has for MiniLM: words times a measured factor."""
    return math.ceil(len(text.split()) * _PIECES_A_WORD)


def _pieces(text: str, blocks: Sequence[Block], paths: Sequence[tuple[str, ...]]) -> Iterable[_Piece]:
    lead: tuple[int, int] | None = None  # the line that introduces the list we are in, on this page or the last
    outer: tuple[int, int] | None = None
    path: tuple[str, ...] = ()
    apart = False
    for block, at in zip(blocks, paths, strict=True):
        span = _trimmed(text, block.start, block.end)
        if span is None or block.kind == "furniture":
            apart = apart or block.kind == "furniture"
            continue
        words = text[span[0] : span[1]]
        if at != path:
            lead = outer = None
        path = at
        if block.kind == "heading" and not states_grade(words):
            continue
        if block.kind == "paragraph":
            lead = outer = None
        leads = OPENS_LIST.search(words) is not None and block.kind in ("paragraph", "bullet")
        above = lead if block.kind == "bullet" and block.level > 1 else outer if block.kind == "bullet" else None
        spans = _rows(text, *span) if block.kind == "table" else sentences(text, *span)
        first, *rest = _cut(text, block, span, path=path, spans=tuple(spans), lead=above, leads=leads)
        yield from (replace(first, apart=apart), *rest)
        apart = False
        if leads:
            lead = span
            outer = span if block.kind == "paragraph" else outer


def _with_text(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The same pieces, a heading that says a grade moved into the section of the text right below it."""
    result: list[_Piece] = []
    for piece in reversed(pieces):
        below = result[-1] if result else piece
        same = piece.kind == "heading" and below.page == piece.page and below.path[: len(piece.path)] == piece.path
        result.append(replace(piece, path=below.path) if same and not below.apart else piece)
    return result[::-1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end].strip()
    if not words:
        return None
    first = text.index(words, start)
    return first, first + len(words)


def _rows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The rows of a table: lines up to a grade, or each line where no line ends in one."""
    found: list[tuple[int, int]] = []
    printed = text[start:end].splitlines(keepends=True)
    plain = [line.strip() for line in printed]
    ends = {row_end(plain, number) for number in range(len(plain))} - {None}
    if all(CELLS.search(line) for line in plain):
        ends = set()
    begin = at = start
    for number, line in enumerate(printed):
        at += len(line)
        closes = number in ends or not ends or at == end or TABLE_HEAD.fullmatch(plain[number]) is not None
        if closes and (row := _trimmed(text, begin, at)):
            found.append(row)
            begin = at
    return found


def _cut(
    text: str,
    block: Block,
    span: tuple[int, int],
    *,
    path: tuple[str, ...],
    spans: tuple[tuple[int, int], ...],
    lead: tuple[int, int] | None,
    leads: bool,
) -> Iterable[_Piece]:
    """The block whole, or in even parts of whole sentences where it is larger than a passage may be."""
    size = tokens(text[span[0] : span[1]])
    parts = 1 if block.kind == "table" or size <= _MOST else math.ceil(size / _TARGET)
    groups = _even([tokens(text[a:b]) for a, b in spans], parts) if spans else []
    if not groups:
        groups = [len(spans)]
    at, start = 0, span[0]
    for number, count in enumerate(groups):
        last = number == len(groups) - 1
        end = span[1] if last else spans[at + count - 1][1]
        yield _Piece(
            start=start, end=end, page=block.page, kind=block.kind, path=path, sentences=spans[at : at + count],
            size=tokens(text[start:end]), lead=lead, leads=leads and last,
        )  # fmt: skip
        at += count
        if not last:
            start = spans[at][0]


def _even(sizes: Sequence[int], parts: int) -> list[int]:
    """How many of the items go into each part, so that the parts come out about even; no part is empty."""
    total, done, count = sum(sizes), 0, 0
    counts: list[int] = []
    for size in sizes:
        if count and len(counts) < parts - 1 and done + size / 2 > total * (len(counts) + 1) / parts:
            counts.append(count)
            count = 0
        done += size
        count += 1
    return [*counts, count]


def _pack(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """The pieces of one section on one page, put together into passages."""
    packed: list[list[_Piece]] = []
    for number, piece in enumerate(pieces):
        if packed and _takes(packed[-1], piece, pieces[number + 1 : number + 2]):
            packed[-1].append(piece)
        else:
            packed.append([piece])
    return packed


def _takes(passage: Sequence[_Piece], piece: _Piece, following: Sequence[_Piece]) -> bool:
    """Whether the passage takes the piece in: always the first item of a list, a table only after a crumb."""
    size = sum(part.size for part in passage)
    if size + piece.size > _MOST or passage[-1].kind == "table" or piece.apart:
        return False
    if piece.kind == "table":
        return size < _CRUMB
    if passage[-1].leads or (piece.size < _CRUMB and not piece.leads and not following):
        return True
    if piece.leads and following and size + piece.size + following[0].size > _TARGET:
        return size < _CRUMB
    return size < _CRUMB or (size < _ENOUGH and size + piece.size <= _TARGET)


def _passage(text: str, pieces: Sequence[_Piece], path: tuple[str, ...], label: str) -> Passage:
    first = pieces[0]
    parts = [label.strip(), " > ".join(path[-2:])]
    if first.lead is not None:
        a, b = sentences(text, *first.lead)[-1]
        parts.append(" ".join(text[a:b].split()[-_LEAD_WORDS:]))
    header = " ".join(part if part[-1] in ".?!:" else f"{part}." for part in parts if part)
    return Passage(
        start=first.start,
        end=pieces[-1].end,
        page=first.page,
        section=" > ".join(path),
        header=header,
        sentences=tuple(span for piece in pieces for span in piece.sentences),
    )

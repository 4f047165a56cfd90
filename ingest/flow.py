"""A report's running text: its blocks without headers, footers and footnotes, so that a sentence reads on over a page.

Knows which blocks to leave out and where each character of the running text stands in the report. Does NOT know what
the text says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.sentences import BULLETS, NOTE_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Block, Document

# "2" alone, or "2 Source: ..." and the like: what a PDF's text has for a footnote, at the foot of a page.
_FOOTNOTE = re.compile(r"\s*\d{1,2}\s*(?:$|\n|(?:These are|This is|The local authority was given|Source)\b)")
_LEAD = re.compile(rf"\s*(?:[{BULLETS}]+|[-–—−─*](?=\s))?\s*")
_INNER = re.compile(rf"\n(?=\s*(?:[{BULLETS}]|[-–—−─]\s+\S))")
_NO_MARKS = str.maketrans(dict.fromkeys(NOTE_MARKS, " "))
# A line that only looks like a heading: the end of a sentence, or what introduces a list.
_RUNNING = re.compile(r"[.;]\s+\S|:\s*$")
_FINISHED = re.compile(r"[.:;!?…][)\]\"'’”]*\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A bullet, paragraph or heading of the running text: `text[start:end]` of the flow, without its bullet mark."""

    start: int
    end: int
    heading: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """The running text, its items in order, and for each kept block where it begins here and in the report.

    `joined` says of each block but the last whether the next one follows on the same page with nothing in between.
    """

    text: str
    items: tuple[Item, ...]
    starts: tuple[int, ...]
    offsets: tuple[int, ...]
    joined: tuple[bool, ...]

    def position(self, at: int) -> int:
        """Where in the report's text the character `at` of the flow stands."""
        block = bisect_right(self.starts, at) - 1
        return self.offsets[block] + at - self.starts[block]

    def span(self, start: int, end: int, keep: int) -> tuple[int, int]:
        """The report's span of flow[start:end]; where a page ends or text was left out, the part that holds `keep`."""
        first = last = bisect_right(self.starts, keep) - 1
        while first > 0 and self.joined[first - 1]:
            first -= 1
        while last + 1 < len(self.starts) and self.joined[last]:
            last += 1
        start = max(start, self.starts[first])
        end = min(end, self.starts[last + 1]) if last + 1 < len(self.starts) else end
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        return self.position(start), self.position(end - 1) + 1

    def item_at(self, at: int) -> Item:
        """The item that holds the character `at`."""
        return self.items[max(bisect_right(self.items, at, key=lambda item: item.start) - 1, 0)]


def flow(document: Document, blocks: Sequence[Block]) -> Flow:
    """The running text of a document whose blocks are given, with blanks for the raised marks of notes."""
    kept = _without_footnotes([block for block in blocks if block.kind != "furniture"], document.text)
    pieces, starts, at = [], [], 0
    for block in kept:
        starts.append(at)
        pieces.append(document.text[block.start : block.end])
        at += block.end - block.start
    text = "".join(pieces).translate(_NO_MARKS)
    return Flow(
        text=text,
        items=tuple(_items(text, kept, starts)),
        starts=tuple(starts),
        offsets=tuple(block.start for block in kept),
        joined=tuple(a.end == b.start and a.page == b.page for a, b in pairwise(kept)),
    )


def _without_footnotes(blocks: list[Block], text: str) -> list[Block]:
    """The blocks without the footnotes that end a page: from the first "2" or "2 Source: ..." of its last blocks on."""
    result: list[Block] = []
    for number in sorted({block.page for block in blocks}):
        page = [block for block in blocks if block.page == number]
        cut = len(page)
        for n in range(len(page) - 1, max(len(page) - 8, -1), -1):
            if page[n].kind == "paragraph" and _FOOTNOTE.match(text[page[n].start : page[n].end]):
                cut = n
            elif page[n].kind != "paragraph":
                break
        result += page[:cut]
    return result


def _items(text: str, blocks: list[Block], starts: list[int]) -> list[Item]:
    items: list[Item] = []
    for n, (block, start) in enumerate(zip(blocks, starts, strict=True)):
        end = starts[n + 1] if n + 1 < len(starts) else len(text)
        heading = block.kind == "heading" and not _RUNNING.search(text[start:end])
        cuts = [start, *(match.end() for match in _INNER.finditer(text, start, end)), end]
        if items and not heading and _goes_on(blocks[n - 1], block, text[max(start - 20, 0) : start]):
            items[-1] = Item(start=items[-1].start, end=cuts[1], heading=items[-1].heading)
            cuts = cuts[1:]
        for a, b in pairwise(cuts):
            lead = _LEAD.match(text, a, b)
            items.append(Item(start=lead.end() if lead else a, end=b, heading=heading))
    return items


def _goes_on(before: Block, block: Block, last_words: str) -> bool:
    """Whether a block goes on with the one before it: over a page's end, behind a comma, or taken for a heading."""
    if block.kind == "bullet" or before.kind == "heading" or _FINISHED.search(last_words):
        return False
    return before.page != block.page or block.kind == "heading" or last_words.rstrip().endswith(",")

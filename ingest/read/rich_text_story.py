"""One run of RTF's paragraphs and tables: the body, a note or a text box, as blocks.

Knows what paragraphs, cells and rows are. Knows no control word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.read.assemble import PAGE_BREAK, TextBlock, spread_row

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Edge", "Story"]

_BULLET = re.compile(r"\W+|[^\W\d]")  # a letter alone is the bullet of a font of signs
_SAME_EDGE = 60  # twips (a 24th of an inch): edges of cells that lie nearer are one
_MOST_COLUMNS = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """Where a cell of a row ends, in twips, and whether it goes on from the one to its left or above."""

    right: int
    from_left: bool = False
    from_above: bool = False


@dataclass(kw_only=True, slots=True)
class Story:
    """Paragraphs as they are gathered: `words` is the one being read, `held` what is to stand below it."""

    blocks: list[TextBlock] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    mark: list[str] = field(default_factory=list)
    held: list[TextBlock] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[tuple[list[str], tuple[Edge, ...]]] = field(default_factory=list)
    below: list[TextBlock] = field(default_factory=list)  # what is to stand below the table
    opens: bool = False  # a page is to begin before what comes next

    def end_paragraph(self, *, heading: bool = False, page_before: bool = False) -> None:
        """The words gathered are a paragraph that stands in no table."""
        self._end_table()
        mark, text = self._mark(), "".join(self.words)
        self.words.clear()
        self.mark.clear()
        leading = len(text) - len(text.lstrip(f"{PAGE_BREAK} \n"))
        turned = PAGE_BREAK * text[:leading].count(PAGE_BREAK)
        text = text[leading:].rstrip(" \n")
        if text:
            turned = self._opened(page_before) + turned
        if heading and text:
            numbered = f"{mark} {text}" if mark and mark != "•" else text
            self.blocks.append(TextBlock(text=turned + numbered, kind="heading"))
        elif mark and text:
            self.blocks.append(TextBlock(text=f"{turned}{mark} {text}", kind="item"))
        elif turned or text:
            self.blocks.append(TextBlock(text=turned + text))
        self.blocks += self.held
        self.held.clear()

    def end_line(self) -> None:
        """The words gathered are a paragraph of a cell."""
        if mark := self._mark():
            begins = max((n for n, word in enumerate(self.words, 1) if word == "\n"), default=0)
            self.words.insert(begins, f"{mark} ")
            self.mark.clear()
        self.words.append("\n")

    def end_cell(self) -> None:
        """The words gathered are a cell's."""
        self.end_line()
        self.cells.append("".join(self.words))
        self.words.clear()

    def end_row(self, edges: Sequence[Edge]) -> None:
        """The cells gathered are a row, with the edges that it is set by."""
        if self.cells:
            self.rows.append((list(self.cells), tuple(edges)))
        self.cells.clear()
        self.below += self.held
        self.held.clear()

    def end(self) -> list[TextBlock]:
        """All blocks, what was begun and not ended among them."""
        if self.cells:
            self.end_row(())
        self.end_paragraph()
        return self.blocks

    def _opened(self, page_before: bool) -> str:
        """The page break before what comes next; not before the first words of all."""
        turns, self.opens = (page_before or self.opens) and bool(self.blocks), False
        return PAGE_BREAK if turns else ""

    def _mark(self) -> str:
        mark = " ".join("".join(self.mark).split())
        return "•" if _BULLET.fullmatch(mark) else mark

    def _end_table(self) -> None:
        if not self.rows:
            return
        rows = _spread(self.rows)
        wide = max(len(texts) for texts, _ in rows)
        for texts, turned in rows:
            block = spread_row(texts, wide)
            if turned or block.text:
                self.blocks.append(TextBlock(text=self._opened(False) + PAGE_BREAK * turned + block.text, kind="row"))
        self.blocks += self.below
        self.rows.clear()
        self.below.clear()


def _spread(rows: Sequence[tuple[Sequence[str], Sequence[Edge]]]) -> list[tuple[list[str], bool]]:
    """The rows of a table with a text for each column, and whether a page begins in them.

    A cell stands in as many columns as there are edges of other rows' cells under it.
    """
    rights = sorted({edge.right for _, edges in rows for edge in edges})
    columns = [right for n, right in enumerate(rights) if n == 0 or right - rights[n - 1] > _SAME_EDGE]
    plain = len(columns) > _MOST_COLUMNS
    spread: list[tuple[list[str], bool]] = []
    above: list[str] = []
    for cells, edges in rows:
        texts: list[str] = []
        for n, cell in enumerate(cells):
            edge = edges[n] if n < len(edges) else None
            text = " ".join(cell.split())
            if edge is not None and edge.from_left and texts:
                text = texts[-1]
            last = bisect_left(columns, edge.right - _SAME_EDGE) + 1 if edge is not None and not plain else 0
            for _ in range(max(1, last - len(texts))):
                at = len(texts)
                texts.append(above[at] if edge is not None and edge.from_above and at < len(above) else text)
        above = texts
        spread.append((texts, any(PAGE_BREAK in cell for cell in cells)))
    return spread

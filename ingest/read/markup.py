"""The whole body of an HTML page as blocks, however badly it is written or nested.

Knows which elements are blocks and which are never text (scripts, menus, footers, hidden and struck-out ones). Does not
know which part of a page is the report: `ingest.read.web` does. Works on the stream of tags: no depth of nesting can
hurt it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from ingest.read.assemble import TextBlock, TextKind, table_row
from ingest.read.marks import without_mark
from ingest.read.spans import Spread, span
from ingest.read.web_tree import STRUCK, is_unsaid

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEVER_TEXT = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button", "nav", "footer",
     "aside", "dialog", "canvas", "audio", "video")
)  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset(
    ("p", "div", "section", "article", "main", "header", "body", "ul", "ol", "dl", "dt", "dd", "li", "table", "thead",
     "tbody", "tfoot", "tr", "caption", "blockquote", "pre", "figure", "figcaption", "address", "form", "fieldset",
     "hr", "details", "summary")
)  # fmt: skip
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A page's title and the blocks of its <main> element if it has one (`has_main`), else of its whole body."""

    title: str
    blocks: Sequence[TextBlock]
    has_main: bool


def read_body(text: str) -> Body:
    """Returns the blocks of an HTML page in order, menus, banners of the whole site and footers left out."""
    parser = _BodyParser(closed=all(text.count(f"<{tag}>") <= text.count(f"</{tag}>") for tag in STRUCK))
    parser.feed(text)
    parser.close()
    parser.finish()
    if any(block.text.strip() for block in parser.main_blocks):
        return Body(title=parser.title, blocks=parser.main_blocks, has_main=True)
    return Body(title=parser.title, blocks=parser.blocks, has_main=False)


class _BodyParser(HTMLParser):
    def __init__(self, *, closed: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._closed = closed  # whether what is struck out ends somewhere; else it ends with its block
        self.title = ""
        self.blocks: list[TextBlock] = []
        self.main_blocks: list[TextBlock] = []
        self._words: list[str] = []
        self._cells: list[tuple[str, int, int]] | None = None  # of a row: text, rows and columns spanned
        self._cell: tuple[int, int] | None = None
        self._tables: list[Spread[str]] = []
        self._struck: list[str] = []
        self._raised: int | None = None  # where in the words raised text begins
        self._kind: TextKind = "paragraph"
        self._skipped: list[str] = []
        self._in_title = False
        self._in_pre = False
        self._in_term = False
        self._term = ""  # of a definition list: what is said of it follows
        self._mains = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            if tag == self._skipped[0]:
                self._skipped.append(tag)
            return
        if tag in _NEVER_TEXT or (tag == "header" and not self._mains) or (tag not in _VOID and _is_hidden(attrs)):
            self._skipped.append(tag)
        elif tag == "title":
            self._in_title = not self.title
        elif tag == "br":
            self._words.append("\n" if self._cells is None else " ")
        elif tag in STRUCK:
            self._struck.append(tag)
        elif tag == "sup":
            self._raised = len(self._words)
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._cell = span(given.get("rowspan"), rows=True), span(given.get("colspan"))
        elif tag in _BLOCKS:
            self._start_block(tag)
        if tag == "main" and not self._skipped:
            self._mains += 1

    def _start_block(self, tag: str) -> None:
        if not self._closed:
            self._struck.clear()
        if self._cells is not None and tag not in ("tr", "table", "tbody", "thead", "tfoot"):
            self._words.append(" ")  # paragraphs inside a cell stay inside it
            return
        self.flush()
        self._in_pre, self._in_term = tag == "pre", tag == "dt"
        if tag == "table":
            self._tables.append(Spread())
        elif tag == "tr":
            self._cells = []
        elif tag in _HEADINGS:
            self._kind = "heading"
        elif tag == "li":
            self._kind = "item"

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped[0]:
                self._skipped.pop()
            return
        if tag == "title":
            self._in_title = False
        elif tag in self._struck:
            self._struck.remove(tag)
        elif tag == "sup":
            self._end_raised()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table") or (tag in _BLOCKS and self._cells is None):
            self.flush()
            self._in_pre = False
        if tag == "table" and self._tables:
            self._tables.pop()
        if tag == "main":
            self._mains = max(0, self._mains - 1)

    def handle_data(self, data: str) -> None:
        if self._skipped or self._struck:
            return
        if self._in_title:
            self.title += data
        else:
            self._words.append(data if self._in_pre else re.sub(r"\s+", " ", data))

    def _end_raised(self) -> None:
        if self._raised is None:
            return
        text, before = "".join(self._words[self._raised :]), "".join(self._words[: self._raised][-1:])
        self._words[self._raised :] = [without_mark(text, before)]
        self._raised = None

    def _end_cell(self) -> None:
        if self._cells is None:
            return
        self._raised = None
        text = "".join(self._words).strip()
        if text or self._cell is not None:
            self._cells.append((text, *(self._cell or (1, 1))))
        self._cell = None
        self._words.clear()

    def _row(self) -> TextBlock:
        """The row gathered; where it has two columns or fewer, or says one thing, without empty and repeated cells."""
        cells = self._cells or []
        texts = self._tables[-1].row(cells) if self._tables else [text for text, _, _ in cells]
        if len(set(texts)) == 1:
            texts = texts[:1]
        return table_row(texts if len(texts) > 2 else [text for text in texts if text])

    def flush(self) -> None:
        """Ends the block being gathered, if any."""
        self._raised = None
        if self._cells is not None:
            self._end_cell()
            block = self._row()
        else:
            text = "\n".join(line.strip() for line in "".join(self._words).split("\n")).strip()
            if text and self._in_term and not self._term:
                self._term, text = text, ""
            block = TextBlock(text=f"• {text}" if self._kind == "item" and text else text, kind=self._kind)
        self._words.clear()
        self._cells = None
        self._kind = "paragraph"
        if block.text and self._term:
            paired = block.kind == "paragraph"
            self._add(of_term(self._term, block.text if paired else ""))
            self._term, block = "", TextBlock(text="") if paired else block
        self._add(block)

    def finish(self) -> None:
        """Ends the page."""
        self.flush()
        self._add(of_term(self._term))

    def _add(self, block: TextBlock) -> None:
        if block.text:
            self.blocks.append(block)
            if self._mains:
                self.main_blocks.append(block)


def of_term(term: str, said: str = "") -> TextBlock:
    """Returns a term of a definition list and what is said of it as one line: "Location ID: 1-234"."""
    return table_row((f"{term.rstrip(' :')}: {said}" if term and said else term or said,))


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    given = {name: value or "" for name, value in attrs}
    style = given.get("style", "")
    hidden = "hidden" in given or _HIDDEN_STYLE.search(style) is not None
    return hidden or is_unsaid(style, given.get("class", ""))

"""ODT to text: headings, paragraphs, lists, tables, text boxes and notes in order, with pages where it has any.

Knows OpenDocument text (OASIS ODF 1.3) as far as it carries text and pages: deletions that are tracked, hidden text and
hidden sections are left out, insertions kept, automatic numbers counted. A page begins where a style says so, and where
the program that saved the file found one to begin (a soft page break). Headers, footers and comments are left out.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from ingest.read.assemble import PAGE_BREAK, TextBlock, assemble, spread_row
from ingest.read.limits import MAX_PAGES
from ingest.read.normalise import one_line
from ingest.read.opendocument_lists import Item, Lists, number
from ingest.read.opendocument_styles import TABLE, TEXT, Styles
from ingest.read.opendocument_words import DRAW, MARKS, OFFICE, Words, is_hidden
from ingest.read.spans import Spread, span
from ingest.read.unpacked import check_unpacked, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Document

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_WHAT = "an OpenDocument text (ODT)"
_SAVE_ANEW = "Open it in a word processor, save it anew as ODT or PDF and ingest that."
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_ENCRYPTED = b"encryption-data"


def read_odt(data: bytes) -> Document:
    """Reads an OpenDocument text from its bytes. Raises ReadError for a damaged, locked, empty or bomb-like one."""
    check_unpacked(data, _WHAT, _SAVE_ANEW)
    from lxml.etree import LxmlError

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
        if "META-INF/manifest.xml" in names and _ENCRYPTED in archive.read("META-INF/manifest.xml"):
            raise ReadError("it is protected by a password", "Remove the password, save it and ingest that.")
        content = _parsed(archive.read("content.xml"))
        styles = [_parsed(archive.read("styles.xml"))] if "styles.xml" in names else []
        meta = _parsed(archive.read("meta.xml")) if "meta.xml" in names else None
    except (LxmlError, zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, OSError) as error:
        raise damaged(_WHAT, _SAVE_ANEW) from error
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError(f"it is {_WHAT} without a body", _SAVE_ANEW)
    title = None if meta is None else one_line("".join(meta.itertext(_TITLE)))
    blocks = _Walk([content, *styles]).document(body)
    return assemble(list(blocks), media_type=_MEDIA_TYPE, title=title or None, paged=True)


def _parsed(xml: bytes) -> Any:
    """The root of an XML part; nothing that it names elsewhere is fetched, and no entity is replaced."""
    from lxml.etree import XMLParser, fromstring

    return fromstring(xml, XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))


class _Walk:
    """One pass over a document's body."""

    def __init__(self, roots: list[Any]) -> None:
        self._styles = Styles(roots)
        self._lists = Lists(roots)
        self._held: list[TextBlock] = []  # what stands below or beside the paragraph or table that names it
        self._at_end: list[TextBlock] = []
        self._page = 0  # 0 before the first words, with which no page begins
        self._due = False  # a page is to begin before what comes next
        self._fresh = False  # a style has begun a page, and nothing was said since
        self._inside = 0  # of how many text boxes and notes: they stand on the page of what names them
        self._on_page: list[tuple[int, list[TextBlock]]] = []  # text boxes that are fixed to a page, not to a paragraph
        self._words = Words(self._styles, roots[0], turn=self._turn, aside=self._aside)

    def document(self, body: Any) -> Iterator[TextBlock]:
        """The blocks of a whole document, its endnotes last."""
        yield from self._blocks(body)
        yield from self._fixed(before=MAX_PAGES)
        yield from self._at_end

    def _blocks(self, inside: Any) -> Iterator[TextBlock]:
        pending: list[tuple[Any, Item | None]] = [(child, None) for child in reversed(inside)]
        while pending:
            element, item = pending.pop()
            tag = element.tag
            if is_hidden(element):
                continue
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(element, item)
            elif tag == f"{TABLE}table":
                yield from self._table(element)
            elif tag == f"{TEXT}list":
                pending += self._items(element, item)
            elif tag in MARKS:
                if turned := self._words.of_mark(element):
                    yield TextBlock(text=turned)
            elif tag.startswith(DRAW) and not self._inside:
                self._aside(element, "box")
                self._on_page.append((number(element.get(f"{TEXT}anchor-page-number")) or 1, self._held))
                self._held = []
            else:
                pending += [(child, item) for child in reversed(element)]
            if not self._inside:
                yield from self._held
                self._held = []
                yield from self._fixed(before=self._page)

    def _items(self, element: Any, within: Item | None) -> list[tuple[Any, Item | None]]:
        """What a list holds, last first, each part with the item that it is of."""
        opened = self._lists.opened(element, within)
        parts: list[tuple[Any, Item | None]] = []
        for child in element:
            if is_hidden(child):
                continue
            start = number(child.get(f"{TEXT}start-value"))
            own = Item(of=opened, start=start, taken=child.tag == f"{TEXT}list-header")
            parts += [(part, own) for part in child]
        return parts[::-1]

    def _fixed(self, *, before: int) -> Iterator[TextBlock]:
        """The text boxes fixed to pages up to this one that were not said yet."""
        for box in [one for one in self._on_page if one[0] <= before]:
            self._on_page.remove(box)
            yield from box[1]

    def _aside(self, element: Any, kind: str) -> None:
        """Hold back what a text box or a note says for what follows the paragraph that names it."""
        self._inside += 1
        try:
            held, self._held = self._held, []
            said = [*self._blocks(element), *self._held]
        finally:
            self._inside -= 1
        if kind != "box":
            said = [TextBlock(text=" ".join(" ".join(block.text for block in said).split()))]
        self._held = held
        (self._at_end if kind == "endnote" else self._held).extend(said)

    # pages

    def _turn(self, *, hard: bool, said: bool = False) -> str:
        """A page break, where one is to be seen; that the page so begun is noted too makes no other."""
        if self._inside or not self._page or (self._fresh and not hard and not said):
            return ""
        self._fresh = hard
        self._page += 1
        return PAGE_BREAK

    def _open(self, family: str, style: str | None) -> str:
        """The page break before a paragraph or a table of that style, if any."""
        if self._inside:
            return ""
        placing = self._styles.placing(family, style)
        turned = self._turn(hard=True) if placing.page_before or self._due else ""
        self._due = placing.page_after
        self._page = self._page or 1
        return turned

    # paragraphs

    def _paragraph(self, element: Any, item: Item | None) -> Iterator[TextBlock]:
        name = element.get(f"{TEXT}style-name")
        placing = self._styles.placing("paragraph", name)
        turned = self._open("paragraph", name)
        text = self._words.of(element, "paragraph", name)
        self._fresh = self._fresh and bool(self._inside)
        leading = len(text) - len(text.lstrip(f"{PAGE_BREAK} \n"))
        turned += PAGE_BREAK * text[:leading].count(PAGE_BREAK)
        text = text[leading:].rstrip(" \n")
        if not text.strip(f"{PAGE_BREAK} \n"):
            if turned or text:
                yield TextBlock(text=turned + text)
            return
        headed = element.tag == f"{TEXT}h" or placing.heading
        if item is not None:
            mark = self._lists.mark(item, placing.list_style)
        else:
            mark = self._lists.heading(element) if element.tag == f"{TEXT}h" else ""
        if headed:
            yield TextBlock(text=f"{turned}{mark} {text}" if mark and mark != "•" else turned + text, kind="heading")
        elif mark:
            yield TextBlock(text=f"{turned}{mark} {text}", kind="item")
        else:
            yield TextBlock(text=turned + text)

    # tables

    def _table(self, table: Any) -> Iterator[TextBlock]:
        """A row a block; a cell that spans rows or columns is said in each of them, but for one that fills its row."""
        turned = self._open("table", table.get(f"{TABLE}style-name"))
        spread = Spread[str]()
        rows: list[tuple[str, list[str]]] = []
        for row in self._rows(table):
            if row.tag == f"{TABLE}table-row":
                cells = self._cells(row)
                own = "".join(text for text, _, _ in cells)
                turned = turned or PAGE_BREAK * (PAGE_BREAK in own)
                texts = [" ".join(text.split()) for text in spread.row(cells)]
                self._fresh = False
                rows.append((turned, texts))
                turned = ""
            else:
                turned = turned or self._words.of_mark(row)
        wide = max((len(texts) for _, texts in rows), default=0)
        for opened, texts in rows:
            block = spread_row(texts, wide)
            if opened or block.text:
                yield TextBlock(text=opened + block.text, kind="row")
        if turned:
            yield TextBlock(text=turned)

    def _rows(self, table: Any) -> Iterator[Any]:
        """The rows of a table that are shown, and the marks between them; not those of inner tables."""
        pending = list(table)[::-1]
        while pending:
            element = pending.pop()
            if element.tag in (f"{TABLE}table-row", f"{TEXT}soft-page-break"):
                if not is_hidden(element):
                    yield element
            elif not is_hidden(element) and element.tag.startswith(f"{TABLE}table-"):
                pending.extend(list(element)[::-1])

    def _cells(self, row: Any) -> list[tuple[str, int, int]]:
        """The texts of a row's cells with the rows and columns each spans; what others cover is not there."""
        cells: list[tuple[str, int, int]] = []
        for cell in row.iterchildren(f"{TABLE}table-cell"):
            down = span(cell.get(f"{TABLE}number-rows-spanned"), rows=True)
            across = span(cell.get(f"{TABLE}number-columns-spanned"))
            text = self._words.of(cell, "paragraph", None)
            cells += [(text, down, across)] * span(cell.get(f"{TABLE}number-columns-repeated"))
        return cells

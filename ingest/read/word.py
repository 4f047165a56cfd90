"""DOCX to text: headings, paragraphs, lists, tables, text boxes and notes in order, with pages where it has any.

Knows WordprocessingML (ECMA-376) as far as it carries text and pages: tracked deletions are left out and insertions
kept, content controls are read, automatic numbers are counted. A page begins at a hard page break, at a section that
starts on a new page, and where Word itself found one to begin when it saved the file. Headers, footers and comments
are left out.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from ingest.read.assemble import PAGE_BREAK, TextBlock, assemble, spread_row
from ingest.read.normalise import one_line
from ingest.read.numbering import Numbering
from ingest.read.unpacked import check_unpacked, damaged
from ingest.read.word_runs import LEFT_OUT, MATH, Looks, W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Document

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_SPANNED = 100  # columns; Word has 63 at most
_WHAT = "a Word document (DOCX)"
_SAVE_ANEW = "Open it in a word processor, save it anew as DOCX or PDF and ingest that."


def read_docx(data: bytes) -> Document:
    """Reads a Word document from its bytes. Raises ReadError for a damaged, empty or bomb-like one."""
    check_unpacked(data, _WHAT, _SAVE_ANEW)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        title = one_line(document.core_properties.title or "")
        if title == "Word Document":  # what python-docx makes up where the file has no properties
            title = None
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, EOFError) as error:
        if "macroEnabled" in str(error) or "template" in str(error):
            raise ReadError("it is a Word template or a document with macros", _SAVE_ANEW) from error
        raise damaged(_WHAT, _SAVE_ANEW) from error
    if body is None:
        raise ReadError(f"it is {_WHAT} without a body", _SAVE_ANEW)
    return assemble(list(_Walk(document).blocks(body)), media_type=_MEDIA_TYPE, title=title, paged=True)


class _Walk:
    """One pass over a document's body. Goes by an explicit stack where authors' nesting has no bound."""

    def __init__(self, document: Any) -> None:
        self._numbering = Numbering(document)
        self._styles = {style.style_id: style for style in document.styles if getattr(style, "style_id", None)}
        self._looks = Looks(self._styles.values())
        self._notes = {kind: _notes(document, kind) for kind in ("footnote", "endnote")}
        self._held: list[TextBlock] = []  # what stands below or beside the paragraph or table that names it
        self._at_end: list[TextBlock] = []
        found = document.element.body.iter(f"{W}sectPr")
        # Each says how its own section begins, which is after the one before it; those of tracked changes are no more.
        self._sections = [one for one in found if one.getparent().tag != f"{W}sectPrChange"][1:]
        self._turned = False  # nothing was said since a hard page break

    def blocks(self, body: Any) -> Iterator[TextBlock]:
        pending = list(body)[::-1]
        while pending:
            element = pending.pop()
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
                yield from self._beside()
            elif isinstance(element.tag, str) and element.tag not in LEFT_OUT and not _is_placeholder(element):
                pending.extend(list(element)[::-1])  # content controls, insertions, custom XML: look inside
        yield from self._at_end

    def _beside(self) -> Iterator[TextBlock]:
        while self._held:  # a text box may have notes of its own
            yield self._held.pop(0)

    # paragraphs

    def _paragraph(self, paragraph: Any) -> Iterator[TextBlock]:
        before = paragraph.find(f"{W}pPr/{W}pageBreakBefore")
        opens = before is not None and before.get(f"{W}val") not in ("0", "false", "off")
        text = (self._break(hard=True) if opens else "") + self._words(paragraph)
        if paragraph.find(f"{W}pPr/{W}sectPr") is not None and self._sections:
            kind = self._sections.pop(0).find(f"{W}type")
            if kind is None or kind.get(f"{W}val") != "continuous":
                text += self._break(hard=True)
        if text.strip():
            yield from self._placed(paragraph, text.strip(" \n"))
        elif PAGE_BREAK in text:
            yield TextBlock(text=text)
        yield from self._beside()

    def _placed(self, paragraph: Any, text: str) -> Iterator[TextBlock]:
        style = self._style_of(paragraph)
        mark = self._numbering.mark(paragraph, style)
        turned = PAGE_BREAK * _leading(text)
        text = text.lstrip(f"{PAGE_BREAK} \n")
        if self._is_heading(paragraph, style):
            yield TextBlock(text=f"{turned}{mark} {text}" if mark and mark != "•" else turned + text, kind="heading")
        elif mark or (style is not None and style.name.lower().startswith("list bullet")):
            yield TextBlock(text=f"{turned}{mark or '•'} {text}", kind="item")
        else:
            yield TextBlock(text=turned + text)

    def _style_of(self, paragraph: Any) -> Any:
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(found.get(f"{W}val")) if found is not None else None

    def _is_heading(self, paragraph: Any, style: Any) -> bool:
        level = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if level is not None:
            return (level.get(f"{W}val") or "9") != "9"  # 9 is body text (ECMA-376 part 1, 17.3.1.20)
        for _ in range(10):  # a style may be based on a heading
            if style is None:
                return False
            name = (style.name or "").lower()
            if (
                name == "title"
                or name.startswith("heading ")
                or style.element.find(f"{W}pPr/{W}outlineLvl") is not None
            ):
                return True
            style = style.base_style
        return False

    # tables

    def _table(self, table: Any) -> Iterator[TextBlock]:
        """A row a block; a cell that spans rows or columns is said in each of them, but for one that fills its row."""
        rows = [self._cells(row) for row in _rows(table)]
        wide = max((len(cells) for cells, _ in rows), default=0)
        above: list[str] = []
        for cells, turned in rows:
            texts = [above[n] if text is None and n < len(above) else text or "" for n, text in enumerate(cells)]
            above = texts
            row = spread_row(texts, wide)
            if turned or row.text:
                yield TextBlock(text=PAGE_BREAK * turned + row.text, kind="row")

    def _cells(self, row: Any) -> tuple[list[str | None], bool]:
        """The texts of a row's cells, None for one that goes on from the row above; and whether a page begins in it."""
        cells: list[str | None] = []
        turned = False
        for cell in row.iter(f"{W}tc"):
            if not _is_outer_cell(cell, row) or cell.find(f"{W}tcPr/{W}cellDel") is not None:
                continue
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            text: str | None = self._words(cell)
            turned = turned or PAGE_BREAK in (text or "")
            if merged is not None and merged.get(f"{W}val") != "restart":
                text = None
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            width = (span.get(f"{W}val") or "") if span is not None else ""
            times = min(int(width), _MOST_SPANNED) if width.isdecimal() else 1
            cells += [None if text is None else " ".join(text.split())] * times
        return cells, turned

    # words

    def _words(self, element: Any, *, notes: bool = True) -> str:
        """The shown text inside an element; paragraphs and rows inside it (inner tables) start new lines.

        What a text box holds, and the notes that are named, are held back for what follows.
        """
        parts: list[str] = []
        paragraph = element if element.tag == f"{W}p" else None
        run: Any = None
        pending = list(element)[::-1]
        while pending:
            node = pending.pop()
            tag = node.tag
            if tag in LEFT_OUT or not isinstance(tag, str) or _is_placeholder(node):
                continue
            if tag == f"{W}r":
                run = node
                if self._looks.shows(node, paragraph):
                    pending.extend(list(node)[::-1])
            elif tag == f"{W}txbxContent":
                self._held += [TextBlock(text=self._words(one, notes=notes)) for one in node.iterchildren()]
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                if notes:
                    self._name_note(node)
            elif tag in (f"{W}t", f"{MATH}t"):
                text = node.text or ""
                said = self._looks.words(text, run, paragraph, "".join(parts[-1:])) if run is not None else text
                parts.append(said)
                self._turned = self._turned and not said.strip()
            elif tag in (f"{W}br", f"{W}lastRenderedPageBreak"):
                parts.append(self._turn(node) if notes else "\n")
            elif tag in _CHARACTERS:
                parts.append(_CHARACTERS[tag])
            else:
                if tag in (f"{W}p", f"{W}tr", f"{W}tc"):
                    parts.append("\n")
                    paragraph = node if tag == f"{W}p" else paragraph
                pending.extend(list(node)[::-1])
        return "".join(parts)

    def _turn(self, node: Any) -> str:
        if node.tag == f"{W}lastRenderedPageBreak":
            return self._break(hard=False)
        return self._break(hard=True) if node.get(f"{W}type") == "page" else "\n"

    def _break(self, *, hard: bool) -> str:
        """A page break; where Word notes the page that begins at a hard one, it is the same."""
        if not hard and self._turned:
            return ""
        self._turned = hard
        return PAGE_BREAK

    def _name_note(self, reference: Any) -> None:
        kind = reference.tag.removeprefix(W).removesuffix("Reference")
        note = self._notes[kind].pop(reference.get(f"{W}id"), None)
        if note is None:
            return
        block = TextBlock(text=" ".join(self._words(note, notes=False).split()))
        (self._held if kind == "footnote" else self._at_end).append(block)


_CHARACTERS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}sym": " ",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}


def _leading(text: str) -> int:
    """How many page breaks stand before the first word."""
    return text[: len(text) - len(text.lstrip(f"{PAGE_BREAK} \n"))].count(PAGE_BREAK)


def _notes(document: Any, kind: str) -> dict[str | None, Any]:
    """The document's footnotes or endnotes by their ids; lines that separate them are none."""
    from docx.oxml import parse_xml

    related = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
    try:
        root = parse_xml(document.part.part_related_by(related).blob)
    except (KeyError, ValueError, SyntaxError):  # none, several, or damaged: the text stands without them
        return {}
    return {note.get(f"{W}id"): note for note in root.iterchildren(f"{W}{kind}") if note.get(f"{W}type") is None}


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table that are shown, those in content controls and insertions too, not those of inner tables."""
    pending = list(table)[::-1]
    while pending:
        element = pending.pop()
        if element.tag == f"{W}tr":
            properties = element.find(f"{W}trPr")
            if properties is None or all(properties.find(f"{W}{name}") is None for name in ("del", "hidden")):
                yield element
        elif isinstance(element.tag, str) and element.tag not in LEFT_OUT and not _is_placeholder(element):
            pending.extend(list(element)[::-1])


def _is_placeholder(element: Any) -> bool:
    """Whether an element is a content control that nobody has filled in: it shows what is to be entered."""
    return element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _is_outer_cell(cell: Any, row: Any) -> bool:
    parent = cell.getparent()
    while parent is not None and parent is not row:
        if parent.tag == f"{W}tc":
            return False
        parent = parent.getparent()
    return True

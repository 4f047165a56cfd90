"""DOCX to text: headings, paragraphs, lists and tables in document order.

Knows WordprocessingML (ECMA-376) as far as it carries text: tracked deletions are left out and insertions kept, text
boxes and content controls are read, automatic numbers are counted. Headers, footers and comments are left out.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from ingest.read.assemble import TextBlock, assemble, table_row
from ingest.read.limits import MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO, UNPACKED_RATIO_FROM
from ingest.read.normalise import one_line
from ingest.read.numbering import Numbering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Deleted or moved-away text, the older copy of a text box, field codes, and properties: no words of the document.
_LEFT_OUT = frozenset(
    [
        f"{_W}{name}"
        for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr")
    ]
    + [f"{_MC}Fallback"]
)
_SAVE_ANEW = "Open it in a word processor, save it anew as DOCX or PDF and ingest that."


def read_docx(data: bytes) -> Document:
    """Reads a Word document from its bytes. Raises ReadError for a damaged, empty or bomb-like one."""
    _check_unpacked_size(data)
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
        raise ReadError("it is a Word document (DOCX) that is damaged or was cut short", _SAVE_ANEW) from error
    if body is None:
        raise ReadError("it is a Word document (DOCX) without a body", _SAVE_ANEW)
    blocks = list(_Walk(document).blocks(body))
    return assemble(blocks, media_type=_MEDIA_TYPE, title=title)


def _check_unpacked_size(data: bytes) -> None:
    # zipfile reads no more of a part than the size it declares, so the declared sizes can be trusted as a bound.
    try:
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadError("it is a Word document (DOCX) that is damaged or was cut short", _SAVE_ANEW) from error
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > UNPACKED_RATIO_FROM and unpacked > MAX_UNPACKED_RATIO * len(data)):
        raise ReadError(
            f"it unpacks to {unpacked // 1024**2:,} MB, far more than a report (it may be a zip bomb)",
            "Ingest it only if you know who made it, after saving its text as a PDF.",
        )


class _Walk:
    """One pass over a document's body. Goes by an explicit stack where authors' nesting has no bound."""

    def __init__(self, document: Any) -> None:
        self._numbering = Numbering(document)
        self._styles = {style.style_id: style for style in document.styles if getattr(style, "style_id", None)}

    def blocks(self, body: Any) -> Iterator[TextBlock]:
        pending = list(body)[::-1]
        while pending:
            element = pending.pop()
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                for row in element.iterchildren(f"{_W}tr", f"{_W}sdt", f"{_W}ins"):
                    yield from self._row(row)
            elif isinstance(element.tag, str) and element.tag not in _LEFT_OUT:
                pending.extend(list(element)[::-1])  # content controls, insertions, custom XML: look inside

    def _row(self, row: Any) -> Iterator[TextBlock]:
        cells = [" ".join(_words(cell).split()) for cell in row.iter(f"{_W}tc") if _is_outer_cell(cell, row)]
        yield table_row(cell for cell in cells if cell)

    def _paragraph(self, paragraph: Any) -> Iterator[TextBlock]:
        text = _words(paragraph).strip()
        if not text:
            return
        style = self._style_of(paragraph)
        mark = self._numbering.mark(paragraph, style)
        if self._is_heading(paragraph, style):
            yield TextBlock(text=f"{mark} {text}" if mark and mark != "•" else text, kind="heading")
        elif mark or (style is not None and style.name.lower().startswith("list bullet")):
            yield TextBlock(text=f"{mark or '•'} {text}", kind="item")
        else:
            yield TextBlock(text=text)

    def _style_of(self, paragraph: Any) -> Any:
        found = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self._styles.get(found.get(f"{_W}val")) if found is not None else None

    def _is_heading(self, paragraph: Any, style: Any) -> bool:
        level = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None:
            return (level.get(f"{_W}val") or "9") != "9"  # 9 is body text (ECMA-376 part 1, 17.3.1.20)
        for _ in range(10):  # a style may be based on a heading
            if style is None:
                return False
            name = (style.name or "").lower()
            if (
                name == "title"
                or name.startswith("heading ")
                or style.element.find(f"{_W}pPr/{_W}outlineLvl") is not None
            ):
                return True
            style = style.base_style
        return False


def _is_outer_cell(cell: Any, row: Any) -> bool:
    parent = cell.getparent()
    while parent is not None and parent is not row:
        if parent.tag == f"{_W}tc":
            return False
        parent = parent.getparent()
    return True


def _words(element: Any) -> str:
    """Returns the text inside an element; paragraphs and rows inside it (text boxes, inner tables) start new lines."""
    parts: list[str] = []
    pending = list(element)[::-1]
    while pending:
        node = pending.pop()
        tag = node.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            parts.append(node.text or "")
        elif tag == f"{_W}tab":
            parts.append(" ")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{_W}sym":
            parts.append(" ")
        else:
            if tag in (f"{_W}p", f"{_W}tr", f"{_W}tc"):
                parts.append("\n")
            pending.extend(list(node)[::-1])
    return "".join(parts)

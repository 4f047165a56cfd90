"""A web page's tree made plain before its main text is looked for: what is struck out goes, tables are spread out.

Knows HTML's elements. Does not know which part of a page is the report.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from ingest.read.marks import without_mark
from ingest.read.spans import Spread, span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STRUCK", "is_unsaid", "made_plain"]

STRUCK = ("del", "s", "strike")
_LINE_THROUGH = re.compile(r"text-decoration[\w-]*\s*:[^;]*\bline-through\b", re.IGNORECASE)
# What GOV.UK, Bootstrap and WordPress call words that no eye sees: the page's program reads them aloud.
_UNSEEN = re.compile(r"(?<!\S)(?:[\w-]+-)?(?:visually-hidden|sr-only|screen-reader-text)(?:-focusable)?(?!\S)")
_MOST_ADDED = 20_000  # copies of cells in one page: a page of spans in spans is no report


def made_plain(tree: Any) -> Any:
    """The tree without what is struck out or unseen and notes' marks, its tables without spans and side by side.

    It is changed.
    """
    for element in list(tree.iter("*")):
        if element.tag in (*STRUCK, "template") or is_unsaid(element.get("style", ""), element.get("class", "")):
            _drop(element, "")
    for element in list(tree.iter("sup")):
        text = "".join(element.itertext())
        said = without_mark(text, _before(element))
        if said != text:
            _drop(element, said)
    for element in list(tree.iter("details", "summary")):
        element.tag = "div" if element.tag == "details" else "p"
    for table in reversed(list(tree.iter("table"))):  # inner ones first
        if table.getparent() is not None:
            _spread(table)
            _out_of_its_cell(table)
    return tree


def is_unsaid(style: str, classes: str) -> bool:
    """Whether an element of this style and these classes is shown struck out, or seen by nobody."""
    return _LINE_THROUGH.search(style) is not None or _UNSEEN.search(classes) is not None


def _before(element: Any) -> str:
    """The text right before an element."""
    sibling = element.getprevious()
    if sibling is not None:
        return sibling.tail or ""
    return (element.getparent().text or "") if element.getparent() is not None else ""


def _drop(element: Any, said: str) -> None:
    """Put words in an element's place; what follows it stays."""
    parent, sibling = element.getparent(), element.getprevious()
    if parent is None:
        return
    words = said + (element.tail or "")
    if sibling is not None:
        sibling.tail = (sibling.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    parent.remove(element)


def _spread(table: Any) -> None:
    rows = list(_own(table, "tr"))
    if not any(cell.get("rowspan") or cell.get("colspan") for row in rows for cell in row):
        return
    spread, added = Spread[Any](), 0
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        placed = spread.row([(c, span(c.get("rowspan"), rows=True), span(c.get("colspan"))) for c in cells])
        added += len(placed) - len(cells)
        if added > _MOST_ADDED:
            return
        own = set(cells)
        said: list[Any] = []
        for cell in placed:
            said.append(cell if cell in own and cell not in said else deepcopy(cell))
        for cell in cells:
            row.remove(cell)
        for cell in said:
            cell.attrib.pop("rowspan", None)
            cell.attrib.pop("colspan", None)
        row.extend(said)


def _own(table: Any, tag: str) -> Iterator[Any]:
    """The rows of a table that are not those of a table in it."""
    for part in table:
        if part.tag == tag:
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part if row.tag == tag)


def _out_of_its_cell(table: Any) -> None:
    """Put a table that stands in another's cell behind that other: the one is laid out by the other."""
    outer = list(table.iterancestors("table"))[-1:]
    if outer:
        _drop(table, "")
        table.tail = None  # its text has stayed in the cell
        outer[0].addnext(table)

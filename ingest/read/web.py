"""HTML to text: the main text of a page, its headings and tables, without menus, banners and footers.

Knows HTML and how to tell a report from a page that says there is none. The main text is trafilatura's finding; where
that drops most of what the page says, the page's own body is taken instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from ingest.read.assemble import TextBlock, assemble, table_row
from ingest.read.markup import read_body
from ingest.read.normalise import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Document

_OPENS_AS_HTML = re.compile(
    r"(?:<\?xml[^>]{0,300}\?>|<!--.{0,5000}?-->|\s)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|main|article|section|div|h[1-6]|p|table|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLOSES_AS_HTML = re.compile(
    r"</(?:html|head|body|title|main|article|section|div|h[1-6]|p|table|ul|ol)\s*>|<!doctype\s+html", re.IGNORECASE
)
_ERROR_PAGE = re.compile(
    r"\b(?:not (?:be )?found|404|403|410|50[0234]|no longer (?:exists?|available)|does(?:n['’]t| not) exist"
    r"|un(?:available|authori[sz]ed)|not available|access(?: is)? denied|forbidden|error|went wrong|bad (?:request|gateway)"
    r"|(?:sign|log) ?in|session (?:has )?expired|just a moment|are you (?:a )?(?:human|robot)|enable (?:javascript|cookies)"
    r"|captcha|moved (?:permanently|temporarily)|under maintenance)\b",
    re.IGNORECASE,
)
# An error page has a few sentences; the shortest report has hundreds of words.
_ERROR_PAGE_WORDS = 250
_FETCH_AGAIN = "Open it in a browser, find the report itself, save that and ingest it."
# The share of the words of the body, or of the <main> element, that trafilatura's finding must have to be trusted.
_KEPT_OF_BODY, _KEPT_OF_MAIN = 0.5, 0.9


def looks_like_html(text: str) -> bool:
    """Whether decoded text is an HTML page or a piece of one."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    return bool(_OPENS_AS_HTML.match(head)) and bool(_CLOSES_AS_HTML.search(text))


def read_html(text: str) -> Document:
    """Reads an HTML page. Raises ReadError for a page without text of its own and for an error page, quoting it."""
    page = read_body(text)
    blocks = _main_text(text)
    if _words(blocks) < (_KEPT_OF_MAIN if page.has_main else _KEPT_OF_BODY) * _words(page.blocks):
        blocks = page.blocks
    if not any(c.isalnum() for block in blocks for c in block.text):
        raise ReadError("it is a web page without any text of its own", _FETCH_AGAIN)
    title = one_line(page.title)
    headings = [one_line(block.text, 120) for block in page.blocks if block.kind == "heading"]
    if _words(blocks) < _ERROR_PAGE_WORDS:
        for said in (*headings[:3], title, *([one_line(blocks[0].text, 120)] if not headings else [])):
            if said and _ERROR_PAGE.search(said):
                raise ReadError(f'it is a web page that says "{said}", not a report', _FETCH_AGAIN)
    return assemble(blocks, media_type="text/html", title=title or next(iter(headings), None))


def _words(blocks: Sequence[TextBlock]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _main_text(text: str) -> list[TextBlock]:
    """Returns trafilatura's finding as blocks; none where it finds nothing or gives up on the page."""
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            text, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
        )
    except (RecursionError, ValueError, AssertionError, LookupError, AttributeError, TypeError):
        return []  # a page that defeats it is read by its body alone
    body = getattr(found, "body", None)
    return list(_from_trafilatura(body)) if body is not None else []


def _from_trafilatura(body: Any) -> Iterator[TextBlock]:
    """Yields the blocks of trafilatura's own XML (head, p, list/item, table/row/cell, quote ...), without recursion."""
    pending = list(body)[::-1]
    while pending:
        element = pending.pop()
        tag = element.tag
        if tag == "head":
            yield TextBlock(text=_inline(element), kind="heading")
        elif tag == "row":
            yield table_row(_inline(cell) for cell in element)
        elif tag in ("list", "table"):
            pending.extend(list(element)[::-1])
        elif tag == "item":
            yield TextBlock(text=f"• {_inline(element)}", kind="item")
        elif isinstance(tag, str):
            yield TextBlock(text=_inline(element))
        if element.tail and element.tail.strip() and element.getparent() is body:
            yield TextBlock(text=" ".join(element.tail.split()))


def _inline(element: Any) -> str:
    parts: list[str] = []
    for node in element.iter():
        if node is not element and node.tag in ("lb", "p", "item", "row"):
            parts.append("\n" if node.tag == "lb" else " ")
        parts.append(node.text or "" if isinstance(node.tag, str) else "")
        if node is not element:
            parts.append(node.tail or "")
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))

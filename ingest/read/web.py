"""HTML to text: the main text of a page, its headings and tables, without menus, banners and footers.

Knows HTML and how to tell a report from a page that says there is none. The main text is trafilatura's finding; where
that drops most of what the page says, the page's own body is taken instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from ingest.read.assemble import TextBlock, assemble, table_row
from ingest.read.markup import of_term, read_body
from ingest.read.normalise import one_line
from ingest.read.web_tree import made_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Document
    from ingest.read.markup import Body

_TAGS = r"(?:title|meta|main|article|section|div|h[1-6]|p|table|ul|ol)\b"
_BEFORE_TAGS = r"(?>\s+|<\?xml[^>]*>|<!--(?:[^-]|-(?!->))*+-->)*+"  # atomic: comments are not tried in all ways
_OPENS_AS_PAGE = re.compile(rf"{_BEFORE_TAGS}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_OPENS_AS_PIECE = re.compile(rf"{_BEFORE_TAGS}<{_TAGS}", re.IGNORECASE)
_CLOSES_AS_PIECE = re.compile(rf"</{_TAGS}", re.IGNORECASE)
_THING = r"\b(?:report|page|document|file|resource|url|site|website|content|service|item|record|link)s?\b"
_ERROR_PAGE = re.compile(
    rf"{_THING}.{{0,60}}\b(?:not (?:be )?found|no longer (?:exists?|available)|do(?:es)?(?:n['’]t| not) exist)\b"
    rf"|{_THING} (?:is |are )?(?:currently |temporarily )?(?:unavailable|not available)\b"
    r"|^(?:not found|forbidden|unauthori[sz]ed|error|oops|sorry)\b|\b(?:error|http|status)(?: code)?:? ?[45]\d\d\b"
    r"|^[45]\d\d(?:$| ?[-–:|(]| (?:error|not|forbidden|bad|internal|service|gateway|unauthori))"
    r"|\baccess (?:is |was )?denied\b|went wrong\b"
    r"|\b(?:server|internal|application) error\b|\bbad (?:request|gateway)\b"
    r"|^(?:please )?(?:sign|log) ?in\b|\bsession (?:has )?(?:expired|timed out)\b|^just a moment\b"
    r"|\bare you (?:a )?(?:human|robot)\b|\benable (?:javascript|cookies)\b|\bcaptcha\b|\bunder maintenance\b"
    r"|\bmoved (?:permanently|temporarily)\b",
    re.IGNORECASE,
)
# An error page has a few sentences; the shortest report has hundreds of words.
_ERROR_PAGE_WORDS = 250
_FETCH_AGAIN = "Open it in a browser, find the report itself, save that and ingest it."
# It takes some two seconds for a million characters; a longer page is no ordinary web page, and is read by its body.
_MAX_FOR_TRAFILATURA = 5_000_000
# The share of the words of the body, or of the <main> element, that trafilatura's finding must have to be trusted.
_KEPT_OF_BODY, _KEPT_OF_MAIN = 0.5, 0.9
_SHORT_PAGE = 600  # words: of a shorter page it takes headings for clutter


def looks_like_html(text: str) -> bool:
    """Whether decoded text is an HTML page or a piece of one."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    return bool(_OPENS_AS_PAGE.match(head) or (_OPENS_AS_PIECE.match(head) and _CLOSES_AS_PIECE.search(text)))


def read_html(text: str) -> Document:
    """Reads an HTML page. Raises ReadError for a page without text of its own and for an error page, quoting it."""
    page = read_body(text)
    blocks: Sequence[TextBlock] = _main_text(text) if len(text) <= _MAX_FOR_TRAFILATURA else page.blocks
    least = (_KEPT_OF_MAIN if page.has_main else _KEPT_OF_BODY) * _words(page.blocks)
    if _words(blocks) < least or _lost_a_heading(blocks, page):
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


def _lost_a_heading(found: Sequence[TextBlock], page: Body) -> bool:
    """Whether what was found lacks a heading of the body: any of a short page's, the title of any page."""
    kept = {one_line(block.text) for block in found}
    lost = [
        said for block in page.blocks if block.kind == "heading" and (said := one_line(block.text) or "") not in kept
    ]
    return bool(lost) and (_words(page.blocks) < _SHORT_PAGE or lost[0] in (one_line(page.title) or ""))


def _main_text(text: str) -> list[TextBlock]:
    """Returns trafilatura's finding as blocks; none where it finds nothing or gives up on the page."""
    import trafilatura
    from trafilatura.utils import load_html

    try:
        tree = load_html(text)
        if tree is None:
            return []
        found = trafilatura.bare_extraction(
            made_plain(tree),
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            deduplicate=False,
            prune_xpath=["//*[@hidden]", "//*[contains(translate(@style, ' ', ''), 'display:none')]"],
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
        elif tag == "list" and element.get("rend") == "dl":
            yield from _terms(element)
        elif tag in ("list", "table"):
            pending.extend(list(element)[::-1])
        elif tag == "item":
            yield TextBlock(text=f"• {_inline(element)}", kind="item")
        elif isinstance(tag, str):
            yield TextBlock(text=_inline(element))
        if element.tail and element.tail.strip() and element.getparent() is body:
            yield TextBlock(text=" ".join(element.tail.split()))


def _terms(element: Any) -> Iterator[TextBlock]:
    """Yields the lines of a definition list: each term with the first thing said of it."""
    term = ""
    for item in element:
        said = _inline(item)
        if (item.get("rend") or "").startswith("dt") and not term:
            term = said
        else:
            yield of_term(term, said)
            term = ""
    yield of_term(term)


def _inline(element: Any) -> str:
    parts: list[str] = []
    for node in element.iter():
        if node is not element and node.tag in ("lb", "p", "item", "row"):
            parts.append("\n" if node.tag == "lb" else " ")
        parts.append(node.text or "" if isinstance(node.tag, str) else "")
        if node is not element:
            parts.append(node.tail or "")
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))

"""The words of an OpenDocument paragraph that show, and what of its elements says nothing.

Knows the elements that stand in paragraphs (OpenDocument 1.3, part 3, sections 6 and 7). Does not know what a paragraph
is to its document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from ingest.read.look import Look
from ingest.read.marks import without_mark
from ingest.read.opendocument_styles import TABLE, TEXT, Styles

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DRAW", "MARKS", "OFFICE", "Words", "is_hidden"]

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
# Deleted text, comments, marks of notes, what a field is made by, what a picture is said to show: no words that show.
_LEFT_OUT = frozenset(
    [
        f"{TEXT}{name}"
        for name in (
            "tracked-changes", "note-citation", "number", "ruby-text", "script", "placeholder", "sequence-decls",
            "variable-decls", "user-field-decls", "dde-connection-decls", "alphabetical-index-auto-mark-file",
        )
    ]
    + [f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "scripts", "binary-data", "dde-source")]
    + [f"{TABLE}{name}" for name in ("title", "desc", "shapes", "covered-table-cell")]
    + [f"{DRAW}{name}" for name in ("object", "object-ole", "glue-point", "image-map")]
    + [f"{_SVG}{name}" for name in ("title", "desc")]
)  # fmt: skip
_CHARACTERS = {f"{TEXT}s": " ", f"{TEXT}tab": " ", f"{TEXT}line-break": "\n"}
MARKS = tuple(f"{TEXT}{name}" for name in ("soft-page-break", "change-start", "change-end"))
_SPACE = re.compile(r"[ \t\r\n]+")


class _Turn(Protocol):
    def __call__(self, *, hard: bool, said: bool = False) -> str: ...


def is_hidden(element: Any) -> bool:
    """Whether an element shows nothing: by its kind, or because it says so itself."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _LEFT_OUT or tag.endswith("-source"):
        return True
    return (
        element.get(f"{TEXT}display") == "none"
        or (tag in (f"{TEXT}section", f"{TEXT}hidden-text") and element.get(f"{TEXT}is-hidden") == "true")
        or element.get(f"{TABLE}visibility") in ("collapse", "filter")
    )


class Words:
    """What paragraphs say, one after the other; deletions that began in one may end in another."""

    def __init__(self, styles: Styles, content: Any, *, turn: _Turn, aside: Callable[[Any, str], None]) -> None:
        self._styles = styles
        self._turn = turn
        self._aside = aside  # is given a text box ("box") or a note's body ("footnote", "endnote")
        self._deletions = {
            region.get(f"{TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id")
            for region in content.iter(f"{TEXT}changed-region")
            if region.find(f"{TEXT}deletion") is not None
        }
        self._deleted: set[str | None] = set()

    def of(self, element: Any, family: str, style: str | None) -> str:
        """The text that shows inside an element; paragraphs inside it begin new lines, page breaks stand in it."""
        if any(one.get(f"{TEXT}is-hidden") == "true" for one in element.iter(f"{TEXT}hidden-paragraph")):
            return ""
        parts: list[str] = []
        pending: list[tuple[Any, Look]] = []
        self._push(pending, element, self._styles.look(family, style))
        while pending:
            node, look = pending.pop()
            if isinstance(node, str):
                if self._shows(look):
                    text = _SPACE.sub(" ", node)
                    parts.append(without_mark(text, "".join(parts[-1:])) if look.raised and text.strip() else text)
            elif is_hidden(node):
                continue
            elif node.tag in _CHARACTERS:
                parts.append(_CHARACTERS[node.tag])
            elif node.tag == f"{TEXT}note":
                body = node.find(f"{TEXT}note-body")
                if body is not None and self._shows(look):
                    self._aside(body, node.get(f"{TEXT}note-class") or "footnote")
            elif node.tag.startswith(DRAW) and node.tag != f"{DRAW}a":
                if self._shows(look):
                    self._aside(node, "box")
            elif node.tag in MARKS:
                parts.append(self.of_mark(node, said=any(part.strip() for part in parts)))
            else:
                if node.tag in (f"{TEXT}p", f"{TEXT}h"):
                    parts.append("\n")
                    look = self._styles.look("paragraph", node.get(f"{TEXT}style-name"))
                elif node.tag in (f"{TEXT}span", f"{TEXT}a"):
                    look = self._styles.look("text", node.get(f"{TEXT}style-name")).over(look)
                self._push(pending, node, look)
        return "".join(parts)

    def _shows(self, look: Look) -> bool:
        return not (look.hidden or look.struck or self._deleted)

    def of_mark(self, element: Any, *, said: bool = False) -> str:
        """The page break that a mark is, or nothing; where what was deleted begins and ends is taken note of."""
        if element.tag == f"{TEXT}soft-page-break":
            return self._turn(hard=False, said=said)
        changed = element.get(f"{TEXT}change-id")
        if element.tag == f"{TEXT}change-start" and changed in self._deletions:
            self._deleted.add(changed)
        elif element.tag == f"{TEXT}change-end":
            self._deleted.discard(changed)
        return ""

    @staticmethod
    def _push(pending: list[tuple[Any, Look]], element: Any, look: Look) -> None:
        """What is inside an element, last first: its children, and the words before, between and after them."""
        for child in reversed(element):
            if child.tail:
                pending.append((child.tail, look))
            pending.append((child, look))
        if element.text:
            pending.append((element.text, look))

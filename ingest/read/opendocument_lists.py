"""The numbers and bullets that OpenDocument puts before paragraphs and headings and does not store as text.

Knows list styles and the outline style of OpenDocument 1.3 (part 3, sections 5.3 and 16.30). Does not know what a
paragraph says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.read.numbering import in_style
from ingest.read.opendocument_styles import STYLE, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Item", "Lists", "number"]

_MOST_LEVELS = 10
_IN_WORDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Level:
    format: str  # "1", "a", "I" ...; "" for none, "•" for a bullet
    before: str = ""
    after: str = ""
    shown: int = 1  # how many levels the number shows
    start: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class _List:
    counts: dict[int, int]  # by level; lists that go on with another share it
    style: str
    depth: int


@dataclass(kw_only=True, slots=True)
class Item:
    """An item of a list, while its paragraphs are passed: the first of them takes the number."""

    of: _List
    start: int | None
    taken: bool = False


class Lists:
    """Counts a document's lists and headings as they are passed in order."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._by_id: dict[str, _List] = {}
        self._last: dict[str, _List] = {}  # by its style
        self._outline: dict[int, int] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}list-style"):
                self._levels.setdefault(style.get(f"{STYLE}name") or "", _levels(style))
            for style in root.iter(f"{TEXT}outline-style"):
                self._levels.setdefault("", _levels(style))

    def opened(self, element: Any, within: Item | None) -> _List:
        """The list that an element is; one without a style has that of the list it is in."""
        style = element.get(f"{TEXT}style-name")
        if within is not None:
            depth = min(within.of.depth + 1, _MOST_LEVELS)
            return _List(counts=within.of.counts, style=style or within.of.style, depth=depth)
        style = style or ""
        before = self._by_id.get(element.get(f"{TEXT}continue-list") or "")
        if before is None and element.get(f"{TEXT}continue-numbering") == "true":
            before = self._last.get(style)
        opened = _List(counts=before.counts if before else {}, style=style, depth=1)
        self._last[style] = opened
        if name := element.get(_ID):
            self._by_id[name] = opened
        return opened

    def mark(self, item: Item, style: str | None) -> str:
        """The mark of an item's paragraph ("12.", "2.1", "•"), "" where it has none; `style` is its own list style."""
        if item.taken:
            return ""
        item.taken = True
        return self._next(item.of.style or style or "-", item.of.depth, item.of.counts, item.start)

    def heading(self, element: Any) -> str:
        """The number of a heading that stands in no list; "" where it has none."""
        if element.get(f"{TEXT}is-list-header") == "true":
            return ""
        depth = min(number(element.get(f"{TEXT}outline-level")) or 1, _MOST_LEVELS)
        restarts = element.get(f"{TEXT}restart-numbering") == "true"
        start = number(element.get(f"{TEXT}start-value")) or 1 if restarts else None
        return self._next("", depth, self._outline, start)

    def _next(self, style: str, depth: int, counts: dict[int, int], start: int | None) -> str:
        levels = self._levels.get(style, {})
        level = levels.get(depth)
        if level is None or not level.format:
            return ""
        if level.format == "•":
            return "•"
        counts[depth] = counts.get(depth, level.start - 1) + 1 if start is None else start
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        numbers = []
        for at in range(max(1, depth - level.shown + 1), depth + 1):
            one = levels.get(at, level)
            if one.format not in ("", "•"):
                numbers.append(in_style(counts.get(at, one.start), _IN_WORDS.get(one.format, "decimal")))
        return f"{level.before}{'.'.join(numbers)}{level.after}".strip()


def _levels(style: Any) -> dict[int, _Level]:
    levels = {}
    for element in style.iterchildren(f"{TEXT}*"):
        kind = element.tag.removeprefix(TEXT)
        counted = kind in ("list-level-style-number", "outline-level-style")
        levels[number(element.get(f"{TEXT}level")) or 1] = _Level(
            format=(element.get(f"{STYLE}num-format") or "") if counted else "•",
            before=element.get(f"{STYLE}num-prefix") or "",
            after=element.get(f"{STYLE}num-suffix") or "",
            shown=number(element.get(f"{TEXT}display-levels")) or 1,
            start=1 if (start := number(element.get(f"{TEXT}start-value"))) is None else start,
        )
    return levels


def number(text: str | None) -> int | None:
    """The number that an attribute is; None where it is none, or no number of a list or a page."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else None

"""The blocks of a report: headings, paragraphs, bullets, tables and furniture, tiling its text page by page.

Knows how lines make blocks: where a wrapped paragraph goes on and where the next begins. Does not know what a report
is about, nor how large a passage may be. A format that marks its own blocks and headings is believed; a PDF is read
by its lines, since its text has a line end at each line and often no blank line between paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from corpus.model import Block
from corpus.sentences import NOTE_MARKS
from ingest.furniture import STANDING, contents_titles, furniture, layout, without_standing_text
from ingest.lines import (
    BULLET,
    DASH,
    GRADE,
    GRADE_PART,
    LABELLED,
    NUMBERED,
    OPENS_LIST,
    RANK,
    ROW,
    Line,
    lines,
)
from ingest.tables import table_heads, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import BlockKind, Document, Page

__all__ = ["blocks", "sections", "states_grade"]

_SENTENCE_END = re.compile(r"[.!?:;…][)\]\"'’”]*\d{0,2}$")
_FULL_STOP = re.compile(r"[.!?…][)\]\"'’”]*\d{0,2}$")
_NEW_START = re.compile(r"[A-Z‘“\"(\[£\d]")
_GOES_ON = re.compile(r"(?:,|\b(?:and|or|of|the|to|in|for|with|a|an|by|on|at|from|that|who|their|its|is|are))$")
_LEADS_IN = re.compile(
    r"^(?:of|in|at|this|these|they|it)\b|\b(?:include[sd]?|should|must|will|because|following|these|means|needs?)$",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"(?<!who )(?<!that )(?<!which )(?<!what )\b(?:is|are|was|were|has|have|requires?)\b")
_FOOTNOTE_MARK = re.compile(r"\d{1,2}")
_GRADED_HEADING = re.compile(
    rf"(?:^|[a-z)]\d?\s+){GRADE}\W*$|(?:[:–-]|\b(?:is|are))\s*(?i:{GRADE})\W*$|\srequires?\s+improvement(?:\s+to\s+be\s+good)?$"
)
_GRADE_LINE = re.compile(GRADE)
_ASKS = re.compile(r"\?\d{0,2}$")  # a heading that asks, with a note's mark
_NOTE_MARK = re.compile(rf"(?<=[a-z)?])\d{{1,2}}$|[{NOTE_MARKS}]+$")
_FILLED_IN = re.compile(r":\s*(?:£?\d[\d,.]*\s*%?|\[x\])$")
_SENTENCE_INSIDE = re.compile(r"[a-z\d)’]\.[)’”]?\s+[A-Z(]")

_HEADING_LINES, _HEADING_LETTERS = 7, 185
_FULL = 0.86  # of the usual width: proportional letters make lines of one width differ by about a seventh in letters


def blocks(document: Document) -> list[Block]:
    """The report's blocks in order; they tile its text, and none runs over a page's end.

    A heading's level is 0 where it is the report's title, 1 where the contents list names it once or it carries a
    grade, 2 where the list names it again and again ("Recommendations" of each part), 3 elsewhere, and one more than
    that of a heading directly above it. A bullet's level is 1, or 2 below a bullet that ends in a colon.
    """
    pages = [lines(document.text, page) for page in document.pages]
    reader = _Reader(document=document, width=_width(pages), titles=Counter(map(_fold, contents_titles(pages))))
    found: list[Block] = []
    for page, page_lines, marked in zip(document.pages, pages, furniture(pages), strict=True):
        found += reader.page(page, page_lines, marked | _garbled(page_lines, document.garbled))
    return _levels(without_standing_text(found, document.text), document.text, reader.titles)


def sections(blocks: Sequence[Block], text: str) -> list[tuple[str, ...]]:
    """For each block the headings above it, outermost first, across pages; a heading's own path ends with itself.

    The report's title (a heading of level 0) is in no path.
    """
    paths: list[tuple[str, ...]] = []
    stack: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading" and block.level:
            name = _heading_text(text[block.start : block.end])
            if not _GRADE_LINE.fullmatch(name):
                while stack and stack[-1][0] >= block.level:
                    stack.pop()
                stack.append((block.level, name))
        paths.append(tuple(name for _, name in stack))
    return paths


def states_grade(heading: str) -> bool:
    """Whether a heading also says the grade ("Help and protection: good"), so that its words are worth quoting."""
    return _GRADED_HEADING.search(heading.strip()) is not None


@dataclass(kw_only=True, slots=True)
class _Reader:
    """Reads page after page; remembers the last paragraph number, by which the next one is known."""

    document: Document
    width: int
    titles: Counter[str]
    number: int = 0
    breaks: tuple[int, ...] = ()
    headings: dict[int, int] = field(default_factory=dict)
    openings: frozenset[str] = frozenset()  # what a title of the contents list may begin with, whole words

    def __post_init__(self) -> None:
        self.breaks = tuple(sorted(self.document.breaks))
        self.headings = dict(self.document.headings)
        words = [title.split() for title in self.titles]
        self.openings = frozenset(" ".join(title[:n]) for title in words for n in range(2, len(title) + 1))

    def page(self, page: Page, found: list[Line], marked: set[int]) -> list[Block]:
        """The blocks of one page."""
        if page.start == page.end:
            return []
        starts: list[tuple[int, BlockKind]] = []
        at_tables = tables(found, marked)
        in_table = {n for start, after in at_tables.items() for n in range(start, after)}
        marked = marked | {n for n in table_heads(found) if n not in in_table}
        at = 0
        while at < len(found):
            if not found[at].text:
                at += 1
                continue
            kind, after = self._block(found, marked, at_tables, at)
            starts.append((found[at].start, kind))
            at = after
        if not starts:
            starts = [(page.start, "furniture")]
        ends = [start for start, _ in starts[1:]] + [page.end]
        made = [
            Block(kind=kind, start=start, end=end, page=page.number)
            for (start, kind), end in zip(starts, ends, strict=True)
        ]
        return [replace(made[0], start=page.start), *made[1:]]

    def _block(self, found: list[Line], marked: set[int], at_tables: dict[int, int], at: int) -> tuple[BlockKind, int]:
        """The kind of the block that begins with line `at`, and the number of the first line after it."""
        if at in marked:
            return "furniture", at + 1
        if at in at_tables:
            return "table", at_tables[at]
        if length := self._heading(found, marked, at):
            return "heading", at + length
        line = found[at].text
        bullet = BULLET.match(line) is not None or DASH.match(line) is not None
        if match := NUMBERED.match(line):
            self.number = int(match.group(1))
        after = at + 1
        while after < len(found) and self._joins(found, marked, at_tables, at, after):
            after += 1
        return ("bullet" if bullet else "paragraph"), after

    def _joins(self, found: list[Line], marked: set[int], at_tables: dict[int, int], first: int, at: int) -> bool:
        """Whether line `at` goes on with the block that began at line `first`."""
        line, before = found[at], found[at - 1]
        if not line.text or not before.text or at in marked or at in at_tables or self._marked_break(before, line):
            return False
        if BULLET.match(line.text) or self._numbered(before, line) or self._standing_start(line):
            return False
        ended = _SENTENCE_END.search(before.text) is not None
        if DASH.match(line.text) and (ended or DASH.match(found[first].text) or self._fits(before, line)):
            return False
        if self.document.breaks or RANK.match(line.text):
            return True
        if _FOOTNOTE_MARK.fullmatch(before.text):
            if at - 1 == first:
                return True
            before = found[at - 2]
        if _FOOTNOTE_MARK.fullmatch(line.text):
            return self._stray_mark(found, marked, at)
        if LABELLED.match(line.text) and (ended or LABELLED.match(before.text)):
            return False
        if _NEW_START.match(line.text) is None:
            return True
        if self._heading(found, marked, at) and (ended or BULLET.match(found[first].text)):
            return False
        hard = self._fits(before, line)
        if _FULL_STOP.search(before.text):
            return not hard
        if ended:
            return not hard or line.text[0].isdigit()
        short = len(before.text) < 0.7 * self.width and not _GOES_ON.search(before.text)
        return not (hard and short and line.text[0].isupper())

    def _stray_mark(self, found: list[Line], marked: set[int], at: int) -> bool:
        """Whether a number alone on its line is a raised mark of the text before, not the head of a footnote."""
        after = _next_filled(found, at + 1)
        if after is None or after in marked:
            return True
        line = found[after].text
        if _NEW_START.match(line) is None or not _SENTENCE_END.search(found[at - 1].text):
            return True
        opens = BULLET.match(line) or DASH.match(line) or NUMBERED.match(line) or ROW.match(line)
        return opens is not None or self._heading(found, marked, after) > 0

    def _marked_break(self, before: Line, line: Line) -> bool:
        """Whether the format itself begins a block between the two lines."""
        at = bisect_right(self.breaks, before.start)
        return (at < len(self.breaks) and self.breaks[at] <= line.start) or line.start in self.headings

    def _numbered(self, before: Line, line: Line) -> bool:
        """Whether a paragraph number opens the line: the next in turn, a new first, or after a full stop."""
        match = NUMBERED.match(line.text)
        if match is None:
            return ROW.match(line.text) is not None and self._fits(before, line) and "." in line.text[:5]
        number = int(match.group(1))
        return number in (self.number + 1, 1) or _FULL_STOP.search(before.text) is not None

    def _standing_start(self, line: Line) -> bool:
        return any(layout()[name].match(self.document.text, line.start) for name in STANDING)

    def _fits(self, before: Line, line: Line) -> bool:
        """Whether the first word of `line` had found room on the line before: then the line end was meant."""
        word = line.text.split(maxsplit=1)[0]
        return len(before.text) + 1 + len(word) < _FULL * self.width

    def _heading(self, found: list[Line], marked: set[int], at: int) -> int:
        """How many lines the heading that begins at line `at` has; 0 where none does."""
        if self.document.headings:
            return self._marked_heading(found, at)
        if not self._may_head(found, marked, at):
            return 0
        if self.document.breaks:
            return self._short_block(found, marked, at)
        for length in range(1, _HEADING_LINES + 1):
            last = at + length - 1
            if last >= len(found) or last in marked or not found[last].text:
                return 0
            after = _next_filled(found, last + 1)
            if after is None or after in marked:
                return length if self._is_titled(found[at : last + 1]) else 0
            group = " ".join(line.text for line in found[at : last + 1])
            if self._goes_on(group, found[last], found[after]):
                continue
            return length if self._is_heading(self._without_colon(group, found, at, after)) else 0
        return 0

    def _without_colon(self, group: str, found: list[Line], at: int, after: int) -> str:
        """The group; without its colon where it is a short line of its own before a list and no verb leads into it."""
        plain, line, before = group.removesuffix(":"), found[after].text, found[at - 1] if at else None
        listed = BULLET.match(line) or DASH.match(line) or NUMBERED.match(line)
        if before is not None and before.text:
            listed = listed if _FULL_STOP.search(before.text) and self._fits(before, found[at]) else None
        leads_in = len(plain.split()) > 6 or _GOES_ON.search(plain) or _LEADS_IN.search(plain)
        return plain if listed and not leads_in else group

    def _short_block(self, found: list[Line], marked: set[int], at: int) -> int:
        """Where the format marks blocks but no headings: how many lines a block has that reads like one."""
        after = at + 1
        while after < len(found) and found[after].text and not self._marked_break(found[after - 1], found[after]):
            after += 1
        group = " ".join(line.text for line in found[at:after])
        follows = _next_filled(found, after)
        return (
            after - at if follows is not None and len(group) <= _HEADING_LETTERS // 2 and self._is_heading(group) else 0
        )

    def _marked_heading(self, found: list[Line], at: int) -> int:
        start = next((s for s in self.headings if found[at].start <= s < max(found[at].end, found[at].start + 1)), None)
        if start is None:
            return 0
        return sum(1 for line in found[at:] if line.start < self.headings[start] and line.text) or 1

    def _may_head(self, found: list[Line], marked: set[int], at: int) -> bool:
        line = found[at].text
        if not line[0].isupper() or NUMBERED.match(line) or (_FULL_STOP.search(line) and not _ASKS.search(line)):
            return False
        return LABELLED.match(line) is None or _GRADED_HEADING.search(line) is not None or line.startswith("Section ")

    def _goes_on(self, group: str, line: Line, after: Line) -> bool:
        """Whether a heading runs on into the line after its lines so far."""
        if GRADE_PART.fullmatch(after.text) and not _GRADE_LINE.fullmatch(line.text):
            return True
        if group.endswith(":") and _GRADED_HEADING.search(f"{group} {after.text}"):
            return True
        if _fold(group) in self.titles or (_GRADED_HEADING.search(group) and not after.text[0].islower()):
            return False
        if BULLET.match(after.text) or NUMBERED.match(after.text) or _SENTENCE_END.search(line.text):
            return False
        if self.openings and _fold(f"{group} {after.text}") in self.openings:
            return True
        return after.text[0].islower() or _GOES_ON.search(line.text) is not None or not self._fits(line, after)

    def _is_heading(self, group: str) -> bool:
        if len(group) > _HEADING_LETTERS or group.endswith((".", ",", ";", ".’", ".”")):
            return False
        if group.endswith(":") or _SENTENCE_INSIDE.search(group) or _FILLED_IN.search(group):
            return False
        if _STATEMENT.search(group) is None or _ASKS.search(group) or _fold(group) in self.titles:
            return True
        return _GRADED_HEADING.search(group) is not None

    def _is_titled(self, group: list[Line]) -> bool:
        """At a page's end nothing follows that could tell: only a heading that the contents list names counts."""
        return _fold(" ".join(line.text for line in group)) in self.titles


def _garbled(found: Sequence[Line], spans: Sequence[tuple[int, int]]) -> set[int]:
    """The lines whose letters make no words: nobody is to be shown them as what the report says."""
    return {n for n, line in enumerate(found) for start, end in spans if start < line.end and line.start < end}


def _next_filled(found: list[Line], at: int) -> int | None:
    return next((n for n in range(at, len(found)) if found[n].text), None)


def _width(pages: Sequence[Sequence[Line]]) -> int:
    """The usual length of a full line: the 90th of 100 by length among the report's lines."""
    lengths = sorted(len(line.text) for page in pages for line in page if line.text)
    return lengths[int(0.9 * len(lengths))] if lengths else 1


@lru_cache(maxsize=4096)
def _fold(title: str) -> str:
    return re.sub(r"\W+", " ", _NOTE_MARK.sub("", title.strip())).strip().lower()


def _heading_text(text: str) -> str:
    plain = " ".join(text.split()).lstrip("#").strip(" *_#")
    return _NOTE_MARK.sub("", plain).rstrip(":")


def _levels(found: list[Block], text: str, titles: Counter[str]) -> list[Block]:
    """The same blocks with the levels of headings and bullets."""
    result: list[Block] = []
    above: Block | None = None
    usual = 3  # the level of a heading that the contents list does not name
    inside = False  # a list below a bullet that ended in a colon
    dotted = any(block.kind == "bullet" and BULLET.match(text, block.start) for block in found)
    title = _title(found, text)
    seen: dict[str, int] = {}  # the levels of headings so far, by their words
    for number, block in enumerate(found):
        words = text[block.start : block.end].strip()
        level = 0
        below = above is not None and above.kind == "heading"
        if block.kind == "heading" and number not in title:
            count = titles[_fold(words)] if titles else int(layout()["chapters"].match(words) is not None)
            if count or states_grade(words):
                level, usual = (1 if count < 2 else 2), 3
            else:
                level = usual = _above_known(found, number, text, seen) or (
                    above.level + 1 if below and above else usual
                )
            if below and above and count == 1 and above.level == 1 and not states_grade(words):
                level = 2
            seen[_fold(words)] = level
        elif block.kind == "bullet":
            inside = inside and above is not None and above.kind == "bullet"
            opens = OPENS_LIST.search(words) is not None
            level = 2 if (inside and not opens) or (dotted and DASH.match(words)) else 1
            inside = opens or (inside and not words.endswith("."))
        result.append(replace(block, level=level))
        if block.kind != "furniture" and number not in title:
            above = result[-1]
    return result


def _above_known(found: list[Block], at: int, text: str, seen: dict[str, int]) -> int:
    """The level that heading `at` must have if the heading right below it has stood in the report before; else 0."""
    below = next((block for block in found[at + 1 :] if block.kind != "furniture"), None)
    if below is None or below.kind != "heading":
        return 0
    return max(seen.get(_fold(text[below.start : below.end]), 0) - 1, 0)


def _is_titling(block: Block, text: str) -> bool:
    """Whether a block may belong to the report's title: a heading that says no grade."""
    return block.kind == "heading" and not states_grade(text[block.start : block.end])


def _title(found: list[Block], text: str) -> list[int]:
    """The numbers of the headings before the first words of the first page: they are the report's title.

    The last of several heads a section if prose follows it, not a labelled line ("Inspection dates: ...").
    """
    filled = [n for n, block in enumerate(found) if block.kind != "furniture" and block.page == 1]
    title = list(takewhile(lambda n: _is_titling(found[n], text), filled))
    after = filled[len(title)] if len(title) < len(filled) else None
    if len(title) > 1 and after is not None:
        words = text[found[after].start : found[after].end].strip()
        if found[after].kind != "table" and not LABELLED.match(words):
            title.pop()
    return title

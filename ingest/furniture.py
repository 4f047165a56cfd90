"""What stands on a page without belonging to its message: running headers and footers, page numbers, contents lists.

Knows where on the page such lines stand and how they recur, and the standing texts listed in corpus/data. Does not
know paragraphs or headings, and no report by name.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import TYPE_CHECKING

from ingest.lines import ROW, TABLE_HEAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.frameworks.model import Standing
    from corpus.model import Block
    from ingest.lines import Line

__all__ = ["STANDING", "contents_titles", "furniture", "layout", "without_standing_text", "without_text_of"]

STANDING = ("back_matter", "sections", "paragraphs")
"""The lists of corpus/data/layout.toml whose entries are standing text."""

_EDGE = 3  # lines at a page's top and bottom that may be running headers or footers
_SHARE = 0.4  # of the pages must show a line for it to count as running
_FEW = 6  # pages; below that, recurring twice at the same place is enough
_REPEATED = 20  # letters that a line must have to be taken for the report's opening said again
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?", re.IGNORECASE)
_ENTRY = re.compile(r"(.*\D)[\s.…]+(\d{1,3})|\d{1,3}")
_LEADERS = re.compile(r".*\S\s*(?:\.\s?){4,}\s*\d{1,3}")


def furniture(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """For each page the numbers of the lines that are furniture by place or by pattern."""
    running = _running(pages)
    opening = _opening(pages[0]) if pages else ""
    found: list[set[int]] = []
    for page in pages:
        marked = set(_contents(page)[0])
        filled = [number for number, line in enumerate(page) if line.text]
        edges = _edges(filled)
        marked |= {number for number, place in edges.items() if (_shape(page[number].text), place) in running}
        marked |= _page_numbers(page, filled, marked)
        if found and len(pages) < _FEW:
            marked |= _repeats(page, filled, opening)
        found.append(marked)
    return found


def contents_titles(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The titles that the report's contents list names, in its order and without page numbers."""
    return [title for page in pages for title in _contents(page)[1]]


@cache
def layout() -> dict[str, re.Pattern[str]]:
    """The patterns of corpus/data/layout.toml, one alternation for each of its lists."""
    data = tomllib.loads(files("corpus").joinpath("data/layout.toml").read_text(encoding="utf-8"))
    return {
        name: re.compile("|".join(f"(?:{entry})" for entry in entries).replace(" ", r"\s+"), re.IGNORECASE | re.DOTALL)
        for name, entries in data.items()
    }


def without_standing_text(found: Sequence[Block], text: str) -> list[Block]:
    """The same blocks, with those of standing text made furniture and furniture side by side made one block."""
    patterns = layout()
    result: list[Block] = []
    back_matter_page, section_page = 0, 0
    for block in found:
        span = text[block.start : block.end]
        at = block.start + len(span) - len(span.lstrip())
        if patterns["back_matter"].match(text, at):
            back_matter_page = block.page
        section = patterns["sections"].match(text, at) is not None
        if section or block.kind == "heading":
            section_page = block.page if section else 0
        standing = block.page in (back_matter_page, section_page) or patterns["paragraphs"].match(text, at)
        made = replace(block, kind="furniture") if standing else block
        if result and made.kind == result[-1].kind == "furniture" and made.page == result[-1].page:
            result[-1] = replace(result[-1], end=made.end)
        else:
            result.append(made)
    return result


def without_text_of(standing: Standing, found: Sequence[Block], text: str) -> list[Block]:
    """The same blocks, with those made furniture that a framework's file calls standing text.

    A section ends with the next heading of its depth, or above it.
    """
    result: list[Block] = []
    inside: int | None = None
    for block in found:
        said = text[block.start : block.end].strip(" \t\n#*|_")
        if block.kind == "heading":
            if inside is not None and block.level <= inside:
                inside = None
            if any(one.match(said) for one in standing.sections):
                inside = block.level if inside is None else inside
        alike = inside is not None or any(one.match(said) for one in standing.paragraphs)
        result.append(replace(block, kind="furniture") if alike else block)
    return result


def _shape(line: str) -> str:
    """A line with its numbers and dates made alike, so that "Page 3" and "Page 4" recur."""
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _edges(filled: list[int]) -> dict[int, int]:
    """The lines at a page's edges and their places: 0, 1, 2 from the top, -1, -2, -3 from the bottom."""
    bottom = {number: -place for place, number in enumerate(filled[: -_EDGE - 1 : -1], start=1)}
    return bottom | {number: place for place, number in enumerate(filled[:_EDGE])}


def _running(pages: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """The lines, by shape and place, that recur at the edges of pages; a place may vary in a report of many pages.

    They run beside what a page says: pages that say nothing else are not counted, and what only they have does not run.
    """
    found = _recurring(pages)
    return _recurring([page for page in pages if not _says_no_more(page, found)], of=len(pages)) if found else found


def _says_no_more(page: Sequence[Line], running: set[tuple[str, int]]) -> bool:
    edges = _edges([number for number, line in enumerate(page) if line.text])
    return all(
        (_shape(line.text), edges.get(number, 0)) in running or _PAGE_NUMBER.fullmatch(line.text)
        for number, line in enumerate(page)
        if line.text
    )


def _recurring(pages: Sequence[Sequence[Line]], *, of: int | None = None) -> set[tuple[str, int]]:
    of = len(pages) if of is None else of
    counts: Counter[tuple[str, int]] = Counter()
    few = of < _FEW
    for page in pages:
        filled = [number for number, line in enumerate(page) if line.text]
        counts.update({(_shape(page[n].text), place if few else 0) for n, place in _edges(filled).items()})
    least = max(2 if few else 3, _SHARE * of)
    found = {key for key, count in counts.items() if count >= least and key[0] != "#"}
    return found if few else {(shape, place) for shape, _ in found for place in range(-_EDGE, _EDGE)}


def _opening(page: Sequence[Line]) -> str:
    """What the first page opens with, down to the table of judgements: title, place and dates."""
    filled = (line.text for line in page if line.text)
    return _fold(
        " ".join(list(takewhile(lambda text: not (TABLE_HEAD.fullmatch(text) or ROW.match(text)), filled))[:8])
    )


def _repeats(page: Sequence[Line], filled: list[int], opening: str) -> set[int]:
    """The lines at a page's top that say again what the first page opens with: a running header seen but once."""
    marked: set[int] = set()
    for number in filled[:_EDGE]:
        line = _fold(page[number].text)
        words = line.split()
        said = len(line) >= _REPEATED and " ".join(words[:4]) in opening and set(words) <= set(opening.split())
        said = said or layout()["running"].fullmatch(page[number].text.strip()) is not None
        if not said and not _PAGE_NUMBER.fullmatch(page[number].text):
            break
        marked.add(number)
    return marked


def _page_numbers(page: Sequence[Line], filled: list[int], marked: set[int]) -> set[int]:
    """The number printed at the page's top or bottom, also beside a running line."""
    rest = [number for number in filled if number not in marked]
    return {number for number in rest[:1] + rest[-1:] if _PAGE_NUMBER.fullmatch(page[number].text)}


def _contents(page: Sequence[Line]) -> tuple[set[int], list[str]]:
    """The lines of a contents list on this page, and the titles it names."""
    first = next((n for n, line in enumerate(page) if _CONTENTS.fullmatch(line.text)), None)
    if first is None:
        leaders = [n for n, line in enumerate(page) if _LEADERS.fullmatch(line.text)]
        if len(leaders) < 3:
            return set(), []
        first = leaders[0] - 1
    titles: list[str] = []
    last, pending = first, ""
    for number in range(first + 1, len(page)):
        line = page[number].text
        if match := _ENTRY.fullmatch(line):
            titles.append(" ".join(f"{pending} {(match.group(1) or '').rstrip(' .…')}".split()))
            last, pending = number, ""
        elif line:
            pending = f"{pending} {line}"
        if number - last > 3:
            break
    if len(titles) < 3:
        return set(), []
    return set(range(max(first, 0), last + 1)), titles

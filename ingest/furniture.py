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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Block
    from ingest.lines import Line

__all__ = ["contents_titles", "furniture", "standing_text", "without_standing_text"]

_EDGE = 3  # lines at a page's top and bottom that may be running headers or footers
_SHARE = 0.4  # of the pages must show a line for it to count as running
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?", re.IGNORECASE)
_ENTRY = re.compile(r"(.*\D)[\s.…]+(\d{1,3})|\d{1,3}")
_LEADERS = re.compile(r".*\S\s*(?:\.\s?){4,}\s*\d{1,3}")


def furniture(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """For each page the numbers of the lines that are furniture by place or by pattern."""
    running = _running(pages)
    found = []
    for page in pages:
        marked = set(_contents(page)[0])
        filled = [number for number, line in enumerate(page) if line.text]
        for number in _edges(filled):
            if _shape(page[number].text) in running:
                marked.add(number)
        marked |= _page_numbers(page, filled, marked)
        found.append(marked)
    return found


def contents_titles(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The titles that the report's contents list names, in its order and without page numbers."""
    return [title for page in pages for title in _contents(page)[1]]


@cache
def standing_text() -> dict[str, re.Pattern[str]]:
    """The patterns of corpus/data/boilerplate.toml, one alternation for each of its lists."""
    data = tomllib.loads(files("corpus").joinpath("data/boilerplate.toml").read_text(encoding="utf-8"))
    return {
        name: re.compile("|".join(f"(?:{entry})" for entry in entries).replace(" ", r"\s+"), re.IGNORECASE | re.DOTALL)
        for name, entries in data.items()
    }


def without_standing_text(found: Sequence[Block], text: str) -> list[Block]:
    """The same blocks, with those of standing text made furniture and furniture side by side made one block."""
    patterns = standing_text()
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


def _shape(line: str) -> str:
    """A line with its numbers and dates made alike, so that "Page 3" and "Page 4" recur."""
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _edges(filled: list[int]) -> list[int]:
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _running(pages: Sequence[Sequence[Line]]) -> set[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        filled = [number for number, line in enumerate(page) if line.text]
        counts.update({_shape(page[number].text) for number in _edges(filled)})
    least = max(3, _SHARE * len(pages))
    return {shape for shape, count in counts.items() if count >= least and shape != "#"}


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

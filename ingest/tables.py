"""Tables: which lines of a page belong to one, and where its rows end.

Knows three kinds: rows that end in a grade, as reports print their judgements, rows of cells set off by tabs or bars,
and rows of a few words and a figure. Does not know what a judgement means, nor what surrounds a table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.lines import BULLET, CELLS, DASH, GRADE, ROW, TABLE_HEAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.lines import Line

__all__ = ["row_end", "table_heads", "tables"]

_FULL_STOP = re.compile(r"[.!?…][)\]\"'’”]*\d{0,2}$")
_GRADE_END = re.compile(rf"(?:^|(?<![.!?;,])\s){GRADE}\d?$|:\s*(?i:{GRADE})$")
_SMALL_GRADE_END = re.compile(rf"(?:^|\s){GRADE}$", re.IGNORECASE)
# A few words that name something and its figures, one or more years of it; a sentence's line has more or goes on.
_FIGURES = r"(?: [-–]?£?\d[\d,.]*%?)+"
_FIGURE_ROW = re.compile(rf"(?P<label>[A-Z][^\d.!?:;•|]{{2,60}}?){_FIGURES}")
_FIGURE_HEAD = re.compile(
    r"(?:[A-Z][\w’' -]{0,60} )?"
    r"(?:Numbers?|Totals?|Counts?|Rates?|Figures?|Values?|Percentages?|Per cent|%|(?:\d{4}(?:[-–/]\d\d)? ?)+)"
)
_LEAST_ROWS = 2
_MAY_GRADE = re.compile(r"(?:outstanding|good|(?:in)?adequate|requires?|judged|grade)\b", re.IGNORECASE)


def tables(found: Sequence[Line], marked: set[int]) -> dict[int, int]:
    """The tables of a page: the number of the first line -> that of the first line after; each has two rows or more."""
    texts = [line.text for line in found]
    rows = [(n, end) for n in range(len(found)) if n not in marked and (end := row_end(texts, n)) is not None]
    groups: list[list[tuple[int, int]]] = []
    for row in rows:
        between = texts[groups[-1][-1][1] + 1 : row[0]] if groups else []
        if groups and len(between) <= 4 and not any(_FULL_STOP.search(line) for line in between):
            groups[-1].append(row)
        else:
            groups.append([row])
    graded = {_table_start(found, marked, group[0][0]): group[-1][1] + 1 for group in groups if len(group) > 1}
    return _figure_tables(texts, marked) | graded | _cell_tables(found, marked)


def table_heads(found: Sequence[Line]) -> set[int]:
    """The lines that head a table of judgements, where "Judgement" and "Grade" stand below one another too."""
    heads = set()
    for n, line in enumerate(found):
        below = found[n + 1].text if n + 1 < len(found) else ""
        if TABLE_HEAD.fullmatch(line.text):
            heads.add(n)
        elif below and TABLE_HEAD.fullmatch(f"{line.text} {below}"):
            heads |= {n, n + 1}
    return heads


def _table_start(found: Sequence[Line], marked: set[int], first: int) -> int:
    """The line that a table begins with: its head if one stands there, else the first row's own first line."""
    for start in range(first, max(first - 5, -1), -1):
        if start in marked or (_FULL_STOP.search(found[start].text) and start != first):
            break
        if TABLE_HEAD.fullmatch(found[start].text):
            return start
    for start in range(first, max(first - 3, -1), -1):
        if ROW.match(found[start].text):
            return start
    return first


def _cell_tables(found: Sequence[Line], marked: set[int]) -> dict[int, int]:
    """Runs of two lines or more that hold cells, set off by tabs or bars."""
    tables = {}
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and end not in marked and CELLS.search(found[end].text):
            end += 1
        if end - at >= 2:
            tables[at] = end
        at = max(end, at + 1)
    return tables


def _figure_tables(found: Sequence[str], marked: set[int]) -> dict[int, int]:
    """Runs of two lines or more that are a few words and a figure, each of other words, with the head above them."""
    tables = {}
    at = 0
    while at < len(found):
        end, labels = at, set()
        while end < len(found) and end not in marked and (row := _FIGURE_ROW.fullmatch(found[end])):
            labels.add(row["label"])
            end += 1
        if end - at >= _LEAST_ROWS and len(labels) == end - at:  # "Part 1", "Part 2" are no rows
            headed = at > 0 and at - 1 not in marked and _FIGURE_HEAD.fullmatch(found[at - 1])
            tables[at - 1 if headed else at] = end
        at = max(end, at + 1)
    return tables


def row_end(found: Sequence[str], at: int) -> int | None:
    """The number of the line that ends a table's row, where that row's grade begins on line `at`; None if none does.

    A grade may break over three lines in a narrow column. A bullet is no row, and a sentence that happens to break off
    after a grade word goes on with a small letter.
    """
    line = found[at]
    if _MAY_GRADE.search(line, max(len(line) - 40, 0)) is None or BULLET.match(line) or DASH.match(line):
        return None
    numbered = any(ROW.match(above) for above in found[max(at - 2, 0) : at + 1])
    joined, best = "", None
    for last in range(at, min(at + 3, len(found))):
        joined = f"{joined} {found[last]}".strip()
        match = _GRADE_END.search(joined) or (numbered and last > at and _SMALL_GRADE_END.search(joined))
        after = found[last + 1] if last + 1 < len(found) else ""
        if match and match.start() <= len(line) and not after[:1].islower():
            best = last
    return best

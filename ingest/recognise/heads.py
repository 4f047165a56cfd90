"""Grades that stand as heads: above the areas that have them, as in a report card, or over the columns of a table.

Knows the two layouts. Knows frameworks through their data. An area that stands under two grades has none here, and a
list of grades without areas between them is an explanation, no judgement.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.frameworks.model import Framework

__all__ = ["Headed", "under_heads"]

_MARKS = " \t#*>|•_–—-:."
_LINE = re.compile(r"[^\n]+")
_LINES = 4  # over which a list of areas may run
_FAR = 6000  # characters between a head and an area under it, at most


class Headed(NamedTuple):
    """The grade of an area, and the span from the grade to the area, or the row of the table."""

    grade: str
    start: int
    end: int


def under_heads(text: str, framework: Framework) -> dict[str, Headed]:
    """The areas whose grade stands as a head above them or over their column, by key."""
    found: dict[str, list[Headed]] = {}
    for area, headed in [*_columns(text, framework), *_below(text, framework)]:
        found.setdefault(area, []).append(headed)
    return {area: several[0] for area, several in found.items() if len({one.grade for one in several}) == 1}


def _below(text: str, framework: Framework) -> Iterator[tuple[str, Headed]]:
    lines = [
        (line.end() - len(line[0].lstrip(_MARKS)), line[0].strip(_MARKS))
        for line in _LINE.finditer(text)
        if line[0].strip(_MARKS)
    ]
    graded = [framework.grade(words) for _, words in lines]
    head: tuple[str, int] | None = None
    for at, (start, words) in enumerate(lines):
        grade = graded[at]
        opened = _opens(words, framework) if grade is None else None
        said = words
        if opened is not None:  # the head of a table's row, and the first of its areas in the same line
            head, said = (opened[0], start), opened[1]
        elif grade is None and (several := list(_listed(lines[at : at + _LINES], framework))):
            yield from several
            continue
        elif grade is not None:
            legend = (at > 0 and graded[at - 1] is not None) or (at + 1 < len(lines) and graded[at + 1] is not None)
            head = None if legend else (grade, start)
            continue
        # What begins small and ends in a full stop is the end of a sentence that wraps ("... in the / early years.").
        wrapped = words[0].islower() and text.startswith(".", start + len(words))
        area = None if wrapped else _area(said, framework)
        if area is None or head is None or start - head[1] > _FAR or head[0] not in framework.areas[area].scale:
            continue
        near = text.find(said, start)
        yield area, Headed(head[0], head[1], near + len(said))


def _opens(words: str, framework: Framework) -> tuple[str, str] | None:
    """The grade with which a line begins, and the area that is the rest of it."""
    for grade, printed in framework.printed.items():
        found = printed.match(words)
        rest = words[found.end() :].strip(_MARKS) if found else ""
        if found and rest and _area(rest, framework):
            return grade, rest
    return None


def _listed(lines: list[tuple[int, str]], framework: Framework) -> Iterator[tuple[str, Headed]]:
    """The areas in a line that begins with their grade, also where the list runs on in the lines below."""
    start, words = lines[0]
    for grade, printed in framework.printed.items():
        found = printed.match(words)
        for many in range(1, len(lines) + 1) if found else ():
            listed = " ".join(line for _, line in lines[:many])[found.end() if found else 0 :].strip(_MARKS)
            named = _areas(re.split(r"\s*[,;]\s*", listed), framework)
            if named and len(named) + many > 2:
                end = lines[many - 1][0] + len(lines[many - 1][1])
                yield from ((area, Headed(grade, start, end)) for area in named if grade in framework.areas[area].scale)
                return


def _areas(parts: list[str], framework: Framework) -> list[str]:
    """The areas that these parts of a list name, one after the other; none where a part is no area's.

    A label that has commas itself is several parts.
    """
    named: list[str] = []
    while parts:
        for many in range(len(parts), 0, -1):
            if area := _area(", ".join(parts[:many]), framework):
                named.append(area)
                parts = parts[many:]
                break
        else:
            return []
    return named


def _area(words: str, framework: Framework) -> str | None:
    """The area whose label these words are, and nothing else."""
    return next((key for key, area in framework.areas.items() if any(row.fullmatch(words) for row in area.rows)), None)


def _columns(text: str, framework: Framework) -> Iterator[tuple[str, Headed]]:
    """The rows of tables whose columns are grades: an area's label and one mark."""
    columns: dict[int, str] = {}
    for line in _LINE.finditer(text):
        cells = [cell.strip(" \t*_") for cell in line[0].strip().strip("|").split("|")]
        if len(cells) < 3:
            columns = {}
            continue
        heads = {place: grade for place, cell in enumerate(cells) if (grade := framework.grade(cell))}
        if len(heads) > 1:
            columns = heads
            continue
        area = _area(cells[0], framework) if columns else None
        marked = [place for place, cell in enumerate(cells[1:], 1) if cell]
        if area is None or len(marked) != 1 or marked[0] not in columns:
            continue
        start = line.start() + line[0].index(cells[0])
        yield area, Headed(columns[marked[0]], start, line.end())

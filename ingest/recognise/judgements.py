"""What a report judges, area by area, and what the inspection before it had judged.

Knows where reports print their own judgements: a table on the first pages (or a record at the end), a headline
sentence, a heading over a section. Grades that the body quotes from earlier inspections, or a glossary explains, stand
elsewhere and are never read as this report's. Knows the frameworks only through their data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.model import Fact
from ingest.recognise.heads import under_heads
from ingest.recognise.layouts import Laid, laid_out

if TYPE_CHECKING:
    from corpus.frameworks import Area, Framework
    from corpus.lazy import Lazy

# Before a row's label: table and list marks, the row's number ("2.1"). Between it and its grade: spaces, marks, a
# footnote's number, "is" or "Grade"; never "was", which is how an earlier inspection is spoken of.
_OPEN = r"^[ \t#*|>•_–—-]*(?:\d+(?:\.\d+)*[.)]?\s+)?(?:the\s+)?"
_DIGITS = r"[\d¹²³⁴-⁹]"
_NOTE = rf"{_DIGITS}{{0,2}}"
# After a grade: full stop, marks, a footnote's number; each blank can be matched in one way only (no long search).
_TAIL = rf"[)]?[ \t.*_]*+(?:{_DIGITS}{{1,2}}[ \t]*+)?"
# What is said of it there: "is", "Rating:", "Our grade for this theme: 4 -".
_CALLED = r"(?:our\s+)?(?:grade|rating|judge?ment|evaluation)(?:\s+(?:awarded|given))?(?:\s+for\s+this\s+\w+)?"
_JOIN = rf"{_NOTE}[\s:|*_.,–—-]*[(]?(?:\b(?:is|are|{_CALLED})\b[\s:|*_–-]*(?:\d[ \t]*[–-]?[ \t]+)?)?"
_CLOSE = rf"{_TAIL}(?=[|\n]|\Z)"
_UNJUDGED = r"not\s+judged|not\s+graded|not\s+applicable|no\s+judgement|n/a\b"
_EARLIER = re.compile(
    r"^[ \t#*|]*(?:previous|last|most recent)\s+(?:ofsted\s+)?inspections?[ \t:*]*$", re.I | re.MULTILINE
)
# Below it stand inspections before this one, each with its grades.
_HISTORY = re.compile(
    r"^[ \t#*|]*(?:recent[ \t]+)?inspection[ \t]+(?:and[ \t]+grading[ \t]+)?history[ \t:*]*$", re.I | re.MULTILINE
)
_RECORD_CHARACTERS = 1500
_PARTED_CHARACTERS = 1200
# Between a column of labels and the column of grades that goes with it a footnote or a page's end may stand.
_COLUMNS_CHARACTERS = 400
_TABLE_MARGIN = 800


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a judgement table: the area, the printed grade and its span, from where the label begins."""

    area: str
    grade: str | None
    start: int
    end: int


def judgements(text: str, end: int, framework: Framework) -> list[Fact]:
    """The judgements that this report states as its own, one a fact, in the framework's order of areas.

    `end` is where the first pages end; what stands after it counts only in a record of findings or under a heading.
    """
    past = _HISTORY.search(text)
    text = text[: past.start()] if past else text
    recalled = _EARLIER.search(text, 0, end)
    end = min(recalled.start() if recalled else end, len(text))
    rows, more = _table(text, end, framework)
    if framework.grades_as_heads:
        headed = {key: _Row(key, *one) for key, one in under_heads(text, framework).items()}
        # The line below an area is its grade where every area has such a line; else it is the head of the next areas.
        rows = rows | headed if headed.keys() - rows.keys() else rows
    facts = []
    for area in framework.areas.values():
        found = [row for row in (rows.get(area.key), _stated(text, end, area, framework)) if row]
        # A section's own heading stands above the record of findings at the end.
        if all(row.start >= end for row in found):
            found += [row for row in (_heading(text, area, framework),) if row]
        # The headline stands above the table, and both above what the report recalls of earlier inspections.
        row = min(found, key=lambda row: row.start, default=more.get(area.key))
        if row and row.grade:
            facts.append(Fact(kind="judgement", key=area.key, value=row.grade, start=row.start, end=row.end))
    return facts


def _table(text: str, end: int, framework: Framework) -> tuple[dict[str, _Row], dict[str, _Row]]:
    """The rows of the judgement table on the first pages, or of the record of findings where those have none.

    The second are rows of other layouts, for areas that nothing else states.
    """
    first = _columns(text, end, framework)
    for row in _rows(text, 0, end, framework):
        first.setdefault(row.area, row)
    sure, more = _laid_out(text, 0, end, framework)
    # An area that was not graded this time has its row, without a grade: what it had before is not read as its own.
    first |= {key: row for key, row in sure.items() if row.grade or row.end > row.start or key in first}
    if not first and not more:
        columns, further = _laid_out(text, end, len(text), framework)
        sure_of = {key: row for key, row in columns.items() if row.grade}
        simple = [row for row in _rows(text, end, len(text), framework) if row.area not in sure_of]
        rows = [*simple, *sure_of.values(), *(row for key, row in further.items() if key not in sure_of)]
        return _record(sorted(rows, key=_place)), {}
    if not first:
        return _record(_rows(text, end, len(text), framework)), more
    start = max(0, min(row.start for row in first.values()) - _TABLE_MARGIN)
    stop = min(end, max(row.end for row in first.values()) + _TABLE_MARGIN)
    heads = framework.grades_as_heads
    for area in framework.areas.values():
        # Only labels that are nothing but a row's: a title may name the board too, whose judgement is a sentence.
        if area.scale and area.key not in first and not area.headings and not area.stated and not heads:
            found = _wrapped(text, start, stop, area, framework) or _parted(text, start, stop, area, framework)
            if found:
                first[area.key] = found
    return first, more


def in_column_before(text: str, framework: Framework) -> list[Fact]:
    """What the inspection before found, area by area, where a table has it in a column of its own beside this one's."""
    past = _HISTORY.search(text)
    laid = _laid(text, 0, past.start() if past else len(text), framework)
    return [
        Fact(kind="previous_judgement", key=key, value=one.value, start=one.start, end=one.end)
        for key, one in (laid.before.items() if laid else ())
        if one.value in framework.areas[key].scale
    ]


def _place(row: _Row) -> tuple[int, int]:
    return row.start, -row.end


def _laid_out(text: str, start: int, end: int, framework: Framework) -> tuple[dict[str, _Row], dict[str, _Row]]:
    """The rows of other layouts (ingest.recognise.layouts): those that are surer than the table's, and further ones."""
    laid = _laid(text, start, end, framework)
    if laid is None:
        return {}, {}

    def row(key: str, grade: str, start: int, end: int) -> _Row:
        return _Row(key, grade if grade in framework.areas[key].scale else None, start, end)

    sure = {key: row(key, *one) if one else _Row(key, None, start, start) for key, one in laid.sure.items()}
    return sure, {key: row(key, *one) for key, one in laid.more.items() if key in framework.areas}


def _laid(text: str, start: int, end: int, framework: Framework) -> Laid | None:
    labels = {area.key: area.rows for area in framework.areas.values() if area.scale and area.rows}
    scales = {grade for area in framework.areas.values() if area.rows for grade in area.scale}
    grades = {grade: pattern.pattern for grade, pattern in framework.printed.items() if grade in scales}
    if not labels:
        return None
    return laid_out(text, start, end, labels, grades, order=framework.scale, headline=framework.headline)


def _columns(text: str, end: int, framework: Framework) -> dict[str, _Row]:
    """The rows of a table that comes out of a PDF as all its labels and then all its grades, label by label.

    Where the two differ in number, nobody can say which grade is whose: those rows have none.
    """
    column: list[tuple[str, re.Match[str]]] = []
    for area, label in [*_labels(text, end, framework), ("", None)]:
        if column and (label is None or text[column[-1][1].end() : label.start()].strip(" \t\n#*|•–—-")):
            grades = _graded_after(text, column[-1][1].end(), end, framework) if len(column) > 1 else []
            if len(grades) > 1:
                pairs = list(zip(column, grades, strict=False)) if len(grades) == len(column) else []
                if not pairs or len({area for area, _ in column}) < len(column):
                    return {area: _Row(area, None, past_marks(found), found.end()) for area, found in column}
                # The label and its grade stand apart: the span runs from the one to the other.
                return {
                    area: _Row(area, _grade(framework, area, grade[0]), past_marks(found), grade.end())
                    for (area, found), grade in pairs
                }
            column = []
        if label is not None:
            column.append((area, label))
    return {}


def _labels(text: str, end: int, framework: Framework) -> list[tuple[str, re.Match[str]]]:
    """Every row's label that ends its line without a grade, by place; of two at one place the longer."""
    ends = rf"(?:[ \t]*+{_DIGITS}{{1,2}})?[ \t:|*_]*+$"
    found = [
        (area.key, label)
        for area in framework.areas.values()
        for row in area.rows
        for label in _compiled(f"{_OPEN}(?:{row.pattern}){ends}").finditer(text, 0, end)
    ]
    found.sort(key=lambda item: (item[1].start(), -item[1].end()))
    apart: list[tuple[str, re.Match[str]]] = []
    for area, label in found:
        if not apart or label.start() >= apart[-1][1].end():
            apart.append((area, label))
    return apart


def _graded_after(text: str, start: int, end: int, framework: Framework) -> list[re.Match[str]]:
    """The grades that stand one after the other, with nothing between them, in the lines after `start`."""
    one = rf"(?:{_grades(framework)}|{_UNJUDGED})(?![a-z-])"
    block = _compiled(rf"^[ \t|*]*(?:{one}(?:[ \t]*{_DIGITS}{{1,2}})?[\s|*.]*)+$").search(
        text, start, min(end, start + _COLUMNS_CHARACTERS)
    )
    if block is None or _other_label(text, start, block.start(), framework):
        return []
    return list(_compiled(one).finditer(text, block.start(), block.end()))


def _rows(text: str, start: int, end: int, framework: Framework) -> list[_Row]:
    """Each label that its grade follows directly, in order; "Not judged" is a row without a grade."""
    found = []
    for area in framework.areas.values():
        for pattern in _row_patterns(framework, area.key):
            for match in pattern.finditer(text, start, end):
                grade = _grade(framework, area.key, match["printed"])
                found.append(_Row(area.key, grade, past_marks(match), match.end("printed")))
    return sorted(found, key=_place)


def graded_twice(text: str, framework: Framework) -> bool:
    """Whether an area has several grades in rows of the text: a list of bodies, each with its own."""
    grades: dict[str, set[str]] = {}
    for row in _rows(text, 0, len(text), framework):
        if row.grade:
            grades.setdefault(row.area, set()).add(row.grade)
    return any(len(several) > 1 for several in grades.values())


def _row_patterns(framework: Framework, key: str) -> list[re.Pattern[str]]:
    area = framework.areas[key]
    return [] if not area.scale else [row_pattern(label, framework, area.scale) for label in area.rows]


def row_pattern(label: Lazy, framework: Framework, scale: tuple[str, ...]) -> re.Pattern[str]:
    """A line of a table: the label at its beginning, and a grade of the scale, group `printed`, that ends it."""
    grade = f"(?P<printed>{_grades(framework, scale)}|{_UNJUDGED})"
    return _compiled(f"{_OPEN}(?:{label.pattern}){_JOIN}{grade}{_CLOSE}")


def _grade(framework: Framework, key: str, printed: str) -> str | None:
    """The grade that is printed, on the area's own scale."""
    return framework.grade(printed, framework.areas[key].scale)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def _grades(framework: Framework, scale: tuple[str, ...] | None = None) -> str:
    """The patterns of the grades of a scale, of all that the framework has by default."""
    return "|".join(pattern.pattern for grade, pattern in framework.printed.items() if scale is None or grade in scale)


def _wrapped(text: str, start: int, end: int, area: Area, framework: Framework) -> _Row | None:
    """A label that goes on in the line below its grade, as table cells sometimes come out of a PDF."""
    closing = _compiled(rf"[ \t](?P<printed>{_grades(framework, area.scale)}){_TAIL}(?=\n)")
    for grade in closing.finditer(text, start, end):
        near = max(0, grade.start() - 200)
        without = text[near : grade.start()] + text[grade.end() : grade.end() + 120]
        for label in area.rows:
            for found in _compiled(f"{_OPEN}(?:{label.pattern})").finditer(without):
                if found.start() < grade.start() - near < found.end():
                    printed = _grade(framework, area.key, grade["printed"])
                    return _Row(area.key, printed, near + found.start(), grade.end("printed"))
    return None


def _parted(text: str, start: int, end: int, area: Area, framework: Framework) -> _Row | None:
    """A label and its grade with a footnote or a page's end between them: the grade stands alone on its line."""
    alone = _compiled(
        rf"^[ \t|*]*(?P<printed>{_grades(framework, area.scale)}|{_UNJUDGED})[ \t|*.]*+(?:{_DIGITS}{{1,2}}[ \t|*]*+)?$"
    )
    for label in area.rows:
        # More words in its line make it another label ("Personal development, behaviour and welfare").
        for found in _compiled(f"{_OPEN}(?:{label.pattern})(?!,?[ \t]+[a-z])").finditer(text, start, end):
            grade = alone.search(text, found.end(), min(end, found.end() + _PARTED_CHARACTERS))
            if grade and not _other_label(text, found.end(), grade.start(), framework):
                printed = _grade(framework, area.key, grade["printed"])
                return _Row(area.key, printed, found.start(), grade.end("printed"))
    return None


def _other_label(text: str, start: int, end: int, framework: Framework) -> bool:
    return any(pattern.search(text, start, end) for area in framework.areas.values() for pattern in area.rows)


def _record(rows: list[_Row]) -> dict[str, _Row]:
    """The rows that stand together in a record of findings: the place with most areas, two at the least."""
    best: dict[str, _Row] = {}
    for index, opening in enumerate(rows):
        here: dict[str, _Row] = {}
        for row in rows[index:]:
            if row.end - opening.start > _RECORD_CHARACTERS:
                break
            here.setdefault(row.area, row)
        if len(here) > max(len(best), 1):
            best = here
    return best


def _stated(text: str, end: int, area: Area, framework: Framework) -> _Row | None:
    """The first sentence of the first pages that states the area's judgement."""
    found = [match for pattern in area.stated if (match := pattern.search(text, 0, end))]
    return _sentence(min(found, key=lambda match: match.start()), area, framework) if found else None


def _heading(text: str, area: Area, framework: Framework) -> _Row | None:
    """The first heading anywhere in the report that states the area's judgement."""
    found = [match for pattern in area.headings if (match := pattern.search(text))]
    return _sentence(min(found, key=lambda match: match.start()), area, framework) if found else None


def _sentence(match: re.Match[str], area: Area, framework: Framework) -> _Row:
    return _Row(area.key, _grade(framework, area.key, match["grade"]), past_marks(match), match.end("grade"))


def past_marks(match: re.Match[str]) -> int:
    """Where the match's words begin, past the marks of a table, a list or Markdown."""
    return match.start() + len(match[0]) - len(match[0].lstrip(" \t\n#*>|•_–—-"))

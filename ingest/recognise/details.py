"""What else a framework's file says that its reports print: scores, verdicts, themes, its own facts, the time before.

Knows the patterns of the file (corpus.frameworks.model). Each fact has the span it was read from; what no pattern finds
is absent. Judgements of areas are read by ingest.recognise.judgements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.frameworks.pattern import SCORE
from corpus.model import Fact
from ingest.recognise.dates import order_of, read_dates
from ingest.recognise.judgements import past_marks, row_pattern
from ingest.recognise.labelled import values
from ingest.recognise.layouts import laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.frameworks.model import Area, Framework, Own
    from corpus.lazy import Lazy

__all__ = ["details", "stated_before"]

_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\d.]*\d)|(?<![\w.])\d+(?:\.\d+)?(?![\d,.]*\d)")
# A number that may be a score: not the one before an item, nor a part of a longer one.
_PLAIN_SCORE = re.sub(r"[?]P<[a-z]+>", "?:", SCORE)
_SCORE_ALONE = rf"(?:(?<=\(){_PLAIN_SCORE}(?=\))|(?<![.,/(]){_PLAIN_SCORE}(?![.)]\s))"
_SCORE = re.compile(SCORE)
_MOST_THEMES = 200
# What may stand behind a grade in its line: the number that it has, when it was given.
_DATED = re.compile(r"[ \t]*\([^()]*\)[ \t.]*$")


def details(text: str, framework: Framework) -> list[Fact]:
    """The scores, verdicts, themes and own facts of a report, in this order."""
    return [*_scores(text, framework), *_verdicts(text, framework), *_themes(text, framework), *_own(text, framework)]


def _scores(text: str, framework: Framework) -> Iterator[Fact]:
    labels = {area.key: area.scored for area in framework.areas.values() if area.scored}
    laid = laid_out(text, 0, len(text), labels, {"": _SCORE_ALONE}).more if labels else {}
    for area in framework.areas.values():
        found = min((one for shape in area.scores if (one := shape.search(text))), key=re.Match.start, default=None)
        if found is not None:
            fact = _score(area, found, past_marks(found), found.end())
        elif area.key in laid and (printed := _SCORE.fullmatch(laid[area.key].value)):
            fact = _score(area, printed, laid[area.key].start, laid[area.key].end)
        else:
            continue
        if fact is not None:
            yield fact


def _score(area: Area, found: re.Match[str], start: int, end: int) -> Fact | None:
    """The score that a match of SCORE has printed, None where it is above what it can be."""
    score, most = found["score"], found["most"] or (str(area.most) if area.most else "")
    percent = found[0].rstrip().endswith("%")
    if most and float(score) > float(most):
        return None
    value = f"{score}%" if percent else f"{score} of {most}" if most else score
    unit = "%" if percent else f"of {most}" if most else None
    return Fact(kind="score", key=area.key, value=value, number=float(score), unit=unit, start=start, end=end)


def _verdicts(text: str, framework: Framework) -> Iterator[Fact]:
    """One verdict a regulation, the first that is printed."""
    if framework.verdicts is None:
        return
    seen: set[str] = set()
    found = [
        one
        for row in framework.verdicts.rows
        for one in row_pattern(row, framework, framework.verdicts.scale).finditer(text)
    ]
    for one in sorted(found, key=re.Match.start):
        named = " ".join(one["name"].split()).strip(" :.–—-")
        number = one.groupdict().get("number")
        key = f"{number} {named}" if number else named
        grade = framework.grade(one["printed"], framework.verdicts.scale)
        about = (number or named).casefold()
        if grade is None or about in seen:
            continue
        seen.add(about)
        yield Fact(kind="verdict", key=key, value=grade, start=past_marks(one), end=one.end("printed"))


def _themes(text: str, framework: Framework) -> Iterator[Fact]:
    for shape in framework.themes:
        found = shape.search(text)
        if found and 0 < len(found["theme"].strip()) <= _MOST_THEMES:
            start, end = found.span("theme")
            yield Fact(kind="theme", value=" ".join(found["theme"].split()), start=start, end=end)
            return


def _own(text: str, framework: Framework) -> Iterator[Fact]:
    labels = [own.printed for own in framework.own.values()] + [framework.before.dated, framework.before.label]
    for own in framework.own.values():
        spans = [
            *values(text, own.printed),
            *(one.span("value") for shape in own.stated for one in shape.finditer(text)),
        ]
        for start, end in spans:
            fact = None if _is_label(text, start, labels) else _own_at(text, start, end, own)
            if fact is not None:
                yield fact
                break


def _is_label(text: str, start: int, labels: list[Lazy | None]) -> bool:
    """Whether the line that begins with the value is the next label with its own: then the one above has none."""
    line = text.rfind("\n", 0, start) + 1
    first = not text[line:start].strip(" \t#*>|•_–—-")
    return first and any(label.match(text, line) for label in labels if label is not None)


def _own_at(text: str, start: int, end: int, own: Own) -> Fact | None:
    if not own.unit:
        return Fact(kind="own", key=own.key, value=" ".join(text[start:end].split()), start=start, end=end)
    found = _NUMBER.search(text, start, end)
    if found is None:
        return None
    number = float(found[0].replace(",", ""))
    return Fact(
        kind="own", key=own.key, value=found[0], number=number, unit=own.unit, start=found.start(), end=found.end()
    )


def stated_before(text: str, framework: Framework) -> list[Fact]:
    """What the inspection before found overall and in single areas, and its date, by the framework's own patterns."""
    facts: list[Fact] = []
    for shape in framework.before.stated:
        found = shape.search(text)
        grade = framework.grade(found["grade"]) if found else None
        if found and grade:
            facts.append(_before(grade, past_marks(found), found.end("grade")))
            break
    if not facts:
        for start, end in values(text, framework.before.label):
            said = _DATED.sub("", text[start:end]).rstrip(". ")
            grade = framework.grade(said)
            if grade:
                facts.append(_before(grade, start, start + len(said)))
                break
    for key, shapes in framework.before.areas.items():
        area = next((found for shape in shapes if (found := shape.search(text))), None)
        grade = framework.grade(area["grade"], framework.areas[key].scale) if area else None
        if area and grade:
            facts.append(_before(grade, past_marks(area), area.end("grade"), key))
    order = order_of(text, month_first=framework.dates.month_first)
    for start, end in values(text, framework.before.dated):
        days = read_dates(text, start, end, order=order)
        if days:
            day, first, last = days[0]
            facts.append(Fact(kind="previous_inspection", value=day.isoformat(), start=first, end=last))
            break
    return facts


def _before(grade: str, start: int, end: int, key: str = "overall") -> Fact:
    return Fact(kind="previous_judgement", key=key, value=grade, start=start, end=end)

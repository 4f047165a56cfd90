"""Grades with their bounds: "at least good", "good or better", "neither good nor outstanding".

Knows the scale and the words that bound a grade. Does not know areas or reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.plan.phrases.model import Grades, merged

if TYPE_CHECKING:
    from qa.plan.token import Token

__all__ = ["SCALE", "grades"]


SCALE = ("outstanding", "good", "requires improvement", "inadequate")  # from the best to the worst


_OLDER = {"adequate": 2, "satisfactory": 2}  # grades of older scales, by the place in SCALE that they stood at
Read = tuple[tuple[str, ...], int, list["Token"]]  # names, where they end, their tokens


def grades(tokens: list[Token]) -> list[Token]:
    """'at least good', 'good or better', 'worse than good', 'good or outstanding', 'neither good nor outstanding'."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        read = _grade(tokens, at)
        if read is None:
            found.append(tokens[at])
            at += 1
            continue
        names, end, parts = read
        more = _next_of_row(tokens, end)
        while more is not None:
            names, end, parts = (*names, *more[0]), more[1], [*parts, *more[2]]
            more = _next_of_row(tokens, end)
        found.append(merged(parts, "set.grades", Grades(tuple(dict.fromkeys(names)))))
        at = end
    return _negated(found)


def _next_of_row(tokens: list[Token], at: int) -> Read | None:
    """The grade that goes on a row at `at`: "good and outstanding", "good, or better", "good/outstanding"."""
    for gap in (1, 2):
        between = tokens[at : at + gap]
        more = _grade(tokens, at + gap) if between and at + gap < len(tokens) else None
        if more is None or not all(one.has("op.or", "op.and", "mark./", "mark.,") for one in between):
            continue
        if all(one.has("mark.,") for one in between) and not _ends_in_or(tokens, more[1]):
            continue
        return more[0], more[1], [*between, *more[2]]
    return None


def _ends_in_or(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].has("op.or", "op.and")


def _grade(tokens: list[Token], at: int) -> Read | None:
    """One grade with the words that bound it: its names, where it ends, its tokens."""
    before = tokens[at] if tokens[at].has("cmp") and at + 1 < len(tokens) else None
    here = at + 1 if before is not None else at
    if not tokens[here].has("grade"):
        return None
    grade = tokens[here].of("grade")
    parts = tokens[at : here + 1]
    here += 1
    after = tokens[here] if here < len(tokens) and tokens[here].has("cmp.or_better", "cmp.or_worse") else None
    if after is not None:
        parts, here = [*parts, after], here + 1
    return _bounded(grade, before, after), here, parts


def _bounded(grade: str, before: Token | None, after: Token | None) -> tuple[str, ...]:
    """The grades that are meant: those of older scales too, where a bound takes in the place they stood at."""
    place = SCALE.index(grade) if grade in SCALE else _OLDER.get(grade)
    if place is None or (after is None and (before is None or before.has("cmp.exactly"))):
        return (grade,)
    ranked = [*enumerate(SCALE), *((at, older) for older, at in _OLDER.items())]
    better = tuple(name for at, name in ranked if at < place)
    worse = tuple(name for at, name in ranked if at > place)
    if after is not None:
        return (*better, grade) if after.has("cmp.or_better") else (grade, *worse)
    assert before is not None
    if before.has("cmp.at_least"):
        return (*better, grade)
    if before.has("cmp.at_most"):
        return (grade, *worse)
    return better if before.has("cmp.better") else worse


def _negated(tokens: list[Token]) -> list[Token]:
    """'neither good nor outstanding' and 'anything but good': all but those."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if token.has("set.grades") and last is not None and last.has("op.neither", "op.other_than"):
            found[-1] = merged([last, token], "set.grades", Grades(token.value.names, negated=True))
        elif (
            token.has("set.grades")
            and len(found) > 1
            and found[-2].has("set.grades")
            and found[-2].value.negated
            and last is not None
            and (last.text.lower() == "nor" or last.has("op.or"))
        ):
            names = (*found[-2].value.names, *token.value.names)
            found[-2:] = [merged([found[-2], last, token], "set.grades", Grades(names, negated=True))]
        else:
            found.append(token)
    return found

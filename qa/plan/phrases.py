"""Tokens joined into what they say together: grades with their bounds, counts, durations, lists of one kind.

Knows short rules from tokens to a token, each one of English. Does not know reports or what the question is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qa.plan.annotate import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SCALE", "Bound", "Grades", "Listed", "joined_phrases"]

SCALE = ("outstanding", "good", "requires improvement", "inadequate")  # from the best to the worst
_OLDER = {"adequate": 2, "satisfactory": 2}  # grades of older scales, by the place in SCALE that they stood at
_BEFORE_TIME = frozenset("before after since until till by from between during later earlier prior post pre".split())
_AFTER_TIME = frozenset(
    ("onwards", "onward", "on", "or later", "or earlier", "or after", "or before", "later", "earlier")
)
_DAYS = {"year": 365.25, "month": 30.4375, "week": 7.0, "day": 1.0}


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades that are meant together ("good or better"), or all but them where `negated`."""

    names: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A count between `least` and `most`; None is no bound. `exact` where the words say so ("only two")."""

    least: int | None
    most: int | None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Things of one kind in a row, and how they are joined: "and", "or", "" (one thing alone)."""

    names: tuple[Any, ...]
    joined: str = ""


def joined_phrases(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with those that belong together as one: "set.grades", "set.areas", "set.periods", "bound", "days"."""
    found = _durations(_related(_either_way(_than_before(_asides(tokens)))))
    found = _bounds(found)
    found = _grades(found)
    found = _beside(found)
    for kind, name in (
        ("area", "set.areas"),
        ("time.period", "set.periods"),
        ("name.authority", "set.authorities"),
        ("name.region", "set.regions"),
        ("name.inspector", "set.inspectors"),
        ("framework", "set.frameworks"),
    ):
        found = _lists(found, kind, name)
    return found


def _asides(tokens: Sequence[Token]) -> list[Token]:
    """Brackets that only say how a word beside them is meant ("first day on site") are no clause of their own."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].has("mark.("):
            end = next((n for n in range(at + 1, len(tokens)) if tokens[n].has("mark.)")), None)
            inside = tokens[at + 1 : end] if end is not None else []
            if end is not None and all(one.has("verb", "mark", "link", "filler") for one in inside):
                found += [one for one in inside if not one.has("mark")]
                at = end + 1
                continue
        found.append(tokens[at])
        at += 1
    return found


def _than_before(tokens: Sequence[Token]) -> list[Token]:
    """'Lower at the latest than at the one before': a change, where no grade, count or area is what it is measured by."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        if token.has("cmp.better", "cmp.worse") and not token.has("step"):
            after = [one for one in tokens[at + 1 : at + 6] if not one.has("link", "pron", "noun.report", "filler")]
            if after and after[0].has("choice.previous", "choice.latest", "choice.earlier"):
                way = "step.down" if token.has("cmp.worse") else "step.up"
                token = replace(token, keys=frozenset({way}))
        found.append(token)
    return found


def _either_way(tokens: Sequence[Token]) -> list[Token]:
    """'Up or down', 'improve or get worse': a change either way."""
    found: list[Token] = []
    for token in tokens:
        ways = {"step.up", "step.down", "step.same"}
        if found and found[-1].keys & ways and token.text.lower() in ("or worse", "or better", "or lower", "or higher"):
            found[-1:] = [_merged([found[-1], token], "step.either", None)]
        elif len(found) > 1 and token.keys & ways and found[-1].has("op.or") and found[-2].keys & ways:
            found[-2:] = [_merged([*found[-2:], token], "step.either", None)]
        else:
            found.append(token)
    return found


def _related(tokens: list[Token]) -> list[Token]:
    """'before 2022', 'since 2019', 'by the end of 2024', '2020 onwards': the words beside an open period are its own."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if token.has("time.period") and last is not None and last.text.lower() in _BEFORE_TIME:
            found[-1] = _merged([last, token], "time.period", token.value)
        elif last is not None and last.has("time.period") and token.text.lower() in _AFTER_TIME:
            found[-1] = _merged([last, token], "time.period", last.value)
        else:
            found.append(token)
    return found


def _merged(parts: Sequence[Token], key: str, value: Any) -> Token:
    text = " ".join(part.text for part in parts)
    return Token(text, parts[0].start, parts[-1].end, frozenset({key}), value)


def _is_number(token: Token) -> bool:
    return token.has("number") and token.value is not None


def _durations(tokens: list[Token]) -> list[Token]:
    """'five years and four months' is so many days; 'a year' and 'one year' are one."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        parts, days, here = [], 0.0, at
        while here + 1 < len(tokens):
            first, unit = tokens[here], tokens[here + 1]
            amount = first.value if _is_number(first) else 1.0 if first.text.lower() in ("a", "an", "one") else None
            if amount is None or not unit.has("unit") or unit.of("unit") not in _DAYS:
                break
            if (
                here + 2 < len(tokens)
                and tokens[here + 2].text.lower() == "with"
                and tokens[-1] is not unit
                and any(one.has("rank.most", "rank.fewest") for one in tokens[here + 2 : here + 4])
            ):
                break  # "the two years with the most reports": they are counted, not how long
            if parts and _DAYS[unit.of("unit")] >= _DAYS[parts[-1].of("unit")]:
                break  # "between 300 days and 400 days": two, not one
            days += amount * _DAYS[unit.of("unit")]
            parts += [first, unit]
            here += 2
            joint = here + 2 < len(tokens) and tokens[here].has("op.and") and _is_number(tokens[here + 1])
            if joint and tokens[here + 2].has("unit") and _smaller(tokens[here + 2], unit):
                here += 1
        if parts:
            found.append(_merged(parts, "days", round(days)))
            at = here
        else:
            found.append(tokens[at])
            at += 1
    return found


def _smaller(unit: Token, than: Token) -> bool:
    return _DAYS.get(unit.of("unit"), 0.0) < _DAYS[than.of("unit")]


def _bounds(tokens: list[Token]) -> list[Token]:
    """'at least two', 'two or more', 'more than 18 months', 'only one': a number or duration with its bounds."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        here, parts = at, []
        before = None
        if _amount(tokens, at) is None and tokens[here].has("cmp", "op.only") and here + 1 < len(tokens):
            before, parts, here = tokens[here], [tokens[here]], here + 1
        value = _amount(tokens, here)
        ends = _ends(tokens, at)
        if ends is not None:
            key = "days" if tokens[at + 1].has("days") else "bound"
            found.append(_merged(tokens[at : at + 4], key, ends))
            at += 4
            continue
        if value is None:
            found.append(tokens[at])
            at += 1
            continue
        key = "days" if tokens[here].has("days") else "bound"
        parts.append(tokens[here])
        here += 1
        after = tokens[here] if here < len(tokens) and tokens[here].has("cmp.or_better", "cmp.or_worse") else None
        if after is not None:
            parts.append(after)
            here += 1
        found.append(_merged(parts, key, _bound(int(value), before, after)))
        at = here
    return found


def _ends(tokens: list[Token], at: int) -> Bound | None:
    """'Between two and four', "between one year and two"."""
    if at + 3 >= len(tokens) or tokens[at].text.lower() != "between" or not tokens[at + 2].has("op.and"):
        return None
    low, high = _amount(tokens, at + 1), _amount(tokens, at + 3)
    return None if low is None or high is None else Bound(int(low), int(high), exact=True)


def _amount(tokens: list[Token], at: int) -> float | None:
    token = tokens[at]
    if token.has("days") or _is_number(token):
        return float(token.value) if not isinstance(token.value, Bound) else None
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text.lower() in ("one", "single", "a single") and follows is not None:
        bounded = at > 0 and tokens[at - 1].has("cmp.at_least", "cmp.better", "cmp.at_most") and follows.has("grade")
        return 1.0 if bounded or follows.has("noun.report", "noun.authority", "unit.step", "framework") else None
    if token.has("count"):
        return {"once": 1.0, "twice": 2.0, "thrice": 3.0, "repeated": 2.0}[token.of("count")]
    return None


def _bound(value: int, before: Token | None, after: Token | None) -> Bound:
    if after is not None:
        return Bound(value, None) if after.has("cmp.or_better") else Bound(None, value)
    if before is None:
        return Bound(value, value)
    if before.has("cmp.at_least"):
        return Bound(value, None)
    if before.has("cmp.better"):
        return Bound(value + 1, None)
    if before.has("cmp.at_most"):
        return Bound(None, value)
    if before.has("cmp.worse"):
        return Bound(None, value - 1)
    return Bound(value, value, exact=True)


def _grades(tokens: list[Token]) -> list[Token]:
    """'at least good', 'good or better', 'worse than good', 'good or outstanding', 'neither good nor outstanding'."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        read = _grade(tokens, at)
        if read is None:
            found.append(tokens[at])
            at += 1
            continue
        names, here, parts = read
        joined = True
        while joined and here + 1 < len(tokens):
            joined = False
            for gap in (1, 2):
                between = tokens[here : here + gap]
                more = _grade(tokens, here + gap) if here + gap < len(tokens) else None
                # "good and outstanding", "good, outstanding", "good or, better, outstanding", "good/outstanding"
                if (
                    more is not None
                    and between
                    and all(one.has("op.or", "op.and", "mark./", "mark.,") for one in between)
                ):
                    if all(one.has("mark.,") for one in between) and not _ends_in_or(tokens, more[1]):
                        continue
                    names, here, parts = (*names, *more[0]), more[1], [*parts, *between, *more[2]]
                    joined = True
                    break
        ordered = tuple(dict.fromkeys(names))
        found.append(_merged(parts, "set.grades", Grades(ordered)))
        at = here
    return _negated(found)


def _beside(tokens: list[Token]) -> list[Token]:
    """'below overall', 'lower than the whole', 'a better grade than overall': one area measured by another."""
    found: list[Token] = []
    for token in _measured(tokens):
        place = len(found) - 1
        while place >= 0 and found[place].has("link.than") and not found[place].has("cmp"):
            place -= 1
        before = found[place] if place >= 0 else None
        if before is not None and not _takes_an_object(before, found[place + 1 :]):
            before = None
        if token.has("area") and before is not None and before.has("cmp.better", "cmp.worse", "want.better"):
            lower = before.has("cmp.worse") or before.text.lower().split()[-1] in ("lower", "worse")
            found[place:] = [
                _merged([*found[place:], token], "set.beside", ("lower" if lower else "higher", token.of("area")))
            ]
        elif token.has("pron.those") and before is not None and before.has("cmp.better", "cmp.worse"):
            held = next((one.value[1] for one in reversed(found) if one.has("set.beside")), None)
            if held is None:
                found.append(token)
                continue
            way = "lower" if before.has("cmp.worse") else "higher"
            found[place:] = [_merged([*found[place:], token], "set.beside", (way, held))]
        else:
            found.append(token)
    return found


def _ends_in_or(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].has("op.or", "op.and")


def _grade(tokens: list[Token], at: int) -> tuple[tuple[str, ...], int, list[Token]] | None:
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


def _takes_an_object(word: Token, after: list[Token]) -> bool:
    """'Below', "higher than", "a better grade than": with "than", or a word that needs none."""
    than = word.text.lower().split()[-1] == "than" or any(one.has("link.than") for one in after)
    return than or not word.has("want.better")


def _measured(tokens: list[Token]) -> list[Token]:
    """'Higher for adoption than overall', "the same for adoption as overall": put as "adoption higher than overall"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        one, way = tokens[at], _way(tokens[at])
        first = _area_at(tokens, at + 1) if way else None
        than = first is not None and first + 1 < len(tokens) and tokens[first + 1].has("link.than")
        last = _area_at(tokens, first + 1 + than) if first is not None and (than or way == "same") else None
        if first is not None and last is not None:
            other = tokens[last].of("area")
            found += [tokens[first], _merged([one, *tokens[first + 1 : last + 1]], "set.beside", (way, other))]
            at = last + 1
        else:
            found.append(one)
            at += 1
    return found


def _way(token: Token) -> str:
    if token.has("step.same") and token.text.lower().endswith("same"):
        return "same"
    if token.has("want.better", "cmp.better", "cmp.worse"):
        return "lower" if token.text.lower() in ("lower", "worse", "lesser") else "higher"
    return ""


def _area_at(tokens: list[Token], at: int) -> int | None:
    """Where the area stands that follows at `at`, with "for" or "a grade for" before it."""
    while at < len(tokens) and tokens[at].has("link.for", "noun.grade") and not tokens[at].has("area"):
        at += 1
    return at if at < len(tokens) and tokens[at].has("area") else None


def _negated(tokens: list[Token]) -> list[Token]:
    """'neither good nor outstanding' and 'anything but good': all but those."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if token.has("set.grades") and last is not None and last.has("op.neither", "op.other_than"):
            found[-1] = _merged([last, token], "set.grades", Grades(token.value.names, negated=True))
        elif (
            token.has("set.grades")
            and len(found) > 1
            and found[-2].has("set.grades")
            and found[-2].value.negated
            and last is not None
            and (last.text.lower() == "nor" or last.has("op.or"))
        ):
            names = (*found[-2].value.names, *token.value.names)
            found[-2:] = [_merged([found[-2], last, token], "set.grades", Grades(names, negated=True))]
        else:
            found.append(token)
    return found


def _lists(tokens: list[Token], kind: str, name: str) -> list[Token]:
    """'2014 or 2015', 'Salford, Bolton and Knowsley', 'leadership and overall': one token for the row."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        if not tokens[at].has(kind):
            found.append(tokens[at])
            at += 1
            continue
        names, parts, joins, here = [_named(tokens[at], kind)], [tokens[at]], set(), at + 1
        while here < len(tokens):
            between = []
            while here + len(between) < len(tokens) and _joins(tokens[here + len(between)]) and len(between) < 3:
                between.append(tokens[here + len(between)])
            after = here + len(between)
            direct = not between and kind in ("name.region",)
            if after >= len(tokens) or not tokens[after].has(kind) or not (between or direct):
                break
            if kind == "area" and not any(one.has("op") for one in between) and not _goes_on(tokens, after, kind):
                break
            joins |= {"or" for one in between if one.has("op.or")} | {"and" for one in between if one.has("op.and")}
            joins |= {"vs" for one in between if one.has("want.compare")}
            names.append(_named(tokens[after], kind))
            parts += [*between, tokens[after]]
            here = after + 1
        flat = tuple(dict.fromkeys(one for group in names for one in group))
        how = "or" if "or" in joins else "vs" if "vs" in joins else "and" if len(flat) > 1 else ""
        found.append(_merged(parts, name, Listed(flat, how)))
        at = here
    return found


def _goes_on(tokens: list[Token], at: int, kind: str) -> bool:
    """Whether a row goes on after its member at `at` with "and" or "or": "leadership, adoption and overall"."""
    here = at + 1
    while here + 1 < len(tokens) and tokens[here].has("mark.,") and tokens[here + 1].has(kind):
        here += 2
    while here < len(tokens) and tokens[here].has("mark.,"):
        here += 1
    return here + 1 < len(tokens) and tokens[here].has("op.and", "op.or") and tokens[here + 1].has(kind)


def _joins(token: Token) -> bool:
    return token.has("op.and", "op.or", "mark.,", "mark./", "want.compare") and not token.has("mark.;")


def _named(token: Token, kind: str) -> tuple[Any, ...]:
    if kind in ("area", "framework"):
        return (token.of(kind),)
    return token.value if isinstance(token.value, tuple) else (token.value,)


def with_keys(token: Token, *keys: str) -> Token:
    """The token with these concepts besides its own."""
    return replace(token, keys=token.keys | frozenset(keys))

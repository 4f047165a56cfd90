"""A condition on one report in plain English: "a SIF report published in 2014 that grades them good overall".

Knows the order in which English puts what is said of a report: its kind, when and by whom, then what it does. Does not
know series of reports (qa.plan.say), nor how the words are read again (qa.plan.parse).
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.language.phrasing import count_words, listed, period_words
from qa.plan import query as q

__all__ = ["Voice", "area_words", "both", "bound_words", "does", "either", "grade_words", "noun", "parts_of"]

_AREAS = {
    "in_care": "children in care",
    "help_and_protection": "help and protection",
    "care_leavers": "care leavers",
    "lscb": "the safeguarding board",
}
_DATES = {
    "published": ("published", "published"),
    "inspected": ("whose inspection took place", "of an inspection that took place"),
    "started": ("whose inspection started", "of an inspection that started"),
    "ended": ("whose inspection ended", "of an inspection that ended"),
    "any": ("published or inspected", "published or inspected"),
}


class Voice:
    """How a sentence speaks of its reports: of one or of many, and as what it calls the authority graded."""

    def __init__(self, *, many: bool = False, graded: str = "them") -> None:
        self.many, self.graded = many, graded

    def verb(self, stem: str) -> str:
        """'grade' of many, 'grades' of one; "do", "be" and "have" as they are irregular."""
        irregular = {"do": "does", "be": "is", "have": "has"}
        many = {"be": "are"}
        return many.get(stem, stem) if self.many else irregular.get(stem, f"{stem}s")

    @property
    def was(self) -> str:
        """'Was' or 'were'."""
        return "were" if self.many else "was"


def either(parts: Sequence[str]) -> str:
    """'either a or b'; one part as it is."""
    return f"either {listed(parts, last='or')}" if len(parts) > 1 else "".join(parts)


def both(parts: Sequence[str]) -> str:
    """'both a and b', 'a, b and c'; one part as it is."""
    return f"both {parts[0]} and {parts[1]}" if len(parts) == 2 else listed(parts)


def area_words(area: str) -> str:
    """'overall', 'for children in care', 'for leadership'."""
    return "overall" if area == "overall" else f"for {_AREAS.get(area, area.replace('_', ' '))}"


def grade_words(grades: Sequence[str]) -> str:
    """'good', 'outstanding or good'."""
    return listed(grades, last="or")


def bound_words(least: int | None, most: int | None) -> str:
    """'at least two', 'exactly one', 'at most three', 'between two and four'."""
    if least is not None and most is not None and least == most:
        return f"exactly {count_words(least)}"
    if most is None:
        return f"at least {count_words(least or 0)}"
    if not least:
        return f"at most {count_words(most)}"
    return f"between {count_words(least)} and {count_words(most)}"


def parts_of(condition: q.ReportCondition | q.SeriesCondition) -> tuple[q.ReportCondition | q.SeriesCondition, ...]:
    """What is joined by "and" in a condition; nothing of one that always holds."""
    if condition == q.ALL:
        return ()
    if isinstance(condition, q.And):
        return tuple(inner for part in condition.parts for inner in parts_of(part))
    return (condition,)


def noun(
    condition: q.ReportCondition | q.SeriesCondition, voice: Voice, *, before: str = "", also: Sequence[str] = ()
) -> str:
    """The report that fulfils a condition: "a SIF report led by A that grades them good overall"; `before` is put
    before the noun, `also` are more things that it does.
    """
    kinds: list[str] = []
    after: list[str] = []
    rest: list[q.ReportCondition | q.SeriesCondition] = []
    for part in parts_of(condition):
        if isinstance(part, q.FrameworkIs) and not kinds:
            kinds.append(listed(part.keys, last="or"))
        elif (beside := _beside(part)) is not None:
            after.append(beside)
        else:
            rest.append(part)
    name = " ".join([*([before] if before else []), *kinds, "reports" if voice.many else "report"])
    said = [*_do(rest, voice), *also]
    return " ".join([name, *after, *([f"that {listed(said)}"] if said else [])])


def _beside(part: q.ReportCondition | q.SeriesCondition) -> str | None:
    """What stands right after the noun: when, by whom, where."""
    if isinstance(part, q.DateOf) and part.kind in ("published", "any"):
        return f"{_DATES[part.kind][0]} {period_words(part.period)}"
    if isinstance(part, q.DateOf):
        return f"{_DATES[part.kind][0]} {period_words(part.period)}"
    if isinstance(part, q.LedBy):
        return f"led by {listed(part.names, last='or')}"
    if isinstance(part, q.ByAuthority):
        return f"on {listed(part.names, last='or')}"
    if isinstance(part, q.InRegion):
        return f"in {listed(part.names, last='or')}"
    if isinstance(part, q.Or) and all(isinstance(one, q.DateOf) for one in part.parts):
        kinds = {one.kind for one in part.parts if isinstance(one, q.DateOf)}
        if len(kinds) == 1:
            times = [period_words(one.period) for one in part.parts if isinstance(one, q.DateOf)]
            return f"{_DATES[kinds.pop()][0]} {listed(times, last='or')}"
    return None


def _do(parts: Sequence[q.ReportCondition | q.SeriesCondition], voice: Voice) -> list[str]:
    """What a report does, its grades said together."""
    graded = [part for part in parts if isinstance(part, q.Graded)]
    others = [part for part in parts if not isinstance(part, q.Graded)]
    made = []
    if graded:
        made.append(f"{voice.verb('grade')} {voice.graded} {listed([_graded(part) for part in graded])}")
    return [*made, *(does(part, voice) for part in others)]


def _graded(part: q.Graded) -> str:
    return f"{grade_words(part.grades)} {area_words(part.area)}"


def does(condition: q.ReportCondition | q.SeriesCondition, voice: Voice) -> str:
    """A condition as what a report does or is: "grades them good overall", "was published in 2014"."""
    match condition:
        case q.Graded():
            return f"{voice.verb('grade')} {voice.graded} {_graded(condition)}"
        case q.Judged():
            return f"{voice.verb('give')} {_a_grade(condition.area, 'a')}"
        case q.AreaCount():
            return f"{voice.verb('grade')} {_areas(condition)}"
        case q.Beside():
            return f"{voice.verb('grade')} {voice.graded} {_beside_another(condition)}"
        case q.DateOf():
            was = voice.was if condition.kind in ("published", "any") else voice.verb("be")
            return f"{was} {_DATES[condition.kind][1]} {period_words(condition.period)}"
        case q.LedBy():
            return f"{voice.was} led by {listed(condition.names, last='or')}"
        case q.FrameworkIs():
            article = "" if voice.many else "an " if condition.keys[0][:1].lower() in "aeiou" else "a "
            noun_ = "reports" if voice.many else "report"
            return f"{voice.verb('be')} {article}{listed(condition.keys, last='or')} {noun_}"
        case q.InRegion() | q.ByAuthority():
            where = "in" if isinstance(condition, q.InRegion) else "on"
            return f"{voice.verb('be')} {where} {listed(condition.names, last='or')}"
        case q.And():
            return _together(condition, voice)
        case q.Or():
            return _one_of(condition, voice)
        case q.Not():
            return _denied(condition.part, voice)
    return "exist" if voice.many else "exists"


def _a_grade(area: str, article: str) -> str:
    if area == "overall":
        return f"{'an' if article == 'a' else article} overall grade"
    return f"{article} grade {area_words(area)}"


def _beside_another(condition: q.Beside) -> str:
    """'higher for leadership than overall', 'the same for leadership as overall'."""
    way, than = ("the same", "as") if condition.way == "same" else (condition.way, "than")
    return f"{way} {area_words(condition.area)} {than} {area_words(condition.other)}"


def _areas(condition: q.AreaCount) -> str:
    """'at least two areas inadequate', 'no area good'."""
    grades = grade_words(condition.grades)
    if condition.most == 0:
        return f"no area {grades}"
    one = (condition.least, condition.most) in ((1, None), (1, 1), (None, 1), (0, 1))
    if (condition.least, condition.most) == (1, None):
        return f"at least one area {grades}"
    return f"{bound_words(condition.least, condition.most)} area{'' if one else 's'} {grades}"


def _together(condition: q.And, voice: Voice) -> str:
    return both(_do(condition.parts, voice))


def _one_of(condition: q.Or, voice: Voice) -> str:
    """'grades them inadequate for leadership or overall'; what is no grade after "either"."""
    graded = [part for part in condition.parts if isinstance(part, q.Graded)]
    if len(graded) == len(condition.parts):
        same = len({part.grades for part in graded}) == 1
        words = [area_words(part.area) for part in graded] if same else [_graded(part) for part in graded]
        said = f"{grade_words(graded[0].grades)} {either(words)}" if same else either(words)
        return f"{voice.verb('grade')} {voice.graded} {said}"
    return either([does(part, voice) for part in condition.parts])


def _denied(part: q.ReportCondition | q.SeriesCondition, voice: Voice) -> str:
    no = f"{voice.verb('do')} not"
    many = Voice(many=True, graded=voice.graded)
    match part:
        case q.Graded() | q.AreaCount() | q.Beside():
            return f"{no} {does(part, many)}"
        case q.Judged():
            return f"{voice.verb('give')} {_a_grade(part.area, 'no')}"
        case q.DateOf() | q.LedBy() | q.FrameworkIs() | q.InRegion() | q.ByAuthority():
            verb, rest = does(part, voice).split(" ", 1)
            return f"{verb} not {rest}"
        case q.Not():
            return f"{no} fail to be one that {does(part.part, Voice(graded=voice.graded))}"
    return f"{no} fulfil this: that it {does(part, Voice(graded=voice.graded))}"

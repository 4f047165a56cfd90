"""A condition on an authority's reports in English: "whose latest report grades it good", "with no later one".

Knows every condition on a series of reports. Does not know what is wanted of whom (qa.plan.say).
"""

from __future__ import annotations

from qa.language.phrasing import count_words, duration_words, listed
from qa.plan import query as q
from qa.plan.said_report import Voice, area_words, bound_words, does, either, noun, parts_of

__all__ = ["all_of", "clause", "nth", "ordered", "pair_words"]

_ORDINALS = {-1: "latest", 0: "first", -2: "previous", 1: "second", 2: "third", 3: "fourth"}


def nth(index: int) -> str:
    """'latest', 'second', '5th' of a series' reports."""
    return _ORDINALS.get(index, f"{index + 1}th" if index >= 0 else f"{-index}th to last")


def all_of(*conditions: q.ReportCondition | q.SeriesCondition) -> q.ReportCondition | q.SeriesCondition:
    """All of these conditions as one."""
    parts = tuple(part for condition in conditions for part in parts_of(condition))
    return q.ALL if not parts else parts[0] if len(parts) == 1 else q.And(parts)


def ordered(condition: q.And | q.Or) -> list[q.ReportCondition | q.SeriesCondition]:
    """Its parts, those that join others last, so that nobody takes what follows for theirs."""
    return sorted(condition.parts, key=lambda part: isinstance(part, q.And | q.Or))


def clause(condition: q.ReportCondition | q.SeriesCondition) -> str:
    """A condition on an authority's reports as a relative clause: "whose latest report ...", "with a report ..."."""
    match condition:
        case q.At():
            return _at(condition)
        case q.Has():
            return _has(condition)
        case q.Then():
            return _then(condition)
        case q.Step():
            return f"whose {step_words(condition)}"
        case q.GapBetween():
            return f"with {_gap(condition)} between two consecutive {_these(condition.among)}"
        case q.Repeats():
            led = noun(condition.among, Voice(many=True))
            return f"with at least {count_words(condition.least)} {led} led by the same person"
        case q.InRegion():
            return f"in {listed(condition.names, last='or')}"
        case q.ByAuthority():
            return f"that are {listed(condition.names, last='or')}"
        case q.And():
            return f"both {listed([clause(part) for part in ordered(condition)])}"
        case q.Or():
            return either([clause(part) for part in ordered(condition)])
        case q.Not():
            return _not(condition.part)
    return "with or without reports"


def _at(condition: q.At) -> str:
    which = nth(condition.choice.index)
    return f"whose {noun(condition.choice.among, Voice(), before=which)} {does(condition.condition, Voice())}"


def _has(condition: q.Has) -> str:
    many = Voice(many=True)
    if condition.every:
        least, most = condition.least or 1, condition.most
        bound = "" if (least, most) == (1, None) else f"{bound_words(least, most)} "
        one = Voice()
        if not bound:
            return f"{_passive(condition.condition)} in every {noun(condition.among, one)}"
        return f"{_passive(condition.condition)} in every one of {bound}{noun(condition.among, many)}"
    what = all_of(condition.condition, condition.among)
    if (condition.least, condition.most) == (1, None):
        return f"with {noun(what, Voice(), before=_article(what))}"
    if condition.most == 0:
        return f"with {noun(what, Voice(), before='no')}"
    one_only = condition.most == 1 or (condition.least, condition.most) == (1, 1)
    return f"with {noun(what, Voice(many=not one_only), before=bound_words(condition.least, condition.most))}"


def _article(condition: q.ReportCondition | q.SeriesCondition) -> str:
    kind = next((part.keys[0] for part in parts_of(condition) if isinstance(part, q.FrameworkIs)), "")
    return "an" if kind[:1].lower() in "aeiou" and kind else "a"


def _passive(condition: q.ReportCondition | q.SeriesCondition) -> str:
    """'graded good overall', said of the authority; other conditions as what its report does."""
    said = does(condition, Voice(graded=""))
    return f"graded {said.removeprefix('grades ').strip()}" if said.startswith("grades ") else f"with what {said}"


def _then(condition: q.Then) -> str:
    first = noun(condition.first, Voice(), before=_article(condition.first))
    among = f" ({'counting only ' + noun(condition.among, Voice(many=True))})" if condition.among != q.ALL else ""
    if condition.never and _grades_alone(condition.first) == condition.second:
        return f"with {first} and no later one that does so again{among}"
    which = "no later" if condition.never else "the next" if condition.adjacent else "a later"
    later = noun(condition.second, Voice(), before=which)
    return f"with {first} and {later}{among}"


def _grades_alone(condition: q.ReportCondition | q.SeriesCondition) -> q.ReportCondition | q.SeriesCondition:
    """What is said of a report's grades, which is what another can do "again"."""
    return all_of(*(part for part in parts_of(condition) if not isinstance(part, q.DateOf | q.FrameworkIs | q.LedBy)))


def step_words(step: q.Step) -> str:
    grade = "overall grade" if step.area == "overall" else f"grade {area_words(step.area)}"
    return f"{grade} {_moved(step)} {_between(step)}"


def _moved(step: q.Step) -> str:
    least, most = step.least, step.most
    if (least, most) == (0, 0):
        return "stayed the same"
    if least is not None and least > 0:
        return "rose" if (least, most) == (1, None) else f"rose by {_grades_by(least, most)}"
    if most is not None and most < 0:
        return (
            "fell"
            if (least, most) == (None, -1)
            else f"fell by {_grades_by(-most, -least if least is not None else None)}"
        )
    low = f"{least:+d}" if least is not None else "any"
    high = f"{most:+d}" if most is not None else "any"
    return f"moved by {low} to {high} grades"


def _grades_by(least: int, most: int | None) -> str:
    single = (least, most) in ((1, None), (1, 1))
    return f"{bound_words(least, most)} grade{'' if single else 's'}"


def _between(step: q.Step) -> str:
    these = _these(step.among)
    one = these.removesuffix("s") if these in ("reports",) else noun(step.among, Voice())
    match step.between:
        case "last":
            return f"between the last two {these}"
        case "ends":
            return f"from the first {one} to the latest"
        case "every":
            return f"from each {one} to the next"
    return f"from one {one} to the next"


def _these(among: q.ReportCondition) -> str:
    return noun(among, Voice(many=True))


def pair_words(where: q.ReportCondition | q.SeriesCondition) -> str:
    """What is said of two consecutive reports: 'the overall grade rose'."""
    said = [f"the {step_words(part)}" if isinstance(part, q.Step) else clause(part) for part in parts_of(where)]
    return listed(said) or "anything may have changed"


def _gap(gap: q.GapBetween) -> str:
    if gap.least is not None and gap.most is not None:
        return f"a gap of between {duration_words(gap.least)} and {duration_words(gap.most)}"
    if gap.least is not None:
        return f"a gap of at least {duration_words(gap.least)}"
    return f"a gap of at most {duration_words(gap.most or 0)}"


def _not(part: q.ReportCondition | q.SeriesCondition) -> str:
    if isinstance(part, q.Has) and (part.least, part.most, part.every) == (1, None, False):
        what = all_of(part.condition, part.among)
        if isinstance(what, q.Graded):
            return f"never {_passive(what)}"
        return f"with {noun(what, Voice(), before='no')}"
    if isinstance(part, q.InRegion):
        return f"not in {listed(part.names, last='or')}"
    return f"other than those {clause(part)}"

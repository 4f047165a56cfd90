"""A query in one plain English sentence: "authorities whose latest report grades them good overall".

Knows every class of the algebra of queries, and the words for it. Does not know questions; that what it says is read
as the same query by qa.plan.parse is what tests/qa/test_say.py sees to.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.language.phrasing import count_words, duration_words, listed
from qa.plan import query as q
from qa.plan.said_report import Voice, area_words, bound_words, does, either, noun, parts_of

__all__ = ["say"]

_ORDINALS = {-1: "latest", 0: "first", -2: "previous", 1: "second", 2: "third", 3: "fourth"}
_OF_EACH = Voice(many=True, graded="the authority")


def say(query: q.Query) -> str:
    """The query in one plain sentence, without a capital or a full stop."""
    who = _who(query)
    if query.ranking is not None:
        return _ranked(query.ranking, who)
    if query.extreme is not None:
        return _first_of(query.extreme, query, who)
    return listed([_wanted(want, query, who) for want in query.wants])


# --- who or what it is about


def _who(query: q.Query, where: q.ReportCondition | q.SeriesCondition | None = None, *, before: str = "") -> str:
    """The members of a query as a noun with what is said of them."""
    where = query.where if where is None else where
    if query.over == "authorities":
        return _authorities(where, query.universe)
    if query.over == "steps":
        pairs = " ".join(["pairs of consecutive reports", *_within(query.universe)])
        return f"{pairs} in which {_pair(where)}"
    if query.choice is not None:
        return _chosen(query, where)
    return noun(_all_of(where, query.universe), _OF_EACH, before=before)


def _all_of(*conditions: q.ReportCondition | q.SeriesCondition) -> q.ReportCondition | q.SeriesCondition:
    parts = tuple(part for condition in conditions for part in parts_of(condition))
    return q.ALL if not parts else parts[0] if len(parts) == 1 else q.And(parts)


def _within(universe: q.ReportCondition, *, among: bool = False) -> list[str]:
    """Where the library is narrowed first: "in London", "of Kent or Salford", "counting SIF reports only"."""
    said: list[str] = []
    rest: list[q.ReportCondition | q.SeriesCondition] = []
    for part in parts_of(universe):
        if isinstance(part, q.InRegion):
            said.append(f"in {listed(part.names, last='or')}")
        elif isinstance(part, q.ByAuthority):
            said.append(f"among {listed(part.names)}" if among else f"of {listed(part.names)}")
        else:
            rest.append(part)
    return [*said, *([f"(counting only {noun(_all_of(*rest), _OF_EACH)})"] if rest else [])]


def _authorities(where: q.ReportCondition | q.SeriesCondition, universe: q.ReportCondition) -> str:
    head = " ".join(["authorities", *_within(universe, among=True)])
    if where == q.ALL:
        return head
    if isinstance(where, q.And):
        return f"{head} {_row([_clause(part) for part in _ordered(where)])}"
    return f"{head} {_clause(where)}"


def _ordered(condition: q.And | q.Or) -> list[q.ReportCondition | q.SeriesCondition]:
    """Its parts, those that join others last, so that nobody takes what follows for theirs."""
    return sorted(condition.parts, key=lambda part: isinstance(part, q.And | q.Or))


def _row(clauses: Sequence[str]) -> str:
    return listed(clauses) if len(clauses) < 3 else f"{', '.join(clauses[:-1])} and {clauses[-1]}"


def _chosen(query: q.Query, where: q.ReportCondition | q.SeriesCondition) -> str:
    """'the latest SIF reports of each authority that grade it good overall', 'the latest report of Kent'."""
    choice = query.choice
    assert choice is not None
    named = q.authorities_of(query.universe)
    nth = _ORDINALS.get(choice.index, f"{choice.index + 1}th")
    if named:
        others = tuple(part for part in parts_of(query.universe) if not isinstance(part, q.ByAuthority))
        voice = Voice(many=len(named) > 1, graded="it")
        whose = "'s and ".join(named)
        chosen = noun(_all_of(choice.among, *others), voice, before=f"{whose}'s {nth}")
    else:
        voice = _OF_EACH
        chosen = noun(choice.among, voice, before=f"the {nth}") + " of each authority"
        chosen = " ".join([chosen, *_within(query.universe)])
    said = [does(part, voice) for part in parts_of(where)]
    return f"{chosen} that {listed(said)}" if said else chosen


# --- what is wanted of them


def _wanted(want: q.Want, query: q.Query, who: str) -> str:
    if want.kind == "share":
        return _share(want, query, who)
    grades = _grades(want.areas)
    areas = listed([area_words(area) for area in want.areas or ("overall",)])
    last = f"the last {count_words(want.last)} of " if want.last else ""
    return {
        "list": who,
        "count": f"the number of {who}",
        "exists": f"whether there are any {who}",
        "grades": f"{grades} in {who}",
        "areas": f"the areas {listed(want.grades, last='or') or 'concerned'} in {who}",
        "judged": f"the areas judged in {who}",
        "leader": f"the lead inspectors of {who}",
        "dates": f"the dates of {who}",
        "framework": f"the framework of {who}",
        "region": f"the region of {who}",
        "history": f"the history of {grades} in {last}{who}",
        "difference": f"which is graded higher {areas} among {who}",
        "times": f"how often there are {who}",
        "gap": f"the time between {who}",
    }[want.kind]


def _grades(areas: Sequence[str]) -> str:
    """'the overall grade', 'the grades for leadership and adoption', 'all grades'."""
    if not areas:
        return "all grades"
    if tuple(areas) == ("overall",):
        return "the overall grade"
    return f"the grade{'s' if len(areas) > 1 else ''} {listed([area_words(area) for area in areas])}"


def _share(want: q.Want, query: q.Query, who: str) -> str:
    """'the share of SIF reports that grade the authority good': of those said apart from their grades, else of whom."""
    if want.base is None or query.over != "reports":
        of = f", out of {_who(query, want.base)}" if want.base is not None else ""
        return f"the share of {who}{of}"
    left = tuple(part for part in parts_of(query.where) if part not in parts_of(want.base))
    plain = all(isinstance(part, q.Graded | q.AreaCount | q.Not | q.Or) for part in left)
    if plain and all(part in parts_of(query.where) for part in parts_of(want.base)):
        return f"the share of {who}"
    return f"the share of {who}, out of {_who(query, want.base)}"


# --- groups and orders


def _ranked(ranking: q.Ranking, who: str) -> str:
    most = "most" if ranking.most else "fewest"
    group = f"grade {area_words(ranking.area)}" if ranking.by == "grade" else ranking.by
    if ranking.limit == 1:
        return f"the {group} with the {most} {who}"
    plural = {"authority": "authorities"}.get(ranking.by, f"{ranking.by}s")
    return f"the {count_words(ranking.limit)} {plural} with the {most} {who}"


def _first_of(extreme: q.Extreme, query: q.Query, who: str) -> str:
    some = f"{count_words(extreme.limit)} " if extreme.limit > 1 else ""
    authorities = "authorities" if extreme.limit > 1 else "authority"
    if extreme.of == "date":
        which = "latest" if extreme.most else "earliest"
        if query.over == "reports" and query.choice is None:
            voice = Voice(many=extreme.limit > 1, graded="the authority")
            return noun(_all_of(query.where, query.universe), voice, before=f"the {some}{which}")
        return f"the {some}{which} of {who}"
    if extreme.of == "gap":
        length = "longest" if extreme.most else "shortest"
        gap = f"the {length} gap between two consecutive reports"
        return f"the {some}{authorities} with {gap}{_out_of(query, who)}"
    if extreme.of == "reports":
        most = "most" if extreme.most else "fewest"
        return f"the {some}{authorities} with the {most} reports{_out_of(query, who)}"
    most = "most" if extreme.most else "least"
    return f"the {some}{authorities} that improved the {most}, out of {who}"


def _out_of(query: q.Query, who: str) -> str:
    return "" if query.where == q.ALL and query.universe == q.ALL else f" out of {who}"


# --- conditions on a series of reports, as what is said of authorities


def _clause(condition: q.ReportCondition | q.SeriesCondition) -> str:
    """A condition on an authority's reports as a relative clause: "whose latest report ...", "with a report ..."."""
    match condition:
        case q.At():
            return _at(condition)
        case q.Has():
            return _has(condition)
        case q.Then():
            return _then(condition)
        case q.Step():
            return f"whose {_step(condition)}"
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
            return f"both {listed([_clause(part) for part in _ordered(condition)])}"
        case q.Or():
            return either([_clause(part) for part in _ordered(condition)])
        case q.Not():
            return _not(condition.part)
    return "with or without reports"


def _at(condition: q.At) -> str:
    nth = _ORDINALS.get(condition.choice.index, f"{condition.choice.index + 1}th")
    return f"whose {noun(condition.choice.among, Voice(), before=nth)} {does(condition.condition, Voice())}"


def _has(condition: q.Has) -> str:
    many = Voice(many=True)
    if condition.every:
        least, most = condition.least or 1, condition.most
        bound = "" if (least, most) == (1, None) else f"{bound_words(least, most)} "
        one = Voice()
        if not bound:
            return f"{_passive(condition.condition)} in every {noun(condition.among, one)}"
        return f"{_passive(condition.condition)} in every one of {bound}{noun(condition.among, many)}"
    what = _all_of(condition.condition, condition.among)
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
    return _all_of(*(part for part in parts_of(condition) if not isinstance(part, q.DateOf | q.FrameworkIs | q.LedBy)))


def _step(step: q.Step) -> str:
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


def _pair(where: q.ReportCondition | q.SeriesCondition) -> str:
    said = [f"the {_step(part)}" if isinstance(part, q.Step) else _clause(part) for part in parts_of(where)]
    return listed(said) or "anything may have changed"


def _gap(gap: q.GapBetween) -> str:
    if gap.least is not None and gap.most is not None:
        return f"a gap of between {duration_words(gap.least)} and {duration_words(gap.most)}"
    if gap.least is not None:
        return f"a gap of at least {duration_words(gap.least)}"
    return f"a gap of at most {duration_words(gap.most or 0)}"


def _not(part: q.ReportCondition | q.SeriesCondition) -> str:
    if isinstance(part, q.Has) and (part.least, part.most, part.every) == (1, None, False):
        what = _all_of(part.condition, part.among)
        if isinstance(what, q.Graded):
            return f"never {_passive(what)}"
        return f"with {noun(what, Voice(), before='no')}"
    if isinstance(part, q.InRegion):
        return f"not in {listed(part.names, last='or')}"
    return f"other than those {_clause(part)}"

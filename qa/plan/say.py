"""A query in one plain English sentence: "authorities whose latest report grades them good overall".

Knows every class of the algebra of queries, and the words for it. Does not know questions; that what it says is read
as the same query by qa.plan.parse is what tests/qa/test_say.py sees to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.language.phrasing import count_words, listed
from qa.plan import query as q
from qa.plan.said_report import Voice, area_words, does, noun, parts_of
from qa.plan.said_series import all_of, clause, nth, ordered, pair_words

__all__ = ["say"]


_OF_EACH = Voice(many=True, graded="the authority")


def say(query: q.Query) -> str:
    """The query in one plain sentence, without a capital or a full stop."""
    query = replace(query, where=_besides(query.where, query.universe))
    who = _who(query)
    if query.ranking is not None:
        return _ranked(query.ranking, who)
    if query.extreme is not None:
        return _first_of(query.extreme, query, who)
    return _wanted(query, who)


# --- who or what it is about


def _who(query: q.Query, where: q.ReportCondition | q.SeriesCondition | None = None, *, before: str = "") -> str:
    """The members of a query as a noun with what is said of them."""
    where = query.where if where is None else where
    if query.over == "authorities":
        return _authorities(where, query.universe)
    if query.over == "steps":
        pairs = " ".join(["pairs of consecutive reports", *_within(query.universe)])
        return f"{pairs} in which {pair_words(where)}"
    if q.authorities_of(query.universe):
        last = max(want.last for want in query.wants)
        who = _theirs(query.universe, query.choice, last)
        said = [does(part, _of_named(query.universe, query.choice)) for part in parts_of(where)]
        return f"{who} that {listed(said)}" if said else who
    if query.choice is not None:
        return _chosen(query, where)
    return noun(all_of(where, query.universe), _OF_EACH, before=before)


def _besides(
    where: q.ReportCondition | q.SeriesCondition, universe: q.ReportCondition
) -> q.ReportCondition | q.SeriesCondition:
    """What is said of the members besides what narrows the library already."""
    return all_of(*(part for part in parts_of(where) if part not in parts_of(universe)))


def _within(universe: q.ReportCondition | q.SeriesCondition, *, among: bool = False) -> list[str]:
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
    return [*said, *([f"(counting only {noun(all_of(*rest), _OF_EACH)})"] if rest else [])]


def _authorities(where: q.ReportCondition | q.SeriesCondition, universe: q.ReportCondition) -> str:
    head = " ".join(["authorities", *_within(universe, among=True)])
    if where == q.ALL:
        return head
    if isinstance(where, q.And):
        return f"{head} {_row([clause(part) for part in ordered(where)])}"
    return f"{head} {clause(where)}"


def _row(clauses: Sequence[str]) -> str:
    return listed(clauses) if len(clauses) < 3 else f"{', '.join(clauses[:-1])} and {clauses[-1]}"


def _chosen(query: q.Query, where: q.ReportCondition | q.SeriesCondition) -> str:
    """'The latest SIF reports of each authority that grade the authority good overall'."""
    choice = query.choice
    assert choice is not None
    chosen = noun(choice.among, _OF_EACH, before=f"the {nth(choice.index)}") + " of each authority"
    chosen = " ".join([chosen, *_within(query.universe)])
    said = [does(part, _OF_EACH) for part in parts_of(where)]
    return f"{chosen} that {listed(said)}" if said else chosen


def _theirs(universe: q.ReportCondition | q.SeriesCondition, choice: q.Choice | None, last: int = 0) -> str:
    """'Kent's latest SIF report', "Kent's and Slough's reports published in 2015"."""
    if isinstance(universe, q.Or):
        return listed([_theirs(part, choice, last) for part in universe.parts])
    names = [name for part in parts_of(universe) if isinstance(part, q.ByAuthority) for name in part.names]
    others = tuple(part for part in parts_of(universe) if not isinstance(part, q.ByAuthority))
    whose = listed([f"{name}'s" for name in names])
    which = [nth(choice.index)] if choice else [f"last {count_words(last)}"] if last else []
    among = choice.among if choice else q.ALL
    return noun(all_of(among, *others), _of_named(universe, choice), before=" ".join([whose, *which]))


def _of_named(universe: q.ReportCondition | q.SeriesCondition, choice: q.Choice | None) -> Voice:
    return Voice(many=choice is None or len(q.authorities_of(universe)) > 1, graded="it")


# --- what is wanted of them


def _wanted(query: q.Query, who: str) -> str:
    """What is wanted of the members; several things of the same members are said in one row."""
    wants = {want.kind: want for want in query.wants}
    if "share" in wants:
        return _share(wants["share"], query, who)
    if "exists" in wants or "times" in wants:
        return _whether(query, who, often="times" in wants)
    things = [_thing(want, query) for want in query.wants if want.kind != "list"]
    graded = all(one.kind in ("grades", "history", "areas", "judged") for one in query.wants)
    row = f"{listed(things)} {'in' if graded else 'of'} {who}"
    return who if not things else f"{who}, and {listed(things)} of each" if "list" in wants else row


def _thing(want: q.Want, query: q.Query) -> str:
    grades = _grades(want.areas)
    alone = query.choice is not None and len(q.authorities_of(query.universe)) == 1
    return {
        "count": "the number",
        "grades": grades,
        "areas": f"the areas {listed(want.grades, last='or') or 'concerned'}",
        "judged": "the areas judged",
        "leader": "the lead inspector" if alone else "the lead inspectors",
        "dates": "the dates",
        "framework": "the framework",
        "region": "the region",
        "history": f"the history of {grades}",
        "difference": f"the difference in {grades}",
        "gap": "the time between",
    }[want.kind]


def _whether(query: q.Query, who: str, *, often: bool) -> str:
    """'Whether Kent's latest report grades it good overall', "how many of Kent's reports grade it good overall"."""
    if query.over != "reports" or not q.authorities_of(query.universe):
        return f"how often there are {who}" if often else f"whether there are any {who}"
    theirs = _theirs(query.universe, query.choice)
    does_it = listed([does(part, _of_named(query.universe, query.choice)) for part in parts_of(query.where)])
    some = "" if query.choice and not often else "any of " if not often else "of "
    return f"{'how many' if often else 'whether'} {some}{theirs} {does_it or 'exist'}"


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
            return noun(all_of(query.where, query.universe), voice, before=f"the {some}{which}")
        return f"the {some}{which} of {who}"
    if extreme.of == "gap":
        length = "longest" if extreme.most else "shortest"
        gap = f"the {length} gap between two consecutive reports"
        return f"the {some}{authorities} with {gap}{_out_of(query, who)}"
    if extreme.of == "reports":
        most = "most" if extreme.most else "fewest"
        counted = [part for part in parts_of(query.universe) if not isinstance(part, q.InRegion | q.ByAuthority)]
        if query.where == q.ALL and counted:
            places = all_of(*(part for part in parts_of(query.universe) if part not in counted))
            them = " ".join([f"the {some}{authorities}", *_within(places, among=True)])
            return f"{them} with the {most} {noun(all_of(*counted), _OF_EACH)}"
        return f"the {some}{authorities} with the {most} reports{_out_of(query, who)}"
    most = "most" if extreme.most else "least"
    return f"the {some}{authorities} that improved the {most}, out of {who}"


def _out_of(query: q.Query, who: str) -> str:
    return "" if query.where == q.ALL and query.universe == q.ALL else f" out of {who}"

"""Queries about authorities that a question names: the grade, the day, the person, the history of their reports.

Knows what such questions want and which of an authority's reports they mean. Does not know how they are answered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.plan import query as q
from qa.plan.conditions import report_condition, series_of
from qa.plan.phrases import Listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.annotate import Token
    from qa.plan.clauses import Clause

__all__ = ["named_query"]

_ASKING = frozenset("is are was were has have had did does do were isn't".split())
_INDEX = {"latest": -1, "first": 0, "previous": -2, "next": 1}


def named_query(
    tokens: Sequence[Token], clauses: Sequence[Clause], universe: q.ReportCondition, text: str
) -> q.Query | None:
    """The query of a question that names its authorities, or None where some of it would be lost."""
    clauses = [one for one in clauses if _says_anything(one)]
    if any(one.again or one.days is not None or one.either for one in clauses):
        return None
    areas = tuple(dict.fromkeys(name for one in clauses for listed in one.areas for name in listed.names))
    clauses = [_as_named(one) for one in clauses]
    steps = [one for one in clauses if one.step is not None]
    if steps:
        return _change(clauses, steps, areas, universe)
    graded = [one for one in clauses if one.grades]
    bare = [replace(one, grades=[], judged=None, areas=[]) for one in clauses]
    when = series_of([report_condition(one) for one in bare])
    condition = series_of([report_condition(replace(one, areas=[])) for one in graded])
    chosen = {one.choice for one in clauses if one.choice}
    wants = _wants(tokens, areas, bool(graded), text)
    if not wants:
        return None
    every = any(want.kind in ("history", "times") for want in wants) or any(
        one.quantifier in ("every", "never", "ever") for one in clauses
    )
    if any(one.bound is not None for one in clauses) or len(chosen) > 1 or any(one.negated for one in clauses):
        return None
    choice = None
    if chosen:
        said = chosen.pop()
        if said == "ends":
            wants = tuple(replace(want, kind="history") if want.kind == "grades" else want for want in wants)
        elif said in _INDEX and not every:
            choice = q.Choice(_INDEX[said], when)
        elif said not in _INDEX:
            return None
    elif when == q.ALL and not every and not any(want.kind == "list" for want in wants):
        judged = [q.Judged(area) for want in wants if want.kind == "grades" for area in want.areas]
        choice = q.Choice(-1, q.Or(tuple(judged)) if len(judged) > 1 else judged[0] if judged else q.ALL)
    where = condition if graded and not any(want.kind in ("grades", "history") for want in wants) else q.ALL
    if graded and where == q.ALL and any(want.kind in ("grades", "history") for want in wants):
        where = condition
    if choice is None:
        where = series_of([when, where])
        universe = universe
    return q.Query(over="reports", where=where, wants=wants, choice=choice, universe=universe)


def _says_anything(one: Clause) -> bool:
    return bool(
        one.says
        or one.refers
        or one.bound
        or one.frameworks
        or one.inspectors
        or one.areas
        or one.negated
        or one.quantifier
    )


def _as_named(one: Clause) -> Clause:
    """Times of a named authority's report are those of its publication or its inspection, unless a verb says which."""
    said = any(token.has("verb.published", "verb.inspected", "verb.started", "verb.ended") for token in one.tokens)
    periods = [(kind if said else "any", listed) for kind, listed in one.periods]
    return replace(one, periods=[(kind, Listed(listed.names, "or")) for kind, listed in periods])


def _wants(tokens: Sequence[Token], areas: tuple[str, ...], graded: bool, text: str) -> tuple[q.Want, ...]:
    wants: list[q.Want] = []
    inspectors = any(token.has("set.inspectors") for token in tokens)
    who = any(token.has("pron.who") for token in tokens)
    asks = any(token.has("want") for token in tokens)
    lead = any(t.has("noun.inspector") and not t.text.lower().endswith("inspectors") for t in tokens)
    if not inspectors and (lead or (who and any(t.has("verb.led", "verb.inspected") for t in tokens))):
        wants.append(q.Want(kind="leader"))
    if any(token.has("want.how_often") for token in tokens) or (
        graded and any(token.has("want.how_many") for token in tokens)
    ):
        wants.append(q.Want(kind="times", areas=areas))
    elif any(token.has("want.history") for token in tokens):
        wants.append(q.Want(kind="history", areas=areas or ("overall",)))
    elif any(token.has("want.when") for token in tokens):
        wants.append(q.Want(kind="dates"))
    first = text.split(maxsplit=1)[0].casefold().strip("'") if text.split() else ""
    if graded and first in _ASKING and not asks and not wants:
        wants.append(q.Want(kind="exists", areas=areas))
    asked_grades = any(token.has("noun.grade", "want.better", "want.compare") for token in tokens)
    whole = any(token.has("noun.area") for token in tokens)
    if not graded and whole and not wants:
        wants.append(q.Want(kind="grades"))
    elif not graded and (areas or asked_grades or (not wants and any(token.has("verb.graded") for token in tokens))):
        if not any(want.kind == "history" for want in wants):
            wants.append(q.Want(kind="grades", areas=areas or ("overall",)))
    elif graded and whole:
        wants.append(q.Want(kind="areas"))
    if not wants and graded:
        wants.append(q.Want(kind="list" if asks else "exists"))
    return tuple(wants)


def _change(
    clauses: Sequence[Clause], steps: Sequence[Clause], areas: tuple[str, ...], universe: q.ReportCondition
) -> q.Query | None:
    """'Did it go up or down?', 'better or worse than the one before?': the changes themselves, report by report."""
    if any(one.negated or one.bound or one.grades or one.quantifier in ("never", "every") for one in clauses):
        return None
    bare = [replace(one, grades=[], judged=None, areas=[], step=None) for one in clauses]
    when = series_of([report_condition(one) for one in bare])
    return q.Query(
        over="reports", where=when, wants=(q.Want(kind="history", areas=areas or ("overall",)),), universe=universe
    )

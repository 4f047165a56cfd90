"""A turn about the report just spoken of: who led it, what came before it, another area of it.

Knows the last query, the report that its answer spoke of, and the tokens of a turn. Does not know English beyond them,
nor how the answer is worded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.facts.execute import run
from qa.plan import query as q
from qa.plan.annotate import annotate
from qa.plan.asked import said as said_tokens
from qa.plan.clauses import clauses_of
from qa.plan.named import wants_of_named
from qa.plan.operators import unplaced
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.question import Catalogue

__all__ = ["turned"]

_BESIDE = {"previous": -1, "next": 1}
_ENDS = {"latest": -1, "first": 0}


def turned(turn: str, last: q.Query, catalogue: Catalogue) -> q.Query | None:
    """The query of a turn that goes on from one authority's report, or None where it says more than this knows."""
    names = q.authorities_of(last.universe)
    spoken = [report for member in run(last, catalogue.reports).members for report in member.reports]
    if len(set(names)) != 1 or not spoken:
        return None
    read = annotate(turn, catalogue)
    tokens = said_tokens(read.tokens)
    strange = (
        "topic",
        "name",
        "set.authorities",
        "set.regions",
        "set.inspectors",
        "set.frameworks",
        "set.periods",
        "want.why",
    )
    if not tokens or any(token.keys == {"word"} or token.has(*strange) for token in tokens):
        return None
    used: set[int] = set()
    clauses = clauses_of(tokens, used)
    said = {one.choice for one in clauses if one.choice}
    whole = any(one.step or one.bound or one.negated or one.again or one.grades or one.quantifier for one in clauses)
    if unplaced(tokens, used) or whole or len(said) != 1:
        return None
    report = _meant(said.pop(), spoken, names[0], catalogue)
    if report is None:
        return None
    areas = tuple(dict.fromkeys(name for one in clauses for listed in one.areas for name in listed.names))
    wants = wants_of_named(tokens, areas, False, read.text) or last.wants
    if areas and not any(want.areas for want in wants):
        wants = (*wants, q.Want(kind="grades", areas=areas))
    kept = tuple(replace(want, last=0, kind="grades" if want.kind == "history" else want.kind) for want in wants)
    return q.Query(over="reports", wants=kept, choice=_place(report, catalogue), universe=q.ByAuthority(names[:1]))


def _meant(said: str, spoken: list[Report], name: str, catalogue: Catalogue) -> Report | None:
    """The report before or after the one spoken of, the first or the latest."""
    series = by_authority(catalogue.reports)[name]
    if said in _ENDS:
        return series[_ENDS[said]]
    if said not in _BESIDE or len(spoken) != 1 or spoken[0] not in series:
        return None
    at = series.index(spoken[0]) + _BESIDE[said]
    return series[at] if 0 <= at < len(series) else None


def _place(report: Report, catalogue: Catalogue) -> q.Choice:
    return q.Choice(by_authority(catalogue.reports)[str(report.authority)].index(report))

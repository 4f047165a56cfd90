"""Which of a named authority's reports the clauses mean, and how their words are meant of it.

Knows counts, orders and times of reports. Does not know what is asked of them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.language.small_words import MEASURING
from qa.plan import query as q
from qa.plan.conditions import all_of, report_condition
from qa.plan.phrases.model import Listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause

__all__ = ["as_named", "counted_anyway", "each_its_own", "last_count", "last_time", "says_anything"]


def each_its_own(clauses: Sequence[Clause]) -> q.ReportCondition | None:
    """'A's report of 2024 and B's of 2022': each authority's own report, where every one has a time of its own."""
    own = [one for one in clauses if one.authorities]
    if len(own) < 2 or not all(one.periods for one in own):
        return None
    return q.Or(tuple(all_of([q.ByAuthority(one.authorities), report_condition(one)]) for one in own))


def counted_anyway(one: Clause) -> bool:
    """'Over its three inspections': the count says how many there are, which changes nothing."""
    said = [token for token in one.tokens if token.has("pron.those", "bound")]
    return any(a.has("pron.those") and b.has("bound") for a, b in pairwise(said)) and not one.choice


def last_count(clauses: Sequence[Clause]) -> int | None:
    """'The last two inspections': how many of the newest reports are meant."""
    for one in clauses:
        if one.choice == "latest" and one.bound is not None and one.bound.least == one.bound.most:
            return one.bound.least
    return None


def says_anything(one: Clause) -> bool:
    return bool(
        one.says
        or one.refers
        or one.bound
        or one.frameworks
        or one.inspectors
        or one.areas
        or one.negated
        or one.quantifier
        or any(token.has("noun.area") for token in one.tokens)
    )


def as_named(one: Clause, several: bool) -> Clause:
    """Times of a named authority's report are those of its publication or its inspection, unless a verb says which.

    Of several authorities "each" and "all" mean each of them, and "the same" whether they are alike.
    """
    said = any(token.has("verb.published", "verb.inspected", "verb.started", "verb.ended") for token in one.tokens)
    periods = [(kind if said else "any", listed) for kind, listed in one.periods]
    one = replace(one, periods=[(kind, Listed(listed.names, "or")) for kind, listed in periods])
    if several:
        quantifier = "" if one.quantifier in ("every", "any") else one.quantifier
        step = None if one.step is not None and (one.step.direction == 0 or _compares(one)) else one.step
        one = replace(one, quantifier=quantifier, step=step)
    return one


def _compares(one: Clause) -> bool:
    """'Which is better?' of several is no change of one."""
    return all(
        token.has("want.better") or token.text.lower().split()[-1] in MEASURING
        for token in one.tokens
        if token.has("step")
    )


def last_time(clauses: Sequence[Clause]) -> bool:
    """'When last inadequate?', 'last time good': the newest report with that grade."""
    for one in clauses:
        for token, after in pairwise(one.tokens):
            if not (token.has("choice.latest") and token.text.lower().startswith("last")):
                continue
            if after.has("set.grades") or (after.has("verb.graded") and one.grades):
                return True
    return False

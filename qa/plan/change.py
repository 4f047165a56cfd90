"""A turn of a conversation as a change of the query before it.

It is narrowed, asked for another thing, or has one part put in place of another.

Knows queries and the tokens of a turn. Does not know what was answered in words, nor how a conversation is kept.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qa.language.small_words import POINTING
from qa.plan import query as q
from qa.plan.annotate import annotate
from qa.plan.asked import said as said_tokens
from qa.plan.clauses import clauses_of
from qa.plan.conditions import all_of, authority_condition, report_condition
from qa.plan.operators import unplaced
from qa.plan.wants import subject_of, wants_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.plan.clauses.model import Clause
    from qa.plan.token import Token
    from qa.question import Catalogue

__all__ = ["changed"]

_OPENING = ("op.and", "op.but")
_WHICH = ("want.which", "want.list", "pron.who", "pron.one", "pron.those", "op.and", "mark.?", "mark..")


def changed(turn: str, last: q.Query, catalogue: Catalogue) -> q.Query | None:
    """The query that `turn` asks after `last`, or None where it stands on its own or is not understood so.

    "How many of them are in London?" narrows; "and outstanding?" puts another grade in place of the one asked for;
    "which were those?" asks for another thing of the same members.
    """
    read = annotate(turn, catalogue)
    tokens = said_tokens(read.tokens)
    if any(
        token.keys == {"word"} or token.has("topic", "set.authorities", "name", "want.why", "step") for token in tokens
    ):
        return None
    if tokens and all(token.has(*_WHICH) for token in tokens) and any(token.has(*_WHICH[:3]) for token in tokens):
        return replace(last, wants=(q.Want(kind="list"),))  # "and which ones?"
    ones = _ones(tokens)
    if ones is not None:
        tokens = [token for token in tokens if token is not ones]
    used: set[int] = set()
    clauses = clauses_of(tokens, used)
    subject = subject_of(tokens, clauses, used)
    refers = bool(ones) or any(t.has("pron.those") and t.text.lower() in POINTING for t in tokens)
    opens = bool(tokens) and tokens[0].has(*_OPENING)
    fragment = not any(token.has("noun.authority", "noun.report", "pron.who", "noun.inspector") for token in tokens)
    if not (refers or opens or fragment) or unplaced(tokens, used) or subject.ranking or subject.extreme:
        return None
    if not any(one.grades for one in clauses) and any(
        token.has("noun.grade", "want.when", "noun.inspector", "want.how", "verb.led") for token in tokens
    ):
        return None  # it asks for something of the members, not which they are
    wants = wants_of(tokens, clauses, subject)
    if not any(token.has("want", "pron") or token.text.lower() == "any" for token in tokens):
        wants = last.wants
    last = replace(last, wants=wants, ranking=None, extreme=None)
    if ones:
        last = _substituted(last, {"grades": ones.value.names})
    regions = tuple(name for token in tokens if token.has("set.regions") for name in token.value.names)
    if refers:
        return _narrowed(last, clauses, regions, tokens)
    return _replaced(last, clauses, regions)


def _ones(tokens: Sequence[Token]) -> Token | None:
    """'The good ones': the grade that tells which of those spoken of are meant."""
    for token, after in pairwise(tokens):
        if token.has("set.grades") and after.has("pron.one"):
            return token
    return None


def _says(clause: Clause) -> bool:
    return bool(
        clause.says or clause.periods or clause.frameworks or clause.inspectors or clause.areas or clause.choice
    )


def _narrowed(
    last: q.Query, clauses: list[Clause], regions: tuple[str, ...], tokens: Sequence[Token]
) -> q.Query | None:
    """The members of `last` that fulfil what the turn says besides."""
    if regions:
        last = replace(last, universe=all_of([_regionless(last.universe), q.InRegion(regions)]))
    saying = [one for one in clauses if _says(one)]
    if not saying:
        return last
    if last.over == "reports":
        if any(one.choice or one.quantifier in ("every", "never") or one.bound or one.negated for one in saying):
            return None
        more: Any = all_of([report_condition(one) for one in saying])
    else:
        held = last.where.choice if isinstance(last.where, q.At) else None
        plain = held is not None and all(
            not one.refers and one.grades and not one.negated and one.quantifier in ("", "any") for one in saying
        )
        if plain and held is not None:
            more = q.At(held, all_of([report_condition(one) for one in saying]))
        else:
            more = authority_condition(saying, subject_of(tokens, saying, set()))
    return None if more is None else replace(last, where=_both(last.where, more))


def _both(one: Any, other: Any) -> Any:
    return other if one == q.ALL else one if other == q.ALL else q.And((one, other))


def _replaced(last: q.Query, clauses: list[Clause], regions: tuple[str, ...]) -> q.Query | None:
    """'And outstanding?', 'and for care leavers?', 'and in 2022?', 'in London?': one part in place of its like."""
    new: dict[str, Any] = {}
    for one in clauses:
        if one.step or one.bound or one.negated or one.again or one.choice or one.judged is not None:
            return None
        for grade in one.grades:
            if grade.negated or (grade.areas and len(grade.areas) > 1):
                return None
            new["grades"] = grade.grades
            if grade.areas:
                new["area"] = grade.areas[0]
        for listed in one.areas:
            new["area"] = listed.names[0]
        for kind, listed in one.periods:
            new["periods"] = (kind, listed.names)
        if one.frameworks:
            new["frameworks"] = one.frameworks
        if one.inspectors:
            new["inspectors"] = one.inspectors
    if not new and not regions:
        return None
    if regions:
        last = replace(last, universe=all_of([_regionless(last.universe), q.InRegion(regions)]))
    found = _substituted(last, new)
    return None if new and found == last else found


def _substituted(last: q.Query, new: dict[str, Any]) -> q.Query:
    def leaf(one: Any) -> Any:
        if isinstance(one, q.Graded):
            return q.Graded(new.get("area", one.area), new.get("grades", one.grades))
        if isinstance(one, q.DateOf) and "periods" in new:
            kind, periods = new["periods"]
            dates = tuple(q.DateOf(one.kind if kind == "any" else kind, period) for period in periods)
            return dates[0] if len(dates) == 1 else q.Or(dates)
        if isinstance(one, q.FrameworkIs) and "frameworks" in new:
            return q.FrameworkIs(new["frameworks"])
        if isinstance(one, q.LedBy) and "inspectors" in new:
            return q.LedBy(new["inspectors"])
        if isinstance(one, q.Step) and "area" in new:
            return replace(one, area=new["area"])
        return one

    return replace(last, where=_mapped(last.where, leaf), universe=_mapped(last.universe, leaf))


def _mapped(condition: Any, leaf: Callable[[Any], Any]) -> Any:
    """The condition with `leaf` applied to each of its parts that has none."""
    if isinstance(condition, q.And | q.Or):
        return type(condition)(tuple(_mapped(part, leaf) for part in condition.parts))
    inner = {
        name: _mapped(getattr(condition, name), leaf)
        for name in ("part", "condition", "among", "first", "second", "choice")
        if hasattr(condition, name)
    }
    return leaf(replace(condition, **inner) if inner else condition)


def _regionless(condition: q.ReportCondition) -> q.ReportCondition:
    return all_of([part for part in q.report_parts(condition) if not isinstance(part, q.InRegion)])

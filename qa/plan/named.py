"""Queries about authorities that a question names: the grade, the day, the person, the history of their reports.

Knows what such questions want and which of an authority's reports they mean. Does not know how they are answered.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.plan import query as q
from qa.plan.conditions import report_condition, series_of
from qa.plan.phrases import Listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.annotate import Token
    from qa.plan.clauses import Clause, GradeCondition

__all__ = ["last_time", "named_query", "wants_of_named"]

_ASKING = frozenset("is are was were has have had did does do isn't aren't wasn't hasn't didn't".split())
_INDEX = {"latest": -1, "first": 0, "previous": -2, "next": 1}


def named_query(
    tokens: Sequence[Token], clauses: Sequence[Clause], universe: q.ReportCondition, text: str
) -> q.Query | None:
    """The query of a question that names its authorities, or None where some of it would be lost."""
    several = sum(len(token.value.names) for token in tokens if token.has("set.authorities")) > 1
    clauses = [_as_named(one, several) for one in clauses if _says_anything(one)]
    if any(one.again or one.days is not None or one.either or (one.beside and one.beside[0][0]) for one in clauses):
        return None
    clauses = [replace(one, bound=None) if _counted_anyway(one) else one for one in clauses]
    last = _last(clauses)
    if last is None and any(one.bound is not None for one in clauses):
        return None
    clauses = [replace(one, bound=None, choice="" if last else one.choice) for one in clauses]
    areas = tuple(dict.fromkeys(name for one in clauses for listed in one.areas for name in listed.names))
    clauses, of_areas = _apart(clauses)
    if any(one.negated for one in clauses):
        return None
    bare = [replace(one, grades=[], judged=None, areas=[], step=None) for one in clauses]
    when = series_of([report_condition(one) for one in bare])
    within = _each_its_own(bare) or series_of([universe, when])
    chosen = {one.choice for one in clauses if one.choice} - {""}
    if any(one.step is not None for one in clauses):
        return _change(tokens, clauses, areas, within, chosen, last or 0)
    graded = [one for one in clauses if one.grades]
    wants = of_areas or wants_of_named(tokens, areas, bool(graded), text)
    if not graded and any(token.has("want.how_many", "want.share") for token in tokens):
        return None  # a figure of the report's prose
    if not wants or len(chosen) > 1:
        return None
    condition = series_of([report_condition(replace(one, areas=[])) for one in graded])
    history = any(want.kind in ("history", "times") for want in wants)
    every = history or any(one.quantifier in ("every", "never", "ever") for one in clauses)
    said = chosen.pop() if chosen else ""
    if last:
        wants = (q.Want(kind="history", areas=areas or ("overall",), last=last),)
        return q.Query(over="reports", wants=wants, universe=within)
    if graded and said == "latest" and last_time(clauses) and not any(w.kind in ("leader", "times") for w in wants):
        wants = (q.Want(kind="dates"),)
    if said in ("ends", "last two"):
        last = 2 if said == "last two" else 0
        if any(want.kind in ("dates", "leader") for want in wants):
            wants = tuple(replace(want, last=last) for want in wants)
        else:
            wants = (q.Want(kind="history", areas=areas or ("overall",), last=last),)
        return q.Query(over="reports", wants=wants, universe=within)
    if said and said not in _INDEX:
        return None
    choice = None
    if said and not every:
        choice = q.Choice(_INDEX[said])
    elif when == q.ALL and not every and not any(want.kind in ("list", "dates") and graded for want in wants):
        judged = [q.Judged(area) for want in wants if want.kind == "grades" for area in want.areas]
        choice = q.Choice(-1, q.Or(tuple(judged)) if len(judged) > 1 else judged[0] if judged else q.ALL)
    if graded and said == "latest" and any(want.kind == "dates" for want in wants):
        choice = q.Choice(-1, condition)  # "when was it last good?"
    identifies = any(want.kind in ("grades", "leader", "areas", "dates", "list") for want in wants)
    where = condition if graded else q.ALL
    if graded and identifies and choice is not None and any(want.kind == "areas" for want in wants):
        where = q.ALL if not _holds_of_one(condition) else condition
    return q.Query(over="reports", where=where, wants=wants, choice=choice, universe=within)


def _each_its_own(clauses: Sequence[Clause]) -> q.ReportCondition | None:
    """'A's report of 2024 and B's of 2022': each authority's own report, where every one has a time of its own."""
    own = [one for one in clauses if one.authorities]
    if len(own) < 2 or not all(one.periods for one in own):
        return None
    return q.Or(tuple(series_of([q.ByAuthority(one.authorities), report_condition(one)]) for one in own))


def _holds_of_one(condition: q.ReportCondition) -> bool:
    return condition != q.ALL


def _counted_anyway(one: Clause) -> bool:
    """'Over its three inspections': the count says how many there are, which changes nothing."""
    said = [token for token in one.tokens if token.has("pron.those", "bound")]
    return any(a.has("pron.those") and b.has("bound") for a, b in pairwise(said)) and not one.choice


def _last(clauses: Sequence[Clause]) -> int | None:
    """'The last two inspections': how many of the newest reports are meant."""
    for one in clauses:
        if one.choice == "latest" and one.bound is not None and one.bound.least == one.bound.most:
            return one.bound.least
    return None


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
        or any(token.has("noun.area") for token in one.tokens)
    )


def _as_named(one: Clause, several: bool) -> Clause:
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
        token.has("want.better") or token.text.lower().split()[-1] in ("better", "worse", "higher", "lower")
        for token in one.tokens
        if token.has("step")
    )


def _apart(clauses: Sequence[Clause]) -> tuple[list[Clause], tuple[q.Want, ...]]:
    """What is asked of a report's areas, apart from what says which report is meant.

    "Which areas fell below good?", "was any bit only good?", "one bit wasn't": the areas of these grades. "Any
    outstanding?" asks for areas too.
    """
    kept: list[Clause] = []
    wants: tuple[q.Want, ...] = ()
    held: list[GradeCondition] = []
    for one in clauses:
        if one.beside and not one.beside[0][0]:
            ways = tuple(f"{way} than {other}" for _, way, other in one.beside)
            wants = (q.Want(kind="areas", grades=ways, areas=("apart",)),)
            kept.append(replace(one, beside=[]))
            continue
        about = any(token.has("noun.area") for token in one.tokens) or _asks_any(one) or _asks_which(one)
        if about and one.grades and all(grade.areas is None for grade in one.grades):
            wants = (q.Want(kind="areas", grades=_names(one.grades), areas=() if _asks_any(one) else ("apart",)),)
            kept.append(replace(one, grades=[]))
        elif about and held and (one.negated or one.again or _says_that_grade(one)):
            grades = [replace(grade, negated=grade.negated != one.negated) for grade in held]
            wants = (q.Want(kind="areas", grades=_names(grades), areas=("apart",)),)
            kept.append(replace(one, negated=False, again=False))
        else:
            kept.append(one)
        held = one.grades or held
    return kept, wants


def _asks_any(one: Clause) -> bool:
    """'Any outstanding?': the word stands right before the grade."""
    for token, after in pairwise(one.tokens):
        if token.text.lower() == "any" and after.has("set.grades"):
            return True
    return False


def _asks_which(one: Clause) -> bool:
    """'Which judgement fell below good?'"""
    return any(token.has("want.which") and after.has("noun.grade") for token, after in pairwise(one.tokens))


def _says_that_grade(one: Clause) -> bool:
    return any(token.has("pron.those") for token in one.tokens) and any(token.has("noun.grade") for token in one.tokens)


def last_time(clauses: Sequence[Clause]) -> bool:
    """'When last inadequate?', 'last time good': the newest report with that grade."""
    for one in clauses:
        for token, after in pairwise(one.tokens):
            if not (token.has("choice.latest") and token.text.lower().startswith("last")):
                continue
            if after.has("set.grades") or (after.has("verb.graded") and one.grades):
                return True
    return False


def _names(grades: Sequence[GradeCondition]) -> tuple[str, ...]:
    """The grades meant; one that is denied is written with "not" before it."""
    return tuple(dict.fromkeys(f"not {name}" if one.negated else name for one in grades for name in one.grades))


def wants_of_named(tokens: Sequence[Token], areas: tuple[str, ...], graded: bool, text: str) -> tuple[q.Want, ...]:
    """What is asked of a named authority's reports, in the order of the kinds; empty where nothing recorded is."""
    wants: list[q.Want] = []
    asks = any(token.has("want") for token in tokens)
    if _asks_lead(tokens):
        wants.append(q.Want(kind="leader"))
    if any(token.has("want.how_often") for token in tokens) or (
        graded and any(token.has("want.how_many") for token in tokens)
    ):
        wants.append(q.Want(kind="times", areas=areas))
    elif any(token.has("want.history") for token in tokens):
        wants.append(q.Want(kind="history", areas=areas or ("overall",)))
    elif any(_asks_when(tokens, at) for at in range(len(tokens))):
        wants.append(q.Want(kind="dates"))
    first = text.split(maxsplit=1)[0].casefold().strip("'") if text.split() else ""
    if graded and first in _ASKING and not wants:
        wants.append(q.Want(kind="exists", areas=areas))
    if not graded and areas and first in _ASKING and not wants and any(t.has("noun.grade") for t in tokens):
        return (q.Want(kind="judged", areas=areas),)
    if not graded and not any(want.kind == "history" for want in wants):
        wants += _grades(tokens, areas, bool(wants))
    if not wants and graded:
        wants.append(q.Want(kind="list" if asks else "exists"))
    return tuple(wants)


def _asks_lead(tokens: Sequence[Token]) -> bool:
    """'Who led it?', 'the lead inspector': not where an inspector is named, nor of inspectors in general."""
    if any(token.has("set.inspectors") for token in tokens):
        return False
    who = any(token.has("pron.who") and token.text.lower() != "whose" for token in tokens)
    for token, after in pairwise(tokens):
        if token.has("pron.who") and after.text.lower() in ("did", "does", "do") and _no_other_verb(tokens):
            return True
    lead = any(t.has("noun.inspector") and not t.text.lower().removesuffix("'s").endswith("s") for t in tokens)
    return lead or (who and any(t.has("verb.led", "verb.inspected") for t in tokens))


def _asks_when(tokens: Sequence[Token], at: int) -> bool:
    """'When was it?', 'and when ...': not "when it was inspected" within a sentence."""
    if not tokens[at].has("want.when"):
        return False
    return (
        at == 0
        or tokens[at].text.lower() != "when"
        or tokens[at - 1].has("mark", "op.and", "set.authorities", "set.periods")
        or at == len(tokens) - 1
    )


def _no_other_verb(tokens: Sequence[Token]) -> bool:
    """'Who did the last inspection?': nothing else is done."""
    return sum(token.has("verb") for token in tokens) == 1 and any(token.has("noun.report") for token in tokens)


def _grades(tokens: Sequence[Token], areas: tuple[str, ...], besides: bool) -> list[q.Want]:
    """The grades asked for: of the areas named, of all where a profile is, of the whole where only a grade is."""
    asked = any(token.has("noun.grade", "want.better", "want.compare") for token in tokens)
    asked |= any(
        token.has("want.which", "want.how") and any(after.has("verb.graded") for after in tokens[at + 1 : at + 4])
        for at, token in enumerate(tokens)
    )
    every = any(token.has("quant.every") and after.has("noun.grade") for token, after in pairwise(tokens))
    if every or any(token.has("noun.area") for token in tokens):
        return [q.Want(kind="grades", areas=areas)]
    plainly = not besides and any(token.has("verb.graded") or token.has("want.how") for token in tokens)
    if areas or asked or plainly:
        return [q.Want(kind="grades", areas=areas or ("overall",))]
    return []


def _change(
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    areas: tuple[str, ...],
    within: q.ReportCondition,
    chosen: set[str],
    last: int,
) -> q.Query | None:
    """'Did it go up or down?', 'better or worse than the one before?': the grades themselves, report by report."""
    if any(one.quantifier in ("never", "every") for one in clauses) or chosen - {
        "last two",
        "ends",
        "latest",
        "previous",
    }:
        return None
    stayed = all(one.step is None or one.step.direction == 0 for one in clauses if one.grades)
    if any(one.grades for one in clauses) and not stayed:
        return None
    whole = any(token.has("noun.area") for token in tokens)
    last = last or (2 if chosen & {"last two", "latest", "previous"} else 0)
    want = q.Want(kind="history", areas=areas if areas or whole else ("overall",), last=last)
    return q.Query(over="reports", wants=(want,), universe=within)

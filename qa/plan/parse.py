"""From a question's tokens to a query over what reports record, or to the words that stand in its way.

Knows how the clauses of a question make conditions, what is asked of whom, and that no operator may be left over. Does
not know how a query is run or answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from qa.plan import query as q
from qa.plan.annotate import annotate
from qa.plan.clauses import clauses_of
from qa.plan.conditions import authority_condition, report_condition, series_of
from qa.plan.phrases import joined_phrases
from qa.plan.wants import Subject, subject_of, wants_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.annotate import Token
    from qa.plan.clauses import Clause
    from qa.question import Catalogue

__all__ = ["Parsed", "parse"]

# Kinds of words that could change an answer: each has to be part of the query.
_OPERATORS = (
    "op.not",
    "op.other_than",
    "op.neither",
    "op.only",
    "cmp",
    "quant",
    "count",
    "choice",
    "step",
    "bound",
    "days",
    "rank",
    "want.why",
    "name.absent",
    "name.ambiguous",
    "name.unknown",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """The query a question makes, where it makes one; else `left` are the operators that found no place.

    `topics` are the words that no concept knows: with them a question is about more than what is recorded.
    """

    query: q.Query | None
    left: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def parse(question: str, catalogue: Catalogue) -> Parsed:
    """Read a question as a query over recorded facts."""
    read = annotate(question, catalogue)
    topics = tuple(token.text for token in read.tokens if token.keys == {"word"} or token.has("topic"))
    tokens = joined_phrases([token for token in read.tokens if token.keys != {"filler.word"}])
    tokens = _asked(tokens)
    used: set[int] = set()
    clauses = clauses_of(tokens, used)
    subject = subject_of(tokens, clauses)
    query = _query(tokens, clauses, subject, used)
    left = tuple(
        token.text
        for at, token in enumerate(tokens)
        if at not in used and token.has(*_OPERATORS) and not _harmless(token)
    )
    return Parsed(query=None if left else query, left=left, topics=topics, notes=read.notes)


def _harmless(token: Token) -> bool:
    """A word of several meanings, one of which changes nothing where its others found no place."""
    return token.has("filler", "link", "verb", "noun", "want") or token.text.lower() in ("a", "an", "some")


def _asked(tokens: list[Token]) -> list[Token]:
    """Without a first sentence that only speaks of the one who asks: it names nothing that reports record."""
    marks = [at for at, token in enumerate(tokens) if token.has("mark..", "mark.:", "mark.;", "mark.-")]
    for at in marks:
        head, tail = tokens[:at], tokens[at + 1 :]
        if not any(token.has("set", "noun.report", "bound", "step", "choice.latest") for token in head) and any(
            token.has("set", "want", "noun") for token in tail
        ):
            return _asked(tail)
    return tokens


def _query(tokens: Sequence[Token], clauses: list[Clause], subject: Subject, used: set[int]) -> q.Query | None:
    wants = wants_of(tokens, clauses, subject)
    universe = _universe(tokens)
    if subject.over == "reports":
        return _of_reports(clauses, subject, wants, universe)
    where = authority_condition(clauses, subject)
    if where is None and not (subject.extreme or subject.ranking):
        return None
    if subject.ranking is not None and subject.counts == "reports":
        return _of_reports(clauses, subject, wants, universe)
    return q.Query(
        over="authorities",
        where=where or q.ALL,
        wants=wants,
        universe=universe,
        ranking=subject.ranking,
        extreme=subject.extreme,
    )


def _of_reports(
    clauses: list[Clause], subject: Subject, wants: tuple[q.Want, ...], universe: q.ReportCondition
) -> q.Query | None:
    conditions = [report_condition(clause) for clause in clauses]
    where = series_of(conditions)
    choice = None
    chosen = next((clause.choice for clause in clauses if clause.choice), "")
    if chosen and subject.extreme is None:
        index = {"latest": -1, "first": 0, "previous": -2, "next": 1}.get(chosen)
        if index is None:
            return None
        choice = q.Choice(index)
        narrow = [c for c in conditions if not _graded(c)]
        if narrow and any(_graded(c) for c in conditions):
            choice = q.Choice(index, series_of(narrow))
            where = series_of([c for c in conditions if _graded(c)])
    if where == q.ALL and subject.extreme is None and choice is None and universe == q.ALL and subject.ranking is None:
        return None
    return q.Query(
        over="reports",
        where=where,
        wants=wants,
        choice=choice,
        universe=universe,
        ranking=subject.ranking,
        extreme=subject.extreme,
    )


def _graded(condition: q.ReportCondition) -> bool:
    if isinstance(condition, q.And | q.Or):
        return any(_graded(part) for part in condition.parts)
    return _graded(condition.part) if isinstance(condition, q.Not) else isinstance(condition, q.Graded | q.AreaCount)


def _universe(tokens: Sequence[Token]) -> q.ReportCondition:
    parts: list[q.ReportCondition] = []
    for token in tokens:
        if token.has("set.regions"):
            parts.append(q.InRegion(token.value.names))
        elif token.has("set.authorities"):
            parts.append(q.ByAuthority(token.value.names))
    regions = tuple(dict.fromkeys(n for one in parts if isinstance(one, q.InRegion) for n in one.names))
    names = tuple(dict.fromkeys(n for one in parts if isinstance(one, q.ByAuthority) for n in one.names))
    kept: list[q.ReportCondition] = []
    if regions:
        kept.append(q.InRegion(regions))
    if names:
        kept.append(q.ByAuthority(names))
    return series_of(kept)

"""From a question's tokens to a query over what reports record, or to the words that stand in its way.

Knows how the clauses of a question make conditions, what is asked of whom, and that no operator may be left over. Does
not know how a query is run or answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qa.language.lexicon import lexicon
from qa.plan import query as q
from qa.plan.account import accounted, contradictory
from qa.plan.annotate import STRAIGHT, annotate
from qa.plan.clauses import clauses_of
from qa.plan.conditions import authority_condition, report_condition, series_of
from qa.plan.named import last_time, named_query
from qa.plan.phrases import joined_phrases
from qa.plan.wants import Subject, from_among, subject_of, wants_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.annotate import Token
    from qa.plan.clauses import Clause
    from qa.question import Catalogue

__all__ = ["Parsed", "denials", "is_idle", "parse", "unplaced"]

# Kinds of words that could change an answer: each has to be part of the query.
_DENYING = {"op.not", "op.other_than", "op.neither", "quant.never", "pron.none"}
_LEANING = frozenset("them those these they it that".split())
_OPERATORS = (
    "op.not",
    "op.lack",
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
    about_a_set: bool = False
    denials: tuple[str, ...] = ()
    recorded: bool = False
    notes: tuple[str, ...] = ()


def parse(question: str, catalogue: Catalogue) -> Parsed:
    """Read a question as a query over recorded facts."""
    read = annotate(question, catalogue)
    tokens = joined_phrases([token for token in read.tokens if not is_idle(token)])
    tokens = _spoken(_asked(tokens))
    topics = tuple(token.text for token in tokens if token.keys == {"word"} or token.has("topic"))
    used: set[int] = set()
    clauses = clauses_of(tokens, used)
    subject = subject_of(tokens, clauses, used)
    _restrictions(tokens, clauses, used)
    query = _query(tokens, clauses, subject, read.text)
    if subject.ranking is not None and any(
        a.has("quant.every") and b.has("noun.authority") for a, b in pairwise(tokens)
    ):
        query = None  # "the regions where every council ..." are no ranking
    if query is not None and (contradictory(query) or not accounted(query, tokens)):
        query = None
    left = unplaced(tokens, used)
    return Parsed(
        query=None if left else query,
        left=left,
        topics=topics,
        about_a_set=_about_a_set(tokens),
        recorded=_recorded(tokens, topics),
        denials=tuple(token.text for token in tokens if _denies(token)),
        notes=read.notes,
    )


def _recorded(tokens: Sequence[Token], topics: Sequence[str]) -> bool:
    """Whether nothing but what is recorded is asked for: grades, areas, people, dates, and no word besides."""
    return not topics and any(token.has("set.grades", "set.inspectors", "step", "set.beside") for token in tokens)


def denials(text: str) -> bool:
    """Whether a sentence denies something: "had not", "without", "none", "all but"."""
    return any(match.keys & _DENYING for match in lexicon().find(text.translate(STRAIGHT)))


def _denies(token: Token) -> bool:
    return bool(token.keys & _DENYING)


def is_idle(token: Token) -> bool:
    """A word that changes nothing, or is said of the asking alone."""
    return all(key.startswith(("filler.", "talk.")) for key in token.keys)


def _about_a_set(tokens: Sequence[Token]) -> bool:
    """Whether councils or reports are asked for, of which none is named: 'which councils ...', 'how many reports ...'."""
    if any(token.has("set.authorities", "name") for token in tokens):
        return False
    if any(token.has("want", "pron.who", "pron.where") for token in tokens) and any(
        token.has("set.grades", "step.up", "step.down", "rank") for token in tokens
    ):
        return True
    for at, token in enumerate(tokens):
        if token.has("want.which", "want.how_many", "want.list", "want.share"):
            for after in tokens[at + 1 : at + 5]:
                if after.has("noun.authority", "noun.report") and after.text.lower().endswith(("s", "ies")):
                    return True
                if not after.has("set", "choice", "bound", "quant", "filler", "pron.those", "rank", "noun"):
                    break
    return False


def unplaced(tokens: Sequence[Token], used: set[int]) -> tuple[str, ...]:
    """The words that could change an answer and found no place; `used` are the indexes of those that did."""
    return tuple(
        token.text
        for at, token in enumerate(tokens)
        if at not in used and token.has(*_OPERATORS) and not _harmless(token)
    )


def _harmless(token: Token) -> bool:
    """A word of several meanings, one of which changes nothing where its others found no place."""
    if token.has("want.why"):
        return False
    return token.has("filler", "link", "verb", "noun", "want") or token.text.lower() in ("a", "an", "some")


def _restrictions(tokens: Sequence[Token], clauses: Sequence[Clause], used: set[int]) -> None:
    """'Only' where what it restricts is restricted already: to a grade, a count, a framework, a place, every report."""
    every = any(clause.quantifier == "every" for clause in clauses)
    for at, token in enumerate(tokens):
        if token.has("op.only", "cmp.exactly"):
            near = [one for one in (*tokens[max(0, at - 2) : at], *tokens[at + 1 : at + 3])]
            if every or any(
                one.has(
                    "set.grades", "bound", "set.frameworks", "set.regions", "unit.step", "step.same", "choice.latest"
                )
                for one in near
            ):
                used.add(at)


def _spoken(tokens: list[Token]) -> list[Token]:
    """The tokens after what the asker says of himself: 'Before we go ahead, I would like a list of ...'."""
    wanted = next((at for at, token in enumerate(tokens) if token.has("want")), 0)
    head = tokens[:wanted]
    own = any(token.has("pron.own") for token in tokens[: wanted + 1])
    return (
        tokens[wanted:]
        if own and not any(token.has("set", "noun.report", "noun.authority") for token in head)
        else tokens
    )


def _asked(tokens: list[Token]) -> list[Token]:
    """Without the sentences before the question that it does not lean on: they speak of the one who asks.

    A sentence before is kept where the question takes it up ("which of them", "the eight"); its counts then only say
    how many there are, and change nothing.
    """
    marks = [at for at, token in enumerate(tokens[:-1]) if token.has("mark..", "mark.:", "mark.;", "mark.-", "mark.?")]
    for at in marks:
        head, tail = tokens[:at], tokens[at + 1 :]
        if not any(token.has("set", "want", "noun", "step") for token in tail):
            return tokens[: at + 1] if not any(one.has(*_OPERATORS) for one in tail) else tokens
        asks = any(token.has("want") for token in tail) or tail[-1].has("mark.?")
        leans = any(token.has("pron.those") and token.text.lower() in _LEANING for token in tail[:6])
        counted = {token.value.least for token in head if token.has("bound")}
        taken_up = [t for t in tail if t.has("bound") and t.value.least in counted]
        asking = ("want.which", "want.how_many", "want.share", "want.when", "want.how", "want.why", "mark.?")
        if asks and not any(token.has(*asking) for token in head):
            if leans or taken_up:
                kept = [token for token in head if not token.has("bound")]
                return [*kept, tokens[at], *(token for token in tail if token not in taken_up)]
            held = _held_over(head, tail)
            recorded = any(token.has("set", "noun.report", "noun.gap", "rank", "step", "choice") for token in head)
            own = any(token.has("pron.own") for token in head)
            plain = not any(token.has("word", "topic", "noun.gap") for token in head)
            if (own and (not recorded or not plain)) or (plain and not recorded):
                return [*held, *_asked(tail)]
    return tokens


def _query(tokens: Sequence[Token], clauses: list[Clause], subject: Subject, text: str) -> q.Query | None:
    wants = wants_of(tokens, clauses, subject)
    universe = _universe(tokens)
    named = sum(len(token.value.names) for token in tokens if token.has("set.authorities"))
    if named and subject.ranking is None and subject.extreme is None and not (named > 1 and _is_set(tokens, clauses)):
        return named_query(tokens, clauses, universe, text)
    if last_time(clauses) and any(token.has("want.when") for token in tokens) and not subject.ranking:
        plain = [replace(one, choice="") for one in clauses]
        newest = replace(subject, over="reports", extreme=q.Extreme(of="date", most=True))
        return _of_reports(plain, newest, (q.Want(kind="list"), q.Want(kind="dates")), universe)
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


def _held_over(head: Sequence[Token], tail: Sequence[Token]) -> list[Token]:
    """The place, time and framework of a sentence before hold for a question that names none of that kind."""
    kinds = ("set.authorities", "set.regions", "set.periods", "set.frameworks", "set.inspectors")
    place = any(token.has("set.authorities", "set.regions") for token in tail)
    missing = [
        kind
        for kind in kinds
        if not any(token.has(kind) for token in tail) and not (place and "pe" not in kind and kind in kinds[:2])
    ]
    return [token for token in head if token.has(*missing)] if missing else []


def _is_set(tokens: Sequence[Token], clauses: Sequence[Clause]) -> bool:
    """'Which of A, B and C were good?': those named are what the members are taken from."""
    return from_among(tokens) or (
        any(one.grades for one in clauses)
        and any(token.has("want.which", "want.how_many", "want.list", "want.share") for token in tokens)
    )


def _of_reports(
    clauses: list[Clause], subject: Subject, wants: tuple[q.Want, ...], universe: q.ReportCondition
) -> q.Query | None:
    clauses = [one for one in clauses if one.tokens]
    if any(
        one.step or one.again or one.days is not None or one.negated or one.quantifier == "never" for one in clauses
    ):
        return None
    if any(one.bound is not None for one in clauses):
        return None
    conditions = [report_condition(clause) for clause in clauses]
    where = conditions[0] if conditions else q.ALL
    for clause, condition in zip(clauses[1:], conditions[1:], strict=True):
        if clause.either and condition != q.ALL:
            where = q.Or((where, condition))
        else:
            where = series_of([where, condition])
    choice = q.Choice(-1) if subject.newest else None
    chosen = {clause.choice for clause in clauses if clause.choice}
    if chosen and subject.extreme is None:
        index = {"latest": -1, "first": 0, "previous": -2, "next": 1, "second": 1, "third": 2}.get(chosen.pop())
        if index is None or chosen or any(clause.either for clause in clauses):
            return None
        parts: list[Any] = [part for c in conditions for part in (c.parts if isinstance(c, q.And) else (c,))]
        narrow = [part for part in parts if not _graded(part)]
        graded = [part for part in parts if _graded(part)]
        choice = q.Choice(index, series_of(narrow)) if graded else q.Choice(index)
        where = series_of(graded) if graded else where
    alone = universe == q.ALL and subject.extreme is None and subject.ranking is None
    if where == q.ALL and alone and choice is not None:
        return None  # "the one before that", of nothing that was named
    if where == q.ALL and subject.extreme is None and choice is None and universe == q.ALL and subject.ranking is None:
        return None
    return q.Query(
        over="reports",
        where=where,
        wants=_with_base(wants, clauses),
        choice=choice,
        universe=universe,
        ranking=subject.ranking,
        extreme=subject.extreme,
    )


def _with_base(wants: tuple[q.Want, ...], clauses: Sequence[Clause]) -> tuple[q.Want, ...]:
    """A share is one of the reports named apart from their grades: 'what share of the SIF reports was good'."""
    bare = [replace(clause, grades=[], judged=None, areas=[]) for clause in clauses]
    base = series_of([report_condition(clause) for clause in bare])
    return tuple(replace(want, base=base) if want.kind == "share" else want for want in wants)


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

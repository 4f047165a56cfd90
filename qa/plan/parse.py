"""From a question's tokens to a query over what reports record, or to the words that stand in its way.

Knows what is asked of whom, and that no operator may be left over. Does not know how a clause is read, nor how a query
is run or answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.plan import query as q
from qa.plan.account import accounted, contradictory, of_the_services
from qa.plan.annotate import annotate
from qa.plan.asked import asked
from qa.plan.clauses import clauses_of
from qa.plan.conditions import all_of, authority_condition
from qa.plan.named import last_time, named_query
from qa.plan.of_reports import report_query
from qa.plan.operators import denies, restrictions, unplaced
from qa.plan.wants import Subject, from_among, subject_of, wants_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause
    from qa.plan.token import Token
    from qa.question import Catalogue

__all__ = ["Parsed", "parse"]

_MANY = ("want.which", "want.how_many", "want.list")  # what asks for members
_SET = (*_MANY, "want.share")
# What reports record: a question that has one of these is no mere theme.
_RECORDED = (
    "set.areas",
    "set.grades",
    "set.inspectors",
    "set.beside",
    "step",
    "rank",
    "op",
    "quant",
    "want.share",
    "want.when",
    "pron.who",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """The query a question makes, where it makes one; else `left` are the operators that found no place.

    `topics` are the words that no concept knows: with them a question is about more than what is recorded. It asks for
    a `theme` where members of a set are asked for by such words alone: "which councils have high caseloads?" It
    is `graded` where a grade is asked for by that name, or when one was given: no prose answers that.
    """

    query: q.Query | None
    left: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    about_a_set: bool = False
    theme: bool = False
    graded: bool = False
    denials: tuple[str, ...] = ()
    recorded: bool = False
    judged: bool = False  # how an area is judged, not how many children are in it: "children in care" may mean either
    led: bool = False  # who led an inspection is asked
    headed: bool = False  # who is at the head of the services: no inspector
    ranks: bool = False  # those it names are held against each other: who is better, who fell
    counts_else: bool = False  # it asks how many of what no record counts, or of what it does not say
    given: bool = False  # the query was not read out of a question: a chat made it of the one before
    notes: tuple[str, ...] = ()


def parse(question: str, catalogue: Catalogue) -> Parsed:
    """Read a question as a query over recorded facts."""
    read = annotate(question, catalogue)
    tokens = asked(read.tokens)
    topics = tuple(token.text for token in tokens if token.keys == {"word"} or token.has("topic", "hint", "beyond"))
    used: set[int] = set()
    clauses = clauses_of(tokens, used)
    subject = subject_of(tokens, clauses, used)
    restrictions(tokens, clauses, used)
    query = _query(tokens, clauses, subject, read.text)
    if subject.ranking is not None and any(
        a.has("quant.every") and b.has("noun.authority") for a, b in pairwise(tokens)
    ):
        query = None  # "the regions where every council ..." are no ranking
    if query is not None and (contradictory(query) or not accounted(query, tokens)):
        query = None
    left = unplaced(tokens, used)
    about_a_set = _about_a_set(tokens)
    headed = any(of_the_services(tokens[at:]) for at in range(len(tokens)))
    led, leads = _led(tokens) and not headed, _speaks_of_leading(tokens)
    return Parsed(
        query=None if left else query,
        left=left,
        topics=topics,
        about_a_set=about_a_set,
        theme=about_a_set and bool(topics) and not any(token.has(*_RECORDED) for token in tokens) and not leads,
        graded=_graded(tokens),
        recorded=_recorded(tokens, topics),
        judged=_judged(tokens),
        led=led,
        headed=headed,
        counts_else=_counts_else(read.tokens),
        ranks=any(token.has("cmp.better", "cmp.worse", "want.better", "step") for token in tokens),
        denials=tuple(token.text for token in tokens if denies(token)),
        notes=read.notes,
    )


def _led(tokens: Sequence[Token]) -> bool:
    """'Who was in charge of the last inspection?', 'lead inspector, the older report'; not what an inspector said."""
    who = any(token.text.lower() in ("who", "whom", "whos", "who's") for token in tokens)
    if who and _speaks_of_leading(tokens):
        return True
    named = any(token.has("noun.inspector") for token in tokens)
    return named and not any(token.keys == {"word"} or token.has("topic", "hint", "want.why") for token in tokens)


def _counts_else(tokens: Sequence[Token]) -> bool:
    """'How many cases were good?', 'how many were good?': no councils, reports or times are said to be counted."""
    for at, token in enumerate(tokens):
        if token.text.lower() in ("how many", "number of") and at + 1 < len(tokens):
            rest = [one for one in tokens[at + 1 :] if not one.has("mark")]
            return not any(one.has("noun", "pron.who", "unit", "step", "verb.led") for one in rest)
    return False


def _speaks_of_leading(tokens: Sequence[Token]) -> bool:
    """'Led the inspection', 'in charge of the visit'; not 'hit by'."""
    leading = any(token.has("verb.led") and token.text.lower() != "by" for token in tokens)
    return leading and any(token.has("noun.report") for token in tokens)


def _graded(tokens: Sequence[Token]) -> bool:
    """'What mark did the leaders get?', 'the grade at each inspection', 'when did it get top marks?'; no why."""
    if any(token.has("want.why") for token in tokens):
        return False
    named = any(token.has("noun.grade") for token in tokens)
    return named or (
        any(token.has("want.when") for token in tokens) and any(token.has("set.grades") for token in tokens)
    )


def _judged(tokens: Sequence[Token]) -> bool:
    """'Where is protection rock bottom?', 'compare their children in care'; a number asked for is of children."""
    areas = [token.text.casefold() for token in tokens if token.has("set.areas")]
    if not areas or any(text.endswith("adoptions") for text in areas):  # "adoptions" are always counted
        return False
    if any(token.has("set.grades", "set.beside", "noun.grade", "rank", "cmp.better", "cmp.worse") for token in tokens):
        return True
    asked_for = any(token.has("want.compare", "want.history", "want.how") for token in tokens)
    return asked_for and not any(token.has("want.how_many", "want.share") for token in tokens)


def _recorded(tokens: Sequence[Token], topics: Sequence[str]) -> bool:
    """Whether nothing but what is recorded is asked for: grades, areas, people, dates, and no word besides."""
    return not topics and any(token.has("set.grades", "set.inspectors", "step", "set.beside") for token in tokens)


def _about_a_set(tokens: Sequence[Token]) -> bool:
    """Whether councils or reports are asked for, of which none is named: 'which councils ...', 'how many reports'."""
    if any(token.has("set.authorities", "name") for token in tokens):
        return False
    if any(token.has("want", "pron.who", "pron.where") for token in tokens) and any(
        token.has("set.grades", "set.beside", "step.up", "step.down", "rank") for token in tokens
    ):
        return True
    return any(token.has(*_SET) and _asks_for_many(tokens[at + 1 : at + 5]) for at, token in enumerate(tokens))


def _asks_for_many(after: Sequence[Token]) -> bool:
    """Whether these tokens begin with councils or reports, in the plural, and what may stand before them."""
    for token in after:
        if token.has("noun.authority", "noun.report") and token.text.lower().endswith("s"):
            return True
        if not token.has("set", "choice", "bound", "quant", "filler", "pron.those", "rank", "noun"):
            return False
    return False


def _query(tokens: Sequence[Token], clauses: list[Clause], subject: Subject, text: str) -> q.Query | None:
    wants = wants_of(tokens, clauses, subject)
    universe = _universe(tokens)
    named = sum(len(token.value.names) for token in tokens if token.has("set.authorities"))
    if named and subject.ranking is None and subject.extreme is None and not (named > 1 and _is_set(tokens, clauses)):
        return named_query(tokens, clauses, universe, text)
    if named > 1 and not any(token.has("noun.report") for token in tokens):
        subject = replace(subject, over="authorities")
    if last_time(clauses) and any(token.has("want.when") for token in tokens) and not subject.ranking:
        plain = [replace(one, choice="") for one in clauses]
        newest = replace(subject, over="reports", extreme=q.Extreme(of="date", most=True))
        return report_query(plain, newest, (q.Want(kind="list"), q.Want(kind="dates")), universe)
    if subject.over == "reports":
        return report_query(clauses, subject, wants, universe)
    where = authority_condition(clauses, subject)
    if where is None and universe != q.ALL and not clauses_say(clauses) and _asks_for_many_at_all(tokens):
        where = q.ALL  # "which authorities in the North East are there?"
    if where is None and not (subject.extreme or subject.ranking):
        return None
    if subject.ranking is not None and subject.counts == "reports":
        return report_query(clauses, subject, wants, universe)
    if subject.extreme is not None and subject.extreme.of == "reports":
        counted = _counted(where, tokens, text)
        if counted is not None:
            where, universe = None, all_of([universe, counted])
    return q.Query(
        over="authorities",
        where=where or q.ALL,
        wants=wants,
        universe=universe,
        ranking=subject.ranking,
        extreme=subject.extreme,
    )


def _counted(
    where: q.ReportCondition | q.SeriesCondition | None, tokens: Sequence[Token], text: str
) -> q.ReportCondition | None:
    """'The most reports since 2018', 'the most inadequate reports': what is said of the reports that are counted."""
    if not isinstance(where, q.Has | q.At) or " out of " in text:
        return None
    graded = any(token.has("set.grades") for token in tokens)
    of_reports = any(one.has("set.grades") and then.has("noun.report") for one, then in pairwise(tokens))
    of_reports = of_reports or " that grade " in text.partition("reports")[2]
    return where.condition if of_reports or (isinstance(where, q.Has) and not graded) else None


def clauses_say(clauses: Sequence[Clause]) -> bool:
    """Whether anything is said of the reports."""
    return any(one.says or one.refers or one.bound or one.negated or one.areas for one in clauses)


def _asks_for_many_at_all(tokens: Sequence[Token]) -> bool:
    return any(token.has(*_MANY) for token in tokens) and any(token.has("noun.authority") for token in tokens)


def _is_set(tokens: Sequence[Token], clauses: Sequence[Clause]) -> bool:
    """'Which of A, B and C were good?': those named are what the members are taken from."""
    return from_among(tokens) or (any(one.grades for one in clauses) and any(token.has(*_SET) for token in tokens))


def _universe(tokens: Sequence[Token]) -> q.ReportCondition:
    """The regions and the authorities named: what the library is narrowed to first."""
    regions = _named(tokens, "set.regions")
    names = _named(tokens, "set.authorities")
    parts: list[q.ReportCondition] = [q.InRegion(regions)] if regions else []
    return all_of([*parts, *([q.ByAuthority(names)] if names else [])])


def _named(tokens: Sequence[Token], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for token in tokens if token.has(kind) for name in token.value.names))

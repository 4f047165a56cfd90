"""Who or what a question is about, and what it wants to know of them.

Knows question words and the nouns beside them. Does not know conditions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa.plan import query as q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause
    from qa.plan.token import Token

__all__ = ["Subject", "from_among", "subject_of", "wants_of"]

# What may stand between a question word and the noun it asks for.
_BETWEEN = (
    "set",
    "bound",
    "choice",
    "rank",
    "verb.published",
    "quant",
    "filler",
    "op.not",
    "noun.grade",
    "cmp",
    "link",
    "want",
    "pron.those",
    "pron.own",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What is looked for: authorities or reports, in groups or in an order; `repeats` how often one person led."""

    over: Literal["authorities", "reports"]
    ranking: q.Ranking | None = None
    extreme: q.Extreme | None = None
    repeats: int | None = None
    counts: Literal["authorities", "reports"] = "authorities"
    newest: bool = False  # of each authority only the latest report counts


def subject_of(tokens: Sequence[Token], clauses: Sequence[Clause], used: set[int]) -> Subject:
    """Read who or what is asked about; the words of an order go into `used`."""
    over = _over(tokens, clauses)
    most = _rank(tokens)
    both = all(any(t.has(one) for t in tokens) for one in ("rank.longest", "rank.shortest"))
    if (
        any(t.has("noun.gap") or (t.has("rank.longest", "rank.shortest") and " " in t.text) for t in tokens)
        and any(t.has("rank.longest", "rank.shortest") for t in tokens)
        and not both
    ):
        longest = any(t.has("rank.longest") for t in tokens)
        used |= {at for at, t in enumerate(tokens) if t.has("rank", "bound", "choice.next")}
        return Subject(over="authorities", extreme=q.Extreme(of="gap", most=longest))
    if any(t.has("rank.stale") for t in tokens):
        used |= {at for at, t in enumerate(tokens) if t.has("rank", "choice.latest")}
        return Subject(over="reports", extreme=q.Extreme(of="date", most=False), newest=True)
    if most is not None:
        group = _group(tokens)
        used |= {at for at, t in enumerate(tokens) if t.has("rank")}
        counts: Literal["authorities", "reports"] = "reports" if _counts_reports(tokens) else "authorities"
        if group is not None:
            limit = _limit(tokens, used)
            return Subject(over="authorities", ranking=q.Ranking(by=group, most=most, limit=limit), counts=counts)
        return Subject(over="authorities", extreme=q.Extreme(of="reports", most=most))
    if _same_person(tokens):
        least = next((clause.bound.least for clause in clauses if clause.bound and clause.bound.least), 2)
        used |= {at for at, t in enumerate(tokens) if t.has("quant.again", "step.same")}
        return Subject(over="authorities", repeats=max(2, least))
    extreme = _by_date(tokens, clauses) if over == "reports" else None
    return Subject(over=over, extreme=extreme, counts=over)


def from_among(tokens: Sequence[Token]) -> bool:
    """'Authorities among A, B and C': those named are what the members are taken from."""
    for at, token in enumerate(tokens[:-1]):
        if token.has("noun.authority") and token.text.lower().endswith("s"):
            after = next((one for one in tokens[at + 1 :] if not one.has("link")), token)
            if after.has("set.authorities") and len(after.value.names) > 1:
                return True
    return False


def _over(tokens: Sequence[Token], clauses: Sequence[Clause]) -> Literal["authorities", "reports"]:
    named = any(token.has("set.authorities") for token in tokens) and not from_among(tokens)
    if not named and any(token.has("pron.none") for token in tokens):
        return "authorities"
    asked = [
        at for at, token in enumerate(tokens) if token.has("want", "pron.none") or token.text.lower() == "any"
    ] or [-1]
    for start in asked:
        for at in range(start + 1, len(tokens)):
            token = tokens[at]
            if token.has("noun.authority", "pron.who", "pron.where") and not named:
                return "authorities"
            if token.has("noun.report") and not _is_reference(tokens, at):
                return "reports"
            if token.has("pron.one") and at == start + 1 and not named:
                return "authorities"
            if not token.has(*_BETWEEN):
                break
    if any(token.has("noun.authority", "pron.who", "pron.where") for token in tokens) and not named:
        return "authorities"
    several = sum(clause.says or clause.refers for clause in clauses) > 1
    if any(token.has("pron.those") for token in tokens) and any(t.has("noun.report") for t in tokens[:6]):
        return "reports"
    telling = any(token.has("verb.published", "set.inspectors", "noun.report") for token in tokens)
    return "reports" if named or (telling and not several) else "authorities"


def _is_reference(tokens: Sequence[Token], at: int) -> bool:
    """'In a report published ...', 'in its latest report': one report of somebody, not what is looked for."""
    here = at - 1
    while here >= 0 and tokens[here].has("choice", "set.periods", "set.frameworks", "rank", "bound"):
        here -= 1
    if here >= 0 and tokens[here].has("link.in") and here < at - 1:
        return True  # "in the last SIF report", "between the last two reports"
    return here >= 0 and (tokens[here].has("pron.those") or tokens[here].text.lower() in ("a", "an", "one", "some"))


def _rank(tokens: Sequence[Token]) -> bool | None:
    for token in tokens:
        if token.has("rank.most"):
            return True
        if token.has("rank.fewest"):
            return False
    return None


def _group(tokens: Sequence[Token]) -> Literal["region", "year", "inspector", "framework"] | None:
    for token in tokens:
        if token.has("want.when") and "year" in token.text.lower():
            return "year"
        for kind in ("region", "year", "inspector", "framework"):
            if token.has(f"noun.{kind}"):
                return kind
    return "inspector" if any(token.has("verb.led") for token in tokens) else None


def _limit(tokens: Sequence[Token], used: set[int]) -> int:
    """'The three regions with the most ...': how many groups; its place goes into `used`."""
    for at, token in enumerate(tokens[:-1]):
        if token.has("bound") and tokens[at + 1].has("noun.region", "noun.year", "noun.inspector", "noun.framework"):
            used.add(at)
            return int(token.value.least or 1)
    return 1


def _counts_reports(tokens: Sequence[Token]) -> bool:
    at = next(at for at, token in enumerate(tokens) if token.has("rank"))
    near = next((t for t in tokens[at + 1 :] if t.has("noun.report", "noun.authority")), None)
    return (near is None or near.has("noun.report")) or any(t.has("verb.led") for t in tokens[:at])


def _same_person(tokens: Sequence[Token]) -> bool:
    same = any(token.has("step.same") for token in tokens)
    again = any(token.has("quant.again", "count.twice", "verb.led") for token in tokens)
    return same and any("inspector" in token.text.lower() or (again and token.has("pron.who")) for token in tokens)


def _by_date(tokens: Sequence[Token], clauses: Sequence[Clause]) -> q.Extreme | None:
    """'The earliest ILACS report', 'the three most recent reports': an order of reports, where no grade is said."""
    if any(token.has("set.authorities") for token in tokens) or any(clause.says for clause in clauses):
        return None
    said = next((one for one in clauses if one.choice in ("latest", "first", "last two")), None)
    if said is None:
        return None
    chosen = "latest" if said.choice == "last two" else said.choice
    held = [said.bound.least] if said.bound else [2] if said.choice == "last two" else []
    limit = next((int(n) for n in [*(t.value.least for c in clauses for t in c.numbers), *held] if n), 1)
    return q.Extreme(of="date", most=chosen == "latest", limit=limit)


def wants_of(tokens: Sequence[Token], clauses: Sequence[Clause], subject: Subject) -> tuple[q.Want, ...]:
    """What is asked of them, in the order asked."""
    wants: list[q.Want] = []
    if any(token.has("want.share") for token in tokens):
        wants.append(q.Want(kind="share"))
    elif subject.ranking is None and any(
        token.has("want.how_many") or (subject.over == "reports" and token.has("want.how_often")) for token in tokens
    ):
        wants.append(q.Want(kind="count"))
    if subject.extreme is not None and subject.extreme.of == "gap":
        wants += [q.Want(kind="list"), q.Want(kind="gap")]
    wants = wants or [q.Want(kind="list")]
    plain = [
        name for one in clauses if one.judged is None and not one.step for area in one.areas for name in area.names
    ]
    if plain and subject.ranking is None and subject.extreme is None:
        wants.append(q.Want(kind="grades", areas=tuple(dict.fromkeys(plain))))
    return tuple(wants)

"""Authorities whose grade moved from one report to the next: improved, declined, lost a grade, kept one.

Knows the order of an authority's reports and their scales. Two reports graded on different scales make no move.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.facts.grades import area_facts
from qa.facts.model import FactAnswer, FactClaim, area_name, dated, same_scale, scale_rank, upper
from qa.facts.rows import judgements
from qa.language.pattern import Lazy
from qa.language.phrasing import count_words, listed
from qa.plan.select import by_authority, strictly
from qa.plan.vocabulary import find_grades

if TYPE_CHECKING:
    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.question import Plan

__all__ = ["find_transitions", "is_about_transitions", "pool_for_transitions"]

_Step = tuple["Report", "StoredFact"]
_STRAIGHT = Lazy(
    r"\b(?:straight|directly|between one|from one|in one (?:go|step|leap|jump)|at the next|ever|"
    r"any (?:two )?(?:successive|consecutive)|consecutive|in a row|running|successive)\b"
)
_LAST_TWO = Lazy(
    r"\b(?:last|latest|most recent|current|newest) (?:two |pair|inspections?|reports?|visit|time|"
    r"judge?ment|one)|\bprevious|\bbefore\b|\bsince (?:their|its|the) (?:last|previous)"
)
_FIRST_LAST = Lazy(
    r"\b(?:first|earliest|oldest|initial(?:ly)?|original(?:ly)?|start(?:ed|ing)?|beg[au]n|to begin "
    r"with)\b.{0,60}\b(?:last|"
    r"latest|newest|most recent|current(?:ly)?|now|ended(?: up)?|finished|today)\b|"
    r"\b(?:latest|newest|most recent|current(?:ly)?|now|ended(?: up)?)\b.{0,60}\b(?:first|earliest|oldest|"
    r"initial(?:ly)?|"
    r"original(?:ly)?|started|began)\b|\bover (?:time|the years|the period)|\boverall change\b"
)
_FROM_TO = Lazy(r"\bfrom\b.*\bto\b|\bto\b|\binto\b|->|→|\bfollowed by\b|\bthen\b")
_TWO_STEPS = Lazy(r"\btwo (?:grades?|levels?|steps?|places?|notches)\b")
_MOVED = Lazy(
    r"\b(?:improv(?:ed|ing)|declin\w+|deteriorat\w+|worsen\w*|got (?:better|worse)|gone (?:up|down|"
    r"straight|from|backwards?)|went (?:up|down|from|straight)|mov(?:ed|ing)|dropp?ed|"
    r"fall(?:en)?|fell|ris(?:en|e)|rose|climbed|jumped|slipp?ed|downgraded|upgraded|los(?:t|e)|losing|"
    r"turn(?:ed)? (?:it |things |themselves )?around|changed|"
    r"recovered|stayed|remained|kept|retained|unchanged|consecutive|in a row|running|held (?:on to|onto)|"
    r"shift(?:ed)?|swung|slid|regress\w*|escaped|come out of|came out of)\b"
)

# One grade once and another now, in either order.
_ONCE = (
    r"\b(?:were|was|start(?:ed)?(?: out| off)?|began|used to be|had been|originally|once|went from|previously|"
    r"formerly)\b"
)
_NOW = (
    r"\b(?:are|is|now|ended(?: up)?|finish(?:ed)?(?: up)?|became|have become|since|latest|newest|most recent(?:ly)?|"
    r"current(?:ly)?|today)\b"
)

# Said of where a grade stands, not of where it came from.
_SHORT_OF = Lazy(r"\b(?:fell|falls?|fallen|falling)\s+(?:short\s+of|below|under)\b")


def is_about_transitions(plan: Plan) -> bool:
    """Whether the question is for authorities whose grade moved, or stayed, from one report to another."""
    if _SHORT_OF.search(plan.question):
        return False
    return (
        (bool(_MOVED.search(plan.question)) and plan.direction is not None)
        or bool(len(plan.grades) > 1 and re.search(r"\bfrom\b.*\bto\b", plan.question, re.IGNORECASE))
        or bool(_once_and_now(plan))
    )


def _once_and_now(plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The grades once and the grades now, where the question tells them apart: 'were inadequate and are now good'."""
    found = find_grades(plan.question)
    starts = sorted({one.start for one in found})
    if len(starts) != 2 or plan.negated or len(plan.areas) > 1:
        return None
    one, two = (tuple(g.key for g in found if g.start == start) for start in starts)
    between = plan.question[starts[0] : starts[1]]
    before = plan.question[: starts[0]]
    if set(one) & set(two):
        return None
    if re.search(_ONCE, before, re.IGNORECASE) and re.search(_NOW, between, re.IGNORECASE):
        return one, two
    if re.search(_NOW, before, re.IGNORECASE) and re.search(_ONCE, between, re.IGNORECASE):
        return two, one
    return None


def pool_for_transitions(plan: Plan) -> bool:
    """Whether all reports of an authority are needed although the question says 'latest' or names a year."""
    return plan.kind == "aggregate" and is_about_transitions(plan)


def find_transitions(plan: Plan, store: Store, pool: list[Report]) -> FactAnswer:
    """The authorities whose grade moved as asked, each with both reports."""
    area = (plan.areas or ("overall",))[0]
    known = judgements(store, pool)
    members: list[tuple[str, _Step, _Step]] = []
    looked = 0
    for name, group in by_authority(pool).items():
        steps = [
            (report, facts[0])
            for report in group
            if (facts := area_facts(report, known.get(report.number, {}), (area,)))
        ]
        looked += len(steps) > 1
        members += [(name, one, two) for one, two in _pairs(plan, steps) if _fits(plan, one, two)]
    if _once_and_now(plan):
        # One pair an authority is enough: the last time it had that grade.
        members = list({member[0]: member for member in members}.values())
    members.sort(key=lambda member: (member[0], member[1][0].dated.toordinal() if member[1][0].dated else 0))
    names = list(dict.fromkeys(name for name, _, _ in members))
    claims = [_claim(name, area, one, two) for name, one, two in members]
    head = f"{upper(count_words(len(names)))}: {listed(names)}." if names else "None."
    return FactAnswer(
        status="answered",
        text="\n".join([head, *(f"{claim.text}." for claim in claims)]),
        claims=tuple(claims),
        coverage=f"Looked at the {looked:,} authorities with at least two reports that state this grade"
        + (", at the last two of each." if _takes_last_two(plan) else "."),
    )


def _takes_last_two(plan: Plan) -> bool:
    """Whether each authority's last two reports are set against each other, for want of any other hint."""
    said = _FIRST_LAST.search(plan.question) or _STRAIGHT.search(plan.question)
    if _once_and_now(plan) or plan.periods or plan.grades or said:
        return bool(_LAST_TWO.search(plan.question) and not said and not plan.periods)
    return True


def _pairs(plan: Plan, steps: list[_Step]) -> list[tuple[_Step, _Step]]:
    """The pairs of reports to look at: the last two, the first and last, or every two that follow each other."""
    if len(steps) < 2:
        return []
    if _once_and_now(plan) and not plan.periods:
        return (
            [(steps[0], steps[-1])] if _FIRST_LAST.search(plan.question) else [(one, steps[-1]) for one in steps[:-1]]
        )
    if plan.periods:
        spans = [period for period in plan.periods if period.precision == "range"]
        if spans and len(plan.grades) > 1:
            inside = [step for step in steps if any(strictly(step[0], span) for span in spans)]
            return _chains(plan, inside)
        if spans and not _STRAIGHT.search(plan.question) and len(plan.grades) < 2:
            inside = [step for step in steps if any(strictly(step[0], span) for span in spans)]
            return [(inside[0], inside[-1])] if len(inside) > 1 else []
        if len(plan.periods) > 1:
            chosen = [next((s for s in steps if strictly(s[0], period)), None) for period in plan.periods]
            return [(chosen[0], chosen[-1])] if chosen[0] and chosen[-1] else []
        return [(one, two) for one, two in pairwise(steps) if any(strictly(two[0], period) for period in plan.periods)]
    if _FIRST_LAST.search(plan.question):
        return [(steps[0], steps[-1])]
    if _LAST_TWO.search(plan.question) and not _STRAIGHT.search(plan.question):
        return [(steps[-2], steps[-1])]
    if plan.grades or _STRAIGHT.search(plan.question):
        return _chains(plan, steps)
    return [(steps[-2], steps[-1])]


def _chains(plan: Plan, steps: list[_Step]) -> list[tuple[_Step, _Step]]:
    """Pairs that follow each other; for 'from X to Y' those too with a grade in between, if it went one way
    throughout.
    """
    pairs = list(pairwise(steps))
    grades = _in_order(plan)
    if len(grades) < 2 or _STRAIGHT.search(plan.question):
        return pairs
    for first in range(len(steps) - 2):
        for last in range(first + 2, len(steps)):
            ranks = [scale_rank(report, fact.fact.value) for report, fact in steps[first : last + 1]]
            known = [rank for rank in ranks if rank is not None]
            ways = [two - one for one, two in pairwise(known)]
            if len(known) == len(ranks) and (all(way > 0 for way in ways) or all(way < 0 for way in ways)):
                pairs.append((steps[first], steps[last]))
    return pairs


def _fits(plan: Plan, one: _Step, two: _Step) -> bool:
    before, after = one[1].fact.value, two[1].fact.value
    if not same_scale((one[0], two[0])):
        return False
    ranks = scale_rank(one[0], before), scale_rank(two[0], after)
    if ranks[0] is None or ranks[1] is None:
        return False
    far = not _TWO_STEPS.search(plan.question) or abs(ranks[0] - ranks[1]) >= 2
    apart = _once_and_now(plan)
    if apart:
        return before in apart[0] and after in apart[1] and far
    grades = _in_order(plan)
    if len(grades) > 1 and _FROM_TO.search(plan.question):
        return before == grades[0] and after in grades[1:] and far
    if plan.direction == "unchanged":
        return before == after and (not grades or after in grades)
    moved = ranks[1] < ranks[0] if plan.direction in ("improved", "higher") else ranks[1] > ranks[0]
    if not moved or not far:
        return False
    if not grades:
        return True
    leaves = re.search(
        r"\b(?:from|los(?:t|e|ing)|out of|escaped|their|its|an?)\s+(?:\w+\s+)?$",
        plan.question[: _at(plan, grades[0])],
        re.IGNORECASE,
    )
    reaches = re.search(
        r"\b(?:to|into|become|became)\s+(?:\w+\s+)?$", plan.question[: _at(plan, grades[0])], re.IGNORECASE
    )
    if reaches:
        return after == grades[0]
    return before == grades[0] if leaves else grades[0] in (before, after)


def _in_order(plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(grade.key for grade in find_grades(plan.question)))


def _at(plan: Plan, grade: str) -> int:
    return next((found.start for found in find_grades(plan.question) if found.key == grade), 0)


def _claim(name: str, area: str, one: _Step, two: _Step) -> FactClaim:
    (old, before), (new, after) = one, two
    text = f"{name}, {area_name(area, new)}: {before.fact.value} ({dated(old)}), then {after.fact.value} ({dated(new)})"
    return FactClaim(text=text, facts=(before, after))

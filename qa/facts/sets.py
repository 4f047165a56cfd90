"""Which authorities or reports, and how many: sets bounded by grade, area, time, region, framework and inspector.

Knows judgements as facts and how reports of one authority follow each other. Every member is shown with its report;
what the set was drawn from is said as the answer's coverage, without naming those that are not members.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.facts.grades import area_facts
from qa.facts.model import FactAnswer, FactClaim, area_name, covers_both, dated, scale_rank, upper
from qa.facts.ranking import answer_ranking
from qa.facts.rows import judgements, of_kind
from qa.facts.transitions import find_transitions, is_about_transitions
from qa.facts.visits import AUTHORITIES, REPORTS, answer_visits, coverage
from qa.language.pattern import Lazy
from qa.language.phrasing import count_words, listed
from qa.plan.select import by_authority, strictly
from qa.plan.vocabulary import find_areas, find_grades, says_below_good

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.question import Plan, Selection

__all__ = ["answer_members"]

_NOW = Lazy(r"\b(?:is|are)\b(?! there\b)(?!n't)|\bstill\b|\bremains?\b|\b(?:is|are)n['’]t\b|\bcurrently\b")
_PAST = Lazy(r"\b(?:was|were|been|ever|had|have|has|got|received|did|judged by|in reports?)\b")
_EVERY_AREA = Lazy(
    r"\b(?:every|all) (?:of the |the |single |\w+ )?(?:areas?|judge?ments?|categor\w+|grades?|strands?|"
    r"elements?)\b|\bacross the board\b|\bclean sweep\b|\bfull house\b|\bin everything\b"
)
_ANY_AREA = Lazy(
    r"\b(?:any|at least one|one or more|some) (?:of the |single )?(?:areas?|judge?ments?|categor\w+|"
    r"strands?|elements?)\b|\banything\b"
)
_OFTEN = Lazy(
    r"\b(?:twice|two or more|more than once|at least twice|repeatedly|more than one|several times|"
    r"three times|multiple times)\b"
)
_NEVER = Lazy(r"\bnever\b|\b(?:not|n['’]t) ever\b")
_BEST = Lazy(
    r"\b(?:best|worst|highest|lowest|top|bottom)[ -]?(?:overall )?(?:rated|graded|judged|performing|ranked|grades?|"
    r"ratings?|judge?ments?|councils?|authorit\w+)\b|\b(?:rated|graded|judged|did|do|"
    r"ranked) (?:the )?(?:best|worst|highest|lowest)\b"
)
_MOST = Lazy(
    r"\b(?:the )?most (?:often|times|frequently|(?:\w+ )?(?:inadequates?|outstandings?|judge?ments|grades|"
    r"ratings))\b"
)
_LOW = Lazy(r"\b(?:worst|lowest|bottom)\b")
_REGION = Lazy(r"\b(?:which|what)(?:\s+\w+)?\s+regions?\b|\b(?:by|per|for each|in each|across the) regions?\b")
_CLAUSE = Lazy(r"\b(?:but|while|whilst|yet|although|though|despite|whereas|even though)\b|[,;]")
_EITHER = Lazy(r"\b(?:or|either)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Member:
    """A report that belongs to the set, and the judgements that make it one."""

    report: Report
    facts: tuple[StoredFact, ...]


def answer_members(plan: Plan, store: Store, selection: Selection, reports: Sequence[Report]) -> FactAnswer | None:
    """Answer 'which' and 'how many' over the library, or None where no fact tells."""
    if plan.kind != "aggregate":
        return None
    if _REGION.search(plan.question) and plan.grades and not plan.measures and not plan.topics:
        return _by_region(plan, store, list(selection.reports))
    if plan.superlative and not plan.grades and not plan.measures and _BEST.search(plan.question) and not plan.topics:
        plan = replace(plan, grades=_extreme(plan, selection), superlative=False)
    if plan.measures or (plan.superlative and not plan.grades):
        return answer_ranking(plan, store, selection)
    if plan.topics:
        return None
    pool = list(selection.reports)
    if len(plan.periods) > 1 and re.search(r"\bboth\b", plan.question, re.IGNORECASE):
        groups = by_authority(pool)
        every = {n for n, group in groups.items() if all(any(strictly(r, p) for r in group) for p in plan.periods)}
        pool = [report for report in pool if report.authority in every]
    if is_about_transitions(plan):
        return find_transitions(plan, store, pool)
    if not plan.grades and len(plan.areas) == 2 and plan.direction in ("higher", "lower"):
        return _apart(plan, store, pool)
    if not plan.grades:
        return answer_visits(plan, store, pool, reports)
    if (
        not plan.which
        and not plan.periods
        and not plan.ever
        and _NOW.search(plan.question)
        and not _PAST.search(plan.question)
    ):
        pool = [
            [r for r in group if r.judgements][-1]
            for group in by_authority(pool).values()
            if any(r.judgements for r in group)
        ]
    members, stating = _members(plan, store, pool)
    if _NEVER.search(plan.question):
        return _never(plan, store, members, stating, pool)
    return _told(plan, _confirmed(store, members, reports), stating, pool)


def _extreme(plan: Plan, selection: Selection) -> tuple[str, ...]:
    """The best or the worst grade that any of the reports has on the scale most of them share."""
    area = (plan.areas or ("overall",))[0]
    ranked = {
        rank: r.judgements[area]
        for r in selection.reports
        if area in r.judgements and (rank := scale_rank(r, r.judgements[area])) is not None
    }
    if not ranked:
        return ()
    return (ranked[max(ranked) if _LOW.search(plan.question) else min(ranked)],)


def _conditions(plan: Plan) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Areas and the grades wanted of them; several where the question sets one against another ("but")."""
    clauses = [clause for clause in _CLAUSE.split(plan.question) if find_grades(clause)]
    if len(clauses) > 1 and len(plan.grades) > 1:
        pairs = []
        for clause in clauses:
            areas = tuple(dict.fromkeys(area.key for area in find_areas(clause))) or ("overall",)
            pairs.append((areas, tuple(grade.key for grade in find_grades(clause))))
        if len({areas for areas, _ in pairs}) > 1:
            return pairs
    return [(plan.areas or ("overall",), plan.grades)]


def _members(plan: Plan, store: Store, pool: list[Report]) -> tuple[list[_Member], list[Report]]:
    """The members, and the reports that state what is asked at all."""
    known = judgements(store, pool)
    every = not plan.areas and bool(_EVERY_AREA.search(plan.question))
    anywhere = not plan.areas and bool(_ANY_AREA.search(plan.question))
    conditions = _conditions(plan)
    members: list[_Member] = []
    stating: list[Report] = []
    for report in pool:
        facts = known.get(report.number, {})
        if every or anywhere:
            rows = list(facts.values())
            hits = [fact for fact in rows if fact.fact.value in plan.grades]
            fits = bool(rows) and (len(hits) == len(rows) if every else bool(hits))
            shown = hits if anywhere else hits[:1] + hits[1:]
        else:
            rows, shown, fits = _under(plan, conditions, report, facts)
        if rows:
            stating.append(report)
            if fits:
                members.append(_Member(report=report, facts=tuple(shown)))
    return members, stating


def _under(
    plan: Plan,
    conditions: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    report: Report,
    facts: dict[str, StoredFact],
) -> tuple[list[StoredFact], list[StoredFact], bool]:
    """The judgements the conditions speak of, those that meet them, and whether the report is a member."""
    rows: list[StoredFact] = []
    shown: list[StoredFact] = []
    verdicts: list[bool] = []
    negated = plan.negated and not _NEVER.search(plan.question) and not says_below_good(plan.question)
    for areas, grades in conditions:
        # A set of those graded for care leavers holds none whose grade is for children in care too.
        found = area_facts(report, facts, [area for area in areas if area != "care_leavers" or area in facts])
        rows += found
        hits = [fact for fact in found if (fact.fact.value in grades) != negated]
        shown += hits
        either = len(areas) > 1 and bool(_EITHER.search(plan.question))
        verdicts.append(
            bool(hits) if either else bool(found) and len(hits) == len(found) and len(found) >= min(len(areas), 1)
        )
    return rows, list({fact.number: fact for fact in shown}.values()), all(verdicts)


def _told(plan: Plan, members: list[_Member], stating: list[Report], pool: list[Report]) -> FactAnswer:
    """The answer first, then a line for each member."""
    groups: dict[str, list[_Member]] = {}
    for member in members:
        groups.setdefault(str(member.report.authority or member.report.title), []).append(member)
    held = {str(report.authority or report.title) for report in stating}
    if _OFTEN.search(plan.question):
        least = 3 if re.search(r"three times", plan.question, re.IGNORECASE) else 2
        groups = {name: group for name, group in groups.items() if len(group) >= least}
    if groups and _MOST.search(plan.question):
        most = max(len(group) for group in groups.values())
        groups = {name: group for name, group in groups.items() if len(group) == most}
    by_report = bool(REPORTS.search(plan.question)) and not AUTHORITIES.search(plan.question)
    names = sorted(groups)
    claims = [_claim(member) for name in names for member in groups[name]]
    count = len(claims) if by_report else len(names)
    total = len(stating) if by_report else len(held)
    share = f" of {total} ({100 * count / total:.0f}%)" if plan.asks_share and total else ""
    noun = " reports" if by_report and count != len(names) else ""
    head = (
        f"{upper(count_words(count))}{share}{noun}: {listed(names)}." if names else f"{upper(count_words(0))}{share}."
    )
    if plan.asks_share and not plan.asks_list and not plan.asks_count and len(names) > 1:
        head = f"{100 * count / total:.0f}%: {count:,} of {total:,}. {listed(names)}."
    return FactAnswer(
        status="answered",
        text="\n".join([head, *(f"{claim.text}." for claim in claims)]),
        claims=tuple(claims),
        coverage=coverage(stating, pool) + _together(plan, pool),
    )


def _by_region(plan: Plan, store: Store, pool: list[Report]) -> FactAnswer | None:
    """'Which region has the most good councils?': the newest grades counted by region."""
    groups = by_authority(report for report in pool if report.region)
    newest = [graded[-1] for group in groups.values() if (graded := [r for r in group if r.judgements])]
    members, stating = _members(replace(plan, superlative=False), store, newest if not plan.periods else pool)
    counts: dict[str, list[_Member]] = {}
    for member in members:
        counts.setdefault(str(member.report.region), []).append(member)
    if not counts:
        return FactAnswer(status="answered", text="None.", coverage=coverage(stating, pool))
    order = sorted(counts, key=lambda region: (-len(counts[region]), region))
    if plan.superlative:
        fewest = re.search(r"\b(?:fewest|least|lowest|smallest)\b", plan.question, re.IGNORECASE)
        wanted = len(counts[order[-1 if fewest else 0]])
        order = [region for region in order if len(counts[region]) == wanted]
    lines: list[str] = []
    claims: list[FactClaim] = []
    for region in order:
        own = [_claim(member) for member in counts[region]]
        claims += own
        lines += [f"{region}: {len(own):,}.", *(f"{claim.text}." for claim in own)]
    return FactAnswer(
        status="answered", text="\n".join(lines), claims=tuple(claims), coverage=coverage(stating, newest)
    )


def _together(plan: Plan, pool: Sequence[Report]) -> str:
    """What is left out of a set about care leavers: grades that are for children in care as well."""
    both = sum(covers_both(report) for report in pool) if "care_leavers" in plan.areas else 0
    if not both:
        return ""
    return f" {both:,} {'gives' if both == 1 else 'give'} one grade for children in care and care leavers together."


def _claim(member: _Member) -> FactClaim:
    own = [fact.fact for fact in member.facts if fact.fact.kind == "judgement"]
    grades = "; ".join(f"{area_name(fact.key, member.report)} {fact.value}" for fact in own)
    return FactClaim(
        text=f"{member.report.authority or member.report.title}: {grades} ({dated(member.report)})", facts=member.facts
    )


def _confirmed(store: Store, members: list[_Member], reports: Sequence[Report]) -> list[_Member]:
    """Each member with its next report's statement that this was the grade before, where that recalls it."""
    groups = by_authority(reports)
    following: dict[int, Report] = {}
    for member in members:
        group = groups.get(str(member.report.authority), [])
        later = group[group.index(member.report) + 1 :] if member.report in group else []
        if later:
            following[member.report.number] = later[0]
    recalled: dict[int, list[StoredFact]] = {}
    for fact in of_kind(store, "previous_judgement", following.values()):
        recalled.setdefault(fact.report, []).append(fact)
    confirmed: list[_Member] = []
    for member in members:
        stated = {(fact.fact.key, fact.fact.value) for fact in member.facts}
        next_report = following.get(member.report.number)
        again = [
            fact
            for fact in recalled.get(next_report.number if next_report else -1, [])
            if (fact.fact.key or "overall", fact.fact.value) in stated
        ]
        confirmed.append(_Member(report=member.report, facts=(*member.facts, *again)))
    return confirmed


def _never(plan: Plan, store: Store, members: list[_Member], stating: list[Report], pool: list[Report]) -> FactAnswer:
    """Authorities none of whose reports has the grade, each with its latest judgement."""
    those = {member.report.authority for member in members}
    groups = {name: group for name, group in by_authority(stating).items() if name not in those}
    known = judgements(store, [group[-1] for group in groups.values()])
    claims: list[FactClaim] = []
    for name in sorted(groups):
        report = groups[name][-1]
        facts = area_facts(report, known.get(report.number, {}), plan.areas or ("overall",))
        claims.append(_claim(_Member(report=report, facts=tuple(facts))))
    head = f"{upper(count_words(len(groups)))}: {listed(sorted(groups))}." if groups else "None."
    lines = [f"{claim.text}, the latest here." for claim in claims]
    return FactAnswer(
        status="answered", text="\n".join([head, *lines]), claims=tuple(claims), coverage=coverage(stating, pool)
    )


def _apart(plan: Plan, store: Store, pool: list[Report]) -> FactAnswer:
    """'Which got a better grade for care leavers than overall?': the newest report of each."""
    newest = [graded[-1] for group in by_authority(pool).values() if (graded := [r for r in group if r.judgements])]
    known = judgements(store, newest)
    members: list[_Member] = []
    stating: list[Report] = []
    for report in newest:
        facts = [known.get(report.number, {}).get(area) for area in plan.areas]
        ranks = [scale_rank(report, fact.fact.value) if fact else None for fact in facts]
        if facts[0] is None or facts[1] is None or ranks[0] is None or ranks[1] is None:
            continue
        stating.append(report)
        if (ranks[0] < ranks[1]) if plan.direction == "higher" else (ranks[0] > ranks[1]):
            members.append(_Member(report=report, facts=(facts[0], facts[1])))
    return _told(plan, members, stating, newest)

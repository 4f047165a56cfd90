"""Grades of one authority's reports: what was it judged, was it, which areas were.

Knows judgements as facts. Does not compare reports (compare.py) nor count authorities (members.py).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from corpus.language.pattern import Lazy
from qa.facts.model import (
    FactAnswer,
    FactClaim,
    area_name,
    covers_both,
    dated,
    grade_claim,
    names,
    refusal,
    report_name,
    scale_rank,
    upper,
)
from qa.facts.rows import judgements, of_kind
from qa.language.phrasing import count_words, listed
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.question import Plan, Selection

__all__ = ["answer_grades", "area_facts", "gives_none", "stated_before"]

_ALL_AREAS = Lazy(
    r"\b(?:all (?:the |of the )?|each |every |full (?:set of )?|breakdown|individual |"
    r"sub-?)(?:\w+ )?(?:grades?|judge?ments?|ratings?|areas?)\b|\bbreakdown\b"
    r"|\b(?:grades|judge?ments|ratings|scores|outcomes)\b"
)
_WHICH_AREAS = Lazy(
    r"\b(?:which|what)(?: \w+)? (?:areas?|parts?|judge?ments?|services?|aspects?|categor\w+|elements?|"
    r"strands?)\b|\bwhere (?:was|were|did)\b|\bwhich of\b|\b(?:for|in) (?:anything|any(?:thing)? (?:area|"
    r"judgement))\b"
)
_YES_NO = Lazy(r"^\W*(?:and |so |but )?(?:is|are|was|were|did|do|does|has|have|had)\b")
_WAS = Lazy(r"^\W*(?:and |so |but )?(?:was|were|did|has|have|had)\b(?!.*\b(?:now|still|currently)\b)")
_EXTREME = Lazy(
    r"\b(?:which|what)(?:['’]s)?(?: (?:is|was|were|of))?(?: (?:its|their|the|\S+['’]s?))*(?: \w+)? "
    r"?(?:areas?|parts?|judge?ments?|aspects?|"
    r"categor\w+|elements?|strands?|grades?|one)\b.{0,40}\b(?P<low>lowest|worst|weakest|poorest)\b|"
    r"\b(?:which|what)(?: \w+)? (?:areas?|parts?|judge?ments?|aspects?|categor\w+|elements?|strands?|one)\b.{0,40}"
    r"\b(?:highest|best|strongest)\b|\b(?:(?P<low2>lowest|worst|weakest|poorest)|highest|best|strongest)[ "
    r"-]?(?:graded |rated |"
    r"judged |scoring |performing )?(?:areas?|parts?|judge?ments?|aspects?|strands?|elements?|grades?)\b"
)
_TIMES = Lazy(
    r"\bhow (?:often|many times)\b|\bin which (?:years?|reports?|inspections?)\b|"
    r"\bwhich (?:of its )?(?:reports?|inspections?|years?)\b"
)
_WHOLE = Lazy(r"\bhow (?:did|does|do|has|have|had)\b")


def answer_grades(plan: Plan, store: Store, selection: Selection, every: Selection) -> FactAnswer | None:
    """Answer a question for a grade, or None where no fact can; `every` are the reports whichever was asked for."""
    if plan.kind != "judgement" or not plan.authorities or len(plan.topics) > (1 if plan.areas else 0):
        return None
    targets = _targets(plan, selection)
    if not targets:
        return None
    known = judgements(store, targets)
    extreme = _EXTREME.search(plan.question) if not plan.grades and not plan.areas else None
    if extreme and len(targets) == 1:
        return _extreme_areas(targets[0], known.get(targets[0].number, {}), low=bool(extreme["low"] or extreme["low2"]))
    if plan.grades and _WHICH_AREAS.search(plan.question) and not plan.areas:
        return _areas_with(plan, targets, known)
    if plan.grades and (plan.asks_count or _TIMES.search(plan.question)):
        return _times(plan, store, selection)
    if plan.grades and _YES_NO.search(plan.question):
        return _yes_or_no(plan, targets, known)
    return _lookup(plan, store, every, targets, known)


def area_facts(report: Report, facts: dict[str, StoredFact], areas: Sequence[str]) -> list[StoredFact]:
    """The facts that answer for `areas` in this report.

    Care leavers without a judgement of their own share that of children in care; a report that is about looked-after
    children alone answers for them with its overall grade.
    """
    found: dict[int, StoredFact] = {}
    for area in areas:
        fact = facts.get(area)
        if fact is None and area == "care_leavers" and covers_both(report):
            fact = facts.get("in_care")
        if fact is None and area == "in_care" and report.framework == "LAC":
            fact = facts.get("overall")
        if fact is not None:
            found.setdefault(fact.number, fact)
    return list(found.values())


def gives_none(report: Report, areas: Sequence[str], facts: dict[str, StoredFact]) -> str:
    """Why this report has no such grade, in a sentence."""
    what = listed([area_name(area) for area in areas], last="or")
    name = upper(report_name(report))
    who = f" on {report.authority}" if report.authority else ""
    if not facts:
        kind = f" ({report.framework})" if report.framework else ""
        return f"{name}{who} gives no grade{kind}."
    graded = listed([area_name(area, report) for area in facts])
    overall = "no overall grade" if list(areas) == ["overall"] else f"no grade for {what}"
    return f"{name}{who} gives {overall}; it judges {graded}."


def _areas(plan: Plan) -> tuple[str, ...]:
    return plan.areas or ("overall",)


def _targets(plan: Plan, selection: Selection) -> list[Report]:
    """The reports to look in: those of the time asked for, or else each authority's latest that states the area."""
    chosen = list(selection.preferred or selection.reports)
    if plan.which == "each":
        return chosen
    targets: list[Report] = []
    for group in by_authority(chosen).values():
        if plan.periods and not (plan.periods[0].start == date.min and not plan.grades):
            targets += group
            continue
        graded = [report for report in group if report.judgements] or group
        if plan.which or (
            plan.grades
            and not plan.areas
            and not _YES_NO.search(plan.question)
            and not _WHICH_AREAS.search(plan.question)
        ):
            targets.append(graded[-1])
            continue
        if plan.grades and (plan.ever or _WAS.search(plan.question)):
            targets += graded
            continue
        stating = [report for report in graded if any(_states(report, area) for area in _areas(plan))]
        targets.append((stating or graded)[-1])
    return targets


def _states(report: Report, area: str) -> bool:
    return (
        area in report.judgements
        or (area == "care_leavers" and covers_both(report))
        or (area == "in_care" and report.framework == "LAC")
    )


def _lookup(
    plan: Plan, store: Store, selection: Selection, targets: list[Report], known: dict[int, dict[str, StoredFact]]
) -> FactAnswer:
    claims: list[FactClaim] = []
    notes: list[str] = []
    missing: list[str] = []
    heads: list[str] = []
    for report in targets:
        facts = known.get(report.number, {})
        whole = not plan.areas and (
            _ALL_AREAS.search(plan.question) or (_WHOLE.search(plan.question) and not plan.grades)
        )
        wanted = tuple(facts) if whole else _areas(plan)
        found = area_facts(report, facts, wanted)
        if not found:
            missing.append(gives_none(report, wanted or ("overall",), facts))
            claims += _last_given(plan, store, report, wanted or ("overall",), selection)
            continue
        if "overall" in facts and whole:
            found.sort(key=lambda fact: fact.fact.key != "overall")
        heads.append(found[0].fact.value)
        claims += [grade_claim(report, fact) for fact in found]
        notes += [*_remarks(plan, report, facts), *_silent_since(plan, report, wanted, selection)]
    if not heads:
        before = [f"The last grade given before it: {claim.text}." for claim in claims]
        return refusal("not_stated", "\n".join([" ".join(missing), *before]), claims=claims)
    head = heads[0] if len(set(heads)) == 1 and len({c.facts[0].fact.value for c in claims}) == 1 else ""
    lines = [f"{claim.text}." for claim in claims]
    text = (
        f"{upper(head)}. {lines[0]}"
        if head and len(lines) == 1
        else "\n".join([*([f"{upper(head)}."] if head else []), *lines])
    )
    return FactAnswer(
        status="answered", text="\n".join([text, *dict.fromkeys(notes)]), claims=tuple(claims), notes=tuple(missing)
    )


def _last_given(
    plan: Plan, store: Store, report: Report, areas: Sequence[str], selection: Selection
) -> list[FactClaim]:
    """The grade that the newest of an authority's other reports does give, where the latest was asked for."""
    if plan.which != "latest" or plan.periods:
        return []
    earlier = [r for r in selection.reports if r.authority == report.authority and r is not report]
    stating = [r for r in earlier if any(_states(r, area) for area in areas)]
    if not stating:
        return []
    facts = judgements(store, stating[-1:]).get(stating[-1].number, {})
    return [grade_claim(stating[-1], fact) for fact in area_facts(stating[-1], facts, areas)]


def _silent_since(plan: Plan, report: Report, areas: Sequence[str], selection: Selection) -> list[str]:
    """Said with the newest grade of an area that later inspections do not judge apart."""
    if plan.periods or plan.which in ("first", "previous", "each"):
        return []
    group = by_authority(selection.reports).get(str(report.authority), [])
    later = [other for other in group[group.index(report) + 1 :] if other.judgements] if report in group else []
    if not later:
        return []
    if list(areas) == ["overall"]:
        return ["Later reports give no overall grade."]
    return [f"Later reports give no grade for {listed([area_name(area) for area in areas])}."]


def _remarks(plan: Plan, report: Report, facts: dict[str, StoredFact]) -> list[str]:
    """What must be said with the grade: one judgement for two groups."""
    if "care_leavers" in plan.areas and covers_both(report):
        return ["That report judges children in care and care leavers together, in one grade."]
    if "in_care" in plan.areas and "in_care" not in facts and report.framework == "LAC":
        return ["That report is about services for looked-after children alone: its overall grade is theirs."]
    return []


def _areas_with(plan: Plan, targets: list[Report], known: dict[int, dict[str, StoredFact]]) -> FactAnswer:
    """'Which areas were inadequate?'"""
    claims: list[FactClaim] = []
    named: list[str] = []
    for report in targets:
        facts = known.get(report.number, {})
        if not facts:
            return refusal("not_stated", gives_none(report, ("overall",), facts))
        chosen = [fact for fact in facts.values() if (fact.fact.value in plan.grades) != plan.negated]
        claims += [grade_claim(report, fact) for fact in chosen]
        named += [area_name(fact.fact.key, report) for fact in chosen]
    grades = ("not " if plan.negated else "") + listed(list(plan.grades), last="or")
    if not claims:
        shown = [grade_claim(report, f) for report in targets for f in known.get(report.number, {}).values()]
        lines = [f"{claim.text}." for claim in shown]
        return FactAnswer(status="answered", text="\n".join([f"None was {grades}.", *lines]), claims=tuple(shown))
    return FactAnswer(
        status="answered",
        text="\n".join([f"{upper(grades)}: {names(named)}.", *(f"{c.text}." for c in claims)]),
        claims=tuple(claims),
    )


def _extreme_areas(report: Report, facts: dict[str, StoredFact], *, low: bool) -> FactAnswer | None:
    """'Which area was lowest?': the areas with the worst or the best grade of one report."""
    ranked = [(rank, fact) for fact in facts.values() if (rank := scale_rank(report, fact.fact.value)) is not None]
    ranked = [(rank, fact) for rank, fact in ranked if fact.fact.key != "overall"] or ranked
    if not ranked:
        return None
    wanted = max(rank for rank, _ in ranked) if low else min(rank for rank, _ in ranked)
    chosen = [fact for rank, fact in ranked if rank == wanted]
    named = listed([area_name(fact.fact.key, report) for fact in chosen])
    every = ", the grade of all of them" if len(chosen) == len(ranked) > 1 else ""
    claims = [grade_claim(report, fact) for fact in chosen]
    head = f"{upper(named)}: {chosen[0].fact.value}{every}."
    return FactAnswer(status="answered", text="\n".join([head, *(f"{c.text}." for c in claims)]), claims=tuple(claims))


def _yes_or_no(plan: Plan, targets: list[Report], known: dict[int, dict[str, StoredFact]]) -> FactAnswer:
    """'Was X good in 2015?': yes or no, and the grade."""
    claims: list[FactClaim] = []
    hits: list[FactClaim] = []
    missing: list[str] = []
    for report in targets:
        facts = known.get(report.number, {})
        for fact in area_facts(report, facts, _areas(plan)):
            claim = grade_claim(report, fact)
            claims.append(claim)
            if fact.fact.value in plan.grades:
                hits.append(claim)
        if not claims:
            missing.append(gives_none(report, _areas(plan), facts))
    if not claims:
        return refusal("not_stated", " ".join(missing))
    every = plan.ever or len(targets) > 1
    yes = bool(hits) if every else len(hits) == len(claims)
    shown = hits if yes else claims
    negative = bool(re.search(r"n['’]t\b|\bnot\b|\bnever\b", plan.question, re.IGNORECASE))
    head = ("Yes" if yes else "No") if not negative else ""
    if len(shown) == 1:
        return FactAnswer(status="answered", text=f"{head + ': ' if head else ''}{shown[0].text}.", claims=tuple(shown))
    return FactAnswer(
        status="answered",
        text="\n".join([*([head + "."] if head else []), *(f"{c.text}." for c in shown)]),
        claims=tuple(shown),
    )


def _times(plan: Plan, store: Store, selection: Selection) -> FactAnswer:
    """'How many times was X inadequate?': the reports that say so."""
    reports = list(selection.preferred or selection.reports)
    known = judgements(store, reports)
    claims = [
        grade_claim(report, fact)
        for report in reports
        for fact in area_facts(report, known.get(report.number, {}), _areas(plan))
        if fact.fact.value in plan.grades
    ]
    count = len({claim.facts[0].report for claim in claims})
    words = {0: "Never", 1: "Once", 2: "Twice"}.get(count, f"{upper(count_words(count))} times")
    head = f"{words}, in {count_words(len(reports))} {'report' if len(reports) == 1 else 'reports'} here."
    return FactAnswer(status="answered", text="\n".join([head, *(f"{c.text}." for c in claims)]), claims=tuple(claims))


def stated_before(areas: Sequence[str], store: Store, report: Report) -> FactAnswer:
    """The grade of the inspection before the only report here of an authority, where that report states it."""
    earlier = of_kind(store, "previous_judgement", [report])
    known = framework(report.framework) if report.framework else None
    whole = ("", "overall") if known is not None and known.headline in areas else ("",)
    earlier = [fact for fact in earlier if fact.fact.key in (*whole, *areas)]
    if not earlier:
        return refusal(
            "not_stated",
            f"{upper(names([report.authority]))} has one report here, {dated(report)}, and it does not "
            f"state the grade before.",
        )
    fact = earlier[0]
    text = f"{report.authority}, previous inspection: {fact.fact.value}, as stated in {report_name(report)}"
    return FactAnswer(
        status="answered",
        text=f"{upper(fact.fact.value)}. {text}.",
        claims=(FactClaim(text=text, facts=(fact,)),),
    )

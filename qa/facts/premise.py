"""Questions that take a grade for granted: whether the reports bear it out, and what they say where they do not.

Knows judgements. A premise that holds is none of its business: why it is so stands in the report's prose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy
from qa.facts.grades import area_facts
from qa.facts.model import FactAnswer, FactClaim, area_name, grade_claim, refusal, scale_rank
from qa.facts.rows import judgements
from qa.language.phrasing import listed
from qa.plan.select import by_authority
from qa.plan.vocabulary import find_grades

if TYPE_CHECKING:
    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.question import Plan, Selection

__all__ = ["check_premise"]

_VERBS = (
    r"(?:rat\w+|judg\w+|grad\w+|found|finds?|g[ao]ve|given?|giv(?:ing|es)|got(?:ten)?|gets?|award\w*|"
    r"receiv\w+|deem\w*|be|been|being|becam?e|becoming|remain\w*|stay\w*|still|"
    r"is|are|was|were|improve[ds]? to|mov\w+ to|ris\w+ to|rose to|climb\w* to|upgrade\w* to|f[ae]ll\w* to|"
    r"dropp?\w* to|declin\w+ to|slipp?\w* to|go(?:ne|es)? (?:\w+ )?to|went (?:\w+ )?to|"
    r"downgrad\w+ to|keep|kept|retain\w*|los[et]\w*|losing|earn\w*|secur\w+|achiev\w+|deserve\w*|from|to|"
    r"label\w*|as|an?|its|their|the)"
)
_LOST = Lazy(r"\b(?:los[et]|losing|lost|stripped of|forfeit\w*|give up|gave up)\b")
_DROPPED = Lazy(
    r"\b(?:dropp?(?:ed)?|fall|fell|fallen|declin\w+|downgrad\w+|slip(?:ped)?|got worse|get worse|"
    r"deteriorat\w+|worsen\w*|slid|slide)\b"
)
_IMPROVED = Lazy(r"\b(?:improv(?:e|ed|ing)|upgrad\w+|ris(?:e|en)|rose|climb(?:ed)?|got better|get better|moved? up)\b")
_OWN = Lazy(r"\b(?:rat(?:ed|ings?)|grad(?:ed?|es)|judg(?:ed|e?ments?)|overall)\b")


def check_premise(plan: Plan, store: Store, selection: Selection, every: Selection) -> FactAnswer | None:
    """A correction with its facts where the question takes for granted what the reports contradict, else None.

    `every` are the authority's reports of any time: a fall or a rise is one from the report before.
    """
    if plan.kind not in ("finding", "list", "person", "number", "date") or len(plan.authorities) != 1:
        return None
    area = (plan.areas or ("overall",))[0] if not (plan.areas and "overall" in plan.areas) else "overall"
    group = by_authority(every.reports).get(plan.authorities[0], [])
    chosen = by_authority(selection.preferred or selection.reports).get(plan.authorities[0], [])
    known = judgements(store, group)
    steps = [
        (report, facts[0]) for report in chosen if (facts := area_facts(report, known.get(report.number, {}), (area,)))
    ]
    if not steps:
        return None
    grades = _claimed(plan)
    if not grades:
        before = group[: group.index(steps[-1][0])] if steps[-1][0] in group else []
        earlier = [
            (report, facts[0])
            for report in before
            if (facts := area_facts(report, known.get(report.number, {}), (area,)))
        ]
        return _moved(plan, [*earlier[-1:], steps[-1]]) if plan.asks_why else None
    return _graded(plan, area, steps, grades, store)


def _claimed(plan: Plan) -> tuple[str, ...]:
    """The grades that the question says were given, in its order; 'good' in other senses is none."""
    found: list[str] = []
    for grade in find_grades(plan.question):
        before = plan.question[: grade.start]
        given = re.search(rf"\b{_VERBS}[\s,:'\"“‘(]+(?:[\w'’-]+[\s'\"“‘(]+){{0,3}}?$", before, re.IGNORECASE)
        if (
            grade.key != "good"
            or (given and _OWN.search(plan.question))
            or re.search(r"\b(?:from|to|got|given?|gave|an?)\s+[\"'“‘]?$", before, re.IGNORECASE)
        ):
            found.append(grade.key)
    return tuple(dict.fromkeys(found))


def _graded(
    plan: Plan, area: str, steps: list[tuple[Report, StoredFact]], grades: tuple[str, ...], store: Store
) -> FactAnswer | None:
    values = [fact.fact.value for _, fact in steps]
    if plan.negated and not _LOST.search(plan.question):
        return None
    if _LOST.search(plan.question):
        report, fact = steps[-1]
        if fact.fact.value != grades[0]:
            return None
        claim = grade_claim(report, fact)
        return _correction(f"It did not: {report.authority} kept it. {claim.text}.", [claim])
    if len(grades) > 1 and (
        _DROPPED.search(plan.question)
        or _IMPROVED.search(plan.question)
        or re.search(r"\bfrom\b", plan.question, re.IGNORECASE)
    ):
        if grades[-1] in values:
            return None
        grades = grades[-1:]
    if any(value in grades for value in values):
        return None
    elsewhere = _in_other_areas(plan, steps, grades, store)
    if elsewhere and not plan.areas and plan.kind != "finding":
        return None
    claims = [grade_claim(report, fact) for report, fact in steps]
    told = listed(list(dict.fromkeys(values)))
    who = f"{plan.authorities[0]} was not judged {listed(list(grades), last='or')}"
    scope = "overall" if area == "overall" else f"for {area_name(area, steps[0][0])}"
    head = (
        f"{who} {scope}: it was judged {told} {scope}."
        if len(steps) == 1
        else f"{who} {scope} in any of these reports."
    )
    lines = [head, *(f"{claim.text}." for claim in claims)]
    if elsewhere:
        lines.append(f"{elsewhere[0].text}.")
    return _correction("\n".join(lines), [*claims, *elsewhere[:1]])


def _in_other_areas(
    plan: Plan, steps: list[tuple[Report, StoredFact]], grades: tuple[str, ...], store: Store
) -> list[FactClaim]:
    """Judgements of other areas in the same reports that do have the grade."""
    known = judgements(store, [report for report, _ in steps])
    stated = {fact.number for _, fact in steps}
    return [
        grade_claim(report, fact)
        for report, _ in steps
        for fact in known.get(report.number, {}).values()
        if fact.fact.value in grades and fact.number not in stated
    ]


def _moved(plan: Plan, steps: list[tuple[Report, StoredFact]]) -> FactAnswer | None:
    """'Why did its rating fall?' where it did not."""
    fell, rose = bool(_DROPPED.search(plan.question)), bool(_IMPROVED.search(plan.question))
    if (
        fell == rose
        or not re.search(r"\b(?:rating|grade|judge?ment|ofsted)\b", plan.question, re.IGNORECASE)
        or len(steps) < 2
        or plan.topics
    ):
        return None
    (old, before), (new, after) = steps[-2:]
    ranks = scale_rank(old, before.fact.value), scale_rank(new, after.fact.value)
    if ranks[0] is None or ranks[1] is None or old.framework is None:
        return None
    if (fell and ranks[1] > ranks[0]) or (rose and ranks[1] < ranks[0]):
        return None
    claims = [grade_claim(old, before), grade_claim(new, after)]
    way = "stayed the same" if ranks[0] == ranks[1] else "went up" if ranks[1] < ranks[0] else "went down"
    return _correction("\n".join([f"It did not: the grade {way}.", *(f"{claim.text}." for claim in claims)]), claims)


def _correction(text: str, claims: list[FactClaim]) -> FactAnswer:
    return refusal("false_premise", text, claims=claims)

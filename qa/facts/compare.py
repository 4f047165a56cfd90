"""Grades set side by side: two authorities, two times, two areas; and one authority's grades over its reports.

Knows judgements and each framework's scale. Grades of different scales are shown side by side and never ranked.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy
from qa.facts.grades import area_facts, gives_none
from qa.facts.model import (
    FactAnswer,
    FactClaim,
    area_name,
    covers_both,
    dated,
    grade_claim,
    refusal,
    same_scale,
    scale_rank,
    upper,
)
from qa.facts.rows import judgements
from qa.language.phrasing import count_words, listed
from qa.plan.select import by_authority, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.question import Plan, Selection

__all__ = ["answer_compare", "answer_trend", "merged_steps", "step_words"]

_SAME = Lazy(r"\b(?:same|identical|both|match\w*|equal\w*|alike|as (?:good|bad|well) as|differ\w*)\b")
_YES_NO = Lazy(r"(?:^|[.?!:;,]\s+)\W*(?:is|are|was|were|did|do|does|has|have|had)\b")


def answer_compare(plan: Plan, store: Store, selection: Selection) -> FactAnswer | None:
    """Compare grades; None where figures or prose are to be compared."""
    if plan.kind != "compare" or plan.measures or len(plan.topics) > 1:
        return None
    sides = _sides(plan, selection)
    if len(sides) < 2 and len(plan.areas) < 2:
        return None
    known = judgements(store, sides)
    areas = plan.areas or ("overall",)
    if len(sides) == 1:
        return _two_areas(plan, sides[0], known.get(sides[0].number, {}))
    claims: list[FactClaim] = []
    verdicts: list[str] = []
    notes: list[str] = []
    for area in areas:
        pairs: list[tuple[Report, StoredFact]] = []
        for report in sides:
            facts = area_facts(report, known.get(report.number, {}), (area,))
            if facts:
                pairs.append((report, facts[0]))
            elif not (area == "care_leavers" and covers_both(report)):
                notes.append(gives_none(report, (area,), known.get(report.number, {})))
        claims += [
            claim for claim in (grade_claim(r, f) for r, f in pairs) if claim.text not in {c.text for c in claims}
        ]
        if len(pairs) > 1:
            verdicts.append(_verdict(plan, area, pairs))
    if not claims:
        return refusal("not_stated", " ".join(notes))
    lines = [*dict.fromkeys(verdicts), *(f"{claim.text}." for claim in claims), *dict.fromkeys(notes)]
    head = _same_head(plan, verdicts) if verdicts and not notes else ""
    return FactAnswer(
        status="answered", text="\n".join([head, *lines] if head else lines), claims=tuple(claims), notes=_scales(sides)
    )


def _sides(plan: Plan, selection: Selection) -> list[Report]:
    """The reports compared: one for each authority, or for each period of one authority."""
    areas = plan.areas or ("overall",)
    chosen = list(selection.preferred or selection.reports)
    sides: list[Report] = []
    order = {name: place for place, name in enumerate(plan.authorities)}
    groups = sorted(by_authority(chosen).items(), key=lambda item: order.get(item[0], len(order)))
    for _, group in groups:
        stating = [r for r in group if any(area in r.judgements for area in areas)] or group
        if len(groups) > 1 and (plan.which != "each"):
            sides += (
                _of_periods(plan, stating)
                if len(plan.periods) > 1
                else [stating[0] if plan.which == "first" else stating[-1]]
            )
        else:
            sides += _of_periods(plan, stating) if plan.periods else stating
    return list({report.number: report for report in sides}.values())


def _of_periods(plan: Plan, group: list[Report]) -> list[Report]:
    """The best report of `group` for each period, in order of time; all of a range."""
    found: list[Report] = []
    for period in plan.periods:
        fits = {report.number: fit(report, period) for report in group}
        top = max(fits.values(), default=0)
        best = [report for report in group if top and fits[report.number] == top]
        found += best if period.precision == "range" else best[-1:]
    if len(plan.periods) == 1 and plan.periods[0].precision != "range" and plan.which == "latest" and found:
        found.append(group[-1])
    unique = {report.number: report for report in found}
    return [report for report in group if report.number in unique]


def _two_areas(plan: Plan, report: Report, facts: dict[str, StoredFact]) -> FactAnswer:
    found = area_facts(report, facts, plan.areas)
    if not found:
        return refusal("not_stated", gives_none(report, plan.areas, facts))
    claims = [grade_claim(report, fact) for fact in found]
    lines = [f"{claim.text}." for claim in claims]
    if len(found) > 1:
        lines.insert(0, upper(_between([(area_name(f.fact.key, report), report, f) for f in found], plan)))
    return FactAnswer(status="answered", text="\n".join(lines), claims=tuple(claims))


def _verdict(plan: Plan, area: str, pairs: list[tuple[Report, StoredFact]]) -> str:
    """One sentence on one area: who stands higher, or which way it went."""
    if len({report.authority for report, _ in pairs}) > 1:
        named = [(f"{r.authority}", r, f) for r, f in pairs]
        return f"{upper(area_name(area, pairs[0][0]))}: {_between(named, plan)}"
    first, last = pairs[0], pairs[-1]
    return f"{upper(area_name(area, first[0]))}: {_moved(first, last)}."


def _between(named: list[tuple[str, Report, StoredFact]], plan: Plan) -> str:
    grades = [fact.fact.value for _, _, fact in named]
    shown = listed([f"{name} {fact.fact.value}" for name, _, fact in named])
    if len(set(grades)) == 1:
        return f"the same, {grades[0]}, for {listed([name for name, _, _ in named])}."
    ranks = [scale_rank(report, fact.fact.value) for _, report, fact in named]
    if not same_scale(report for _, report, _ in named) or None in ranks:
        return f"{shown} - on different scales, so they are not ranked."
    known = [rank for rank in ranks if rank is not None]
    lower = plan.direction in ("lower", "declined")
    wanted = max(known) if lower else min(known)
    best = listed([name for (name, _, _), rank in zip(named, ranks, strict=True) if rank == wanted])
    return f"{best} {'lower' if lower else 'higher'}: {shown}."


def _moved(first: tuple[Report, StoredFact], last: tuple[Report, StoredFact]) -> str:
    """'declined, from good (...) to inadequate (...)'."""
    (old, before), (new, after) = first, last
    span = f"from {before.fact.value} in {_when(old)} to {after.fact.value} in {_when(new)}"
    if before.fact.value == after.fact.value and same_scale((old, new)):
        return f"unchanged, {after.fact.value} in {_when(old)} and in {_when(new)}"
    ranks = scale_rank(old, before.fact.value), scale_rank(new, after.fact.value)
    if ranks[0] is None or ranks[1] is None or not same_scale((old, new)):
        return f"{span} (different scales, not ranked)"
    return f"{'better' if ranks[1] < ranks[0] else 'worse'}, {span}"


def _when(report: Report) -> str:
    day = report.published or report.dated
    return f"{day:%B %Y}" if day else "an undated report"


def _same_head(plan: Plan, verdicts: list[str]) -> str:
    if not (_SAME.search(plan.question) and _YES_NO.search(plan.question)):
        return ""
    same = all("the same, " in verdict or "unchanged, " in verdict for verdict in verdicts)
    differ = bool(re.search(r"\bdiffer\w*\b", plan.question, re.IGNORECASE))
    if same != differ:
        return "Yes."
    return (
        "No." if not any("the same, " in v or "unchanged, " in v for v in verdicts) or differ else "Not in all of them."
    )


def _scales(reports: Sequence[Report]) -> tuple[str, ...]:
    keys = {report.framework for report in reports}
    if len(keys) > 1 and same_scale(reports):
        return (
            f"The reports are of different frameworks "
            f"({listed(sorted(key or 'unknown' for key in keys))}) with grades of the same names.",
        )
    return ()


def answer_trend(plan: Plan, store: Store, selection: Selection, every: Selection) -> FactAnswer | None:
    """How a grade went over an authority's reports; None where a figure or prose is meant.

    `every` are its reports of any time: one report asked about is set against the one before it.
    """
    if plan.kind != "trend" or plan.measures or len(plan.topics) > 1 or not plan.authorities:
        return None
    groups = by_authority(selection.preferred or selection.reports)
    for name, all_of in by_authority(every.reports).items():
        one = groups.get(name, [])
        if len(one) == 1 and len(all_of) > 1 and one[0] in all_of:
            groups[name] = all_of[max(0, all_of.index(one[0]) - 1) : all_of.index(one[0]) + 1]
    known = judgements(store, [report for group in groups.values() for report in group])
    blocks: list[str] = []
    claims: list[FactClaim] = []
    notes: list[str] = []
    for name in plan.authorities:
        for area in plan.areas or ("overall",):
            steps: list[tuple[Report, StoredFact]] = []
            for report in groups.get(name, []):
                facts = area_facts(report, known.get(report.number, {}), (area,))
                if facts:
                    steps.append((report, facts[0]))
                else:
                    notes.append(gives_none(report, (area,), known.get(report.number, {})))
            if steps:
                own = [FactClaim(text=f"{_when(r)}: {f.fact.value} ({dated(r)})", facts=(f,)) for r, f in steps]
                claims += own
                blocks.append(_story(plan, name, area, steps))
                blocks += [f"{claim.text}." for claim in own]
    if not claims:
        return refusal("not_stated", " ".join(notes)) if notes else None
    return FactAnswer(
        status="answered",
        text="\n".join(blocks),
        claims=tuple(claims),
        notes=(*dict.fromkeys(notes), *_scales(selection.reports)),
    )


def _story(plan: Plan, name: str, area: str, steps: list[tuple[Report, StoredFact]]) -> str:
    """'Overall, Darlington: inadequate (2015), then good (2022): better.'"""
    what = upper(area_name(area, steps[0][0]))
    chain = ", then ".join(
        f"{f.fact.value} ({(r.published or r.dated or r.inspection_end):%Y})"
        if (r.published or r.dated)
        else f.fact.value
        for r, f in steps
    )
    if len(steps) == 1:
        return f"{what}, {name}: {chain} is the only grade in the {count_words(1)} report here."
    moves = [step_words(a, b) for a, b in pairwise(steps)]
    text = f"{what}, {name}: {chain}: {', then '.join(merged_steps(moves))}."
    asked = _YES_NO.match(plan.question) and not re.search(r"\bor\b", plan.question, re.IGNORECASE)
    if asked and plan.direction in ("improved", "declined") and "a change of scale" not in moves:
        ends = scale_rank(*_pair(steps[0])), scale_rank(*_pair(steps[-1]))
        if ends[0] is not None and ends[1] is not None:
            yes = ends[1] < ends[0] if plan.direction == "improved" else ends[1] > ends[0]
            return f"{'Yes' if yes else 'No'}. {text}"
    return text


def _pair(step: tuple[Report, StoredFact]) -> tuple[Report, str]:
    return step[0], step[1].fact.value


def step_words(one: tuple[Report, StoredFact], two: tuple[Report, StoredFact]) -> str:
    """'Up', 'down', 'no change' or 'a change of scale', from one report's grade to the next one's."""
    before, after = scale_rank(*_pair(one)), scale_rank(*_pair(two))
    if before is None or after is None or not same_scale((one[0], two[0])):
        return "a change of scale"
    return "no change" if before == after else "up" if after < before else "down"


def merged_steps(moves: list[str]) -> list[str]:
    """Successive equal moves as one: 'up twice'."""
    merged: list[list[str]] = []
    for move in moves:
        if merged and merged[-1][0] == move:
            merged[-1].append(move)
        else:
            merged.append([move])
    times = {1: "", 2: " twice"}
    return [group[0] + times.get(len(group), f" {count_words(len(group))} times") for group in merged]

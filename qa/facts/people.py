"""Who led an inspection, when it was, when its report came out; and which reports there are.

Knows the facts of which a report has one. Does not know other people or events a report speaks of: those stand in its
prose.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy
from qa.facts.model import FactAnswer, FactClaim, dated, names, refusal, report_name, upper
from qa.facts.rows import of_kind
from qa.language.phrasing import count_words, day_words, listed, month_words, span_words
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.plan.query import Query
    from qa.question import Plan, Selection

__all__ = ["answer_date", "answer_lookup", "answer_person", "as_published"]

_PUBLISHED = Lazy(
    r"\bpubli(?:sh\w*|cation)\b|\brelease[ds]?\b|\bissued\b|\b(?:come|came) out\b|"
    r"\breport(?:'s)? dated?\b|\bdate (?:of|on) (?:\S+ ){0,4}report\b|\breport(?:ed)?\b"
)
_INSPECTED = Lazy(
    r"\b(?:re-?)?inspect(?:ed|ing|ions?|ors?)\b|\bvisit(?:ed)?\b|\bon[- ]?site\b|\bofsted (?:\w+ )?(?:in|"
    r"go|come)\b|\bin (?:the )?(?:council|town)\b|\bcarried out\b|\blast looked\b"
)
_ONLY_PUBLISHED = Lazy(r"\bpubli(?:sh\w*|cation)\b|\brelease[ds]?\b|\bissued\b|\b(?:come|came) out\b")
_ON_SITE = Lazy(
    r"\bon[- ]?site\b|\bfieldwork\b|\bvisit(?:ed)?\b|\binspection (?:dates?|take place|took place|start|"
    r"begin|end|finish|happen|last)|\b(?:start|begin|begun|end|finish)\b|\binspected\b"
)

_AGAIN = Lazy(
    r"\b(?:when|next|again|how (?:long|soon))\b.*\b(?:re-?)?(?:inspect\w*|visit\w*|review\w*)|"
    r"\binspect\w* (?:again|next)\b"
)
_LEFT = Lazy(
    r"\b(?:(?:come|came|get|got|move[ds]?|climb(?:ed)?) out of|escaped?|stop(?:ped)? being|"
    r"cease[ds]? to be|los[et]|no longer|"
    r"shake off|shook off|exit(?:ed)?)\b"
)


def answer_person(plan: Plan, store: Store, selection: Selection) -> FactAnswer | None:
    """Who led the inspection; None where the question asks for somebody else."""
    if plan.kind != "person" or plan.topics:
        return None
    if not plan.authorities and not (plan.periods or plan.regions):
        return None
    chosen = _chosen(plan, selection)
    facts = {fact.report: fact for fact in reversed(of_kind(store, "lead_inspector", chosen))}
    claims: list[FactClaim] = []
    people: list[str] = []
    silent: list[str] = []
    for report in sorted(chosen, key=lambda r: r.dated.toordinal() if r.dated else 0, reverse=True):
        fact = facts.get(report.number)
        if fact is None:
            silent.append(f"{upper(report_name(report))} does not name its lead inspector.")
            continue
        people.append(fact.fact.value)
        claims.append(
            FactClaim(
                text=f"{fact.fact.value} led the inspection of {report.authority} ({dated(report)})", facts=(fact,)
            )
        )
    if not claims:
        return refusal("not_stated", " ".join(silent))
    lines = [f"{claim.text}." for claim in claims]
    if len(claims) > 1:
        lines.insert(0, f"{names(people)}." if len(set(people)) > 1 else f"{people[0]}, each time.")
    return FactAnswer(status="answered", text="\n".join(lines), claims=tuple(claims), notes=tuple(silent))


def _chosen(plan: Plan, selection: Selection) -> list[Report]:
    """The reports meant; those that gave the grade, where the question tells the report by its grade."""
    chosen = list(selection.preferred or selection.reports)
    if plan.grades:
        areas = plan.areas or ("overall",)
        chosen = [r for r in chosen if any(r.judgements.get(area) in plan.grades for area in areas)] or chosen
    elif plan.areas == ("in_care",) and any(report.framework == "LAC" for report in chosen):
        chosen = [report for report in chosen if report.framework == "LAC"]
    return chosen


def as_published(query: Query, question: str) -> Query:
    """The query with its dates as those of publication, where the question is when the report came out and no more."""
    if not _ONLY_PUBLISHED.search(question) or _ON_SITE.search(question):
        return query
    wants = tuple(replace(want, date="published") if want.kind == "dates" else want for want in query.wants)
    return replace(query, wants=wants)


def answer_date(plan: Plan, store: Store, selection: Selection) -> FactAnswer | None:
    """When an inspection was, or its report came out; None where the question asks for another event."""
    words = plan.question
    if (
        plan.kind != "date"
        or plan.topics
        or not plan.authorities
        or not (_PUBLISHED.search(words) or _INSPECTED.search(words) or plan.grades)
    ):
        return None
    chosen = _chosen(plan, selection)
    if plan.grades:
        chosen = _of_the_grade(plan, selection, chosen)
    if not chosen:
        return None
    published = bool(_ONLY_PUBLISHED.search(words)) or (bool(_PUBLISHED.search(words)) and not _INSPECTED.search(words))
    # "The inspection reported in March" is told by its publication and asked for its days.
    if published and _ON_SITE.search(words) and any(period.of == "published" for period in plan.periods):
        published = False
    starts = _by_report(of_kind(store, "inspection_start", chosen))
    ends = _by_report(of_kind(store, "inspection_end", chosen))
    prints = _by_report(of_kind(store, "published", chosen))
    months = _by_report(of_kind(store, "published_month", chosen))
    claims: list[FactClaim] = []
    silent: list[str] = []
    for report in chosen:
        facts = tuple({f.fact.start: f for f in (starts.get(report.number), ends.get(report.number)) if f}.values())
        out = prints.get(report.number)
        grade = _with_grade(plan, report)
        if published and out is not None and report.published:
            where = _ORIGINS.get(out.fact.origin, "")
            claims.append(
                FactClaim(
                    text=(
                        f"{day_words(report.published)}: publication of the report on {report.authority}{grade}{where}"
                    ),
                    facts=(out,),
                )
            )
            if not out.fact.end and facts and report.inspection_start and report.inspection_end:
                span = span_words(report.inspection_start, report.inspection_end)
                claims.append(FactClaim(text=f"Its inspection was on {span}", facts=facts))
        elif published and report.out and report.number in months:
            text = f"{upper(month_words(report.out[0]))}: publication of the report on {report.authority}{grade}"
            claims.append(FactClaim(text=f"{text} (it states no day)", facts=(months[report.number],)))
        elif not published and report.inspection_start and report.inspection_end and facts:
            span = span_words(report.inspection_start, report.inspection_end)
            parts = _in_parts(store, facts)
            if parts:
                claims.append(
                    FactClaim(text=f"{parts}: inspection of {report.authority}{grade}{_out(report)}", facts=facts)
                )
                continue
            days = (report.inspection_end - report.inspection_start).days + 1
            text = f"{span}: inspection of {report.authority}{grade}{_out(report)}"
            if plan.answer_type == "duration":
                text = (
                    f"{days} {'day' if days == 1 else 'days'}, from {span} with the first and the last day: "
                    f"inspection of "
                    f"{report.authority}{grade}{_out(report)}"
                )
            claims.append(FactClaim(text=text, facts=facts))
        else:
            what = "when it was published" if published else "when the inspection was"
            silent.append(f"{upper(report_name(report))} does not state {what}.")
    if not claims:
        return refusal("not_stated", " ".join(silent))
    return FactAnswer(
        status="answered",
        text="\n".join(f"{claim.text}." for claim in claims),
        claims=tuple(claims),
        notes=tuple(silent),
    )


def _of_the_grade(plan: Plan, selection: Selection, chosen: list[Report]) -> list[Report]:
    """The reports that gave the grade, or the next after them ("when did it come out of inadequate?")."""
    areas, words = plan.areas or ("overall",), plan.question
    graded = [r for r in chosen if any(r.judgements.get(area) in plan.grades for area in areas)]
    found = _after(list(selection.reports), graded, areas) if _LEFT.search(words) else graded
    if re.search(r"\b(?:first|become|became)\b", words, re.IGNORECASE):
        return [group[0] for group in by_authority(found).values()]
    if plan.which == "latest" or re.search(r"\blast\b", words, re.IGNORECASE):
        return [group[-1] for group in by_authority(found).values()]
    return found


_ORIGINS = {"filename": " (read from the file's name)", "corrected": " (corrected)"}
_SPAN = "SELECT substr(text, ? + 1, ?) AS words FROM reports WHERE number = ?"
_IN_PARTS = Lazy(r"(?:\d\d\d\d|[a-z]{3,9})\s*(?:and|,|;|&)\s*\d{1,2}\b")


def _in_parts(store: Store, facts: tuple[StoredFact, ...]) -> str:
    """The days as the report prints them, where it says that the inspection was in parts; else ""."""
    if any(f.fact.origin == "corrected" for f in facts):
        return ""
    start, end = min(f.fact.start for f in facts), max(f.fact.end for f in facts)
    rows = store.rows(_SPAN, (start, end - start, facts[0].report)) if 0 < end - start < 160 else []
    words = " ".join(str(rows[0]["words"]).split()) if rows else ""
    return words if _IN_PARTS.search(words) and words[:1].isdigit() else ""


def _after(chosen: list[Report], graded: list[Report], areas: tuple[str, ...]) -> list[Report]:
    """The reports that were the first to give another grade after one of `graded`."""
    found: list[Report] = []
    for group in by_authority(chosen).values():
        stating = [report for report in group if any(area in report.judgements for area in areas)]
        found += [two for one, two in pairwise(stating) if one in graded and two not in graded]
    return found


def _out(report: Report) -> str:
    return f", published {day_words(report.published)}" if report.published else ""


def _with_grade(plan: Plan, report: Report) -> str:
    area = (plan.areas or ("overall",))[0]
    return f" ({report.judgements[area]})" if plan.grades and area in report.judgements else ""


def _by_report(facts: list[StoredFact]) -> dict[int, StoredFact]:
    found: dict[int, StoredFact] = {}
    for fact in facts:
        found.setdefault(fact.report, fact)
    return found


def told_of_the_next(plan: Plan, store: Store, reports: Sequence[Report]) -> FactAnswer | None:
    """What the newest report says of the next inspection, where that is asked for and it says it."""
    if not plan.authorities or not _AGAIN.search(plan.question):
        return None
    facts = _by_report(of_kind(store, "next_inspection", reports))
    told = [report for report in reports if report.number in facts]
    if not told:
        return None
    fact = facts[told[-1].number]
    return FactAnswer(
        status="answered",
        text=fact.fact.value,
        claims=(FactClaim(text=fact.fact.value, facts=(fact,)),),
        notes=plan.notes,
    )


def answer_lookup(plan: Plan, store: Store, selection: Selection) -> FactAnswer | None:
    """Which reports there are of an authority; whether this inspector led that inspection."""
    if plan.kind != "lookup" or plan.topics or not plan.authorities:
        return None
    chosen = list(selection.preferred or selection.reports)
    leads = _by_report(of_kind(store, "lead_inspector", chosen))
    if plan.inspectors:
        who = names(plan.inspectors)
        hits = [report for report in chosen if report.lead_inspector in plan.inspectors]
        if hits:
            claims = [
                FactClaim(
                    text=f"{report.lead_inspector} led the inspection of {report.authority} ({dated(report)})",
                    facts=(leads[report.number],),
                )
                for report in hits
                if report.number in leads
            ]
            return FactAnswer(
                status="answered", text="\n".join(["Yes.", *(f"{c.text}." for c in claims)]), claims=tuple(claims)
            )
        claims = [
            FactClaim(text=f"{f.fact.value} led the inspection of {report.authority} ({dated(report)})", facts=(f,))
            for report in chosen
            if (f := leads.get(report.number))
        ]
        text = "\n".join(
            [
                f"No: none of the reports on {names(r.authority for r in chosen)} here names {who} as lead inspector.",
                *(f"{c.text}." for c in claims),
            ]
        )
        return FactAnswer(status="answered", text=text, claims=tuple(claims))
    starts = _by_report(of_kind(store, "inspection_start", chosen))
    prints = _by_report(of_kind(store, "published", chosen))
    asked = bool(re.match(r"\W*(?:was|were|has|have|did)\b", plan.question, re.IGNORECASE))
    claims = [
        FactClaim(
            text=f"{report.title}: {dated(report)}",
            facts=tuple(f for f in (starts.get(report.number) or prints.get(report.number),) if f),
        )
        for report in chosen
    ]
    text = (
        f"{upper(count_words(len(chosen)))} {'report' if len(chosen) == 1 else 'reports'} on "
        f"{listed(plan.authorities)}:"
    )
    if asked:
        text = f"Yes, {count_words(len(chosen))} {'inspection' if len(chosen) == 1 else 'inspections'}:"
    return FactAnswer(status="answered", text="\n".join([text, *(f"{c.text}." for c in claims)]), claims=tuple(claims))

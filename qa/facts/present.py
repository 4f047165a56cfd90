"""What a query found, told: the answer first, then a line for each member with the facts that show it.

Knows queries, their results and the facts table. Does not know the question's text, nor how the query was run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from qa.facts.model import FactAnswer, FactClaim, area_name, dated, report_name, upper
from qa.facts.rows import of_kind
from qa.language.phrasing import count_words, day_words, listed, reports_on
from qa.plan import query as q
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.facts.result import LeftOut, Member, Result

__all__ = ["Evidence", "evidence", "present", "remarks"]

_WHY = {
    "area not graded": "its report gives no such grade",
    "judged with children in care": "its report gives one grade for children in care and care leavers together",
    "other scale": "its reports grade on different scales",
    "date not stated": "its report does not state that date",
    "no lead named": "its report does not name its lead inspector",
    "no authority known": "its authority is not known",
    "no region known": "its region is not known",
    "no framework known": "its framework is not known",
}
_DATED = ("published", "inspection_start", "inspection_end")


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """The facts of the reports that a query's result speaks of, by report number and kind or area."""

    held: dict[int, dict[str, StoredFact]]

    def judgements(self, report: Report, areas: Iterable[str]) -> list[StoredFact]:
        """The report's judgements of these areas, in the order named."""
        own = self.held.get(report.number, {})
        return [own[f"judgement {area}"] for area in areas if f"judgement {area}" in own]

    def one(self, report: Report, kind: str) -> StoredFact | None:
        """A fact of which a report has one: its lead inspector, a date."""
        return self.held.get(report.number, {}).get(kind)


def evidence(store: Store, reports: Iterable[Report]) -> Evidence:
    """Judgements, dates and people of these reports."""
    own = list({report.number: report for report in reports}.values())
    held: dict[int, dict[str, StoredFact]] = {}
    for kind in ("judgement", "lead_inspector", "framework", *_DATED):
        for fact in of_kind(store, kind, own):
            name = f"{kind} {fact.fact.key}" if kind == "judgement" else kind
            held.setdefault(fact.report, {}).setdefault(name, fact)
    return Evidence(held=held)


def present(query: q.Query, result: Result, store: Store, reports: Sequence[Report]) -> FactAnswer:
    """The answer to a query over authorities, reports or groups of them."""
    shown = evidence(store, (report for member in result.members for report in member.reports))
    areas = tuple(dict.fromkeys([*areas_of(query.where), *(a for want in query.wants for a in want.areas)]))
    claims = [claim for member in result.members for claim in _claims(query, member, areas, shown)]
    claims = _recalled(claims, store, reports)
    if query.ranking is not None:
        head = _ranked(query, result)
    elif query.over == "reports":
        head = _counted(query, result, "report", _report_names(result.members))
    else:
        head = _counted(query, result, "authority", [str(member.authority) for member in result.members])
    return FactAnswer(
        status="answered",
        text="\n".join([head, *(f"{claim.text}." for claim in claims)]),
        claims=tuple(claims),
        coverage=f"{coverage(result)}{_oldest(query, result)}",
        notes=remarks(result),
    )


def _oldest(query: q.Query, result: Result) -> str:
    """How old the oldest of the reports is, where each authority's latest is what counts as now."""
    latest = isinstance(query.where, q.At) and query.where.choice.index == -1
    dated_ = [report for member in result.members for report in member.reports if report.dated]
    if not latest or len(dated_) < 2:
        return ""
    oldest = min(dated_, key=lambda report: str(report.published or report.dated))
    return f" The oldest of these is {report_name(oldest)}."


def _recalled(claims: Sequence[FactClaim], store: Store, reports: Sequence[Report]) -> list[FactClaim]:
    """Each claim with its next report's statement of the grade before, where that report recalls it."""
    following: dict[int, Report] = {}
    for group in by_authority(reports).values():
        following |= {one.number: after for one, after in pairwise(group)}
    cited = {fact.report for claim in claims for fact in claim.facts} & set(following)
    stated: dict[int, list[StoredFact]] = {}
    for fact in of_kind(store, "previous_judgement", [following[number] for number in cited]):
        stated.setdefault(fact.report, []).append(fact)
    found = []
    for claim in claims:
        said = {(f.report, f.fact.key, f.fact.value) for f in claim.facts if f.fact.kind == "judgement"}
        again = [
            fact
            for number, key, value in sorted(said)
            if number in following
            for fact in stated.get(following[number].number, ())
            if (fact.fact.key or "overall", fact.fact.value) == (key, value)
        ]
        found.append(replace(claim, facts=(*claim.facts, *again)))
    return found


def _counted(query: q.Query, result: Result, noun: str, names: Sequence[str]) -> str:
    """'Two: Darlington and Somerset.'; a share says of how many; none says so."""
    count = len(result.members)
    kinds = {want.kind for want in query.wants}
    if "share" in kinds:
        unsure = {_mark(query, one) for one in result.left_out}
        known = [one for one in result.base if _mark(query, one) not in unsure]
        total = len(known)
        share = f" ({100 * count / total:.1f}%)".replace(".0%", "%") if total else ""
        named = f": {listed(names)}" if names else ""
        return f"{count:,} of {total:,}{share}{named}."
    if not count:
        return "None."
    distinct = list(dict.fromkeys(names))
    more = f" {noun}s" if noun == "report" and len(distinct) != count else ""
    return f"{upper(count_words(count))}{more}: {listed(distinct)}."


def _mark(query: q.Query, one: Member | LeftOut) -> object:
    """What tells a member from the others: the authority, or the report."""
    return one.reports[0].number if query.over == "reports" and one.reports else one.authority


def _report_names(members: Sequence[Member]) -> list[str]:
    return [str(member.authority or member.reports[0].title) for member in members]


def _ranked(query: q.Query, result: Result) -> str:
    """'London: three (Bexley, Redbridge and Westminster).'"""
    if not result.groups:
        return "None."
    parts = []
    for group in result.groups:
        names = list(dict.fromkeys(str(member.authority or member.reports[0].title) for member in group.members))
        parts.append(f"{group.key}: {group.count:,} ({listed(names)})")
    return "; ".join(parts) + "."


def areas_of(condition: q.ReportCondition | q.SeriesCondition) -> Iterator[str]:
    """The judgement areas that a condition speaks of."""
    if isinstance(condition, q.Graded | q.Judged | q.Step | q.Beside):
        yield condition.area
    if isinstance(condition, q.Beside):
        yield condition.other
    if isinstance(condition, q.And | q.Or):
        for part in condition.parts:
            yield from areas_of(part)
    for name in ("part", "condition", "first", "second", "among"):
        inner = getattr(condition, name, None)
        if inner is not None:
            yield from areas_of(inner)


def _claims(query: q.Query, member: Member, areas: Sequence[str], shown: Evidence) -> Iterator[FactClaim]:
    """A line for each report that shows it, the authority named; a gap or a change with both its reports."""
    if member.gaps:
        for gap in member.gaps:
            facts = [fact for report in (gap.before, gap.after) for fact in _otherwise(query, report, shown)]
            ends = f"from {_published(gap.before)} to {_published(gap.after)}"
            text = f"{member.authority}: {days_in_words(gap.days)}, {ends}"
            yield FactClaim(text=text, facts=tuple(facts))
        return
    for report in member.reports:
        facts = shown.judgements(report, areas)
        named = str(report.authority or report.title)
        if facts:
            said = "; ".join(f"{area_name(fact.fact.key, report)} {fact.fact.value}" for fact in facts)
            yield FactClaim(text=f"{named}: {said} ({dated(report)})", facts=tuple(facts))
            continue
        other = _otherwise(query, report, shown)
        lead = f"led by {report.lead_inspector}, " if _asks_lead(query.where) and report.lead_inspector else ""
        yield FactClaim(text=f"{named}: {lead}{dated(report)}", facts=tuple(other))


def _asks_lead(condition: q.ReportCondition | q.SeriesCondition) -> bool:
    if isinstance(condition, q.LedBy | q.Repeats):
        return True
    parts = getattr(condition, "parts", ()) or [
        inner
        for name in ("part", "condition", "first", "second", "among")
        if (inner := getattr(condition, name, None)) is not None
    ]
    return any(_asks_lead(part) for part in parts)


def _otherwise(query: q.Query, report: Report, shown: Evidence) -> list[StoredFact]:
    """What shows a report that no grade is asked of: who led it, when it was, else its overall grade."""
    kinds = ["lead_inspector"] if _asks_lead(query.where) else []
    kinds += ["published", "inspection_start"]
    found = [fact for kind in kinds if (fact := shown.one(report, kind)) and fact.fact.end > fact.fact.start]
    return found[:1] or shown.judgements(report, ("overall",))


def _published(report: Report) -> str:
    return day_words(report.published or report.dated)


def days_in_words(days: int) -> str:
    """'5 years and 10 months (2,149 days)': the average year has 365.25 days."""
    years, rest = divmod(days, 365.25)
    months = int(rest / 30.4375)
    parts = [f"{int(years)} year{'s' if years != 1 else ''}"] if years else []
    parts += [f"{months} month{'s' if months != 1 else ''}"] if months else []
    return f"{listed(parts) or 'less than a month'} ({days:,} days)"


def coverage(result: Result) -> str:
    """How many reports were looked at, and how old the oldest of the newest is where that matters."""
    seen = result.looked_at
    return f"Looked at {reports_on(seen.reports, seen.authorities, nameless=seen.nameless)}."


def remarks(result: Result) -> tuple[str, ...]:
    """Who was left out and why, one sentence a reason."""

    def why(one: LeftOut) -> str:
        return one.why[0] if one.why else "area not graded"

    said = []
    for reason, group in groupby(sorted(result.left_out, key=lambda one: (why(one), one.authority or "")), key=why):
        names = list(dict.fromkeys(str(one.authority or one.reports[0].title) for one in group))
        words = (
            _WHY[reason]
            if len(names) == 1
            else _WHY[reason].replace("its report gives", "their reports give").replace("its ", "their ")
        )
        said.append(f"Left out: {listed(names)} ({words}).")
    return tuple(said)

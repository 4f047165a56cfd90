"""What reports record of authorities that a question names, told: grades, dates, people, histories, yes or no.

Knows queries over reports, their results and the facts table. Does not know the question's text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.facts.grades import area_facts, gives_none
from qa.facts.model import (
    FactAnswer,
    FactClaim,
    area_name,
    covers_both,
    dated,
    report_name,
    same_scale,
    scale_rank,
    upper,
)
from qa.facts.present import areas_of, coverage, evidence, remarks
from qa.facts.told_history import told_history, year_words
from qa.facts.truth import report_test
from qa.language.phrasing import count_words, day_words, listed, month_words, span_words
from qa.plan import query as q
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.facts.present import Evidence
    from qa.facts.result import Result
    from qa.plan.query import Query, Want

__all__ = ["tell"]

_UP_TO = 12  # reports of one authority that are shown line by line


def tell(query: Query, result: Result, pool: Sequence[Report], store: Store) -> FactAnswer | None:
    """The answer to a query about named authorities; `pool` are all their reports. None where nothing tells it."""
    reports = [report for member in result.members for report in member.reports]
    held = evidence(store, [*reports, *pool])
    query = replace(query, wants=tuple(_as_told(want, query) for want in query.wants))
    kinds = {want.kind: want for want in query.wants}
    if "exists" in kinds or "times" in kinds:
        return _whether(query, result, reports, pool, held)
    if not reports:
        listing = "list" in kinds and query.where != q.ALL
        return _whether(replace(query, wants=(q.Want(kind="exists"),)), result, (), pool, held) if listing else None
    last = max(want.last for want in query.wants)
    if last:
        reports = [report for group in by_authority(reports).values() for report in group[-last:]]
    if "judged" in kinds:
        return _judged(kinds["judged"], reports[-1], held)
    if "history" in kinds:
        return told_history(kinds["history"], reports, held)
    if "areas" in kinds:
        newest = max(reports, key=lambda one: str(one.placed))
        return _areas(kinds["areas"], newest, held, asked=False)
    lines = [_line(query, report, held) for report in reports]
    graded = [want for want in query.wants if want.kind == "grades"]
    if len(query.wants) == len(graded) and not any(_areas_wanted(query, report, held) for report in reports):
        return _ungraded(query, reports, held)
    if {want.kind for want in query.wants} == {"leader"} and not any(held.one(r, "lead_inspector") for r in reports):
        named = listed([f"{report_name(report)} on {report.authority}" for report in reports])
        reason = f"{upper(named)} does not name its lead inspector."
        return FactAnswer(status="not_stated", text=reason, reason=reason, claims=tuple(lines))
    head = _head(query, reports, held)
    return FactAnswer(
        status="answered",
        text="\n".join([*head, *(f"{line.text}." for line in lines)]),
        claims=tuple(lines),
        notes=(*_since(query, reports, pool), *_both_groups(query, reports), *remarks(result)),
    )


def _as_told(want: Want, query: Query) -> Want:
    """A difference is told by the grades side by side, and how many of an authority's reports by when they were."""
    if want.kind == "difference":
        return replace(want, kind="grades")
    return replace(want, kind="times") if want.kind == "count" else want


def _both_groups(query: Query, reports: Sequence[Report]) -> tuple[str, ...]:
    """Said where care leavers are answered for by a grade that is for children in care as well."""
    asked = any("care_leavers" in want.areas for want in query.wants)
    if not asked or not any(covers_both(report) for report in reports):
        return ()
    return ("A report before 2023 gives one grade for children in care and care leavers together.",)


def _since(query: Query, reports: Sequence[Report], pool: Sequence[Report]) -> tuple[str, ...]:
    """Said with the newest grade of an area that later reports do not judge."""
    areas = [area for want in query.wants if want.kind == "grades" for area in want.areas]
    if query.choice is None or query.choice.index != -1 or not areas or len({r.authority for r in pool}) != 1:
        return ()
    later = [report for report in pool if report.judgements and str(report.placed) > str(reports[-1].placed)]
    if not later:
        return ()
    what = "no overall grade" if areas == ["overall"] else f"no grade for {listed([area_name(a) for a in areas])}"
    return (f"Later reports give {what}.",)


def _areas_wanted(query: Query, report: Report, held: Evidence) -> Sequence[StoredFact]:
    own = {key[10:]: fact for key, fact in held.held.get(report.number, {}).items() if key.startswith("judgement ")}
    wanted = next((want.areas for want in query.wants if want.kind in ("grades", "history", "exists", "times")), None)
    if wanted is None:
        return area_facts(report, own, tuple(dict.fromkeys(areas_of(query.where)))) if query.where else []
    areas = wanted or tuple(own)
    return area_facts(report, own, tuple(dict.fromkeys([*areas, *areas_of(query.where)])))


def _left_out(query: Query, report: Report, graded: Sequence[StoredFact]) -> list[str]:
    """The areas asked for, of those that such reports judge, which this one gives no grade, where it gives others."""
    known = framework(report.framework) if report.framework else None
    asked = [area for want in query.wants if want.kind == "grades" for area in want.areas]
    if known is None or not graded or len(asked) < 2:
        return []
    own = {fact.fact.key: fact for fact in graded}
    return [area for area in dict.fromkeys(asked) if area in known.areas and not area_facts(report, own, (area,))]


def _line(query: Query, report: Report, held: Evidence) -> FactClaim:
    """'Kent: led by Margaret Burke; overall outstanding (inspected ..., published ...)'."""
    parts: list[str] = []
    facts: list[StoredFact] = []
    for want in query.wants:
        if want.kind == "leader":
            lead = held.one(report, "lead_inspector")
            parts.append(f"led by {lead.fact.value}" if lead else "its lead inspector is not named")
            facts += [lead] if lead else []
        elif want.kind == "dates":
            facts += [
                one
                for kind in ("published", "inspection_start")
                if (one := held.one(report, kind)) and one.fact.end > one.fact.start
            ]
    graded = _areas_wanted(query, report, held)
    parts += [f"no grade for {area_name(area)}" for area in _left_out(query, report, graded)]
    parts += [f"{area_name(fact.fact.key, report)} {fact.fact.value}" for fact in graded]
    facts += graded
    if not facts:
        facts = held.judgements(report, ("overall",))
    said = f": {'; '.join(parts)}" if parts else ""
    return FactClaim(text=f"{report.authority}{said} ({dated(report)})", facts=tuple(facts))


def _head(query: Query, reports: Sequence[Report], held: Evidence) -> list[str]:
    """The value alone first, where one is asked of one report; of several, whose is higher where that is asked."""
    if len(query.wants) != 1 or len(reports) != 1:
        return _compared(query, reports, held)
    report, want = reports[0], query.wants[0]
    if want.kind == "leader" and report.lead_inspector:
        return [f"{report.lead_inspector}."]
    if want.kind == "grades":
        facts = _areas_wanted(query, report, held)
        if len(facts) == 1 and not _left_out(query, report, facts):
            return [f"{upper(facts[0].fact.value)}."]
    if want.kind == "dates" and want.date == "published":
        if report.published:
            return [f"Published {day_words(report.published)}."]
        return [f"Published in {month_words(report.out[0])}." if report.out else "It does not state when it came out."]
    if want.kind == "dates" and report.inspection_start and report.inspection_end:
        return [f"Inspected {span_words(report.inspection_start, report.inspection_end)}."]
    if want.kind == "dates" and not report.inspection_end:
        start = report.inspection_start
        return [f"Inspected from {day_words(start)}." if start else "It does not state when it was inspected."]
    return []


def _compared(query: Query, reports: Sequence[Report], held: Evidence) -> list[str]:
    """'Higher: Salford.' or 'The same: good.', for two or more authorities with one grade each."""
    if not any(want.kind == "grades" for want in query.wants) or len({r.authority for r in reports}) < 2:
        return []
    ranks: list[tuple[int, str]] = []
    for report in reports:
        facts = _areas_wanted(query, report, held)
        rank = scale_rank(report, facts[0].fact.value) if len(facts) == 1 else None
        if rank is None:
            return []
        ranks.append((rank, str(report.authority)))
    grades = [_areas_wanted(query, report, held)[0].fact.value for report in reports]
    if len(set(grades)) == 1 and same_scale(reports):
        return [f"The same, {grades[0]}, for {listed([name for _, name in ranks])}."]
    shown = listed([f"{name} {grade}" for (_, name), grade in zip(ranks, grades, strict=True)])
    if not same_scale(reports):
        return [f"{shown} - on different scales, so they are not ranked."]
    best = min(rank for rank, _ in ranks)
    return [f"{listed([name for rank, name in ranks if rank == best])} higher: {shown}."]


def _areas(want: Want, report: Report, held: Evidence, *, asked: bool) -> FactAnswer | None:
    """Which areas have the grade, then the rest; `asked` where yes or no is."""
    own = [fact for key, fact in held.held.get(report.number, {}).items() if key.startswith("judgement ")]
    denied = {grade[4:] for grade in want.grades if grade.startswith("not ")}
    meant = {grade for grade in want.grades if not grade.startswith("not ")}
    areas = [fact for fact in own if fact.fact.key != "overall" or not want.areas]
    ways = [grade.split(" than ") for grade in want.grades if " than " in grade]
    if ways:
        hits = [f for f in areas if any(_beside(report, f.fact.key, way, other) for way, other in ways)]
    else:
        hits = [f for f in areas if (f.fact.value in meant or not meant) and f.fact.value not in denied]
    if not own:
        return None
    named = listed([f"{area_name(fact.fact.key, report)} ({fact.fact.value})" for fact in hits])
    rest = [fact for fact in own if fact not in hits]
    claims = [FactClaim(text=f"{area_name(f.fact.key, report)}: {f.fact.value}", facts=(f,)) for f in (*hits, *rest)]
    head = named or "none"
    head = f"{'Yes: ' if hits else 'No: '}{head}" if asked else upper(head)
    lines = "\n".join(f"{upper(claim.text)}." for claim in claims)
    return FactAnswer(
        status="answered", text=f"{head}. {report.authority} ({dated(report)}).\n{lines}", claims=tuple(claims)
    )


def _beside(report: Report, area: str, way: str, other: str) -> bool:
    return report_test(q.Beside(area, other, way))(report) is True  # type: ignore[arg-type]


def _whether(
    query: Query, result: Result, hits: Sequence[Report], pool: Sequence[Report], held: Evidence
) -> FactAnswer | None:
    """'Yes, in 2014 and 2016.' or 'No.', with what the reports looked at give; or how often."""
    areas = tuple(dict.fromkeys(areas_of(query.where))) or ("overall",)
    if result.left_out and not hits:
        return _ungraded(query, [report for one in result.left_out for report in one.reports], held)
    each = _of_each(result, hits, pool)
    denied = [report for report in pool if report.authority in each[1]]
    shown = [*hits, *_looked_at(query, denied)] if all(each) else hits or _looked_at(query, pool)
    claims = []
    for report in shown[:_UP_TO]:
        facts = held.judgements(report, areas)
        said = "; ".join(f"{area_name(fact.fact.key, report)} {fact.fact.value}" for fact in facts)
        claims.append(FactClaim(text=f"{report.authority}: {said} ({dated(report)})", facts=tuple(facts)))
    if not claims:
        return None
    counted = any(want.kind == "times" for want in query.wants)
    years = listed([year_words(report) for report in hits] if counted else list(dict.fromkeys(map(year_words, hits))))
    if counted:
        count = len(hits)
        times = {0: "Never", 1: "Once", 2: "Twice"}.get(count, f"{upper(count_words(count))} times")
        head = f"{times}: {years}." if hits else f"{times}."
    elif all(each):
        head = f"Yes for {listed(each[0])} ({years}); no for {listed(each[1])}."
    elif len(each[0]) > 1:
        head = f"Yes for {listed(each[0])} ({years})."
    else:
        head = f"Yes ({years})." if hits else "No."
    return FactAnswer(
        status="answered",
        text="\n".join([head, *(f"{claim.text}." for claim in claims)]),
        claims=tuple(claims),
        coverage=coverage(result),
        notes=remarks(result),
    )


def _of_each(result: Result, hits: Sequence[Report], pool: Sequence[Report]) -> tuple[list[str], list[str]]:
    """Of which authorities it is so, and of which it is not: "Are both good?" is no yes where one of them is."""
    unknown = {one.authority for one in result.left_out}
    yes = list(dict.fromkeys(str(report.authority) for report in hits))
    return yes, [name for name in by_authority(pool) if name not in yes and name not in unknown]


def _looked_at(query: Query, pool: Sequence[Report]) -> Sequence[Report]:
    """What shows a no: the chosen report of each authority, else all of their reports."""
    if query.choice is None:
        return sorted(pool, key=lambda one: (str(one.authority), str(one.placed)))
    groups = by_authority(pool).values()
    return [group[query.choice.index] for group in groups if -len(group) <= query.choice.index < len(group)]


def _judged(want: Want, report: Report, held: Evidence) -> FactAnswer | None:
    """Whether the report gives a grade of its own for these areas: yes, and which, or no, and what it does judge."""
    own = {k[10:]: f for k, f in held.held.get(report.number, {}).items() if k.startswith("judgement ")}
    given = [own[area] for area in want.areas if area in own]
    if given:
        said = listed([f"{area_name(f.fact.key, report)} {f.fact.value}" for f in given])
        claim = FactClaim(text=f"{report.authority}: {said} ({dated(report)})", facts=tuple(given))
        return FactAnswer(status="answered", text=f"Yes.\n{claim.text}.", claims=(claim,))
    facts = tuple(own.values())
    if not facts:
        return None
    claim = FactClaim(text=gives_none(report, want.areas, own), facts=facts)
    return FactAnswer(status="answered", text=f"No. {claim.text}", claims=(claim,))


def _ungraded(query: Query, reports: Sequence[Report], held: Evidence) -> FactAnswer | None:
    """The reports give no such grade: said, with what they do judge."""
    areas = tuple(dict.fromkeys([*(a for want in query.wants for a in want.areas), *areas_of(query.where)]))
    if not areas or not reports:
        return None
    report = reports[-1]
    own = {k[10:]: f for k, f in held.held.get(report.number, {}).items() if k.startswith("judgement ")}
    reason = gives_none(report, areas, own)
    claims = tuple(
        FactClaim(text=f"{area_name(key, report)} {fact.fact.value}", facts=(fact,)) for key, fact in own.items()
    )
    return FactAnswer(status="not_stated", text=reason, reason=reason, claims=claims)

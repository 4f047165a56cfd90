"""Answers about what reports record besides grades: scores, regulations, figures of the body, people, the time before.

Knows the records asked for (qa.plan.records), reports and their facts. Does not know the question's text. Of each body
the latest report that records it counts; a body without one is left out by name, never taken to fulfil or to fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.facts.model import FactAnswer, FactClaim, dated, refusal, report_name, scale_rank, upper
from qa.facts.rows import of_kind
from qa.language.phrasing import count_words, listed
from qa.plan.records.regulations import regulation_name
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.language.periods import Period
    from qa.plan.records import AsksRecord

__all__ = ["regulations_of", "tell_recorded"]

_NAMED = 12  # bodies left out that are named; of more, how many


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """What one body's latest report that records it says: the facts, and for the grade before those it is held to."""

    body: str
    report: Report
    facts: tuple[StoredFact, ...]
    earlier: StoredFact | None = None


def regulations_of(store: Store, reports: Iterable[Report]) -> dict[str, tuple[str, ...]]:
    """The regulations that these reports judge, by number and name, of each framework by its key."""
    judging: dict[str, list[Report]] = {}
    for one in reports:
        known = framework(one.framework or "")
        if known is not None and known.verdicts is not None:
            judging.setdefault(known.key, []).append(one)
    return {
        key: tuple(sorted({fact.fact.key for fact in of_kind(store, "verdict", several)}))
        for key, several in judging.items()
    }


def tell_recorded(
    asks: AsksRecord, store: Store, reports: Sequence[Report], *, bodies: Sequence[str], many: str
) -> FactAnswer | None:
    """The answer over `reports`, of the `bodies` named or of all that these are on (`many` is the word for them).

    None where nothing here records it: the text may still say it.
    """
    pool = [one for one in reports if one.framework in asks.frameworks and one.authority]
    if bodies:
        pool = [one for one in pool if one.authority in bodies]
    if asks.when is not None:
        pool = [one for one in pool if _of_time(one, asks.when)]
    groups = by_authority(pool)
    rows = [
        row
        for body, group in sorted(groups.items(), key=lambda one: one[0].casefold())
        if (row := _row(asks, store, body, group)) is not None
    ]
    if asks.form == "value" or bodies:
        return _values(asks, rows, groups, bodies)
    if not rows:
        return None
    without = sorted(set(groups) - {row.body for row in rows})
    return _set(asks, rows, without, many)


def _of_time(report: Report, when: Period) -> bool:
    """Whether the report is of that time: by its inspection, else by its publication, as the question has it."""
    if when.of == "published" or not report.dated:
        return when.holds(report.published) or bool(report.out and when.meets(*report.out))
    inspected = when.meets(report.inspection_start, report.inspection_end)
    return inspected or (when.of != "inspected" and when.holds(report.published))


_KIND = {
    **{one: one for one in ("score", "verdict", "own", "person", "identifier", "theme")},
    "grade": "judgement",
}


def _row(asks: AsksRecord, store: Store, body: str, group: Sequence[Report]) -> _Row | None:
    """The body's row out of its latest report that records what is asked about, or None."""
    if asks.kind == "before":
        return _row_before(store, body, group, alone=asks.change is None and not asks.now)
    if asks.kind == "inspection":
        return _Row(body=body, report=group[-1], facts=tuple(of_kind(store, "framework", [group[-1]])[:1]))
    keys = list(asks.keys) or None
    for report in reversed(group):
        facts = of_kind(store, _KIND[asks.kind], [report], keys)
        if facts:
            shown = facts if asks.kind == "verdict" else facts[:1]
            return _Row(body=body, report=report, facts=tuple(shown))
    return None


def _row_before(store: Store, body: str, group: Sequence[Report], *, alone: bool) -> _Row | None:
    """The grade of the latest report and the one before: as that report states it, else of the report before it.

    `alone`: a report that gives no grade now may state the one before (an ungraded inspection, a visit).
    """
    for at in range(len(group) - 1, -1, -1):
        report = group[at]
        known = framework(report.framework or "")
        headline = known.headline if known is not None else "overall"
        now = of_kind(store, "judgement", [report], [headline])
        if not now and not alone:
            continue
        stated = [f for f in of_kind(store, "previous_judgement", [report]) if f.fact.key in ("", "overall", headline)]
        if not now:
            if stated:
                return _Row(body=body, report=report, facts=(stated[0],), earlier=stated[0])
            continue
        if not stated and at and group[at - 1].framework == report.framework:
            stated = of_kind(store, "judgement", [group[at - 1]], [headline])
        return _Row(body=body, report=report, facts=(now[0],), earlier=stated[0]) if stated else None
    return None


def _values(
    asks: AsksRecord, rows: Sequence[_Row], groups: dict[str, list[Report]], bodies: Sequence[str]
) -> FactAnswer | None:
    """What is recorded of each body named; None where a body has no report of that kind here."""
    if not rows or {row.body for row in rows} != set(bodies):
        silent = [group[-1] for body, group in groups.items() if body not in {row.body for row in rows}]
        # A lead of one inspectorate is not another's, whom the text names as its lead.
        lead = asks.kind == "person" and asks.keys[0].endswith("_lead")
        says = "names no" if lead else "does not record"
        if (asks.kind == "verdict" or lead) and silent and not rows:
            return refusal(
                "not_stated",
                f"{upper(report_name(silent[0]))} on {silent[0].authority} {says} {asks.label}.",
            )
        return None
    claims = [_claim(asks, row, fact) for row in rows for fact in _chosen(asks, row)]
    if asks.kind == "verdict" and asks.grades:
        return _regulations(asks, rows, claims)
    if asks.kind == "before":
        return _before(asks, rows, claims)
    heads = [_said(fact) for row in rows for fact in _chosen(asks, row)]
    head = f"{upper(heads[0])}." if len(set(heads)) == 1 else ""
    lines = [f"{claim.text}." for claim in claims]
    return FactAnswer(status="answered", text="\n".join([*([head] if head else []), *lines]), claims=tuple(claims))


def _before(asks: AsksRecord, rows: Sequence[_Row], claims: Sequence[FactClaim]) -> FactAnswer:
    """'Has it improved since its last inspection?', 'What was it rated last time?'"""
    head = ""
    if len(rows) == 1 and asks.change:
        head = "Yes." if _moved(rows[0]) == asks.change else "No."
    elif len(rows) == 1 and rows[0].earlier is not None:
        head = f"{upper(rows[0].earlier.fact.value)}."
    lines = [*([head] if head else []), *(f"{claim.text}." for claim in claims)]
    return FactAnswer(status="answered", text="\n".join(lines), claims=tuple(claims))


def _regulations(asks: AsksRecord, rows: Sequence[_Row], claims: Sequence[FactClaim]) -> FactAnswer | None:
    """'Which regulations was it not compliant with?'"""
    if len(rows) != 1:
        return None
    row = rows[0]
    judged = f"of the {len(row.facts)} that {report_name(row.report)} judges"
    if asks.form == "count":
        head = f"{upper(count_words(len(claims)))} {judged}: {asks.grades[0]}."
    else:
        head = f"{upper(count_words(len(claims)))} {judged}." if claims else f"None {judged}."
    shown = list(claims) or [_claim(asks, row, fact) for fact in row.facts]
    return FactAnswer(
        status="answered", text="\n".join([head, *(f"{claim.text}." for claim in shown)]), claims=tuple(shown)
    )


def _chosen(asks: AsksRecord, row: _Row) -> list[StoredFact]:
    if asks.kind != "verdict" or not asks.grades:
        return list(row.facts)
    return [fact for fact in row.facts if fact.fact.value in asks.grades]


def _said(fact: StoredFact) -> str:
    unit = fact.fact.unit if fact.fact.kind == "own" and fact.fact.unit and fact.fact.number is not None else ""
    return f"{fact.fact.value} {unit}" if unit else fact.fact.value


def _claim(asks: AsksRecord, row: _Row, fact: StoredFact) -> FactClaim:
    """'Abbey Court, regulation 15 (Staffing): compliant (inspected 14 February 2023)'."""
    what = asks.label
    if asks.kind == "inspection":
        return FactClaim(text=f"{row.body}: {fact.fact.value} ({dated(row.report)})", facts=(fact,))
    known = framework(row.report.framework or "")
    if fact.fact.kind == "verdict":
        what = regulation_name(fact.fact.key)
    elif fact.fact.kind == "own" and known is not None and fact.fact.key in known.own:
        what = known.own[fact.fact.key].label
    if row.earlier is not None:
        now = "" if fact is row.earlier else f", {fact.fact.value} now"
        text = f"{row.body}: {row.earlier.fact.value} before{now} ({dated(row.report)})"
        if fact is row.earlier:
            return FactClaim(text=text, facts=(fact,))
        return FactClaim(text=text, facts=(fact, row.earlier))
    return FactClaim(text=f"{row.body}, {what}: {fact.fact.value} ({dated(row.report)})", facts=(fact,))


def _set(asks: AsksRecord, rows: Sequence[_Row], without: Sequence[str], many: str) -> FactAnswer | None:
    if asks.form in ("most", "fewest"):
        told = _extreme(asks, rows)
        if told is None:
            return None
        chosen, head = told
    else:
        chosen = [row for row in rows if _fulfils(asks, row)]
        names = listed([row.body for row in chosen])
        head = f"{upper(count_words(len(chosen)))}: {names}." if chosen else f"None of the {len(rows)} that record it."
        if asks.form == "all":
            head = f"{upper(asks.label)}:"
    claims = [_claim(asks, row, row.facts[0]) for row in chosen]
    notes = [f"Understood as: {many} by {asks.label}{_condition(asks)}, each in its latest report that records it."]
    if asks.kind == "inspection":
        notes = [f"Understood as: {many} on which there is a report of this kind here ({asks.label})."]
    if without:
        names = listed(list(without[:_NAMED])) + (f" and {len(without) - _NAMED} more" if len(without) > _NAMED else "")
        notes.append(
            f"Left out: {names} ({'its report does' if len(without) == 1 else 'their reports do'} not record it)."
        )
    return FactAnswer(
        status="answered",
        text="\n".join([head, *(f"{claim.text}." for claim in claims)]),
        claims=tuple(claims),
        notes=tuple(notes),
        coverage=f"Looked at the reports on {len(rows) + len(without)} {many}.",
    )


def _condition(asks: AsksRecord) -> str:
    if asks.kind == "before":
        parts = [asks.change or "", *(f"{one} before" for one in asks.grades), *(f"{one} now" for one in asks.now)]
        return f", {' and '.join(part for part in parts if part)}"
    if asks.grades:
        return f", {listed(list(asks.grades), last='or')}"
    if asks.least is None and asks.most is None:
        ends = ("the best", "the worst") if asks.kind == "grade" else ("the greatest", "the smallest")
        return {"most": f", {ends[0]}", "fewest": f", {ends[1]}"}.get(asks.form, "")
    if asks.least is not None and asks.least == asks.most:
        return f", {asks.least:g}"
    parts = [f"at least {asks.least:g}"] if asks.least else []
    parts += [f"at most {asks.most:g}"] if asks.most is not None else []
    return f", {' and '.join(parts)}"


def _fulfils(asks: AsksRecord, row: _Row) -> bool:
    if asks.kind == "inspection":
        return True
    fact = row.facts[0].fact
    if asks.kind == "before":
        before = row.earlier.fact.value if row.earlier is not None else ""
        moved = asks.change is None or _moved(row) == asks.change
        return moved and (not asks.grades or before in asks.grades) and (not asks.now or fact.value in asks.now)
    if asks.grades:
        return any(one.fact.value in asks.grades for one in row.facts)
    if fact.number is None:
        return not asks.conditioned
    return (asks.least is None or fact.number >= asks.least) and (asks.most is None or fact.number <= asks.most)


def _moved(row: _Row) -> str | None:
    """How the grade stands to the one before, on the report's own scale; None where that has not both."""
    if row.earlier is None:
        return None
    before, now = scale_rank(row.report, row.earlier.fact.value), scale_rank(row.report, row.facts[0].fact.value)
    if before is None or now is None:
        return None
    return "unchanged" if before == now else "declined" if now > before else "improved"


def _extreme(asks: AsksRecord, rows: Sequence[_Row]) -> tuple[list[_Row], str] | None:
    """Those with the greatest or smallest number; what is out of different totals is shown, and not ranked."""
    if asks.kind == "grade":
        return _best(asks, rows)
    counted = [row for row in rows if row.facts[0].fact.number is not None]
    if not counted:
        return None
    if len({row.facts[0].fact.unit for row in counted}) > 1:
        return counted, "These are out of different totals, so that none is the first among them:"
    values = [row.facts[0].fact.number or 0.0 for row in counted]
    wanted = max(values) if asks.form == "most" else min(values)
    chosen = [row for row, value in zip(counted, values, strict=True) if value == wanted]
    return chosen, f"{listed([row.body for row in chosen])}: {chosen[0].facts[0].fact.value}."


def _best(asks: AsksRecord, rows: Sequence[_Row]) -> tuple[list[_Row], str] | None:
    """Those with the best or the worst grade; where all have the same, that is said."""
    placed = [(scale_rank(row.report, row.facts[0].fact.value), row) for row in rows]
    ranks = [rank for rank, _ in placed if rank is not None]
    if len(ranks) < len(rows):
        return None
    wanted = min(ranks) if asks.form == "most" else max(ranks)
    chosen = [row for rank, row in placed if rank == wanted]
    grade = chosen[0].facts[0].fact.value
    if len(chosen) == len(rows) > 1:
        return chosen, f"None is {'better' if asks.form == 'most' else 'worse'} than the others: {grade}."
    return chosen, f"{listed([row.body for row in chosen])}: {grade}."

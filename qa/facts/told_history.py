"""The grades of named authorities report by report, told: in order of time, and what became of them.

Knows reports and the facts that state their grades. Does not know the question, nor which reports it means.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from qa.facts.compare import merged_steps, step_words
from qa.facts.grades import area_facts, gives_none
from qa.facts.model import FactAnswer, FactClaim, area_name, dated, refusal, scale_rank
from qa.language.phrasing import count_words, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import StoredFact
    from qa.facts.present import Evidence
    from qa.plan.query import Want

__all__ = ["told_history", "year_words"]


def told_history(want: Want, reports: Sequence[Report], held: Evidence) -> FactAnswer:
    """Each authority's grades in order of time, area by area, then a line for each report.

    Where none of an authority's reports gives such a grade, that is said: in a note, or as a refusal where nothing else
    is left to tell.
    """
    heads: list[str] = []
    claims: list[FactClaim] = []
    silent: list[str] = []
    telling: list[Report] = []
    ordered = sorted(reports, key=lambda one: (str(one.authority), str(one.placed)))
    for name, group in groupby(ordered, key=lambda one: str(one.authority)):
        rows = list(group)
        before = len(claims)
        for area in want.areas or _areas_in_common(rows):
            said = []
            for report in rows:
                facts = area_facts(report, _judged(report, held), (area,))
                if facts:
                    said.append((report, facts[0]))
                    text = f"{name}, {area_name(facts[0].fact.key, report)}: {facts[0].fact.value} ({dated(report)})"
                    claims.append(FactClaim(text=text, facts=(facts[0],)))
            telling += [report for report, _ in said]
            steps = ", ".join(f"{fact.fact.value} ({year_words(report)})" for report, fact in said)
            if steps:
                heads.append(f"{name}, {area_name(area)}: {steps}{_direction(said)}.")
        if len(claims) == before:
            silent.append(_none_given(name, rows, want.areas, held))
    if not claims:
        return refusal("not_stated", " ".join(silent), claims=_instead(ordered, held))
    kinds = sorted({report.framework for report in telling if report.framework})
    note = f"The reports are of different frameworks ({listed(kinds)}) with grades of the same names."
    return FactAnswer(
        status="answered",
        text="\n".join([*heads, *(f"{claim.text}." for claim in claims)]),
        claims=tuple(claims),
        notes=(*([note] if len(kinds) > 1 else []), *silent),
    )


def _judged(report: Report, held: Evidence) -> dict[str, StoredFact]:
    """What the report judges, by area."""
    return {k[10:]: f for k, f in held.held.get(report.number, {}).items() if k.startswith("judgement ")}


def _none_given(name: str, rows: Sequence[Report], areas: Sequence[str], held: Evidence) -> str:
    """That none of the authority's reports looked at gives such a grade, in a sentence."""
    if len(rows) == 1:
        return gives_none(rows[0], areas or ("overall",), _judged(rows[0], held))
    grade = f"a grade for {listed(list(map(area_name, areas)), last='or')}" if areas else "grades to compare"
    grade = "an overall grade" if list(areas) == ["overall"] else grade
    return f"None of the {count_words(len(rows))} reports looked at on {name} gives {grade}."


def _instead(reports: Sequence[Report], held: Evidence) -> list[FactClaim]:
    """What these reports do judge."""
    return [
        FactClaim(text=f"{area_name(key, report)} {fact.fact.value}", facts=(fact,))
        for report in reports
        for key, fact in _judged(report, held).items()
    ]


def _areas_in_common(reports: Sequence[Report]) -> tuple[str, ...]:
    """The areas that more than one of the reports judges, in the order of the first."""
    counted = [area for report in reports for area in report.judgements]
    return tuple(area for area in dict.fromkeys(counted) if counted.count(area) > 1 or len(reports) == 1)


def year_words(report: Report) -> str:
    """The year that a report is known by."""
    day = report.published or report.dated or (report.out[0] if report.out else None)
    return str(day.year) if day else "no date"


def _direction(said: Sequence[tuple[Report, StoredFact]]) -> str:
    """Which way it went from each report to the next, and what became of it from the first to the last."""
    if len(said) < 2:
        return ""
    moves = [step_words(one, two) for one, two in pairwise(said)]
    ranks = [scale_rank(report, fact.fact.value) for report, fact in (said[0], said[-1])]
    words = f": {', then '.join(merged_steps(moves))}"
    if "a change of scale" in moves or None in ranks or ranks[0] == ranks[1]:
        return words
    return f"{words}; {'better' if str(ranks[1]) < str(ranks[0]) else 'worse'} than at first"

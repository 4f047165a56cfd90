"""A figure of prose over time: of each report the one that counts what was named, where it gives only one such.

Knows the recorded figures by their words. Does not know how a figure is read (ingest.figures), nor how one is drawn.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corpus.errors import FilterError
from qa.charts.model import Chart, Point, Series
from qa.language.words import QUESTION_WORDS, STOP, stem, words
from qa.listings.figures import figures_table
from qa.themes.figures import figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from corpus.model import Report
    from corpus.store import Store

__all__ = ["prose_chart"]

_NEAR = 4  # words that a record may have beside those asked for: beyond, it counts something else
_READ_BY_RULES = (
    "These are figures of prose, read by rules, and what one report counts another may count otherwise: --csv writes "
    "each with its sentence and page."
)


def prose_chart(store: Store, reports: Sequence[Report], named: str, *, most: int) -> Chart:
    """A line an authority through its reports' own figures of what is `named`; at most `most` authorities.

    Of a report that gives several nothing is drawn. Raises FilterError where no report gives one, or too many do.
    """
    wanted = _telling(named)
    spoken = [(row, extra) for row in figures_of(reports, store=store) if (extra := _beside(row, wanted)) is not None]
    unit = _commonest_unit([row for row, _ in spoken])
    by_report: dict[int, list[tuple[dict[str, Any], int]]] = {}
    for row, extra in spoken:
        if row["unit"] == unit and row["authority"]:
            by_report.setdefault(row["report"], []).append((row, extra))
    chosen = {number: one for number, some in by_report.items() if (one := _only(some)) is not None}
    if not chosen:
        raise FilterError(
            f"None of these reports gives one figure of {named!r}, as a standard figure or in its prose. Try other "
            "words, or `inspectqa figures --about` for all that speak of it."
        )
    return _drawn(chosen, reports, named, unit, several=len(by_report) - len(chosen), most=most)


def _telling(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOP and word not in QUESTION_WORDS)


def _beside(row: dict[str, Any], wanted: frozenset[str]) -> int | None:
    """How many words a figure is told by beside those `wanted`; None where it lacks one, or is not the report's own."""
    own = row["whose"] == "authority" and row["turn"] != "earlier" and row["kind"] != "age"
    if not own or row["number"] is None:
        return None
    said = _telling(f"{row['counted']} {row['said']}")
    extra = len(said - wanted)
    return extra if wanted and wanted <= said and extra <= _NEAR else None


def _commonest_unit(rows: Iterable[dict[str, Any]]) -> str:
    """The unit that most reports give it in: counts and shares are not drawn together."""
    given = Counter(unit for _, unit in {(row["report"], row["unit"]) for row in rows})
    return max(sorted(given), key=lambda unit: given[unit], default="")


def _only(some: Sequence[tuple[dict[str, Any], int]]) -> dict[str, Any] | None:
    """The figure told by the fewest other words; None where two of them differ."""
    least = min(extra for _, extra in some)
    nearest = [row for row, extra in some if extra == least]
    return nearest[0] if len({row["number"] for row in nearest}) == 1 else None


def _drawn(
    chosen: dict[int, dict[str, Any]], reports: Sequence[Report], named: str, unit: str, *, several: int, most: int
) -> Chart:
    authorities = sorted({row["authority"] for row in chosen.values()})
    if len(authorities) > most:
        raise FilterError(
            f"{len(authorities)} authorities give it, and {most} lines can be told apart. Name some with --authority."
        )
    days = {report.number: report.dated for report in reports}
    series = [
        Series(
            name=name,
            points=tuple(
                Point(
                    label=f"{day:%b %Y}",
                    value=row["number"],
                    shown=" ".join((*([row["bound"]] if row["bound"] else []), row["value"])),
                    day=day,
                )
                for number, row in sorted(chosen.items(), key=lambda pair: str(days[pair[0]]))
                if row["authority"] == name and (day := days[number]) is not None
            ),
        )
        for name in authorities
    ]
    left = f" {several} more give several, and none is drawn of those." if several else ""
    return Chart(
        kind="figure",
        title=f"{named[:1].upper()}{named[1:]}: figures of prose",
        covers=(
            f"{len(chosen)} of {len(reports)} reports, on {len(authorities)} "
            f"authorit{'y' if len(authorities) == 1 else 'ies'}, give one.{left}"
        ),
        axis=unit,
        series=tuple(series),
        table=figures_table(chosen.values()),
        notes=(_READ_BY_RULES,),
    )

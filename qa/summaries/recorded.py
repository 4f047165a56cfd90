"""What is recorded of a report beside its grades: the grades before, and its standard figures, each where it stands.

Knows recorded facts. Does not know sentences, nor how a summary is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.measures import measures
from qa.facts.figures import figure_claim, figures_of
from qa.facts.model import upper

if TYPE_CHECKING:
    from corpus.model import Report
    from corpus.store import Store

__all__ = ["Recorded", "before", "standard_figures"]

MOST = 8  # figures: the first measures of the list are those that people ask for


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """A line of what is recorded: its words and its span in the report's text."""

    text: str
    span: tuple[int, int]


def before(report: Report, store: Store, names: dict[str, str]) -> list[Recorded]:
    """The grades of the inspection before that the report itself names, an area each; `names` are the areas'."""
    found: dict[str, Recorded] = {}
    for stored in store.facts(reports=[report.number], kind="previous_judgement"):
        fact = stored.fact
        if fact.origin == "text":
            name = names.get(fact.key, fact.key.replace("_", " "))
            found.setdefault(fact.key, Recorded(text=f"{name}: {fact.value}", span=(fact.start, fact.end)))
    return [found[key] for key in (*names, *(key for key in found if key not in names)) if key in found]


def standard_figures(report: Report, store: Store) -> list[Recorded]:
    """The newest of each standard figure that the report gives: "Children looked after: 200 at 31 March 2015"."""
    stored = store.facts(reports=[report.number], kind="statistic")
    newest = {one.fact.fact.key: one for one in figures_of([report], {report.number: stored}) if one.fact.fact.key}
    order = [one.key for one in measures() if one.key in newest]
    lines = []
    for key in order[:MOST]:
        claim, fact = figure_claim(newest[key]), newest[key].fact.fact
        said = claim.text.removeprefix(f"{report.authority}, ")
        lines.append(Recorded(text=upper(said), span=(fact.start, fact.end)))
    return lines

"""A name that no list of bodies has, and that a report's title or text bears all the same.

Knows the names as a question writes them, reports' titles and the word index. A report of no known framework is on
whomever its title says: asked by that name, it is answered as any body is. Knows no kind of body.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.authorities import find_authorities, find_elsewhere
from qa.question import Catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store
    from qa.question import Plan

__all__ = ["with_named"]

# A name with what stands around it: capitalised words, and small ones between two of them.
_RUN = re.compile(r"[A-Z][\w’'&.-]*(?:[ \t]+(?:(?:of|the|and|on|upon|for|in)[ \t]+){0,2}[A-Z0-9][\w’'&.-]*)*")
_OPENING = re.compile(
    r"^(?:(?:How|What|When|Who|Whose|Which|Where|Why|Was|Were|Is|Are|Did|Does|Do|Has|Have|Had|Can|Could|In|Of|At|For|Tell|Give"
    r"|Show|List|The)[ \t]+)+"
)
_RANK = re.compile(
    r"\b(?:county|city|borough|metropolitan|district|unitary|royal|london|council|the|of|s)\b", re.IGNORECASE
)


def with_named(plan: Plan, catalogue: Catalogue, store: Store) -> Catalogue | None:
    """The catalogue with the reports that bear the name asked for as reports on it; None where none does.

    Only a name that would be refused is looked for: one that no body of the library has.
    """
    if plan.authorities or not (plan.unknown_places or plan.absent_authorities):
        return None
    elsewhere = {place.name for place in find_elsewhere(plan.question)}
    for name in _names(plan):
        if name in elsewhere or name in catalogue.authorities:
            continue
        found = _bearing(name, catalogue.reports, store)
        if found:
            numbers = {report.number for report in found}
            return Catalogue.of(
                replace(report, authority=name) if report.number in numbers else report for report in catalogue.reports
            )
    return None


def _names(plan: Plan) -> list[str]:
    """The names that nobody here is known by, as the question writes them, with the words that belong to them."""
    runs = [_OPENING.sub("", run[0]) for run in _RUN.finditer(plan.question)]
    runs = [re.sub(r"['’]s?$", "", run).strip(" .,") for run in runs]
    found = [run for name in plan.unknown_places for run in (*(run for run in runs if name in run), name)]
    for name in plan.absent_authorities:
        # "HMP Bradford" is another body than Bradford; "Bradford City Council" is not.
        found += [run for run in runs if _is_longer(run, name)]
    return list(dict.fromkeys(run for run in found if run))


def _is_longer(run: str, name: str) -> bool:
    """Whether the words name an authority and are more than its name with its rank."""
    matches = find_authorities(run, fuzzy=False)
    if not any(match.name == name for match in matches):
        return False
    rest = run
    for match in reversed(matches):
        rest = f"{rest[: match.start]} {rest[match.end :]}"
    return bool(re.search(r"\w", _RANK.sub(" ", rest)))


def _bearing(name: str, reports: Sequence[Report], store: Store) -> list[Report]:
    """The reports on nobody known that have the name in their title, else those that have it in their text."""
    unclaimed = [report for report in reports if report.authority is None]
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    titled = [report for report in unclaimed if word.search(report.title)]
    if titled or not unclaimed:
        return titled
    words = re.findall(r"\w+", name)
    found = store.match('"' + " ".join(words) + '"', limit=200) if words else []
    passages = store.passages([number for number, _ in found])
    speaking = {one.report for one in passages.values()}
    return [report for report in unclaimed if report.number in speaking]

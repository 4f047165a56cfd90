"""The bodies that reports are on: of which kind each is, and the name under which it is told from every other.

Knows reports, frameworks and what people call the kinds. Bodies never merge: two of one name and different identifiers,
or in different places, have names that say so; one that was renamed keeps its newest name by its identifier. Knows no
text and no question.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.frameworks import framework

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from sqlite3 import Row

    from corpus.frameworks import BodyKind
    from corpus.model import Report

__all__ = [
    "CALLED",
    "NO_OTHER",
    "OF_BODIES",
    "base_name",
    "kind_of",
    "kinds_of",
    "short_names",
    "told_apart",
    "with_bodies",
]

OF_BODIES = (
    "SELECT report, kind, key, value FROM facts"
    " WHERE kind IN ('identifier', 'address', 'council', 'published_month') ORDER BY number"
)
"""The facts of the bodies that reports are on, and the month of publication; the first of each counts."""

_OF_WHO_RUNS_IT = "provider"  # the key of an identifier by which many bodies may go

# What people call the bodies of a kind, one and many; a framework's file has its own words besides.
CALLED: dict[BodyKind, tuple[tuple[str, str], ...]] = {
    "council": (("council", "councils"), ("local authority", "local authorities"), ("authority", "authorities")),
    "partnership": (("partnership", "partnerships"), ("local area", "local areas")),
    "school": (("school", "schools"),),
    "home": (("home", "homes"),),
    "provider": (("provider", "providers"),),
    "prison": (("prison", "prisons"), ("jail", "jails")),
    "force": (("police force", "police forces"), ("force", "forces")),
    "trust": (("trust", "trusts"),),
    "site": (("site", "sites"),),
    "event": (("event", "events"), ("accident", "accidents"), ("incident", "incidents")),
}


def kind_of(report: Report) -> BodyKind | None:
    """The kind of body that a report is on: its framework's; a council where it has an authority and no framework.

    None where it is on nobody known, or its framework's file is not there.
    """
    if report.framework is None:
        return "council" if report.authority else None
    known = framework(report.framework)
    return known.body.kind if known is not None else None


def kinds_of(reports: Iterable[Report]) -> tuple[BodyKind, ...]:
    """The kinds of body that these reports are on, in the order of `CALLED`."""
    found = {kind_of(report) for report in reports if report.authority}
    return tuple(kind for kind in CALLED if kind in found)


def with_bodies(reports: Iterable[Report], rows: Iterable[Row]) -> list[Report]:
    """The reports with what `OF_BODIES` gives: identifiers, address, the council they lie in, month of publication."""
    found: dict[int, dict[tuple[str, str], str]] = {}
    for row in rows:
        found.setdefault(row["report"], {}).setdefault((row["kind"], row["key"]), row["value"])
    return [
        replace(
            report,
            identifiers={key: value for (kind, key), value in said.items() if kind == "identifier"},
            address=said.get(("address", "")),
            council=said.get(("council", "")),
            month=said.get(("published_month", "")) if report.published is None else None,
        )
        if (said := found.get(report.number))
        else report
        for report in reports
    ]


def told_apart(reports: Sequence[Report]) -> list[Report]:
    """The same reports; where bodies of one kind share a name, each has what tells it apart behind its name."""
    named: dict[tuple[BodyKind | None, str], dict[str, list[int]]] = {}
    kinds = [kind_of(report) if report.authority else None for report in reports]
    newest = _newest_names(reports, kinds)
    found = [
        replace(report, authority=newest[mark]) if (mark := _identifier(report, kind)) in newest else report
        for report, kind in zip(reports, kinds, strict=True)
    ]
    for at, (report, kind) in enumerate(zip(found, kinds, strict=True)):
        if report.authority and kind not in (None, "council", "partnership"):
            told = named.setdefault((kind, report.authority), {})
            told.setdefault(_mark(report), []).append(at)
    for (_, name), told in named.items():
        # One report that says nothing of itself besides its name may be of any of them: it is told apart, too.
        if len(told) < 2:
            continue
        for said, places in told.items():
            for at in places:
                found[at] = replace(found[at], authority=f"{name} ({said or found[at].number})")
    return found


# What names of schools, settings and homes end in, and people leave out.
_LEFT_OUT = frozenset(
    """primary secondary junior infant infants nursery first middle high grammar community academy school college
    pre-school preschool day care nursing residential home centre service services limited ltd""".split()
)


# What stands within names of schools, and people leave out.
_FAITHS = r"\s+(?:church of england|c of e|cofe|(?:roman )?catholic|rc)\b"
_FAITH = re.compile(rf"{_FAITHS}(?=\s)", re.IGNORECASE)
NO_OTHER = rf"(?!{_FAITHS})"
"""What may not follow a short name: "Hollins Lane Catholic Primary" is another school than Hollins Lane."""


_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr)\.? (?P<name>\S+ \S.*)")
_PRISON = re.compile(r"(?:HMP|HMYOI|HMP/YOI|HMP (?:and|&) YOI|HM Prison) (?P<name>\S.*)")


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Names without the words for what they are, at their end or within ("Hollins Lane", "Hollins Lane Primary"), each
    with the whole one.

    At least two words stay; what two bodies would share, or is another's whole name, is no short name.
    """
    names = list(names)
    found: dict[str, list[str]] = {}
    whole = {base_name(name).casefold() for name in names}
    for name in names:
        own = base_name(name)
        for short in dict.fromkeys(one for said in (own, _FAITH.sub("", own)) for one in _cut(said)):
            if short.casefold() not in whole:
                found.setdefault(short, []).append(name)
    return {short: several[0] for short, several in found.items() if len(several) == 1}


def _cut(name: str) -> Iterator[str]:
    """The name, and the name without its last words for what it is, one after the other; a person's without the title,
    a prison's as it is said ("Leeds prison")."""
    words = name.split()
    yield " ".join(words)
    if untitled := _TITLED.match(name):
        yield untitled["name"]
    if prison := _PRISON.match(name):
        yield f"{prison['name']} prison"
        if " " in prison["name"]:
            yield prison["name"]
    while len(words) > 2 and words[-1].casefold() in _LEFT_OUT:
        words.pop()
        yield " ".join(words)


def base_name(name: str) -> str:
    """The name without what tells it from another of the same."""
    return name.partition(" (")[0]


def _own_numbers(report: Report) -> list[tuple[str, str]]:
    """The identifiers of the body itself: a number of whoever runs it is that of many bodies."""
    return sorted((key, value) for key, value in report.identifiers.items() if key != _OF_WHO_RUNS_IT)


def _mark(report: Report) -> str:
    """What tells a body from another of its name: the council that it lies in and its identifier, else its address."""
    numbers = [f"{key.upper()} {value}" for key, value in _own_numbers(report)[:1]]
    return ", ".join(part for part in (report.council or "", *numbers) if part) or (report.address or "")


def _identifier(report: Report, kind: BodyKind | None) -> tuple[BodyKind | None, str, str] | None:
    """The first identifier of a body, with its kind and the name of the identifier; None where it has none."""
    numbers = _own_numbers(report)
    return (kind, *numbers[0]) if numbers and report.authority else None


def _newest_names(
    reports: Sequence[Report], kinds: Sequence[BodyKind | None]
) -> dict[tuple[BodyKind | None, str, str] | None, str]:
    """The name in the newest report of each identifier."""
    newest: dict[tuple[BodyKind | None, str, str] | None, tuple[str, str]] = {}
    for report, kind in zip(reports, kinds, strict=True):
        mark = _identifier(report, kind)
        if mark is None or not report.authority:
            continue
        when = report.dated.isoformat() if report.dated else ""
        if mark not in newest or when >= newest[mark][0]:
            newest[mark] = (when, report.authority)
    return {mark: name for mark, (_, name) in newest.items()}

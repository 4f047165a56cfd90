"""Queries written by hand for questions whose answers are known, over a table of real reports, where there is one.

The names in a question are looked up in the table: none stands here.
"""

from __future__ import annotations

import csv
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.authorities import authority
from corpus.model import Report
from qa.facts.execute import run
from qa.plan.query import (
    ALL,
    And,
    At,
    ByAuthority,
    Choice,
    DateOf,
    Extreme,
    FrameworkIs,
    GapBetween,
    Graded,
    Has,
    InRegion,
    Judged,
    LedBy,
    Not,
    Or,
    Query,
    Ranking,
    Repeats,
    Step,
    Then,
    Want,
)
from qa.question import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.facts.result import Member, Result
    from qa.plan.query import DateKind, WantKind

REPORTS = Path(os.environ.get("INSPECTQA_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))
TRUTH = Path(os.environ.get("INSPECTQA_TRUTH", REPORTS.parent / "eval" / "truth.csv"))
QUESTIONS = TRUTH.with_name("sets.jsonl")
AREAS = ("overall", "help_and_protection", "in_care", "adoption", "care_leavers", "leadership", "lscb")
FRAMEWORKS = {"SIF": "SIF", "ILACS": "ILACS"}

pytestmark = pytest.mark.skipif(
    not (TRUTH.is_file() and QUESTIONS.is_file()),
    reason=f"no table of facts at {TRUTH} with questions beside it: set INSPECTQA_REPORTS or INSPECTQA_TRUTH",
)


# the table as reports


def table() -> tuple[Report, ...]:
    """The reports of the table, numbered from 1."""
    with TRUTH.open(encoding="utf-8", newline="") as file:
        return tuple(as_report(number, row) for number, row in enumerate(csv.DictReader(file), start=1))


def as_report(number: int, row: dict[str, str]) -> Report:
    known = authority(row["authority"])
    return Report(
        id=str(number),
        number=number,
        source=row["file"],
        title=row["file"],
        media_type="application/pdf",
        pages=int(row["pages"]),
        authority=row["authority"],
        region=known.region if known else None,
        framework=FRAMEWORKS.get(row["framework"], "LAC"),
        inspection_start=day(row["inspection_start"]),
        inspection_end=day(row["inspection_end"]),
        published=day(row["published"]),
        lead_inspector=row["lead_inspector"] or None,
        judgements={area: row[area] for area in AREAS if row[area]},
    )


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# queries


def overall(*grades: str) -> Graded:
    return Graded("overall", grades)


def when(first: date | int, last: date | int | None = None, kind: DateKind = "published") -> DateOf:
    """A year, or a stretch from its first year or day to its last."""
    start = first if isinstance(first, date) else date(first, 1, 1)
    last = last if last is not None else start.year
    end = last if isinstance(last, date) else date(last, 12, 31)
    return DateOf(kind, Period(start=start, end=end, words=""))


def authorities(*where: Any, **more: Any) -> Query:
    return Query(over="authorities", where=where[0] if len(where) == 1 else And(where), **more)


def reports(*where: Any, **more: Any) -> Query:
    return Query(over="reports", where=where[0] if len(where) == 1 else And(where), **more)


O, G, R, I = (overall(one) for one in ("outstanding", "good", "requires improvement", "inadequate"))  # noqa: E741
AT_LEAST_GOOD, BELOW_GOOD = overall("outstanding", "good"), overall("requires improvement", "inadequate", "adequate")
SIF, ILACS = FrameworkIs(("SIF",)), FrameworkIs(("ILACS",))
LATEST = Choice()
LONDON = InRegion(("London",))
SINCE_2020, BEFORE_2022 = when(2020, date.max), when(date.min, 2021)
EARLY_INADEQUATE = Has(And((I, when(2014, 2015))))


def leadership(grade: str) -> Graded:
    return Graded("leadership", (grade,))


QUERIES = {
    "sd-001": authorities(Has(G, least=2, every=True)),
    "sd-002": authorities(Not(At(LATEST, AT_LEAST_GOOD))),
    "sd-003": authorities(Then(And((I, when(2014))), I, never=True)),
    "sd-004": authorities(Then(And((R, when(2015))), O)),
    "sd-005": authorities(At(Choice(0, SIF), I), At(LATEST, G)),
    "sd-006": authorities(Then(And((I, when(2014))), And((O, when(date.min, 2024))))),
    "sd-007": authorities(Has(And((G, when(2017)))), Has(And((R, when(2022))))),
    "sd-008": reports(ILACS, G, Graded("help_and_protection", ("requires improvement",))),
    "sd-009": authorities(Has(And((ILACS, leadership("outstanding"), G)))),
    "sd-010": reports(ILACS, G, Graded("care_leavers", ("outstanding",))),
    "sd-011": authorities(Has(And((ILACS, I, Not(Graded("in_care", ("inadequate",))))))),
    "sd-012": reports(when(2018), overall("outstanding", "inadequate")),
    "sd-013": authorities(At(LATEST, AT_LEAST_GOOD)),
    "sd-014": authorities(Has(And((SINCE_2020, Or((leadership("inadequate"), I)))))),
    "sd-015": authorities(Has(I)),
    "sd-016": authorities(At(LATEST, G), wants=(Want(kind="share", base=LONDON),)),
    "sd-017": reports(ILACS),
    "sd-018": reports(when(2017), G),
    "sd-019": reports(R, wants=(Want(kind="share", base=SIF),)),
    "sd-020": authorities(InRegion(("North West",)), At(LATEST, G)),
    "sd-021": authorities(InRegion(("South West",)), Has(BELOW_GOOD)),
    "sd-022": authorities(InRegion(("West Midlands",)), At(LATEST, O)),
    "sd-023": authorities(Has(And((SIF, O)))),
    "sd-024": authorities(Has(R, ILACS, least=2)),
    "sd-025": reports(SIF, Graded("lscb", ("good",))),
    "sd-028": authorities(Repeats(2)),
    "sd-030": reports(when(date(2014, 3, 1), date(2014, 3, 31))),
    "sd-031": reports(when(date(2023, 7, 1), date(2023, 12, 31))),
    "sd-032": reports(when(date(2021, 1, 1), date(2021, 10, 31))),
    "sd-033": reports(when(2022, kind="started")),
    "sd-034": authorities(Step("overall", None, -1, "last")),
    "sd-035": authorities(Has(ALL, least=3), Step("overall", 0, 0, "every")),
    "sd-036": authorities(Or((Step("overall", 2, 2), Step("overall", -2, -2)))),
    "sd-037": authorities(Step("leadership", -2, -2)),
    "sd-038": authorities(ALL, extreme=Extreme(of="gap")),
    "sd-039": authorities(GapBetween(least=1950)),
    "sd-040": authorities(ALL, extreme=Extreme(of="gap", most=False)),
    "sd-041": reports(ILACS, extreme=Extreme(of="date", most=False)),
    "sd-042": reports(ALL, extreme=Extreme(of="date", limit=3)),
    "sd-043": authorities(ALL, universe=FrameworkIs(("SIF", "ILACS")), extreme=Extreme(of="reports")),
    "sd-044": reports(ALL, ranking=Ranking(by="year")),
    "sd-045": authorities(At(LATEST, O), ranking=Ranking(by="region")),
    "sd-046": authorities(Has(ALL, least=1, most=1)),
    "sd-047": authorities(At(LATEST, BEFORE_2022)),
    "sd-048": authorities(LONDON, At(LATEST, Not(when(2023, date.max)))),
    "sd-049": reports(SIF, Not(Judged("lscb"))),
    "sd-050": reports(ILACS, Judged("adoption")),
    "sd-057.1": authorities(At(LATEST, R)),
    "sd-057.2": authorities(At(LATEST, R), LONDON),
    "sd-057.3": authorities(At(LATEST, R), InRegion(("East Midlands",))),
    "sd-058.1": reports(ILACS, when(2023), G),
    "sd-058.2": reports(ILACS, when(2023), O),
    "sd-058.3": reports(ILACS, when(2023), G, Graded("care_leavers", ("requires improvement",))),
    "sd-060.1": authorities(EARLY_INADEQUATE),
    "sd-060.2": authorities(EARLY_INADEQUATE, At(LATEST, G)),
    "sd-060.3": authorities(EARLY_INADEQUATE, At(LATEST, G), InRegion(("West Midlands",))),
}
# For questions that name somebody: a query made of who it is.
LED: dict[str, Callable[[LedBy], Query]] = {
    "sd-026": reports,
    "sd-027": lambda led: reports(led, I),
    "sd-029": reports,
    "sd-059.1": reports,
    "sd-059.2": lambda led: reports(led, I),
    "sd-059.3": lambda led: reports(led, I),
}
# For questions that name authorities: the area, and whether each one's latest grade is asked for or all of one's.
GRADES = {
    "sd-051": ("leadership", LATEST),
    "sd-052": ("overall", LATEST),
    "sd-053": ("help_and_protection", LATEST),
    "sd-054": ("help_and_protection", None),
    "sd-055": ("in_care", None),
    "sd-056": ("leadership", None),
}


# the questions and their answers


@pytest.fixture(scope="module")
def library() -> tuple[Report, ...]:
    return table()


@pytest.fixture(scope="module")
def questions() -> dict[str, dict[str, Any]]:
    """Every question and every turn of a chat ("sd-057.2"), in words that stand by themselves, by its id."""
    found: dict[str, dict[str, Any]] = {}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found[item["id"]] = item
        for turn, one in enumerate(item.get("turns", ()), start=1):
            found[f"{item['id']}.{turn}"] = one | {"question": one["standalone"]}
    return found


def gold_names(item: dict[str, Any]) -> list[str] | None:
    """The names of its set, as far as they are written out."""
    names = item.get("set", item.get("members"))
    return None if names is None else sorted(names)


def of_names(members: tuple[Member, ...], gold: list[str]) -> list[str]:
    """The authorities of the members, each by the beginning of its name that the gold gives where there is one."""
    found = {member.authority or "" for member in members}
    return sorted(next((short for short in gold if name.startswith(short)), name) for name in found)


def check(result: Result, item: dict[str, Any]) -> None:
    gold = gold_names(item)
    if gold is not None:
        assert of_names(result.members, gold) == gold
    if "count" in item:
        assert len(result.members) == item["count"]
    gold_pages = {Path(one["file"]).name for one in item["gold"]}
    if gold is not None and gold_pages:
        shown = {Path(report.source).stem for member in result.members for report in member.reports}
        assert gold_pages <= shown


@pytest.mark.parametrize("key", QUERIES)
def test_a_query_gives_the_known_answer(
    key: str, library: tuple[Report, ...], questions: dict[str, dict[str, Any]]
) -> None:
    item = questions[key]
    result = run(QUERIES[key], library)
    check(result, item)
    if result.base:
        assert item["answer"].startswith(f"{len(result.members)} of {len(result.base)}")
    if result.groups:
        assert item["answer"].startswith(f"{result.groups[0].key} ({result.groups[0].count})")
        assert len(result.groups) == 1
    if "set" not in item and "members" not in item and "count" not in item and not result.groups:
        assert [member.authority for member in result.members] == [re.split(r":| \(", item["answer"])[0]]
    for gap in result.members[0].gaps if key in ("sd-038", "sd-040") else ():
        assert f"({gap.days} days" in item["answer"]


@pytest.mark.parametrize("key", LED)
def test_a_query_on_who_led_gives_the_known_answer(
    key: str, library: tuple[Report, ...], questions: dict[str, dict[str, Any]]
) -> None:
    item = questions[key]
    leads = {report.lead_inspector for report in library if report.lead_inspector}
    led = LedBy(tuple(lead for lead in leads if lead in item["question"]))
    check(run(LED[key](led), library), item)


@pytest.mark.parametrize("key", GRADES)
def test_grades_compared_or_over_time_are_the_known_ones(
    key: str, library: tuple[Report, ...], questions: dict[str, dict[str, Any]]
) -> None:
    item, (area, choice) = questions[key], GRADES[key]
    known = {report.authority for report in library if report.authority}
    asked = tuple(
        name for name in known if re.search(rf"(?<!west )(?<!north )\b{name}\b", item["question"], re.IGNORECASE)
    )
    kind: WantKind = "grades" if choice else "history"
    result = run(reports(ByAuthority(asked), choice=choice, wants=(Want(kind=kind, areas=(area,)),)), library)
    found = [
        (member.authority, member.reports[0].published, member.reports[0].judgements[area]) for member in result.members
    ]
    if choice:
        said = {f"{name}: {grade} ({published.year})" for name, published, grade in found if published}
        assert said == set(item["answer"].rstrip(".").split("; "))
    else:
        assert (
            "; ".join(f"{published.year} {grade}" for _, published, grade in found if published) + "." == item["answer"]
        )

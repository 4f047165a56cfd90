"""A small library of made-up reports for the tests of plans and facts: rows written straight into the tables.

Each fact's span is a line of the report's text that states it, so that a quote can be checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from corpus.store import Store

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

G, O, R, I = "good", "outstanding", "requires improvement", "inadequate"  # noqa: E741


@dataclass(frozen=True, kw_only=True)
class Made:
    """One made-up report; `figures` are (measure, value, unit, as-of date)."""

    authority: str | None
    framework: str = "ILACS"
    region: str | None = None
    start: str | None = None
    end: str | None = None
    published: str | None = None
    printed: bool = True
    inspector: str | None = None
    grades: dict[str, str] = field(default_factory=dict)
    figures: tuple[tuple[str, float, str, str | None], ...] = ()
    before: str | None = None


def sif(
    overall: str, *, protection: str, care: str, adoption: str, leavers: str, leaders: str, board: str | None = None
) -> dict[str, str]:
    """The judgements of a report of 2014 to 2018."""
    grades = {"overall": overall, "help_and_protection": protection, "in_care": care, "adoption": adoption}
    grades |= {"care_leavers": leavers, "leadership": leaders}
    return grades | ({"lscb": board} if board else {})


def ilacs(overall: str | None, protection: str, care: str, leaders: str, leavers: str | None = None) -> dict[str, str]:
    """The judgements of a report since 2018, with or without one for care leavers, or overall."""
    grades = {"overall": overall} if overall else {}
    grades |= {"help_and_protection": protection, "in_care": care, "leadership": leaders}
    return grades | ({"care_leavers": leavers} if leavers else {})


def make_library(folder: Path, reports: list[Made]) -> Store:
    """A library in `folder` that holds these reports, numbered from 1."""
    store = Store(folder, create=True)
    with store.database.transaction() as connection:
        for number, made in enumerate(reports, start=1):
            _write(connection, number, made)
    return store


def _write(connection: Connection, number: int, made: Made) -> None:
    rows: list[tuple[str, str, str, float | None, str | None, str | None, str]] = []

    def add(kind: str, value: str | None, line: str, key: str = "", **more: object) -> None:
        if value is not None:
            amount, unit, as_of = more.get("amount"), more.get("unit"), more.get("as_of")
            assert amount is None or isinstance(amount, float)
            rows.append((kind, key, value, amount, str(unit) if unit else None, str(as_of) if as_of else None, line))

    add("authority", made.authority, f"Report on {made.authority}")
    add("inspection_start", made.start, f"Inspection began {made.start}")
    add("inspection_end", made.end, f"Inspection ended {made.end}")
    add("published", made.published, f"Published {made.published}")
    add("lead_inspector", made.inspector, f"Lead inspector: {made.inspector}")
    for area, grade in made.grades.items():
        # Only the newer reports print "requires improvement to be good".
        longer = " to be good" if grade == R and made.framework == "ILACS" else ""
        add("judgement", grade, f"{area}: {grade}{longer}", area)
    for measure, figure, of, day in made.figures:
        add(
            "statistic",
            f"{figure:g}",
            f"{measure} {figure:g} {day}",
            measure,
            amount=float(figure),
            unit=of,
            as_of=day,
        )
    add("previous_judgement", made.before, f"The last inspection found {made.before}.", "overall")
    text = "".join(f"{row[6]}\n" for row in rows)
    connection.execute(
        "INSERT INTO reports (number, id, source, title, media_type, text, pages, authority, region, framework,"
        " inspection_start, inspection_end, published, published_from, lead_inspector, extraction_version)"
        " VALUES (?, ?, ?, ?, 'text/plain', ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, 'test')",
        (
            number,
            f"{number:064x}",
            f"/reports/{number}.txt",
            f"{made.authority}: inspection {(made.published or made.end or '')[:4]}",
            text,
            made.authority,
            made.region,
            made.framework,
            made.start,
            made.end,
            made.published,
            ("text" if made.printed else "filename") if made.published else None,
            made.inspector,
        ),
    )
    connection.execute("INSERT INTO pages VALUES (?, 1, 0, ?, NULL, 'text')", (number, len(text)))
    at = 0
    for kind, key, value, amount, unit, as_of, line in rows:
        named = kind == "published" and not made.printed
        span = (0, 0, None, "filename") if named else (at, at + len(line), 1, "text")
        connection.execute(
            'INSERT INTO facts (report, kind, key, value, amount, unit, as_of, start, "end", page, origin)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, kind, key, value, amount, unit, as_of, *span),
        )
        at += len(line) + 1


def day(text: str) -> date:
    """An ISO date."""
    return date.fromisoformat(text)


# Six authorities that do not exist, over three frameworks.
REPORTS = [
    Made(
        authority="Aldermoor",
        framework="SIF",
        region="North West",
        start="2014-03-04",
        end="2014-03-26",
        published="2014-05-12",
        inspector="Petra Holloway",
        grades=sif(I, protection=I, care=R, adoption=G, leavers=I, leaders=I, board=R),
        figures=(
            ("looked_after", 410, "children", "2013-12-31"),
            ("looked_after", 395, "children", "2012-12-31"),
            ("looked_after_rate", 82, "per 10,000", "2013-12-31"),
            ("child_protection_plans", 260, "children", "2013-12-31"),
            ("adoptions", 21, "adoptions", None),
        ),
    ),
    Made(
        authority="Aldermoor",
        framework="SIF",
        region="North West",
        start="2017-01-16",
        end="2017-02-09",
        published="2017-04-03",
        inspector="Rowan Tate",
        grades=sif(R, protection=R, care=G, adoption=G, leavers=R, leaders=R),
        before=I,
        figures=(
            ("looked_after", 455, "children", "2016-12-31"),
            ("looked_after", 440, "children", "2016-03-31"),
            ("looked_after_rate", 91, "per 10,000", "2016-12-31"),
            ("adoptions", 34, "adoptions", None),
        ),
    ),
    Made(
        authority="Aldermoor",
        region="North West",
        start="2021-10-11",
        end="2021-10-22",
        published="2021-12-06",
        printed=False,
        inspector="Rowan Tate",
        grades=ilacs(G, G, O, G),
        before=R,
    ),
    Made(
        authority="Brackenshire",
        framework="SIF",
        region="South East",
        start="2015-11-30",
        end="2015-12-17",
        published="2016-02-15",
        inspector="Imogen Sayle",
        grades=sif(G, protection=G, care=G, adoption=O, leavers=G, leaders=G, board=G),
        figures=(
            ("looked_after", 612, "children", "2015-10-31"),
            ("looked_after_rate", 55, "per 10,000", "2015-10-31"),
        ),
    ),
    Made(
        authority="Brackenshire",
        region="South East",
        start="2019-06-03",
        end="2019-06-14",
        published="2019-07-22",
        printed=False,
        inspector="Petra Holloway",
        grades=ilacs(I, I, R, I),
        before=G,
    ),
    Made(
        authority="Brackenshire",
        region="South East",
        start="2023-09-11",
        end="2023-09-15",
        published="2023-10-27",
        printed=False,
        inspector="Rowan Tate",
        grades=ilacs(R, R, G, R, leavers=I),
        before=I,
    ),
    Made(
        authority="Cressford",
        framework="SIF",
        region="London",
        start="2016-09-12",
        end="2016-10-06",
        published="2016-11-25",
        inspector="Imogen Sayle",
        grades=sif(O, protection=G, care=O, adoption=O, leavers=G, leaders=O),
        figures=(
            ("looked_after", 205, "children", "2016-03-31"),
            ("looked_after_rate", 37, "per 10,000", "2016-03-31"),
        ),
    ),
    Made(
        authority="Cressford",
        region="London",
        start="2023-09-11",
        end="2023-09-22",
        published="2023-11-06",
        printed=False,
        inspector="Dilys Marchant",
        grades=ilacs(G, G, O, O, leavers=O),
    ),
    Made(
        authority="Dunmarsh and Vale",
        region="London",
        start="2018-09-03",
        end="2018-09-14",
        published="2018-10-15",
        printed=False,
        inspector="Petra Holloway",
        grades=ilacs(O, O, O, O),
    ),
    Made(
        authority="Ellerby",
        framework="LAC",
        region="North West",
        start="2013-07-15",
        end="2013-07-19",
        published="2013-08-23",
        inspector="Imogen Sayle",
        grades={"overall": "adequate", "leadership": "good"},
    ),
    Made(
        authority="Ellerby",
        region="North West",
        start="2026-05-11",
        end="2026-05-22",
        published="2026-07-03",
        printed=False,
        inspector="Dilys Marchant",
        grades=ilacs(None, G, G, R, leavers=G),
    ),
    Made(
        authority="Fenwick",
        framework="focused visit",
        region="North East",
        start="2022-03-08",
        end="2022-03-09",
        published="2022-04-20",
    ),
]

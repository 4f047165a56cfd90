"""What a person has corrected of what was read: kept apart from it, laid over it when it is looked up.

Knows the table `corrections`, which names reports by their files' bytes: a new reading of the same file, or its removal
and return, leaves them as they are. The rows that were read are never changed, so that a correction can be undone. Does
not know how facts are read or asked for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from corpus.editions import EDITION, settle
from corpus.errors import CorrectionError
from corpus.files import is_text
from corpus.model import Correction, Fact, Report
from corpus.rows import SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpus.database import Database

__all__ = ["choose", "correct", "corrected_report", "corrections", "overlaid", "undo"]

_DATES = ("inspection_start", "inspection_end", "published")
_LONGEST = 500  # characters of a reason


def corrections(database: Database) -> dict[int, tuple[Correction, ...]]:
    """The corrections of each report that is here, by its number; `read` is not yet filled in."""
    found: dict[int, tuple[Correction, ...]] = {}
    for row in database.rows(
        "SELECT r.number, c.field, c.value, c.because, c.at FROM corrections c JOIN reports r ON r.id = c.report"
        " WHERE c.field != ? ORDER BY r.number, c.field",
        (EDITION,),
    ):
        one = Correction(field=row["field"], value=row["value"], because=row["because"], at=row["at"])
        found[row["number"]] = (*found.get(row["number"], ()), one)
    return found


def corrected_report(report: Report, made: Sequence[Correction]) -> Report:
    """The report as it is with these corrections, which say now what was read."""
    changes: dict[str, Any] = {"judgements": dict(report.judgements)}
    told: list[Correction] = []
    for one in made:
        if one.field not in SINGLE:
            told.append(replace(one, read=report.judgements.get(one.field)))
            changes["judgements"][one.field] = one.value
            continue
        was = getattr(report, one.field)
        told.append(replace(one, read=None if was is None else str(was)))
        changes[one.field] = date.fromisoformat(one.value) if one.field in _DATES else one.value
        if one.field == "published":
            changes["published_from"] = "corrected"
        elif one.field == "authority":
            from corpus.authorities import authority

            known = authority(one.value)
            changes["region"] = known.region if known else None
    return replace(report, **changes, corrections=tuple(told))


def overlaid(
    facts: Iterable[tuple[int, Fact]], made: Mapping[int, Sequence[Correction]]
) -> tuple[list[Fact], list[tuple[int, Fact]]]:
    """Facts, each with its report's number, with the corrected values; and those that nothing was read for."""
    found: list[Fact] = []
    seen: set[tuple[int, str, str]] = set()
    values = {(number, *_of(one)): one.value for number, some in made.items() for one in some}
    for number, fact in facts:
        key = (number, fact.kind, fact.key)
        seen.add(key)
        found.append(replace(fact, value=values[key], origin="corrected") if key in values else fact)
    added = [
        (number, Fact(kind=kind, key=key, value=value, start=0, end=0, origin="corrected"))  # type: ignore[arg-type]
        for (number, kind, key), value in values.items()
        if (number, kind, key) not in seen
    ]
    return found, added


def _of(one: Correction) -> tuple[str, str]:
    """The kind and key of the facts that a correction is of."""
    return (one.field, "") if one.field in SINGLE else ("judgement", one.field)


def correct(database: Database, report: Report, field: str, value: str, *, because: str) -> Correction:
    """Correct one thing of a report: a date, the authority, framework or lead inspector, or the grade of an area.

    Raises CorrectionError for what cannot be corrected, is not written as it should be, or has no reason; LibraryInUse
    while somebody ingests.
    """
    because = " ".join(because.split())
    _refuse_no_text(field, value, because)
    if not because:
        raise CorrectionError('A correction needs a reason: --because "the council\'s website gives this date".')
    if len(because) > _LONGEST:
        raise CorrectionError(f"The reason is longer than {_LONGEST} characters. Say it in a sentence.")
    made = Correction(field=field, value=_checked(report, field, value.strip()), because=because, at=_now())
    _write(database, report, made)
    return made


def choose(database: Database, report: Report, choice: str | None) -> None:
    """Count this report before its other editions ("preferred"), or as none of them ("separate"); None: as it comes.

    Raises LibraryInUse while somebody ingests.
    """
    if choice is None:
        undo(database, report, EDITION)
    else:
        _write(database, report, Correction(field=EDITION, value=choice, because="", at=_now()))


def undo(database: Database, report: Report, field: str) -> bool:
    """Take a correction back; whether there was one.

    Raises CorrectionError for a field that is no text, LibraryInUse while somebody ingests.
    """
    from corpus.lock import write_lock

    _refuse_no_text(field)
    with write_lock(database.folder), database.transaction() as connection:
        gone = connection.execute("DELETE FROM corrections WHERE report = ? AND field = ?", (report.id, field)).rowcount
        if field == EDITION:
            settle(connection, [report.number])
    return bool(gone)


def _write(database: Database, report: Report, made: Correction) -> None:
    from corpus.lock import write_lock

    with write_lock(database.folder), database.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO corrections (report, field, value, because, at) VALUES (?, ?, ?, ?, ?)",
            (report.id, made.field, made.value, made.because, made.at),
        )
        if made.field == EDITION:
            settle(connection, [report.number])


def _refuse_no_text(*given: str) -> None:
    if not all(map(is_text, given)):
        raise CorrectionError("A correction has characters in it that are no text: it is not UTF-8. Type it again.")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _checked(report: Report, field: str, value: str) -> str:
    """The value as it is stored; raises CorrectionError with what would do."""
    from corpus.authorities import find_authorities
    from corpus.frameworks import framework, frameworks

    kind = framework(report.framework) if report.framework else None
    areas = tuple(kind.areas) if kind is not None else ()
    if field not in SINGLE and field not in areas:
        raise CorrectionError(f"{field!r} cannot be corrected. What can be is {_listed((*SINGLE, *areas))}.")
    if not value:
        raise CorrectionError(f"No value is given for {field}. Write it as {field}=VALUE.")
    if field in _DATES:
        return _day(field, value)
    if field == "authority":
        known = find_authorities(value, fuzzy=False)
        return known[0].name if len(known) == 1 else value
    if field == "framework":
        if framework(value) is None:
            raise CorrectionError(
                f"There is no framework {value!r}. There are {_listed([f.key for f in frameworks()])}."
            )
        return value
    if field == "lead_inspector":
        return value
    assert kind is not None, "areas come from a framework"
    grade = kind.grade(value) or next((one for one in kind.scale if one.casefold() == value.casefold()), None)
    if grade is None:
        raise CorrectionError(f"{value!r} is no grade of {kind.name}. Its grades are {_listed(kind.scale)}.")
    return grade


def _day(field: str, value: str) -> str:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise CorrectionError(f"{value!r} is no date. Write {field} as YYYY-MM-DD, such as 2015-09-01.") from None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)

"""The same report twice: which reports of a library are one, and which of them is counted.

Knows the words of texts and the tables `editions` and `corrections`. Two reports are one where their words are the
same, whatever their files, or nearly the same while authority, framework and date are: a copy saved again, or a
corrected edition. One of them is counted in sets, histories and searches; the others stay in the library and wait. What
is one follows from the reports alone, never from the order in which they came. Does not know how a text is read.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from corpus.database import Database

__all__ = ["CHOICES", "EDITION", "alike", "editions_of", "fingerprint", "kin", "note_text", "settle"]

EDITION = "edition"  # the field of `corrections` that holds a person's choice
CHOICES = ("preferred", "separate")  # counted before the others; no edition of another report

_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 4  # words in a row that are compared
_KEPT = 128  # of their hashes, the smallest
# The share of their runs of four words that two texts have in common, measured on 124 real reports: two reports of one
# authority have .07 at most; sixty words changed leave .96 of a long and .85 of a short one, a page rewritten .96 and
# .72.
_ALIKE = 0.6
_FEW = 500
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)  # the primes of xxHash
_DATED = "COALESCE({0}.inspection_end, {0}.inspection_start, {0}.published)"


def fingerprint(text: str) -> tuple[str, bytes]:
    """A digest of a text's letters and digits, equal where they are, and a sketch by which texts are compared.

    The sketch is the 128 smallest hashes (uint64, ascending) of its runs of four words: bottom-k sampling, Broder, "On
    the resemblance and containment of documents", 1997.
    """
    import numpy as np

    words = _WORD.findall(text.casefold())
    codes = {word: zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in set(words)}
    row = np.array([codes[word] for word in words], dtype=np.uint64)
    runs = max(1, len(row) - _SHINGLE + 1)
    mixed = np.zeros(runs if len(row) else 0, dtype=np.uint64)
    for at in range(min(_SHINGLE, len(row))):
        mixed = mixed * np.uint64(_ODD[0]) + row[at : at + runs] * np.uint64(_ODD[at])
    mixed ^= mixed >> np.uint64(33)  # the finaliser of MurmurHash3
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    digest = hashlib.sha256("".join(words).encode("utf-8", "surrogatepass")).hexdigest()
    return digest, np.unique(mixed)[:_KEPT].astype("<u8").tobytes()


def alike(one: bytes, other: bytes) -> float:
    """The share of their runs of words that two sketched texts have in common, estimated: 0 to 1."""
    import numpy as np

    a, b = np.frombuffer(one, dtype="<u8"), np.frombuffer(other, dtype="<u8")
    either = np.union1d(a, b)[:_KEPT]
    return float(np.isin(either, np.intersect1d(a, b)).mean()) if len(either) else 0.0


def note_text(connection: sqlite3.Connection, number: int, text: str) -> None:
    """Keep what tells whether the report is another's edition, and settle which is counted."""
    before = kin(connection, number)
    words, sketch = fingerprint(text)
    connection.execute(
        "INSERT INTO editions (report, words, sketch) VALUES (?, ?, ?) ON CONFLICT (report) DO UPDATE SET"
        " words = excluded.words, sketch = excluded.sketch",
        (number, words, sketch),
    )
    settle(connection, [number, *before])


def kin(connection: sqlite3.Connection, number: int) -> list[int]:
    """The other reports that are one with this report now."""
    rows = connection.execute(
        "SELECT report FROM editions, (SELECT COALESCE(counted, report) AS first FROM editions WHERE report = ?)"
        " WHERE first IN (report, counted) AND report != ?",
        (number, number),
    )
    return [row["report"] for row in rows]


def settle(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Write anew which of the reports that may be one with these are, and which of them is counted."""
    found = _candidates(connection, _reach(connection, set(numbers)))
    for group in _groups(found):
        chosen = [row for row in group if row["choice"] == "preferred"]
        first = max(chosen, key=lambda row: (row["chosen_at"], row["id"])) if chosen else min(group, key=_rank)
        connection.executemany(
            "UPDATE editions SET counted = ?1 WHERE report = ?2 AND counted IS NOT ?1",
            [(None if row is first else first["number"], row["number"]) for row in group],
        )


def editions_of(database: Database, numbers: Iterable[int] | None = None) -> Iterator[sqlite3.Row]:
    """The reports that are not counted, all or those of the groups of `numbers`, by the names of their files.

    Each row has number, id and source, those of the report counted in its place (counted, counted_id, counted_source),
    and whether their words are the `same`.
    """
    wanted = None if numbers is None else set(numbers)
    for row in database.rows(
        "SELECT r.number, r.id, r.source, c.number AS counted, c.id AS counted_id, c.source AS counted_source,"
        " e.words = f.words AS same FROM editions e JOIN reports r ON r.number = e.report"
        " JOIN reports c ON c.number = e.counted JOIN editions f ON f.report = c.number ORDER BY r.source, r.number"
    ):
        if wanted is None or wanted & {row["number"], row["counted"]}:
            yield row


def _reach(connection: sqlite3.Connection, numbers: set[int]) -> list[int]:
    """These reports and all that could be one with any of them, by their words or by whom and when they are about."""
    seen, new = set(numbers), numbers
    while new:
        near = set[int]()
        for some in _chunks(sorted(new)):
            marks = ",".join("?" * len(some))
            near.update(
                row[0]
                for row in connection.execute(
                    f"SELECT f.report FROM editions e JOIN editions f ON f.words = e.words WHERE e.report IN ({marks})"
                    " UNION SELECT s.number FROM reports r JOIN reports s ON s.authority = r.authority"
                    f" AND s.framework IS r.framework AND {_DATED.format('s')} = {_DATED.format('r')}"
                    f" WHERE r.number IN ({marks})",
                    [*some, *some],
                )
            )
        new = near - seen
        seen |= new
    return sorted(seen)


def _candidates(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[sqlite3.Row]:
    found: list[sqlite3.Row] = []
    for some in _chunks(numbers):
        found += connection.execute(
            "SELECT r.number, r.id, r.source, r.media_type, r.published, r.authority, r.framework,"
            f" {_DATED.format('r')} AS dated, e.words, e.sketch, c.value AS choice, c.at AS chosen_at"
            " FROM reports r JOIN editions e ON e.report = r.number"
            " LEFT JOIN corrections c ON c.report = r.id AND c.field = ?"
            f" WHERE r.number IN ({','.join('?' * len(some))})",
            [EDITION, *some],
        ).fetchall()
    return found


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(numbers), _FEW):
        yield numbers[at : at + _FEW]


def _groups(rows: Sequence[sqlite3.Row]) -> list[list[sqlite3.Row]]:
    """The reports that are one, by the links between any two of them; each stands in one group."""
    groups: list[list[sqlite3.Row]] = []
    by_words: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        if row["choice"] == "separate":
            groups.append([row])
        else:
            by_words.setdefault(row["words"], []).append(row)
    joined: list[list[sqlite3.Row]] = []
    for same in by_words.values():
        linked = [group for group in joined if _linked(group, same)]
        joined = [group for group in joined if group not in linked]
        joined.append([row for group in (*linked, same) for row in group])
    return groups + joined


def _linked(group: Sequence[sqlite3.Row], same: Sequence[sqlite3.Row]) -> bool:
    """Whether any report of a group is nearly the same as any of those with the same words."""
    known: dict[bytes, bool] = {}
    for row in group:
        for other in same:
            about = (row["authority"], row["framework"], row["dated"])
            if None in (about[0], about[2]) or about != (other["authority"], other["framework"], other["dated"]):
                continue
            sketch = row["sketch"]
            if sketch not in known:  # those with the same words have one sketch
                known[sketch] = alike(sketch, other["sketch"]) >= _ALIKE
            if known[sketch]:
                return True
    return False


def _rank(row: sqlite3.Row) -> tuple[str, bool, int, str, str]:
    """Which of several is counted unless a person has chosen: the first published, a PDF, that of the shortest name."""
    name = PurePath(row["source"]).name
    return row["published"] or "9999", row["media_type"] != "application/pdf", len(name), name, row["id"]

"""The nearest passages by the signs of their vectors' numbers, from library.sqlite alone: a bit a dimension.

For selections of many reports, for libraries that Chroma cannot open or has been outgrown by: Chroma holds its whole
index in memory, 2 kB a passage, and filters slowly; the signs take 48 bytes. Knows the tables of schema.sql. Does not
know what a vector means.

Signs as a first sieve with exact cosines behind it: Charikar, "Similarity estimation techniques from rounding
algorithms", STOC 2002.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.database import decoded
from corpus.rows import stored_rows
from corpus.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from corpus.database import Database

__all__ = ["Codes", "SignIndex", "code_row"]

# Candidates for each result wanted: by signs alone, then by the question's numbers and the passages' signs, whose exact
# cosine is reckoned last. Of the 60 nearest of 11,672 passages 96 in 100 are found so, and all but the last few always.
_SIEVED, _READ = 50, 6
_ROWS = 65_536  # compared at once: what fits the processor's cache
_CHUNK = 500
_WORD = 8  # bytes


def code_row(numbers: Sequence[int], vectors: NDArray[np.floating[Any]]) -> tuple[bytes, bytes]:
    """What stands in the table for passages and their vectors, float[n, dim]: their numbers, int64, and the signs.

    A vector's signs are a bit a dimension, 1 where it is positive, filled up to whole 64-bit words.
    """
    return np.asarray(numbers, dtype="<i8").tobytes(), _signs(np.asarray(vectors, dtype=np.float32)).tobytes()


def _signs(vectors: NDArray[np.float32]) -> NDArray[np.uint64]:
    bits = np.packbits(vectors > 0, axis=1)
    padded = np.zeros((len(bits), -(-bits.shape[1] // _WORD) * _WORD), dtype=np.uint8)
    padded[:, : bits.shape[1]] = bits
    return padded.view("<u8")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Held:
    """The signs, uint64[words, n], the passages' numbers, int64[n], and where each report's stand.

    Two are equal whose rows in the table have the same `digest`.
    """

    digest: bytes
    signs: NDArray[np.uint64] = field(compare=False)
    numbers: NDArray[np.int64] = field(compare=False)
    places: dict[int, slice] = field(compare=False)


class Codes:
    """The codes of a library, read at first use and again when an ingest has changed it; threads share them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def nearest(
        self, vector: NDArray[np.floating[Any]], k: int, *, reports: Iterable[int] | None = None
    ) -> list[tuple[int, float]]:
        """The `k` nearest passages, of these reports alone if they are given: (number, cosine), best first."""
        held = self._database.kept("codes", self._read)
        wanted = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        chosen = None
        if reports is not None:
            places = [held.places[one] for one in reports if one in held.places]
            chosen = np.concatenate([np.arange(0), *(np.arange(one.start, one.stop) for one in places)])
        signs = held.signs if chosen is None else held.signs[:, chosen]
        if not signs.size:
            return []
        best = _least(_apart(signs, _signs(wanted)[0]), k * _SIEVED)
        best = best[np.argsort(-_leaning(signs[:, best], wanted[0]), kind="stable")[: k * _READ]]
        numbers = held.numbers[best if chosen is None else chosen[best]]
        similar = self._similar([int(number) for number in numbers], wanted[0])
        return sorted(similar.items(), key=lambda pair: (-pair[1], pair[0]))[:k]

    def _similar(self, numbers: Sequence[int], vector: NDArray[np.float32]) -> dict[int, float]:
        found: dict[int, float] = {}
        for at in range(0, len(numbers), _CHUNK):
            chunk = numbers[at : at + _CHUNK]
            marks = ",".join("?" * len(chunk))
            rows = self._database.rows(f"SELECT passage, vector FROM vectors WHERE passage IN ({marks})", chunk)
            with decoded(self._database.path):
                matrix = np.frombuffer(b"".join(row["vector"] for row in rows), dtype="<f2").reshape(len(rows), -1)
                similar = np.nan_to_num(matrix.astype(np.float32)) @ vector
            found |= {row["passage"]: float(value) for row, value in zip(rows, similar, strict=True)}
        return found

    def _read(self) -> _Held:
        rows = [tuple(row) for row in self._database.rows("SELECT report, passages, signs FROM codes ORDER BY report")]
        with decoded(self._database.path):
            return _together([*rows, *_missing(self._database)])


def _missing(database: Database) -> Iterator[tuple[int, bytes, bytes]]:
    """Rows for the reports of an earlier version's library, which has none."""
    for (report,) in database.rows("SELECT number FROM reports WHERE number NOT IN (SELECT report FROM codes)"):
        own = database.rows(
            "SELECT p.number, v.vector FROM passages p JOIN vectors v ON v.passage = p.number WHERE p.report = ?"
            " ORDER BY p.number",
            (report,),
        )
        if own:
            matrix = np.frombuffer(b"".join(row["vector"] for row in own), dtype="<f2").reshape(len(own), -1)
            yield (report, *code_row([row["number"] for row in own], matrix))


def _together(rows: Sequence[tuple[int, bytes, bytes]]) -> _Held:
    numbers = np.frombuffer(b"".join(row[1] for row in rows), dtype="<i8")
    signs = np.frombuffer(b"".join(row[2] for row in rows), dtype="<u8")
    ends = np.cumsum([len(row[1]) // _WORD for row in rows], dtype=np.int64)
    starts = [0, *ends[:-1].tolist()][: len(rows)]  # none, where no report has vectors yet
    digest = blake2b()
    for report, passages, own in rows:
        digest.update(f"{report} {len(passages)} {len(own)} ".encode())
        digest.update(passages)
        digest.update(own)
    return _Held(
        digest=digest.digest(),
        signs=np.ascontiguousarray(signs.reshape(len(numbers), -1).T) if len(numbers) else signs.reshape(0, 0),
        numbers=numbers,
        places={row[0]: slice(start, end) for row, start, end in zip(rows, starts, ends.tolist(), strict=True)},
    )


def _apart(signs: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """In how many dimensions each of n vectors has another sign than the one wanted; uint64[words, n] to uint16[n]."""
    apart = np.zeros(signs.shape[1], dtype=np.uint16)
    for at in range(0, len(apart), _ROWS):
        some = slice(at, at + _ROWS)
        for own, word in zip(signs, wanted, strict=True):
            apart[some] += np.bitwise_count(own[some] ^ word)
    return apart


def _leaning(signs: NDArray[np.uint64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sum of the vector's numbers where each of n others is positive; uint64[words, n] to float32[n]."""
    bits = np.unpackbits(np.ascontiguousarray(signs.T).view(np.uint8), axis=1, count=len(vector))
    leaning: NDArray[np.float32] = bits.astype(np.float32) @ vector
    return leaning


def _least(values: NDArray[np.uint16], count: int) -> NDArray[np.int64]:
    """Where the `count` least values stand, and those that equal the greatest of them, up to twice as many."""
    reached = np.cumsum(np.bincount(values))
    found: NDArray[np.int64] = np.flatnonzero(values <= np.searchsorted(reached, min(count, len(values))))
    return found[: 2 * count]


class SignIndex(Vectors):
    """In place of a Chroma collection where there is none: nothing is written, and the codes are asked.

    For a library that Chroma has been outgrown by, and for one that may only be read, whose folder Chroma cannot open.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database.folder)
        self._database = database
        self._codes = Codes(database)

    def __str__(self) -> str:
        return str(self._database.path)

    @property
    def missing(self) -> bool:
        """Whether there is no collection: it is not to be looked for."""
        return False

    def upsert(self, uids: Sequence[str], vectors: NDArray[np.floating[Any]], **_: Any) -> None:
        """Nothing: library.sqlite has them."""

    def delete(self, uids: Sequence[str]) -> None:
        """Nothing."""

    def clear(self) -> None:
        """Nothing."""

    def query(self, vector: NDArray[np.floating[Any]], k: int) -> list[tuple[str, float]]:
        """The `k` nearest passages: (uid, cosine similarity), best first."""
        near = dict(self._codes.nearest(vector, k))
        marks = ",".join("?" * len(near))
        rows = self._database.rows(f"SELECT number, uid FROM passages WHERE number IN ({marks})", list(near))
        uids = {row["number"]: row["uid"] for row in rows}
        return [(uids[number], similar) for number, similar in near.items() if number in uids]

    def get(self, uids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors with these ids, as library.sqlite has them."""
        return {row.uid: row.vector.astype(np.float32) for row in stored_rows(self._database, uids=uids)}

    def ids(self) -> set[str]:
        """The ids of all passages."""
        return {row["uid"] for row in self._database.rows("SELECT uid FROM passages")}

    def count(self) -> int:
        """How many passages there are."""
        return int(self._database.rows("SELECT COUNT(*) FROM passages")[0][0])

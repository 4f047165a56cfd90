"""Vectors that need not be made again: of passages embedded before, which the library has or this run has made.

Knows passages as they are embedded, and their vectors. Does not embed, and does not know which report comes next.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from ingest.prepare import EMBEDDING, embedded_spans, embedded_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from corpus.store import Store
    from ingest.prepare import Embedded

__all__ = ["Memory", "stored"]

_REMEMBERED = 5_000  # passages whose vectors are kept during a run, some 25 MB


class Memory:
    """float16[1 + m, dim] by a passage's text and its sentences' spans; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._rows: OrderedDict[bytes, NDArray[np.float16]] = OrderedDict()

    def add(self, rows: dict[Embedded, NDArray[np.float16]]) -> None:
        for passage, own in rows.items():
            self._rows[_key(passage)] = own
        while len(self._rows) > _REMEMBERED:
            self._rows.popitem(last=False)

    def find(self, passages: Iterable[Embedded]) -> dict[Embedded, NDArray[np.float16]]:
        return {one: rows for one in passages if (rows := self._rows.get(_key(one))) is not None}


def stored(store: Store, report: int) -> dict[Embedded, NDArray[np.float16]]:
    """The vectors of an earlier reading: what is the same in the new one is not embedded again.

    Empty where the report has gone meanwhile or was embedded otherwise; vectors of another length than the library's
    are left out.
    """
    dimension = int(store.setting("embedding_dimension") or 0)
    found: dict[Embedded, NDArray[np.float16]] = {}
    for row in store.rows(
        "SELECT p.header, p.body, p.start, p.sentences, v.vector, v.sentences AS vectors FROM passages p"
        " JOIN reports r ON r.number = p.report JOIN vectors v ON v.passage = p.number"
        " WHERE p.report = ? AND r.extraction_version LIKE ?",
        (report, f"{EMBEDDING}-%"),
    ):
        spans = json.loads(row["sentences"])
        joined = row["vector"] + row["vectors"]
        if len(joined) == 2 * dimension * (1 + len(spans)):
            passage = embedded_text(row["header"], row["body"]), embedded_spans(row["header"], row["start"], spans)
            found[passage] = np.frombuffer(joined, dtype="<f2").reshape(-1, dimension)
    return found


def _key(passage: Embedded) -> bytes:
    text, spans = passage
    return hashlib.blake2b(f"{spans}{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()

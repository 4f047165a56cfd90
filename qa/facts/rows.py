"""Facts out of the library by parametrised SQL, and the report each belongs to.

Knows the facts table. Does not know questions; what a report does not state is simply not there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from corpus.database import decoded
from corpus.store import stored_fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact

__all__ = ["judgements", "of_kind", "statistics"]

_SELECT = """
    SELECT * FROM facts
    WHERE kind = :kind
      AND report IN (SELECT value FROM json_each(:reports))
      AND (:keys IS NULL OR key IN (SELECT value FROM json_each(:keys)))
    ORDER BY report, start, number
"""


def of_kind(store: Store, kind: str, reports: Iterable[Report], keys: Sequence[str] | None = None) -> list[StoredFact]:
    """Facts of one kind (and of those keys) that `reports` state, by report and place in its text."""
    numbers = json.dumps([report.number for report in reports])
    wanted = None if keys is None else json.dumps(list(keys))
    rows = store.rows(_SELECT, {"kind": kind, "reports": numbers, "keys": wanted})
    with decoded(store.database.path):
        found = [stored_fact(row) for row in rows]
    return store.corrected(found, reports=json.loads(numbers), kind=kind, keys=keys)


def judgements(
    store: Store, reports: Iterable[Report], areas: Sequence[str] | None = None
) -> dict[int, dict[str, StoredFact]]:
    """Each report's judgements by area: {report number: {area: fact}}; the first span of several counts."""
    found: dict[int, dict[str, StoredFact]] = {}
    for fact in of_kind(store, "judgement", reports, areas):
        found.setdefault(fact.report, {}).setdefault(fact.fact.key, fact)
    return found


def statistics(store: Store, reports: Iterable[Report], measure: str) -> dict[int, list[StoredFact]]:
    """Each report's figures of one measure, in the order of its text."""
    found: dict[int, list[StoredFact]] = {}
    for fact in of_kind(store, "statistic", reports, [measure]):
        if fact.fact.number is not None:
            found.setdefault(fact.report, []).append(fact)
    return found

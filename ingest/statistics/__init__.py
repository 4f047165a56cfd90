"""The standard statistics of a report: measure, value, unit, the date it speaks of, and the words that state it.

Knows how reports state a measure (corpus/data/measures.toml) and the comparison that follows ("This is an increase
from 190 (83 per 10,000 children) at 31 March 2014"). Does NOT know pages or section numbers: a sentence of the standard
shape counts wherever it stands, and so does a row of a table that names a measure and gives its number. A national or
neighbours' average is never read as the authority's own figure, nor is "a small number" or "fewer than five" read as a
number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.flow import flow
from ingest.statistics.clauses import statements
from ingest.statistics.rows import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Block, Document, Fact

__all__ = ["statistics"]


def statistics(document: Document, blocks: Sequence[Block], *, facts: Sequence[Fact]) -> list[Fact]:
    """The statistics that a report states, in the order of its text, each with its own span.

    `key` is the measure's, `value` as printed ("1,251", "three", "44%"), `unit` the measure's. `as_of` is an ISO date,
    or its beginning where the report gives a month ("2014-12") or a year ("2010") alone; None where it gives none. A
    figure stated "of this number" has the date of that number. The span is the sentence or bullet; for a comparison it
    begins with the sentence that says what is compared. `facts` are what is known of the report already.
    """
    found: dict[tuple[str, float | None, str | None], Fact] = {}
    for fact in (*statements(flow(document, blocks)), *rows(document, blocks)):
        found.setdefault((fact.key, fact.number, fact.as_of), fact)
    return sorted(found.values(), key=lambda fact: (fact.start, fact.end))

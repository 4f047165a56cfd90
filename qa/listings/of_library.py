"""The listings of a library by name: reports, judgements, facts, statistics, recommendations, figures of prose.

Knows which table each name means. Does not know how reports were chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from corpus.errors import FilterError
from qa.listings.figures import figures_table
from qa.listings.reports import facts_table, judgements_table, reports_table
from qa.themes.figures import figures_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store
    from qa.tables.model import Table

__all__ = ["LISTED", "Listed", "listing"]

Listed = Literal["reports", "judgements", "facts", "statistics", "recommendations", "figures"]
LISTED: tuple[Listed, ...] = get_args(Listed)
_KINDS = {"statistics": "statistic", "recommendations": "recommendation"}


def listing(store: Store, reports: Sequence[Report], name: Listed) -> Table:
    """The table of that name over these reports; raises FilterError for a name that is none."""
    if name not in LISTED:
        raise FilterError(f"There is no listing called {name!r}. There are {', '.join(LISTED[:-1])} and {LISTED[-1]}.")
    with store.database.snapshot():
        if name == "reports":
            return reports_table(reports)
        if name == "judgements":
            return judgements_table(store, reports)
        if name == "figures":
            return figures_table(figures_of(reports, store=store))
        return facts_table(store, reports, kinds=None if name == "facts" else [_KINDS[name]])

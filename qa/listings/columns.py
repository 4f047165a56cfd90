"""The columns that listings share: what is known of a report, where a row stands in it, whose it is.

Knows their names and kinds. Does not know any rows.
"""

from __future__ import annotations

from qa.tables.model import Column

__all__ = ["LINK", "PAGE", "REPORT", "WHERE", "WHOSE", "of_report"]

REPORT = (
    Column(name="number", kind="whole"),
    Column(name="source", kind="path"),
    Column(name="title"),
    Column(name="authority"),
    Column(name="region"),
    Column(name="framework"),
    Column(name="inspection_start", kind="date"),
    Column(name="inspection_end", kind="date"),
    Column(name="published", kind="date"),
    Column(name="published_from"),
    Column(name="lead_inspector"),
    Column(name="pages", kind="whole"),
)
PAGE = Column(name="page", kind="whole")
LINK = Column(name="link", kind="link")
WHERE = (PAGE, Column(name="quote"), LINK)
WHOSE = (Column(name="report", kind="whole"), Column(name="title"), Column(name="source", kind="path"))


def of_report(*names: str) -> tuple[Column, ...]:
    """The columns of these names among a report's own, in its order."""
    return tuple(column for column in REPORT if column.name in names)

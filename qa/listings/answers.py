"""Tables of what was found: one row a statement of an answer with its citation, one row a passage.

Knows answers and passages. Does not know how they were found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.listings.columns import LINK, PAGE
from qa.tables.model import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answer import Answer, Citation, Retrieved

__all__ = ["answer_table", "passages_table"]

_CITED = (
    Column(name="n", kind="whole"),
    Column(name="authority"),
    Column(name="title"),
    Column(name="inspected", kind="date"),
    Column(name="published", kind="date"),
    PAGE,
    Column(name="page_label"),
    Column(name="quote"),
    LINK,
    Column(name="report", kind="whole"),
    Column(name="source", kind="path"),
)


def answer_table(answer: Answer, *, name: str = "answer") -> Table:
    """One row a statement and citation: the statement, whose report, the page, the quote; its notes are the answer's.

    A statement that several citations carry has a row for each, one without any has one row. Of a refusal there are
    no rows.
    """
    by_number = {one.n: one for one in answer.citations}
    records: list[dict[str, Any]] = []
    for claim in answer.claims if answer.answered else ():
        cited = [by_number[n] for n in claim.citations if n in by_number]
        records += [{"statement": claim.text, **_cited(one)} for one in cited] or [{"statement": claim.text}]
    head = [answer.answer.split("\n", 1)[0]] if len(answer.claims) > 1 else []
    corrected = dict.fromkeys(f"{one.title}{one.remark}." for one in answer.citations if one.remark)
    notes = [*head, *([answer.reason] if answer.reason else []), *answer.notes, *corrected]
    return Table.of(name, (Column(name="statement"), *_CITED), records, notes=notes)


def _cited(citation: Citation) -> dict[str, Any]:
    said = {column.name: citation.url if column.kind == "link" else getattr(citation, column.name) for column in _CITED}
    return said if citation.section is None else {**said, "page": None}


def passages_table(found: Sequence[Retrieved]) -> Table:
    """One row a passage, best first: its rank, score, report, page and words."""
    columns = (
        Column(name="rank", kind="whole"),
        Column(name="score", kind="number"),
        Column(name="title"),
        PAGE,
        Column(name="text"),
        Column(name="report", kind="whole"),
        Column(name="source", kind="path"),
    )
    names = ("score", "title", "page", "text", "report", "source")
    records = [{"rank": rank, **{name: getattr(one, name) for name in names}} for rank, one in enumerate(found, 1)]
    for record, one in zip(records, found, strict=True):
        record["page"] = one.page if one.paged else None
    return Table.of("passages", columns, records)

"""A theme as an answer: how many reports speak of it, a row with the sentence of each, every row cited.

Knows answers and citations. Does not know how sentences were found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answer import refused
from qa.claim import Claim
from qa.extract.model import label, shown
from qa.language.phrasing import reports_on

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.cite import Citer
    from qa.themes.theme import Theme

__all__ = ["answer_theme"]

_UNITS = {"report": ("report", "reports"), "authority": ("authority", "authorities")}


def _searched(found: Theme) -> str:
    """'147 authorities', '150 reports', '7 authorities and 2 reports that name none'."""
    named = found.searched - found.nameless
    one, many = _UNITS[found.each]
    said = f"{named:,} {one if named == 1 else many}"
    if not found.nameless:
        return said
    if not named:
        return reports_on(found.nameless, 0, nameless=found.nameless)
    return f"{said} and {reports_on(found.nameless, 0, nameless=found.nameless).removesuffix('no authority')}none"


def answer_theme(found: Theme, words: str, citer: Citer) -> Answer:
    """The rows of a theme with the count of what was searched; a refusal where nothing speaks of it."""
    searched, alone = _searched(found), found.searched == 1
    if not found.rows:
        none = "The report searched does not speak" if alone else f"None of the {searched} searched speaks"
        reason = (
            f"{none} of “{words}” in a sentence that I am sure of; that is no proof "
            "that none does. Try other words, or `inspectqa search` for the passages that come nearest."
        )
        return refused(reason)
    claims = [Claim(text=shown(row.text), spans=((row.report.number, row.start, row.end),)) for row in found.rows]
    verb = "speaks" if len(found.rows) == 1 else "speak"
    head = f"{len(found.rows):,} of {searched} searched {verb} of it; that the others do not is no proof."
    if alone:
        head = "The report searched speaks of it; this is its surest sentence."
    rows = [
        f"{label(row.report)}{f', page {row.page}' if row.report.paged else ''}: “{said.text}”"
        for row, said in zip(found.rows, claims, strict=True)
    ]
    return citer.answer([head, *rows], claims, {"theme": words, "each": found.each, "searched": found.searched})

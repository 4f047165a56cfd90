"""What an answer says of the reports searched that have no vectors yet: words alone can have found them.

Knows the note, and how a conversation says it once. Does not know how passages are found.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.model import Report
    from qa.resources import Resources

__all__ = ["noted", "without_note"]

_SAYS = "no vectors yet"


def noted(answer: Answer, reports: Iterable[Report], resources: Resources) -> Answer:
    """The answer out of passages of `reports`, with a note where some of them wait for their vectors."""
    numbers = [report.number for report in reports]
    held = resources.waiting.among(numbers)
    if not held:
        return answer
    if len(numbers) == 1:
        note = f"The report has {_SAYS} and was searched by words alone. `inspectqa embed` makes them."
    else:
        have, were = ("has", "was") if held.reports == 1 else ("have", "were")
        note = (
            f"{held.reports:,} of the {len(numbers):,} reports searched {have} {_SAYS} and {were} searched by words "
            "alone. `inspectqa embed` makes them."
        )
    return replace(answer, notes=(*answer.notes, note))


def without_note(answer: Answer) -> Answer:
    """The answer without that note, where it has been said."""
    return replace(answer, notes=tuple(note for note in answer.notes if _SAYS not in note))

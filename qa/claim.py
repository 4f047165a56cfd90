"""What is said and where it stands: a text with the spans that carry it, whoever made it.

Knows spans. Does not know pages, quotes or numbers of citations: qa.cite makes them of spans, for qa.answer.Claim.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Claim", "Span"]

Span = tuple[int, int, int]
"""Report number, start, end: characters of the report's stored text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One statement and the spans it stands in (two where a page's end cuts a sentence); none for what nothing prints.

    Facts, extraction, the grounding gate and evidence all say what they say with it.
    """

    text: str
    spans: tuple[Span, ...]

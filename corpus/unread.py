"""Which pages of a report are not what its file says in text, in words: pictures, letters that make no words, OCR.

Knows the kinds of `Page.reading` and how each is told a person. Does not know how a page was found to be one.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Reading, Report

__all__ = ["NEXT_STEP", "not_searched", "page_list", "unread_pages"]

NEXT_STEP = (
    "Install `inspectqa[ocr]` and ingest the file with --again, or run text recognition over it (`ocrmypdf"
    " --force-ocr`) and ingest the result."
)
"""What to do about pages that could not be read."""

_NAMED = 3  # reports named one by one


def unread_pages(unread: Sequence[tuple[int, Reading]], *, of: str = "") -> list[str]:
    """A sentence for each kind of page that is not read as text; `of` is the report's title, to be named in them."""
    return [
        _said(kind, [page for page, one in unread if one == kind], of) for kind in dict.fromkeys(k for _, k in unread)
    ]


def not_searched(reports: Sequence[Report]) -> list[str]:
    """What a search of these reports did not see, a sentence each for the first few that have such pages."""
    found = [(report, [one for one in report.unread if one[1] != "recognised"]) for report in reports]
    found = [(report, pages) for report, pages in found if pages]
    told = [
        sentence
        for report, pages in found[:_NAMED]
        for sentence in unread_pages(pages, of=report.authority or report.title)
    ]
    if len(found) > _NAMED:
        more = len(found) - _NAMED
        told.append(
            f"{more:,} more of the reports searched {'has' if more == 1 else 'have'} pages that could not be read."
        )
    return told


def _said(kind: Reading, pages: Sequence[int], title: str) -> str:
    many = len(pages) > 1
    where = page_list(pages) + (f" of the report on {title}" if title else "")
    if kind == "picture":
        are = "are pictures" if many else "is a picture"
        return f"{where[:1].upper()}{where[1:]} {are}: what {'they say' if many else 'it says'} was not read."
    if kind == "recognised":
        were = "were" if many else "was"
        return f"{where[:1].upper()}{where[1:]} {were} read by text recognition (OCR), which may err in a figure."
    return f"On {where} letters make no words (their map of characters is wrong): that text is left out."


def page_list(pages: Sequence[int]) -> str:
    """The pages in words: "page 2", "pages 2 to 5, 7 and 9"."""
    runs = [
        [page for _, page in run] for _, run in groupby(enumerate(sorted(pages)), key=lambda item: item[1] - item[0])
    ]
    parts = [f"{run[0]} to {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
    said = " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"page{'s' if len(pages) > 1 else ''} {said}"

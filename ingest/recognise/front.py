"""The first pages of a report: where its title, its name and its judgements stand.

Knows how much of a report counts as its front. Knows no framework and no authority.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Document

# The judgement table of a paged report may run on to page 2; a format without pages is cut at about two pages' length.
_FRONT_PAGES = 2
_FRONT_CHARACTERS = 8000

_ADDRESS = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[ \t]*\d[A-Z]{2}\b|\bT[ \t]*:?[ \t]*0\d{3}|@|www\.", re.MULTILINE)


def front_end(document: Document) -> int:
    """The offset at which the report's first pages end."""
    pages = document.pages
    end = pages[min(_FRONT_PAGES, len(pages)) - 1].end if pages else len(document.text)
    return min(end, _FRONT_CHARACTERS)


def lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the lines in text[start:end] that have words in them and are no postal address or page number."""
    found = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        if re.search(r"[^\W\d_]{2}", line[0]) and not _ADDRESS.search(line[0]):
            found.append((start + line.start(), start + line.end()))
    return found

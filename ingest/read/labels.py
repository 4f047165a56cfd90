"""The page number printed on a page, told from every other number that stands at its top or bottom.

Knows running headers and footers; knows no PDF. A number counts only where it keeps step with the sheets.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_EDGE_LINES = 3
_ALONE = re.compile(r"[-–—•|\s]*(?:page\s+)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?[-–—•|\s]*", re.IGNORECASE)
_PAGE_OF = re.compile(r"\bpage\s+(\d{1,4})\b", re.IGNORECASE)
_AT_END = re.compile(r"\s(\d{1,4})$")
_AT_START = re.compile(r"(\d{1,4})\s")
# The share of the sheets that must carry a number in step with their count before any of them is believed.
_NEEDED = 0.5


def printed_labels(pages: Sequence[str]) -> list[str | None]:
    """Returns each page's printed number, None where none is seen, all None where the numbers keep no one step.

    A number is believed when it stands alone, after "page", or at the end or start of one of the three first or last
    lines, and its distance from the sheet's count is the same on at least half of the sheets.
    """
    seen = [dict(_candidates(text)) for text in pages]
    steps = Counter(number - sheet for sheet, numbers in enumerate(seen, start=1) for number in numbers)
    if not steps:
        return [None] * len(pages)
    step, count = max(steps.items(), key=lambda item: (item[1], -abs(item[0])))
    rivals = [other for other, times in steps.items() if other != step and times == count]
    if count < 2 or count < _NEEDED * len(pages) or rivals:
        return [None] * len(pages)
    return [numbers.get(sheet + step) for sheet, numbers in enumerate(seen, start=1)]


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    edge = lines if len(lines) <= 2 * _EDGE_LINES else lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]
    for line in edge:
        if alone := _ALONE.fullmatch(line):
            yield int(alone[1]), alone[1]
            continue
        for pattern in (_PAGE_OF, _AT_END):
            if found := pattern.search(line):
                yield int(found[1]), found[1]
        if found := _AT_START.match(line):
            yield int(found[1]), found[1]

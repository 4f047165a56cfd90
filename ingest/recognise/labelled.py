"""What stands behind a label: the rest of its line, or of its cell in a table.

Knows lines, cells and the marks of Markdown. Knows no label: the frameworks' files have them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.lazy import Lazy

__all__ = ["values"]

_VALUE = re.compile(r"[^\n|]+")
_MARKS = " \t*_#>:–—•-"
_LONGEST = 200  # characters: what is longer is no value but a paragraph


def values(text: str, label: Lazy | None, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of what stands behind each place of the label in text[start:end], in order, without marks."""
    if label is None:
        return
    for found in label.finditer(text, start, len(text) if end is None else end):
        value = _VALUE.match(text, found.end())
        if value is None:
            continue
        said = value[0]
        first = value.start() + len(said) - len(said.lstrip(_MARKS))
        last = value.end() - len(said) + len(said.rstrip(_MARKS))
        # What ends in a colon is the next label: "Provided by:  Provider number:", and both values below.
        label_again = said.rstrip(" \t*_").endswith(":")
        if first < last <= first + _LONGEST and not label_again:
            yield first, last

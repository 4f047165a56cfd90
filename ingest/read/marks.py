"""Raised marks of notes, told from other raised text: "412" and the mark 1 are not 4,121, and km² stays km².

Knows characters. Knows no format.
"""

from __future__ import annotations

import re

__all__ = ["without_mark"]

_MARK = re.compile(r"[\[(]?(?:\d{1,3}(?:\s*,\s*\d{1,3})*|[a-z]|[*†‡§¶]+)[\])]?,?")
_UNIT = re.compile(r"(?<![^\W\d_])[ckm]?m$")
_POWERS = {"2": "²", "3": "³"}


def without_mark(raised: str, before: str) -> str:
    """What raised text says after the text `before`: nothing where it is the mark of a note."""
    mark = raised.strip()
    if mark in _POWERS and _UNIT.search(before):
        return _POWERS[mark]
    return "" if _MARK.fullmatch(mark) else raised

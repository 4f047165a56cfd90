"""The numbers and bullets that Word puts before paragraphs and does not store as text.

Knows WordprocessingML's numbering part (ECMA-376 part 1, 17.9). Does not know what a paragraph says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_LEVELS = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


class Numbering:
    """Counts a document's automatic numbers as its paragraphs are passed in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._list_of: dict[str, str] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return  # a document without lists has no numbering part
        abstract = {
            found.get(f"{_W}abstractNumId"): {
                _number(level.get(f"{_W}ilvl")): _Level(
                    style=_value(level, "numFmt", "decimal"),
                    pattern=_value(level, "lvlText", ""),
                    start=_number(_value(level, "start", "1")),
                )
                for level in found.iterchildren(f"{_W}lvl")
            }
            for found in root.iterchildren(f"{_W}abstractNum")
        }
        for found in root.iterchildren(f"{_W}num"):
            key = found.get(f"{_W}numId") or ""
            shared = _value(found, "abstractNumId", "")
            self._levels[key] = abstract.get(shared, {})
            # Lists of one abstract definition go on counting together, unless one overrides its start.
            self._list_of[key] = key if found.find(f"{_W}lvlOverride") is not None else f"abstract {shared}"

    def mark(self, paragraph: Any, style: Any) -> str:
        """Returns the paragraph's number as printed ("12.", "2.1", "b)"), "•" for a bullet, "" where it has none."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        for _ in range(10):  # else the style's, or that of a style it is based on
            if found is not None or style is None:
                break
            found = style.element.find(f"{_W}pPr/{_W}numPr")
            style = style.base_style
        if found is None:
            return ""
        key = _value(found, "numId", "0")
        depth = min(_number(_value(found, "ilvl", "0")), _MAX_LEVELS - 1)
        level = self._levels.get(key, {}).get(depth)
        if level is None or level.style == "none":
            return ""
        if level.style == "bullet":
            return "•"
        counts = self._counts.setdefault(self._list_of[key], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        levels = self._levels[key]

        def printed(reference: re.Match[str]) -> str:
            at = int(reference[1]) - 1
            other = levels.get(at, level)
            return in_style(counts.get(at, other.start), other.style)

        return re.sub(r"%([1-9])", printed, level.pattern).strip()


def in_style(number: int, style: str) -> str:
    """A number as it is printed in one of Word's styles ("lowerLetter", "upperRoman" ...); decimal in any other."""
    if style in ("lowerLetter", "upperLetter") and number >= 1:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 8)
        return letters.upper() if style == "upperLetter" else letters
    if style in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        roman = _roman(number)
        return roman.upper() if style == "upperRoman" else roman
    if style == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _roman(number: int) -> str:
    digits = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
              (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    text = ""
    for value, letters in digits:
        text += letters * (number // value)
        number %= value
    return text


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(f"{_W}{name}")
    return (found.get(f"{_W}val") or default) if found is not None else default


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else 0

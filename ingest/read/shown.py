"""What a page of a PDF shows besides text that can be read: a picture of its text, or letters that no map names.

Knows PDFium's page objects. Does not read what a picture shows (`recognise_page` of `ocr` does).
"""

from __future__ import annotations

import re
from ctypes import c_float
from itertools import islice
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError

if TYPE_CHECKING:
    from corpus.model import Reading

__all__ = ["garbled_file", "has_few_words", "no_words", "unread"]

# Of a page, what a picture covers at least; lines that rule an empty form cover less.
_PICTURE = 0.1
_FULL_PICTURE = 0.3  # of a page in a report that has text elsewhere: a crest or a photograph covers less
_FEW_WORDS = 8  # a page of fewer may be the picture of a page with its number printed on it
_OUTLINES = 150  # drawn shapes: letters made of their outlines
_LOOKED_AT = 5_000  # objects of a page
_WORD = re.compile(r"[^\W\d_]{2,}")

_OCR = "or install `inspectqa[ocr]`, which reads such pages by itself"


def has_few_words(text: str) -> bool:
    """Whether a page has so few words that what it shows has to be looked at."""
    return sum(1 for _ in islice(_WORD.finditer(text), _FEW_WORDS)) < _FEW_WORDS


def unread(page: Any, text: str) -> Reading:
    """How a page of so few words is to be read: "text", or "picture" or "garbled" where its words are not in it."""
    from pypdfium2 import raw

    kinds, pictured = _shown(page)
    drawn = kinds.get(raw.FPDF_PAGEOBJ_PATH, 0)
    if kinds.get(raw.FPDF_PAGEOBJ_TEXT, 0) and not any(c.isalnum() for c in text):
        return "garbled"
    return "picture" if pictured >= _FULL_PICTURE or drawn >= _OUTLINES else "text"


def no_words(document: Any) -> ReadError:
    """Returns what is wrong with a file without a letter or figure: only where its pages show pictures is it a scan."""
    from pypdfium2 import raw

    count = _pages(len(document))
    covered = 0.0
    for index in range(len(document)):
        page = document[index]
        try:
            kinds, _ = _shown(page)
            if raw.FPDF_PAGEOBJ_TEXT in kinds:
                return garbled_file(len(document))
            covered = max(covered, _covered(page))
        finally:
            page.close()
    if covered >= _PICTURE:
        return ReadError(
            f"it has {count} but no text: it is probably a scan",
            f"Run text recognition (OCR) over it, for example with ocrmypdf, and ingest the result; {_OCR}.",
        )
    return ReadError(f"it has {count} with nothing written on them", "Fetch or save the file again, then ingest it.")


def garbled_file(pages: int) -> ReadError:
    """Returns the error for a file whose letters cannot be told, or make no words."""
    return ReadError(
        f"it has {_pages(pages)} whose text says not which letters it is made of",
        "Run text recognition (OCR) over what the pages show, for example with `ocrmypdf --force-ocr`, and ingest "
        f"the result; {_OCR}.",
    )


def _pages(count: int) -> str:
    return f"{count} page{'s' if count != 1 else ''}"


def _shown(page: Any) -> tuple[dict[int, int], float]:
    """How many objects of each kind a page shows, and how much of it the largest picture covers, 0 to 1."""
    from pypdfium2 import raw

    kinds: dict[int, int] = {}
    pictured = outer = 0.0
    for shown in islice(page.get_objects(), _LOOKED_AT):
        kinds[shown.type] = kinds.get(shown.type, 0) + 1
        if shown.level == 0:
            outer = _area(shown)
        if shown.type == raw.FPDF_PAGEOBJ_IMAGE:  # one inside a group is as large as the group
            pictured = max(pictured, outer)
    width, height = page.get_size()
    return kinds, min(1.0, pictured / max(1.0, float(width * height)))


def _covered(page: Any) -> float:
    """How much of the page what is drawn on it covers, 0 to 1."""
    width, height = page.get_size()
    drawn = sum(_area(shown) for shown in islice(page.get_objects(), _LOOKED_AT) if shown.level == 0)
    return min(1.0, drawn / max(1.0, float(width * height)))


def _area(shown: Any) -> float:
    """The area of the object's box, in square points."""
    from pypdfium2 import raw

    left, bottom, right, top = (c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(shown.raw, left, bottom, right, top):
        return 0.0
    return abs((right.value - left.value) * (top.value - bottom.value))

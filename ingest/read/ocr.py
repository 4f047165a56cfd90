"""Text recognition (OCR) of pages that are pictures, where `inspectqa[ocr]` is installed: by RapidOCR, offline.

Knows how a page is drawn and how lines are made of what is recognised. Does not decide which pages to recognise. What
it reads may be wrong in a letter or a figure, so its pages are marked as recognised.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.read.layout import Piece, in_columns, in_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["installed", "recogniser"]

_DOTS = 200 / 72  # for each point: 200 to an inch
_LONGEST = 4_000  # dots; a larger page is drawn smaller
_INK = 160  # of 255: what is darker, in any colour, is not the paper
_MARGIN = 30  # dots around what is written
_LEAST_A_LINE = 0.3  # of 1: so sure it must be that a place holds a line (a page of one line scores low)
_LEAST_SURE = 0.5  # of 1: a line recognised with less is left out


def installed() -> bool:
    """Whether text recognition can be had here; the environment variable INSPECTQA_OCR=off does without it."""
    return os.environ.get("INSPECTQA_OCR", "").casefold() != "off" and importlib.util.find_spec("rapidocr") is not None


def recogniser() -> Callable[[Any], str] | None:
    """What reads the text that a PDFium page shows, line by line; None where it is not installed."""
    return _recognised if installed() else None


def _recognised(page: Any) -> str:
    width, height = page.get_size()
    scale = min(_DOTS, _LONGEST / max(1.0, width, height))
    picture = _written(page.render(scale=scale, may_draw_forms=False).to_numpy())
    result = _engine()(picture) if picture.size else None
    if result is None or result.boxes is None or result.txts is None:
        return ""
    found = [
        Piece(
            text,
            order,
            float(min(x for x, _ in box)),
            -float(max(y for _, y in box)),
            float(max(x for x, _ in box)),
            -float(min(y for _, y in box)),
        )
        for order, (box, text, score) in enumerate(zip(result.boxes, result.txts, result.scores, strict=True))
        if score >= _LEAST_SURE
    ]
    rows = in_rows(found)
    return "\n".join(" ".join(piece.text for piece in row) for row in in_columns(rows) or rows)


def _written(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The part of a picture (rows, columns, colours) that is not bare paper, with a margin; empty where all is."""
    ink = picture.min(axis=2) < _INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return picture[:0]
    top, left = max(0, rows[0] - _MARGIN), max(0, columns[0] - _MARGIN)
    return np.ascontiguousarray(picture[top : rows[-1] + _MARGIN, left : columns[-1] + _MARGIN])


@cache
def _engine() -> Any:
    """The recogniser with the models that lie in its package; it asks no server for others."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Det.box_thresh": _LEAST_A_LINE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
    )

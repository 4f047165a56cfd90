"""Text recognition (OCR) of pages that are pictures, where `inspectqa[ocr]` is installed: by RapidOCR, offline.

Knows how a page is drawn and how lines are made of what is recognised. Does not decide which pages to recognise. What
it reads may be wrong in a letter or a figure, so its pages are marked as recognised.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.read.layout import Piece, in_columns, in_rows
from ingest.read.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["Recognised", "installed", "recogniser"]

_DOTS = 200 / 72  # for each point: 200 to an inch
_LONGEST = 4_000  # dots; a larger page is drawn smaller
_INK = 160  # of 255: what is darker, in any colour, is not the paper
_MARGIN = 30  # dots around what is written
_LEAST_SIDE = 320  # dots: a few lines of writing are drawn larger to come to so many; 736 takes eight times as long
_LEAST_A_LINE = 0.3  # of 1: so sure it must be that a place holds a line (a page of one line scores low)
# Of 1: a line recognised with less is not sure. Of lines drawn small, blurred and with noise (252, in three faces),
# none recognised with less was right.
_LEAST_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines that a page shows, normalised, and where in them the lines stand that are not sure (start, end)."""

    text: str
    unsure: tuple[tuple[int, int], ...]


def installed() -> bool:
    """Whether text recognition can be had here; the environment variable INSPECTQA_OCR=off does without it."""
    return os.environ.get("INSPECTQA_OCR", "").casefold() != "off" and importlib.util.find_spec("rapidocr") is not None


def recogniser() -> Callable[[Any], Recognised] | None:
    """What reads the text that a PDFium page shows, line by line; None where it is not installed."""
    return _recognised if installed() else None


def _recognised(page: Any) -> Recognised:
    width, height = page.get_size()
    scale = min(_DOTS, _LONGEST / max(1.0, width, height))
    found = _upright(_written(page.render(scale=scale, may_draw_forms=False).to_numpy()))
    rows = in_rows([piece for piece, _ in found])
    text, unsure = "", []
    for row in in_columns(rows) or rows:
        line = normalise(" ".join(piece.text for piece in row)).strip()
        if not all(found[piece.order][1] for piece in row):
            unsure.append((len(text), len(text) + len(line)))
        text += f"{line}\n"
    return Recognised(text.removesuffix("\n"), tuple(unsure))


def _upright(picture: NDArray[np.uint8]) -> list[tuple[Piece, bool]]:
    """The stretches of lines in a picture, and whether each is sure.

    The lines of a page all stand one way: where they do not make a page as it is, all of it is turned, never a line.
    """
    found = _found(picture)
    if found and sum(piece.top - piece.bottom > piece.right - piece.left for piece, _ in found) > len(found) / 2:
        picture = np.rot90(picture)
        found = _found(picture)
    if _letters(found, sure=True) >= _letters(found, sure=False):
        return found
    other = _found(np.rot90(picture, 2))
    return max(found, other, key=lambda read: _letters(read, sure=True))


def _letters(found: Sequence[tuple[Piece, bool]], *, sure: bool) -> int:
    return sum(len(piece.text) for piece, is_sure in found if is_sure == sure)


def _found(picture: NDArray[np.uint8]) -> list[tuple[Piece, bool]]:
    """The stretches of lines in a picture as it stands, numbered in the order given, and whether each is sure."""
    result = _engine()(np.ascontiguousarray(picture)) if picture.size else None
    if result is None or result.boxes is None or result.txts is None:
        return []
    return [
        (
            Piece(
                text,
                order,
                float(min(x for x, _ in box)) / _DOTS,
                -float(max(y for _, y in box)) / _DOTS,
                float(max(x for x, _ in box)) / _DOTS,
                -float(min(y for _, y in box)) / _DOTS,
            ),
            score >= _LEAST_SURE,
        )
        for order, (box, text, score) in enumerate(zip(result.boxes, result.txts, result.scores, strict=True))
    ]


def _written(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The part of a picture (rows, columns, colours) that is not bare paper, with a margin; empty where all is."""
    ink = picture.min(axis=2) < _INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return picture[:0]
    top, left = max(0, rows[0] - _MARGIN), max(0, columns[0] - _MARGIN)
    return picture[top : rows[-1] + _MARGIN, left : columns[-1] + _MARGIN]


@cache
def _engine() -> Any:
    """The recogniser with the models that lie in its package; it asks no server for others."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,  # it turns single lines of an upright page upside down
            "Det.box_thresh": _LEAST_A_LINE,
            "Det.limit_side_len": _LEAST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
    )

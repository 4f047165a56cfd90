"""What is wanted of a page as a picture, and the picture: what crosses between a worker and who asked it.

Knows sizes and their bounds. Does not know PDFs, nor how anything is drawn.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Box", "Picture", "Wanted", "unpack_picture", "unpack_wanted"]

Box = tuple[float, float, float, float]  # left, bottom, right, top, in the page's own points


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """One page of one file as a picture.

    `id` is the SHA-256 that the file must have, `page` counts from 1, `text` is the page's stored text; `lit` and
    `frame` are spans of it: what is lit, and around what the picture is cropped (empty: the whole page). `scale` is in
    pixels to a point, 72 points to an inch.
    """

    id: str
    page: int
    text: str
    lit: tuple[tuple[int, int], ...] = ()
    frame: tuple[tuple[int, int], ...] = ()
    scale: float = 1.5

    def to_dict(self) -> dict[str, Any]:
        """This as JSON's own types."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A page drawn: the PNG, and what was lit, as boxes in the page's own points, in the order of the text."""

    png: bytes
    boxes: tuple[Box, ...]

    def to_dict(self) -> dict[str, Any]:
        """This as JSON's own types."""
        return {"png": b64encode(self.png).decode("ascii"), "boxes": self.boxes}


def unpack_wanted(message: dict[str, Any]) -> Wanted:
    """What `Wanted.to_dict` gave."""
    spans = {name: tuple((start, end) for start, end in message[name]) for name in ("lit", "frame")}
    return Wanted(**{**message, **spans})


def unpack_picture(message: dict[str, Any]) -> Picture:
    """What `Picture.to_dict` gave; raises KeyError, TypeError or ValueError for anything else."""
    png = b64decode(message["png"], validate=True)
    if not png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("no PNG")
    boxes = tuple(tuple(float(edge) for edge in box) for box in message["boxes"])
    if any(len(box) != 4 for box in boxes):
        raise ValueError("no box")
    return Picture(png=png, boxes=boxes)  # type: ignore[arg-type]  # each is of four

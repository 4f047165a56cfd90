"""Documents that are ZIP archives of parts: what one may unpack to, before anything of it is unpacked.

Knows ZIP. Does not know what the parts say.
"""

from __future__ import annotations

import io
import zipfile

from corpus.errors import ReadError
from ingest.read.limits import MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO, UNPACKED_RATIO_FROM

__all__ = ["check_unpacked", "damaged"]


def check_unpacked(data: bytes, what: str, save_anew: str) -> None:
    """Raises ReadError for a damaged archive and for one that unpacks to more than a report may."""
    # zipfile reads no more of a part than the size it declares, so the declared sizes can be trusted as a bound.
    try:
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise damaged(what, save_anew) from error
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > UNPACKED_RATIO_FROM and unpacked > MAX_UNPACKED_RATIO * len(data)):
        raise ReadError(
            f"it unpacks to {unpacked // 1024**2:,} MB, far more than a report (it may be a zip bomb)",
            "Ingest it only if you know who made it, after saving its text as a PDF.",
        )


def damaged(what: str, save_anew: str) -> ReadError:
    """Returns the error for a document whose parts cannot be had."""
    return ReadError(f"it is {what} that is damaged or was cut short", save_anew)

"""The limits a single file is read under: generous for any real report, small enough to stop a bomb.

Knows no format; each reader applies the limits that concern it.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import ReadError

MAX_FILE_BYTES = 500 * 1024**2
MAX_PAGES = 5_000
MAX_CHARACTERS = 20_000_000
# What a DOCX or an ODT may unpack to: in all, and as a multiple of its packed size once it is large enough to hurt.
MAX_UNPACKED_BYTES = 1024**3
MAX_UNPACKED_RATIO = 200
UNPACKED_RATIO_FROM = 32 * 1024**2

MEMORY_BYTES = 2 * 1024**3
SPLIT_IT = "Split it into smaller files and ingest those."


@dataclass(frozen=True, kw_only=True, slots=True)
class FileLimits:
    """What reading one file may take: seconds (None: as long as seems right here), and bytes of memory."""

    timeout_s: float | None = None
    memory_bytes: int = MEMORY_BYTES


def check_characters(count: int) -> None:
    """Raises ReadError when a text of `count` characters is longer than a report may be."""
    if count > MAX_CHARACTERS:
        raise ReadError(f"it holds more than {MAX_CHARACTERS:,} characters of text", SPLIT_IT)


def memory_exceeded(memory_bytes: int) -> ReadError:
    """Returns the error for a file whose reading hit the memory limit of its worker."""
    size = f"{memory_bytes / 1024**3:g} GiB" if memory_bytes >= 1024**3 else f"{memory_bytes / 1024**2:g} MiB"
    return ReadError(f"reading it needed more than {size} of memory", SPLIT_IT)

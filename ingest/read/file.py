"""One file in, one Document out: opens it, sees what it is, and hands it to the reader of that kind.

Knows the file system and which reader takes which kind; knows no format itself.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from ingest.read.encoding import decode
from ingest.read.limits import MAX_FILE_BYTES, SPLIT_IT, check_characters
from ingest.read.sniff import sniff, unsupported_text

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.model import Document


def read_file(path: Path) -> Document:
    """Reads one report. What kind it is shows in its content; its name is never looked at.

    Raises ReadError, and nothing else, for whatever is wrong with the file.
    """
    data = read_bytes(path)
    try:
        return read_data(data)
    except ReadError:
        raise
    except MemoryError as error:
        raise ReadError("reading it needed more memory than there is", SPLIT_IT) from error
    except RecursionError as error:
        raise ReadError("it is nested too deeply to be read", "Save it anew as a PDF and ingest that.") from error
    except Exception as error:  # parsers of other people's making, given other people's files: one bad file, one error
        raise ReadError(
            f"it is damaged in a way its reader did not expect ({type(error).__name__})",
            "Open it in the program it was made with, save it anew and ingest that.",
        ) from error


def read_bytes(path: Path) -> bytes:
    """Returns the file's content. Raises ReadError when it is gone, may not be read, is empty or is too large."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError("it is a folder", "Name the folder to `inspectqa ingest`, which reads the files in it.")
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("it is a device or a pipe, not a file", "Name a file or a folder of files.")
        if status.st_size > MAX_FILE_BYTES:
            raise ReadError(f"it is larger than {MAX_FILE_BYTES // 1024**2} MB", SPLIT_IT)
        with path.open("rb") as file:
            data = file.read(status.st_size + 1)  # not more: read() sets aside all the room it is asked for
    except FileNotFoundError as error:
        raise ReadError("it is not there (any more)", "Check the path, or put the file back.") from error
    except PermissionError as error:
        raise ReadError("you may not read it", "Change its permissions, or run as someone who may.") from error
    except MemoryError as error:
        raise ReadError("reading it needed more memory than there is", SPLIT_IT) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ReadError(f"it could not be read: {why}", "Check the disk or the network drive it is on.") from error
    if not data:
        raise ReadError("it is empty (0 bytes)", "Fetch or save the file again, then ingest it.")
    if len(data) != status.st_size:
        raise ReadError("it changed while it was read", "Wait until it is wholly written, then ingest it again.")
    return data


def read_data(data: bytes) -> Document:
    """Reads a report from the bytes of its file. Raises ReadError; parsers may raise anything else on broken input."""
    kind = sniff(data)
    if kind == "pdf":
        from ingest.read.pdf import read_pdf

        return read_pdf(data)
    if kind == "docx":
        from ingest.read.word import read_docx

        return read_docx(data)
    if kind == "odt":
        from ingest.read.opendocument import read_odt

        return read_odt(data)
    if kind == "rtf":
        from ingest.read.rich_text import read_rtf

        return read_rtf(data)
    check_characters(len(data) // 4)  # no encoding takes more than four bytes for a character
    from ingest.read.web_archive import page_of_archive

    text = page_of_archive(data) or decode(data)
    check_characters(len(text))
    other = unsupported_text(text)
    if other:
        what, next_step = other
        raise ReadError(f"it is {what}, which cannot be read as a report", next_step)
    from ingest.read.web import looks_like_html, read_html

    if looks_like_html(text):
        return read_html(text)
    from ingest.read.text import read_text

    return read_text(text)

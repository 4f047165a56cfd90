"""Which files are to be read: the files and folders a person names, made into one list of files.

Knows the file system and the endings that reports come under; opens no file. What a file holds is for `ingest.read`.
Nothing is passed over silently: what a folder holds and is not read comes back with the reason.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import ReadError
from corpus.files import is_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Looked for in folders; a file that is named itself is taken whatever its name.
SUFFIXES = frozenset(
    (".pdf", ".html", ".htm", ".xhtml", ".xht", ".mhtml", ".mht", ".docx", ".odt", ".rtf", ".md", ".markdown", ".txt")
)
# Endings under which reports come that nothing here reads, and what these files are.
_DOCUMENTS = {
    ".doc": "an old Word document",
    ".docm": "a Word document with macros",
    ".pages": "an Apple Pages document",
    ".odm": "an OpenDocument master document",
    ".fodt": "an OpenDocument text in one XML file",
    ".epub": "an electronic book",
    ".wpd": "a WordPerfect document",
}
_SAVE_AS = "Save it as PDF or DOCX and ingest that."
_OPEN_IN_WORD = ReadError("it is Word's own note that somebody has the document open", "Leave it: Word removes it.")
# A browser puts what a page that it saves needs into a folder of this name, web pages of frames among it.
_PARTS_OF_A_PAGE = ("_files", ".files", "_Files")
_PAGES = (".html", ".htm", ".xhtml")

_Failure = tuple[Path, ReadError]


class Found(NamedTuple):
    """The files to read, sorted and each once; what stood in the way; what folders hold besides, as (path, why)."""

    files: list[Path]
    failures: list[_Failure]
    left_out: list[_Failure]


# Names on disk may be any bytes; the library names a report by its path, as text.
_NO_TEXT = ReadError("its path is not UTF-8 text", "Rename it, or the folder that it is in, and ingest it again.")


def discover(paths: Sequence[Path]) -> Found:
    """Returns the files to read and, with their reasons, those that are not.

    Folders are searched to any depth for files with one of SUFFIXES; hidden files and folders are left out. A link is
    followed where it stays inside the folder that was named, and reported where it leaves it. Paths come back as they
    were named (joined to what was found below), so that messages speak of what the person typed; accents may be
    composed otherwise there than on disk.
    """
    files: dict[Path, Path] = {}
    failures: list[_Failure] = []
    left_out: dict[Path, ReadError] = {}
    for named in map(_as_on_disk, paths):
        try:
            is_folder = stat.S_ISDIR(named.stat().st_mode)
            found = list(_search(named, failures, left_out)) if is_folder else [named]
            for path in found:
                if is_text(resolved := path.resolve()):
                    files.setdefault(resolved, path)
                else:
                    failures.append((path, _NO_TEXT))
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a loop of links (until Python 3.12)
            failures.append((named, _failure(error)))
    read = set(files.values())  # a file may be named beside the folder that would leave it out
    passed = [(path, why) for path, why in left_out.items() if path not in read]
    return Found(sorted(read, key=_order), sorted(failures, key=_by_path), sorted(passed, key=_by_path))


def spelt(path: Path) -> str:
    r"""The path as text; bytes of it that are no UTF-8 are written as \xNN, so that it can be shown and found."""
    return "".join(f"\\x{ord(one) - 0xDC00:02x}" if "\udc80" <= one <= "\udcff" else one for one in str(path))


def _order(path: Path) -> tuple[str, ...]:
    return path.parts


def _by_path(failure: _Failure) -> tuple[str, ...]:
    return _order(failure[0])


def _as_on_disk(named: Path) -> Path:
    """The path by the names that lie on disk, where these differ only in how their accents are composed."""
    try:
        if str(named).isascii() or named.exists():
            return named
        found = Path(named.anchor)
        for part in named.parts[bool(named.anchor) :]:
            path = found / part
            if not path.exists():
                wanted = unicodedata.normalize("NFC", part)
                path = next(one for one in found.iterdir() if unicodedata.normalize("NFC", one.name) == wanted)
            found = path
    except (OSError, ValueError, StopIteration, RuntimeError):
        return named  # what is wrong with it is said where it is opened
    return found


def _search(folder: Path, failures: list[_Failure], left_out: dict[Path, ReadError]) -> Iterator[Path]:
    """Yields the files below a folder that could be reports; notes what cannot be searched, and what is left out."""
    root = folder.resolve()
    seen = {root}
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as entries:
                names = sorted(entry.name for entry in entries)
        except OSError as error:
            failures.append((current, _failure(error)))
            continue
        for path in (current / name for name in names):
            if (why := _no_part(path.name, names)) is not None:
                left_out[path] = why
                continue
            try:
                mode = path.lstat().st_mode
                if stat.S_ISLNK(mode):
                    if not _stays_inside(path, root, failures, left_out):
                        continue
                    mode = path.stat().st_mode
                if stat.S_ISDIR(mode):
                    if (resolved := path.resolve()) not in seen:  # links may lead round in a circle
                        seen.add(resolved)
                        pending.append(path)
                elif stat.S_ISREG(mode) and path.suffix.lower() in SUFFIXES:
                    yield path
                else:
                    left_out[path] = _no_report(path, mode)
            except (OSError, RuntimeError) as error:
                failures.append((path, _failure(error)))


def _no_part(name: str, beside: Sequence[str]) -> ReadError | None:
    """Why something in a folder is none of its reports, by its own name and those beside it; None where it may be."""
    if name.startswith("."):
        return ReadError("it is hidden: its name begins with a dot", "Name it itself to ingest it.")
    if name.startswith("~$"):
        return _OPEN_IN_WORD
    stem = next((name.removesuffix(end) for end in _PARTS_OF_A_PAGE if name.endswith(end)), None)
    if stem is not None and (page := next((f"{stem}{end}" for end in _PAGES if f"{stem}{end}" in beside), None)):
        return ReadError(f"it holds the pictures and scripts of the saved page {page}", "Leave it: the page is read.")
    return None


def _no_report(path: Path, mode: int) -> ReadError:
    """Why a file of a folder is not looked at."""
    ending = path.suffix.lower()
    if not stat.S_ISREG(mode):
        return ReadError("it is a device or a pipe, not a file", "Name a file or a folder of files.")
    if ending in _DOCUMENTS:
        return ReadError(f"it is {_DOCUMENTS[ending]} ({ending}), which is not read", _SAVE_AS)
    what = f"its ending, {ending}, is none that reports come under" if ending else "its name has no ending"
    return ReadError(what, "Name the file itself if it is a report.")


def _stays_inside(link: Path, root: Path, failures: list[_Failure], left_out: dict[Path, ReadError]) -> bool:
    target = link.resolve()
    if not target.exists():
        why = ReadError(
            f"it is a link to what is not there (any more): {spelt(target)}",
            "Put the file back there, or remove the link.",
        )
    elif target.is_relative_to(root):
        return True
    else:
        why = ReadError(
            f"it is a link that leaves the folder (to {spelt(target)})",
            f"Name {spelt(target)} itself if it is to be ingested.",
        )
    if target.is_dir() or link.suffix.lower() in SUFFIXES:
        failures.append((link, why))
    else:
        left_out[link] = why
    return False


def _failure(error: Exception) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError("it is not there", "Check the path; names with spaces need quotes in a shell.")
    if isinstance(error, PermissionError):
        return ReadError("you may not look into it", "Change its permissions, or run as someone who may.")
    why = getattr(error, "strerror", None) or str(error)
    return ReadError(f"it could not be searched: {why}", "Check the path and the disk or network drive it is on.")

"""A PDF opened at its page by what the system has for that.

Knows viewers and how each is told a page. Does not know what is cited. No shell runs, and nothing is handed over but a
file whose name says that it is a PDF: the system picks the program by the name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from qa.pictures import page_url

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["has_display", "open_pdf"]

# How each viewer is told a page, as its manual page says; the program's name is that of its .desktop file too.
_VIEWERS = {
    "evince": ("--page-index={page}", "{path}"),
    "papers": ("--page-index={page}", "{path}"),
    "okular": ("--page", "{page}", "{path}"),
    "atril": ("--page-index={page}", "{path}"),
    "xreader": ("--page-index={page}", "{path}"),
    "zathura": ("--page={page}", "{path}"),
    "qpdfview": ("{path}#{page}",),
    "mupdf": ("{path}", "{page}"),
    "xpdf": ("{path}", "{page}"),
    "firefox": ("{url}",),
    "chromium": ("{url}",),
    "google-chrome": ("{url}",),
}
_FAILS_WITHIN_S = 0.4


def has_display() -> bool:
    """Whether there is anything to open a window on."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_pdf(path: Path, page: int) -> str | None:
    """Open a PDF at its page; returns what was done, as a sentence, or None where there is nothing to open it with.

    The caller has seen that the file is a PDF.
    """
    if path.suffix.casefold() != ".pdf" or not has_display():
        return None
    if sys.platform == "win32":
        with suppress(OSError):
            os.startfile(path)
            return f"Opened {path}. Go to page {page}: the system's viewer is not told it."
        return None
    if sys.platform == "darwin":
        return f"Opened {path}. Go to page {page}: `open` takes no page." if _runs("open", str(path)) else None
    for name in _preferred():
        words = [word.format(path=path, page=page, url=page_url(path, page)) for word in _VIEWERS[name]]
        if _runs(name, *words):
            return f"Opened {path} at page {page} with {name}."
    if _runs("xdg-open", str(path)):
        return f"Opened {path}. Go to page {page}: `xdg-open` takes no page."
    return None


def _preferred() -> list[str]:
    """The known viewers that are here, the user's own first."""
    own = ""
    if shutil.which("xdg-mime"):
        with suppress(OSError, subprocess.SubprocessError):
            asked = ["xdg-mime", "query", "default", "application/pdf"]
            own = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=False).stdout.casefold()
    here = [name for name in _VIEWERS if shutil.which(name)]
    mine = [name for name in here if name in own]
    # Where the user's own takes no page that is known here, xdg-open has it.
    return mine or ([] if own.strip() else here)


def _runs(*words: str) -> bool:
    """Start a program that goes on by itself; whether it is there and did not fail at once."""
    try:
        started = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    ended = time.monotonic() + _FAILS_WITHIN_S
    while time.monotonic() < ended:
        if started.poll() is not None:
            return started.returncode == 0
        time.sleep(0.05)
    started.returncode = 0  # it is left running: nobody waits for it
    return True

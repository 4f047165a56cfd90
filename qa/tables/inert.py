"""Text that cannot act where it is shown: on a terminal, in a cell of a spreadsheet, in a document of JSON.

Knows which characters drive a terminal, and which cells a spreadsheet runs. Does not know who wrote the text.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from qa.language.links import unlinked

__all__ = ["cell_text", "json_text", "no_formula", "one_line", "safe", "said_in_line"]

# OWASP, "CSV injection": the signs that begin a formula, those of full width too.
_FORMULA = "=+-@\t\r\n＝＋－＠"
# Where a spreadsheet parts cells by a semicolon, one would begin behind it.
_BEHIND = re.compile(rf"(?<=;)(\s*[\"']*)(?=[{re.escape(_FORMULA)}])")


def safe(text: str) -> str:
    """The text without control, format and private-use characters, so that nothing in it can drive the terminal."""
    return "".join(
        character
        for character in text
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
    )


def one_line(text: str) -> str:
    """The text made safe, with every run of spaces and line ends as one space."""
    return safe(re.sub(r"\s+", " ", text)).strip()


def said_in_line(text: str) -> str:
    """Words of a report or a model on one line, with nothing in them that would be a link."""
    return unlinked(one_line(text))


def no_formula(text: str) -> str:
    """The text of a cell of CSV: an apostrophe stands before what a spreadsheet would run as a formula."""
    parted = _BEHIND.sub(r"\1'", text)
    return f"'{parted}" if parted[:1] in tuple(_FORMULA) else parted


def cell_text(text: str, kind: str) -> str:
    """The words of a spreadsheet's cell; only what the program itself made an address stays one."""
    return text if kind in ("path", "link") else said_in_line(text)


def json_text(data: Any, *, ascii_only: bool = False) -> str:
    """A document of JSON, ending in a new line; characters that could drive a terminal are escaped."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=2)
    kept = "".join(
        c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} else json.dumps(c)[1:-1] for c in text
    )
    return kept + "\n"

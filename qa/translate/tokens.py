"""The notation of queries as the translator writes it: tokens out of a line, and the line out of tokens.

Knows the notation's marks alone. What comes out need not be a query: qa.plan.notation reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["line_of", "tokens_of"]

_TOKEN = re.compile(r"[()\[\]|]|\"[^\"]*\"|[^\s()\[\]|\"]+")
_QUOTED = re.compile(r"[A-Z]\w*")  # slots and frameworks
_TIME = re.compile(r"T\d")


def tokens_of(line: str) -> list[str]:
    """The tokens of a line, without quotes."""
    return [token.strip('"') for token in _TOKEN.findall(line)]


def line_of(tokens: Iterable[str]) -> str:
    """The line that these tokens make."""
    line = ""
    for token in tokens:
        word = f'"{token}"' if _QUOTED.fullmatch(token) and not _TIME.fullmatch(token) else token
        tight = not line or line[-1] in "([|" or word in ")]|"
        line += word if tight else f" {word}"
    return line

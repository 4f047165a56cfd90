"""Text that Markdown shows as it is, at the start of a line too."""

from __future__ import annotations

import re

from qa.tables.markup import escaped_markdown

__all__ = ["escaped"]

_AT_LINE_START = re.compile(r"^(\s*)([-+=:]|\d+[.)])(?=\s)")


def escaped(text: str) -> str:
    """The text with everything that Markdown would read as markup behind a backslash, and nothing that is a link."""
    return _AT_LINE_START.sub(r"\1\\\2", escaped_markdown(text))

"""How the patterns of a framework file are written, and what they become.

Knows the signs that are written for people, and the words that stand for a grade or a score. Knows no framework.
"""

from __future__ import annotations

import re

from corpus.lazy import Lazy

__all__ = ["SCORE", "label_pattern", "pattern"]

SCORE = (
    r"(?P<score>\d{1,3}(?:\.\d{1,2})?)(?:(?:[ \t]*(?:out[ \t]+)?of[ \t]+|[ \t]*/[ \t]*)(?P<most>\d{1,3})\b|[ \t]*%)?"
    r"(?![\d.]*\d)"
)
"""What `{score}` stands for: "22 of 36", "22 out of 36", "22/36", "61%", "3"."""

_WRITTEN = re.compile(r"\[(?:\\.|[^\]])*\]|(?:\\ | )+\??|'|^\^")
_READ = {"'": "['’‘ʼ`]", "^": r"^[ \t#*>|]*"}


def pattern(text: str) -> Lazy:
    """A pattern of a data file, a regular expression in which some signs are written for people.

    A space stands for any white space (" ?" for any or none), ' for any apostrophe, a ^ in front for the start of a
    line, past the signs that Markdown puts there. Capitals do not count. Inside [] everything is as written.
    """

    def read(found: re.Match[str]) -> str:
        if found[0][0] == "[":
            return found[0]
        return _READ.get(found[0], r"\s*" if found[0].endswith("?") else r"\s+")

    return Lazy(_WRITTEN.sub(read, text), re.MULTILINE)


def label_pattern(labels: tuple[str, ...], *, below: bool = False) -> Lazy | None:
    """What matches one of the labels at a line's or a table cell's beginning, up to its value; None without any.

    Between a label and its value stand a colon, a table's bar or white space; the value may begin in the next line,
    with `below` also past empty lines.
    """
    if not labels:
        return None
    words = "|".join(f"(?:{pattern(label).pattern})" for label in labels)
    line = r"\n[\s|*•]*" if below else r"\n[ \t|*•]*"
    return Lazy(
        rf"(?:^[ \t#*>|•_–—-]*|[|][ \t*_]*)(?:{words})(?!\w)[ \t*_]*(?:[:|–—-][\s:|*_•]*|{line}|[ \t]+)",
        re.MULTILINE,
    )

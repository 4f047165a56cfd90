"""Words that the end of a line had broken, whole, in what is shown of a report's text.

Knows line ends, hyphens and which words there are. Does not know spans: the text that they point into stays as it is.
"""

from __future__ import annotations

import re

from ingest.embedding.weights import vocabulary

__all__ = ["whole_words"]

_BROKEN = re.compile(r"([^\W_]+)([-‐\xad\x02\ufffe])[ \t]*\n\s*([^\W_]+)")
_TAKEN_UP = frozenset(("and", "or", "to"))  # "16- and 17-year-olds"


def whole_words(text: str) -> str:
    """The text with words over a line's end on one line: "aver-⏎age" is "average", "well-⏎being" is "well-being".

    The hyphen goes where the parts make a word that is known and are not words themselves, or the second is none. What
    a heading or a page number stands behind stays broken.
    """
    return _BROKEN.sub(_joined, text)


def _joined(broken: re.Match[str]) -> str:
    first, hyphen, rest = broken.groups()
    if hyphen == "\xad":
        return first + rest
    if rest in _TAKEN_UP:
        return f"{first}- {rest}"
    if rest[0].isupper() or (rest[0].isdigit() and not first[-1].isdigit()):
        return broken[0]
    known = vocabulary()
    parts = (first.lower(), rest)
    one = "".join(parts) in known and not all(part in known for part in parts)
    return first + rest if first.isalpha() and (one or (known and rest not in known)) else f"{first}-{rest}"

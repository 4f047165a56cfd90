"""Text without anything that a reader's program makes a link: web and mail addresses, bare domains, Markdown, tags.

Knows what Markdown, terminals, notebooks, mail and chat programs take for a link. Does not
know who wrote the text. Nothing of it that can be seen goes: a blank parts what would act together. What cannot be seen
goes first, since it would part, and be taken out later.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["SCHEMES", "unlinked"]

# Schemes that act without "//" behind them.
SCHEMES = "mailto|javascript|vbscript|data|file|tel|sms|xmpp|sip|skype|magnet|callto|facetime"
_HIDDEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs"))
_PARTED = (
    (re.compile(r"://(?=\S)"), ": // "),
    (re.compile(rf"({SCHEMES}):(?=\S)", re.IGNORECASE), r"\1: "),
    (re.compile(r"(?<=[^\W_])([.\u3002\uff0e\uff61])(?=[^\W\d_](?:[^\W\d_]|-))"), r"\1 "),  # a domain: "evil.example"
    (re.compile(r"@(?=\w)"), "@ "),
    (re.compile(r"\\\\(?=[^\s\\])"), r"\\\\ "),  # a folder on a server
    (re.compile(r"\](?=[(:])"), "] "),  # [words](address), [words]: address
    (re.compile(r"<(?=[A-Za-z][\w.+-]*[\s/:@])"), "< "),  # <https://evil>, <a href=...>
)


def unlinked(text: str) -> str:
    """The text as it is shown: its words and marks, parted by a blank where together they would be a link."""
    shown = "".join(" " if c == "\t" else c for c in text if c in "\n\t" or unicodedata.category(c) not in _HIDDEN)
    for pattern, parted in _PARTED:
        shown = pattern.sub(parted, shown)
    return shown

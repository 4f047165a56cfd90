"""A claim's words without anything that could act: links, images, tags, terminal escapes, invisible characters.

Knows what terminals, Markdown and HTML take for more than words. Does not know whether the words are true.
"""

from __future__ import annotations

import re
import unicodedata

from qa.ground.normal import visible
from qa.language.links import SCHEMES, unlinked

__all__ = ["sanitize"]

_ESCAPES = re.compile(r"(?:\x1b\]|\x9d).*?(?:\x07|\x1b\\|\x9c|$)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b.", re.DOTALL)
_ACTIVE = (
    (re.compile(r"!\[[^\]]*\]\s*(?:\([^)]*\)?|\[[^\]]*\])"), " "),  # images, whole
    (re.compile(r"\[([^\]]*)\]\s*(?:\([^)]*\)?|\[[^\]]*\])"), r"\1"),  # links keep their words
    (re.compile(r"</?[A-Za-z!][^>]*(?:>|$)"), " "),
    (re.compile(r"\[([^\]]*)\]:"), r"\1:"),
    (re.compile(rf"(?:[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:{SCHEMES}):(?=\S)|\\\\(?=\w))\S*", re.IGNORECASE), " "),
    (re.compile(r"[^\s@]*@\w\S*"), " "),  # mail, and the name of an account
    (re.compile(r"\b(?:[\w-]+[.\u3002])+[^\W\d_][\w-]+(?::\d+)?[/?#]\S*"), " "),  # a domain and what is fetched of it
    (re.compile(r"[\[(]\s*(?:e?\d+\s*[,;]?\s*)+[\])](?=\s*(?:[.,;]|$))|[\[(]\s*e\d+(?:\s*[,;]\s*e\d+)*\s*[\])]"), " "),
    (re.compile(r"【[^】]{0,60}】|\[\^\w{1,12}\]"), " "),  # citation marks of models, footnotes
    (re.compile(r"\*\*|__|`+|^\s*(?:#+|[-*•>])\s+"), ""),
)


def sanitize(text: str) -> str:
    """The text as plain words in one line, compatibility forms folded (NFKC), so that what is checked is what is shown.

    Citation marks such as [1] or (e3) go too: citations are numbered by the program. What looks like a bare domain may
    be two sentences without a blank between them: it gets one, and its words are looked up like others.
    """
    plain = text
    while True:
        before = plain
        plain = visible(_ESCAPES.sub("", unicodedata.normalize("NFKC", plain)))
        for pattern, words in _ACTIVE:
            plain = pattern.sub(words, plain)
        plain = unlinked(plain)
        plain = re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", plain)).strip()
        if plain == before:
            return plain

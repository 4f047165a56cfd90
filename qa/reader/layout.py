"""How a question and a sentence are set before the reader: the heading, what the sentence leans on, the sentence.

Knows text alone. The making of the model (benchmarks/reader) lays its examples out with the same functions:
what the model was taught and what it is asked must look alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["LONGEST", "Laid", "lay_out"]

LONGEST = 144  # tokens a pair may have; what is beyond is cut off the sentence's end
_HEADING = 10  # words of a heading
_BEFORE = 24  # words of the sentence before
_LEANS = re.compile(
    r"^\W*(?:(?:of|among|for|in|with|from)\s+)?(?:this|these|those|that|them|such|it|they|their|its|both|each|all|another|others?|he|she|the\s+(?:other|rest"
    r"|remaining|remainder)|a\s+further|consequently|therefore|thus|however|also|as\s+a\s+result|in\s+addition|similarly|further(?:more)?"
    r"|nevertheless|by\s+contrast|in\s+contrast)\b"
    r"|\b(?:of|including)\s+(?:whom|which|these|those|them)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Laid:
    """A sentence's text for the reader, and where in it the sentence itself begins."""

    text: str
    offset: int


def lay_out(heading: str, before: str, sentence: str) -> Laid:
    """The last heading above a sentence, the sentence before it where it leans on that, and the sentence."""
    last = " ".join(heading.rsplit(" > ", maxsplit=1)[-1].split()[:_HEADING])
    front = f"{last}. " if last else ""
    if before and _LEANS.search(sentence):
        front += " ".join(before.split()[-_BEFORE:]) + " "
    return Laid(text=f"{front}| {sentence}", offset=len(front) + 2)

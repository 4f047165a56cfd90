"""Where a quote stands: in the evidence it names, elsewhere, in pieces, or nowhere.

Knows normal forms and evidence. Does not know what the quote is to prove.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qa.ground.model import Problem, Quoted
from qa.ground.normal import Normal, find, normal

if TYPE_CHECKING:
    from qa.ground.model import Evidence

__all__ = ["Sources", "locate", "quote_of"]

_EDGE = " \t\n.,;:…'\"‘’“”„«»"
_LEAST_WORDS = 3  # fewer stand in any report
_PIECE = 3  # words that must stand together to count as a piece


def quote_of(text: str, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text` word for word: (start, end), or None.

    Spaces, hyphens at line ends, ligatures, quotation marks and dashes may be written in another way. Punctuation and
    quotation marks at the quote's own ends are let go where they do not stand in the text.
    """
    return _found(normal(text), quote)


class Sources:
    """The evidence of one question, each piece with its normal form."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._evidence = {one.id: one for one in evidence}
        self._normal = {one.id: normal(one.text) for one in evidence}

    def __contains__(self, ident: str) -> bool:
        return ident in self._evidence

    def __getitem__(self, ident: str) -> Evidence:
        return self._evidence[ident]

    @property
    def normals(self) -> Mapping[str, Normal]:
        """The normal forms by id, in the order given."""
        return self._normal


def locate(quoted: Quoted, sources: Sources) -> tuple[int, int] | Problem:
    """Where the quote stands in the text of the evidence it names, or what is wrong with it."""
    shown = _short(quoted.text)
    if quoted.evidence not in sources:
        return Problem(kind="no_evidence", detail=f"There is no evidence {_short(quoted.evidence)!r}.")
    named = sources[quoted.evidence]
    found = _found(sources.normals[named.id], quoted.text)
    if found is not None:
        if len(re.findall(r"\w+", quoted.text)) < _LEAST_WORDS and not named.states:
            whole = quoted.text.strip(_EDGE) == named.text.strip(_EDGE)
            if not whole:
                return Problem(kind="too_short", detail=f"The quote “{shown}” is too short; quote the sentence.")
        return found
    for ident, other in sources.normals.items():
        if _found(other, quoted.text) is not None:
            return Problem(kind="misattributed", detail=f"The quote “{shown}” stands in {ident}, not in {named.id}.")
    if _in_pieces(quoted.text, list(sources.normals.values())):
        return Problem(
            kind="stitched", detail=f"The quote “{shown}” is put together from parts that stand apart; quote one part."
        )
    return Problem(
        kind="absent", detail=f"The quote “{shown}” does not stand in the evidence; copy it letter by letter."
    )


def _found(hay: Normal, quote: str) -> tuple[int, int] | None:
    for wanted in (quote, quote.strip(_EDGE), quote.strip(_EDGE + "-–—•")):
        needle = normal(wanted)
        if not re.search(r"\w", needle.text):
            return None
        found = find(needle, hay)
        if found is None:  # a capital put in or taken away where the quote begins within a sentence
            bare = wanted.lstrip(_EDGE)
            found = find(normal(bare[:1].swapcase() + bare[1:]), hay)
        if found is not None:
            return found
    return None


def _in_pieces(quote: str, hays: Sequence[Normal]) -> bool:
    """Whether the whole quote is made of runs of at least three words, each of which stands somewhere."""
    words = quote.replace("…", " ").replace("...", " ").replace("[", " ").replace("]", " ").split()
    at = 0
    while at < len(words):
        end = _run(words, at, hays)
        if end == at:
            return False
        at = end
    return len(words) > 0


def _run(words: Sequence[str], at: int, hays: Sequence[Normal]) -> int:
    """Where the run of words ends that begins at `at` and stands somewhere; `at` itself where there is none.

    It grows word by word, so that a long quote that stands nowhere costs no more than a short one.
    """
    end = at
    for until in range(at + _PIECE, len(words) + 1):
        if any(_found(hay, " ".join(words[at:until])) for hay in hays):
            end = until
        elif until > max(end, at + _PIECE):  # two in a row: with one, a word may be broken there ("impro- vement")
            break
    return end


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:77]}..."

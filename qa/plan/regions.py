"""The regions, and the types of council, that a question names, misspelt ones too.

Knows England's regions and how they are spoken of. Does not know the library.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.authorities import TYPES
from corpus.language.pattern import Lazy

__all__ = ["Region", "find_regions"]

_REGIONS = {
    "East Midlands": r"east midlands|e\.? mids|east mids",
    "East of England": r"(?:the )?east of england|eastern england|east anglia",
    "London": r"(?:greater |inner |outer )?london|(?:the )?capital(?: city)?",
    "North East": r"(?-i:NE)|north[ -]east(?:ern)?(?: england| of england)?",
    "North West": r"(?-i:NW)|north[ -]west(?:ern)?(?: england| of england)?",
    "South East": r"(?-i:SE)|south[ -]east(?:ern)?(?: england| of england)?",
    "South West": r"(?-i:SW)|south[ -]west(?:ern)?(?: england| of england)?|west country",
    "West Midlands": r"west midlands|w\.? mids|west mids",
    # "Yorkshire" alone may be a county; what is in it, and its councils, are of the region.
    "Yorkshire and the Humber": r"yorkshire (?:and|&) (?:the )?humber(?:side)?|yorks (?:and|&) humber"
    r"|(?:(?<=\bin )|(?<=\bacross )|(?<=\boutside )|(?<=\ball of ))yorkshire(?! (?:and|&)\b)"
    r"|(?<!north )(?<!south )(?<!east )(?<!west )yorkshire(?= (?:councils|authorities|las|local authorities|region)\b)",
}
# Councils of a type, named by what stands before "councils" or by a word of their own: no place, asked for as one is.
_TYPES = {
    TYPES[
        "metropolitan"
    ]: r"(?:metropolitan|met)(?= (?:district |city )?(?:boroughs?|districts?|councils|authorit(?:y|ies))\b)"
    r"|mets|(?<=\bin )metropolitan boroughs",
    TYPES[
        "unitary"
    ]: r"unitary(?= (?:councils|authorit(?:y|ies)|las)\b)|unitaries|(?:(?<=\bin )|(?<=\bthe ))unitary areas",
    TYPES["county"]: r"(?:shire )?county(?= (?:councils|authorities|areas)\b)|shire(?= (?:councils|authorities)\b)"
    r"|shires|shire counties",
}
_REGION_GROUPS = (
    (
        Lazy(
            r"\bnorthern\b|\b(?:(?<=\bin )|(?<=\bacross )|(?<=\boutside )|(?<=\bfrom ))the north\b"
            r"(?![ -](?:east|west|or|and|york|tyne|lincoln|somerset|of england))"
            r"|\bup north\b|\b(?:the )?north of england\b"
        ),
        ("North East", "North West", "Yorkshire and the Humber"),
    ),
    (Lazy(r"(?<!east )(?<!west )\bmidlands\b"), ("East Midlands", "West Midlands")),
)
# The words of the regions' names that are long enough to be known misspelt.
_WORDS = ("London", "north", "south", "northern", "southern", "Midlands", "Yorkshire", "Humber", "England")
_WORD = re.compile(r"[a-z]{4,10}", re.IGNORECASE)
_CORPORATION = re.compile(r"\s*(?:borough\s+of|corporation)\b", re.IGNORECASE)
_CITY = re.compile(r"city\s+of\s+$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A region at `start` to `end`, and each misspelt word of it with the word that was meant."""

    name: str
    start: int
    end: int
    slips: tuple[tuple[str, str], ...] = ()

    def holds(self, other: Region) -> bool:
        """Whether the other stands within this one, and is shorter."""
        return self.start <= other.start and other.end <= self.end and self.end - self.start > other.end - other.start


def find_regions(question: str) -> list[Region]:
    """The regions named, in order; one span may name several ("the north")."""
    slips = [(word.start(), word.end(), right) for word in _WORD.finditer(question) if (right := _meant(word[0]))]
    text, at = "", 0
    for start, end, right in slips:
        text, at = text + question[at:start] + right, end
    found = []
    for name, first, last in _named(text + question[at:]):
        start, end = _written(first, slips, begins=True), _written(last, slips, begins=False)
        its = tuple((question[a:b], right) for a, b, right in slips if start <= a and b <= end)
        found.append(Region(name=name, start=start, end=end, slips=its))
    # "The north east of England" does not name the East of England.
    whole = [one for one in found if not any(other.holds(one) for other in found)]
    return sorted(whole, key=lambda one: (one.start, one.end, one.name))


def _named(text: str) -> list[tuple[str, int, int]]:
    """Each region and where it stands in a text without slips."""
    found: list[tuple[str, int, int]] = []
    for words, names in _REGION_GROUPS:
        for match in words.finditer(text):
            found += [(name, match.start(), match.end()) for name in names]
    for name, pattern in _region_patterns():
        for match in pattern.finditer(text):
            of_a_place = _CORPORATION.match(text[match.end() :]) or _CITY.search(text[: match.start()])
            if not (name == "London" and of_a_place):
                found.append((name, match.start(), match.end()))
    return found


def _written(at: int, slips: list[tuple[int, int, str]], *, begins: bool) -> int:
    """Where a place in the text put right stands in the question as it was written."""
    moved = 0
    for start, end, right in slips:
        if at < start + moved + (len(right) if begins else 1):
            break
        moved += len(right) - (end - start)
    return at - moved


@lru_cache(maxsize=1024)
def _meant(word: str) -> str | None:
    """The word of a region's name that a word is one slip of the keyboard away from; an ending is no slip."""
    said, words = word.lower(), {one.lower(): one for one in _WORDS}
    if {said, f"{said}s", said[:-1]} & words.keys():
        return None
    from rapidfuzz.distance import OSA

    close = [right for one, right in words.items() if one[0] == said[0] and OSA.distance(said, one) == 1]
    return close[0] if len(close) == 1 else None


@lru_cache(maxsize=1)
def _region_patterns() -> tuple[tuple[str, Lazy], ...]:
    return tuple(
        (name, Lazy(rf"\b(?:the )?(?:{words})(?! (?:lincolnshire|somerset|borough of))\b"))
        for name, words in (_REGIONS | _TYPES).items()
    )

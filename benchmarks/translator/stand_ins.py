"""The stand-ins of written questions (qa.translate.slots): numbered as a question names them, and with real names in
their place.
"""

from __future__ import annotations

import re

from qa.question import Catalogue
from qa.translate.slots import STAND_INS

__all__ = ["CATALOGUE", "NAMES", "named", "numbered"]

# Names and times for the stand-ins: any will do, since the translator sees stand-ins again.
NAMES = {
    "paris": "Kent",
    "rome": "Slough",
    "vienna": "Wigan",
    "madrid": "Bolton",
    "berlin": "Devon",
    "lisbon": "Salford",
    "athens": "Luton",
    "prague": "Dorset",
    "africa": "London",
    "asia": "the South West",
    "europe": "the North East",
    "arabia": "the East of England",
    "peter": "Ada Penhaligon",
    "paul": "Bo Lindqvist",
    "john": "Cai Trevelyan",
    "george": "Dee Okafor",
    "monday": "in 2019",
    "tuesday": "in 2022",
    "wednesday": "in 2015",
    "thursday": "in 2017",
    "friday": "in 2024",
}
CATALOGUE = Catalogue(
    reports=(),
    authorities=tuple(sorted(name for name in NAMES.values() if " " not in name and name != "London")),
    regions=("East of England", "London", "North East", "South West"),
    frameworks=("ILACS", "SIF"),
    inspectors=("Ada Penhaligon", "Bo Lindqvist", "Cai Trevelyan", "Dee Okafor"),
    years=tuple(range(2013, 2026)),
)

_STOOD_IN = {word: (kind, n) for kind, words in STAND_INS.items() for n, word in enumerate(words, 1)}
_NAMED = re.compile(rf"\b(?:{'|'.join(_STOOD_IN)})\b", re.IGNORECASE)
_SLOT = re.compile(rf"\b[{''.join(STAND_INS)}][1-9]\b")


def named(text: str) -> str:
    """A written question with names and times in place of the stand-ins."""
    return re.sub("|".join(rf"\b{word}\b" for word in NAMES), lambda word: NAMES[word[0]], text)


def numbered(text: str, queries: list[str]) -> tuple[str, list[str]]:
    """A question whose stand-ins stand for names and times in the order in which it names them, as
    qa.translate.slots.mark gives them out; and its queries to that.
    """
    now: dict[tuple[str, int], int] = {}
    for found in _NAMED.finditer(text):
        kind, n = _STOOD_IN[found[0].lower()]
        now.setdefault((kind, n), 1 + sum(other == kind for other, _ in now))

    def word(found: re.Match[str]) -> str:
        kind, n = _STOOD_IN[found[0].lower()]
        return STAND_INS[kind][now[kind, n] - 1]

    def slot(found: re.Match[str]) -> str:
        kind, n = found[0][0], int(found[0][1])
        return f"{kind}{now.get((kind, n), n)}"

    return _NAMED.sub(word, text), [_SLOT.sub(slot, line) for line in queries]

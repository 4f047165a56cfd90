"""Made-up names of places, for authorities that do not exist.

Knows the syllables of English place names, and asks the list of authorities what must not be used.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from corpus.authorities import authority, find_authorities, find_elsewhere

__all__ = ["made_up_names"]

_BEFORE = (
    "",
    *"Great Little Upper Lower Nether Over Old New Market Long High Castle Temple Abbots Kings Monks Priors".split(),
)
_FIRST = (
    "Al Amber Ash Bar Bel Birk Black Brack Bram Brin Cal Car Chal Clay Col Crans Cul Dal Den Dun Eller Elm Fair Fal "
    "Far Fen Gar Glen Gold Grim Hal Harl Hazel Hen Holm Hors Kel Kirk Lang Lin Lock Mar Mel Mid Mor Nor Oak Orm Pen "
    "Quen Rad Rin Row Sal Sed Shel Stan Tarn Thorn Tor Ul Wal Wen Whit Win Wol Yar"
).split()
_SECOND = (
    "acre beck berry borne bourne bridge brook burn burst combe cote cross dale den don ey fell field fleet ford gate "
    "grove ham hampton haven hill holt hurst lea leigh ling lock marsh mere mouth ness over port ridge sett shaw "
    "stead stoke stow thorpe thwaite ton wade wall well wick wold worth"
).split()


def made_up_names() -> Iterator[str]:
    """Names that sound English and are no authority's, each once and always in the same order."""
    words = len(_FIRST) * len(_SECOND)
    step = next(n for n in range(int(0.618 * words), words) if math.gcd(n, words) == 1)  # neighbours sound unlike
    for before in _BEFORE:  # names of one word first
        for n in range(words):
            at = n * step % words
            name = f"{before} {_FIRST[at % len(_FIRST)]}{_SECOND[at // len(_FIRST)]}".strip()
            if authority(name) is None and not find_authorities(name) and not find_elsewhere(name):
                yield name

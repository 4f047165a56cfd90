"""Small words that are told apart by how they are spelt, where a concept of the lexicon takes in too many.

Knows sets of words, lower case. Does not know what they say of a report.
"""

from __future__ import annotations

__all__ = [
    "AFTER_TIME",
    "ASKING",
    "BEFORE_TIME",
    "BY_OR_FROM",
    "LEANING",
    "LOWER",
    "MEASURING",
    "NO",
    "ONE",
    "PAST",
    "POINTING",
    "REACHING",
    "RELATIVE",
    "SPATIAL",
    "THIS_OR_THAT",
]

# Prepositions of a time that is open at one end or both, and what is said after such a time.
BEFORE_TIME = frozenset("before after since until till by from between during later earlier prior post pre".split())
AFTER_TIME = frozenset(
    ("onwards", "onward", "on", "or later", "or earlier", "or after", "or before", "later", "earlier")
)
# Verbs that open a question that is answered by yes or no.
ASKING = frozenset("is are was were has have had did does do isn't aren't wasn't hasn't didn't".split())
# What takes up the sentence before, and what takes up the members of the answer before.
LEANING = frozenset("them those these they it that".split())
POINTING = frozenset("those these them they that".split())
# Verbs by which a clause without a time speaks of the past.
PAST = frozenset("were was had did got came been given ended received fell achieved called".split())
# "From good to inadequate".
REACHING = frozenset(("to", "into", "->", "→"))
RELATIVE = frozenset(("whose", "with", "without"))
THIS_OR_THAT = frozenset(("either", "both"))
NO = frozenset(("no", "without", "without a"))
ONE = frozenset(("one", "single", "a single"))
LOWER = frozenset(("lower", "worse", "lesser"))
MEASURING = frozenset(("better", "worse", "higher", "lower"))
SPATIAL = frozenset(("below", "above", "under", "better", "worse"))
# "Published" by these is said of anything.
BY_OR_FROM = frozenset(("of", "from", "out"))

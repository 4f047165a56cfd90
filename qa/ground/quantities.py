"""Quantities said without a figure: "most", "hardly any", "twice as many"; and the figures that may stand for them.

Knows the words and what each says of a share or of two figures. Does not know claims: a quantity of a claim stands in
its quotes, of the same thing, or figures of its quotes say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from corpus.language.numerals import NUMBER_WORDS, SCALES
from qa.ground.counted import counted
from qa.ground.normal import clean
from qa.ground.values import Value, counts

__all__ = ["borne_out", "quantities", "shares_of"]

_NUMBERED = "|".join(sorted({*NUMBER_WORDS, *SCALES}, key=len, reverse=True))
# The first of them that fits a place is meant.
_SAID = (
    *((f"per {unit}", rf"(?:per|each|every|an?) (?:single )?{unit}(?! before| earlier| ago| later| after| old)|{other}")
      for unit, other in (("hour", "hourly"), ("day", "daily"), ("week", "weekly"), ("month", "monthly"),
                          ("year", "yearly|annually|annual"), ("night", "nightly"), ("fortnight", "fortnightly"))),
    ("per quarter", r"(?:per|each|every) quarter|quarterly"),
    ("growing", r"(?:an |the )?(?:increasing|growing|rising|soaring|mounting) (?:number|proportion|share|percentage)s?"
                r"|more and more|ever more|increasingly"),
    ("shrinking", r"(?:a |the )?(?:decreasing|declining|falling|diminishing|shrinking|dwindling)"
                  r" (?:number|proportion|share|percentage)s?|fewer and fewer|less and less|ever (?:fewer|less)"),
    ("hardly any", r"(?:hardly|scarcely|barely)(?: any| a| ever)?|very few|close to none"
                   r"|(?:almost|nearly|virtually|next to) (?:no|none|nobody|never|nothing)"
                   r"|(?:negligible|minimal) (?:number|proportion|share|percentage)s?"),
    ("nearly all", r"(?:almost|nearly|virtually|practically) (?:all|every|everyone|everything|always|entirely)|all but"
                   r"|(?:vast|great|large|overwhelming) majority|overwhelmingly"),
    ("few", r"minority|fewest|(?<!too )few|handful|seldom|rarely|occasionally|sometimes|(?:fraction|sliver) of"
            r"|(?:small|low|limited|tiny) (?:number|proportion|share|percentage)s?"),
    ("most", r"(?<!the )(?<!at )most(?! recent)|majority|bulk of|mostly|mainly|largely|predominantly|chiefly|usually"
             r"|typically|generally|lion's share"),
    ("many", r"(?<!how )(?<!as )many|numerous|countless|myriad|plenty|lots|a lot|a great deal|multiple|often|frequently"
             r"|commonly|record (?:number|level|high)s?|dozens|scores of|hundreds|thousands|millions|tens of"
             r"|(?:tons|loads|heaps|piles|masses|oodles|swathes?|slew|raft|host|multitude|string|spate|flood|wave) of"
             r"|umpteen|endless|innumerable|untold|repeatedly|regularly|routinely|habitually"
             r"|(?:large|high|great|significant|considerable|substantial|size?able|disproportionate|excessive)"
             r" (?:number|proportion|share|percentage)s?"),
    ("several", r"several|various|a (?:number|range|couple) of"),
    ("none", r"no(?! longer\b)(?! one\b)(?!\.)(?!-)|none|nobody|nothing|never|neither|no one|nil|nought|naught"
             r"|not (?:a single|one)"),
    ("all", r"(?<!at )(?<!of )all|every|everyone|everything|always|entire|entirely|wholly|throughout|each of"
            r"|the whole of|invariably|constantly|without exception"),
    ("both", r"both(?! [^.;:]{1,60}\band\b)"),
    ("enough", r"(?<!not )enough|sufficient(?:ly)?"),
    ("too few", r"not enough|insufficient(?:ly)?|too (?:few|little)"),
    ("further", rf"(?:another|an? (?:further|additional|extra))(?= (?:\d|(?:{_NUMBERED})\b))|(?<=\d )(?:other|extra)"),
    ("more", r"(?<!no )(?<!or )(?<!and )(?<!once )(?<!any )more(?! than\b)"),
    ("fewer", r"(?<!no )(?<!or )(?<!and )(?:fewer|less)(?! than\b)"),
    *((f"for {unit}s", rf"(?:for|over|within|after|by|of|lasting|taking|waited|took) {unit}s")
      for unit in ("hour", "day", "week", "month", "year", "decade")),
    ("half", r"halve|halved|halves|halving|half as"),
    ("twice", r"twice|doubl(?:e|ed|es|ing)|twofold|two-fold"),
    ("thrice", r"thrice|tripl(?:e|ed|es|ing)|trebl(?:e|ed|es|ing)|threefold|three-fold"),
    ("fourfold", r"quadrupl(?:e|ed|es|ing)|fourfold|four-fold"),
    ("manifold", r"\w+fold|\w+-fold|squared|cubed"),
)  # fmt: skip
_PATTERNS = [(name, re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE)) for name, said in _SAID]
_OF = re.compile(r"\s*(?:(?:out )?of|in)\s+(?:(?:the|these|those|all|its|a total of)\s+)?", re.IGNORECASE)
_DENIES = re.compile(r"(?<!\w)(?:no|not|none|never|nor|neither|nothing|without|cannot)(?!\w)|n't(?!\w)", re.IGNORECASE)
_SHARES: dict[str, Callable[[Fraction], bool]] = {
    "hardly any": lambda share: 0 < share <= Fraction(1, 10),
    "few": lambda share: 0 < share < Fraction(1, 4),
    "most": lambda share: Fraction(1, 2) < share < 1,
    "nearly all": lambda share: Fraction(9, 10) <= share < 1,
    "all": lambda share: share == 1,
    "none": lambda share: share == 0,
}
_TIMES = {"half": Fraction(1, 2), "twice": Fraction(2), "thrice": Fraction(3), "fourfold": Fraction(4)}


def quantities(sentence: str) -> list[Value]:
    """The quantities of a sentence that are said without a figure, in the order they stand."""
    text = clean(sentence)
    found: list[Value] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in found):
                continue
            of = counted(sentence, start, end)
            found.append(
                Value(kind="quantity", start=start, end=end, text=match[0], key=name, noun=of.noun, near=of.near)
            )
    return sorted(found, key=lambda value: value.start)


def borne_out(
    claimed: Value, said: Sequence[Value], quoted: str, figures: Sequence[Value], shares: Sequence[tuple[Value, str]]
) -> str | None:
    """What bears out a quantity of a claim: "" for the quotes' own words, the figures that say it, or None for nothing.

    `said` are the quantities of the quotes, `figures` their values, `shares` the shares they give, each with how it is
    shown.
    """
    if any(claimed.key == one.key and _of_the_same(claimed, one) for one in said):
        return ""
    if claimed.key == "both" and any(one.key == 2 and _of_the_same(claimed, one) for one in figures):
        return ""
    if claimed.key == "none" and _DENIES.search(clean(quoted)):
        return ""
    holds = _SHARES.get(str(claimed.key))
    if holds is not None:
        return next(
            (
                shown
                for share, shown in shares
                if isinstance(share.key, Fraction) and holds(share.key) and _of_the_same(claimed, share)
            ),
            None,
        )
    times = _TIMES.get(str(claimed.key))
    fit = [one for one in figures if _of_the_same(claimed, one)]
    return None if times is None else next(_ratios(times, fit), None)


def _of_the_same(claimed: Value, stated: Value) -> bool:
    """Whether a value counts what a quantity is of; of "doubled", whether they share a word of their sentences."""
    return counts(claimed.noun, stated) if claimed.noun else not claimed.near.isdisjoint(stated.near)


def _ratios(times: Fraction, figures: Sequence[Value]) -> Iterator[str]:
    """The two figures of the same thing of which one is so many times the other."""
    for one in figures:
        for other in figures:
            if (
                isinstance(one.key, Fraction)
                and isinstance(other.key, Fraction)
                and one.kind == other.kind
                and one.key == times * other.key != 0
                and (one.noun, one.unit, one.bound)
                == (other.noun, other.unit, "")
                == (other.noun, other.unit, other.bound)
                and (one.noun or one.unit)
            ):
                yield f"{one.text} against {other.text}"


def shares_of(text: str, stated: Sequence[Value]) -> list[tuple[Value, str]]:
    """The shares that a text gives: "25%", and "62 of the 248", each with how it is shown."""
    found = [(one, one.text) for one in stated if one.kind == "share" and one.unit is None and not one.bound]
    numbers = [one for one in stated if one.kind == "number" and one.unit is None and not one.bound]
    for part, whole in pairwise(numbers):
        of, a_whole = part.key, whole.key
        if not isinstance(of, Fraction) or not isinstance(a_whole, Fraction) or not 0 <= of <= a_whole or not a_whole:
            continue
        if _OF.fullmatch(text[part.end : whole.start]):
            shown = text[part.start : whole.end]
            share = replace(part, kind="share", end=whole.end, text=shown, key=of / a_whole, unit=None, noun=whole.noun)
            found.append((share, f"{part.text} of {whole.text}"))
    return found

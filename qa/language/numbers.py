"""Numbers in a text, in figures or in words.

Knows how English writes numbers. Does not know dates, nor what is counted.
"""

from __future__ import annotations

from qa.language.atoms import Atom, joined

__all__ = ["ORDINALS", "cardinal_at"]

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: n for n, word in enumerate([*_UNITS, *_TEENS], 1)}
TENS = {word: 10 * n for n, word in enumerate(_TENS, 2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINAL_UNITS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINAL_TEENS = "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
ORDINALS = {word: n for n, word in enumerate([*_ORDINAL_UNITS, *_ORDINAL_TEENS], 1)}


def cardinal_at(atoms: list[Atom], i: int) -> tuple[float, int] | None:
    """The number that begins at `i`, "2,014", "3.5", "two hundred and five", "a dozen", and the place after it."""
    return _figures(atoms, i) if atoms[i].is_digits else _words(atoms, i) if atoms[i].is_word else None


def _figures(atoms: list[Atom], i: int) -> tuple[float, int] | None:
    digits, j = atoms[i].text, i + 1
    if len(digits) > 15:
        return None
    while len(digits) <= 12 and atoms[j].text == "," and len(atoms[j + 1].text) == 3 and atoms[j + 1].is_digits:
        if not joined(atoms, j) or not joined(atoms, j + 1) or (j == i + 1 and len(atoms[i].text) > 3):
            break
        digits, j = digits + atoms[j + 1].text, j + 2
    if atoms[j].text == "." and atoms[j + 1].is_digits and joined(atoms, j) and joined(atoms, j + 1):
        if len(atoms[j + 1].text) > 9:
            return None
        digits, j = f"{digits}.{atoms[j + 1].text}", j + 2
    return float(digits), j


def _words(atoms: list[Atom], i: int) -> tuple[float, int] | None:
    word = atoms[i].text
    if word in ("a", "an"):
        if atoms[i + 1].text == "dozen":
            return 12.0, i + 2
        if atoms[i + 1].text not in SCALES:
            return None
    elif word == "dozen":
        return 12.0, i + 1
    elif word not in SMALL and word not in TENS:
        return None
    total, current, room, j = 0, 0, 100, i
    if word in ("a", "an"):
        current, room, j = 1, 0, i + 1
    while True:
        k = j + (atoms[j].text in ("and", "-") and j > i and _goes_on(atoms, j))
        word = atoms[k].text
        value = SMALL.get(word) or TENS.get(word)
        if value is not None and value < room:
            current, room = current + value, 10 if word in TENS else 0
        elif word == "hundred" and 0 < current < 100:
            current, room = current * 100, 100
        elif word in SCALES and word != "hundred" and current:
            total, current, room = total + current * SCALES[word], 0, 100
        else:
            return float(total + current), j
        j = k + 1


def _goes_on(atoms: list[Atom], j: int) -> bool:
    """Whether "and" or a hyphen lies within one number: "two hundred and five", "forty-one"."""
    before, after = atoms[j - 1].text, atoms[j + 1].text
    if atoms[j].text == "-":
        return before in TENS and after in SMALL and joined(atoms, j) and joined(atoms, j + 1)
    return before in SCALES and (after in SMALL or after in TENS)

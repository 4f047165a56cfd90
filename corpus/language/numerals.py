"""Numbers in a text's atoms, in figures or in words: cardinals, ordinals, fractions, percentages and multiples.

Knows how English writes numbers. Does not know dates, nor what is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.language.atoms import Atom, closes, joined, skip, small

__all__ = [
    "NUMBER_WORDS",
    "ORDINALS",
    "TIMES",
    "Number",
    "NumberKind",
    "cardinal_alone",
    "cardinal_at",
    "is_part",
    "numbers_in",
    "ordinal_at",
]

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: n for n, word in enumerate([*_UNITS, *_TEENS], 1)}
TENS = {word: 10 * n for n, word in enumerate(_TENS, 2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_LETTERS = {"k": 1000, "m": 1_000_000, "bn": 1_000_000_000}
_ORDINAL_UNITS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_ORDINAL_TEENS = "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
NUMBER_WORDS = frozenset((*SMALL, *TENS))
ORDINALS = {word: n for n, word in enumerate([*_ORDINAL_UNITS, *_ORDINAL_TEENS], 1)}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
PARTS |= {f"{part}s": n for part, n in list(PARTS.items())} | {"halves": 2}
_NO_HALF = frozenset("term terms termly day days daily hour hours hourly year years yearly".split())
TIMES = {"once": 1, "twice": 2, "thrice": 3}
_FEW = {"couple": 2, "pair": 2}
_ONE_BEFORE = frozenset("no any every each which this that another the at day some last latest first".split())
_ONE_AFTER = frozenset(("of", "another", "who", "that", "which", "hand", "-"))
_MOST_OF_HOW_MANY = 1000  # "one in 2015" is no fraction

_CLOCK = frozenset("day days week weeks month months year years".split())  # "3 in 10 weeks" is no fraction

NumberKind = Literal["cardinal", "ordinal", "fraction", "percent", "multiple"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number of the atoms `at` to `until`."""

    value: float
    kind: NumberKind
    at: int
    until: int


def cardinal_at(atoms: list[Atom], i: int) -> tuple[float, int] | None:
    """The number that begins at `i`, "2,014", "3.5", "two hundred and five", "a dozen", and the place after it."""
    return _figures(atoms, i) if atoms[i].is_digits else _words(atoms, i) if atoms[i].is_word else None


def ordinal_at(atoms: list[Atom], i: int) -> tuple[int, int] | None:
    """The ordinal at `i`, "3rd", "third", "twenty-first", and the place after it."""
    atom = atoms[i]
    if atom.is_digits:
        number = small(atom)
        suffixed = atoms[i + 1].text in _SUFFIXES and joined(atoms, i + 1) and not joined(atoms, i)
        return (number, i + 2) if number is not None and suffixed else None
    if atom.text in TENS and atoms[i + 1].text == "-" and ORDINALS.get(atoms[i + 2].text, 10) < 10:
        return TENS[atom.text] + ORDINALS[atoms[i + 2].text], i + 3
    number = ORDINALS.get(atom.text)
    return (number, i + 1) if number else None


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
    return _scaled(float(digits), atoms, j)


def _scaled(value: float, atoms: list[Atom], j: int) -> tuple[float, int]:
    """The number with "million" or "k" behind it applied."""
    scale = SCALES.get(atoms[j].text) or (_LETTERS.get(atoms[j].text) if joined(atoms, j) else None)
    return (value * scale, j + 1) if scale else (value, j)


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


def numbers_in(atoms: list[Atom]) -> list[Number]:
    found: list[Number] = []
    i = 0
    while atoms[i].text:
        made = next((n for rule in _RULES if (n := rule(atoms, i)) is not None), None)
        if made is not None:
            found.append(made)
        i = made.until if made is not None else i + 1
    return found


def cardinal_alone(atoms: list[Atom], i: int, *, pronouns: bool = False) -> tuple[float, int] | None:
    """A number that stands for itself: "2,014", "five"; not "KS2", nor, without `pronouns`, "which one"."""
    read = cardinal_at(atoms, i)
    if read is None:
        if atoms[i].text in ("a", "the") and atoms[i + 1].text in _FEW:
            return float(_FEW[atoms[i + 1].text]), i + 2
        return (0.0, i + 1) if atoms[i].text in ("none", "zero", "nil") else None
    value, until = read
    if atoms[i].is_digits and not (_begins(atoms, i) and _ends(atoms, until)):
        return None
    if atoms[i].text == "one" and until == i + 1 and not pronouns and _is_pronoun(atoms, i):
        return None
    return value, until


def _begins(atoms: list[Atom], i: int) -> bool:
    before = atoms[i - 1]
    return not joined(atoms, i) or not (before.is_word or before.is_digits or before.text in "._,/:")


def _ends(atoms: list[Atom], until: int) -> bool:
    after = atoms[until]
    if not joined(atoms, until):
        return True
    if after.is_word or after.is_digits or after.text == "_":
        return False
    return not (after.text in ".,/:" and atoms[until + 1].is_digits and joined(atoms, until + 1))


def _is_pronoun(atoms: list[Atom], i: int) -> bool:
    """'Which one', "no one", "one another", "the London one", "one-off": counts nothing."""
    if atoms[i - 1].text == "-" and joined(atoms, i):
        return True
    if atoms[i - 1].text in _ONE_BEFORE or (atoms[i + 1].text in _ONE_AFTER and not _of_a_number(atoms, i)):
        return True
    return atoms[i - 2].text in ("the", "that", "this", "another") and atoms[i - 1].is_word and closes(atoms, i + 1)


def _of_a_number(atoms: list[Atom], i: int) -> bool:
    return atoms[i + 1].text == "of" and cardinal_at(atoms, skip(atoms, i + 2, frozenset(("the",)))) is not None


def _percent(atoms: list[Atom], i: int) -> Number | None:
    """ "45%", "12.5 per cent", "thirty-five percent"."""
    read = cardinal_at(atoms, i)
    if read is None or (atoms[i].is_digits and not _begins(atoms, i)):
        return None
    value, j = read
    if atoms[j].text in ("%", "percent", "percentage"):
        return Number(value=value, kind="percent", at=i, until=j + 1)
    if atoms[j].text == "per" and atoms[j + 1].text == "cent":
        return Number(value=value, kind="percent", at=i, until=j + 2)
    return None


def _fraction(atoms: list[Atom], i: int) -> Number | None:
    """ "half", "a third of", "two thirds", "three quarters", "one in five", "3 out of 4"."""
    follows = i + 1 + (atoms[i + 1].text == "-")
    if atoms[i].text == "half" and atoms[follows].text not in _NO_HALF and not ordinal_at(atoms, i - 1):
        return Number(value=0.5, kind="fraction", at=i, until=i + 1)
    read = (1.0, i + 1) if atoms[i].text == "a" else cardinal_at(atoms, i)
    if read is None or (atoms[i].is_digits and not _begins(atoms, i)):
        return None
    top, j = read
    until = _part(atoms, i, j, surely=top != 1)
    if until is not None:
        return Number(value=top / PARTS[atoms[until - 1].text], kind="fraction", at=i, until=until)
    if atoms[j].text == "in" or (atoms[j].text == "out" and atoms[j + 1].text == "of"):
        k = skip(atoms, j + 1, frozenset(("of", "every")))
        whole = cardinal_at(atoms, k)
        if whole and 0 < top < whole[0] <= _MOST_OF_HOW_MANY and atoms[whole[1]].text not in _CLOCK:
            return Number(value=top / whole[0], kind="fraction", at=i, until=whole[1])
    return None


def _part(atoms: list[Atom], i: int, j: int, *, surely: bool) -> int | None:
    """Where "thirds" or "quarter" at `j` ends; None for "half-day", "a third-party provider", "a third report"."""
    k = j + (atoms[j].text == "-")
    part = PARTS.get(atoms[k].text)
    hyphen = atoms[k + 1].text == "-" and joined(atoms, k + 1)
    if part is None or hyphen or (part == 2 and atoms[k + 1].text in _NO_HALF):
        return None
    if surely or atoms[i].text == "one" or atoms[k + 1].text == "of" or not atoms[k + 1].is_word:
        return k + 1
    return None


def is_part(atoms: list[Atom], i: int) -> int | None:
    """Where a fraction in words that begins at `i` ends: "half", "a third", "three-quarters"."""
    if atoms[i].text == "half":
        made = _fraction(atoms, i)
        return made.until if made else None
    read = (1.0, i + 1) if atoms[i].text == "a" else cardinal_at(atoms, i)
    return _part(atoms, i, read[1], surely=True) if read else None


def _multiple(atoms: list[Atom], i: int) -> Number | None:
    """ "once", "twice", "three times"."""
    times = TIMES.get(atoms[i].text)
    if times is not None:
        said = times > 1 or ((closes(atoms, i + 1) or atoms[i + 1].text in ("ever", "only")) and _not_at(atoms, i))
        return Number(value=times, kind="multiple", at=i, until=i + 1) if said else None
    read = cardinal_alone(atoms, i)
    if read is None or atoms[read[1]].text not in ("times", "time") or (atoms[read[1]].text == "time" and read[0] != 1):
        return None
    return Number(value=read[0], kind="multiple", at=i, until=read[1] + 1)


def _not_at(atoms: list[Atom], i: int) -> bool:
    return atoms[i - 1].text not in ("at", "all")


def _ordinal(atoms: list[Atom], i: int) -> Number | None:
    """ "first", "3rd", "twenty-first"."""
    read = ordinal_at(atoms, i)
    return Number(value=read[0], kind="ordinal", at=i, until=read[1]) if read else None


def _plain(atoms: list[Atom], i: int) -> Number | None:
    read = cardinal_alone(atoms, i)
    if read is None or (joined(atoms, read[1]) and atoms[read[1]].text == "-" and atoms[read[1] + 1].is_word):
        return None
    return Number(value=read[0], kind="cardinal", at=i, until=read[1])


_RULES = (_percent, _fraction, _multiple, _ordinal, _plain)

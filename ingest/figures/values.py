"""The figures of a sentence as numbers: value, unit, kind and bound, "41 of 52" as the part and the whole.

Knows amounts as corpus.language reads them. Does not know what is counted, nor when.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.language.amounts import amounts
from corpus.language.atoms import phrase_before, skip
from corpus.language.numerals import cardinal_at, numbers_in
from corpus.language.times.days import MONTHS
from ingest.figures.model import Value
from ingest.figures.words import AT_FIRST, BOUNDS_AFTER, BOUNDS_BEFORE, CHANGES, STOPS, TIME_NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.language.amounts import Amount
    from corpus.language.atoms import Atom
    from corpus.model import FigureKind

__all__ = ["values"]

_OF = frozenset("the a total of these all its their his her our".split())
_GROWN = 25  # the age until which care leavers are supported, and services are named by
_LONGEST = 7  # digits: longer ones number a file or a telephone
_SPANS = frozenset("last past previous preceding next first coming final current same following".split())
_AFTER_SPAN = frozenset("ago earlier later before after previously period prior old".split())
_OF_AGE = frozenset("aged people children those ages age".split())
_GROW = frozenset("people children leavers those adults pupils girls boys".split())
_LETTERED = frozenset("stage section level tier phase grade band".split())
_STAFFED = frozenset("team teams service services panel panels project projects pathway offer".split())
_CLOSES = frozenset((".", ",", ";", ")", "and", "or", "", "which", "with"))
_COUNTERS = frozenset("quarter step module priority wave tranche group no no.".split())
_UNITS: dict[str, tuple[FigureKind, str]] = {
    "percentage": ("share", "%"),
    "rate": ("rate", "per 10,000"),
    "money": ("money", "£"),
}
_DIFFERS = frozenset("longer shorter higher lower better worse quicker slower".split())
_AFTER_THE = frozenset("to since ending before prior up from between".split())
_BEFORE_SPAN = frozenset("every each".split())


def values(text: str, atoms: list[Atom]) -> list[Value]:
    """The figures of a sentence in order; times ("in the last six months"), numbering and vague amounts are none."""
    starts = [atom.start for atom in atoms]
    found: list[Value] = []
    for amount in amounts(text, ages=True):
        at = bisect_left(starts, amount.start)
        until = bisect_left(starts, amount.end)
        if not _is_mark(text, atoms, at, until):
            found += _values(atoms, amount, at, until)
    return _ranges(atoms, found)


def _is_mark(text: str, atoms: list[Atom], at: int, until: int) -> bool:
    """Whether a number that opens a sentence is a footnote's or a row's: "3 Based on ...", "2.2 Experiences"."""
    if at and atoms[at].is_word and text[atoms[at].start].isupper():
        return atoms[at - 1].text not in (".", "‘", "“", ":")  # a name: "the One Town approach"
    if at and atoms[at].is_digits and (atoms[at - 1].text in _COUNTERS or atoms[at - 1].text == "%"):
        return True  # "quarter 2"; the mark of a footnote in "62%5"
    if _of_a_time(atoms, at, until):
        return True
    if atoms[at].is_digits and (_is_note(atoms, at, until) or _is_name(text, atoms, at, until)):
        return True
    return at == 0 and atoms[0].is_digits and atoms[until].is_word and text[atoms[until].start].isupper()


def _of_a_time(atoms: list[Atom], at: int, until: int) -> bool:
    """'Over the last six to nine months': both numbers say when."""
    if at > 2 and atoms[at - 1].text in ("to", "or") and cardinal_at(atoms, at - 2) and atoms[at - 3].text in _SPANS:
        return atoms[until - 1].text in TIME_NOUNS or atoms[until].text in TIME_NOUNS
    if not at or atoms[at - 1].text not in _SPANS or atoms[until].text not in ("to", "or"):
        return False
    upper = cardinal_at(atoms, until + 1)
    return upper is not None and atoms[upper[1]].text in TIME_NOUNS


def _is_note(atoms: list[Atom], at: int, until: int) -> bool:
    """The mark of a footnote: "special schools[1]", "special schools, 2 of whom 83% live elsewhere"."""
    if at and atoms[at - 1].text == "[" and atoms[until].text == "]":
        return True
    both = atoms[until].text in ("both", "all") and atoms[until + 1].text == "of"
    of = until + both
    told = atoms[of].text == "of" and atoms[of + 1].text in ("whom", "which")
    return told and (both or atoms[of + 2].is_digits) and at > 0 and atoms[at - 1].text == ","


def _is_name(text: str, atoms: list[Atom], at: int, until: int) -> bool:
    """A number of a name: "Meeting Point 22", "key stage 1 and 2", "the 16 to 18 team", "the 18+ service"."""
    before = atoms[at - 1]
    if at > 1 and before.is_word and text[before.start].isupper() and atoms[until].text in _CLOSES:
        return before.text not in MONTHS
    paired = at > 2 and before.text in ("and", "or", "to", "&") and atoms[at - 2].is_digits
    if paired and atoms[at - 3].text in _LETTERED:
        return True
    ages = len(atoms[at].text) <= 2 and int(atoms[at].text) <= _GROWN
    behind = until
    if atoms[behind].text in ("to", "-", "–", "and") and atoms[behind + 1].is_digits:
        behind += 2
    elif atoms[behind].text == "+":
        behind += 1
    elif not (at > 1 and before.text in ("to", "-", "–", "and") and atoms[at - 2].is_digits):
        return False
    return ages and any(one.text in _STAFFED for one in atoms[behind : behind + 3])


def _ranges(atoms: list[Atom], found: list[Value]) -> list[Value]:
    """The first of "between six and nine months" takes the unit of the second."""
    for one, other in pairwise(found):
        between = [atom.text for atom in atoms[one.until : other.at]]
        ends = between in (["to"], ["or"], ["–"], ["-"]) or (between == ["and"] and atoms[one.at - 1].text == "between")
        if one.kind == "count" and other.kind != "count" and ends:
            one.kind, one.unit = other.kind, other.unit
        if one.kind == "age" and other.kind == "count" and between in ([","], ["or"], ["and"], ["to"], ["–"], ["-"]):
            other.kind, other.unit = one.kind, one.unit
    return found


def _values(atoms: list[Atom], amount: Amount, at: int, until: int) -> Iterator[Value]:
    if amount.kind in ("vague", "ordinal"):
        return
    if amount.kind == "fraction" and (parts := _part_of(atoms, at, until)):
        yield from parts
    elif amount.kind == "fraction":
        share = next((n for n in numbers_in(atoms[at:until] + atoms[-4:]) if n.kind == "fraction"), None)
        if share is not None and not _is_rank(atoms, at, until):
            yield _value(atoms, at, until, kind="share", number=100 * share.value, unit="%")
    elif amount.kind in _UNITS:
        kind, unit = _UNITS[amount.kind]
        yield _value(atoms, at, until, kind=kind, number=amount.value, unit=unit)
    elif amount.kind == "age" and atoms[at].text in ("from", "until") and atoms[at - 1].text not in _OF_AGE:
        yield _value(atoms, at + 1, until, kind="count", number=_first_number(atoms, at, until), unit="")
    elif amount.kind == "age" or _is_age(atoms, at, until):
        yield _value(atoms, at, until, kind="age", number=_first_number(atoms, at, until), unit="years")
    elif amount.kind == "duration":
        if not _is_time(atoms, at, until):
            unit = " ".join(atom.text for atom in atoms[_first_word(atoms, at, until) : until])
            unit = unit if unit.endswith("s") else f"{unit}s"
            yield _value(atoms, at, until, kind="duration", number=amount.value, unit=unit)
    elif not atoms[at].is_digits or len(atoms[at].text) <= _LONGEST:
        yield _counted(atoms, amount, at, until)


def _counted(atoms: list[Atom], amount: Amount, at: int, until: int) -> Value:
    """A plain number, or one of percentage points, miles or times."""
    after, then = atoms[until].text, atoms[until + 1].text
    if after == "percentage" and then in ("point", "points"):
        return _value(atoms, at, until + 2, kind="change", number=amount.value, unit="percentage points")
    unit = {"miles": "miles", "kilometres": "kilometres", "times": "times", "occasions": "times"}.get(after, "")
    return _value(atoms, at, until + bool(unit), kind="count", number=amount.value, unit=unit)


def _is_rank(atoms: list[Atom], at: int, until: int) -> bool:
    """'A third sector provider', "a third review": the one after the second; "half a day" is no share either."""
    after = atoms[until]
    if after.text in ("a", "an") and atoms[until + 1].text in TIME_NOUNS:
        return True
    return (
        atoms[at].text == "a"
        and atoms[until - 1].text != "half"
        and after.is_word
        and after.text not in STOPS | AT_FIRST
    )


def _first_number(atoms: list[Atom], at: int, until: int) -> float | None:
    return next((read[0] for i in range(at, until) if (read := cardinal_at(atoms, i))), None)


def _is_age(atoms: list[Atom], at: int, until: int) -> bool:
    """'Aged under five', "the age of 16 years", "16 years of age"."""
    if [atom.text for atom in atoms[until : until + 2]] == ["of", "age"]:
        return True
    bound = phrase_before(atoms, at, BOUNDS_BEFORE, most=2)
    if bound is not None and atoms[until - 1].text == "years" and atoms[bound[1] - 1].text in _GROW:
        return True  # "young people over 16 years"
    return any(atom.text in ("aged", "age", "ages") for atom in atoms[max(0, at - 4) : at])


def _value(atoms: list[Atom], at: int, until: int, *, kind: FigureKind, number: float | None, unit: str) -> Value:
    bound, begins = phrase_before(atoms, at, BOUNDS_BEFORE, most=3) or ("", at)
    after = until
    for size in (2, 1):
        said = " ".join(atom.text for atom in atoms[until : until + size])
        if said in BOUNDS_AFTER:
            bound, after = BOUNDS_AFTER[said], until + size
            break
    changed = atoms[begins - 1].text in ("of", "by") and atoms[begins - 2].text in CHANGES
    changed = changed or (atoms[after].text in _DIFFERS and kind != "count")
    changed = changed or (atoms[after].text in ("more", "fewer", "less") and atoms[after + 1].text == "than")
    changed = changed or atoms[skip(atoms, after, frozenset(("percentage", "point", "points", "-")))].text in CHANGES
    return Value(
        at=at,
        until=until,
        kind="change" if changed and kind in ("share", "duration", "money") else kind,
        number=number,
        unit=unit,
        bound=bound,
        begins=begins,
        after=after,
    )


def _part_of(atoms: list[Atom], at: int, until: int) -> list[Value] | None:
    """ "41 of 52", "one of the six", "three out of 10": two figures; None for "half" and "one in five"."""
    at += atoms[at].text in ("only", "just")
    part = (0.0, at + 1) if atoms[at].text in ("none", "nil") else cardinal_at(atoms, at)
    if part is None or "of" not in (atom.text for atom in atoms[part[1] : until]):
        return None
    of = next(i for i in range(part[1], until) if atoms[i].text == "of")
    first = skip(atoms, of + 1, _OF)
    whole = cardinal_at(atoms, first)
    if whole is None:
        return None
    second = _value(atoms, first, whole[1], kind="count", number=whole[0], unit="")
    one = _value(atoms, at, part[1], kind="count", number=part[0], unit="")
    one.whole = second
    return [one, second]


def _first_word(atoms: Sequence[Atom], at: int, until: int) -> int:
    """Where the unit of a length of time begins: "working days" in "seven working days"."""
    i = until - 1
    while i - 1 > at and atoms[i - 1].text in ("working", "calendar", "school"):
        i -= 1
    return i


def _is_time(atoms: list[Atom], at: int, until: int) -> bool:
    """Whether a length of time says when and not how long: "in the last six months", "eight weeks ago"."""
    before = atoms[at - 1].text if at else ""
    if before in _SPANS or before in _BEFORE_SPAN or atoms[until].text in _AFTER_SPAN:
        return True
    if atoms[until].text in ("late", "following", "preceding"):
        return True
    return before == "the" and atoms[until - 1].text in TIME_NOUNS and atoms[until].text in _AFTER_THE

"""Amounts in a sentence: counts, percentages, rates, money, durations and fractions, in figures or in words.

Knows how English writes amounts, and what looks like one but is not (dates, ages, numbering). Does not know questions.
Each rule is tried at one atom and says what stands there and where it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from corpus.language.atoms import DASHES, atoms_of, ends_plain, joined, skip, small
from corpus.language.numerals import NUMBER_WORDS, PARTS, cardinal_alone, cardinal_at, is_part
from corpus.language.times.days import MONTHS
from corpus.language.times.moments import moments_in

if TYPE_CHECKING:
    from corpus.language.atoms import Atom

__all__ = ["Amount", "AmountKind", "amounts"]

AmountKind = Literal["count", "percentage", "rate", "money", "duration", "fraction", "none", "ordinal", "vague", "age"]
_Read = tuple[str, int, float | None]
"""A kind ("" for what only looks like an amount), where it ends, and its value."""

_NUMBERED = frozenset(
    """grade section tier level band page paragraph figure table act volume chapter regulation phase stage year
    part""".split()
)
_LAST_AGE = 25  # up to which a service for the young may be
_LAST_SCHOOL_YEAR = 13  # of English schools; a greater number after "year" counts something, or is a date
_NUMBERED_MANY = frozenset(f"{word}s" for word in _NUMBERED)
_BEFORE_AGE = frozenset(
    """aged age ages under over turn turns turned turning reach reaches reached reaching approach approaches approaching
    until from""".split()
)
_CHANGES = frozenset(
    """rose risen rise rises rising fell fallen fall falls falling grew grown increase increased increases increasing
    reduced reduce reduces reduction reducing decreased decrease dropped drop declined decline down up gone went cut
    improved improvement changed change moved""".split()
)
_PEOPLE = frozenset("people person persons children those youngsters teenagers boys girls age".split())
_NOT_OF_AGE = frozenset("social child children case cases caseload care carers young casework".split())
_TIMES = {unit + s for unit in ("minute", "hour", "day", "week", "month", "year") for s in ("", "s")}
_KINDS_OF_TIME = frozenset(("calendar", "working", "school"))
_NO_AGE = _TIMES | _KINDS_OF_TIME | _NOT_OF_AGE | MONTHS.keys() | {"%", "per"}
_JOINTS = DASHES | {"to", "and", "or"}
_OF_WHAT = frozenset("the a total of these all".split())
_IN_WHAT = ("child", "care", "young", "case", "of", "social", "people", "plan", "famil", "looked", "assess")
_ONE_IS = frozenset("who that which aspect place example is has".split())
_ONE_AFTER = frozenset(("no", "at", "day"))
_NO_LONGER = frozenset("longer doubt matter later one".split())
_NONE = frozenset("none no zero nil".split())
_LOOSE = frozenset("all most many few".split())
_SIZES = frozenset("very large small significant vast".split())
_TELLING = NUMBER_WORDS | PARTS.keys() | _NONE | _LOOSE | {"any", "majority", "minority", "handful", "number", "dozen"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """An amount as it is written: `start` to `end` in the sentence, its kind, and its value where it is one number."""

    start: int
    end: int
    kind: AmountKind
    text: str
    value: float | None


def amounts(sentence: str, *, ages: bool = False) -> list[Amount]:
    """The amounts of a sentence in order; dates, years and numbering are left out, ages too unless they are wanted."""
    atoms = atoms_of(sentence)
    if not any(atom.is_digits or atom.text in _TELLING for atom in atoms):
        return []
    times = {moment.at: moment.until for moment in moments_in(atoms) if moment.year is not None or moment.day}
    found: list[Amount] = []
    i = 0
    while atoms[i].text:
        if i in times:
            i = times[i]
            continue
        read = _read(atoms, i)
        if read is None:
            i += 1
            continue
        kind, until, value = read
        if kind and (ages or kind != "age"):
            start, end = atoms[i].start, atoms[until - 1].end
            text = " ".join(sentence[start:end].split())
            found.append(Amount(start=start, end=end, kind=kind, text=text, value=value))  # type: ignore[arg-type]
        i = until
    return found


def _read(atoms: list[Atom], i: int) -> _Read | None:
    for rule in _RULES:
        read = rule(atoms, i)
        if read is not None:
            return read
    return None


# --- what only looks like an amount ---


def _numbering(atoms: list[Atom], i: int) -> _Read | None:
    """ "key stage 4", "Years 10 and 11", "grade two"; but not "at the end of the year 94 children"."""
    word = atoms[i].text
    if word not in _NUMBERED and word not in _NUMBERED_MANY:
        return None
    read = cardinal_at(atoms, i + 1) if word.startswith("year") and atoms[i + 1].is_digits else None
    if read is not None and read[0] > _LAST_SCHOOL_YEAR:
        return None
    until = _bare(atoms, i + 1)
    while until is not None and word in _NUMBERED_MANY:
        j = until + (atoms[until].text in _JOINTS or atoms[until].text == ",")
        after = _bare(atoms, j) if j > until else None
        if after is None:
            break
        until = after
    return ("", until, None) if until else None


def _bare(atoms: list[Atom], i: int) -> int | None:
    """Where a number that may be an age or a numbering ends; None for a percentage or a rate."""
    read = cardinal_at(atoms, i)
    return None if read is None or atoms[read[1]].text in ("%", "per") else read[1]


def _listed(atoms: list[Atom], i: int) -> _Read | None:
    """ "12. Plans are clear": the number of a paragraph or a list."""
    if i > 1 or (i == 1 and atoms[0].text != "(") or not atoms[i].is_digits or len(atoms[i].text) > 3:
        return None
    closed = atoms[i + 1].text in (".", ")") and joined(atoms, i + 1) and not atoms[i + 2].is_digits
    return ("", i + 2, None) if closed and atoms[i + 2].text else None


def _age(atoms: list[Atom], i: int) -> _Read | None:
    """ "aged 16 to 18", "under 5", "children of 12": up to two figures, nothing counted behind them."""
    if atoms[i].text == "at" and _two_figures(atoms, i + 1):  # "at 17 and a half years"
        halved = [atom.text for atom in atoms[i + 2 : i + 5]] == ["and", "a", "half"]
        j = i + 5 if halved else i + 2
        return ("age", j + 1, None) if atoms[j].text == "years" else None
    of_people = atoms[i].text in _PEOPLE and atoms[i + 1].text == "of"
    if atoms[i].text not in _BEFORE_AGE and not of_people:
        return None
    j = i + 1 + of_people
    if atoms[i].text.startswith("age"):
        j = skip(atoms, j, frozenset(("of", "between")))
        return _whole_age(atoms, j)
    if not _two_figures(atoms, j) or (atoms[i].text == "from" and _changed(atoms, i)):
        return None
    if atoms[j + 1].text in _JOINTS and _two_figures(atoms, j + 2):
        return ("age", j + 3, None) if _is_age(atoms, j + 3) else None
    return ("age", j + 1, None) if _is_age(atoms, j + 1) else None


def _changed(atoms: list[Atom], i: int) -> bool:
    """'Rose from 31 to 43', "from 24 to 18": two figures of a change, and no ages."""
    if any(atom.text in _CHANGES for atom in atoms[max(0, i - 6) : i]):
        return True
    lower, upper = small(atoms[i + 1]), small(atoms[i + 3])
    return atoms[i + 2].text == "to" and lower is not None and upper is not None and upper < lower


def _whole_age(atoms: list[Atom], j: int) -> _Read | None:
    until = _bare(atoms, j)
    if until is None:
        return None
    upper = _bare(atoms, until + 1) if atoms[until].text in _JOINTS or atoms[until].text == "/" else None
    until = upper or until
    return "age", until + (atoms[until].text == "years"), None


def _from_birth(atoms: list[Atom], i: int) -> _Read | None:
    """ "the 0-25 service", "0 to 5s": whom a service is for, from birth on."""
    upper = small(atoms[i + 2]) if atoms[i].text == "0" and atoms[i + 2].is_digits else None
    plural = atoms[i + 3].text == "s" and joined(atoms, i + 3)
    reaches = atoms[i + 1].text in DASHES or (atoms[i + 1].text == "to" and plural)
    if upper is None or upper > _LAST_AGE or not reaches:
        return None
    until = i + 3 + plural
    return ("age", until, None) if _is_age(atoms, until) else None


def _two_figures(atoms: list[Atom], j: int) -> bool:
    return atoms[j].is_digits and len(atoms[j].text) <= 2 and ends_plain(atoms, j)


def _is_age(atoms: list[Atom], j: int) -> bool:
    return atoms[j].text not in _NO_AGE


def _years_old(atoms: list[Atom], i: int) -> _Read | None:
    """ "16-year-old", "16- and 17-year-olds", "five years old"."""
    read = cardinal_at(atoms, i)
    if read is None:
        return None
    j = read[1] + (atoms[read[1]].text in DASHES)
    upper = cardinal_at(atoms, j + 1) if atoms[j].text in _JOINTS else None
    if upper is None and atoms[read[1]].text in DASHES:
        upper = cardinal_at(atoms, j)
    until = upper[1] if upper else read[1]
    k = until + (atoms[until].text in DASHES)
    if not atoms[k].text.startswith("year"):
        return None
    after = k + 1 + (atoms[k + 1].text in DASHES)
    if atoms[after].text in ("old", "olds"):
        return "age", after + 1, None
    return ("age", k + 1, None) if upper and _two_figures(atoms, i) else None


def _base(atoms: list[Atom], i: int) -> _Read | None:
    """ "per 10,000", "in every 100": what a rate is reckoned on."""
    if atoms[i].text not in ("per", "every"):
        return None
    read = cardinal_at(atoms, i + 1)
    return ("", read[1], None) if read and read[0] in (100, 1000, 10_000) else None


def _pronoun(atoms: list[Atom], i: int) -> _Read | None:
    """ "one another", "no one", "one of the", "one-to-one", "one who"."""
    if atoms[i].text in _ONE_AFTER and atoms[i + 1].text == "one":
        return "", i + 2, None
    if atoms[i].text != "one":
        return None
    after, then = atoms[i + 1].text, atoms[i + 2].text
    if after in ("another", "hand") or (after == "of" and then == "the" and not cardinal_at(atoms, i + 3)):
        return "", i + 2, None
    return ("", i + 1, None) if after in _ONE_IS else None


# --- amounts ---


def _money(atoms: list[Atom], i: int) -> _Read | None:
    """ "£450k", "£1.4 million"."""
    read = cardinal_at(atoms, i + 1) if atoms[i].text == "£" and atoms[i + 1].is_digits else None
    return ("money", read[1], read[0]) if read else None


def _part(atoms: list[Atom], i: int) -> _Read | None:
    """ "half", "a third", "three-quarters"."""
    until = is_part(atoms, i)
    return ("fraction", until, None) if until else None


def _of_how_many(atoms: list[Atom], i: int) -> _Read | None:
    """ "only one of six", "82 out of the 133", "one in five children"."""
    j = i + (atoms[i].text in ("only", "just"))
    read = _number(atoms, j)
    if read is None:
        return None
    k = read[1]
    if atoms[k].text == "in":
        whole = cardinal_at(atoms, k + 1)
        return ("fraction", whole[1], None) if whole and atoms[whole[1]].text.startswith(_IN_WHAT) else None
    if atoms[k].is_word and atoms[k].text not in ("of", "out") and atoms[k + 1].text in ("of", "out"):
        k += 1
    k += atoms[k].text == "out"
    if atoms[k].text != "of":
        return None
    whole = cardinal_at(atoms, skip(atoms, k + 1, _OF_WHAT))
    if whole is None or joined(atoms, whole[1]) or not atoms[whole[1]].text:
        return None
    return "fraction", whole[1], None


def _measured(atoms: list[Atom], i: int) -> _Read | None:
    """ "45%", "98 per 10,000", "seven working days", "35-day"."""
    read = _number(atoms, i, loosely=True)
    if read is None:
        return None
    value, j = read
    if atoms[j].text in ("%", "percent") and (atoms[i].is_digits or atoms[j].text != "%"):
        return "percentage", j + 1, value
    if atoms[j].text == "per" and atoms[j + 1].text == "cent":
        return "percentage", j + 2, value
    k = skip(atoms, j, frozenset(("children", "young", "people")))
    per = k + 1 if atoms[k].text == "per" else k + 2 if (atoms[k].text, atoms[k + 1].text) == ("in", "every") else None
    base = cardinal_at(atoms, per) if per and atoms[i].is_digits else None
    if base and base[0] == 10_000:
        return "rate", base[1], value
    words = tuple(atom.text for atom in atoms[j : j + 3])
    k = j + 3 if words == ("and", "a", "half") else j + 2 if words[:2] == ("or", "more") else j
    k = skip(atoms, skip(atoms, k, DASHES), _KINDS_OF_TIME)
    return ("duration", k + 1, value) if atoms[k].text in _TIMES else None


def _ordinal(atoms: list[Atom], i: int) -> _Read | None:
    """ "3rd"."""
    if not atoms[i].is_digits or not joined(atoms, i + 1) or atoms[i + 1].text not in ("st", "nd", "rd", "th"):
        return None
    return ("ordinal", i + 2, small(atoms[i])) if not joined(atoms, i) and len(atoms[i].text) <= 3 else None


def _count(atoms: list[Atom], i: int) -> _Read | None:
    """ "1,826", "thirty-five", "20-30"."""
    read = _number(atoms, i, loosely=True)
    if read is None:
        return None
    value, j = read
    if not (joined(atoms, j) and atoms[j].text in DASHES):
        return "count", j, value
    upper = cardinal_at(atoms, j + 1) if atoms[j + 1].is_digits and ends_plain(atoms, j + 1) else None
    return ("count", upper[1], None) if upper and atoms[i].is_digits else None


def _none(atoms: list[Atom], i: int) -> _Read | None:
    """ "none", "no reviews", "not any"; not "no longer"."""
    until = i + 1 if atoms[i].text in _NONE else i + 2 if (atoms[i].text, atoms[i + 1].text) == ("not", "any") else None
    return ("none", until, 0.0) if until and atoms[until].text not in _NO_LONGER else None


def _vague(atoms: list[Atom], i: int) -> _Read | None:
    """ "most", "a few", "the vast majority", "a small number"."""
    word, after = atoms[i].text, atoms[i + 1].text
    if word in ("a", "the"):
        j = skip(atoms, i + 1, _SIZES)
        many = ("majority", "minority", "few", "handful") if atoms[j - 1].text != "small" else ("minority", "number")
        if atoms[j].text in many:
            return "vague", j + 1, None
    if word == "almost" and after == "all":
        return "vague", i + 2, None
    return ("vague", i + 1, None) if word in _LOOSE else None


def _number(atoms: list[Atom], i: int, *, loosely: bool = False) -> tuple[float, int] | None:
    """A number that is no part of a word; `loosely` allows a hyphen behind it."""
    if joined(atoms, i) and (atoms[i - 1].text in ("£", "/") or _compound(atoms, i)):
        return None
    read = cardinal_alone(atoms, i, pronouns=True)
    if read is None or loosely:
        return read
    j = read[1]
    return None if joined(atoms, j) and atoms[j].text in DASHES and (atoms[j + 1].is_word) else read


def _compound(atoms: list[Atom], i: int) -> bool:
    """Whether a number is the end of a word: "KS-2", "a one-in-three chance"."""
    return atoms[i - 1].text in DASHES and (not atoms[i].is_digits or (atoms[i - 2].is_word and joined(atoms, i - 1)))


_RULES = (
    _money,
    _listed,
    _numbering,
    _age,
    _years_old,
    _from_birth,
    _base,
    _of_how_many,
    _pronoun,
    _part,
    _measured,
    _ordinal,
    _none,
    _count,
    _vague,
)

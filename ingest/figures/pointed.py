"""What a figure counts that names nothing itself: what brackets follow, "of whom", "the number of ...", the subject.

Knows the clause of a figure, and the figures said before. Does not know what stands right behind one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.figures.model import Counted
from ingest.figures.phrases import clause_start, finite_verb, noun_phrase, phrase_before, quantity_of, subject
from ingest.figures.words import (
    ADJECTIVES,
    AUXILIARIES,
    CHANGES,
    CONNECTIVES,
    DETERMINERS,
    OF_THEM,
    QUANTITIES,
    REFERENCES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.language.atoms import Atom
    from ingest.figures.model import Reading, Said, Value

__all__ = ["pointed", "said_before"]

_OF_MEASURE = frozenset("of to from by at".split())
_SET_AGAINST = frozenset("to from against than with".split())
_HEADS = QUANTITIES | CHANGES | REFERENCES
_GENERAL = (
    DETERMINERS
    | ADJECTIVES
    | REFERENCES
    | frozenset(
        """very vast overwhelming much far slightly significantly overall low high similar comparable statistical
        neighbour neighbour's
        regional equivalent corresponding comparative provisional this last three-year three year reported published
        own authority's council's government's government council authority""".split()
    )
)
"""Words that do not tell one average or figure from another."""
_SOURCES = frozenset("data figures records information statistics".split())
_TELL = frozenset("provided supplied published held from show shows showed indicate indicates suggest suggests".split())
_JOINED = frozenset("of to for with from".split())
_GOES_ON = frozenset("being having already currently now still".split())
_UNLIKE = ("duration", "age")
_NEAR = 9  # atoms: how far behind a figure a bracket still belongs to it
_CLOSE = 4


def pointed(reading: Reading, value: Value, clause: tuple[int, int]) -> Counted:
    """What `value` counts by what stands in front of it or was said before; no words where that is not clear."""
    atoms, lo = reading.atoms, clause[0]
    opened = _bracket(atoms, value)
    if opened is not None:
        found = _in_brackets(reading, value, opened)
        if found is not None:
            return found
        lo = max(0, reading.said[-1].value.until) if reading.said else 0
    for i in range(max(lo, value.begins - _CLOSE), value.begins):
        if atoms[i].text == "of" and atoms[i + 1].text in OF_THEM and (told := said_before(reading)):
            return told
    measure = _measure(atoms, value.begins - 1, lo) if atoms[value.begins - 1].text in _OF_MEASURE else None
    measure = measure or _lasting(atoms, value, lo) or _absolute(atoms, value, lo)
    if measure is not None:
        return reading.counts(measure)
    kin = [one for one in reading.said if _alike(one.value, value)]
    if kin and atoms[value.begins - 1].text in _SET_AGAINST:
        return Counted(words=kin[-1].counted.words)
    return _by_clause(reading, value, lo, kin)


def _by_clause(reading: Reading, value: Value, lo: int, kin: Sequence[Said]) -> Counted:
    """What the clause's "number of ..." or its subject says; else what the figure before counts."""
    atoms = reading.atoms
    started = clause_start(atoms, lo, value.begins)  # "in a small number of cases, children waited for ..."
    quantity = quantity_of(atoms, started, value.begins)
    if quantity is not None:
        return reading.counts(quantity)
    if not kin and (done := _done_with(atoms, value)):
        return reading.counts(done)
    own = (_item(atoms, lo, value) if value.kind == "duration" else None) or subject(atoms, lo, value.begins)
    if kin and (own is None or _points_back(atoms, own)):
        return Counted(words=kin[-1].counted.words)
    if own is None and lo:
        own = quantity_of(atoms, 0, value.begins) or subject(atoms, 0, value.begins)
    if own is not None and not _points_back(atoms, own):
        within = [one for one in reading.said if own[0] <= one.value.at < own[1]]
        if within and own[1] - within[-1].value.until < _CLOSE:
            return Counted(words=within[-1].counted.words)
        return reading.counts(quantity_of(atoms, own[0], own[1] + 1) or own)
    told = [one for one in reading.earlier if one.value.kind == value.kind]
    told = told or [one for one in reading.earlier if value.kind == "share" and one.value.kind == "count"]
    if told and value.number == 0 and value.at == 0:  # "None was ongoing": of what was named last
        return Counted(words=told[-1].counted.words)
    return Counted(words=told[0].counted.words if told else "")


def _lasting(atoms: Sequence[Atom], value: Value, lo: int) -> tuple[int, int] | None:
    """What goes on "for longer than six months": the noun right before, "on a plan for more than two years"."""
    end = value.begins - 1
    if value.kind != "duration" or value.bound != "more than" or atoms[end].text != "for":
        return None
    phrase = phrase_before(atoms, lo, end)
    led = phrase is not None and atoms[phrase[0] - 1].text in DETERMINERS and phrase[0] > 1
    return phrase if phrase and led and atoms[phrase[0] - 2].text in ("on", "to") else None


def _absolute(atoms: Sequence[Atom], value: Value, lo: int) -> tuple[int, int] | None:
    """'With the average time being 23 weeks': the subject of a clause that hangs on "with"."""
    being = next((i for i in range(value.begins - 1, lo, -1) if atoms[i].text in ("being", ",")), None)
    if being is None or atoms[being].text != "being" or value.begins - being > _CLOSE:
        return None
    first = next((i + 1 for i in range(being - 1, lo, -1) if atoms[i].text in ("with", ",", ";")), None)
    if first is None or atoms[first - 1].text != "with":
        return None
    while first < being and atoms[first].text in DETERMINERS:
        first += 1
    return (first, being) if being > first and not _points_back(atoms, (first, being)) else None


def _done_with(atoms: Sequence[Atom], value: Value) -> tuple[int, int] | None:
    """'Families have meetings, with 142 being held': what stands right before the comma."""
    at = value.begins - 1
    after = atoms[value.after].text
    if (
        not value.number
        or atoms[at].text != "with"
        or atoms[at - 1].text != ","
        or not (after in _GOES_ON or after.endswith("ed"))
    ):
        return None
    return phrase_before(atoms, 0, at - 1)


def said_before(reading: Reading) -> Counted | None:
    """What "of whom" and "of these" point to: the last count of the sentence, else the first of the one before."""
    counts = [one for one in reading.said if one.value.kind == "count"]
    if counts:
        wholes = [one for one in counts if one.counted.whole is None] or counts
        return Counted(words=wholes[-1].counted.words, whole=wholes[-1].value.number)
    counts = [one for one in reading.earlier if one.value.kind == "count"]
    if not counts:
        return None
    first = next((one for one in counts if one.counted.whole is None), counts[0])
    return Counted(words=first.counted.words, whole=first.value.number)


def _alike(one: Value, other: Value) -> bool:
    if one.unit != other.unit and "count" in (one.kind, other.kind) and one.kind == other.kind:
        return False
    return one.kind == other.kind or {one.kind, other.kind} <= {"share", "rate", "count"}


def _bracket(atoms: Sequence[Atom], value: Value) -> int | None:
    """Where the bracket opens that a figure stands in."""
    for i in range(value.begins - 1, max(-1, value.begins - 14), -1):
        if atoms[i].text == ")":
            return None
        if atoms[i].text == "(":
            return i
    return None


def _in_brackets(reading: Reading, value: Value, opened: int) -> Counted | None:
    """'54 (45%)', "41 children (10%)", "due to neglect (200)": what the bracket stands behind."""
    atoms = reading.atoms
    if [atom.text for atom in atoms[value.after : value.after + 2]] == [")", "of"] and atoms[
        opened - 1
    ].text in QUANTITIES:
        phrase = noun_phrase(atoms, value.after + 2)
        return reading.counts(phrase) if phrase else None
    last = next((one for one in reversed(reading.said) if one.value.until <= opened), None)
    if last is not None and last.value.kind not in _UNLIKE:
        ends = (last.value.after, last.counted.place[1] if last.counted.place else -1)
        if opened in ends or _bracket(atoms, last.value) == opened:
            return last.counted
    if (
        value.kind == "rate"
        and last is not None
        and last.value.kind == "count"
        and last.value.at > _clause_of(atoms, opened)
    ):
        return last.counted  # "225 children were the subject of a plan (a rate of 69 per 10,000)"
    within = [one for one in reading.said if one.value.at > opened and _alike(one.value, value)]
    if within and atoms[value.begins - 1].text in _SET_AGAINST:  # "(from 19 in May to 12 in June)"
        return Counted(words=within[-1].counted.words)
    lo = max(0, last.value.until) if last is not None else 0
    if atoms[opened + 1].text == "from" and value.begins == opened + 2:  # "has fallen since 2015 (from 19 to 12)"
        measured = quantity_of(atoms, lo, opened) or subject(atoms, lo, opened)
        if measured is not None and not _points_back(atoms, measured):
            return reading.counts(measured)
    if value.kind == "share" and (quantity := quantity_of(atoms, lo, opened)):
        return reading.counts(quantity)
    phrase = phrase_before(atoms, lo, opened)
    while phrase and phrase[0] > lo + 1 and atoms[phrase[0] - 1].text in _JOINED:
        longer = phrase_before(atoms, lo, phrase[0] - 1)
        if longer is None:
            break
        phrase = (longer[0], phrase[1])
    if phrase is not None and last is not None and _only_beside(atoms, last, phrase, value):
        return last.counted
    if phrase is not None and not _points_back(atoms, phrase):
        return reading.counts(quantity_of(atoms, phrase[0], phrase[1] + 1) or phrase)
    if last is not None and last.value.kind not in _UNLIKE and opened - last.value.until < _NEAR:
        return last.counted
    return None


def _clause_of(atoms: Sequence[Atom], opened: int) -> int:
    """Where the stretch without a semicolon or colon begins that a bracket ends; -1 for the sentence's beginning."""
    return next((i for i in range(opened - 1, -1, -1) if atoms[i].text in (";", ":")), -1)


def _only_beside(atoms: Sequence[Atom], last: Said, phrase: tuple[int, int], value: Value) -> bool:
    """Whether a bracket's figure counts what the figure before does: "25 children who left care (13%)".

    Also where an agent stands between: "684 children are looked after by the LA (a rate of 48)".
    """
    if last.value.kind != "count" or value.kind not in ("share", "rate") or last.counted.place is None:
        return False
    first = phrase[0] - 1 if atoms[phrase[0] - 1].text in DETERMINERS else phrase[0]
    between = [atom.text for atom in atoms[last.counted.place[1] : first]]
    if not between or any(word in (",", ";", ":", "and", "but", "with") for word in between):
        return False
    return between[-1] == "by" or between[0] in ("who", "that", "which")


def _measure(atoms: list[Atom], prep: int, lo: int) -> tuple[int, int] | None:
    """What stands in front of "of 22.9%" or "to 18": "vacancy rate", "social workers' caseloads"."""
    phrase = None
    if atoms[prep - 1].text.endswith("ed") or atoms[prep - 1].text in ("rose", "fell"):
        return None
    for i in range(prep - 1, max(lo, prep - 6) - 1, -1):
        read = noun_phrase(atoms, i)
        if read and read[1] == prep and read[0] == i:
            phrase = read
    if phrase is None or _points_back(atoms, phrase):
        return None
    if atoms[phrase[0] - 1].text in AUXILIARIES and atoms[prep].text != "of":
        return None  # "has been consistent at 95%"
    return None if phrase[0] and atoms[phrase[0] - 1].text in ("in", "within", "across", "at") else phrase


def _item(atoms: list[Atom], lo: int, value: Value) -> tuple[int, int] | None:
    """The last item of a list that a length of time describes: "..., children on plans for more than two years"."""
    comma = next((i for i in range(value.begins - 1, lo, -1) if atoms[i].text == ","), None)
    if comma is None or atoms[comma + 1].text in CONNECTIVES or finite_verb(atoms, comma + 1, value.begins) is not None:
        return None
    phrase = noun_phrase(atoms, comma + 1)
    return phrase if phrase and phrase[1] < value.begins else None


def _points_back(atoms: Sequence[Atom], own: tuple[int, int]) -> bool:
    """Whether a subject only stands for what was said before: "this", "the figure", "performance"."""
    words = [atom.text.replace("’", "'") for atom in atoms[own[0] : own[1]] if atom.is_word]
    if not words or words == ["one"] or words[0] in OF_THEM | {"it", "they", "which"} or words[0] in CHANGES:
        return True
    if any(word in _SOURCES and (n + 1 == len(words) or words[n + 1] in _TELL) for n, word in enumerate(words)):
        return True  # "unvalidated figures provided by the council"
    if words[-1] in ("average", "averages"):
        return True  # "the Inner London average"
    return words[-1] in _HEADS and all(word in _GENERAL for word in words[:-1])

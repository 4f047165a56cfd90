"""What a figure counts or measures, and of how many, where its own words say it; else see ingest.figures.pointed.

Knows what stands right behind a figure and right in front of an age. Does not know times or owners.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.language.atoms import skip
from corpus.language.numerals import cardinal_at
from ingest.figures.model import Counted
from ingest.figures.phrases import noun_phrase, phrase_before, quantity_of
from ingest.figures.pointed import pointed, said_before
from ingest.figures.words import CHANGES, DETERMINERS, OF_THEM, PREPOSITIONS, REFERENCES

if TYPE_CHECKING:
    from corpus.language.atoms import Atom
    from ingest.figures.model import Reading, Value

__all__ = ["counted"]

_OF = DETERMINERS | {"total", "of"}
_PEOPLE = frozenset(
    """children people persons adults pupils women men girls boys parents carers leavers residents those students
    mothers fathers child person after""".split()
)
_TO_AGE = frozenset("aged age ages the of up to under over between from at who are is above below".split())


def counted(reading: Reading, value: Value, clause: tuple[int, int]) -> Counted:
    """What `value` counts, in the words of the report; no words where that is not clear."""
    if value.kind == "age":
        return _in_front(reading, value)
    found = _behind(reading, value) or pointed(reading, value, clause)
    if found.place is not None and reading.atoms[found.place[0]].text in PREPOSITIONS:
        quantity = quantity_of(reading.atoms, 0, found.place[0] + 1)
        found = reading.counts(quantity) if quantity else Counted(words=reading.lead, place=found.place)
    if value.whole is not None:
        return replace(_behind(reading, value.whole) or found, whole=value.whole.number)
    return found


def _behind(reading: Reading, value: Value) -> Counted | None:
    """What stands right behind a figure: "310 of the 1,204 contacts", "45% of leavers", "12 (8%) foster carers"."""
    atoms = reading.atoms
    j = _past_bracket(atoms, value.after)
    if value.kind == "rate" or value.unit in ("miles", "kilometres", "times"):
        return None
    if value.kind == "duration" or (value.kind == "change" and value.unit not in ("%", "")):
        return _described(reading, value, j)
    j += atoms[j].text == "out"
    if atoms[j].text == "of":
        return _of(reading, j + 1)
    phrase = noun_phrase(atoms, j, single=value.number in (0, 1))
    if value.kind == "change" or (phrase and atoms[phrase[0]].text in CHANGES):
        return _changed(reading, j)
    if phrase and value.kind != "count" and atoms[phrase[1] - 1].text in REFERENCES:
        return None  # "the 13% average"
    return reading.counts(phrase) if phrase else None


def _described(reading: Reading, value: Value, j: int) -> Counted | None:
    """'A three-year strategy', "a two hour drive": a length of time that says of what kind something is."""
    atoms = reading.atoms
    hyphened = "-" in reading.text[atoms[value.at].start : atoms[value.until - 1].end]
    hyphened = hyphened or (value.number != 1 and not atoms[value.until - 1].text.endswith("s"))
    phrase = noun_phrase(atoms, j) if hyphened and atoms[j].text not in CHANGES else None
    return reading.counts(phrase) if phrase else None


def _of(reading: Reading, j: int) -> Counted | None:
    """'Of the 1,204 contacts', "of care leavers", "of these", behind a figure."""
    atoms = reading.atoms
    if atoms[j].text in ("whom", "which", "them") or (atoms[j].text in OF_THEM and noun_phrase(atoms, j + 1) is None):
        return said_before(reading)
    k = skip(atoms, j, _OF)
    whole = cardinal_at(atoms, k)
    phrase = noun_phrase(atoms, k if whole is None else _past_bracket(atoms, whole[1]))
    if phrase is not None:
        return reading.counts(phrase, whole[0] if whole else None)
    told = said_before(reading) if whole else None
    return replace(told, whole=whole[0]) if told and whole else None


def _changed(reading: Reading, j: int) -> Counted | None:
    """What changed: "a reduction of 40% in the number of referrals", "a 15% increase in referrals"."""
    atoms = reading.atoms
    for i in range(j, min(j + 9, len(atoms) - 4)):
        if atoms[i].text in (",", ";", "."):
            break
        if atoms[i].text in ("in", "of"):
            place = quantity_of(atoms, i + 1, min(i + 8, len(atoms) - 4)) or noun_phrase(atoms, i + 1)
            if place:
                return reading.counts(place)
    return None


def _past_bracket(atoms: list[Atom], j: int) -> int:
    """Where what follows a figure goes on behind "(45%)"."""
    if atoms[j].text != "(":
        return j
    closed = next((i for i in range(j, min(j + 12, len(atoms))) if atoms[i].text == ")"), None)
    return j if closed is None else closed + 1


def _in_front(reading: Reading, value: Value) -> Counted:
    """'Children aged 16 to 18': the people right in front of an age; no words where there are none."""
    atoms, end = reading.atoms, value.at
    while end and atoms[end - 1].text in _TO_AGE:
        end -= 1
    place = phrase_before(atoms, 0, end)
    told = end < value.at or atoms[value.at].text in _TO_AGE
    return reading.counts(place) if place and told and atoms[end - 1].text in _PEOPLE else Counted(words="")

"""One sentence read for its figures: each with its clause, and all that the clause says of it.

Knows the order in which a figure's parts are found, and what a sentence leaves for the next. Does not know reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.language.atoms import atoms_of
from corpus.model import Figure
from ingest.figures.clauses import clauses, time_of, times
from ingest.figures.counted import counted
from ingest.figures.model import Reading, Said
from ingest.figures.owners import turn_of, whose_of
from ingest.figures.phrases import noun_phrase, quantity_of, subject
from ingest.figures.values import values
from ingest.figures.words import ADRIFT, CHANGES, DETERMINERS, OF_AGE, OF_THEM

if TYPE_CHECKING:
    from corpus.language.atoms import Atom
    from ingest.figures.model import Counted, Time, Told, Value

__all__ = ["Before", "read_sentence"]

_POINTS_BACK = re.compile(
    r"\W*(?:of\s+(?:these|those|them|this)|(?:this|these|those|it|they)\b|the\s+(?:figure|remaining|other|rest|others)\b)",
    re.IGNORECASE,
)
_LEADS = re.compile(r":\s*$")
_COUNTABLE = re.compile(
    r"\b(?:child(?:ren)?|young\s+(?:people|person)|care\s+leavers?|cases?|famil\w+|referrals?|assessments?|complaints?|plans?"
    r"|reviews?|carers?|adopters?|adoptions?|placements?|social\s+workers?|staff|visits?|episodes?|incidents?|vacanc\w+"
    r"|applications?|deaths?|households?|schools?|homes?|disruptions?|exclusions?|prosecutions?|convictions?|notifications?)$",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"(?:average\s+)?(?:number\s+of\s+)?(days|weeks|months)\b", re.IGNORECASE)
_OPENING = 9  # atoms
_WHOLES = frozenset("of the these those total all its a".split())
_EDGES = frozenset((",", ";", ":", "and", "but", "while", "(", "—", "–", "."))


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """What the sentence before said: its figures, its time, and the line that led to the list it stands in."""

    said: tuple[Said, ...] = ()
    time: Told = ("", None)
    lead: tuple[Said, ...] = ()
    lead_words: str = ""
    lead_time: Told = ("", None)

    @property
    def listed(self) -> bool:
        """Whether a line led to a list that still goes on."""
        return bool(self.lead or self.lead_words or self.lead_time[0])


def read_sentence(text: str, start: int, before: Before) -> tuple[list[Figure], Before]:
    """The figures of a sentence that stands at `start`, and what it leaves for the next to point back to."""
    atoms = atoms_of(text)
    found = [one for one in values(text, atoms) if one.number != 0 or _is_none(text, atoms, one)]
    back = _POINTS_BACK.match(text) is not None
    reading = Reading(
        text=text,
        atoms=atoms,
        values=found,
        times=times(text, atoms) if found or _LEADS.search(text) else [],
        earlier=before.said if back or not before.lead else before.lead,
        lead=before.lead_words,
    )
    inherited = before.time if back else before.lead_time
    made: list[Figure] = []
    frame: Said | None = None
    for value, clause in zip(found, clauses(atoms, found, reading.times), strict=True):
        what = _framed(counted(reading, value, _opened(reading, value, clause)), value, frame)
        if value.kind == "count" and (unit := _LENGTH.match(what.words)):
            value.kind, value.unit = "duration", unit[1]  # "the number of days between ... was 551"
        reading.said.append(Said(value=value, counted=what))
        if frame is None and _is_frame(atoms, value, what):
            frame = reading.said[-1]
        if what.words and not _is_adrift(atoms, value, what):
            made.append(_figure(reading, start, value, what, clause=clause, inherited=inherited))
    return made, _after(reading, before, (made[0].when, made[0].as_of) if made else ("", None))


def _after(reading: Reading, before: Before, time: Told) -> Before:
    """What is left for the next sentence; a line that ends in a colon leads all of the list below it."""
    said, text = tuple(reading.said), reading.text
    if _only_compares(reading):
        return replace(before, lead=(), lead_words="", lead_time=("", None))
    if _LEADS.search(text):
        back = not said and _POINTS_BACK.match(text) is not None
        lead = before.said if back else said
        lead_time = _told(reading, reading.times[-1]) if reading.times else before.time if back else time
        return Before(said=lead, time=lead_time, lead=lead, lead_time=lead_time, lead_words=_spoken_of(reading))
    if before.listed and not text.rstrip().endswith("."):  # an item of the same list
        return replace(before, said=said, time=time)
    return Before(said=said, time=time)


def _only_compares(reading: Reading) -> bool:
    """'This is a reduction from 694 in 2016': it only sets another beside what was said, which goes on behind it."""
    if not reading.values or _POINTS_BACK.match(reading.text) is None or _LEADS.search(reading.text):
        return False
    opening = [atom.text for atom in reading.atoms[: reading.values[0].begins]]
    changed = any(word in CHANGES or word.startswith("compare") for word in opening)
    return len(opening) < _OPENING and changed and opening[-1:] in (["from"], ["on"], ["with"], ["to"])


def _spoken_of(reading: Reading) -> str:
    """What a line that leads to a list speaks of: "The proportion of children entitled to free school meals:"."""
    length = len(reading.atoms) - 4
    quantity = quantity_of(reading.atoms, 0, length)
    place = (quantity[0], length) if quantity else subject(reading.atoms, 0, length - 1)
    return reading.words(*place).rstrip(" :") if place else ""


def _is_none(text: str, atoms: list[Atom], value: Value) -> bool:
    """Whether "no" and "none" count something: "no children wait", not "no evidence" or "no further action"."""
    if atoms[value.at].text in ("none", "nil", "zero") or atoms[value.at].is_digits:
        return True
    phrase = noun_phrase(atoms, value.until, single=True)
    said = text[atoms[phrase[0]].start : atoms[phrase[1] - 1].end] if phrase else ""
    return _COUNTABLE.search(said.split(" of ")[0]) is not None


def _is_adrift(atoms: list[Atom], value: Value, what: Counted) -> bool:
    """Whether a number names nothing and need not count: "supported beyond 21", "plans to create one"."""
    after = atoms[value.until + 1].text if atoms[value.until].text == "of" else "the"
    if atoms[value.at].text == "one" and value.whole is None and after not in DETERMINERS | OF_THEM:
        return True  # "a culture of one of high support"
    if value.kind != "count" or (what.place is not None and what.place[0] >= value.until):
        return False
    if atoms[value.at].text == "one" and atoms[value.until].text != "of":
        return value.whole is None
    before = atoms[value.begins - 1].text
    aged = before in OF_AGE and value.number is not None and 10 <= value.number <= 26 and what.whole is None
    return before in ADRIFT or (aged and atoms[value.after].text not in ("(", "%"))


def _opened(reading: Reading, value: Value, clause: tuple[int, int]) -> tuple[int, int]:
    """A clause without the time that opens it."""
    lo = clause[0]
    return next(
        (one.until for one in reading.times if one.at <= lo + 1 and lo < one.until <= value.begins), lo
    ), clause[1]


def _is_frame(atoms: list[Atom], value: Value, what: Counted) -> bool:
    """'Of the 64 files read, 40 ...': a whole that the sentence opens with."""
    lead = [atom.text for atom in atoms[: value.begins]]
    opens = bool(lead) and "of" in lead[:8] and lead[-1] in _WHOLES
    return value.kind == "count" and what.whole is None and opens and (lead[0] == "of" or "," in lead or len(lead) < 3)


def _framed(what: Counted, value: Value, frame: Said | None) -> Counted:
    """What counts the parts of a whole that opened the sentence: "Of the 64 files read, 40 were good (63%)"."""
    if frame is None or value.kind not in ("count", "share"):
        return what
    own = what.place is not None and what.place[0] >= value.until
    words = what.words if own or value.kind == "count" else frame.counted.words
    whole = frame.value.number if value.kind == "count" and what.whole is None else what.whole
    return replace(what, words=words, whole=whole)


def _figure(
    reading: Reading, start: int, value: Value, what: Counted, *, clause: tuple[int, int], inherited: Told
) -> Figure:
    atoms = reading.atoms
    first, last = _trimmed(atoms, clause)
    time = time_of(value, clause, reading.times, reading.values, atoms=atoms)
    when, as_of = _told(reading, time) if time is not None else inherited
    return Figure(
        kind=value.kind,
        number=value.number,
        start=start + atoms[value.at].start,
        end=start + atoms[value.until - 1].end,
        clause=(start + atoms[first].start, start + atoms[last - 1].end),
        sentence=(start, start + len(reading.text)),
        unit=value.unit,
        bound=value.bound,
        counted=what.words,
        said=_said(reading, value, what, (first, last), time),
        whole=what.whole,
        when=when,
        as_of=as_of,
        whose=whose_of(reading, value, clause),
        turn=turn_of(atoms, value, time, clause),
    )


def _trimmed(atoms: list[Atom], span: tuple[int, int]) -> tuple[int, int]:
    """A clause without the marks and joints at its ends."""
    first, last = span
    while first + 1 < last and atoms[first].text in _EDGES:
        first += 1
    while last - 1 > first and atoms[last - 1].text in _EDGES:
        last -= 1
    return first, last


def _said(reading: Reading, value: Value, what: Counted, span: tuple[int, int], time: Time | None) -> str:
    """What is said of what is counted: behind it to the clause's end, else between it and the figure."""
    lo = max(value.after, what.place[1]) if what.place and what.place[1] <= span[1] else value.after
    hi = span[1]
    if time is not None and lo < time.at and time.until >= hi:
        hi = time.at
    if hi <= lo and what.place and what.place[1] < value.begins:
        lo, hi = what.place[1], value.begins
    return reading.words(lo, hi).strip(" ,;:.()") if hi > lo else ""


def _told(reading: Reading, time: Time) -> Told:
    """The words for a time, and its last day, month or year."""
    words = reading.words(time.at, time.until)
    if time.end is None:
        return words, None
    day = time.end.isoformat()
    return words, day if time.fineness == 3 else day[:7] if time.fineness == 2 else day[:4]

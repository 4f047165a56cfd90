"""What a time in a question qualifies: a report's publication, its inspection, the day a figure speaks of, or any.

Knows the words that say so, before the time and after it. Does not know times themselves.
"""

from __future__ import annotations

from typing import Literal

from corpus.language.atoms import Atom, joined, small

__all__ = ["Qualifies", "qualifier", "shares"]

Qualifies = Literal["published", "inspected", "as_of", "any"]

_FAR = 4  # words that may stand between a time and the word before it that qualifies it
_PUBLISHED = frozenset("publish published publishing publishes publication release released issued reported".split())
_INSPECTED = frozenset(
    "inspect inspected inspection inspections inspecting visit visited visits reinspected reinspection"
    " reinspections revisit revisited".split()
)
_CALLERS = frozenset(("inspectors", "ofsted", "they"))
_CALLED = frozenset(("came", "arrived", "went", "called"))
_AFTERWARDS = frozenset(("publish", "published", "publication", "release", "released", "releases"))
_INSPECTIONS = frozenset(("inspection", "inspections", "reinspection", "reinspections"))
_STOPS = frozenset("?;:")
_LISTED = frozenset((",", "and", "or", "to", "vs", "versus", ".", "&", "the"))


def qualifier(atoms: list[Atom], time: tuple[int, int], *, day: bool) -> Qualifies:
    """What the time at characters `time` qualifies: by the word just after it, else by the nearest before it."""
    at = next(n for n, atom in enumerate(atoms) if atom.start >= time[0])
    until = next(n for n, atom in enumerate(atoms) if atom.start >= time[1])
    found = _by_what_follows(_following(atoms, until)) or _by_what_leads(atoms, at)
    if found is None and day and at and atoms[at - 1].text in ("at", "on", "by", "as"):
        return "as_of"
    return found or "any"


def shares(atoms: list[Atom], end: int, start: int) -> bool:
    """Whether nothing but list words stands between two times: "the 2015 and 2018 reports"."""
    between = [atom.text for atom in atoms if end <= atom.start < start]
    return bool(between) and all(word in _LISTED for word in between)


def _is_year(atom: Atom) -> bool:
    return (small(atom) or 0) in range(1900, 2100)


def _following(atoms: list[Atom], i: int) -> list[str]:
    """The words after a time up to the end of its clause or the next year, at most six."""
    while atoms[i].text in ("'", "’", ")", "-", "s") or (atoms[i].text == "s" and joined(atoms, i)):
        i += 1
    words = []
    for n, atom in enumerate(atoms[i : i + 8], i):
        if (atom.text == "re" and atoms[n + 1].text == "-") or (atom.text == "-" and atoms[n - 1].text == "re"):
            continue  # "re-inspection"
        if not (atom.is_word or atom.is_digits) or _is_year(atom):
            break
        words.append(atom.text)
    return words


def _by_what_follows(words: list[str]) -> Qualifies | None:
    """'2015 publication', "2014 figures", "the 2016 monitoring visit's inspection", "the 2018 ILACS report"."""
    if not words:
        return None
    if words[0].startswith("publish") or words[0] in _AFTERWARDS:
        return "published"
    if words[0] in ("snapshot", "figure", "figures"):
        return "as_of"
    if words[0] == "visit" or any(word in _INSPECTIONS for word in words[:4]):
        return "inspected"
    return "published" if any(word in ("report", "reports") for word in words[:3]) else None


def _by_what_leads(atoms: list[Atom], at: int) -> Qualifies | None:
    """'Published in 2015', "the inspection of May 2014", "as at 31 March", "the report from 2016"."""
    gap, i = 0, at - 1
    while i >= 0 and gap <= _FAR:
        atom = atoms[i]
        if atom.text in _STOPS or _is_year(atom):
            return None
        found = _leads(atoms, i)
        if found is not None:
            return found
        # what is written together counts as one word
        if (atom.is_word or atom.is_digits) and not (joined(atoms, i) and i):
            gap += 1
        i -= 1
    return None


def _leads(atoms: list[Atom], i: int) -> Qualifies | None:
    word, before = atoms[i].text, atoms[i - 1].text if i else ""
    if word in _PUBLISHED or (word == "out" and before == "came"):
        return "published"
    if word == "snapshot" or (before == "as" and word in ("at", "of")):
        return "as_of"
    if word in ("of", "end") and _at_the_end(atoms, i):
        return "as_of"
    if word in _INSPECTED or (word == "site" and before in ("on", "-")) or (word in _CALLED and before in _CALLERS):
        return "inspected"
    return "published" if word in ("report", "reports") else None


def _at_the_end(atoms: list[Atom], i: int) -> bool:
    """'At the end (of)', whose last word stands at `i`."""
    words = [atom.text for atom in atoms[max(0, i - 3) : i + 1]]
    return words[-4:] == ["at", "the", "end", "of"] or words[-3:] == ["at", "the", "end"] or words[-2:] == ["at", "end"]

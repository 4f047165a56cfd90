"""The authorities, regions and unknown places that a question names.

Knows the list of authorities, the names in the library and how councils are spoken of. Does not know what is asked of
them. A name that could mean two authorities is reported as ambiguous, never settled by guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.authorities import authorities, authority, find_authorities, find_elsewhere
from corpus.bodies import NO_OTHER, base_name, short_names
from corpus.language.pattern import Lazy
from qa.language.marks import APOSTROPHES
from qa.language.phrasing import listed
from qa.plan.regions import find_regions

if TYPE_CHECKING:
    from qa.question import Catalogue

__all__ = ["Places", "find_places", "standing_for"]

_ALL_BEFORE = re.compile(r"\b(?:both|either|two|three|all)(?: of)?(?: the)?(?: new)? (?:the )?$", re.IGNORECASE)
_ALL_AFTER = re.compile(r" (?:councils|authorities|boroughs|local authorities|las)\b", re.IGNORECASE)
_COUNCIL = Lazy(
    r"\b((?:[A-Za-z][\w'’-]+\s+){1,3}?)(?:(?:county|city|borough|metropolitan|district|unitary|royal|london)\s+)*"
    r"council\b"
)
_AFTER_PREPOSITION = re.compile(
    r"(?:(?<=\bin )|(?<=\bat )|(?<=\bof )|(?<=\bfor )|(?<=\babout )|(?<=\bfrom )|(?<=\bdid )|(?<=\bhas )|(?<=\bwas ))"
    r"((?:City of |the |County )?[A-Z][a-z]{2,}(?:[ -](?:upon |on |and |of )?[A-Z][a-z]+)*)"
)
_POSSESSIVE = re.compile(r"\b([A-Z][a-z]{2,}(?: [A-Z][a-z]+)*)(?:['’]s|s['’])")
# Capitalised, and no place: what a question about inspections may write with a capital letter.
_NO_PLACE = frozenset(
    """ofsted hmi her his majesty majestys inspector inspectors inspection local safeguarding children childrens child
    board boards services service council councils authority authorities england english britain uk the a an january
    february march april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday spring summer autumn winter christmas easter covid director directors cabinet lead chief
    executive sif ilacs jtai send lscb dcs mash cin lac cla sgo good outstanding inadequate requires improvement
    adequate satisfactory what which who when where why how did does was were is are has have had can could would
    list name give tell show compare summarise did these those this that our their its your any all each every both
    early help care leavers looked after adoption leadership management governance protection family court report
    reports young people signs safety pupil premium state nation department education government north south east
    west midlands yorkshire humber london i
    """.split()
)
_GENERIC_COUNCIL = frozenset(
    """the a an any each every which what that this these those how many most all some other another same one two their
    its local and or no my our your council city county borough unitary london metropolitan district by for in of at
    did was is were are has had to if whether authority children childrens services ofsted about from inadequate
    good outstanding improvement failing rated judged safeguarding board first last latest every single neighbouring
    parent host home partner lead whole combined corporate responsible placing fostering adoption own per with does
    said who when why northern southern eastern western midlands english rural urban new former unnamed best worst
    top independent biggest largest smallest coastal inner outer north south east west between among more than
    different highest lowest better worse only which been be named inspected find found show list name give tell can
    could would full joint announced unannounced routine
    """.split()
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """The places of a question: names as the plan has them, notes for the person, and the spans that they took."""

    authorities: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    mentions: tuple[tuple[int, int, str, tuple[str, ...]], ...] = ()  # start, end, kind ("authority" ...), names


def find_places(question: str, catalogue: Catalogue) -> Places:
    """The places named in `question`; every one is an authority of the library, a known one that is not in it, or
    unknown.
    """
    here = set(catalogue.authorities)
    named: list[tuple[int, str]] = []
    spans: list[tuple[int, int]] = []
    absent: list[str] = []
    ambiguous: list[str] = []
    notes: list[str] = []
    providers = _providers(question, catalogue)
    for start, end, name in providers:
        named.append((start, name))
        spans.append((start, end))
    areas = find_regions(question)
    regions = tuple(dict.fromkeys(one.name for one in areas))
    region_spans = list(dict.fromkeys((one.start, one.end) for one in areas))
    spans += region_spans
    notes += [f"Read “{slip}” as “{meant}”." for one in areas for slip, meant in one.slips]
    mentions: list[tuple[int, int, str, tuple[str, ...]]] = [
        (start, end, "authority", (name,)) for start, end, name in providers
    ]
    for start, end, several in _shared_names(question, catalogue, providers):
        spans.append((start, end))
        ambiguous += several
        mentions.append((start, end, "ambiguous", tuple(several)))
    for at in region_spans:
        mentions.append((*at, "region", tuple(one.name for one in areas if (one.start, one.end) == at)))
    for match in find_authorities(question):
        if any(match.start < end and start < match.end for start, end in spans):
            continue
        spans.append((match.start, match.end))
        meant = _meant(match.name, match.rivals, here)
        held = tuple(name for name in meant if name in here)
        if len(meant) > 1 and held and _of_all(question, match.start, match.end):
            named += [(match.start, name) for name in held]
            mentions.append((match.start, match.end, "authority", held))
            if len(held) < len(meant):
                said = question[match.start : match.end].strip()
                notes.append(f"Of the authorities called “{said}” only {listed(held)} can be asked about here.")
            continue
        if len(meant) > 1:
            ambiguous += meant
            mentions.append((match.start, match.end, "ambiguous", tuple(meant)))
            continue
        name = meant[0]
        mentions.append((match.start, match.end, "authority" if name in here else "absent", (name,)))
        if match.how == "fuzzy":
            notes.append(f"Read “{question[match.start : match.end].strip()}” as {name}.")
        if name in here:
            named.append((match.start, name))
        else:
            absent.append(name)
    unknown = _unknown(question, catalogue, spans, anything=bool(named or absent or ambiguous or regions))
    return Places(
        authorities=tuple(dict.fromkeys(name for _, name in sorted(named))),
        absent=tuple(dict.fromkeys(absent)),
        unknown=tuple(dict.fromkeys(unknown)),
        ambiguous=tuple(dict.fromkeys(ambiguous)),
        regions=regions,
        notes=tuple(dict.fromkeys(notes)),
        spans=tuple(spans),
        mentions=tuple(sorted(mentions)),
    )


def _of_all(question: str, start: int, end: int) -> bool:
    """Whether a name of several is said of all of them: "the two Northamptonshires", "Berkshire councils"."""
    return bool(_ALL_BEFORE.search(question[:start]) or _ALL_AFTER.match(question[end:]))


def _meant(name: str, rivals: tuple[str, ...], here: set[str]) -> list[str]:
    """The authorities a name may mean."""
    return list(dict.fromkeys((name, *rivals))) if rivals else standing_for(name, here)


def standing_for(name: str, here: set[str]) -> list[str]:
    """The authority itself; for an abolished one that is not in the library, its successors there."""
    known = authority(name)
    if known is not None and name not in here:
        successors = [successor for successor in known.successors if successor in here]
        if successors:
            return successors
    return [name]


@lru_cache(maxsize=4)
def _provider_patterns(names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each name that the list of authorities does not hold, the longest name first."""
    known = {one.name for one in authorities()}
    own = sorted((name for name in names if name not in known), key=len, reverse=True)
    return tuple((name, _name_pattern(name)) for name in own)


def _name_pattern(name: str, *, short: bool = False) -> re.Pattern[str]:
    # Reports print "St Cedd’s" and people write "St Cedd's" or "St Cedds".
    words = [
        r"(?:and|&)" if word.casefold() in ("and", "&") else APOSTROPHES.sub("['’‘]?", re.escape(word))
        for word in name.split()
    ]
    return re.compile(r"\b" + r"[\s-]+".join(words) + r"(?!\w)" + (NO_OTHER if short else ""), re.IGNORECASE)


def _providers(question: str, catalogue: Catalogue) -> list[tuple[int, int, str]]:
    """Providers of the library that are none of the known authorities, by their own names."""
    found: list[tuple[int, int, str]] = []
    for name, pattern in (*_provider_patterns(catalogue.authorities), *_short_patterns(catalogue.authorities)):
        for match in pattern.finditer(question):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((match.start(), match.end(), name))
    return found


@lru_cache(maxsize=4)
def _short_patterns(names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each short name that is no authority's."""
    known = {one.name for one in authorities()}
    short = short_names([name for name in names if name not in known])
    longest = sorted(short.items(), key=lambda one: len(one[0]), reverse=True)
    return tuple(
        (name, _name_pattern(said, short=True)) for said, name in longest if not find_authorities(said, fuzzy=False)
    )


def _shared_names(
    question: str, catalogue: Catalogue, taken: list[tuple[int, int, str]]
) -> list[tuple[int, int, list[str]]]:
    """Names that several bodies bear, where the question says no more of which is meant."""
    bearers: dict[str, list[str]] = {}
    for name in catalogue.authorities:
        if base_name(name) != name:
            bearers.setdefault(base_name(name), []).append(name)
    return [
        (match.start(), match.end(), several)
        for base, several in bearers.items()
        if len(several) > 1
        for match in _name_pattern(base).finditer(question)
        if all(match.end() <= start or end <= match.start() for start, end, _ in taken)
    ]


def _unknown(question: str, catalogue: Catalogue, spans: list[tuple[int, int]], *, anything: bool) -> list[str]:
    """Places outside England, councils that do not exist, and - where nothing else is named - capitalised names."""
    unknown: list[str] = []
    for place in find_elsewhere(question):
        if all(place.end <= start or end <= place.start for start, end in spans):
            unknown.append(place.name)
            spans.append((place.start, place.end))
    for match in _COUNCIL.finditer(question):
        words: list[str] = []
        for word in reversed(re.findall(r"[\w'’-]+", match[1])):
            if word.casefold().replace("’", "'") in _GENERIC_COUNCIL:
                break
            words.insert(0, word)
        free = all(match.end() <= start or end <= match.start() for start, end in spans)
        if words and free and not anything and not _is_plain(words):
            unknown.append(" ".join(words))
            spans.append((match.start(), match.end()))
    if not unknown and not anything:
        inspectors = {word.casefold() for name in catalogue.inspectors for word in name.split()}
        for pattern in (_AFTER_PREPOSITION, _POSSESSIVE):
            for match in pattern.finditer(question):
                words = [w for w in re.findall(r"[A-Za-z]+", match[1]) if w[0].isupper()]
                if not any(w.casefold() in _NO_PLACE or w.casefold() in inspectors for w in words):
                    unknown.append(match[1].removeprefix("the "))
                    spans.append((match.start(1), match.end(1)))
    return unknown


def _is_plain(words: list[str]) -> bool:
    """Whether the words before 'council' are ordinary speech rather than a name."""
    return all(word.islower() and word.endswith(("ing", "ed", "ly", "est", "'s")) for word in words)

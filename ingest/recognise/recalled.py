"""Sentences and lists in which a report recalls, area by area, what an earlier inspection had judged.

Knows the shapes of such sentences and the names that the areas have had. Takes only what cannot be meant otherwise: the
earlier inspection is named, and what was judged is nothing but areas. Does not know this report's own judgements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["GRADE", "fact", "recalled_areas"]

# Reports recall inspections of older frameworks too, so these are the words of every scale that was in use.
_GRADES = {
    "outstanding": r"outstanding",
    "good": r"good",
    "requires improvement": r"requir(?:es?|ed|ing)\s+improvement(?:\s+to\s+be\s+good)?",
    "adequate": r"adequate",
    "satisfactory": r"satisfactory",
    "inadequate": r"inadequate",
}
GRADE = rf"(?P<grade>{'|'.join(_GRADES.values())})\b"

_CHILDREN = r"children(?:\s+and\s+young\s+people)?"
_AREAS = {
    "lscb": r"(?:local\s+)?safeguarding\s+children['’]?s?\s+board|\blscb\b",
    "overall": r"overall\s+effectiveness",
    "leadership": r"leadership(?:,?\s+(?:management|governance)\s+and\s+(?:governance|management))?",
    "help_and_protection": rf"(?:{_CHILDREN}\s+(?:who\s+need(?:ed)?|in\s+need\s+of)\s+)?help\s+and\s+protection"
    rf"|(?:the\s+)?protection\s+of\s+{_CHILDREN}|child\s+protection|safeguarding",
    "in_care": rf"{_CHILDREN}\s+looked\s+after(?:\s+and\s+achieving\s+permanence)?"
    rf"|looked[\s-]+after\s+{_CHILDREN}|{_CHILDREN}\s+in\s+care",
    "adoption": r"(?:(?:those|children)\s+who\s+could\s+benefit\s+from\s+)?adoption",
    "care_leavers": r"care\s+leavers",
}
# What else may stand beside the areas' names; any other word ("some", "homes", "fostering") makes the whole doubtful.
_FILLING = re.compile(
    r"[\s,/–-]+|\b(?i:services?|for|of|and|the|both|its|their|local|authority|council|children|arrangements|experiences?"
    r"|progress|performance|effectiveness|were|that)\b|\b[A-Z][\w’']+['’]s\b|['’]s?",
)

_JUDGED = r"(?:judged|graded|rated|found|assessed)"
_EARLIER = (
    r"(?:the\s+|its\s+|their\s+|ofsted['’]s\s+)?(?:last|previous|most\s+recent|predecessor)\s+(?:(?!monitoring|focused)\w+\s+){0,3}"
    r"inspection\b(?!\s+(?:of|for)\s+(?:the|its|a)\s+home)"
)
_WHEN = r"(?:[^.;,]{0,40}\b20\d\d\b)?"
_WAS = rf"(?:was|were)\s+(?:previously\s+)?{_JUDGED}(?:\s+overall)?(?:\s+(?:as|to\s+be|to|at))?\s+{GRADE}"
# "the last inspection in 2015, when adoption services were judged to be inadequate"
_CLAUSES = (
    re.compile(
        rf"\b{_EARLIER}{_WHEN}[^.;]{{0,60}}?\b(?:when|where|in\s+which)\s+(?P<subject>[^.;]{{4,140}}?)\s+{_WAS}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:at|in|during)\s+{_EARLIER}{_WHEN}(?:\s+of\s+[^.;,]{{3,80}})?,\s+(?P<subject>[^.;]{{4,140}}?)\s+{_WAS}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_EARLIER}{_WHEN}(?:\s+of\s+[^.;,]{{3,60}})?(?:,[^.;,]{{3,30}},)?(?:[\s,]+(?:which|and\s+this))?\s+{_JUDGED}"
        rf"\s+(?P<subject>[^.;]{{4,140}}?)\s+(?:as|to\s+be|to)\s+{GRADE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:[.;]\s+|\n[ \t]*\n)(?:\d+\.\s+)?(?P<subject>[^.;]{{4,140}}?),?\s+(?:which\s+)?{_WAS}"
        rf"\s+(?:at|in|by|during)\s+{_EARLIER}",
        re.IGNORECASE,
    ),
)
# A heading may end without a full stop: no sentence runs over an empty line.
_BREAK = re.compile(r"\n[ \t]*\n")
_NEAR_CHARACTERS = 400
_OWN = re.compile(r"\b(?:this|current|present)\s+(?:re-?)?inspection|\bnow\b", re.IGNORECASE)

# A sentence that only says when the earlier inspection was, and those after it that say what it judged.
_OPENING = re.compile(
    rf"\b{_EARLIER}\s+(?:report\s+)?(?:of|for)\s[^.]{{3,200}}?\b20\d\d\b[^.]{{0,60}}\.(?=\s)", re.IGNORECASE
)
_SENTENCE = re.compile(r"\s*(?P<said>[A-Z](?:[^.•]|[.](?=\d)){10,300}\.)(?=\s|\Z)")
_OUTCOMES = (
    re.compile(rf"^(?P<subject>[^.;]{{4,140}}?)\s+{_WAS}", re.IGNORECASE),
    re.compile(
        rf"\bjudge?ment\s+for\s+(?P<subject>[^.;]{{4,100}}?)\s+was\s+(?:that\s+(?:it|they)\s+(?:(?:was|were)\s+)?)?{GRADE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\bto\s+be|\bas|,|\band)\s+{GRADE}\s+for\s+(?P<subject>[^.;,]{{4,80}}?)(?=,|\.|\s+and\s)", re.IGNORECASE
    ),
)

_LIST = re.compile(
    rf"\b{_EARLIER}[^:]{{0,250}}?\bjudge?ments?\b[^.:]{{0,60}}?\b(?:were|was)\s*:|\bprevious\s+judge?ments?\s*:",
    re.IGNORECASE,
)
_ITEM = re.compile(
    rf"[\s•●▪·*|–−—-]*(?:o\s+)?(?P<subject>[A-Za-z][^:.•]{{4,100}}?)\s*[:|–−—-]?\s*(?:\b(?:was|were)\s+)?\b{GRADE}[\s.;,|]*",
    re.IGNORECASE,
)


def recalled_areas(text: str, start: int) -> list[Fact]:
    """The earlier outcomes of single areas that text[start:] recalls, in the order list, section, sentence."""
    return [*_listed(text, start), *_told(text, start), *_recalled(text, start)]


def _listed(text: str, start: int) -> Iterator[Fact]:
    """ "The judgements for the local authority were:" and the lines below it, as long as they are areas with grades."""
    for opening in _LIST.finditer(text, start):
        here = opening.end()
        while item := _ITEM.match(text, here):
            areas = _areas(item["subject"])
            if len(areas) != 1:
                break
            start = _from(opening.start(), item.start("subject"))
            yield fact(areas[0], item["grade"], start, item.end("grade"))
            here = item.end()


def _told(text: str, start: int) -> Iterator[Fact]:
    """What the sentences say that follow the one on when the earlier inspection was."""
    for opening in _OPENING.finditer(text, start):
        here = opening.end()
        while sentence := _SENTENCE.match(text, here):
            start, said = sentence.start("said"), sentence["said"]
            found = [] if _OWN.search(said) else list(_outcomes(said))
            if not found:
                break
            for area, grade, end in found:
                yield fact(area, grade, _from(opening.start(), start), start + end)
            here = sentence.end()


def _outcomes(sentence: str) -> Iterator[tuple[str, str, int]]:
    for pattern in _OUTCOMES:
        for found in pattern.finditer(sentence):
            for area in _areas(found["subject"]):
                yield area, found["grade"], found.end()


def _from(opening: int, statement: int) -> int:
    """Where the span begins: with the words that name the earlier inspection, unless they are far above."""
    return opening if statement - opening <= _NEAR_CHARACTERS else statement


def _recalled(text: str, start: int) -> Iterator[Fact]:
    """What one sentence says of the earlier inspection and its outcome together."""
    for pattern in _CLAUSES:
        for found in pattern.finditer(text, start):
            if _OWN.search(found[0]) or _BREAK.search(found[0].strip()):
                continue
            for area in _areas(found["subject"]):
                lead = len(found[0]) - len(found[0].lstrip(" .;\n\t"))
                yield fact(area, found["grade"], found.start() + lead, found.end())


def _areas(subject: str) -> list[str]:
    """The areas that the words name, if they name nothing else.

    Children in care and care leavers were one judgement for years: named together, they stand for the first.
    """
    left, found = subject, []
    for area, pattern in _AREAS.items():
        left, times = re.subn(pattern, " ", left, flags=re.IGNORECASE)
        if times:
            found.append(area)
    if _FILLING.sub("", left).strip():
        return []
    if set(found) == {"in_care", "care_leavers"}:
        return ["in_care"]
    return found


def fact(area: str, printed: str, start: int, end: int) -> Fact:
    """The earlier outcome of an area as a fact, its grade in the scale's words."""
    value = next(grade for grade, pattern in _GRADES.items() if re.fullmatch(pattern, printed, re.IGNORECASE))
    return Fact(kind="previous_judgement", key=area, value=value, start=start, end=end)

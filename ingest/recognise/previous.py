"""What the inspection before this one had judged, where the report says so.

Knows the sentences in which reports recall their last inspection, and the section "Previous Ofsted inspections". Knows
no other report: an outcome that this one does not state is absent.
"""

from __future__ import annotations

import re

from corpus.model import Fact
from ingest.recognise.recalled import GRADE as _GRADE
from ingest.recognise.recalled import fact as _fact
from ingest.recognise.recalled import recalled_areas

_SENTENCE = re.compile(r"(?:[^.?!\n]|[.](?=\d)|\n(?![ \t]*\n))+(?:[.?!]|$)", re.MULTILINE)
_RECALL = re.compile(
    r"\b(?:last|previous|most\s+recent|single|predecessor)\b[^.]{0,60}\b(?:inspect|authorit|judg)"
    r"|\bpreviously\b[^.]{0,30}\bjudged|\binspection\s+in\s+(?:\w+\s+)?20\d\d|\bjudged\b[^.]{0,40}\bin\s+20\d\d",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    rf"\b(?:judged|rated|graded|found|assessed)(?:\s+overall)?(?:\s+(?:as|to\s+be|to|at))?(?:\s+an?)?\s+[‘'“\"]?{_GRADE}"
    rf"|\boverall\s+(?:effectiveness\s+)?(?:judgement|grade)\s+was\s+{_GRADE.replace('<grade>', '<was>')}"
    rf"|\bthe\s+[‘'“\"]?{_GRADE.replace('<grade>', '<the>')}[’'”\"]?\s+(?:overall\s+)?judgement\s+(?:at|in)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r".*\b(?:when|where|in\s+which)\b", re.IGNORECASE | re.DOTALL)
# A sentence that says "overall", or speaks of the whole, is taken; one that names a part before its outcome is not.
_WHOLE = re.compile(r"\boverall\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:care\s+leavers?|children\s+in\s+care|looked\s+after|adoption|adopt|protection|safeguarding|board|homes?"
    r"|schools?|visits?|units?|foster\w*)\b",
    re.IGNORECASE,
)
_PART_OF_CLAUSE = re.compile(
    r"\b(?:impact\s+of\s+leaders|leadership|practice|service\s+to|some|those|these|areas?)\b", re.IGNORECASE
)
_SUBJECT = re.compile(r"\b(?:children['’]s\s+services|local\s+authority|council)\b", re.IGNORECASE)
_SECTION = re.compile(
    r"\b(?:last|previous)\s+(?:\w+\s+)?inspection\s+(?:of|for)\s+(?:the\s+)?(?P<subject>[^.]{10,170}?)\s+(?:was\b|were\b|took\s+place"
    r"|published)[^.]{0,60}\.\s+(?:The\s+)?(?:local\s+authority|authority|council|it|services?)\s+(?:was|were)\s+judged"
    rf"(?:\s+to(?:\s+be)?)?(?:\s+overall)?\s+(?:grade\s+\d\s*\()?{_GRADE}(?!\s+for\b)",
    re.IGNORECASE,
)
_FOR_OVERALL = re.compile(
    rf"\b(?:last|previous)\s+inspection\b[^.]{{10,170}}\.\s[^.]{{0,150}}?{_GRADE}\s+for\s+overall\b", re.IGNORECASE
)
_SECTION_CHARACTERS = 30_000
# "The next full inspection will be within approximately three years."
_NEXT = re.compile(
    r"\bthe\s+(?:next|following)\s+(?:[\w-]+\s+){0,4}(?:inspection|visit|review)\s+will\s+(?:be|take\s+place|happen)\b"
    r"|\bwill\s+(?:next\s+)?be\s+(?:re-?)?inspected\s+(?:again\s+)?(?:within|in|by|no\s+later)\b",
    re.IGNORECASE,
)


def next_inspection(text: str) -> Fact | None:
    """What the report says of the next inspection, the whole sentence, or None."""
    for sentence in _SENTENCE.finditer(text):
        if _NEXT.search(sentence[0]):
            lead = len(sentence[0]) - len(sentence[0].lstrip())
            said = " ".join(sentence[0].split())
            return Fact(kind="next_inspection", value=said, start=sentence.start() + lead, end=sentence.end())
    return None


def previous_judgements(text: str, start: int, end: int) -> list[Fact]:
    """The previous inspection's outcomes, one a judgement area ("overall" mostly), each from the first place.

    text[start:end] is what follows the judgements on the first pages; the section on previous inspections may stand
    further on.
    """
    found: dict[str, Fact] = {}
    here = _recalled(text, start, end)
    further = [] if here else _recalled(text, end, len(text), strict=True)
    for fact in (*_for_overall(text), *here, *further, *_section(text), *recalled_areas(text, start)):
        found.setdefault(fact.key, fact)
    return list(found.values())


def _recalled(text: str, start: int, end: int, *, strict: bool = False) -> list[Fact]:
    """The first sentence that recalls the outcome of the whole; `strict` asks for its subject by name, for the body."""
    for sentence in _SENTENCE.finditer(text, start, end):
        recall = _RECALL.search(sentence[0])
        outcome = _OUTCOME.search(sentence[0]) if recall else None
        if outcome is None or not _of_the_whole(sentence[0][: outcome.start()], sentence[0], strict=strict):
            continue
        group = next(name for name, value in outcome.groupdict().items() if value)
        lead = len(sentence[0]) - len(sentence[0].lstrip())
        return [_fact("overall", outcome[group], sentence.start() + lead, sentence.start() + outcome.end(group))]
    return []


def _of_the_whole(before: str, sentence: str, *, strict: bool) -> bool:
    clause = _CLAUSE.sub("", before)
    if strict and not (_SUBJECT.search(clause) and re.search(r"(?:last|previous)\s+inspection", sentence)):
        return False
    if _WHOLE.search(sentence):
        return True
    return not _PART.search(before) and not _PART_OF_CLAUSE.search(clause)


def _section(text: str) -> list[Fact]:
    """The bullets of the section on previous inspections; one that speaks of two areas at once is left out."""
    facts = []
    for bullet in _SECTION.finditer(text, 0, min(len(text), _SECTION_CHARACTERS)):
        area = _area(bullet["subject"])
        if area:
            facts.append(_fact(area, bullet["grade"], bullet.start(), bullet.end("grade")))
    return facts


def _for_overall(text: str) -> list[Fact]:
    found = _FOR_OVERALL.search(text, 0, min(len(text), _SECTION_CHARACTERS))
    return [_fact("overall", found["grade"], found.start(), found.end("grade"))] if found else []


def _area(subject: str) -> str | None:
    said = re.sub(r"\s+", " ", subject).lower()
    protected = "safeguarding" in said or "protection" in said
    cared_for = "looked after" in said or "in care" in said
    if protected and cared_for:
        return "overall" if "care leavers" in said or "single" in said else None
    if "adoption" in said:
        return "adoption"
    if "fostering" in said or "home" in said or "board" in said:
        return None
    return "help_and_protection" if protected else "in_care" if cared_for else "overall" if "children" in said else None

"""A date or a name: which one, of which sentence, answers.

Knows dates, people's names as capitalised words, and concepts. Does not know how sentences were found.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.authorities import find_authorities
from corpus.language.mentions import mentions
from qa.extract.value import ValueCandidate, distance, places
from qa.language.words import stem, tokens
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.question import Plan
    from qa.search.lexical import Concept
    from qa.search.rerank import Sentence

__all__ = ["dates", "other_role", "people", "role_fit"]

_PART = r"(?:(?:Mc|Mac|O['’]|De|Di)?[A-Z][a-zà-ÿ]+(?:[-'’][A-Z][a-zà-ÿ]+)?|[A-Z]\.)"
_NAME = re.compile(rf"\b{_PART}(?:[ \t]+{_PART}){{1,3}}")
_NO_NAME = frozenset(
    """children children's childrens council county city borough local authority services service board director lead
    deputy team senior ofsted inspector inspectors inspection her his majesty majesty's majesty’s children’s care social
    quality assurance head executive chief members member department education report the london safeguarding
    improvement plan public law outline north south east west upon and family court act january february march april may
    june july august september october november december regional manager headteacher group officer home office health
    trust nhs national young people independent reviewing virtual school youth early help staying put monday tuesday
    wednesday thursday friday pathway planning premium pupil key stage strategy
    assistant hmi sccp judgement grade requires inadequate good outstanding scrutiny cabinet at in on a an reporting
    principal adviser contact boards councils boroughs teams homes schools families parents""".split()
)
_ROLE = re.compile(
    r"(?:\b(?:is|was|by|are)\b|:|\b(?:chair|executive|director|services|dcs|lscb|member|officer|head|board)\)?,)\s*$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"^\s*(?:to|and|-|–|—|until)\s*$")


# Roles: how a question names one, and how a report does. The first that a question names is the one asked for.
_ROLES = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(says, re.IGNORECASE))
    for asks, says in (
        (
            r"\b(?:support(?:ing)?|team|shadow|additional|second|other|accompanying)\s+(?:inspector|HMI)s?\b",
            r"\b(?:support(?:ing)?|team|shadow|additional)\s+inspectors?\b",
        ),
        (
            r"\bdeputy\b(?!\s+(?:director|chief))|\bsecond[- ]in[- ]command\b|\bnumber\s+two\b|\bassist(?:ed|ing)\b",
            r"\bdeputy\s+lead",
        ),
        (r"\bdata\s+analyst\b|\banalyst\b", r"\banalyst\b"),
        (r"\bquality\s+assur\w*", r"\bquality\s+assurance"),
        (r"\bdirectors?\b|\bdcs\b|\bboss\b|\bhead\s+of\s+children", r"\bdirector\b|\bdcs\b|\bassistant\s+chief"),
        (  # "who ran the council then?"
            r"\b(?:in charge of|r[au]ns?|running|head(?:s|ed|ing)?(?: up)?|leads?|led|leading)\s+(?:the\s+|its\s+)?"
            r"(?:council|authority|borough|department|children'?s?\s+(?:social\s+)?(?:services|care)|services)\b(?!['’]s)",
            r"\bdirector\b|\bdcs\b|\bchief\s+executive\b|\bleader\s+of\s+the\b",
        ),
        (r"\bchief\s+exec\w*|\bceo\b|\btop\s+official\b", r"\bchief\s+executive\b"),
        (r"\bchair\w*", r"\bchair\w*"),
        (r"\blead\s+(?:council)?member\b|\bcouncillor\b|\bpolitician\b", r"\blead\s+member\b|\bcouncillor\b"),
        (r"\bcommissioner\b", r"\bcommissioner\b"),
        (
            r"\binspect\w*|\bofsted\b|\bhmi\b|\breport\w*\s+(?:by|author)|\bwr(?:ote|itten)\b",
            r"^\W*(?:lead|reporting)\s+inspector|\bled\s+by\b|\bwritten\s+by\b",
        ),
    )
)
_WEIGHTS = weights("naming")
LABELLED = _WEIGHTS["labelled"]  # what a name gains that follows "is", "by" or a colon
IN_ROLE = _WEIGHTS["in_role"]  # what it gains or loses by the role beside it being the one asked for, or another
_NEXT_LABEL = re.compile(r"\n[^\n]*[:|]")
BESIDE = 90  # characters within which a role is beside a name


def other_role(question: str) -> bool:
    """Whether a question names a role that is not the lead inspector's: of those the text may tell who has it."""
    return any(asks.search(question) for asks, _ in _ROLES[:-1])


def role_fit(question: str, text: str, start: int, end: int) -> float | None:
    """Whether the role beside a name is the one that the question names: 1 yes, -1 no, 0 where it names none;
    None where another role stands right before it, so that the name is somebody else's.
    """
    named = [(match.start(), n) for n, (asks, _) in enumerate(_ROLES) if (match := asks.search(question))]
    if not named:
        return 0.0
    inspector = len(_ROLES) - 1  # "the director when inspectors called": any other role is the one asked for
    chosen = min((n == inspector, at, n) for at, n in named)[2]
    line = max(text.rfind("\n", 0, start), start - BESIDE, 0)
    behind = text[end : end + BESIDE // 2]
    if _NEXT_LABEL.search(behind):  # "Rolf Stone", and below it "Support inspector: None"
        behind = behind.split("\n", maxsplit=1)[0]
    if _ROLES[chosen][1].search(text[line:end] + behind):
        return 1.0
    return None if any(says.search(text[line:start]) for n, (_, says) in enumerate(_ROLES) if n != chosen) else -1.0


def people(
    sentence: Sentence, concepts: Sequence[Concept], authorities: Sequence[str] = (), *, question: str = ""
) -> list[ValueCandidate]:
    """The people named in a sentence, each with how near it stands to what was asked; authorities are no people."""
    barred = {word for name in authorities for word, _, _ in tokens(name)}
    found = []
    for match in _NAME.finditer(sentence.text):
        parts = [part.lower() for part in match.group().split()]
        place = any(found.start == 0 for found in find_authorities(match.group()))
        if place or any(part in _NO_NAME or part.removesuffix("'s") in barred for part in parts):
            continue
        labelled = LABELLED if _ROLE.search(sentence.text[: match.start()]) else 0.0
        role = role_fit(question, sentence.text, match.start(), match.end())
        if role is None:
            continue
        picked = _picked(sentence, concepts, match.start(), match.end(), bonus=labelled + IN_ROLE * role)
        found.append(replace(picked, role=role))
    return found


def dates(plan: Plan, sentence: Sentence, concepts: Sequence[Concept]) -> list[ValueCandidate]:
    """The dates of a sentence, ranges joined, each with how near it stands to what was asked."""
    named = mentions(sentence.text)
    found = []
    skip = -1
    for n, mention in enumerate(named):
        if mention.at < skip:
            continue
        until = mention.until
        fineness = mention.fineness
        if n + 1 < len(named) and _JOIN.match(sentence.text[until : named[n + 1].at]):
            until = skip = named[n + 1].until
        found.append(_picked(sentence, concepts, mention.at, until, bonus=0.15 * fineness))
    return found


def _picked(sentence: Sentence, concepts: Sequence[Concept], start: int, end: int, *, bonus: float) -> ValueCandidate:
    said = tokens(sentence.text)
    words = [stem(word) for word, _, _ in said]
    here = sum(at < start for _, at, _ in said)
    last = sum(at < end for _, at, _ in said) - 1
    total = sum(concept.weight for concept in concepts) or 1.0
    near = 0.0
    for concept in concepts:
        spots = places(concept, words)
        if spots:
            near += concept.weight / total / (1 + min(distance(spots, here), distance(spots, last)) / 4)
    shown = " ".join(sentence.text[start:end].split())
    return ValueCandidate(sentence=sentence, start=start, text=shown, fit=near + bonus, near=near)

"""A date or a name: which one, of which sentence, answers.

Knows dates, people's names as capitalised words, and concepts. Does not know how sentences were found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.amounts import Amount
from qa.dates import mentions
from qa.extract.number import Picked, distance, places
from qa.words import stem, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.lexical import Concept
    from qa.question import Plan
    from qa.rerank import Sentence

__all__ = ["dates", "people"]

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
    principal adviser contact""".split()
)
_ROLE = re.compile(r"(?:\b(?:is|was|by|are)\b|:)\s*$")
_JOIN = re.compile(r"^\s*(?:to|and|-|–|—|until)\s*$")


def people(sentence: Sentence, concepts: Sequence[Concept], authorities: Sequence[str] = ()) -> list[Picked]:
    """The people named in a sentence, each with how near it stands to what was asked; authorities are no people."""
    barred = {word for name in authorities for word, _, _ in tokens(name)}
    found = []
    for match in _NAME.finditer(sentence.text):
        parts = [part.lower() for part in match.group().split()]
        if any(part in _NO_NAME or part.removesuffix("'s") in barred for part in parts):
            continue
        labelled = 0.5 if _ROLE.search(sentence.text[: match.start()]) else 0.0
        found.append(_picked(sentence, concepts, match.start(), match.end(), bonus=labelled))
    return found


def dates(plan: Plan, sentence: Sentence, concepts: Sequence[Concept]) -> list[Picked]:
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
        lead = re.search(r"\d{1,2}(?:st|nd|rd|th)?\s*(?:[-–]|to|and)\s*$", sentence.text[: mention.at])
        start = lead.start() if lead and fineness == 3 else mention.at
        found.append(_picked(sentence, concepts, start, until, bonus=0.15 * fineness))
    return found


def _picked(sentence: Sentence, concepts: Sequence[Concept], start: int, end: int, *, bonus: float) -> Picked:
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
    return Picked(
        sentence=sentence,
        amount=Amount(start=start, end=end, kind="ordinal", text=shown, value=None),
        text=shown,
        fit=near + bonus,
        near=near,
        counted=near,
        dated=0.0,
    )

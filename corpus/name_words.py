"""Names that are also English words ("Reading", "Bath", "Bury"): whether a text means the place.

Knows the words around such a one. Does not know which authority a name is (corpus.authorities).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["COMMON_WORDS", "Token", "is_name"]

# Names that are also English words: in lower case, or where a sentence begins, they need a cue from their neighbours.
COMMON_WORDS = frozenset(
    "reading bath bury hull slough barking stoke beds bucks wolves donny glos hove cork angus moray derry fife "
    "orkney furness wrekin hants staffs berks square tyne derby".split()
)
_CUE_BEFORE = frozenset(
    "in at for of about from did does do was is has how why when and vs versus or between than near where like "
    "if were are what which compare against within both".split()
)
_CUE_AFTER = frozenset(
    "council borough lscb children social services report reports inspection inspections judged rated graded "
    "inadequate outstanding good last latest get got have has had is was or and vs versus in do does did".split()
)
_NOT_AFTER = frozenset(
    "the a an this that these those through between out up down over about it its their his her them what any all "
    "skills skill ability age ages books book scores score levels level aloud test tests and writing time room "
    "water rooms each every some more off".split()
)
# Those of them that somebody writing about children may well mean as the word: opening a text they need more.
_EVERYDAY = frozenset("reading bath beds square cork wolves angus".split())
# Those that nobody means as the word in a line without capitals, but for the verb "bury".
_RARE = frozenset(
    "bury hull slough hove bucks donny glos moray derry fife orkney furness wrekin hants staffs derby".split()
)
_DOES_IT = frozenset("to they we you i he she who not never can could would will may might leaders managers".split())
# What a line that opens with an authority's name goes on to: "bury kids services rating", "bath leadership grade".
_CUE_OPENING = _CUE_AFTER | frozenset(
    "kids leadership leaders management rating ratings grade grades judgement judgment verdict score ofsted care "
    "adoption safeguarding lac cla help protection overall ilacs sif send jtai inspector inspectors inspected".split()
)
# A text that has one of these speaks of inspections or of what councils are inspected for, and so of places.
_OF_INSPECTIONS = frozenset(
    "inspection inspections inspected inspector inspectors judged judgement judgements judgment rated rating ratings "
    "graded grade grades verdict score overall ofsted ilacs sif jtai lscb council councils borough authority "
    "authorities leadership management social services service care leavers lac adoption adopted safeguarding kids "
    "caseload caseloads inadequate outstanding good requires".split()
)
# One that has one of these speaks of reading as it is learnt.
_OF_LESSONS = frozenset(
    "writing write spelling maths mathematics literacy phonics taught teach teaching teachers learn learning lessons "
    "pupils school schools progress attainment achievement attain book books skills encourage encouraged enjoy".split()
)
_BETWEEN_TWO = frozenset("compare between against both than and or with vs versus to better worse".split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text in small letters, at text[start:end]."""

    word: str
    start: int
    end: int


def is_name(text: str, tokens: list[Token], index: int) -> bool | None:
    """Whether a word such as "reading" is the place: True, False, or None where another authority beside it decides."""
    token = tokens[index]
    before = tokens[index - 1].word if index else ""
    after = tokens[index + 1].word if index + 1 < len(tokens) else ""
    opens = index == 0 or bool(re.search(r"[.?!:]\s*$", text[max(0, token.start - 4) : token.start]))
    if text[token.start].isupper() and (not opens or len(tokens) == 1):
        return True
    if text[token.end : token.end + 2] in {"'s", "’s"} or after == "council":
        return True
    if before in ("a", "an") and text[token.start].islower():
        return False  # "a bit of a derby"
    if after in _NOT_AFTER and not (after == "and" and (token.word != "reading" or before in _BETWEEN_TWO)):
        return False
    begins = index == 0 or (opens and text[token.start].isupper())
    if token.word in _EVERYDAY:
        return _is_everyday_name(text, tokens, index, begins=begins)
    if begins:
        return True
    if token.word in _RARE and before not in _DOES_IT and text.islower():
        return True
    if before == "to":
        return None
    if after in _CUE_AFTER and (opens or before in _CUE_BEFORE):
        return True
    if before in _CUE_BEFORE:
        return True
    return None if before in {"and", "or", "with", "vs", ""} or after in {"and", "or", "vs", "versus"} else False


def _is_everyday_name(text: str, tokens: list[Token], index: int, *, begins: bool) -> bool | None:
    """As `is_name`, for a word of every day without a capital of its own: it is the word until something says else."""
    token, others = tokens[index], {one.word for at, one in enumerate(tokens) if at != index}
    beyond, before = (tokens[index - back].word if index >= back else "" for back in (2, 1))
    after = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if others & _OF_LESSONS:
        return False
    if _year_follows(text, token.end):
        return True
    inspected = bool(others & _OF_INSPECTIONS)
    if begins and after in _CUE_OPENING and (inspected or text[token.start].isupper()):
        return True
    if before in {"of", "for", "from", "at"}:
        return beyond in _OF_INSPECTIONS or beyond in {"report", "reports"}
    # "They are reading", "say about reading": the place has one verb, and is seldom what somebody speaks about.
    if inspected and before in _CUE_BEFORE - {"about", "are", "were", "do"}:
        return True
    if before in {"inspected", "judged", "rated"}:
        return True
    listed = text[token.end : token.end + 1] == "," or (before == "" and text[token.start].isupper())
    return None if listed or {before, after} & _BETWEEN_TWO else False


def _year_follows(text: str, end: int) -> bool:
    return bool(re.match(r"[\s,]+(?:in\s+)?20\d\d\b", text[end : end + 12]))

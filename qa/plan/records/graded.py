"""Grades in forms that the grammar of queries has not: against the one before, the best and the worst, had at all.

Knows what the frameworks' files say of grades. Does not know any report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.plan.as_of_councils import spaced
from qa.plan.records.model import AsksRecord, Change, Form
from qa.plan.records.text import Text, phrase, plain
from qa.plan.vocabulary import find_areas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.frameworks import Framework
    from qa.plan.records.model import Whom

__all__ = ["BEFORE_ONE_OF", "read_before", "read_best", "read_change", "read_had", "read_outcome"]

_BEFORE = re.compile(
    r"\b(?:(?:at|in|from|after|since)\s+)?(?:(?:the|its|their|an?)\s+)?(?:previous|last|preceding|earlier)\s+"
    r"(?:inspections?|time|visit|report|assessments?|one)\b|\b(?:previously|before(?:hand)?|last\s+time)\b",
    re.IGNORECASE,
)
# "Before its 2024 inspection": the time, blanked here, is that of the report which states the grade before.
BEFORE_ONE_OF = re.compile(
    r"\bbefore\s+(?:(?:its|the|their|this|that)\s+)?\x00+\s+(?:inspection|assessment|report|visit|one)\b", re.IGNORECASE
)
_CHANGES: tuple[tuple[Change, re.Pattern[str]], ...] = (
    ("declined", re.compile(
        r"\b(?:(?:get|got|gotten|become|became|getting)\s+worse|worsen(?:ed|s)?|declined?|deteriorated?|dropped|fell|fallen|gone\s+down(?:hill)?"
        r"|went\s+down|slipped|(?:been\s+)?downgraded)\b", re.IGNORECASE)),
    ("improved", re.compile(
        r"\b(?:(?:get|got|gotten|become|became|getting)\s+better|improved?|risen|rose|gone\s+up|went\s+up|(?:been\s+)?upgraded)\b",
        re.IGNORECASE)),
    ("unchanged", re.compile(
        r"\b(?:(?:stayed|remained|kept)\s+(?:at\s+)?the\s+same|unchanged|(?:did\s+not|didn't|have\s+not|haven't)\s+changed?)\b",
        re.IGNORECASE)),
)  # fmt: skip


_FROM_TO = (
    r"\b(?:(?:went|gone|moved|fell|dropped|declined|rose|risen|improved|changed|came|been\s+\w+)\s+from\s+(?P<before>{grade})\s+to"
    r"\s+(?P<now>{grade})|(?:were|was|used\s+to\s+be|had\s+been)\s+(?P<before2>{grade})(?:\s+before)?\s+(?:and|but)\s+"
    r"(?:are|is)\s+(?:now\s+)?(?P<now2>{grade})(?:\s+now)?)\b"
)
_BEST = re.compile(r"\b(?:the\s+)?(?:best|strongest|highest[ -](?:rated|graded)|highest|top)\b", re.IGNORECASE)
_WORST = re.compile(r"\b(?:the\s+)?(?:worst|weakest|poorest|lowest[ -](?:rated|graded)|lowest|bottom)\b", re.IGNORECASE)


def _members_or_count(whom: Whom) -> Form:
    return "count" if whom.count else "members"


def read_had(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    """'Which partnerships had a joint targeted area inspection?'"""
    if whom.named or not whom.several:
        return None
    called = {words: one for one in held for words in (one.name, one.subject, *one.called.framework)}
    for words in sorted(called, key=len, reverse=True):
        shape = rf"\b(?:had|have\s+had|received|undergone|got|subject\s+to)\s+(?:an?\s+)?{phrase(words).pattern}"
        if text.take(shape):
            one = called[words]
            return AsksRecord(
                kind="inspection",
                form=_members_or_count(whom),
                label=f"{one.subject}s",
                frameworks=(one.key,),
            )
    return None


def read_change(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    """'Which care homes got worse?': against the inspection before, also where only the report itself states that."""
    stating = _recalling(held, whom)
    if not stating:
        return None
    scale = sorted({grade for one in stating for grade in one.scale}, key=len, reverse=True)
    grade = "|".join(map(spaced, scale))
    before: str | None = None
    now: str | None = None
    change: Change | None = None
    if (found := text.take(_FROM_TO.format(grade=grade))) is not None:
        said = [one for one in found.groups() if one]
        before, now = (" ".join(one.casefold().split()) for one in said)
    else:
        change = next((way for way, shape in _CHANGES if text.take(shape)), None)
        if change is None:
            return None
        if (found := text.take(rf"\bto\s+({grade})\b")) is not None:
            now = " ".join(found[1].casefold().split())
    text.take(_BEFORE)
    if whom.named and change is None:
        return None
    form: Form = "value" if whom.named else _members_or_count(whom)
    return AsksRecord(
        kind="before", form=form, label="the grade against the one before",
        frameworks=tuple(one.key for one in stating), change=change, grades=(before,) if before else (),
        now=(now,) if now else (),
    )  # fmt: skip


def _recalling(held: Sequence[Framework], whom: Whom) -> list[Framework]:
    """The frameworks whose reports state the grade before; none where those of children's services are among them,
    whose histories are their reports'.
    """
    if not (whom.named or whom.several) or any(
        one.body.kind == "council" and one.headline == "overall" for one in held
    ):
        return []
    return [one for one in held if one.before.stated or one.before.label]


def read_before(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    """'Which schools were good at their previous inspection?'"""
    stating = _recalling(held, whom)
    if not stating or (text.take(BEFORE_ONE_OF.pattern) is None and text.take(_BEFORE) is None):
        return None
    if whom.named:
        # "Rated last time": the grade before, beside the one that the last report here gives.
        asked = text.take(r"\b(?:rat(?:ed|ing)|grad(?:ed?|ing)|judged|judge?ment)\b")
        for words in (words for one in stating if one.headline in one.areas for words in one.areas[one.headline].words):
            if " " in words:
                text.take(phrase(words))  # "the rating of its adult social care before"
        keys = tuple(one.key for one in stating)
        return AsksRecord(kind="before", form="value", label="the grade before", frameworks=keys) if asked else None
    grades: list[str] = []
    for grade in sorted({grade for one in stating for grade in one.scale}, key=len, reverse=True):
        if text.take(phrase(grade)):
            grades.append(grade)
    if not grades:
        return None
    if len(grades) > 1:
        text.take(r"\bor\b")
    return AsksRecord(
        kind="before", form=_members_or_count(whom), label="the grade at the inspection before",
        frameworks=tuple(one.key for one in stating), grades=tuple(grades),
    )  # fmt: skip


def read_outcome(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    """'Which local areas have systemic failings?': a grade that is no adjective, in what people say for it."""
    if whom.named:
        return _outcome_of(text, held)
    if not whom.several:
        return None
    for one in held:
        said = [(words, grade) for grade, known in one.said.items() for words in (grade, *known)]
        for words, grade in sorted(said, key=lambda pair: -len(pair[0])):
            keys = [key for key, area in one.areas.items() if grade in area.scale]
            if not keys:  # it is a grade of regulations
                continue
            # A grade of the whole, or one that a single area is given ("did not meet the safeguarding standards").
            key = one.headline if one.headline in keys else keys[0]
            if (key == one.headline or len(keys) == 1) and text.take(phrase(words)):
                text.take(r"\bwith\b|\bin\s+SEND\b|\bfor\s+SEND\b")
                label, form = one.areas[key].label.lower(), _members_or_count(whom)
                return AsksRecord(
                    kind="grade", form=form, label=label, keys=(key,), frameworks=(one.key,), grades=(grade,)
                )
    return None


def _outcome_of(text: Text, held: Sequence[Framework]) -> AsksRecord | None:
    """'What were the experiences and outcomes of children with SEND in Derby?': what the grades themselves speak of."""
    for one in (one for one in held if one.said and one.headline in one.areas):
        area = one.areas[one.headline]
        for words in sorted(area.words, key=len, reverse=True):
            if len(words.split()) > 1 and text.take(phrase(words)):
                text.take(r"\b(?:of\s+)?children(?:\s+and\s+young\s+people)?(?:\s+with\s+SEND)?\b")
                text.take(r"\b(?:area\s+)?SEND(?:\s+inspection)?\b")
                label = area.label.lower()
                return AsksRecord(kind="grade", form="value", label=label, keys=(area.key,), frameworks=(one.key,))
    return None


def read_best(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    """'Which prison did worst on safety?': by an area that only such reports judge, or by the grade of the whole."""
    judging = [one for one in held if not (one.body.kind == "council" and one.headline == "overall")]
    if not judging or whom.named or not whom.several or whom.count:
        return None
    form: Form = "most" if text.take(_BEST) else "fewest"
    if form == "fewest" and text.take(_WORST) is None:
        return None
    areas = [one for one in find_areas(text.left, tuple(one.key for one in judging)) if one.key != "overall"]
    if len({one.key for one in areas}) > 1 or (not areas and len(judging) < len(held)):
        return None
    for area in areas:
        text.blank(area.start, area.end)
    headlines = {one.headline for one in judging}
    if not areas and len(headlines) > 1:
        return None
    key = areas[0].key if areas else headlines.pop()
    judging = [one for one in judging if key in one.areas]
    # Grades of two scales make no order.
    if not judging or len({one.areas[key].scale for one in judging}) > 1:
        return None
    return AsksRecord(
        kind="grade", form=form, label=f"the grade for {plain(judging[0].areas[key].label)}", keys=(key,),
        frameworks=tuple(one.key for one in judging),
    )  # fmt: skip

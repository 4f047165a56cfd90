"""What reports of every kind tell in sentences: when inspectors were there, and what the inspection before found.

Knows the shapes of such sentences. Knows no framework but through its grades and the labels of its areas. A sentence on
the last inspection tells no days of this one, and one on a part tells no grade of the whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.frameworks.pattern import label_pattern
from corpus.model import Fact
from ingest.recognise.labelled import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.frameworks import Framework

__all__ = ["days_told", "found_before"]

_PLAIN = r"(?:(?!\b(?:last|previous|previously|earlier|next|since|will|published)\b)[^.?!•|])"
_DAYS = re.compile(
    r"\b(?:we|inspectors?|ofsted|HMI"
    r"|(?:our|the|this|an?) (?:(?!last|previous|earlier|next)\w+ )?(?:team|inspection|assessment|visit))\b"
    rf"{_PLAIN}{{0,120}}?\b(?:on[ -]?site|visited|inspected|inspections?|inspecting|assessments?|fieldwork|visits?"
    rf"|took\s+place|carried\s+out|in\s+(?:the|this)\s+(?:local\s+)?area)\b{_PLAIN}{{0,120}}?\b(?:on|from|between|over)\s+(?=(?:\w{{3,6}}day\s+)?\d)",
    re.IGNORECASE,
)

_EARLIER = r"(?:last|previous|most\s+recent|earlier)\s+(?:(?!monitoring)\w+\s+){0,3}?(?:inspection|assessment)"
_WHOLE = r"(?:the|this|our|its)(?:\s+[\w’'-]+){1,3}?|it|we|inspectors|ofsted|(?:the\s+)?CQC"
_JUDGED = r"(?:judged|rated|graded|found)(?:\s+(?:it|(?:the|this)(?:\s+[\w’'-]+){1,3}?))?"
_GIVEN = r"(?:\s+overall)?(?:\s+(?:to\s+be|as))?\s+[‘'“\"]?(?P<grade>{grade})[’'”\"]?(?![\w-])"
# Behind it what it was given for: a part, or all.
_AS = _GIVEN + r"(?!\s+(?:for|in|at|with)\s+(?!overall|20|that|the\s+time|its\s+overall))"
_BEFORE = (
    # "At our last inspection, in 2021, the service was rated good": and "we rated the service good".
    rf"\b(?:at|in|during|after|following)\s+(?:the|our|its|this\s+\w+[’']s)\s+{_EARLIER}\b[^.:;•|]{{0,60}}?[\s,]+(?:{_WHOLE})\s+"
    rf"(?:(?:was|were|had\s+been|has\s+been)\s+)?{_JUDGED}{_AS}",
    # "It was last inspected in 2020, when it was judged good." "... in May 2019. It was judged to be good."
    rf"\blast\s+(?:fully\s+)?inspected\b[^.:;•|]{{0,120}}?(?:[.,;]\s+|\s+)(?:when|where|and|it)\s+(?:(?:it|we|they)\s+)?"
    rf"(?:(?:was|were|had\s+been)\s+)?{_JUDGED}{_AS}",
    # "When we visited in 2018 the overall rating was good."
    rf"\b(?:{_EARLIER}|when\s+(?:we|inspectors)\s+(?:last\s+)?(?:visited|inspected))\b[^.:;•|]{{0,60}}?\bthe\s+(?:overall\s+)?"
    rf"(?:rating|grade|judge?ment|effectiveness)\s+was{_AS}",
    # "It was judged good at its last inspection", "... when we last inspected it"; "was previously rated good".
    rf"\b(?:{_WHOLE})\s+(?:was|were|had\s+been)\s+{_JUDGED}{_GIVEN}\s+(?:(?:at|in|by|during|following)\s+(?:the|our|its"
    rf"|this\s+\w+[’']s)\s+{_EARLIER}|when\s+(?:we|it\s+was|inspectors|ofsted)\s+last\s+(?:inspected|visited))",
    rf"\b(?:{_WHOLE})\s+(?:was|were|had\s+been)\s+previously\s+{_JUDGED}{_AS}",
    # "The previous inspection, in 2019, judged the school to be good."
    rf"\b(?:the|our|its|this\s+\w+[’']s)\s+{_EARLIER}\b[^.:;•|]{{0,50}}?[\s,]+(?:judged|rated|graded|found)"
    rf"\s+(?:it|(?:the|this)\s+[\w’'-]+(?:\s+[\w’'-]+)?){_AS}",
    # "The previous inspection, in 2019, ended in an overall rating of good."
    rf"\b{_EARLIER}\b[^.:;•|]{{0,90}}?[\s,]+(?:ended|resulted|concluded)\s+(?:in|with)\s+(?:an?|the)\s+(?:overall\s+)?"
    rf"(?:rating|grade|judge?ment)\s+of{_AS}",
    # "It had been rated good in 2020."
    rf"\b(?:it|(?:the|this)\s+[\w’'-]+(?:\s+[\w’'-]+)?)\s+had\s+(?:previously\s+)?been\s+{_JUDGED}{_AS}",
)
_LABEL = label_pattern(
    (
        "(previous|last)( full| graded| routine)? (inspection|assessment)( (outcome|grade|judge?ment|rating|result))?",
        "(previous|last)( overall)? (rating|grade|judge?ment|outcome)",
        "(rating|grade|judge?ment|overall effectiveness) at( the| our| its)? (previous|last) (inspection|assessment)",
    )
)
# Below the head a table of them, the date first and the grade last: "4 March 2019 | Full inspection | Good".
_INSPECTIONS = re.compile(
    r"^[ \t#*]*(?:previous|past|earlier)[ \t]+inspections[ \t:*]*\n+[ \t|]*(?:inspection[ \t]+)?date\b[^\n]*"
    r"\b(?:effectiveness|judge?ment|grade|rating|outcome)s?[ \t|]*\n+(?P<rows>(?:[ \t|]*\d{1,2}[ \t/.][^\n]*\n+)+)",
    re.IGNORECASE | re.MULTILINE,
)
_LIST = re.compile(
    rf"\b(?:at|in)\s+(?:the|our|its)\s+(?:{_EARLIER})\b[^.:;•|]{{0,60}}?\b(?:judged|rated|graded|found)\b[:,]?(?P<said>[^.•|]{{8,400}})",
    re.IGNORECASE,
)


def days_told(text: str) -> Iterator[int]:
    """Where the days begin in each sentence that says when this inspection was."""
    for found in _DAYS.finditer(text):
        yield found.end()


def found_before(text: str, framework: Framework) -> list[Fact]:
    """The grade that the inspection before gave the whole, as a sentence or a label says it, and those of areas."""
    whole = next(iter(_whole(text, framework)), None)
    return [*([whole] if whole else []), *_areas(text, framework)]


def _whole(text: str, framework: Framework) -> Iterator[Fact]:
    for found in _sentences("|".join(pattern.pattern for pattern in framework.printed.values()), text):
        if grade := framework.grade(found["grade"]):
            yield _fact(grade, found.start(), found.end("grade"))
    for start, end in values(text, _LABEL):
        for grade, pattern in framework.printed.items():
            said = pattern.match(text, start, end)
            if said and re.match(r"[ \t.*]*(?:$|[(,;])", text[said.end() : end]):
                yield _fact(grade, start, said.end())
            # "Last inspection: 3 May 2018, good"
            elif dated := re.search(
                rf"\b20\d\d\)?[ \t]*[,;:(–-][ \t]*(?:{pattern.pattern})[). \t]*$", text[start:end], re.I
            ):
                yield _fact(grade, start, start + len(text[start : start + dated.end()].rstrip("). \t")))
    yield from _in_table(text, framework)


def _in_table(text: str, framework: Framework) -> Iterator[Fact]:
    """The grade of the latest of the inspections that a table lists as earlier ones; the latest stands first."""
    for table in _INSPECTIONS.finditer(text):
        row = re.compile(r"[^\n]+").search(text, table.start("rows"))
        for grade, pattern in framework.printed.items() if row else ():
            said = re.search(rf"[ \t|](?P<grade>{pattern.pattern})[ \t|]*$", row[0], re.IGNORECASE) if row else None
            if row and said:
                yield _fact(grade, row.start(), row.start() + said.end("grade"))


def _sentences(grades: str, text: str) -> Iterator[re.Match[str]]:
    for shape in _shapes(grades) if grades else ():
        yield from shape.finditer(text)


@lru_cache(maxsize=64)
def _shapes(grades: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape.replace("{grade}", grades), re.IGNORECASE) for shape in _BEFORE)


def _areas(text: str, framework: Framework) -> Iterator[Fact]:
    """ "At our last inspection we judged safety to be poor and respect good": the areas with their grades."""
    for sentence in _LIST.finditer(text):
        start, end = sentence.span("said")
        for area in framework.areas.values():
            grades = "|".join(framework.printed[grade].pattern for grade in area.scale)
            for row in area.rows if grades else ():
                shape = _pair(row.pattern, grades)
                if (found := shape.search(text, start, end)) and (grade := framework.grade(found["grade"], area.scale)):
                    yield _fact(grade, found.start(), found.end("grade"), area.key)
                    break


@lru_cache(maxsize=256)
def _pair(label: str, grades: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{label})[\s:,]+(?:(?:to\s+be|was|were|as|is)\s+)?(?P<grade>{grades})(?![\w-])", re.IGNORECASE
    )


def _fact(grade: str, start: int, end: int, key: str = "overall") -> Fact:
    return Fact(kind="previous_judgement", key=key, value=grade, start=start, end=end)

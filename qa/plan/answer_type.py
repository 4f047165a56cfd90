"""Which type of answer a question wants: a grade, a date, a person, a number and its unit, or text.

Knows question words. Does not know the library; the kind of the question comes in as what qa.plan.kinds found.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy, phrase

if TYPE_CHECKING:
    from qa.question import AnswerType, Kind

__all__ = ["ASKING", "COUNT", "MORE", "WHEN", "WHY", "answer_type_of"]

WHY = phrase(
    # "For other reasons" tells of a cause and asks for none.
    r"why|how come|(?<!\bfor )(?<!\bfor other )(?<!\bfor those )(?<!\bfor these )(?<!\bfor various )"
    r"(?<!\bfor different )reasons?(?: for| that| behind| why)?|what (?:\w+ )?(?:made|caused|causing|drove|"
    r"led (?:to|inspectors|ofsted)|explains?|prompted)"
    r"|what (?:was|is|were|lay|lies) (?:behind|causing|wrong)|what['’]s (?:behind|causing)|on what grounds|explain"
)
COUNT = phrase(
    r"how many|numbers?(?: of)?|count|total|how much|rates?|percentages?|per ?cent|%|proportions?|(?<!\bto "
    r")(?<!not )shares?(?! (?:its|their|the|a|an|any|with|information|data|staff|services))|"
    r"figures?|per 10,?000|how often|"
    r"statistics?|stats?|size of|how large|how big|caseloads?|tally|amount|volume"
)
MORE = phrase(
    r"more|fewer|less|most|fewest|least|higher|highest|lower|lowest|greater|greatest|larger|largest|"
    r"bigger|biggest|smaller|smallest|"
    r"up or down|rising|falling|rise|risen|rose|fall|fallen|fell|increas\w+|decreas\w+|grow\w*|grew|"
    r"drop\w*|gone (?:up|down)"
)
WHEN = (
    r"^when(?!\b[^?]*, (?:how|what|which|who|why|did|was|were)\b)|"
    r"(?<!^)when(?= (?:was|were|did|is|are|has|had|do|does|will|exactly|precisely)\b)|when(?=\?|$)|(?:and|"
    r"since|from) when"
)
ASKING = (
    r"how|why|what|what['’]s|which|who|whose|when|where|did|does|do|is|are|was|were|has|have|had|tell|describe|"
    r"explain|list|"
    r"name|summar\w+|give|show|about|any|can|could|should|will"
)
# "Who ...?", not "children who ..."; an office is a person's too.
_WHO = (
    r"^\W*(?:and |so |but |now )?(?:roughly |exactly )?who(?:se|['’]s)?|(?<=[.,;:?!–-] )who(?:se|['’]s)?|"
    r"and who(?:se)?|"
    r"name of|name (?:(?:the|its|their|'s) )?(?:\S+ ){0,4}?(?:director|executive|chair(?:man|woman|person)?|manager|"
    r"inspector|head|leader|mayor|councillor|member|commissioner|officer|person)"
)
_OFFICE = Lazy(
    r"^\W*(?:'s )?(?:\w+ ){0,4}?(?:inspector|director|analyst|chair(?:man|woman|person)?|manager|executive|officer|dcs|"
    r"leader|adviser|commissioner|principal)\b(?!['’])"
)
_NUMBERS = r"how many|numbers?|how much|total|count|more|fewer"


@cache
def _of(words: str) -> Lazy:
    return phrase(words)


def answer_type_of(text: str, kind: Kind) -> AnswerType:
    """The type of the answer wanted."""
    fixed: dict[Kind, AnswerType] = {"judgement": "grade", "person": "person", "list": "list"}
    if kind in fixed:
        return fixed[kind]
    if kind == "date":
        return "duration" if _of(r"how long(?! ago)|how many (?:days|weeks|months)").search(text) else "date"
    if kind == "finding" and WHY.search(text):
        return "reason"
    forms: tuple[tuple[AnswerType, str], ...] = (
        ("percentage", r"percentages?|per ?cent|%|proportions?|what share|fractions?|vacancy rate|turnover"),
        ("rate", r"per 10,?000|rates?"),
        (
            "money",
            r"how much (?:\S+ ){0,5}?(?:spen[dt]|cost|money|budget|invest\w*|extra|fund\w*)|£|cost|"
            r"spend(?:ing)?|budget",
        ),
        ("duration", r"how long|how many (?:days|weeks|months|years)|average (?:time|wait)|days on average"),
        ("date", WHEN + r"|what (?:date|year|month)"),
        ("person", _WHO),
        ("number", r"how many|numbers?|how much|total|count" if kind == "finding" else _NUMBERS),
        ("yes_no", r"^\W*(?:is|are|was|were|did|do|does|has|have|had|can|could)"),
    )
    found: AnswerType = next((answer for answer, words in forms if _of(words).search(text)), "text")
    # "Who had more?" of two councils asks for no person.
    if found == "person" and kind in ("compare", "aggregate", "trend"):
        return "number" if MORE.search(text) or COUNT.search(text) else "text"
    if kind == "number" and found in ("text", "person"):
        return "number"
    # "Senior data analyst on the inspection?"
    if found == "text" and kind == "finding" and _OFFICE.search(text) and not _of(ASKING).search(text):
        return "person"
    return found

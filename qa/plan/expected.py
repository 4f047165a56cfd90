"""Which kind of value a question wants, so far as its words settle it beyond the plan.

Knows question words. Does not know reports.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.question import AnswerType, Plan

__all__ = [
    "AMOUNTS",
    "asked_clauses",
    "asks_front",
    "asks_improvements",
    "asks_weakness",
    "expected_answer_type",
    "is_improvement_heading",
    "is_role",
    "lists_improvements",
]

AMOUNTS = frozenset({"number", "percentage", "rate", "money", "duration"})

_TIME = r"(?:days?|weeks?|months?|years?|hours?)"


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DATE = _re(
    r"^\W*(?:and\s+|so\s+)?(?:since\s+|by\s+|from\s+|until\s+)?when\b(?!.*\b(?:what|how|who|why)\b)|\bsince\s+when\b"
    r"|\b(?:what|which)\s+(?:\w+\s+)?(?:dates?|year|month|day)\b|\bdates?\s+of\b"
    r"|\b(?:what|which)\s+(?:is|was|were|are)\s+(?:the|its|their)\s+(?:\w+\s+)?dates?\b"
    r"|\bwhen\s+(?:did|was|were|had)\s+(?:they|she|he|it|that)\s+(?:\w+\s+){0,2}(?:begin|start|take|join|set|open|appointed|become)\w*"
)
# "How long has she been in the job?" is told by the day it began: "in post since April 2012".
_IN_POST = _re(
    r"\bhow\s+long\b.{0,80}\b(?:in|held|had|done|doing)\s+(?:the\s+|that\s+|her\s+|his\s+)?(?:post|role|job|position|place|charge)\b"
)
_SHARE = _re(
    r"\b(?:per\s?cent(?:age)?|proportion|fraction)s?\b|%|\bhow\s+(?:reliant|often)\b"
    r"|^\W*(?:what\s+)?share\b|\b(?:what|which|the|how\s+\w+\s+a)\s+(?:share|slice|portion|chunk)\s+of\b"
)
_DURATION = _re(
    r"\bwhat(?:['’]?s|\s+(?:is|was|were|are))\s+the\s+(?:usual|average|typical|mean|median|longest|shortest)\s+(?:wait|time|delay|stay|length)\b"
    rf"|,\s*in\s+{_TIME}\s*(?:,|\?|$)|\b{_TIME}\s*(?:,\s*)?please\b|\bhow\s+long\b|\bhow\s+many\s+(?:\w+\s+)?{_TIME}\b|\b(?:average|number\s+of)\s+{_TIME}\b"
)
_MONEY = _re(
    r"\bhow\s+much\b.*(?:£|\b(?:spen[dt]\w*|cost\w*|money|cash|budget\w*|invest\w*|fund\w*|pa(?:id|y)|earn\w*|grants?|allowance|worth|extra\s+a\s+year)\b)"
    r"|\b(?:what|which)\s+(?:\w+\s+)?(?:sum|amount\s+of\s+money|budget|allowance|grant)\b|\bhow\s+many\s+(?:pounds|million)\b"
    r"|^\W*what\s+(?:is|was|were|are)\b.{0,40}\b(?:money|budget|costs?|salar\w+|spending|sum|price|pounds)\b"
    r"|^\W*what\s+(?:did|does|do)\b.{0,60}\b(?:cost|spend|pay|earn)\b"
)
_RATE = _re(r"\b(?:rates?|turnover|attendance|take-?up)\b")
_MANY = _re(r"\bhow\s+many\b")
_COUNT = _re(
    r"\bhead\s?count\b|\bhow\s+(?:many|much|big|large|old)\b|\bnumbers?\s+(?:of|for)\b|^\W*what\s+(?:is|was|were|are)\s+the\s+(?:average|total|mean)\b"
)
_MORE = _re(r"\bhow\s+many\b|\bnumbers?\b|\b(?:more|fewer|most|fewest|higher|lower)\b")
_NAME = _re(r"^\W*(?:what\s+(?:is|was)|what['’]s)\s+the\s+name\s+of\b")
_PERSON = _re(
    r"^\W*(?:and\s+|so\s+)?who(?:se|['’]s)?\b|\bname\s+of\b|\bname\b.{0,20}\b(?:person|inspector|director|chair)\b"
    r"|\bcalled\W*$|\bwhat\s+(?:is|was|were|are)\b[^.?!]{0,60}\bcalled\b"
    r"|^\W*name\b.{0,40}\b(?:executive|director|chair|head|inspector|member|manager|leader|officer|mayor)\b"
)
# A role alone is a question for its holder: "Senior data analyst on the 2017 inspection?"
_ROLE_ALONE = _re(
    r"^\W*(?:the\s+)?(?:\w+\s+){0,3}(?:lead\s+inspector|data\s+analyst|analyst|second\s+in\s+command|deputy(?:\s+lead)?"
    r"|assurance\s+manager|inspector\s+in\s+charge|(?:lscb|board)\s+chair|chief\s+exec\w*)\b"
    r"(?!.*\b(?:how|why|when|since|what)\b)"
)
_WHICH = _re(r"^\W*(?:and\s+|so\s+)?(?:(?:in|with|for|to|from|at|by)\s+)?which\b")
_MAKES = _re(
    r"^\W*what(?:['’]?s|\s+(?:is|was|are|were))?\s+(?:mak|caus|stopp|hold|driv|slow|prevent|hinder|block|delay)\w+"
)
_HOW_FAR = _re(
    r"\bhow\s+(?:many|much|big|long|often|large|old|far|high|low)\b|\bnumbers?\b|\bfigures?\b|\brates?\b|\bper\s?cent\w*|%"
)

_ASKED = re.compile(
    r"\brecommend\w*|\b(?:areas?|things?)\s+(?:for|to|of|that\s+need\w*)\s+improve\w*"
    r"|\bimprovements?\b(?!\s+(?:board|plan|notice|partner|journey|programme|group))"
    r"|\b(?:need\w*|must|should|had|have|has|told|asked?|to)\b[^.?!]{0,60}\b(?:improv\w+|do\s+better|get\s+better|put\s+right|fix)\b"
    r"|\bneeds?\s+(?:fixing|improving|sorting|doing|work|attention|to\s+change)\b|\bto-?do\s+list\b"
    r"|\bpriority\s+actions?\b|\bwhat\s+(?:needs|needed|has|had)\s+to\s+(?:improve|be\s+improved|change)\b",
    re.IGNORECASE,
)
_TO_MEND = _re(
    r"\b(?:weakness\w*|problems?|things?|faults?|issues?|failings?|shortcomings?|jobs?)\s+(?:(?:left|still)\s+)?to\s+"
    r"(?:fix|address|sort|mend|solve|tackle|correct|put\s+right|work\s+on|do)\b"
)
_WEAK = _re(
    r"\b(?:let(?:ting)?|fall(?:ing)?|held|holding|drag\w*)\s+(?:\w+\s+)?(?:down|back|short|through)\b|\bweak\w*|\bmiss(?:ing)?\s+out\b"
    r"|\bw(?:ent|as|ent\s+so)\s+(?:so\s+)?wrong\b|\bproblems?\b|\bstruggl\w+|\bshort(?:coming|fall)\w*|\bcritici\w+|\bfail(?:ed|ing|s|ure\w*)?\b"
    r"|\bworr(?:y|ied|ies|ying)\b|\bconcern\w*|\bstop(?:ped|s|ping)?\b|\bprevent\w*|\bkeep(?:ing)?\s+\w+\s+from\b|\bnot\b|n['’]t\b"
    r"|\bwrong\s+with\b|\bpoor\w*|\bbad(?:ly)?\b|\bdownside\w*|\bgaps?\b|\bcatch\b|\bless\s+(?:good|well|happy)\b|\bworse\b|\beven\s+though\b"
)
# What stands on a report's front page: when it was inspected and published, and by whom.
_FRONT = _re(
    r"\bdates\b|\bwhen\s+(?:was|were|did|is)\b[^,]*\b(?:inspect\w*|publish\w*|visit\w*|ofsted|report)\b|\binspection\s+team\b"
    r"|\b(?:team|lead)\s+inspectors?\b|\bdata\s+analyst\b|\bquality\s+assurance\s+manager\b"
)
_HEADING = re.compile(
    r"^\W*(?:\d+\W+)?(?:what\s+(?:does\s+.{3,60}\s+)?needs?\s+to\s+improve|(?:key\s+)?recommendations|areas\s+for\s+improvement"
    r"|priority\s+and\s+immediate\s+action|areas\s+for\s+(?:priority|immediate)\s+action)\W*$",
    re.IGNORECASE,
)

# A question word, and what parts the clause it stands in from what is only told before or after it.
_ASKING = re.compile(
    r"\b(?:how|what|whats|what['’]s|which|who|whom|whose|who['’]s|why|where|number\s+of|percentage\s+of)\b",
    re.IGNORECASE,
)
# What a person says of themselves or of their errand tells nothing of what is asked.
_PREFACE = re.compile(
    r"\b(?:I|I['’]m|I['’]ve|we|we['’]re|my|our)\b|^\W*(?i:(?:working|writing|researching|preparing|checking|asking)\b|for\s+(?:a|an|my|our|the)\s+"
    r"(?:table|piece|paper|article|briefing|talk|essay|thesis|report\s+to)\b|(?:[\w']+\s+){0,3}(?:query|question|enquiry)\W*$|hi\b|hello\b"
    r"|good\s+(?:morning|afternoon)|please\W*$|thanks?\b)"
)
_WHEN = re.compile(r"\bwhen\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.?!]\s+|\s+[-–—]\s+|\s+but\s+", re.IGNORECASE)


def expected_answer_type(plan: Plan) -> AnswerType:
    """The answer type: the question's own words first, then the plan's."""
    question = plan.question
    figure = plan.kind in {"number", "compare", "trend"} or plan.answer_type in AMOUNTS
    many = _MANY.search(question) is not None
    if _MAKES.search(question) and not _HOW_FAR.search(question.partition(" too long")[0]):
        return "reason"
    if plan.asks_why or plan.kind == "list" or plan.answer_type in {"reason", "list", "grade"}:
        return "person" if _NAME.search(question) else plan.answer_type
    named: tuple[tuple[AnswerType, bool], ...] = (
        ("date", _DATE.search(question) is not None or _IN_POST.search(question) is not None),
        ("percentage", _SHARE.search(question) is not None),
        ("duration", _DURATION.search(question) is not None),
        ("money", _MONEY.search(question) is not None and not many),
        ("rate", figure and _RATE.search(question) is not None and not many),
    )
    for kind, asked in named:
        if asked:
            return kind
    if plan.kind in {"compare", "trend"}:
        return plan.answer_type if plan.answer_type in AMOUNTS else "number" if _MORE.search(question) else "text"
    if not many and (_PERSON.search(question) or _ROLE_ALONE.search(question)):
        return "person"
    if _WHICH.search(question) and not _HOW_FAR.search(question):
        return "text"
    if _COUNT.search(question) or plan.kind == "number":
        return plan.answer_type if plan.answer_type in AMOUNTS - {"money"} else "number"
    return plan.answer_type if plan.answer_type not in {"date", "person", "money"} else "text"


def is_role(question: str) -> bool:
    """Whether the question is the name of a role, which asks for its holder."""
    return _ROLE_ALONE.search(question) is not None


def asks_front(question: str) -> bool:
    """Whether the question asks what stands on a report's front page or in its list of inspectors."""
    return _FRONT.search(question) is not None


def asks_weakness(question: str) -> bool:
    """Whether the question asks what is not good: who is let down, what went wrong, what the weak spot is."""
    return any(_WEAK.search(question[start:end]) for start, end in asked_clauses(question))


def asks_improvements(question: str) -> bool:
    """Whether the question asks what a report says must be improved."""
    return _ASKED.search(question) is not None


def lists_improvements(plan: Plan) -> bool:
    """Whether the whole list of what a report wants improved is asked for."""
    if plan.kind in {"aggregate", "judgement", "compare", "trend"}:
        return False
    listed = (plan.asks_list or plan.kind == "list") and asks_improvements(plan.question)
    return plan.recommendations or listed or _TO_MEND.search(plan.question) is not None


def is_improvement_heading(section: str) -> bool:
    """Whether a section's own heading (the last of its path) is that of what must be improved."""
    return _HEADING.search(section.rsplit(" > ", maxsplit=1)[-1]) is not None


def prefaces(question: str) -> list[tuple[int, int]]:
    """The clauses, by places, that only speak of the person who asks: "I am writing a piece on this:"."""
    ends = [*(match.start() for match in _CLAUSE.finditer(question)), len(question)]
    clauses = list(zip([0, *ends[:-1]], ends, strict=True))
    found = [(a, b) for a, b in clauses if _PREFACE.search(question[a:b].lstrip(" ,;:.?!-–—"))]
    return [(a, b) for a, b in found if not _ASKING.search(question[a:b])] if len(found) < len(clauses) else []


def asked_clauses(question: str) -> list[tuple[int, int]]:
    """From the first clause that asks to the end of the question, by places; the whole question where none does.

    "When 226 files were audited, what share was poor?" asks from "what" on: "when" asks only where nothing else does.
    """
    ends = [*(match.start() for match in _CLAUSE.finditer(question)), len(question)]
    starts = [0, *ends[:-1]]
    for words in (_ASKING, _WHEN):
        asking = [start for start, end in zip(starts, ends, strict=True) if words.search(question[start:end])]
        if asking:
            return [(asking[0], len(question))]
    return [(0, len(question))]

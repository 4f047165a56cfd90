"""Whether a question hunts for a quotation: the very words that reports use of something, or that somebody said.

Knows how people ask for words "word for word", and whose. Does not know reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Quotation", "asks_quotation"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotation:
    """What the words are to be about, and whose they are to be: "" for the report's, else "a parent", "children"."""

    about: str
    speaker: str = ""


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SPEAKERS = (
    r"young\s+(?:people|persons?|adults?)|child(?:ren)?|care\s+leavers?|parents?|mothers?|fathers?|mums?|dads?|famil(?:y|ies)"
    r"|(?:foster\s+)?carers?|adopters?|social\s+workers?|staff|practitioners?|managers?|teachers?|head\s?teachers?"
)
# "Find me a good quote", "I need a quotation", "quote what they say", "any quotes"; but not "as quoted".
_QUOTE = _re(
    r"^\W*(?:(?:can|could|would|will)\s+(?:you|i|we)\s+)?(?:please\s+)?"
    r"(?:quote\b(?!d)|(?:(?:find|get|give|show|pull|pick|dig|fetch|look|search|have|want|need|looking|after|what|which|any|some"
    r"|a|is|are|there|i|i'm|i’m|we|we're|me|us|for|out|up|got|the|best|good|strong|direct|short|killer|one|single|exact"
    r"|with|report|has|had|you|do|did)\s+){1,9}(?:quotes?|quotations?|soundbites?|(?:exact|actual|precise|very)\s+(?:words|wording))\b)"
)
_MANNER = _re(
    r",?\s*\b(?:verbatim|word[-\s]for[-\s]word|in\s+so\s+many\s+words"
    r"|in\s+(?:their|its|his|her|the\s+(?:report|inspector)s?['’]?s?)\s+(?:own|exact|actual|very)\s+words)\b,?"
)
_SAID = _re(r"\b(?:say|says|said|saying|write|writes|wrote|written|put|puts|tell|tells|told|words?|phrase|sentence)\b")
_ABOUT = _re(
    r"\b(?:about|on|regarding|concerning|saying(?:\s+that)?|to\s+the\s+effect\s+that|describing|mentioning"
    r"|(?:that|which|who)\s+(?:says?|said|mentions?|describes?)(?:\s+that)?"
    r"|where\s+(?:it|they|inspectors?|ofsted|the\s+reports?)\s+(?:says?|said|describes?|mentions?)(?:\s+that)?)\s+(?P<what>.+)$"
)
_MARKED = re.compile(r"(?:[\"“]|(?<!\w)['‘])(?P<words>[^\"”]{12,}?)(?:[\"”]|['’](?!\w))")
_FROM = _re(
    rf"\b(?:from|by|of)\s+(?:any\s+|one\s+)?(?P<who>(?:an?\s+|the\s+|some\s+)?(?:{_SPEAKERS}))\b(?!['’])"
    rf"|\bd(?:o|id)\s+(?P<who2>(?:an?\s+|the\s+|some\s+)?(?:{_SPEAKERS}))\s+(?:give|say|tell|use)\b"
)
_HERE = _re(r"\s*\b(?:in|at|for|of|by|from|about|on)?\s*the\s+area(?:['’]s)?(?:\s+(?:council|report)s?)?\b")
_IDLE = _re(r"(?:\s*\b(?:please|thanks|thank\s+you|in\s+(?:the|any|all|its|their)\s+(?:\w+\s+)?reports?)\b)+\W*$")
_FEWEST = 3  # words of a marked phrase that is looked for


def asks_quotation(placeless: str) -> Quotation | None:
    """What is hunted for, by a question with "the area" for its place; None where no quotation is."""
    text = " ".join(placeless.split())
    marked = _MARKED.search(text)
    if marked and len(marked["words"].split()) >= _FEWEST and (_SAID.search(text) or _QUOTE.search(text)):
        return Quotation(about=marked["words"].strip())
    quote, manner = _QUOTE.search(text), _MANNER.search(text)
    if quote is None and (manner is None or _SAID.search(text) is None):
        return None
    plain = _MANNER.sub(" ", text[quote.end() :] if quote else text)
    about = _ABOUT.search(plain)
    if about is None:
        return None
    what = _IDLE.sub("", _HERE.sub("", about["what"])).strip(" ?.!,;:")
    speaker = _FROM.search(plain[: about.start()]) if quote else None
    who = (speaker["who"] or speaker["who2"]) if speaker else ""
    return Quotation(about=what, speaker=" ".join(who.lower().split())) if re.search(r"\w{3}", what) else None

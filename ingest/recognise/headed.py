"""The name at a report's head, where no place that its framework's file names has it.

Knows what else stands above or beside a name on a first page: the inspectorate, what the report is called, labels,
dates, addresses; and that a report repeats the name of what it is on. Knows no body and no framework.
"""

from __future__ import annotations

import re

from corpus.frameworks.pattern import label_pattern
from ingest.recognise.labelled import values

__all__ = ["bare", "ends_a_sentence", "heading", "labelled", "no_name", "whole_name"]

_BODY = "(designated centre|centre|service|school|setting|nursery|home|establishment|prison|agency|location)"
_LABEL = label_pattern((f"name of( the)? {_BODY}", f"{_BODY} name"), below=True)
_PLAIN_LABEL = label_pattern(("name", "area"))
_LINE = re.compile(r"[^\n]+")
_MARKS = " \t#*>|_•,.:;–—-"
_FIRST_CHARACTERS = 800
_FIRST_LINES = 8  # with words
_LONGEST, _WORDS = 100, 14
# What is said before a name: "Inspection of", "School report card:", "Report of a graded inspection on".
_OF = re.compile(
    r"(?:[\w’'(),-]+ ){0,6}?(?:report|inspection|assessment|card|review|visit)(?: report| card| summary| outcome)?"
    r"(?:[ \t]*:| of| on| for| at| in| to|[ \t]+[–—-])[ \t]+(?:(?-i:[a-z])[a-z’' -]{2,40}?(?: of|:)[ \t]+)?(?=[A-Z0-9])"
    r"|(?:name of (?:the )?[\w-]+|[\w-]+ name|name|area)[ \t:|–-]+(?=[A-Z0-9])",
    re.IGNORECASE,
)
# What is said behind a name: "Elm House - inspection report", "Elm School (URN 199999)".
_SAID_BEHIND = re.compile(
    r"[ \t]*(?:(?::|[ \t][–—-])[ \t]*[^:–—-]*\b(?:report|inspection|assessment|card|summary)"
    r"(?: of (?:an? )?[a-z’' -]+)?|\([^()]*\d{5}[^()]*\))$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:inspectorate|(?:care ?)?quality|ofsted|cqc|hiqa|hmi|estyn|report|inspections?|inspected|assessment|assessed"
    r"|published|publication|framework|rating|rated|grades?|graded|judge?ments?|evaluations?|summary|findings|page"
    r"|telephone|website|address|chief inspector|overall|version|dates?|type|region|information|unannounced|announced"
    r"|visit|directorate|údarás|standards?|behaviour|leadership|act|regulations?|follow[ -]up|provision subtype"
    r"|provided by|provider|run by|managed by|safe|effective|caring|responsive|well-led|previous)\b"
    r"|[|@]|www|\d{8}|\b20\d\d\b|:|[.?!]$|\b[A-Z]{1,2}\d[A-Z\d]?[ \t]*\d[A-Z]{2}\b|^\d+ "
    r"|^(?:outstanding|good|requires improvement|inadequate|excellent|very good|adequate|weak|poor|exceptional"
    r"|(?:strong|expected) standard|needs attention|(?:[\w’'-]+ ){0,3}(?:details|contents))$",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?:an? )?(?:(?:residential |adult )?care|nursing|residential|children['’]s|home ?care|domiciliary(?: care)?"
    r"|supported living|extra care|shared lives|live-in care|day care|housing support|support|primary|secondary"
    r"|nursery)(?: (?:homes?|service|agency|school|scheme))?(?: (?:with(?:out)? nursing|adults|older people))?"
    r"|school|academy|college|home|service|centre|agency|provider",
    re.IGNORECASE,
)
# What no place can name, however it is told: who inspects, a section's head, a grade, an address.
_NEVER = re.compile(
    r"(?:the )?(?:ofsted|cqc|care ?quality commission|hiqa|health information and quality authority"
    r"|office for standards|hm(?:i|[ \t]inspectorate)\b|care inspectorate|estyn|hmicfrs)\b(?:[ ,].*)?"
    r"|(?:(?:our|the|key|overall|main|inspection) )*(?:grades?|ratings?|judge?ments?|findings|evaluations?|scores?"
    r"|results|outcomes?|areas?)(?: at a glance| for this service| and .*)?"
    r"|(?:[\w-]+ ){0,2}inspections?"
    r"|what (?:we|inspectors) (?:found|looked at|judged)|about (?:the|this) .*|this (?:service|school|home|is)\b.*"
    r"|(?:[\w’'-]+ ){0,3}(?:details|information|summary|contents|at a glance)"
    r"|childminder|full|interim|outstanding|good|requires improvement|inadequate|excellent|very good|adequate|weak|poor"
    r"|(?:reasonably|not sufficiently) good|exceptional|(?:strong|expected) standard|needs attention|urgent improvement"
    r"|(?:not |substantially )?compliant"
    # A label with its value, an area with its grade, a kind of body.
    r"|(?:name|lead inspector|inspectors?|led by|dates?|location|type of \w+|urn|published|publication|inspected"
    r"|fieldwork|inspection|registered manager|(?:service|centre|cs|osv) (?:number|no|id))\b.*"
    r"|.*[ (](?:outstanding|good|requires improvement|inadequate|adequate|weak|(?:strong|expected) standard"
    r"|needs attention|urgent improvement|exceptional)\)?|safeguarding .*\bmet\)?|(?-i:an?) .*"
    r"|.*\b[A-Z]{1,2}\d[A-Z\d]?[ \t]+\d[A-Z]{2}|.*\b(?:inspection|assessment) report"
    r"|(?:[\w-]+ ){0,6}\d{1,2}\b.*\b20\d\d"
    r"|\d+[a-z]? (?:\w+ ){1,2}(?:street|road|lane|avenue|close|drive|way|place|crescent|terrace|square|hill)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[A-Z]{2})?\d{6,7}")  # what stands for the name of a home that is to stay unknown
_STREET = re.compile(r"\d+[A-Za-z]? [A-Z]")  # below it stands a town
# A line that ends so is a name, though nothing repeats it; one that does not may go on in a line that does.
_ENDS = r"(?:School|Academy|College|Nursery|Playgroup|Pre-?school|Kindergarten|Care Home|Nursing Home|Home ?care)"
_NAMED = re.compile(rf"(?:[\w.’'-]+ )+{_ENDS}")
_ENDED = re.compile(rf"[ \t]*\n[ \t#*]*(?:[\w’'-]+ ){{0,4}}{_ENDS}(?=[ \t*]*$)", re.MULTILINE)
_OPEN = re.compile(r"\b(?:of|and|the|for|at|in|with|St|&)$")
_NEXT_LINE = re.compile(r"[ \t]*\n[ \t#*]*[A-Z(][\w’'()-]*(?:[ \t][\w’'()&.-]+){0,6}(?=[ \t*]*$)", re.MULTILINE)


def heading(text: str, end: int) -> tuple[int, int] | None:
    """The span of the name that a label gives, else of that of the first lines which is repeated most; None without.

    A line counts that can be nothing but a name. A provider stands above its service, and is repeated less.
    """
    if (named := labelled(text, end)) is not None:
        return named
    for start, stop in values(text, _PLAIN_LABEL, 0, min(end, _FIRST_CHARACTERS)):
        if _may_be_a_name(text[start:stop]) and _repeated(text, text[start:stop]) > 1:
            return start, stop
    best: tuple[int, tuple[int, int]] | None = None
    above, above_named = "", None
    worded = (one for one in _LINE.finditer(text, 0, end) if re.search(r"[^\W_]{2}", one[0]))
    for seen, line in enumerate(worded):
        start, stop = bare(text, line.start(), line.end())
        said = text[start:stop]
        if seen >= _FIRST_LINES or len(said.split()) > _WORDS or len(said) > _LONGEST:
            break  # prose begins
        if above_named and _KIND.fullmatch(said):  # what it is stands below its name
            return above_named
        above_named = None
        if _may_be_a_name(said) and not ends_a_sentence(text, stop) and not _STREET.match(above):
            wrapped = None if _NAMED.fullmatch(said) else _ENDED.match(text, stop)
            span = (start, wrapped.end() if wrapped else stop)
            above_named = span
            times = _repeated(text, text[slice(*span)])
            if times > 1 and (best is None or times > best[0]):
                best = (times, span)
        above = said
    return best[1] if best else None


def labelled(text: str, end: int) -> tuple[int, int] | None:
    """The span of the name that a label says to be one ("Setting name"), or None."""
    return next(values(text, _LABEL, 0, end), None)


def ends_a_sentence(text: str, end: int) -> bool:
    """Whether what ends there ends a sentence: a name has no full stop, but for one of letters left out ("Ltd.")."""
    return text[end : end + 1] in tuple(".?!") and not re.search(r"\b(?:Ltd|Co|St|Inc)$", text[max(0, end - 5) : end])


def no_name(said: str) -> bool:
    """Whether these words are surely none: an inspectorate, a head, a grade, an address."""
    return _NEVER.fullmatch(" ".join(said.split())) is not None


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, and what the next line has of a name that cannot end where its line does ("St Anne's Church of")."""
    more = _NEXT_LINE.match(text, end) if _OPEN.search(text[start:end]) else None
    return start, more.end() if more else end


def _repeated(text: str, name: str) -> int:
    words = r"\s+".join(map(re.escape, name.split()))
    return len(re.findall(rf"(?<!\w){words}(?!\w)", text)) + bool(_NAMED.fullmatch(" ".join(name.split())))


def _may_be_a_name(said: str) -> bool:
    if _NUMBER.fullmatch(said):
        return True
    worded = said[:1].isupper() and not no_name(said) and re.search(r"[^\W\d_]{2}", said)
    return bool(worded) and not _NO_NAME.search(said) and not _KIND.fullmatch(said)


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks and without what is said before and behind a name."""
    said = text[start:end]
    start += len(said) - len(said.lstrip(_MARKS))
    end -= len(said) - len(said.rstrip(_MARKS))
    said = text[start:end]
    if behind := _SAID_BEHIND.search(said):
        end -= len(behind[0])
    elif title := _OF.match(said):
        start += title.end()
    return start, end

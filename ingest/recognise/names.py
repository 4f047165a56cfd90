"""Which authority or provider a report is about.

Knows where reports print it: in the title, in the line above it, or in the line below. Knows the authorities through
corpus.authorities; a provider that is none of them keeps its own printed name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.authorities import AuthorityMatch, find_authorities
from corpus.model import Fact
from ingest.recognise.front import lines
from ingest.recognise.headed import bare, no_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEARBY = 260
_WRAPPED = 60
_NAME_LINE = 9  # words of a line that is a council's name, with its rank and a label before it
_COUNCIL = re.compile(r"\b(?:council|borough)\b", re.IGNORECASE)
_CALLED_ONE = re.compile(r"[ \t]+(?:local[ \t]+(?:authority|area)|children['’]s[ \t]+services)\b", re.IGNORECASE)
_OF_SERVICES = re.compile(
    r"\b(?:services|local\s+authority|local\s+area|children['’]s\s+social\s+care|safeguarding|partnership)\b",
    re.IGNORECASE,
)
# A name that ends with its line goes on in the next, where that is nothing but capitalised words and closes the title.
_NEXT_LINE = re.compile(
    r"[ \t]*\n(?![ \t]*\n)(?:[ \t]*(?:[A-Z][\w’'-]*|and|of|the|upon|with))+(?=[ \t]*(?:\n[ \t]*(?:\n|$)|$))"
)
# A name that goes on with another capitalised word is another name, unless the word is one of an authority's.
_GOES_ON = re.compile(
    r"[ \t]+(?!(?:Local|Area|Council|Children|Borough|City|County|Metropolitan|Safeguarding|LSCB|Inspection|Report)\b)"
    r"[A-Z][\w’'-]+|,[ \t]*[A-Z]{2}\b"
)
_LEADS_IN = re.compile(
    r"(?<![\w’'])(?!(?:In|Of|To|At|For|And|The|Inspection|Report|Review|Council|Borough|City|County|Royal|London|Metropolitan)\b)"
    r"[A-Z][\w’'-]*[ \t]+$|\d[ \t]+$"
)
_DEAR = re.compile(r"^[ \t]*dear\b", re.IGNORECASE | re.MULTILINE)
_AFFIX = re.compile(
    r"^(?:the\s+)?(?:(?:(?:london|royal|metropolitan)\s+borough|borough|city|county)\s+(?:council\s+)?of\s+)?(?P<core>.+?)"
    r"(?:\s+(?:(?:city|county|metropolitan|district|unitary|borough|royal|london)\s+)*(?:council|local\s+authority)"
    r"|\s+local\s+area(?:\s+partnership)?)?[\s.,:]*$",
    re.IGNORECASE | re.DOTALL,
)


def authority(text: str, end: int, title: re.Match[str] | None) -> Fact | None:
    """The authority that the report names as its subject, by canonical name, with the span of the printed name.

    `title` is the match that told the framework. Without it only a title or a line counts that says so: it calls
    it a council, or speaks of services there; never an address, a longer name that it is a part of, or a word of prose.
    """
    if title is None:
        return _said_so(text, min(end, 1500))
    above = max(0, title.start() - _NEARBY)
    # A title that wraps inside a name goes on in the next line.
    inside = [
        match for match in _named(text, title.start(), min(end, title.end() + _WRAPPED)) if match.start < title.end()
    ]
    over = _named(text, above, title.start())[-1:]
    printed = _printed(text, title, lines(text, above, title.start())[::-1])
    # Above a letter's "Dear" stand offices and addressees: the area that its title names is its own.
    letter = over and title.groupdict().get("provider") and _DEAR.search(text, over[0].end, title.start())
    if inside or (over and not (letter and printed)):
        return _fact([*inside, *over][0])
    under = _named(text, title.end(), min(end, title.end() + _NEARBY))
    if under and not (printed and _is_body(text, title, printed)):
        return _fact(under[0])
    return printed or _said_so(text, end)


def authority_in(text: str, start: int, end: int) -> Fact | None:
    """The authority that text[start:end] names, by canonical name; else that text as a name, without its rank."""
    found = [match for match in find_authorities(text[:end], fuzzy=False) if match.start >= start]
    return _fact(found[0]) if found else _core(text, start, end)


def provider(text: str, title: re.Match[str]) -> Fact | None:
    """A body's own name by the framework's title: its group `provider`, else the line above it."""
    return _printed(text, title, lines(text, max(0, title.start() - _NEARBY), title.start())[::-1])


def _is_body(text: str, title: re.Match[str], printed: Fact) -> bool:
    """Whether the printed name is surely an inspected body's: the title gives it, or its line calls it a council."""
    line = text[printed.start : title.start()].split("\n", maxsplit=1)[0] if printed.start < title.start() else ""
    return bool(title.groupdict().get("provider")) or bool(re.search(r"\b(council|borough)\b", line, re.IGNORECASE))


def _named(text: str, start: int, end: int) -> list[AuthorityMatch]:
    """The authorities named in text[start:end], but for those in an address."""
    spans = lines(text, start, end)
    return [
        match
        for match in find_authorities(text[:end], fuzzy=False)
        if match.start >= start and any(first < match.end and match.start < last for first, last in spans)
    ]


def _fact(match: AuthorityMatch) -> Fact:
    return Fact(kind="authority", value=match.name, start=match.start, end=match.end)


def _said_so(text: str, end: int) -> Fact | None:
    """The authority that a line is the name of as a council, or that the title says to be reviewed; None where none is.

    The title is the first line with words.
    """
    spans = lines(text, 0, end)
    found = [match for match in _named(text, 0, end) if _stands_alone(text, match)]
    for match in found:
        line = next(text[first:last] for first, last in spans if first < match.end and match.start < last)
        if _is_council(text, match) and len(line.split()) <= _NAME_LINE:
            return _fact(match)
    if not spans:
        return None
    opening = [match for match in found if match.start < spans[0][1]]
    titled = _OF_SERVICES.search(text, *spans[0]) or _is_nothing_else(text, spans[0])
    return _fact(opening[0]) if titled and len({match.name for match in opening}) == 1 else None


def _is_council(text: str, match: AuthorityMatch) -> bool:
    return bool(_COUNCIL.search(text[match.start : match.end]) or _CALLED_ONE.match(text, match.end))


def _is_nothing_else(text: str, span: tuple[int, int]) -> bool:
    """Whether a heading is the name of an authority and nothing else."""
    line = text[slice(*span)].strip(" \t#*>|_")
    found = find_authorities(line, fuzzy=False)
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(line))


def _stands_alone(text: str, match: AuthorityMatch) -> bool:
    """Whether the name is no part of a longer one ("Derby Road", "HMP Bradford", "The Wiltshire Vale Academy")."""
    after, before = _GOES_ON.match(text, match.end), _LEADS_IN.search(text, max(0, match.start - 30), match.start)
    return after is None and before is None


def _printed(text: str, title: re.Match[str], above: Iterable[tuple[int, int]]) -> Fact | None:
    """The provider's own name: the title's group `provider`, else the line above the title."""
    if title.groupdict().get("provider"):
        start, stop = title.span("provider")
        wrapped = _NEXT_LINE.match(text, stop) if stop == title.end() else None
        return _core(text, *bare(text, start, wrapped.end() if wrapped else stop))
    for span in above:
        start, stop = bare(text, *span)
        if not no_name(text[start:stop]):
            return _core(text, start, stop)
    return None


def _core(text: str, start: int, end: int) -> Fact | None:
    """The name without "Borough of" or "County Council", so that one provider has one name in all its reports."""
    found = _AFFIX.match(text[start:end].strip(" \t\n#*>|_"))
    if found is None or not re.search(r"[^\W\d_]{2}", found["core"]):
        return None
    core = found["core"].strip()
    at = text.index(core, start)
    return Fact(kind="authority", value=" ".join(core.split()), start=at, end=at + len(core))

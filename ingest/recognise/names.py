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

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEARBY = 260
_AFFIX = re.compile(
    r"^(?:the\s+)?(?:(?:(?:london|royal|metropolitan)\s+borough|borough|city|county)\s+(?:council\s+)?of\s+)?(?P<core>.+?)"
    r"(?:\s+(?:(?:city|county|metropolitan|district|unitary|borough|royal|london)\s+)*(?:council|local\s+authority)"
    r"|\s+local\s+area(?:\s+partnership)?)?[\s.,:]*$",
    re.IGNORECASE | re.DOTALL,
)


def authority(text: str, end: int, title: re.Match[str] | None) -> Fact | None:
    """The authority that the report names as its subject, by canonical name, with the span of the printed name.

    `title` is the match that told the framework; without it the authority named first on the first pages counts, if it
    is named as a council or no other one is.
    """
    if title is None:
        return _alone(text, min(end, 1500))
    above = max(0, title.start() - _NEARBY)
    inside = _named(text, title.start(), title.end())
    over = _named(text, above, title.start())[-1:]
    if inside or over:
        return _fact([*inside, *over][0])
    printed = _printed(text, title, lines(text, above, title.start())[::-1])
    under = _named(text, title.end(), min(end, title.end() + _NEARBY))
    if under and not (printed and _is_body(text, title, printed)):
        return _fact(under[0])
    return printed or _alone(text, end)


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


def _alone(text: str, end: int) -> Fact | None:
    """The only authority in the lines that are no address, or the first that is called a council."""
    found = _named(text, 0, end)
    councils = [match for match in found if re.search(r"council|borough", text[match.start : match.end], re.IGNORECASE)]
    if councils:
        return _fact(councils[0])
    return _fact(found[0]) if len({match.name for match in found}) == 1 else None


def _printed(text: str, title: re.Match[str], above: Iterable[tuple[int, int]]) -> Fact | None:
    """The provider's own name: the title's group `provider`, else the line above the title."""
    if title.groupdict().get("provider"):
        return _core(text, *title.span("provider"))
    for start, stop in above:
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

"""The body that a report is on: its name if it is no council, its identifiers, its address, the council it lies in.

Knows the places that its framework's file names (corpus.frameworks.model.BodyShape). Knows no body: a name is kept as
it is printed. A council's name is read by ingest.recognise.names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.authorities import find_authorities
from corpus.model import Fact
from ingest.recognise.headed import bare, ends_a_sentence, no_name, whole_name
from ingest.recognise.labelled import values

if TYPE_CHECKING:
    from corpus.frameworks.model import BodyShape
    from corpus.model import FactKind

__all__ = ["named_body", "of_body"]

_MARKS = " \t\n#*>|_•"
# Behind a space it goes on in a group of three or more ("147 208"): fewer are a page's number.
_IDENTIFIER = re.compile(r"[A-Z0-9][A-Z0-9/._-]*(?:[ \t](?=\d[A-Z0-9/._-]{2})[A-Z0-9/._-]+)*", re.IGNORECASE)
_NUMBER_FOR_NAME = re.compile(r"\d{6,}")  # what stands for the name of a home that is to stay unknown
_PAGE = re.compile(r"[ \t]+(?P<said>page[ \t]+)?\d{1,3}$", re.IGNORECASE)  # at the end of a running head
_LONGEST = 120


def named_body(text: str, end: int, shape: BodyShape) -> tuple[int, int] | None:
    """The span of the body's name by the framework's own patterns, or None."""
    for one in shape.names:
        for found in one.finditer(text, 0, end):
            span = _cut(text, *found.span("body"), shape)
            span = _off_page(text, *bare(text, *span)) if span is not None else None
            if span is not None and not no_name(text[slice(*span)]) and not ends_a_sentence(text, span[1]):
                return whole_name(text, *span)
    return None


def _off_page(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the number of a page: one that other pages have otherwise behind the same words."""
    found = _PAGE.search(text[start:end])
    if found is None:
        return start, end
    name, whole = text[start : start + found.start()], text[start:end]
    others = re.findall(rf"(?<!\w){re.escape(name)}[ \t]+\d{{1,3}}$", text, re.MULTILINE)
    numbered = found["said"] or any(one.split() != whole.split() for one in others)
    return start, start + found.start() if numbered else end


def _cut(text: str, start: int, end: int, shape: BodyShape) -> tuple[int, int] | None:
    """The span without marks and without what the framework cuts off; None where no name is left."""
    while True:
        said = text[start:end]
        start += len(said) - len(said.lstrip(_MARKS))
        end -= len(said) - len(said.rstrip(f"{_MARKS},.:;"))
        before = (start, end)
        for one in shape.without:
            for found in one.finditer(text[start:end]):
                if not found[0].strip():
                    continue
                if found.start() == 0:
                    start += found.end()
                    break
                if found.end() == end - start:
                    end = start + found.start()
                    break
        if (start, end) == before:
            break
    name = text[start:end]
    named = re.search(r"[^\W\d_]{2}", name) or _NUMBER_FOR_NAME.fullmatch(name)
    return (start, end) if named and len(name) <= _LONGEST else None


def of_body(text: str, end: int, shape: BodyShape) -> list[Fact]:
    """The identifiers, the address and the council that text[:end] gives for the body, each from its first label."""
    facts: list[Fact] = []
    for key, label in shape.identifiers.items():
        for start, stop in values(text, label, 0, len(text)):
            found = _IDENTIFIER.match(text, start, stop)
            if found and re.search(r"\d", found[0]):
                facts.append(_fact("identifier", found[0], found.start(), found.end(), key))
                break
    for start, stop in values(text, shape.address, 0, end):
        facts.append(_fact("address", " ".join(text[start:stop].split()), start, stop))
        break
    for start, stop in values(text, shape.council):
        named = find_authorities(text[start:stop], fuzzy=False)
        if len(named) == 1:
            facts.append(_fact("council", named[0].name, start, stop))
            break
    return facts


def _fact(kind: FactKind, value: str, start: int, end: int, key: str = "") -> Fact:
    return Fact(kind=kind, key=key, value=value, start=start, end=end)

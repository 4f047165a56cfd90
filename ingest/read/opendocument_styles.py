"""What OpenDocument's styles say of a stretch of words, a paragraph, a table or a section: whether and where it shows.

Knows the style elements of OpenDocument 1.3 (part 3, sections 16 and 20) that decide it, and that a style takes what it
does not say from the one it is based on. Does not know where anything stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.read.look import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FO", "STYLE", "TABLE", "TEXT", "Placing", "Styles"]

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
TEXT, STYLE, TABLE = (f"{{{_ODF}:{name}:1.0}}" for name in ("text", "style", "table"))
FO = f"{{{_ODF}:xsl-fo-compatible:1.0}}"
_DEEPEST = 10  # styles that one style is based on


@dataclass(frozen=True, kw_only=True, slots=True)
class Placing:
    """Where a paragraph or a table stands: whether a page begins before or after it, and whether it is a heading."""

    page_before: bool
    page_after: bool
    heading: bool
    list_style: str | None


class Styles:
    """The styles of one document, the automatic and the named ones, by their family and name."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self._elements: dict[tuple[str, str], Any] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._placings: dict[tuple[str, str], Placing] = {}
        for root in roots:
            for element in root.iter(f"{STYLE}style"):
                key = element.get(f"{STYLE}family") or "", element.get(f"{STYLE}name") or ""
                self._elements.setdefault(key, element)

    def look(self, family: str, name: str | None) -> Look:
        """How words of that style are set."""
        key = family, name or ""
        if key not in self._looks:
            look = Look()
            for element in self._based_on(key):
                look = look.over(_set(element.find(f"{STYLE}text-properties")))
            self._looks[key] = look
        return self._looks[key]

    def placing(self, family: str, name: str | None) -> Placing:
        """Where a paragraph or table of that style stands."""
        key = family, name or ""
        if key not in self._placings:
            chain = list(self._based_on(key))
            properties = [found for one in chain if (found := one.find(f"{STYLE}{family}-properties")) is not None]
            page = (f"{STYLE}master-page-name", f"{STYLE}list-style-name", f"{STYLE}default-outline-level")
            master, in_list, outline = (_first(chain, attribute) for attribute in page)
            self._placings[key] = Placing(
                page_before=_first(properties, f"{FO}break-before") == "page" or bool(master),
                page_after=_first(properties, f"{FO}break-after") == "page",
                heading=bool(outline) or any(one.get(f"{STYLE}name") == "Title" for one in chain),
                list_style=in_list or None,
            )
        return self._placings[key]

    def _based_on(self, key: tuple[str, str]) -> Iterator[Any]:
        """The style of that name, and those that it is based on."""
        family, name = key
        for _ in range(_DEEPEST):
            element = self._elements.get((family, name))
            if element is None:
                return
            yield element
            name = element.get(f"{STYLE}parent-style-name") or ""


def _first(elements: Iterable[Any], attribute: str) -> str | None:
    """What the first of the elements that speaks of it says."""
    return next((value for one in elements if (value := one.get(attribute)) is not None), None)


def _set(properties: Any) -> Look:
    """What text properties say themselves."""
    if properties is None:
        return Look()
    display = properties.get(f"{TEXT}display")
    lines = [properties.get(f"{STYLE}text-line-through-{name}") for name in ("style", "type")]
    position = properties.get(f"{STYLE}text-position")
    return Look(
        hidden=None if display is None else display == "none",
        struck=None if lines == [None, None] else "none" not in lines,
        raised=None if position is None else _is_raised(position),
    )


def _is_raised(position: str) -> bool:
    """Whether a text position ("super 58%", "33% 58%", "0% 100%") stands above the line."""
    place = position.split(maxsplit=1)[0] if position.strip() else ""
    return place == "super" or (place.endswith("%") and place[0].isdigit() and not place.startswith("0%"))

"""What of a Word document's runs shows: hidden, struck-out and deleted text never does; marks of notes are no digits.

Knows the run properties of WordprocessingML (ECMA-376 part 1, 17.3.2) that decide it, set directly or by a style. Does
not know where a run stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ingest.read.look import Look
from ingest.read.marks import without_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted or moved-away text, the older copy of a text box, field codes, and properties: no words of the document.
LEFT_OUT = frozenset(
    [
        f"{W}{name}"
        for name in (
            "del", "moveFrom", "delText", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr",
            "sdtEndPr", "footnoteRef", "endnoteRef",
        )
    ]
    + [f"{MC}Fallback"]
)  # fmt: skip
_OFF = ("0", "false", "off")
_DEEPEST = 10  # styles that one style is based on


class Looks:
    """The looks of a document's styles, and with them of its runs."""

    def __init__(self, styles: Iterable[Any]) -> None:
        self._elements: Mapping[str, Any] = {style.style_id: style.element for style in styles}
        self._of: dict[str, Look] = {}

    def shows(self, run: Any, paragraph: Any) -> bool:
        """Whether the words of a run are shown."""
        look = self._look(run, paragraph)
        return not (look.hidden or look.struck)

    def words(self, text: str, run: Any, paragraph: Any, before: str) -> str:
        """The text of a run as it is to be read after the text `before`: a raised mark of a note is left out."""
        if not text.strip() or not self._look(run, paragraph).raised:
            return text
        return without_mark(text, before)

    def _look(self, run: Any, paragraph: Any) -> Look:
        look = _set(run.find(f"{W}rPr"))
        look = look.over(self._style(_value(run, f"{W}rPr/{W}rStyle")))
        return look.over(self._style(_value(paragraph, f"{W}pPr/{W}pStyle")) if paragraph is not None else Look())

    def _style(self, name: str | None) -> Look:
        if name is None:
            return Look()
        if name not in self._of:
            look, at = Look(), name
            for _ in range(_DEEPEST):
                element = self._elements.get(at)
                if element is None:
                    break
                look = look.over(_set(element.find(f"{W}rPr")))
                at = _value(element, f"{W}basedOn") or ""
            self._of[name] = look
        return self._of[name]


def _set(properties: Any) -> Look:
    """What run properties say themselves."""
    if properties is None:
        return Look()
    strikes = [found for name in ("strike", "dstrike") if (found := _toggle(properties, name)) is not None]
    raised = properties.find(f"{W}vertAlign")
    return Look(
        hidden=_toggle(properties, "vanish"),
        struck=any(strikes) if strikes else None,
        raised=raised.get(f"{W}val") == "superscript" if raised is not None else None,
    )


def _toggle(properties: Any, name: str) -> bool | None:
    found = properties.find(f"{W}{name}")
    return None if found is None else (found.get(f"{W}val") or "true").lower() not in _OFF


def _value(element: Any, path: str) -> str | None:
    found = element.find(path)
    value = found.get(f"{W}val") if found is not None else None
    return None if value is None else str(value)

"""What has been filled into a PDF's form: the values of its fields, and where they stand.

Knows PDFium's form fields. Runs no script of the form's and does not know what a value means.
"""

from __future__ import annotations

from ctypes import c_ushort
from dataclasses import dataclass
from typing import Any

__all__ = ["Value", "filled", "has_form", "is_placeholder"]

_LONGEST = 20_000  # characters of a value
_NOT_SHOWN = 0x02 | 0x20  # hidden, and not to be viewed (ISO 32000-1, table 165)
_PASSWORD = 1 << 13  # a field of text that shows no letters (table 228)
_PLACEHOLDER = ("please wait", "pdf viewer may not be able to display this type of document")


@dataclass(frozen=True, slots=True)
class Value:
    """What one field shows, and its box (left, bottom, right, top) in the page's own points."""

    text: str
    box: tuple[float, float, float, float]


def has_form(document: Any) -> bool:
    """Whether the file has a form; if so it is made ready to be looked at, without running anything of it."""
    if document.get_formtype() == 0:
        return False
    document.init_forms()
    return document.formenv is not None


def is_placeholder(text: str) -> bool:
    """Whether a file's whole text is what a form of the XFA kind shows to those who cannot read it."""
    plain = " ".join(text.lower().split())
    return all(words in plain for words in _PLACEHOLDER) and len(plain) < 2_000


def filled(page: Any) -> list[Value]:
    """The values of the page's filled fields from the top, each row from the left; a box that is ticked is "[x]"."""
    from pypdfium2 import raw

    found = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
                value = _value(raw, page.formenv, annotation)
                if value:
                    found.append(Value(value, _box(raw, annotation)))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return sorted(found, key=lambda value: (-round(value.box[3]), value.box[0]))


def _value(raw: Any, form: Any, annotation: Any) -> str:
    if raw.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN:
        return ""
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return "[x]" if raw.FPDFAnnot_IsChecked(form, annotation) else ""
    if kind not in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return ""
    if kind == raw.FPDF_FORMFIELD_TEXTFIELD and raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
        return ""
    size = min(raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0), 2 * _LONGEST)  # bytes
    buffer = (c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size)
    text = bytes(memoryview(buffer).cast("B"))[:size].decode("utf-16-le", errors="ignore")
    return text.split("\0")[0].strip()


def _box(raw: Any, annotation: Any) -> tuple[float, float, float, float]:
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    return box.left, box.bottom, box.right, box.top

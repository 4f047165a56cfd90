"""Text made comparable without losing where each character came from.

Knows how PDFs and models write the same words differently: spaces and line ends, hyphens at a line's end, ligatures,
quotation marks, dashes, bullets, invisible characters. Does not know what a quote is for. Every character of the
normal form carries its place in the original, so that what is found there can be cut out of the report's own text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Normal", "clean", "find", "normal", "visible"]

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_DASHES = frozenset("-‐‑‒–—―−─\u00ad\u0002\ufffe")
_QUOTES = frozenset("'\"‘’‚‛“”„‟`´′″«»")
_ANGLES = {"‹": "<", "›": ">"}  # how a prompt writes < and >
_BULLETS = frozenset("•▪■●◼◆◦‣∙·○□")
_HIDDEN = {"Cc", "Cf", "Cn", "Cs"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Normal:
    """A normal form: character i of `text` stands for `original[starts[i]:ends[i]]`."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def normal(original: str) -> Normal:
    """The normal form of a text: one kind of space, of quotation mark and of dash, and no hyphens in words.

    A dash between letters goes, with the white space around it: "impro-⏎vement" is "improvement" and "well-being" is
    the same word as "well–being". A dash beside a digit stays: "10-20" is not "1020". Case stays.
    """
    written = [(form, at) for at, character in enumerate(original) for form in _forms(character)]
    kept: list[tuple[str, int, int]] = []
    for form, at in written:
        last = kept[-1][0] if kept else " "
        if form == " ":
            if last not in " -":
                kept.append((" ", at, at + 1))
        elif form == "-":
            if last == " " and kept:
                kept.pop()
            if not kept or kept[-1][0] != "-":
                kept.append(("-", at, at + 1))
        else:
            if last == "-" and len(kept) > 1 and form.isalpha() and kept[-2][0].isalpha():
                kept.pop()
            kept.append((form, at, at + 1))
    while kept and kept[-1][0] == " ":
        kept.pop()
    return Normal(
        original=original,
        text="".join(form for form, _, _ in kept),
        starts=tuple(start for _, start, _ in kept),
        ends=tuple(end for _, _, end in kept),
    )


def _forms(character: str) -> str:
    """What one character is in the normal form; nothing for an invisible one."""
    if " " < character < "\x7f":
        return "-" if character == "-" else "'" if character in _QUOTES else character
    if character in _DASHES:
        return "-"
    if character.isspace() or character in _BULLETS:
        return " "
    if character in _QUOTES:
        return "'"
    if character in _ANGLES:
        return _ANGLES[character]
    if character in _LIGATURES:
        return _LIGATURES[character]
    category = unicodedata.category(character)
    if category == "Co":  # bullets of symbol fonts
        return " "
    return "" if category in _HIDDEN else unicodedata.normalize("NFD", character)


def find(needle: Normal, hay: Normal) -> tuple[int, int] | None:
    """Where the needle stands in the hay's original, at whole words: (start, end), or None."""
    at = hay.text.find(needle.text) if needle.text else -1
    while at >= 0:
        until = at + len(needle.text)
        start, end = hay.starts[at], hay.ends[until - 1]
        accented = hay.starts[until : until + 1] == (hay.starts[until - 1],) or (at > 0 and hay.starts[at - 1] == start)
        if not accented and not _cuts(hay.original, start) and not _cuts(hay.original, end):
            return start, end
        at = hay.text.find(needle.text, at + 1)
    return None


def _cuts(text: str, at: int) -> bool:
    """Whether the place between two characters lies inside a word or a number (4|5, 1,|250, 4.|5)."""
    before = text[max(0, at - 8) : at].rstrip("\u00ad\u200b\u200c\u200d\u2060\ufeff")
    after = text[at : at + 8].lstrip("\u00ad\u200b\u200c\u200d\u2060\ufeff")
    if not before or not after:
        return False
    if before[-1].isalnum() and after[0].isalnum():
        return True
    point_before = before[-1] in ".," and before[-2:-1].isdigit() and after[0].isdigit()
    point_after = after[0] in ".," and before[-1].isdigit() and after[1:2].isdigit()
    return point_before or point_after


def clean(text: str) -> str:
    """The text with one kind of dash, quotation mark and space, each character in its place, so that offsets stay."""
    return "".join(
        "-" if c in _DASHES else "'" if c in _QUOTES else " " if c.isspace() or c in _BULLETS else c for c in text
    )


def visible(text: str) -> str:
    """The text without control, invisible and private-use characters, white space as single blanks."""
    without = (c if c.isspace() or unicodedata.category(c) not in {*_HIDDEN, "Co"} else "" for c in text)
    return re.sub(r"\s+", " ", "".join(without)).strip()

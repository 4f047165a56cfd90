"""The one normalisation of report text, done once at the door: after it, offsets never change.

Knows characters, not formats: what a control character, a bullet or a ligature is. Words are never changed: letters,
digits, punctuation, curly quotes and dashes come out as they went in, so a quote of the result can be found in the
file by anyone who leaves spacing, bullets and hyphens at line ends out of account.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LINE_END_HYPHENS = "\x02\ufffe"
"""The hyphen at the end of a line as PDFium writes it, joining the two lines: U+FFFE in a range of characters, U+0002
in the text of an area. Of 702 in 124 inspection reports all were compounds (looked-after, multi-agency, COVID-19) and
none a split word, so the hyphen is kept here; words that are broken have been made whole before (`words`)."""

_LIGATURES = {"ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02", "ffi": "\ufb03", "ffl": "\ufb04", "st": "\ufb05\ufb06"}

# Black, white, small and medium squares, circles, triangles and arrowheads that word processors use as bullets.
_BULLETS = "▪▫■□◼◻◾◽●○◦‣⁃∙►▶➢➤❖❑❒⦁⚫\ufffc"
# Dashes that stand at the head of a nested list: box-drawing lines, and the dashes of the Symbol and Wingdings fonts.
_LIST_DASHES = "─━⎯\uf02d\uf0be"
_SPACES = "\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\uf020"

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# ECMA-48: control sequences, the strings (title, clipboard, ...) up to their terminator, then two-character escapes.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-Z\\^-~]"
)
# A soft hyphen at a line's end stands for a word that goes on in the next line.
_SOFT_HYPHENS = re.compile("\xad(?:[ \t]*\n)?")
# Controls but LF, format characters (zero width, bidi, tags), variation selectors, noncharacters.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NONCHARACTERS = re.compile("[" + "".join(chr(p << 16 | 0xFFFE) + chr(p << 16 | 0xFFFF) for p in range(1, 17)) + "]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Strokes struck through another character: a drawing device ("2013̵–14"), no part of a word.
_OVERLAYS = re.compile("[\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20ea\u20eb]")

_STRAIGHT = str.maketrans(
    dict.fromkeys(LINE_END_HYPHENS, "-")
    | dict.fromkeys(_BULLETS, "•")
    | dict.fromkeys(_LIST_DASHES, "–")
    | {form: letters for letters, forms in _LIGATURES.items() for form in forms}
)
_ODD_SPACES = re.compile(f"[{_SPACES}]")
_BLANK_RUNS = re.compile("\n{3,}")
# Blanks that set columns apart or indent: one does, and patterns over the text stay fast.
_SPACE_RUNS = re.compile(r"(?<=\S) {2,}")
_INDENTS = re.compile(r"^ {41,}", re.MULTILINE)

_NOT_PLAIN = re.compile("[^\n -~]")
# What no neighbour changes: no escape and no control that ends one, no soft hyphen, nothing that composes.
_ALONE = re.compile(
    "[\x00-\x06\x08-\x1a\x1c-\x7f\xa0-\xac\xae-\u02ff\u2000-\u20cf\u2100-\u2bff\ue000-\uf8ff\ufb00-\ufb06\ufffc-\uffff]"
)
_PAGE = 100_000  # characters; of a longer text the list of those that are not plain may be long
_FEW = 64  # kinds of them


def normalise(text: str) -> str:
    """Returns `text` as reports are stored: NFC, LF line ends, plain spaces, one kind of bullet, nothing invisible.

    Lines are kept; spaces at their ends, all but one in a row within them, blank lines at the start and end, and all
    but one blank line in a row go.
    Idempotent: normalise(normalise(x)) == normalise(x).
    """
    if not (text.isascii() and text.isprintable()):
        text = _by_character(text) if len(text) <= _PAGE else _by_kind(text)
    text = text.rstrip(" ")
    if "  " in text:
        text = _INDENTS.sub(" " * 40, _SPACE_RUNS.sub(" ", text))
    while " \n" in text:  # as often as an indent is wide, at most
        text = text.replace(" \n", "\n")
    if "\n\n\n" in text:
        text = _BLANK_RUNS.sub("\n\n", text)
    return text.strip("\n")


def _by_character(text: str) -> str:
    """The same as `_by_kind` at a fraction of its cost: a page has few characters that are not plain."""
    forms = {character: _form(character) for character in set(_NOT_PLAIN.findall(text))}
    if len(forms) > _FEW or None in forms.values():
        return _by_kind(text)
    text = text.replace("\r\n", "\n")
    for character, form in forms.items():
        if form is not None and form != character:
            text = text.replace(character, form)
    return text


@lru_cache(maxsize=4096)
def _form(character: str) -> str | None:
    """What becomes of a character whatever stands beside it, None where that tells."""
    return _by_kind(character) if _ALONE.match(character) else None


def _by_kind(text: str) -> str:
    """The text without what is invisible, and all else in its one form; line by line it stays as it is."""
    text = _SURROGATES.sub("", text)
    text = _ESCAPES.sub("", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _SOFT_HYPHENS.sub("", text)
    text = text.translate(_STRAIGHT)
    text = _ODD_SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = _NONCHARACTERS.sub("", text)
    text = _PRIVATE_USE.sub("•", text)
    text = _OVERLAYS.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str, limit: int = 300) -> str | None:
    """Returns a title or label as one normalised line of at most `limit` characters, None when nothing is left."""
    line = " ".join(normalise(text[: limit * 4]).split())[:limit].strip()
    return line or None

r"""What RTF is written in: control words, groups, bytes of many encodings, and the tables in its head.

Knows the syntax of RTF 1.9 and its charset numbers. Does not know what a control word does to the text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Source", "Token", "encodings_of_fonts", "heading_styles", "is_encoding"]

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)",
    re.DOTALL,
)
_IN_GROUP = re.compile(r"\\bin(\d{1,10}) ?|\\.|[{}]", re.DOTALL)
_FONT = re.compile(r"\\f(\d{1,6})\b(?:[^{};]|\{[^{}]{0,200}\}){0,300}?\\fcharset(\d{1,3})\b")
_STYLE = re.compile(r"\{\\s(\d{1,6})\b((?:[^{}]++|\{[^{}]*+\})*+)\}")
_HEADING = re.compile(r"\\outlinelevel[0-8]\b|[ \d](?:heading \d|title);\s*$", re.IGNORECASE)
# Microsoft's numbers of character sets; 0 and 1 are the document's own.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """One thing that RTF says: of its five kinds that which is not None."""

    word: str | None
    number: int | None
    byte: int | None
    symbol: str | None
    brace: str | None
    text: str | None


class Source:
    """The tokens of a file, one after the other; a group can be left out whole."""

    def __init__(self, data: bytes) -> None:
        self._text = data.decode("latin-1")  # a character a byte, so that places are those of the file
        self._at = 0

    def __iter__(self) -> Iterator[Token]:
        while match := _TOKEN.match(self._text, self._at):
            self._at = match.end()
            word, number, byte, symbol, brace, text = match.groups()
            value = int(number) if number else None
            if word == "bin":
                self._at += max(0, value or 0)
            elif match.lastgroup is not None:
                yield Token(
                    word=word, number=value, byte=int(byte, 16) if byte else None, symbol=symbol, brace=brace, text=text
                )

    def rest_of_group(self) -> str:
        """Pass over what is left of the group that the last token stands in, up to the brace that closes it."""
        begun, depth, at = self._at, 1, self._at
        while match := _IN_GROUP.search(self._text, at):
            at = match.end() + int(match[1] or 0)
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth == 0:
                self._at = match.start()
                return self._text[begun : self._at]
        self._at = len(self._text)
        return self._text[begun:]


def encodings_of_fonts(table: str) -> dict[int, str]:
    """Which encoding the bytes of each font are in, for those of a font table that say so."""
    return {int(font): _CHARSETS[int(kind)] for font, kind in _FONT.findall(table) if int(kind) in _CHARSETS}


def heading_styles(sheet: str) -> set[int]:
    """The numbers of those styles of a style sheet that are headings."""
    return {int(style) for style, said in _STYLE.findall(sheet) if _HEADING.search(said)}


def is_encoding(name: str) -> bool:
    """Whether bytes of that encoding can be read."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True

r"""RTF to text: headings, paragraphs, lists, tables, text boxes and notes in order, with pages where it has any.

Knows the control words of RTF 1.9 as far as they carry text and pages: hidden, deleted and struck-out words are left
out, automatic numbers are those that the file itself gives. A page begins at a hard page break and at a section that
starts on a new page. Headers, footers, comments and pictures are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from ingest.read.assemble import PAGE_BREAK, TextBlock, assemble
from ingest.read.marks import without_mark
from ingest.read.normalise import one_line
from ingest.read.rich_text_source import Source, encodings_of_fonts, heading_styles, is_encoding
from ingest.read.rich_text_story import Edge, Story

if TYPE_CHECKING:
    from corpus.model import Document
    from ingest.read.rich_text_source import Token

__all__ = ["read_rtf"]

_MEDIA_TYPE = "application/rtf"
_SAVE_ANEW = "Open it in a word processor, save it anew as RTF or PDF and ingest that."
_DEEPEST = 2_000  # groups in groups; a word processor's have some ten
# Groups that say nothing of the text; all that begin with \* are too, but for those in _STARRED.
_LEFT_OUT = frozenset(
    """aftncn aftnsep aftnsepc annotation atnauthor atndate atnid atnref author bkmkend bkmkstart buptim category
    colortbl comment company creatim datafield doccomm do ebcend ebcstart falt ffdeftext ffentrymcr ffexitmcr ffformat
    ffhelptext ffl ffname ffstattext file filetbl fldinst footer footerf footerl footerr formfield ftncn ftnsep ftnsepc
    header headerf headerl headerr hlinkbase keywords listtable listoverridetable manager nesttableprops nonesttables
    nonshppict objdata operator pict printim private revtbl revtim rxe shprslt sp stylesheet subject tc template txe
    userprops xe fonttbl""".split()
)
_STARRED = ("footnote", "shpinst", "do")
_CHARACTERS = {
    "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "bullet": "\u2022", "tab": " ", "emspace": " ", "enspace": " ", "qmspace": " ",
    "line": "\n", "nestcell": "\n", "nestrow": "\n", "column": "\n",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_ENCODINGS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _State:
    """What holds in a group, and again after it where it held before."""

    story: Story | None = None  # which of the document's runs of paragraphs it is in
    into: list[str] | None = None  # where words go; None where they are no part of the document
    alternatives: int = 1  # characters that follow one of \u for programs that do not know it
    encoding: str | None = None
    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    raised: bool = False
    in_table: bool = False
    heading: bool = False
    page_before: bool = False

    @property
    def shows(self) -> bool:
        return not (self.hidden or self.deleted or self.struck)


def read_rtf(data: bytes) -> Document:
    """Reads a rich text file from its bytes. Raises ReadError for one that is cut short, or without text."""
    reader = _Reader(data)
    blocks = reader.blocks()
    title = one_line(_whole("".join(reader.title)))
    return assemble(blocks, media_type=_MEDIA_TYPE, title=title or None, paged=True)


class _Reader:
    """One pass over a file."""

    def __init__(self, data: bytes) -> None:
        self.title: list[str] = []
        self._source = Source(data)
        self._body = Story()
        self._at_end: list[TextBlock] = []
        self._state = _State(story=self._body, into=self._body.words)
        self._groups: list[_State] = []
        self._notes: dict[int, str] = {}  # kinds of stories that end with the group of that depth
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._headings: set[int] = set()
        self._bytes = bytearray()  # of characters not decoded yet
        self._passed = 0  # characters still to be passed over after \u
        self._starred = False
        self._edges: list[Edge] = []
        self._merged = ""
        self._turned = False  # nothing was said since a hard page break

    def blocks(self) -> list[TextBlock]:
        """The blocks of the document, its endnotes last."""
        for token in self._source:
            self._take(token)
            if token.brace == "}" and not self._groups:
                break
        else:
            raise ReadError("it is a rich text file (RTF) that was cut short", _SAVE_ANEW)
        blocks = [*self._body.end(), *self._at_end]
        return [replace(block, text=_whole(block.text)) for block in blocks]

    def _take(self, token: Token) -> None:
        if token.byte is not None or (token.text is not None and not token.text.isascii()):
            self._take_bytes(bytes([token.byte]) if token.byte is not None else (token.text or "").encode("latin-1"))
            return
        self._decode()
        if token.brace is not None:
            self._brace(token.brace)
        elif token.word is not None:
            self._word(token.word, token.number)
        elif token.text is not None:
            text, self._passed = token.text[self._passed :], max(0, self._passed - len(token.text))
            self._say(text)
        elif token.symbol == "*":
            self._starred = True
        elif self._passed:
            self._passed -= 1
        elif token.symbol in ("\n", "\r"):
            self._word("par", None)
        else:
            self._say(_SYMBOLS.get(token.symbol or "", ""))

    # groups

    def _brace(self, brace: str) -> None:
        self._passed, self._starred = 0, False
        if brace == "{":
            if len(self._groups) >= _DEEPEST:
                raise ReadError("it is nested too deeply to be read", "Save it anew as a PDF and ingest that.")
            self._groups.append(self._state)
        elif self._groups:
            kind = self._notes.pop(len(self._groups), None)
            ended, self._state = self._state.story, self._groups.pop()
            if kind is not None and ended is not None and self._state.story is not None:
                self._put_aside(kind, ended.end(), self._state.story)

    def _put_aside(self, kind: str, blocks: list[TextBlock], holder: Story) -> None:
        if kind == "box":
            holder.held += blocks
        elif said := " ".join(" ".join(block.text for block in blocks).split()):
            (self._at_end if kind == "endnote" else holder.held).append(TextBlock(text=said))

    def _destination(self, word: str) -> bool:
        """Whether a word says what its group is for; then that is done."""
        starred, self._starred = self._starred, False
        state = self._state
        if word == "fonttbl":
            self._fonts = encodings_of_fonts(self._source.rest_of_group())
        elif word == "stylesheet":
            self._headings = heading_styles(self._source.rest_of_group())
        elif (word in ("shpinst", "do") and starred) or word == "info":
            self._state = replace(state, into=None)
        elif word == "title" and state.into is None:
            self._state = replace(state, into=self.title)
        elif word in ("listtext", "pntext") and state.into is not None and state.story is not None:
            state.story.mark.clear()
            self._state = replace(state, into=state.story.mark)
        elif word in ("footnote", "shptxt", "dptxbxtext") and state.story is not None and state.shows:
            story = Story()
            self._notes[len(self._groups)] = "footnote" if word == "footnote" else "box"
            self._state = _State(story=story, into=story.words, encoding=state.encoding)
        elif word == "ftnalt":
            if len(self._groups) in self._notes:
                self._notes[len(self._groups)] = "endnote"
        elif word in _LEFT_OUT or (starred and word not in _STARRED) or word in ("footnote", "shptxt", "dptxbxtext"):
            self._source.rest_of_group()
        else:
            return False
        return True

    # words that change how things are set

    def _word(self, word: str, number: int | None) -> None:
        if self._destination(word):
            return
        on = number != 0
        state = self._state
        if word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif word == "u" and number:
            self._say(chr(number % 0x10000))
            self._passed = state.alternatives
        elif word == "uc":
            self._state = replace(state, alternatives=max(0, min(number if number is not None else 1, 100)))
        elif word in ("v", "deleted", "mvf"):
            self._state = replace(state, hidden=on) if word == "v" else replace(state, deleted=on)
        elif word in ("strike", "striked"):
            self._state = replace(state, struck=on)
        elif word in ("super", "up", "nosupersub", "sub", "dn"):
            self._state = replace(state, raised=word in ("super", "up") and on)
        elif word == "plain":
            self._state = replace(state, hidden=False, deleted=False, struck=False, raised=False, encoding=None)
        elif word == "f":
            self._state = replace(state, encoding=self._fonts.get(number or 0))
        elif word in _ENCODINGS or word == "ansicpg":
            named = _ENCODINGS.get(word) or f"cp{number}"
            self._encoding = named if is_encoding(named) else self._encoding
        elif state.story is not None and state.into is not None:
            self._paragraph(word, number, state.story)

    def _paragraph(self, word: str, number: int | None, story: Story) -> None:
        """Words about paragraphs, rows and pages."""
        state, on = self._state, number != 0
        if word in ("par", "sect"):
            self._end_paragraph(story)
            if word == "sect" and story is self._body:
                story.opens = True
        elif word == "pard":
            self._state = replace(state, in_table=False, heading=False, page_before=False)
        elif word == "intbl":
            self._state = replace(state, in_table=on)
        elif word == "s":
            self._state = replace(state, heading=(number or 0) in self._headings)
        elif word == "outlinelevel":
            self._state = replace(state, heading=(number or 0) < 9)
        elif word == "pagebb":
            self._state = replace(state, page_before=on)
        elif word in ("sbknone", "sbkcol"):
            story.opens = False
        elif word in ("page", "softpage") and story is self._body and state.into is story.words and state.shows:
            if word == "page" or not self._turned:
                story.words.append(PAGE_BREAK)
            self._turned = word == "page"
        else:
            self._row(word, number, story)

    def _row(self, word: str, number: int | None, story: Story) -> None:
        if word == "cell":
            story.end_cell()
        elif word == "row":
            story.end_row(self._edges)
        elif word == "trowd":
            self._edges, self._merged = [], ""
        elif word in ("clvmrg", "clmrg"):
            self._merged += word
        elif word == "cellx":
            self._edges.append(
                Edge(right=number or 0, from_left="clmrg" in self._merged, from_above="clvmrg" in self._merged)
            )
            self._merged = ""

    def _end_paragraph(self, story: Story) -> None:
        if self._state.in_table or story.cells:
            story.end_line()
        else:
            story.end_paragraph(
                heading=self._state.heading, page_before=self._state.page_before and story is self._body
            )

    # what is said

    def _say(self, text: str) -> None:
        state = self._state
        if not text or state.into is None or not state.shows:
            return
        if text.strip():
            self._turned = False
            if state.raised:
                text = without_mark(text, "".join(state.into[-1:]))
        state.into.append(text)

    def _take_bytes(self, data: bytes) -> None:
        passed, self._passed = min(self._passed, len(data)), max(0, self._passed - len(data))
        self._bytes += data[passed:]

    def _decode(self) -> None:
        if self._bytes:
            said, self._bytes = bytes(self._bytes), bytearray()
            self._say(said.decode(self._state.encoding or self._encoding, errors="replace"))


def _whole(text: str) -> str:
    """The text with characters that were written as two halves (surrogates) made one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

"""Plain text and Markdown, told apart by their content.

Knows Markdown's marks (CommonMark and its tables) as far as they stand between a reader and the words. Knows no
encoding. Every pattern is linear in the length of the text: files are other people's.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.model import Document, Page
from ingest.read.assemble import TextBlock, assemble, table_row
from ingest.read.normalise import normalise, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_SETEXT = re.compile(r" {0,3}(=+|-{3,})[ \t]*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(\S.*)")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:[ \t]+\"[^\"\n]{0,500}\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,2000})(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=\S)([^_\n]{1,2000})(?<=\S)_(?!\w)"
)
_CODE = re.compile(r"(`+)([^`\n]{1,2000})\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Escaped marks wait among the private-use characters, of which a normalised text has none, until all marks are gone.
_SHELTER = 0xE000
_UNSHELTERED = {_SHELTER + code: chr(code) for code in range(128)}
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,20000}?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)


def read_text(text: str) -> Document:
    """Reads decoded text as Markdown if it is written so, else as it stands. Raises ReadError when it has no words."""
    text = normalise(text)
    if not any(c.isalnum() for c in text):
        raise ReadError("there is no text in it", "Check that the file is the one you meant.")
    if looks_like_markdown(text):
        return _read_markdown(text)
    text += "\n"
    starts = [found.end() for found in re.finditer(r"\n\n", text) if found.end() < len(text)]
    return Document(
        text=text, pages=(Page(number=1, start=0, end=len(text)),), media_type="text/plain", breaks=(0, *starts)
    )


def looks_like_markdown(text: str) -> bool:
    """Whether the text uses Markdown's heading marks with text below, a table, or two other marks of it."""
    lines = text.split("\n", 20_000)[:20_000]
    headings = sum(1 for line in lines if _ATX.fullmatch(line))
    underlined = any(
        above.strip() and not _SETEXT.fullmatch(above) and re.fullmatch(r"={3,}|-{3,}", below)
        for above, below in pairwise(lines)
    )
    tables = any("|" in above and "|" in below and _is_table_rule(below) for above, below in pairwise(lines))
    joined = "\n".join(lines)
    inline = bool(_STRONG.search(joined)) + bool(_LINK.search(joined))
    bullets = sum(1 for line in lines if re.match(r"[ \t]*[-*+] \S", line)) >= 2
    fences = sum(1 for line in lines if _FENCE.match(line)) >= 2
    others = underlined + tables + inline + bullets + fences
    return headings >= 2 or (headings >= 1 and (others >= 1 or len(lines) > 2)) or (others - underlined >= 2) or tables


def _read_markdown(text: str) -> Document:
    title = None
    front = _FRONT_MATTER.match(text)
    if front:
        named = _FRONT_TITLE.search(front[1])
        title = one_line(named[1]) if named else None
        text = text[front.end() :]
    blocks = list(_blocks(_COMMENT.sub("", text)))
    first_heading = next((one_line(block.text) for block in blocks if block.kind == "heading"), None)
    return assemble(blocks, media_type="text/markdown", title=title or first_heading)


def _blocks(text: str) -> Iterator[TextBlock]:
    """Yields a Markdown text's blocks in order; the lines of a paragraph stay lines."""
    lines = text.split("\n")
    held: list[str] = []
    kind = "paragraph"

    def flush() -> Iterator[TextBlock]:
        nonlocal kind
        if held:
            yield TextBlock(text=_plain("\n".join(held)), kind="item" if kind == "item" else "paragraph")
        held.clear()
        kind = "paragraph"

    fence = None
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence):
                fence = None
                yield TextBlock(text="\n".join(held))
                held.clear()
            else:
                held.append(line)
        elif opened:
            yield from flush()
            fence = opened[1]
        elif heading := _ATX.fullmatch(line):
            yield from flush()
            yield TextBlock(text=_plain(heading[1].rstrip("# ")), kind="heading")
        elif not line.strip():
            yield from flush()
        elif held and kind == "paragraph" and _SETEXT.fullmatch(line):
            yield TextBlock(text=_plain("\n".join(held)), kind="heading")
            held.clear()
        elif "|" in line and (_is_row(line) or ("|" in following and _is_table_rule(following))):
            yield from flush()
            if not _is_table_rule(line):
                yield table_row(_plain(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")))
        elif _is_break(line):
            yield from flush()
        elif item := _ITEM.fullmatch(line):
            yield from flush()
            mark = "•" if item[2] in "-*+" else item[2]
            held.append(f"{mark} {item[3]}")
            kind = "item"
        else:
            held.append(re.sub(r"^[ \t]*(?:>[ \t]?)*", "", line))
    yield from flush()


def _is_table_rule(line: str) -> bool:
    return "-" in line and not line.strip("|:- \t")


def _is_break(line: str) -> bool:
    marks = line.replace(" ", "")
    return len(marks) >= 3 and marks[0] in "*-_" and marks == marks[0] * len(marks)


def _is_row(line: str) -> bool:
    return line.strip().startswith("|")


def _plain(text: str) -> str:
    """Returns the words of a piece of Markdown without the marks: emphasis, links, code, escapes."""
    text = _ESCAPE.sub(lambda found: chr(_SHELTER + ord(found[1])), text)
    text = _LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(lambda found: found[1] or found[2], text)
    return _CODE.sub(r"\2", text).translate(_UNSHELTERED)

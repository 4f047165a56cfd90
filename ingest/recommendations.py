"""What a report says must improve: its numbered recommendations, or the bullets below "What needs to improve".

Knows the headings under which inspection reports list them, and what an item of such a list is. Does NOT know what an
item is about, nor how urgent it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from statistics import median
from typing import TYPE_CHECKING

from corpus.model import Fact
from corpus.sentences import BULLETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Block, Document

__all__ = ["recommendations"]

_OPENS = re.compile(
    r"(?:what\s+(?:does\s+)?(?:the\s+)?(?:[\w’' ]+\s+)?needs?\s+to\s+(?:be\s+)?improved?"
    r"|(?:the\s+)?(?:main\s+|key\s+)?recommendations"
    r"|(?:main\s+|key\s+)?areas?\s+for\s+(?:further\s+)?(?:improvement|development|priority\s+action)"
    r"|priority(?:\s+and\s+immediate)?\s+actions?)(?:\s+(?:for|to)\s+.{1,60}?)?\s*\??(?:\d{1,2}|[⁰¹²³⁴-⁹]{1,2})?:?",
    re.IGNORECASE,
)
# Below "What does the local authority need to improve?" stand headings of their own: these belong to the list.
_PARTED = re.compile(r"what\s+does\s+.+\s+need\s+to\s+improve|(?:priority|areas\s+for)\b", re.IGNORECASE)
_CLOSES = re.compile(
    r"strengths|information\s+about|summary|inspection\s+(?:findings|judgements?)|the\s+experiences?\s+|outcomes|"
    r"leadership,\s+management\s+and\s+governance\s+(?:is|are|require)|what\s+(?:is|inspectors|the)\b|executive|annex|glossary",
    re.IGNORECASE,
)
_BOARD = re.compile(r"\b(?:LSCBs?|Safeguarding\s+(?:Children\s+)?(?:Children\W?s\s+)?Board)\b", re.IGNORECASE)
_AUTHORITY = re.compile(r"experiences\s+and\s+progress|local\s+authority\s+need", re.IGNORECASE)
_MARK = re.compile(rf"\s*(?:[{BULLETS}]+|[-–—*](?=\s)|\(?\d{{1,3}}(?:\.\d{{1,2}})*[.)](?=\s|[A-Z]))\s*")
_NUMBER = re.compile(r"\s*\(?\d{1,3}(?:\.\d{1,2})*[.)](?=\s|[A-Z])")
_NOTHING = re.compile(
    r"\b(?:no|not|none)\b.{0,80}\b(?:areas?|actions?|recommendations?|priorit\w+)\b", re.IGNORECASE | re.DOTALL
)
_FINDING = 450  # characters: no list's usual item is longer; paragraphs of findings, read in the wrong order, are
# "Leaders should make sure that ...": a line that says who is to do what is an item, wherever bullets stand.
_ADDRESSED = re.compile(
    r"[ \t]*(?=(?-i:[A-Z]))(?:[^\s.;:]+[ \t]+){1,14}?(?:should|must|needs?[ \t]+to)\b(?![ \t]*:)(?:\s+[^\s•]+){3,}",
    re.IGNORECASE,
)
_PARTICULARS = re.compile(
    r"\b(?:particularly|includ(?:ing|es)|specifically|especially|such\s+as)\s*:\s*$", re.IGNORECASE
)
_FINISHED = re.compile(r"[.;:!?][)\]\"'’”]*\d{0,2}\s*$")


@dataclass(kw_only=True, slots=True)
class _List:
    """One list under its heading: whose it is, and its blocks."""

    key: str
    blocks: list[Block] = field(default_factory=list)


def recommendations(document: Document, blocks: Sequence[Block], *, facts: Sequence[Fact]) -> list[Fact]:
    """The items of a report's lists of recommendations, in order, one fact each, with the item's words as `value`.

    `key` is "lscb" for what the safeguarding board is to improve, "priority" for what a list of priority actions holds,
    "authority" otherwise. Sub-bullets stay with the item that they explain. Where a page's end cuts an item in two,
    `value` holds the whole and the span its part on the first page. A list that says that there is nothing to improve
    has no items. `facts` are what is known of the report already: in a review of the board alone every item is the
    board's.
    """
    alone = any(fact.kind == "framework" and "lscb" in fact.value.lower() for fact in facts)
    found = []
    for one in _lists(document.text, [block for block in blocks if block.kind != "furniture"]):
        key = "lscb" if alone else one.key
        found += [_fact(document.text, item, key) for item in _items(document.text, one.blocks)]
    return found


def _lists(text: str, blocks: list[Block]) -> Iterator[_List]:
    current: _List | None = None
    level, parted, key = 0, False, "authority"
    for block in blocks:
        words = " ".join(text[block.start : block.end].split()).strip("#*_ ")
        opens = _opens(block, words)
        if block.kind != "heading" and not opens:
            if current is not None:
                current.blocks.append(block)
            continue
        if _BOARD.search(words):
            key = "lscb"
        elif _AUTHORITY.search(words):
            key = "authority"
        if opens:
            if current is not None and current.blocks:
                yield current
            if current is None or not parted:
                level = block.level
            parted = _PARTED.match(words) is not None
            current = _List(key="priority" if key == "authority" and "priority" in words.lower() else key)
        elif current is not None and (not parted or block.level <= level or _CLOSES.search(words)):
            yield current
            current, parted = None, False
    if current is not None:
        yield current


def _opens(block: Block, words: str) -> bool:
    """Whether a list begins here: a heading, or a short line of a known wording that was not seen to be one."""
    return block.kind in ("heading", "paragraph") and len(words) < 90 and _OPENS.fullmatch(words) is not None


def _items(text: str, blocks: list[Block]) -> list[list[Block]]:
    """The blocks of each item: numbered or marked ones with what follows them; paragraphs where nothing is marked."""
    if addressed := _addressed(text, blocks):
        return addressed
    marked = any(_marked(text, block) for block in blocks)
    items: list[list[Block]] = []
    inside = False  # an item to which what follows may still belong
    for block in blocks:
        words = text[block.start : block.end].strip()
        unfinished = inside and not _FINISHED.search(text[items[-1][-1].start : items[-1][-1].end])
        goes_on = not _marked(text, block) and (unfinished or words[:1].islower())
        if inside and (goes_on or _explains(text, items[-1], block)):
            items[-1].append(block)
        elif _marked(text, block) or not marked:
            items.append([block])
            inside = True
        else:
            inside = False
    items = [item for item, after in zip(items, [*items[1:], []], strict=False) if not _is_theme(text, item, after)]
    items = [item for item in items if _says_something(text, item)]
    return [] if items and median(len(_words(text, item)) for item in items) > _FINDING else items


def _addressed(text: str, blocks: list[Block]) -> list[list[Block]]:
    """The items of a list of sentences that each say who is to do what; none where it is no such list.

    Bullets belong to the sentence above them. One sentence over all the bullets only leads in, unless it says that they
    are particulars.
    """
    if not blocks or blocks[0].kind != "paragraph" or not _ADDRESSED.match(text, blocks[0].start, blocks[0].end):
        return []
    items: list[list[Block]] = []
    for block in chain.from_iterable(_sentences_apart(text, one) for one in blocks):
        above = text[items[-1][-1].start : items[-1][-1].end].rstrip() if items else ""
        if block.kind == "paragraph" and _ADDRESSED.match(text, block.start, block.end) and _ends(above):
            items.append([block])
        elif not _ends(above) or _explains(text, items[-1], block):
            items[-1].append(block)
    alone = len(items) == 1 and any(block.kind == "bullet" for block in blocks)
    return [] if alone and not _PARTICULARS.search(text, items[0][0].start, items[0][0].end) else items


def _ends(words: str) -> bool:
    return not words or _FINISHED.search(words) is not None


def _sentences_apart(text: str, block: Block) -> list[Block]:
    """A paragraph, parted before each line that says who is to do what, where the line above it is finished."""
    if block.kind != "paragraph":
        return [block]
    cuts = [
        line.start()
        for line in re.finditer(r"(?<=\n)[^\n]+", text[block.start : block.end])
        if _ADDRESSED.match(text, block.start + line.start(), block.end)
        and _ends(text[block.start : block.start + line.start()].rstrip())
    ]
    edges = [block.start, *(block.start + cut for cut in cuts), block.end]
    return [replace(block, start=first, end=last) for first, last in pairwise(edges)]


def _is_theme(text: str, item: list[Block], after: list[Block]) -> bool:
    """Whether a numbered line only names what the bullets below it are about."""
    if len(item) > 1 or item[0].kind != "paragraph" or not after or after[0].kind != "bullet":
        return False
    words = _words(text, item)
    return len(words) < 90 and not _FINISHED.search(words)


def _marked(text: str, block: Block) -> bool:
    return block.kind == "bullet" or (
        block.kind == "paragraph" and _NUMBER.match(text, block.start, block.end) is not None
    )


def _explains(text: str, item: list[Block], bullet: Block) -> bool:
    """Whether a bullet is part of the item: below a line that ended in a colon, at the depth of its like."""
    first = item[0]
    if bullet.kind != "bullet" or (first.kind == "bullet" and bullet.level <= first.level):
        return False
    nested = [block for block in item[1:] if block.kind == "bullet"]
    return bool(nested) or text[item[-1].start : item[-1].end].rstrip().endswith(":")


def _says_something(text: str, item: list[Block]) -> bool:
    words = _words(text, item)
    return len(words) > 15 and not words.endswith(":") and not (len(words) < 250 and _NOTHING.search(words))


def _words(text: str, item: list[Block]) -> str:
    mark = _MARK.match(text, item[0].start, item[0].end)
    first = text[mark.end() if mark else item[0].start : item[0].end]
    return " ".join(" ".join([first, *(text[block.start : block.end] for block in item[1:])]).split())


def _fact(text: str, item: list[Block], key: str) -> Fact:
    mark = _MARK.match(text, item[0].start, item[0].end)
    start, end = mark.end() if mark else item[0].start, item[0].end
    for block in item[1:]:
        if block.start != end or block.page != item[0].page:
            break
        end = block.end
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return Fact(kind="recommendation", key=key, value=_words(text, item), start=start, end=end)

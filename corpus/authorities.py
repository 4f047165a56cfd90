"""Which authorities there are, and which of them a text names.

Knows the names of England's local authorities for children's services, what people call them, and the names of places
that are not among them. Knows no report, no question's meaning and no store. A text is a question, a cover page or a
header line; the longest name wins, so that "North Yorkshire" is not "York".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.name_words import COMMON_WORDS, Token, is_name
from corpus.spelling import slips_between

if TYPE_CHECKING:
    from collections.abc import Collection

How = Literal["exact", "alias", "fuzzy"]

# What a question calls the councils of a type, beside the regions.
TYPES = {"metropolitan": "metropolitan boroughs", "unitary": "unitary areas", "county": "shire counties"}

# The longest name that is looked for misspelt has this many words (Bath and North East Somerset).
_WIDEST = 5

_WORD = re.compile(r"[^\W\d_]+|&")
_GAP = re.compile(r"[\s.,'’‘`‐‑‒–-]{0,4}")
_BEFORE = re.compile(
    r"(?:(?:london|royal|metropolitan)\s+borough\s+(?:council\s+)?of|borough\s+of|cit(?:y|ies)\s+of"
    r"|city\s+and\s+county\s+of|county\s+of|council\s+of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:(?:city|county|unitary|(?:royal\s+|london\s+|metropolitan\s+)?(?:borough|district))\s+)?council\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority:
    """One local authority: its canonical name, what else it is called, where it lies.

    `type` is the kind of council: "metropolitan", "unitary", "county" or "London borough" (by the Office for National
    Statistics' codes). `neighbours` are its statistical neighbours by name, the nearest first. `abolished` is the year
    in which it ceased to be (None while it stands), `successors` are the authorities that took its place.
    """

    name: str
    aliases: tuple[str, ...]
    region: str
    type: str
    la_code: str
    urn: str
    neighbours: tuple[str, ...] = ()
    abolished: int | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorityMatch:
    """An authority named in a text, at text[start:end] (with "London Borough of" or "City Council" where printed).

    `score` is 1.0 for a name or alias and falls with each misspelt letter. `rivals` are other authorities that the same
    words may mean: where there are any, `name` is only the likeliest.
    """

    name: str
    start: int
    end: int
    how: How
    score: float = 1.0
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ElsewhereMatch:
    """A place outside England named in a text, at text[start:end], and the nation it belongs to."""

    name: str
    nation: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one sequence of words stands for: an authority (and its rivals), a place elsewhere, or neither."""

    words: tuple[str, ...]
    kind: Literal["authority", "elsewhere", "other"]
    name: str
    how: How = "exact"
    rivals: tuple[str, ...] = ()
    nation: str = ""
    capitals: bool = False


@lru_cache(maxsize=1)
def authorities() -> tuple[Authority, ...]:
    """Every authority by name, the abolished ones among them.

    Source: names, regions and codes of the Department for Education's local authority list; neighbours of its
    statistical neighbour model; aliases are general knowledge.
    """
    rows = _rows("authorities.csv")
    names = {row["la_code"]: row["name"] for row in rows}
    return tuple(
        Authority(
            name=row["name"],
            aliases=_listed(row["aliases"]),
            region=row["region"],
            type=row["type"],
            la_code=row["la_code"],
            urn=row["urn"],
            neighbours=tuple(names[code] for code in _listed(row["neighbours"])),
            abolished=int(row["abolished"]) if row["abolished"] else None,
            successors=_listed(row["successors"]),
        )
        for row in rows
    )


def lies_in(name: str | None, region: str | None, places: Collection[str]) -> bool:
    """Whether an authority's region is one of these places, or its councils of a type: "metropolitan boroughs"."""
    known = authority(name) if name else None
    return region in places or (known is not None and TYPES.get(known.type) in places)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Authority]:
    return {authority.name: authority for authority in authorities()}


def authority(name: str) -> Authority | None:
    """The authority of that canonical name, or None."""
    return _by_name().get(name)


def find_authorities(text: str, *, fuzzy: bool = True) -> list[AuthorityMatch]:
    """The authorities that a text names, in the order in which it names them.

    With `fuzzy`, a word that is no English word known to be near a name, and is a letter or two away from one, counts
    as that name misspelt. A name in a text is found as often as it stands there.
    """
    tokens = _tokens(text)
    entries = _scan(text, tokens)
    found = [
        _match(text, entry, tokens[first].start, tokens[last].end)
        for entry, first, last in entries
        if entry.kind == "authority"
    ]
    if not fuzzy:
        return found
    slips = _misspelt(tokens, entries)
    whole = [match for match in found if not any(slip.start <= match.start and match.end <= slip.end for slip in slips)]
    return sorted(whole + slips, key=lambda match: match.start)


def find_elsewhere(text: str) -> list[ElsewhereMatch]:
    """The places outside England that a text names, in order ("Glasgow", "Cardiff", "Belfast")."""
    tokens = _tokens(text)
    return [
        ElsewhereMatch(name=entry.name, nation=entry.nation, start=tokens[first].start, end=tokens[last].end)
        for entry, first, last in _scan(text, tokens)
        if entry.kind == "elsewhere"
    ]


def _tokens(text: str) -> list[Token]:
    return [
        Token("and" if found[0] == "&" else found[0].casefold(), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


def _scan(text: str, tokens: list[Token]) -> list[tuple[_Entry, int, int]]:
    """Each name in the text as (entry, first token, last token), the longest at each place; common words by context."""
    entries = _entries()
    found: list[tuple[_Entry, int, int]] = []
    doubtful: list[tuple[_Entry, int, int]] = []
    index = 0
    while index < len(tokens):
        entry = next((e for e in entries.get(tokens[index].word, ()) if _stands(e, text, tokens, index)), None)
        if entry is None:
            index += 1
            continue
        last = index + len(entry.words) - 1
        if len(entry.words) == 1 and entry.words[0] in COMMON_WORDS:
            verdict = is_name(text, tokens, index)
            if verdict is None:
                doubtful.append((entry, index, last))
            elif verdict:
                found.append((entry, index, last))
        else:
            found.append((entry, index, last))
        index = last + 1
    sure = any(entry.kind == "authority" for entry, _, _ in found)
    if doubtful and (sure or len({entry.name for entry, _, _ in doubtful}) > 1):
        found = sorted(found + doubtful, key=lambda item: item[1])
    return found


def _stands(entry: _Entry, text: str, tokens: list[Token], index: int) -> bool:
    """Whether the entry's words stand at this token, with no more than spaces and light punctuation between them."""
    words = entry.words
    if index + len(words) > len(tokens):
        return False
    for offset in range(1, len(words)):
        before, here = tokens[index + offset - 1], tokens[index + offset]
        if here.word != words[offset] or not _GAP.fullmatch(text, before.end, here.start):
            return False
    return not entry.capitals or text[tokens[index].start : tokens[index + len(words) - 1].end].isupper()


def _match(text: str, entry: _Entry, start: int, end: int) -> AuthorityMatch:
    before = _BEFORE.search(text, max(0, start - 48), start)
    after = _AFTER.match(text, end)
    return AuthorityMatch(
        name=entry.name,
        start=before.start() if before else start,
        end=after.end() if after else end,
        how=entry.how,
        rivals=entry.rivals,
    )


def _misspelt(tokens: list[Token], entries: list[tuple[_Entry, int, int]]) -> list[AuthorityMatch]:
    """Names a few letters away from words of the text that are not ordinary English.

    A misspelt name of several words may hold a right name ("Nroth Somerset"); else the words of `entries` are taken.
    """
    ordinary = _near_words()
    taken = {index for _, first, last in entries for index in range(first, last + 1)}
    barred = {index for entry, first, last in entries if entry.kind == "elsewhere" for index in range(first, last + 1)}
    found: list[AuthorityMatch] = []
    index = 0
    while index < len(tokens):
        step = 1
        for width in range(min(_WIDEST, len(tokens) - index), 0, -1):
            window = tokens[index : index + width]
            if not (barred if width > 1 else taken).isdisjoint(range(index, index + width)):
                continue
            nearest = _nearest(tuple(token.word for token in window), ordinary)
            if nearest is not None:
                entry, score, rivals = nearest
                start, end = window[0].start, window[-1].end
                found.append(
                    AuthorityMatch(name=entry.name, start=start, end=end, how="fuzzy", score=score, rivals=rivals)
                )
                step = width
                break
        index += step
    return found


@lru_cache(maxsize=512)
def _about(letter: str, size: int) -> tuple[_Entry, ...]:
    """The entries with this first letter that are about so many letters long: more than three slips nobody bears."""
    entries = _by_letter().get(letter, ())
    return tuple(entry for entry in entries if abs(sum(map(len, entry.words)) - size) <= 3)


@lru_cache(maxsize=4096)
def _nearest(words: tuple[str, ...], ordinary: frozenset[str]) -> tuple[_Entry, float, tuple[str, ...]] | None:
    """The entry nearest to the words, its score and the rivals that are about as near; None where none is near."""
    if len(words[0]) < 2 or all(len(word) < 4 or word in ordinary for word in words):
        return None
    near: dict[str, tuple[int, _Entry]] = {}
    for entry in _about(words[0][0], sum(map(len, words))):
        distance = slips_between(words, entry.words, ordinary)
        if distance is not None and distance < near.get(entry.name, (99, entry))[0]:
            near[entry.name] = (distance, entry)
    if not near:
        return None
    ranked = sorted(near.values(), key=lambda item: (item[0], item[1].name))
    best, entry = ranked[0]
    margin = 0 if best < 2 else 1
    rivals = [other.name for distance, other in ranked[1:] if distance - best <= margin]
    size = len("".join(entry.words))
    return entry, round(1 - best / size, 3), tuple(dict.fromkeys((*entry.rivals, *rivals)))


@lru_cache(maxsize=1)
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """Every name and alias by its first word, the longest first."""
    every: dict[tuple[str, ...], _Entry] = {}

    def add(text: str, kind: Literal["authority", "elsewhere", "other"], name: str, how: How, **more: object) -> None:
        words = tuple(token.word for token in _tokens(text))
        rivals, nation = more.get("rivals", ()), more.get("nation", "")
        assert isinstance(rivals, tuple) and isinstance(nation, str)
        capitals = text.isupper() and len(text) <= 3 and "&" not in text
        every.setdefault(words, _Entry(words, kind, name, how, rivals, nation, capitals))

    for one in authorities():
        add(one.name, "authority", one.name, "exact")
    for row in _rows("ambiguous_names.csv"):
        first, *rivals = _listed(row["candidates"])
        add(row["name"], "authority", first, "alias", rivals=tuple(rivals))
    for one in authorities():
        for alias in one.aliases:
            add(alias, "authority", one.name, "alias")
    for row in _rows("outside_england.csv"):
        add(row["name"], "elsewhere", row["name"], "exact", nation=row["nation"])
    for line in _lines("not_authorities.txt"):
        add(line, "other", line, "exact")
    grouped: dict[str, list[_Entry]] = {}
    for entry in every.values():
        grouped.setdefault(entry.words[0], []).append(entry)
    return {word: tuple(sorted(group, key=lambda e: -len(e.words))) for word, group in grouped.items()}


@lru_cache(maxsize=1)
def _by_letter() -> dict[str, tuple[_Entry, ...]]:
    """The authorities' names and aliases by first letter, for the search for misspelt ones."""
    grouped: dict[str, list[_Entry]] = {}
    for group in _entries().values():
        for entry in group:
            # An abbreviation is a letter away from too many words to be found misspelt.
            if entry.kind == "authority" and (entry.how == "exact" or len("".join(entry.words)) >= 7):
                grouped.setdefault(entry.words[0][0], []).append(entry)
    return {letter: tuple(group) for letter, group in grouped.items()}


@lru_cache(maxsize=1)
def _near_words() -> frozenset[str]:
    """English words that are a slip away from a name, and words of names themselves: neither is a misspelling."""
    words = {word for group in _entries().values() for entry in group for word in entry.words}
    return frozenset(words) | frozenset(_lines("near_words.txt"))


def _rows(name: str) -> list[dict[str, str]]:
    import csv

    return list(csv.DictReader(_lines(name)))


def _lines(name: str) -> list[str]:
    return (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)

"""What people say for what reports record, and the small words that join, deny, bound, order, count and compare.

Knows the concepts of qa/data/lexicon.toml and finds them in a text: the longest phrase at each place. Does not know
names, dates or numbers in figures, nor what any concept means to a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Lexicon", "Match", "Word", "expand", "lexicon", "load_lexicon", "split_words"]

# A word; n't and 's are words of their own, a hyphen parts words, "&" and "+" are words, a number keeps its marks.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+?(?=n't(?!\w))|n't(?!\w)|'(?:s|re|d|ve|m|ll)(?!\w)|s'(?!\w)|[^\W_]+|[&+]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, lower case, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the words from `first` up to `last` (exclusive), and the concepts it may stand for."""

    first: int
    last: int
    keys: frozenset[str]


def split_words(text: str) -> list[Word]:
    """The words of `text`, whose apostrophes are straight."""
    return [Word(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text)]


class Lexicon:
    """The concepts by their first word; `examples` are the texts that each says it is and is not found in."""

    def __init__(self, concepts: Mapping[str, Mapping[str, Any]]) -> None:
        self.examples = {key: (tuple(one.get("yes", ())), tuple(one.get("no", ()))) for key, one in concepts.items()}
        self._phrases: dict[str, dict[tuple[str, ...], frozenset[str]]] = {}
        for key in concepts:
            for phrase in _phrases(key, concepts):
                words = tuple(word.text for word in split_words(phrase))
                if words:
                    held = self._phrases.setdefault(words[0], {})
                    held[words] = held.get(words, frozenset()) | {key}
        self._longest = {first: max(map(len, held)) for first, held in self._phrases.items()}

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that stands in a phrase."""
        return frozenset(word for held in self._phrases.values() for words in held for word in words)

    def at(self, words: Iterable[Word], place: int) -> Match | None:
        """The longest phrase that begins with the word at `place`."""
        words = list(words)
        held = self._phrases.get(words[place].text)
        if held is None:
            return None
        for length in range(min(self._longest[words[place].text], len(words) - place), 0, -1):
            keys = held.get(tuple(word.text for word in words[place : place + length]))
            if keys:
                return Match(place, place + length, keys)
        return None

    def find(self, text: str) -> list[Match]:
        """The phrases of `text` from left to right, none overlapping."""
        words, found, place = split_words(text), [], 0
        while place < len(words):
            match = self.at(words, place)
            if match is not None:
                found.append(match)
            place = match.last if match is not None else place + 1
        return found


def _phrases(key: str, concepts: Mapping[str, Mapping[str, Any]], above: tuple[str, ...] = ()) -> Iterator[str]:
    """Every way of saying a concept; {other} stands for the phrases of another concept, which may not name this one."""
    if key not in concepts or key in above:
        raise ValueError(f"the lexicon's {above[-1] if above else key} refers to {key}, which is not there or a circle")
    for phrase in concepts[key]["phrases"]:
        for said in expand(phrase):
            named = re.search(r"\{([^}]+)\}", said)
            if named is None:
                yield said
            else:
                for other in _phrases(named[1], concepts, (*above, key)):
                    yield said[: named.start()] + other + said[named.end() :]


def expand(phrase: str) -> list[str]:
    """The strings that a phrase stands for: '(a|b) c' gives 'a c' and 'b c', '(a )?b' and 'a?b' give two as well.

    Raises ValueError for a bracket that is not closed.
    """
    strings, rest = _alternatives(phrase.replace("[ -]", " "), 0)
    if rest != len(phrase.replace("[ -]", " ")):
        raise ValueError(f"a bracket of the phrase {phrase!r} is not closed")
    return [" ".join(one.split()) for one in dict.fromkeys(strings)]


def _alternatives(text: str, at: int) -> tuple[list[str], int]:
    """What stands from `at` to the closing bracket, its alternatives each expanded; and where that bracket is."""
    whole: list[str] = []
    strings = [""]
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            whole, strings, at = whole + strings, [""], at + 1
            continue
        if text[at] == "(":
            part, at = _alternatives(text, at + 1)
            if at >= len(text):
                raise ValueError(f"a bracket of the phrase {text!r} is not closed")
        elif text[at] == "\\":
            at += 1
            part = [text[at]]
        else:
            part = [text[at]]
        at += 1
        if at < len(text) and text[at] == "?":
            part, at = [*part, ""], at + 1
        strings = [one + more for one in strings for more in part]
    return whole + strings, at


def load_lexicon(text: str) -> Lexicon:
    """The lexicon that a TOML text describes; raises ValueError for a reference that leads nowhere."""
    import tomllib

    kinds = tomllib.loads(text)
    return Lexicon({f"{kind}.{key}": one for kind, keys in kinds.items() for key, one in keys.items()})


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of qa/data/lexicon.toml, read once."""
    return load_lexicon((files("qa") / "data" / "lexicon.toml").read_text(encoding="utf-8"))

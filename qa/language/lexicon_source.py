"""The lexicon as it is written down, and what is made of it: every phrase with the concepts it may stand for.

Knows the brackets and references of qa/data/lexicon.toml. Does not know what is found in a text; by it
scripts/build_lexicon.py writes qa/data/lexicon.json, which is what questions are read by.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from qa.language.lexicon import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["compiled", "concepts_of", "expand"]


def concepts_of(text: str) -> dict[str, dict[str, Any]]:
    """The concepts of a TOML text by name ("grade.good"): their phrases, and texts they are and are not found in."""
    kinds = tomllib.loads(text)
    return {f"{kind}.{key}": one for kind, keys in kinds.items() for key, one in keys.items()}


def compiled(concepts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The lexicon as plain data: sets of concepts, the place among them of each phrase's, and the longest phrases.

    Raises ValueError for a reference that leads nowhere and for a bracket that is not closed.
    """
    found: dict[str, set[str]] = {}
    for key in concepts:
        for phrase in _phrases(key, concepts):
            said = " ".join(word.text for word in split_words(phrase))
            if said:
                found.setdefault(said, set()).add(key)
    sets = sorted({tuple(sorted(keys)) for keys in found.values()})
    places = {keys: place for place, keys in enumerate(sets)}
    longest: dict[str, int] = {}
    for said in found:
        words = said.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    phrases = {said: places[tuple(sorted(keys))] for said, keys in sorted(found.items())}
    return {"concepts": [list(keys) for keys in sets], "phrases": phrases, "longest": dict(sorted(longest.items()))}


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

"""Who and what a sentence names: authorities by any of their names, and words with capitals.

Knows how English marks a name. Does not know claims or quotes. A surname alone at the start of a sentence cannot be
told from any other first word, and is not looked at.
"""

from __future__ import annotations

import re

from qa.ground.normal import clean
from qa.language.words import QUESTION_WORDS, STOP

__all__ = ["authorities_in", "mentions", "names_in", "stands_in"]

_WORD = r"[A-Z][\w'&]*(?:-[A-Z]?\w+)*"
_RUN = re.compile(rf"(?<!\w){_WORD}(?:\s+(?:(?:of|and|the|upon|on|in|de|for)\s+)*{_WORD})*")
_STARTS = re.compile(r"(?:^|[.!?:;•]['\")]?)\s*['\"(]?$")
# What a sentence may call by its name without a quote that does.
_KNOWN = frozenset(
    "i ofsted hmi council councils borough county city district authority authorities royal metropolitan unitary"
    " england english a the local children's services".split()
)
_DATES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


def authorities_in(text: str) -> set[str]:
    """The register's names of the authorities that a text names, under whatever name.

    A first word counts as a name where it can be one: it is put after "in", since "Slough saw it" and "Slough
    off" look alike at a sentence's start.
    """
    from corpus.authorities import find_authorities

    within = re.sub(r"(^|[.!?:;]\s+|\u2026\s*)(?=[A-Z])", r"\1in ", text)
    return {match.name for one in (text, within) for match in find_authorities(one, fuzzy=False)}


def mentions(text: str) -> list[tuple[int, int]]:
    """Where a text names an authority, in order; its first word counts as a name where it can be one."""
    from corpus.authorities import find_authorities

    led = "in "
    found = {(match.start, match.end) for match in find_authorities(text, fuzzy=False)}
    found |= {(m.start - len(led), m.end - len(led)) for m in find_authorities(f"{led}{text}", fuzzy=False)}
    return sorted(found)


def names_in(sentence: str) -> list[str]:
    """The names of a sentence other than authorities: runs of words with capitals; its first word only within one."""
    from corpus.authorities import find_authorities

    text = clean(sentence)
    for match in find_authorities(text, fuzzy=False):
        text = f"{text[: match.start]}{'_' * (match.end - match.start)}{text[match.end :]}"
    found = []
    for run in _RUN.finditer(text):
        words = run.group().split()
        opens = _STARTS.search(text[: run.start()]) is not None
        while words and _plain(words[-1]):
            words.pop()
        if opens and len(words) == 1:
            continue
        while words and _plain(words[0]):
            words.pop(0)
        if words:
            found.append(" ".join(words))
    return found


def stands_in(name: str, support: str) -> bool:
    """Whether a name stands in the support, its words together and in order, whatever their case."""
    words = r"(?:'s)?\W+".join(re.escape(word.removesuffix("'s")) for word in clean(name).split())
    return re.search(rf"(?<!\w){words}(?!\w)", clean(support), re.IGNORECASE) is not None


def _plain(word: str) -> bool:
    folded = word.lower()
    folded = folded if folded in _KNOWN else folded.removesuffix("'s").removesuffix("'")
    return folded in STOP or folded in QUESTION_WORDS or folded in _KNOWN or folded in _DATES or not folded.strip("_")

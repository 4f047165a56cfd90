"""The thesaurus: how people ask, and how reports say it.

Knows the groups of qa/data/thesaurus.toml and of the user's own file, by stems. Does not know questions or reports.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import SettingsError
from corpus.settings import config_file
from qa.language.words import STOP, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Match", "Term", "Thesaurus", "thesaurus"]

_OWN = Path(__file__).parents[1] / "data" / "thesaurus.toml"
_KEYS = {"says", "asks"}

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One way to say it: the words as they are written (for the index, which stems them itself) and their stems.

    `telling` are the stems without stop words, or all of them where there are no others.
    """

    words: Phrase
    stems: Phrase
    telling: Phrase

    @classmethod
    def of(cls, text: str) -> Term:
        """The term that `text` writes."""
        written = tuple(words(text))
        stems = tuple(map(stem, written))
        return cls(written, stems, tuple(part for part in stems if part not in STOP) or stems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A phrase of a group found in a question: token positions `start` to `end` (exclusive), and what reports say.

    `reported` is whether reports use the phrase itself, or only people do.
    """

    start: int
    end: int
    says: tuple[Term, ...]
    reported: bool


class Thesaurus:
    """Groups of phrases that mean the same; a phrase is a tuple of stems."""

    def __init__(self, groups: Iterable[tuple[Sequence[str], Sequence[str]]]) -> None:
        self._says: dict[Phrase, list[Term]] = {}
        self._reported: set[Phrase] = set()
        self._longest = 1
        groups = list(groups)
        self._vocabulary = frozenset(word for says, _ in groups for phrase in says for word in words(phrase))
        for says, asks in groups:
            meant = [Term.of(term) for term in says]
            self._reported.update(term.stems for term in meant)
            for phrase in [term.stems for term in (*meant, *map(Term.of, asks))]:
                self._longest = max(self._longest, len(phrase))
                known = self._says.setdefault(phrase, [])
                stems = {phrase, *(term.stems for term in known)}
                known.extend(term for term in meant if term.stems not in stems)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every phrase that reports use, as it is written."""
        return self._vocabulary

    def __len__(self) -> int:
        return len(self._says)

    def says(self, text: str) -> tuple[str, ...]:
        """What reports say for `text`; empty where it is in no group."""
        return tuple(" ".join(term.words) for term in self._says.get(Term.of(text).stems, ()))

    def matches(self, tokens: Sequence[str]) -> list[Match]:
        """Phrases found among stems, from left to right, the longest first, none overlapping."""
        found: list[Match] = []
        at = 0
        while at < len(tokens):
            for length in range(min(self._longest, len(tokens) - at), 0, -1):
                phrase = tuple(tokens[at : at + length])
                says = self._says.get(phrase)
                if says is not None:
                    reported = phrase in self._reported
                    found.append(Match(start=at, end=at + length, says=tuple(says), reported=reported))
                    at += length
                    break
            else:
                at += 1
        return found


@cache
def thesaurus(extra: Path | None = None) -> Thesaurus:
    """The program's thesaurus with the user's groups added (`extra`, by default beside the settings file).

    Raises SettingsError where a file cannot be read or has another form.
    """
    groups = _read(_OWN)
    own = extra or config_file().with_name("thesaurus.toml")
    if extra is not None or own.is_file():
        groups += _read(own)
    return Thesaurus(groups)


def _read(path: Path) -> list[tuple[list[str], list[str]]]:
    try:
        with path.open("rb") as file:
            groups = tomllib.load(file).get("group", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The thesaurus {path} cannot be read: {error}. Correct or remove it.") from error
    return [_group(group, path, n) for n, group in enumerate(groups, 1)]


def _group(group: Any, path: Path, n: int) -> tuple[list[str], list[str]]:
    says: list[str] = group.get("says", []) if isinstance(group, dict) else []
    asks: list[str] = group.get("asks", []) if isinstance(group, dict) else []
    good = all(
        isinstance(terms, list) and all(isinstance(t, str) and words(t) for t in terms) for terms in (says, asks)
    )
    if not good or not says or set(group) - _KEYS:
        raise SettingsError(
            f"Group {n} of the thesaurus {path} is not understood. A group has a list `says` of words that "
            "reports use, and may have a list `asks` of words that people use."
        )
    return says, asks

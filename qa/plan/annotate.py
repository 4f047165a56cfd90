"""A question's words as typed tokens: names, times, numbers, concepts of the lexicon, and what none of these knows.

Knows where each kind is found and that the longest name or phrase wins. Does not know what the tokens say together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.language.lexicon import lexicon, split_words
from qa.language.marks import STRAIGHT, find_marks
from qa.language.misspelt import spelt
from qa.language.periods import find_periods
from qa.plan.asker import of_the_asker
from qa.plan.places import find_places
from qa.plan.token import Token
from qa.plan.vocabulary import find_own_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.language.lexicon import Word
    from qa.question import Catalogue

__all__ = ["ASIDE", "Annotated", "annotate"]

ASIDE = "talk.asker"  # the concept of what askers say of themselves
# A verb and its particle with what is left out between them.
_PUTTING = ("leaving", "leave", "setting", "putting", "put", "taking", "take", "counting", "keeping")
_ASIDE_OF_IT = ("out", "out of", "aside", "apart")
_OF_WHAT = ("for", "on", "in", "of", "about")
_WHAT_IS_NAMED = re.compile(r"(?:inspection|report|review|visit|grade|rating|judgement|result)s?\b", re.IGNORECASE)
_THEN = ("since then", "ever since", "ever since then", "from then on")
_TO_WHEN = 5  # tokens from "than" to its time, at most; none of them is what is compared, or counted
_WHAT = ("name", "mark", "noun", "step", "count", "bound", "grade", "area")
_WORSE = ("cmp.worse", "cmp.better")
_GONE = "\x00"  # stands for what is read already, so that no phrase reaches over it


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotated:
    """A question as tokens in the order of its text, and what the person should be told of how it was read."""

    text: str
    tokens: tuple[Token, ...]
    notes: tuple[str, ...] = ()


def annotate(question: str, catalogue: Catalogue) -> Annotated:
    """The tokens of `question`: names first, then times, then the longest phrases of the lexicon, then single words."""
    text = question.translate(STRAIGHT)
    places = find_places(text, catalogue)
    found = [
        Token(text[start:end], start, end, frozenset({f"name.{kind}"}), names)
        for start, end, kind, names in places.mentions
    ]
    found += _inspectors(text, catalogue, found)
    for one in find_periods(_blanked(text, found)):
        found.append(Token(text[one.start : one.end], one.start, one.end, frozenset({"time.period"}), one.period))
    for key, start, end in find_own_words(_blanked(text, found), catalogue.frameworks):
        found.append(Token(text[start:end], start, end, frozenset({key})))
    rest = _blanked(text, found)
    for start, end in find_marks(rest):
        mark = rest[start:end]
        found.append(Token(mark, start, end, frozenset({f"mark.{mark}"})))
    words, notes = spelt(split_words(rest))
    found += _words(text, words, [one.start for one in found])
    tokens = _without_the_asker(text, _since_then(_left_out(sorted(found, key=lambda one: one.start))))
    return Annotated(text=text, tokens=tokens, notes=(*places.notes, *notes))


def _left_out(tokens: list[Token]) -> list[Token]:
    """The tokens with "leaving London out of it" as an exception, like "leaving out London"."""
    for at, token in enumerate(tokens[:-2]):
        if token.text.lower() not in _PUTTING or not tokens[at + 1].has("name"):
            continue
        last = next(
            n
            for n in range(at + 2, len(tokens) + 1)
            if n == len(tokens) or not tokens[n].has("name", "op.and", "mark.,")
        )
        if last < len(tokens) and tokens[last].text.lower() in _ASIDE_OF_IT:
            tokens[at] = replace(token, keys=frozenset({"op.other_than"}))
            tokens[last] = replace(tokens[last], keys=frozenset({"filler.word"}))
            if last + 1 < len(tokens) and tokens[last].text.lower() == "out of":
                tokens[last + 1] = replace(tokens[last + 1], keys=frozenset({"filler.word"}))
    return tokens


def _since_then(tokens: list[Token]) -> list[Token]:
    """The tokens with "since then" as the time from the one named before it on, "after the bad result of 2020", and
    the time than which something is better or worse as where that begins.
    """
    times = [at for at, token in enumerate(tokens) if token.has("time.period")]
    then = [at for at, token in enumerate(tokens) if token.has("choice.later") and token.text.lower() in _THEN]
    if len(times) != 1 or tokens[times[0]].value.start == date.min:
        return tokens
    (at,) = times
    period = tokens[at].value
    onwards = replace(period, end=date.max, words=f"since {period.words}", precision="range")
    if len(then) == 1 and at < then[0]:
        tokens[then[0]] = replace(tokens[then[0]], keys=frozenset({"time.period"}), value=onwards)
        tokens[at] = replace(tokens[at], keys=frozenset({"filler.word"}), value=None)
    elif _than(tokens[max(0, at - _TO_WHEN) : at]) and any(token.has("step", *_WORSE) for token in tokens):
        # "better now than it was in 2015", "worse than when they came in 2015"
        tokens[at] = replace(tokens[at], value=onwards)
    return tokens


def _than(before: list[Token]) -> bool:
    """Whether what stands right before a time says that something is compared with how it was then."""
    than = next((n for n, token in enumerate(before) if "than" in token.text.lower().split()), None)
    return than is not None and not any(token.has(*_WHAT) for token in before[than + 1 :])


def _without_the_asker(text: str, tokens: list[Token]) -> tuple[Token, ...]:
    """The tokens with one in place of those that speak of the asker alone."""
    for first, last in reversed(of_the_asker(tokens)):
        start, end = tokens[first].start, tokens[last - 1].end
        tokens[first:last] = [Token(text[start:end], start, end, frozenset({ASIDE}))]
    return tuple(tokens)


def _blanked(text: str, found: list[Token]) -> str:
    for one in found:
        text = text[: one.start] + _GONE * (one.end - one.start) + text[one.end :]
    return text


def _words(text: str, words: list[Word], stops: list[int]) -> Iterator[Token]:
    """Phrases of the lexicon, numbers and unknown words; no phrase runs over another token."""
    place = 0
    while place < len(words):
        stop = min((one for one in stops if one >= words[place].start), default=len(text))
        near = [word for word in words[place : place + 12] if word.start < stop]
        match = lexicon().at(near, 0)
        if match is None or (match.last == 1 and words[place].text[0].isdecimal()):
            word = words[place]
            number = word.text.replace(",", "")
            if number.replace(".", "", 1).isdecimal():
                yield Token(word.text, word.start, word.end, frozenset({"number.n"}), float(number))
            else:
                yield Token(word.text, word.start, word.end, frozenset({"word"}))
            place += 1
            continue
        first, last = words[place], words[place + match.last - 1]
        if match.last == 1 and _is_acronym(text, first, match.keys):
            yield Token(text[first.start : first.end], first.start, first.end, frozenset({"word"}))
            place += 1
            continue
        number_of = next((float(key[7:]) for key in match.keys if key.startswith("number.")), None)
        yield Token(text[first.start : last.end], first.start, last.end, match.keys, number_of)
        place += match.last


def _is_acronym(text: str, word: Word, keys: frozenset[str]) -> bool:
    """Whether a word that else is mere talk is a name in capitals: "graded for SEND", "its SEND inspection", not "send
    me a list".
    """
    said, before, after = text[word.start : word.end], text[: word.start].split(), text[word.end :].split()
    if not said.isupper() or text.isupper() or not all(key.startswith("talk.") for key in keys):
        return False
    of_what = bool(before) and before[-1].lower() in _OF_WHAT
    return of_what or (bool(after) and _WHAT_IS_NAMED.match(after[0]) is not None)


@lru_cache(maxsize=4)
def _surnames(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    held: dict[str, tuple[str, ...]] = {}
    for name in names:
        last = name.split()[-1].casefold()
        held[last] = (*held.get(last, ()), name)
    return held


def _inspectors(text: str, catalogue: Catalogue, taken: list[Token]) -> Iterator[Token]:
    """Lead inspectors of the library by full name, in any case; by surname with a capital where only one has it."""
    surnames = _surnames(catalogue.inspectors)
    words = list(re.finditer(r"[A-Za-z][\w'-]*", _blanked(text, taken)))
    for at, word in enumerate(words):
        held = surnames.get(word[0].casefold().removesuffix("'s"), ())
        for name in held:
            parts = name.casefold().split()
            before = [one[0].casefold() for one in words[max(0, at - len(parts) + 1) : at + 1]]
            before[-1] = before[-1].removesuffix("'s")
            first = None
            if before == parts:
                first = words[at - len(parts) + 1]
            elif len(parts) > 2 and before[-2:] == [parts[0], parts[-1]]:
                first = words[at - 1]
            elif len(held) == 1 and word[0][0].isupper() and word.start() > 0:
                first = word
            if first is not None:
                end = word.start() + len(word[0].removesuffix("'s"))
                yield Token(text[first.start() : end], first.start(), end, frozenset({"name.inspector"}), (name,))
                break

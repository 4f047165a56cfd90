"""Denials and limiters: the words that turn what is said ("not", "no longer", "only", "up to").

Knows which words they are and what each is said of: the next word that tells something. Does not know who wrote a
claim, nor grammar beyond a clause's end. The rule: a claim denies what its quotes deny, limits what they limit, and
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qa.ground.normal import clean, normal
from qa.ground.related import is_known
from qa.language.words import QUESTION_WORDS, STOP, Token, stem, stems, tokens

__all__ = ["turned"]

# The first of them that fits a place is meant; "not only" neither denies nor limits.
_SAID = (
    ("not only", r"not (?:only|just|merely|simply|solely|least)"),
    ("at least", r"at (?:the very )?least|(?:no|not) (?:fewer|less) than|a minimum of"),
    ("at most", r"at (?:the very )?most|up to(?! date)|(?:no|not) more than|a maximum of"),
    ("no longer", r"no longer|not any ?(?:more|longer)"),
    ("never", r"never|at no (?:time|point|stage)|not once"),
    ("not", r"not|no(?![.-])|none|nobody|noone|nothing|nowhere|neither|nor|without|cannot|[a-z]+n't|far from|unable"
            r"|anything but|lack(?:s|ed|ing)?|fail(?:s|ed|ing|ures?)?(?: to)?"),
    ("little", r"(?<!a )little|scant"),
    ("only", r"only|just(?! (?:over|under|above|below)\b)|merely|mere|solely|simply|purely|exclusively"),
)  # fmt: skip
_TURN = re.compile(
    rf"(?<![\w-])(?:{'|'.join(f'(?P<_{n}>{said})' for n, (_, said) in enumerate(_SAID))})(?![\w'-])", re.IGNORECASE
)
_DENIALS = frozenset(("not", "never", "no longer", "little"))
_BORNE_BY = {"not": frozenset(("not", "never", "no longer"))}  # the others by themselves alone
_SENTENCE = re.compile(r"[.!?;:\u2026](?:\s|$)")
_JOINT = re.compile(
    r",(?!\d)|[()\[\]]|(?<![\w-])(?:and|or|but|while|whilst|whereas|although|though|because|since|unless|if|when|where"
    r"|which|who|whose|that)(?![\w-])",
    re.IGNORECASE,
)
# How far a denial goes: without "always", "not always" denies more.
_DEGREES = frozenset("all every everyone everything always both each enough very well quite often".split())
_TELLING = frozenset("says states notes records reports tells".split())  # a claim's own: "the report says that"
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
_BARE = 4  # letters, at least, of a word that one of them is put before


@dataclass(frozen=True, kw_only=True, slots=True)
class _Clause:
    """A clause: its text, its words, and the stems of the whole sentence that it is of."""

    text: str
    words: tuple[Token, ...]
    sentence: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Turn:
    """A denial or a limiter in a clause.

    `of` is the word it turns, None where there is none; `words` the stems from there to the end of the clause;
    `degrees` those of them that say how far it goes; `before` what the clause tells before.
    """

    key: str
    text: str
    clause: _Clause
    of: str | None
    words: frozenset[str]
    degrees: frozenset[str]
    before: tuple[str, ...]


def turned(text: str, support: str, left: Iterable[str] = ()) -> list[str]:
    """The words that turn what a claim says otherwise than its support does, and those that the support denies.

    `support` is the whole sentences that the quotes lie in, and what the program read there. `left` are figures of the
    claim that are what is left of a whole: the clause of one may deny what is said of the part, or the other way round
    (147 of 198 "were not late").
    """
    written = [stems(normal(figure).text) for figure in left]
    claim = [one for one in _clauses(text) if not any(_runs(figure, one.words) for figure in written)]
    there = _clauses(support)
    known = frozenset().union(*(one.sentence for one in there))
    stated = [turn for clause in there for turn in _turns(clause)]
    denying = {id(turn.clause) for turn in stated if turn.key in _DENIALS}
    plain = [clause for clause in there if id(clause) not in denying]
    denied = {stem(turn.of) for turn in stated if turn.key in _DENIALS and turn.of}
    found: list[str] = []
    for clause in claim:
        turns = _turns(clause)
        found += [turn.text for turn in turns if not any(_bears(one, turn, known) for one in stated)]
        if not any(turn.key in _DENIALS for turn in turns):
            found += _denied(clause, denied, plain, known)
    return [*dict.fromkeys(found), *_prefixed(claim, there)]


def _bears(stated: _Turn, claimed: _Turn, known: frozenset[str]) -> bool:
    """Whether a turn of the support is one of the claim: the same, of the same word and thing, and as far."""
    if stated.key not in _BORNE_BY.get(claimed.key, (claimed.key,)):
        return False
    if not _of_these(claimed.before, stated.clause.sentence, known):
        return False
    if claimed.of is None or stated.of is None:
        return claimed.of == stated.of
    if claimed.key not in _DENIALS:
        return is_known(claimed.of, {stem(stated.of)})
    return is_known(claimed.of, stated.words) and stated.degrees <= claimed.words


def _denied(clause: _Clause, denied: Set[str], plain: Sequence[_Clause], known: frozenset[str]) -> Iterator[str]:
    """The words of a clause that its support denies, and says nowhere of the same thing without a denial."""
    telling = [word for word, _, _ in clause.words if _tells(word)]
    for n, word in enumerate(telling):
        if word in _TELLING or stem(word) not in denied:
            continue
        if not any(
            stem(word) in {stem(other) for other, _, _ in one.words} and _of_these(telling[:n], one.sentence, known)
            for one in plain
        ):
            yield word


def _of_these(before: Iterable[str], sentence: frozenset[str], known: frozenset[str]) -> bool:
    """Whether a sentence speaks of all that stands before in a clause, as far as the support speaks of it at all."""
    return all(word in QUESTION_WORDS or is_known(word, sentence) or not is_known(word, known) for word in before)


def _turns(clause: _Clause) -> list[_Turn]:
    """The denials and limiters of a clause, in order."""
    found = []
    for match in _TURN.finditer(clause.text):
        after = [word for word, start, _ in clause.words if start >= match.end()]
        before = tuple(word for word, start, _ in clause.words if start < match.start() and _tells(word))
        of = next((word for word in after if _tells(word)), None)
        if of is None:  # "what they did not"
            of = before[-1] if before else None
            after += before[-1:]
        key = _SAID[int(str(match.lastgroup)[1:])][0]
        degrees = frozenset(stem(word) for word in after if _is_degree(word))
        words = frozenset(map(stem, after))
        found.append(_Turn(key=key, text=match[0], clause=clause, of=of, words=words, degrees=degrees, before=before))
    return found


def _tells(word: str) -> bool:
    return word not in STOP and word != "yet" and not _is_degree(word)


def _is_degree(word: str) -> bool:
    return word in _DEGREES or (len(word) > _BARE and word.endswith("ly"))


@lru_cache(maxsize=64)  # the same quotes for each claim
def _clauses(text: str) -> tuple[_Clause, ...]:
    """The clauses of a text."""
    text = normal(re.sub(r"(?<=\s)-(?=\s)", ",", clean(text))).text  # a dash between blanks is a comma
    found = []
    for sentence in _SENTENCE.split(text):
        stemmed = frozenset(stems(sentence))
        cuts = [0, *(match.start() for match in _JOINT.finditer(sentence)), len(sentence)]
        for start, end in pairwise(cuts):
            part = sentence[start:end]
            found.append(_Clause(text=part, words=tuple(tokens(part)), sentence=stemmed))
    return tuple(found)


def _runs(figure: Sequence[str], words: Sequence[Token]) -> bool:
    """Whether a figure stands among some words, as it is written."""
    among = tuple(stem(word) for word, _, _ in words)
    return any(among[at : at + len(figure)] == figure for at in range(len(among)))


def _prefixed(claim: Sequence[_Clause], there: Sequence[_Clause]) -> list[str]:
    """The words of a claim that are the opposite of one of its support by their beginning: "suitable", "unsuitable"."""
    known = {word for clause in there for word, _, _ in clause.words}
    return [
        word
        for clause in claim
        for word, _, _ in clause.words
        if word not in known
        and any(
            (len(word) >= _BARE and f"{prefix}{word}" in known)
            or (word.startswith(prefix) and len(word) >= len(prefix) + _BARE and word.removeprefix(prefix) in known)
            for prefix in _PREFIXES
        )
    ]

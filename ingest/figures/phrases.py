"""Noun phrases and subjects, by the words that cannot belong to one.

Knows where a noun phrase ends and which words stand before a clause's verb. Does not know figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.language.atoms import DASHES, joined, skip
from corpus.language.numerals import cardinal_at
from ingest.figures.words import (
    ADJECTIVES,
    AT_FIRST,
    AUXILIARIES,
    BESIDE,
    CHANGES,
    CONNECTIVES,
    DETERMINERS,
    FINITE,
    GROUPS,
    OF_THEM,
    PLURALS,
    PREPOSITIONS,
    QUANTITIES,
    REFERENCES,
    SINGULARS,
    STOPS,
    TIME_NOUNS,
    VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.language.atoms import Atom

__all__ = ["clause_start", "finite_verb", "noun_phrase", "phrase_before", "quantity_of", "subject"]

_MOST = 12  # words of a noun phrase
_LONG = 26  # words of a subject
_NOT_ENDED = frozenset("need needs speed indeed red based bed feed seed shed".split())
_NOT_ING = frozenset(
    """housing training nothing something thing things meeting meetings briefing building being setting settings hearing
    hearings wellbeing well-being parenting fostering offending ongoing placing funding learning working staffing
    planning remaining outstanding neighbouring existing monitoring proceedings reading writing spring offending
    following missing visiting nursing supervising briefings sibling siblings living leaving breaking boarding
    caring grooming warning beginning""".split()
)
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_GROUPED = frozenset((first, more.split()[0]) for first, every in GROUPS.items() for more in every)
_DOING = frozenset(
    """showing having being living receiving taking including involving requiring attending making using achieving
    completing leading resulting representing reporting giving""".split()
)
_TITLED = frozenset(("majesty's", "majesty’s"))
_NOUNS_IN_LY = frozenset("family supply assembly reply anomaly ally bully july".split())
_RELATIVE = frozenset("who whom which that whose where".split())
_LINKING = frozenset("that which who".split())
_SUBJECT_OPENS = frozenset(("there",))
_REPORTED = frozenset(
    """found saw means shows show showed indicates indicate indicated reports reported report state stated states said
    suggests suggest identified recognise recognised know known noted confirmed evidence demonstrates demonstrate
    estimated estimates ensures ensure ensuring so ensured fact view aware concern concerned""".split()
)


def noun_phrase(atoms: Sequence[Atom], i: int, *, single: bool = False) -> tuple[int, int] | None:
    """The noun phrase that begins at `i`, without determiners: first and last atom; None where a verb or mark stands.

    `single` is for one of what is named ("one child waited").
    """
    i = skip(list(atoms), i, DETERMINERS)
    i = skip(list(atoms), i, BESIDE)
    i -= atoms[i].text in _TITLED and i > 0  # "Her Majesty's Inspectors"
    j, noun, plural = i, False, False
    if _is_first_verb(atoms, i):
        return None
    while j - i < _MOST and atoms[j].text:
        word = atoms[j].text
        grouped = (
            _grouped(atoms, j) if (j == i and word in ("looked", "leaving", "missing", "foster")) or noun else None
        )
        if grouped:
            j, plural = grouped, plural or word in ("and", "or")
            continue
        if word in DASHES and joined(list(atoms), j) and joined(list(atoms), j + 1):
            j += 1
            continue
        if j > i + 1 and atoms[j - 1].text in DASHES and joined(list(atoms), j) and atoms[j].is_word:
            j += 1
            continue
        if (noun and (word in _DOING or word in FINITE)) or (j > i and word in DETERMINERS):
            break
        if not (atoms[j].is_word or (atoms[j].is_digits and j > i and joined(list(atoms), j))) or word in STOPS:
            break
        if noun and atoms[j + 1].text == "by" and (word.endswith("ed") or word in VERBS):
            break
        if (plural or (noun and single)) and _is_verb(word):
            break
        noun = noun or not (word in ADJECTIVES or word.endswith(("ly", "ed")))
        plural = plural or _is_plural(word)
        j += 1
    if j == i or not noun or atoms[j - 1].text in TIME_NOUNS:
        return None
    if not plural and not single and atoms[j].text == "and" and (until := _and_more(atoms, j + 1)):
        return i, until
    if atoms[j].text == "of" and atoms[j + 1].text not in OF_THEM:
        more = noun_phrase(atoms, j + 1) if j - i < _MOST and not _is_number(atoms, j + 1) else None
        return (i, more[1]) if more else (i, j)
    return i, j


def _is_turn(atoms: Sequence[Atom], n: int) -> bool:
    """Whether a verb says how something changed: "declined", "rose"."""
    return atoms[n].text in ("declined", "rose", "fell", "increased", "decreased", "improved", "reduced", "dropped")


def _and_more(atoms: Sequence[Atom], i: int) -> int | None:
    """Where "referral and assessment teams" ends behind its "and"."""
    j = i
    while atoms[j].is_word and atoms[j].text not in STOPS and j - i < 4:
        if _is_plural(atoms[j].text):
            return j + 1 if j > i else None
        j += 1
    return None


def _is_first_verb(atoms: Sequence[Atom], i: int) -> bool:
    """'139 live with foster families', "18 needed improvement": a verb where a noun phrase would begin."""
    word, after = atoms[i].text, atoms[i + 1].text
    if word in AT_FIRST:
        return True
    said = word in VERBS or (word.endswith(("ed", "ing")) and word not in _NOT_ING and word not in _NOT_ENDED)
    return (
        said
        and word not in CHANGES
        and (after in PREPOSITIONS or after in DETERMINERS)
        and (word, after) not in _GROUPED
    )


def phrase_before(atoms: Sequence[Atom], lo: int, hi: int) -> tuple[int, int] | None:
    """The noun phrase that ends at `hi`."""
    if hi and atoms[hi - 1].text.endswith("ly") and atoms[hi - 1].text not in _NOUNS_IN_LY:
        return None  # "had risen sharply"
    for i in range(max(lo, hi - 8), hi):
        done = i and atoms[i - 1].text in AUXILIARIES and atoms[i].text.endswith("ed")  # "families are offered"
        if done or atoms[i].text in VERBS or atoms[i].text.endswith("ly"):
            continue
        phrase = noun_phrase(atoms, i)
        if phrase and phrase[1] == hi:
            return phrase
    return None


def _is_number(atoms: Sequence[Atom], i: int) -> bool:
    return cardinal_at(list(atoms), skip(list(atoms), i, DETERMINERS)) is not None


def _grouped(atoms: Sequence[Atom], j: int) -> int | None:
    """Where "and young people", "looked after", "in need" ends that belongs to what stands before it."""
    for more in GROUPS.get(atoms[j].text, ()):
        words = more.split()
        if [atom.text for atom in atoms[j + 1 : j + 1 + len(words)]] == words:
            until = j + 1 + len(words)
            if words[0] not in ("to", "risk"):
                return until
            of = until + (atoms[until].text in ("of", "from"))
            inner = noun_phrase(atoms, of)
            return inner[1] if inner else None
    return None


def _is_plural(word: str) -> bool:
    return word in PLURALS or (
        word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is", *_POSSESSIVE))
    )


def _is_verb(word: str) -> bool:
    if word in VERBS:
        return True
    return (word.endswith("ed") and word not in _NOT_ENDED) or (word.endswith("ing") and word not in _NOT_ING)


def finite_verb(atoms: Sequence[Atom], lo: int, hi: int) -> int | None:
    """The first verb of a clause that says something of its subject; None where the clause has none."""
    plural = False
    depth = 0
    for i in range(lo, hi):
        word = atoms[i].text
        depth += (word == "(") - (word == ")")
        if depth or not atoms[i].is_word:
            continue
        if word in AUXILIARIES and not (i > lo and atoms[i - 1].text in _LINKING):
            return i
        if i > lo and (word in FINITE or (plural and word in VERBS)):
            return i
        if i > lo and word.endswith("ed") and word not in _NOT_ENDED and _can_do(atoms[i - 1].text):
            return i
        plural = _is_plural(word)
    return None


def _can_do(word: str) -> bool:
    return _is_plural(word) or word in SINGULARS


def subject(atoms: Sequence[Atom], lo: int, hi: int) -> tuple[int, int] | None:
    """What the clause from `lo` to `hi` says something of, without the words that open it; None where it is not said.

    Where the clause has no verb before `hi`, all of it that is a noun phrase.
    """
    lo = clause_start(atoms, lo, hi)
    if atoms[lo].text == "according":
        return None
    colon = next((i for i in range(hi - 1, lo, -1) if atoms[i].text == ":"), None)
    lo = lo if colon is None or colon + 2 >= hi else colon + 1
    verb = finite_verb(atoms, lo, hi)
    end = hi if verb is None else verb
    told = _related(atoms, end, hi)
    if told is not None:
        return told
    while lo < end and (atoms[lo].text in CONNECTIVES or atoms[lo].text in DETERMINERS or not atoms[lo].is_word):
        if atoms[lo].is_digits:
            break
        lo += 1
    while end > lo and (atoms[end - 1].text in STOPS or not (atoms[end - 1].is_word or atoms[end - 1].is_digits)):
        end -= 1
        if atoms[end].text == ")":
            while end > lo and atoms[end].text != "(":
                end -= 1
    if end <= lo or end - lo > _LONG or atoms[lo].text in _SUBJECT_OPENS:
        return None
    if verb is None:
        phrase = noun_phrase(atoms, lo)
        return phrase if phrase and phrase[1] <= hi else None
    return lo, end


def _related(atoms: Sequence[Atom], verb: int, hi: int) -> tuple[int, int] | None:
    """'The board has a chair who has been in post for ...': what the last relative clause before `hi` speaks of."""
    for i in range(hi - 1, verb, -1):
        if atoms[i].text in (",", ";", ":"):
            return None
        if atoms[i].text in ("who", "which"):
            return phrase_before(atoms, verb, i - (atoms[i - 1].text == ","))
    return None


def clause_start(atoms: Sequence[Atom], lo: int, hi: int) -> int:
    """Where a clause begins behind "However," "In the last year," and "Inspectors found that"."""
    if (
        atoms[lo].text in CONNECTIVES
        or atoms[lo].text in STOPS
        or atoms[lo].text == "of"
        or atoms[lo].text.endswith("ly")
    ):
        comma = next((i for i in range(lo, min(hi, lo + 18)) if atoms[i].text == ","), None)
        if comma is not None and finite_verb(atoms, lo, comma) is None:
            return clause_start(atoms, comma + 1, hi) if comma + 1 < hi else lo
    for i in range(hi - 1, lo, -1):
        if atoms[i].text in ("where", "when", "because", "if") and i + 2 < hi:
            return clause_start(atoms, i + 1, hi)
        if atoms[i].text == "that" and atoms[i - 1].text in _REPORTED and i + 1 < hi:
            return clause_start(atoms, i + 1, hi)
    return lo


def quantity_of(atoms: Sequence[Atom], lo: int, hi: int) -> tuple[int, int] | None:
    """What "the number of ...", "the proportion of ..." nearest before `hi` is a number or proportion of."""
    for i in range(hi - 2, lo - 1, -1):
        said = atoms[i].text in QUANTITIES and atoms[i + 1].text in ("of", "for")
        said = said or (atoms[i].text in CHANGES and atoms[i + 1].text == "in")
        if said and not _is_number(atoms, i + 2):
            found = _whole_phrase(atoms, i + 2, hi)
            if found is not None and atoms[found[0]].text not in REFERENCES:
                return found
    return None


def _whole_phrase(atoms: Sequence[Atom], i: int, hi: int) -> tuple[int, int] | None:
    """A noun phrase with all that stands behind it up to the verb: "children who had waited more than a year"."""
    i = skip(list(atoms), i, DETERMINERS)
    phrase = noun_phrase(atoms, i)
    if phrase is None:
        return None
    verb = finite_verb(atoms, phrase[1], hi)
    relative = any(atoms[n].text in _RELATIVE for n in range(phrase[1], verb or phrase[1]))
    if verb is not None and relative:
        verb = next(
            (n for n in range(hi - 1, verb, -1) if finite_verb(atoms, n, n + 1) == n or _is_turn(atoms, n)), verb
        )
    end = verb if verb is not None and verb - i <= _LONG else phrase[1]
    commas = [n for n in range(phrase[1], end) if atoms[n].text in (",", "(", ";", ":")]
    end = commas[0] if commas else end
    end = min(end, hi)
    while end > phrase[1] and atoms[end - 1].text in STOPS:
        end -= 1
    return (i, end) if end > i else phrase

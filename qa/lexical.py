"""The lexical side of a question: its concepts, their synonyms and weights, the FTS5 expression, overlap with text.

Knows words, the thesaurus and how often a word stands in the library. Does not know vectors or answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.thesaurus import Term, thesaurus
from qa.words import SCAFFOLD, STOP, stem, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from corpus.store import Store
    from qa.question import Plan
    from qa.thesaurus import Phrase, Thesaurus

__all__ = ["Concept", "Lexicon", "concepts", "coverage", "expression"]

_INSPECTORS = frozenset({"inspector", "inspectors", "reporting"})  # what a question for a name is about
_BEGINNING = 14  # words by which a sentence is known again
_MANY = 3  # reports that begin a sentence alike from which it is standing text
EVERYWHERE = 0.06  # a concept of less weight tells no passage from another
UNHEARD = 0.6  # what a word weighs at most that no report in the library has
SYNONYM = 0.85  # what a synonym counts of the question's own word
SCATTERED = 0.6  # what a phrase counts whose words all stand in the sentence, but apart


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """One thing a question speaks of: its own words, what reports say for it, and how much it weighs (idf, 0 to 1).

    `worth` says for each of `says` how much of the concept it carries: a common word for a rare one carries little.
    """

    words: tuple[str, ...]
    own: Term
    says: tuple[Term, ...]
    worth: tuple[float, ...]
    weight: float


class Lexicon:
    """How rare words are in a library; counts are kept, so that a word is looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._total = store.rows("SELECT COUNT(*) AS n FROM passages")[0]["n"]
        self._counts: dict[str, int] = {}
        self._standing: dict[Phrase, bool] = {}

    def count(self, word: str) -> int:
        """In how many passages `word` stands, by the index's own stemming."""
        if word not in self._counts:
            rows = self._store.rows(
                "SELECT COUNT(*) AS n FROM passages_fts WHERE passages_fts MATCH ?", ("body:" + quoted((bare(word),)),)
            )
            self._counts[word] = rows[0]["n"]
        return self._counts[word]

    def standing(self, sentence: str) -> bool:
        """Whether a sentence is standing text, such as a grade's description: several reports begin it alike."""
        begun = tuple(words(sentence))[:_BEGINNING]
        if begun not in self._standing:
            wanted = "body:" + quoted(begun)
            rows = self._store.rows(
                "SELECT DISTINCT report FROM passages WHERE number IN"
                " (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? LIMIT 50)",
                (wanted,),
            )
            self._standing[begun] = len(begun) > 2 and len(rows) >= _MANY
        return self._standing[begun]

    def rarity(self, word: str) -> float:
        """Inverse document frequency, 0 (in every passage) to 1 (in none)."""
        return math.log((self._total + 1) / (self.count(word) + 1)) / math.log(self._total + 2)


def quoted(phrase: Sequence[str]) -> str:
    """An FTS5 string: whatever is in `phrase`, nothing of it is read as FTS5 syntax (quotes are doubled)."""
    return '"' + " ".join(phrase).replace("\x00", " ").replace('"', '""') + '"'


def bare(word: str) -> str:
    """A word without its possessive, which the index would hold as a word of its own."""
    return word.replace("’", "'").removesuffix("'s")


def concepts(plan: Plan, lexicon: Lexicon, synonyms: Thesaurus | None = None) -> tuple[Concept, ...]:
    """The concepts of a question, in order: its words without stop words, names of authorities and periods.

    Words that a phrase of the thesaurus covers make one concept, the others one each.
    """
    synonyms = synonyms or thesaurus()
    question = words(plan.question)
    left_out = _named(plan, question)
    scaffold = SCAFFOLD - _INSPECTORS if plan.answer_type == "person" else SCAFFOLD
    stemmed = [stem(word) for word in question]
    matches = {match.start: match for match in synonyms.matches(stemmed)}
    found: list[Concept] = []
    at = 0
    while at < len(question):
        match = matches.get(at)
        end = match.end if match else at + 1
        said = question[at:end]
        told = [word for word in said if word not in STOP and word not in left_out]
        if told and (match is None or match.end - match.start > 1 or told[0] not in scaffold):
            if match is not None:
                found.append(_concept(said, match.says, lexicon, reported=match.reported))
            elif said[0] not in scaffold and (len(said[0]) > 1 or said[0].isdigit()):
                found.append(_concept(said, (), lexicon))
        at = end
    return _distinct(found)


def _concept(said: list[str], says: tuple[Term, ...], lexicon: Lexicon, *, reported: bool = True) -> Concept:
    """A concept weighs what its own words weigh; where reports never use them, what the rarest that they use weighs.

    A word that stands nowhere in the library may be another word for what reports say, or a thing that they know
    nothing of: it weighs UNHEARD at most.
    """
    used = tuple(term for term in says if all(lexicon.count(word) for word in term.words if word not in STOP))
    rare = [_rarity(term.words, lexicon) for term in used]
    weight = _rarity(said, lexicon) if reported or not rare else max(rare)
    if not used and not any(lexicon.count(word) for word in said if word not in STOP):
        weight = min(weight, UNHEARD)
    return Concept(
        words=tuple(said),
        own=Term.of(" ".join(said)),
        says=used,
        worth=tuple(SYNONYM * min(1.0, value / weight) if weight else SYNONYM for value in rare),
        weight=weight,
    )


def _rarity(said: Sequence[str], lexicon: Lexicon) -> float:
    return max(lexicon.rarity(word) for word in ([word for word in said if word not in STOP] or said))


def _distinct(found: list[Concept]) -> tuple[Concept, ...]:
    seen: set[Phrase] = set()
    kept: list[Concept] = []
    for concept in found:
        if concept.own.stems not in seen:
            seen.add(concept.own.stems)
            kept.append(concept)
    return tuple(kept)


def _named(plan: Plan, question: Sequence[str]) -> set[str]:
    """Words of the question that name an authority or a period: the selection of reports has used them."""
    from rapidfuzz import fuzz

    names = {word for name in (*plan.authorities, *plan.regions) for word in words(name)}
    named = {word for word in question if word.removesuffix("'s").removesuffix("’s") in names}
    if plan.notes:  # a typo was forgiven
        named |= {w for w in question if len(w) > 4 and any(fuzz.ratio(w, name) >= 80 for name in names)}
    for period in plan.periods:
        named.update(words(period.words))
    return named


def expression(found: Sequence[Concept], *, synonyms: bool = True) -> str:
    """An FTS5 expression that matches any word of any concept, or any phrase that reports use for it; "" for none.

    Synonyms are left out of concepts that stand nearly everywhere, and phrases whose words are searched for one by one
    already: phrases of common words are what takes time, and they tell no passage from another.
    """
    single = {bare(word): None for concept in found for word in concept.words if word not in STOP}
    parts = {quoted((word,)): None for word in single}
    for concept in found if synonyms else ():
        for term in concept.says if concept.weight >= EVERYWHERE else ():
            if any(bare(word) not in single for word in term.words if word not in STOP):
                parts[quoted(term.words)] = None
    return " OR ".join(parts)


def coverage(found: Sequence[Concept], stemmed: Sequence[str], present: Collection[str]) -> list[float]:
    """How far each concept is in a text of stems (0 to 1): its own words, a synonym, or a phrase's words apart."""
    joined = f" {' '.join(stemmed)} "
    return [_covered(concept, joined, present) for concept in found]


def _covered(concept: Concept, joined: str, present: Collection[str]) -> float:
    own = concept.own
    there = [part for part in own.telling if part in present]
    if len(there) == len(own.telling):
        best = 1.0 if len(own.stems) == 1 or f" {' '.join(own.stems)} " in joined else _apart(own)
        if best == 1.0:
            return best
    else:
        best = 0.8 * SCATTERED * len(there) / len(own.telling)
    for term, worth in zip(concept.says, concept.worth, strict=True):
        if worth > best and all(part in present for part in term.telling):
            whole = len(term.stems) == 1 or f" {' '.join(term.stems)} " in joined
            best = max(best, worth if whole else worth * _apart(term))
    return best


def _apart(term: Term) -> float:
    """What a phrase counts whose telling words all stand in the text, but not side by side."""
    return SCATTERED if len(term.telling) > 1 else 0.4

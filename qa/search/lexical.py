"""The lexical side of a question: its concepts, their synonyms and weights, the FTS5 expression, overlap with text.

Knows words, the thesaurus and how often a word stands in the library. Does not know vectors or answers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.language.thesaurus import Term, thesaurus
from qa.language.words import QUESTION_WORDS, STOP, stem, tokens, words
from qa.plan.expected import asked_clauses, prefaces
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from corpus.store import Store
    from qa.language.thesaurus import Phrase, Thesaurus
    from qa.language.words import Token
    from qa.question import Plan

__all__ = ["Concept", "Lexicon", "concepts", "coverage", "expression"]

_INSPECTORS = frozenset({"inspector", "inspectors", "reporting"})  # what a question for a name is about
_NAME = re.compile(r"\b[A-Z][\w'’]*(?:[ -](?:(?:for|of|and|the|to|in) )?[A-Z][\w'’]*)+")
_BUT = re.compile(r"\b(?:but|yet|although|though|despite)\b", re.IGNORECASE)  # the question itself follows
_SHORT_FORM = r"\s+\(\W?([A-Z][A-Za-z]{1,7})\W?\)"
_WEIGHTS = weights("words")
TOLD = _WEIGHTS["told"]  # what a concept weighs that stands only in a clause without the question word
ENOUGH = 3  # concepts that the clause with the question word must have for the others to weigh less
_BEGINNING = 14  # words by which a sentence is known again
_LOOKED_UP = 4  # of those words
_MANY = 3  # reports that begin a sentence alike from which it is standing text
COUNTED = 12_000  # passages with a word that are counted one by one
NEWEST = 50_000  # passages among which standing text is looked for
SCORED = 20_000  # passages that one search by words scores at most, about
LOOKED_UP = 400_000  # places of words in passages that it goes through
EVERYWHERE = _WEIGHTS["everywhere"]  # a concept of less weight tells no passage from another
LONG, SLIPS = 7, 1  # letters from which a word is taken for a slip of another, and slips
NAMED = _WEIGHTS["named"]  # what a proper name weighs at least
UNHEARD = _WEIGHTS["unheard"]  # what a word weighs at most that no report in the library has
SYNONYM = _WEIGHTS["synonym"]  # what a synonym counts of the question's own word
SEARCHED = 6  # synonyms of a concept that are searched for, those first that carry most of it
SCATTERED = _WEIGHTS["scattered"]  # what a phrase counts whose words all stand in the sentence, but apart


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """One thing a question speaks of: its own words, what reports say for it, and how much it weighs (idf, 0 to 1).

    `worth` says for each of `says` how much of the concept it carries: a common word for a rare one carries little.
    `reported` is whether reports use its own words, or only people do; then its words apart mean something else.
    """

    words: tuple[str, ...]
    own: Term
    says: tuple[Term, ...]
    worth: tuple[float, ...]
    weight: float
    reported: bool = True


class Lexicon:
    """How rare words are in a library; counts are kept, so that a word is looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._total, self._last = store.rows("SELECT COUNT(*), IFNULL(MAX(number), 0) FROM passages")[0]
        self._counts: dict[str, int] = {}
        self._standing: dict[Phrase, bool] = {}
        self._short: dict[Phrase, tuple[str, ...] | None] = {}

    def count(self, word: str) -> int:
        """In how many passages' text `word` stands, by the index's own stemming."""
        return self.matches("body:" + quoted((bare(word),)))

    def matches(self, expression: str) -> int:
        """How many passages match an FTS5 expression; of many, what the first of them let expect.

        So that a word of a large library costs no more than one of a small one.
        """
        if expression not in self._counts:
            counted, last = self._store.rows(
                "SELECT COUNT(*), MAX(rowid) FROM (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? LIMIT ?)",
                (expression, COUNTED),
            )[0]
            self._counts[expression] = counted if counted < COUNTED else round(counted * self._last / last)
        return self._counts[expression]

    def standing(self, sentence: str) -> bool:
        """Whether a sentence is standing text, such as a grade's description: several reports begin it alike.

        Of a large library the newest reports are looked at: text that stands everywhere stands there too.
        """
        begun = tuple(words(sentence))[:_BEGINNING]
        if begun not in self._standing:
            self._standing[begun] = len(begun) > 2 and len(self._begun(begun)) >= _MANY
        return self._standing[begun]

    def _begun(self, begun: Phrase) -> set[int]:
        """Reports with a passage that holds these words in their order: looked up by the longest, then read."""
        longest = sorted(dict.fromkeys(map(bare, begun)), key=len)[-_LOOKED_UP:]
        rows = self._store.rows(
            "SELECT report, body FROM passages WHERE number IN"
            " (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? AND rowid > ? LIMIT 200)",
            ("body:(" + " AND ".join(quoted((word,)) for word in longest) + ")", self._last - NEWEST),
        )
        wanted = " ".join(begun)
        return {row["report"] for row in rows if wanted in " ".join(words(row["body"]))}

    def short_forms(self, name: Phrase) -> tuple[str, ...] | None:
        """The short forms given in brackets after a name, as written; None where the name stands nowhere."""
        if name not in self._short:
            rows = self._store.rows(
                "SELECT body FROM passages WHERE number IN"
                " (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? LIMIT 40)",
                ("body:" + quoted(name),),
            )
            written = re.compile(r"\W+".join(map(re.escape, name)) + _SHORT_FORM, re.IGNORECASE)
            short = {found[1] for row in rows for found in written.finditer(row["body"])}
            self._short[name] = tuple(sorted(short)) if rows else None
        return self._short[name]

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
    left_out = _named(plan, words(plan.question))
    # "in Leeds's care" is "in care": what belongs to an authority stands between the words of a phrase
    kept = [token for token in tokens(plan.question) if not (token[0].endswith(("'s", "’s")) and token[0] in left_out)]
    outside = prefaces(plan.question)
    said = [token for token in kept if not any(start <= token[1] < end for start, end in outside)]
    if not any(len(word) > 1 and word not in STOP for word, _, _ in said):
        said = kept
    question = [word if word in left_out else _spelt(word, synonyms, lexicon) for word, _, _ in said]
    scaffold = QUESTION_WORDS - _INSPECTORS if plan.answer_type == "person" else QUESTION_WORDS
    stemmed = [stem(word) for word in question]
    matches = {match.start: match for match in synonyms.matches(stemmed)}
    names = _proper_names(plan, said, left_out, lexicon)
    asked = asked_clauses(plan.question)
    found: list[tuple[Concept, bool]] = []
    at = 0
    while at < len(question):
        match = matches.get(at)
        here = any(start <= said[at][1] < end for start, end in asked)
        if at in names:
            end, concept = names[at]
            found.append((concept, here))
            at = end
            continue
        end = match.end if match else at + 1
        part = question[at:end]
        told = [word for word in part if word not in STOP and word not in left_out]
        phrase = match is not None and end - at > 1 and not left_out.intersection(part)
        if phrase or (told and (match is None or end - at > 1 or told[0] not in scaffold)):
            if match is not None:
                found.append((_concept(part, match.says, lexicon, reported=match.reported), here))
            elif part[0] not in scaffold and (len(part[0]) > 1 or part[0].isdigit()):
                found.append((_concept(part, (), lexicon), here))
        at = end
    return _distinct(_weighed(found, 1 if _BUT.search(plan.question) else ENOUGH))


def _spelt(word: str, synonyms: Thesaurus, lexicon: Lexicon) -> str:
    """The word of the thesaurus that a long word, which stands in no report, is a slip of; else the word itself."""
    if len(word) < LONG or lexicon.count(word):
        return word
    from rapidfuzz.distance import OSA  # two swapped letters are one slip

    near = [other for other in synonyms.vocabulary if other[0] == word[0] and abs(len(other) - len(word)) <= SLIPS]
    return next((other for other in sorted(near) if OSA.distance(word, other, score_cutoff=SLIPS) <= SLIPS), word)


def _weighed(found: Sequence[tuple[Concept, bool]], enough: int) -> list[Concept]:
    """The concepts, those that stand outside the question proper weighing less where it has enough of its own."""
    if sum(here and concept.weight > EVERYWHERE for concept, here in found) < enough:
        return [concept for concept, _ in found]
    return [concept if here else replace(concept, weight=TOLD * concept.weight) for concept, here in found]


def _proper_names(
    plan: Plan, said: Sequence[Token], left_out: set[str], lexicon: Lexicon
) -> dict[int, tuple[int, Concept]]:
    """Proper names that stand in the library word for word, by the first word: where each ends, and its concept.

    The short form that a report gives beside the name, "Green Lanes Trust (GLT)", is one of its synonyms.
    """
    found = {}
    for match in _NAME.finditer(plan.question):
        inside = [n for n, (_, start, end) in enumerate(said) if match.start() <= start and end <= match.end()]
        while inside and said[inside[0]][0] in STOP | left_out:
            inside.pop(0)
        while inside and said[inside[-1]][0] in STOP:
            inside.pop()
        if len(inside) > 1 and len({said[n][0] for n in inside} - left_out - STOP) > 1:
            written = [said[n][0] for n in inside]
            short = lexicon.short_forms(tuple(bare(word) for word in written))
            if short is not None:
                weight = max(lexicon.rarity(word) for word in written)
                terms = tuple(Term.of(form) for form in short)
                concept = Concept(
                    words=tuple(written),
                    own=Term.of(" ".join(written)),
                    says=terms,
                    worth=(1.0,) * len(terms),
                    weight=max(weight, NAMED),
                )
                found[inside[0]] = (inside[-1] + 1, concept)
    return found


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
        reported=reported or not used,
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


def expression(found: Sequence[Concept], lexicon: Lexicon, *, synonyms: bool = True, narrowed: bool = False) -> str:
    """An FTS5 expression that matches any word of any concept, or any phrase that reports use for it; "" for none.

    In a large library the commonest are left out, for FTS5 looks up every passage of every phrase and scores all that
    match; `narrowed` says that a few reports bound the latter. Where even the rarest matches too many, the passages are
    searched that have the rarest words together. What is left out is weighed when the passages are re-ranked.
    """
    among = parts(found, synonyms=synonyms)
    counts = {part: [lexicon.count(word) for word in part] for part in among}
    rarest = sorted(among, key=lambda part: min(counts[part]))
    kept: set[Phrase] = set()
    looked_up = scored = 0
    for part in rarest:
        looked_up, scored = looked_up + sum(counts[part]), scored + min(counts[part])
        if looked_up > LOOKED_UP or (scored > SCORED and not narrowed):
            break
        kept.add(part)
    if kept or not among:
        return " OR ".join(quoted(part) for part in among if part in kept)
    return quoted(rarest[0]) if narrowed else _together([quoted(part) for part in rarest], lexicon)


def _together(rarest: Sequence[str], lexicon: Lexicon) -> str:
    """As many of the words, the rarest first, as it takes to match no more than SCORED passages, but some."""
    together = rarest[0]
    for part in rarest[1:]:
        if lexicon.matches(together) <= SCORED:
            break
        if lexicon.matches(f"{together} AND {part}"):
            together = f"{together} AND {part}"
    return together


def parts(found: Sequence[Concept], *, synonyms: bool = True) -> list[Phrase]:
    """What is searched for: the words of the concepts one by one, and the phrases that reports use for them.

    Synonyms are left out of concepts that stand nearly everywhere, and phrases whose words are searched for one by one
    already: phrases of common words are what takes time, and they tell no passage from another.
    """
    single = {bare(word): None for concept in found for word in concept.words if word not in STOP}
    among: dict[Phrase, None] = {(word,): None for word in single}
    for concept in found if synonyms else ():
        best = sorted(zip(concept.worth, concept.says, strict=True), key=lambda pair: -pair[0])[:SEARCHED]
        for _, term in best if concept.weight >= EVERYWHERE else ():
            if any(bare(word) not in single for word in term.words if word not in STOP):
                among[term.words] = None
    return list(among)


def coverage(found: Sequence[Concept], stemmed: Sequence[str], present: Collection[str]) -> list[float]:
    """How far each concept is in a text of stems (0 to 1): its own words, a synonym, or a phrase's words apart."""
    joined = f" {' '.join(stemmed)} "
    return [_covered(concept, joined, present) for concept in found]


def _covered(concept: Concept, joined: str, present: Collection[str]) -> float:
    own = concept.own
    there = [part for part in own.telling if part in present]
    if len(there) == len(own.telling):
        best = 1.0 if len(own.stems) == 1 or f" {' '.join(own.stems)} " in joined else _apart(own) * concept.reported
        if best == 1.0:
            return best
    else:
        best = 0.8 * SCATTERED * len(there) / len(own.telling) if concept.reported else 0.0
    for term, worth in zip(concept.says, concept.worth, strict=True):
        if worth > best and all(part in present for part in term.telling):
            whole = len(term.stems) == 1 or f" {' '.join(term.stems)} " in joined
            best = max(best, worth if whole else worth * _apart(term))
    return best


def _apart(term: Term) -> float:
    """What a phrase counts whose telling words all stand in the text, but not side by side."""
    return SCATTERED if len(term.telling) > 1 else 0.4

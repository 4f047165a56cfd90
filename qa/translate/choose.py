"""Which query a question makes: the rules' reading and the translator's, weighed by how likely each is and what speaks
against it.

Knows parsed questions, the translator's lines and the fitted weights in qa/data/readings.toml, which
benchmarks/translator/weigh.py makes (docs/translator.md). Does not know how a query is answered.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.plan.account import of_the_services
from qa.plan.annotate import annotate
from qa.plan.asked import asked
from qa.plan.notation import NotationError, read_query, write_query
from qa.plan.plain import said_once
from qa.plan.query import (
    Beside,
    ByAuthority,
    DateOf,
    Graded,
    Has,
    Not,
    Step,
    authorities_of,
    every_part,
)
from qa.plan.say import say
from qa.translate.alike import alike
from qa.translate.model import NONE
from qa.translate.signs import is_polar, lists, signs_of
from qa.translate.slots import WORD, Unheld, mark, marked_question
from qa.translate.strange import OF_REPORTS, PLAINLY, explained, restricting, strange_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa.plan.parse import Parsed
    from qa.plan.query import Query
    from qa.plan.token import Token
    from qa.question import Catalogue
    from qa.translate.model import Question, Translator
    from qa.translate.slots import Marked

__all__ = ["Reading", "candidates", "fitted", "likeliest", "records_meant"]

_DATA = Path(__file__).parents[1] / "data" / "readings.toml"
_OF_LEADERS = ("noun.inspector", "verb.led", "name.inspector")  # else "chief executive" may be whom it asks for
_PLAIN = -0.6  # a reading of the rules that is likelier than this (e to the power of it) has no likelier beside it
# Signs with one of which no reading is right.
_AMISS = ("area spoken of", "dates else", "denied beside", "order turned", "ranked else")
# Signs with one of which only the rules' own reading can be right: the translator mixes up what stands beside what, and
# counts.
_FATAL = (
    *(*_AMISS, "why", "pairs", "denial lost", "denial made", "framework made", "those named", "slots lost"),
    *("grades lacking", "leader unsaid", "listed", "never lost"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A way to read a question: its queries (several, of several questions in one), how sure, and the signs for it.

    `plain` are the words of the question that surely restrict nothing, in lower case.
    """

    queries: tuple[Query, ...]
    sure: float
    signs: Mapping[str, float]
    plain: frozenset[str] = frozenset()

    @property
    def certain(self) -> bool:
        """Whether it is sure enough to be answered: never with an unknown word that may change the answer, nor of what
        is likely to be no query.
        """
        return self.sure >= float(fitted()["certain"]) and not self.held

    @property
    def held(self) -> bool:
        """Whether an unknown word may change the answer, or the question is likely to make no query."""
        signs, least = self.signs, fitted()
        return signs.get("restricted", -9.0) > least["restricted"] or signs.get("none", -9.0) > math.log(least["none"])

    @property
    def of_records(self) -> bool:
        """Whether what is recorded must be meant, sure or not: then the text of the reports is no answer."""
        named = all(authorities_of(query.universe) for query in self.queries)
        likely = self.signs.get("likelihood", 0.0) >= math.log(fitted()["named" if named else "sets"])
        return self.sure >= float(fitted()["certain"]) or (likely and not self.signs.get("behind"))


def likeliest(question: str, catalogue: Catalogue, parsed: Parsed, translator: Translator) -> list[Reading]:
    """The ways to read a question, the surest first; empty where nothing reads it as a query."""
    return sorted(candidates(question, catalogue, parsed, translator), key=lambda one: -one.sure)


def records_meant(question: str, catalogue: Catalogue, translator: Translator, *, surely: bool = False) -> bool:
    """Whether a question likelier than not, or surely, asks for what is recorded, by the translator's own judgement,
    however it is read.
    """
    none = translator.read(marked_question(question, catalogue).text).likelihood(NONE)
    return bool(none < math.log(fitted()["surely" if surely else "meant"]))


def candidates(
    question: str, catalogue: Catalogue, parsed: Parsed, translator: Translator, *, proposed: Sequence[str] = ()
) -> Iterator[Reading]:
    """Each way to read a question, in no order; `proposed` are lines that are weighed besides, with stand-ins."""
    if parsed.query is not None and _in_own_words(question, parsed.query):
        yield Reading(queries=(parsed.query,), sure=1.0, signs={"by rules": 1.0})
        return
    read = annotate(question, catalogue)
    if not any(token.has(*OF_REPORTS) for token in read.tokens):
        return  # "show me the page": of nothing that is recorded
    marked, tokens = mark(read.text, read.tokens), asked(read.tokens)
    ruled, strange = _line(parsed, marked), strange_words(read.tokens, parsed.topics)
    encoded = translator.read(marked.text)
    lines = _lines(encoded, ruled, proposed)
    polar = is_polar(read.tokens)
    if polar and ruled and parsed.query is not None:
        lines = _asked_for_yes(lines, ruled, parsed.query, marked)
    besides = set(map(alike, proposed))
    none = {"none": max(encoded.likelihood(NONE), -8.0)}
    logits = [(word[0].casefold(), encoded.restricting(*word.span())) for word in WORD.finditer(marked.text)]
    plain = frozenset(word for word, value in logits if value < PLAINLY)
    best = max(lines.values())
    own = alike(ruled) if ruled else None
    for line, likelihood in lines.items():
        if line == NONE:
            continue
        queries = (parsed.query,) if line == ruled and parsed.query is not None else _queries(line, marked)
        by_rules = alike(line) == own
        if queries:
            odd = [token for token in strange if not explained(token, queries)]
            signs = {
                **_own_signs(queries, tokens),
                "leader unsaid": float(_led(queries, tokens, odd)),
                "slots lost": float(sum(slot not in line for slot in marked.slots)),
                "several": float(len(queries) > 1),
                "yes or no": float(polar and not any(want.kind == "exists" for one in queries for want in one.wants)),
                "likelihood": max(likelihood, -12.0),
                "behind": max(likelihood - best, -10.0),
                "by rules": float(by_rules),
                "proposed": float(alike(line) in besides),
                "likely": max(likelihood, -1.5),
                "likely by rules": by_rules * max(likelihood, -4.0),
                "rules silent": float(parsed.query is None),
                **_shape(queries),
                **restricting(logits, odd, read.tokens, read.text),
                **none,
                "why": float(any(token.has("want.why") for token in tokens)),
            }
            # "Kent, care leavers" asks for their grade; with more said of them, it is asked of the text.
            signs["area spoken of"] = float(bool(signs.get("area alone") and odd))
            signs["listed"] = float(polar and all(map(lists, queries)))  # "Are both good?"
            signs["dates else"] = float(bool(signs.get("dates unsaid") and odd))  # "when did it open?"
            if _in_own_words(question, queries[0]):
                yield Reading(queries=queries[:1], sure=1.0, signs={"by rules": 1.0})
            elif not any(signs.get(sign) for sign in (_AMISS if by_rules else _FATAL)):
                yield Reading(queries=queries, sure=_sure(signs), signs=signs, plain=plain)


def _asked_for_yes(lines: dict[str, float], ruled: str, query: Query, marked: Marked) -> dict[str, float]:
    """The lines with the likelihood of a list of places, where yes or no is asked of them ("Are Kent and Devon good?"),
    given to the rules' reading that says yes or no of the very same.
    """

    def said(queries: Sequence[Query]) -> set[Any]:
        parts = [part for one in queries for part in every_part(one)]
        return {part for part in parts if isinstance(part, Graded | ByAuthority | DateOf | Not | Step)}

    if not any(want.kind == "exists" for want in query.wants):
        return lines
    own, told = said((query,)), dict(lines)
    for line, likelihood in lines.items():
        queries = () if line in (NONE, ruled) else _queries(line, marked)
        if queries and all(map(lists, queries)) and said(queries) == own:
            told[ruled] = float(np.logaddexp(told.get(ruled, -math.inf), likelihood))
    return told


def _shape(queries: Sequence[Query]) -> dict[str, float]:
    """How much the reading says, and whether of named authorities alone: the more it says, the more can be wrong."""
    parts = [part for query in queries for part in every_part(query)]
    return {
        "named": float(all(authorities_of(query.universe) for query in queries)),
        "conditions": float(sum(isinstance(part, Graded | Step | Has | Not | DateOf) for part in parts)),
    }


def _in_own_words(question: str, query: Query) -> bool:
    """Whether a question is the very sentence that a query is said in, as a refusal offers it."""
    return " ".join(question.split()).strip(' .?“”"').casefold() == say(query).casefold()


def _lines(encoded: Question, ruled: str | None, proposed: Sequence[str]) -> dict[str, float]:
    """The translator's lines, the rules' one and those proposed, each with its likelihood."""
    own = encoded.likelihood(ruled) if ruled else -math.inf
    if ruled and own > _PLAIN and not proposed:
        return {ruled: own}
    told = [*encoded.queries(), *([(ruled, own)] if ruled else [])]
    told += [(line, encoded.likelihood(line)) for line in proposed if line not in dict(told)]
    groups: dict[str, dict[str, float]] = {}
    for line, likelihood in told:
        groups.setdefault(alike(line), {})[line] = likelihood
    lines = {}
    for group in groups.values():
        name = ruled if ruled in group else max(group, key=lambda line: group[line])
        lines[name] = float(np.logaddexp.reduce(list(group.values())))
    return lines or {NONE: 0.0}


def _line(parsed: Parsed, marked: Marked) -> str | None:
    if parsed.query is None:
        return None
    try:
        return write_query(marked.slotted(parsed.query))
    except Unheld:
        return None


def _queries(line: str, marked: Marked) -> tuple[Query, ...]:
    """The queries of a line, none where one of them is no query, names what the question does not, or holds an area
    against itself.
    """
    try:
        queries = tuple(dict.fromkeys(said_once(marked.unslotted(read_query(part))) for part in line.split(" ; ")))
    except (NotationError, Unheld):
        return ()
    parts = (part for query in queries for part in every_part(query))
    return () if any(isinstance(part, Beside) and part.area == part.other for part in parts) else queries


def _led(queries: Sequence[Query], tokens: Sequence[Token], odd: Sequence[Token]) -> bool:
    """Whether an inspector is wanted where the services' own head is asked for, or that no word asks for."""
    if not any(want.kind == "leader" for query in queries for want in query.wants):
        return False
    if any(of_the_services(tokens[at:]) for at in range(len(tokens))):
        return True
    return bool(odd) and not any(token.has(*_OF_LEADERS) for token in tokens)


def _own_signs(queries: Sequence[Query], tokens: Sequence[Token]) -> dict[str, float]:
    return signs_of(queries[0], tokens) if len(queries) == 1 else {}


def _sure(signs: Mapping[str, float]) -> float:
    weights = fitted()["weights"]
    total = fitted()["intercept"] + sum(weight * signs.get(name, 0.0) for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def fitted() -> Mapping[str, Any]:
    """The fitted weights and thresholds."""
    with _DATA.open("rb") as file:
        return tomllib.load(file)

"""Scripted models over HTTP that read questions as queries, rightly or not: what is run of what they write.

    python -m benchmarks.model --queries --library DIR [--most 100] [--only right wrong ...]

One knows the queries of the held-out questions (benchmarks/translator/questions.jsonl); the others write one that says
something else, one that is misspelt, one of a type that does not exist, one that drops every condition, and a query for
what makes none. Knows how a query is spoilt and how the outcome is counted. Does not know what is done with it.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from benchmarks.oracle import served
from benchmarks.translator.examples import QUESTIONS
from qa.llm.memory import Learnt
from qa.plan.notation import NotationError, read_query, write_query
from qa.translate.alike import alike
from qa.translate.slots import STAND_INS, Unheld, marked_question

if TYPE_CHECKING:
    from pathlib import Path

    from qa.answer import Answer
    from qa.question import Catalogue

__all__ = ["MODES", "asked_of", "outcomes", "spoilt"]

MODES = ("right", "wrong", "misspelt", "no such type", "bare", "off")
_GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
_AREAS = ("overall", "leadership", "care_leavers", "in_care", "help_and_protection")
_CHOICES = ("latest", "previous", "first")
_TIMES = ("in 2019", "in 2022", "in 2015", "in 2017")


def asked_of(catalogue: Catalogue, *, most: int) -> Iterator[tuple[str, str, str]]:
    """Held-out questions about what the library holds: the question, as it is sent, and its line ("" for none)."""
    real = {"P": catalogue.authorities, "R": catalogue.regions, "I": catalogue.inspectors, "T": _TIMES}
    names = {word: name for kind, words in STAND_INS.items() for word, name in zip(words, real[kind], strict=False)}
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    held = [one for one in map(json.loads, lines) if one["part"] == "held" and len(one["queries"]) < 2]
    random.Random(11).shuffle(held)
    found = 0
    for one in held:
        words = set(re.findall(r"\w+", one["text"]))
        if found == most or any(word in words and word not in names for group in STAND_INS.values() for word in group):
            continue
        text = re.sub("|".join(rf"\b{word}\b" for word in names), lambda word: names[word[0]], one["text"])
        found += 1
        yield text, marked_question(text, catalogue).bare, (one["queries"] or [""])[0]


def spoilt(line: str, mode: str, rng: random.Random) -> str:
    """What a model of this mode writes in place of the line; "none" where it cannot."""
    if mode == "off":
        return "none" if line else "(query authorities :where (at latest (graded overall good)))"
    if not line or mode == "right":
        return line or "none"
    if mode == "no such type":
        return re.sub(r"\((graded|step|has|at|want|dateof|beside|judged) ", "(renowned ", line, count=1)
    if mode == "bare":
        return re.sub(r" :(where|universe|choice|wants|ranking|extreme) .*", "", line) + ")"
    if mode == "misspelt":
        words = [word for word in re.findall(r"[a-z_]{4,}", line) if word != "query"]
        word = rng.choice(words)
        return line.replace(word, word[:2] + word[3:], 1)
    other = [one for one in _otherwise(line, rng) if alike(one) != alike(line)]
    return rng.choice(other) if other else "none"


def _otherwise(line: str, rng: random.Random) -> Iterator[str]:
    """The line with another grade, area, choice, direction or scope, or without its denial."""
    for words in (_GRADES, _AREAS, _CHOICES):
        held = [word for word in words if re.search(rf"(?<=[ |]){word}\b", line)]
        if held:
            word = rng.choice(held)
            yield re.sub(rf"(?<=[ |]){word}\b", rng.choice([one for one in words if one != word]), line)
    graded = re.search(r"\(graded \w+ [\w|]+\)", line)
    if graded:
        yield line.replace(graded[0], f"(not {graded[0]})", 1)
    if "(at latest " in line:
        yield line.replace("(at latest ", "(has ", 1)
    denied = re.search(r"\(not (\((?:[^()]|\([^()]*\))*\))\)", line)
    if denied:
        yield line.replace(denied[0], denied[1], 1)
    scope = re.search(r" ?\((?:dateof|frameworkis|inregion|ledby) [^()]*\)", line)
    if scope and "[(" in line:
        yield line.replace(scope[0], "", 1)
    step = re.search(r"\(step (\w+) \S+ ([^\s)]+)", line)
    if step:
        yield line.replace(step[0], f"(step {step[1]} none -1" if step[2] == "none" else f"(step {step[1]} 1 none")


def outcomes(folder: Path, *, modes: Sequence[str], most: int) -> Iterator[tuple[str, Counter[str], list[str]]]:
    """Of each mode how many questions were read how, and those that were read by the model otherwise than written."""
    from qa.library import Library

    for mode in modes:
        rng = random.Random(3)
        replies: dict[str, str] = {}
        with (
            served(_by_question(replies)) as url,
            Library.open(folder, model="openai:reader", base_url=url) as library,
        ):
            model = library.resources.model
            assert model is not None
            model.learnt = Learnt(rung="query" if mode != "without" else "none")
            counted: Counter[str] = Counter()
            wrong = []
            for text, bare, line in asked_of(library.resources.catalogue, most=most):
                replies[_key(bare)] = spoilt(line, mode, rng)
                answer = library.ask(text)
                how = _how(answer, text, line, library.resources.catalogue)
                counted[how] += 1
                if how == "model, wrong":
                    wrong.append(f"{text} | {answer.understood.get('as')}")
        yield mode, counted, wrong


def _by_question(replies: Mapping[str, str]) -> Callable[[str], str]:
    def reply(asked: str) -> str:
        return next((line for bare, line in replies.items() if _key(asked).endswith(bare)), "none")

    return reply


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _how(answer: Answer, text: str, line: str, catalogue: Catalogue) -> str:
    """Who read a question, and whether as the query that is written for it."""
    queries = answer.understood.get("queries")
    if not answer.answered or not queries:
        return "refused" if answer.status == "not_understood" else "otherwise"
    marked = marked_question(text, catalogue)
    read = ""
    with suppress(NotationError, Unheld):
        read = " ; ".join(write_query(marked.slotted(read_query(one))) for one in queries)
    right = bool(line) and alike(read) == alike(line)
    return f"{'model' if answer.understood.get('read_by') else 'program'}, {'right' if right else 'wrong'}"

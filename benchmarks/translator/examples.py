"""Examples for the translator: written questions with their queries, the same about other areas and grades, the same
with something said beside them or with a word that restricts them, queries that were made at random, in the words in
which the program says them, and questions about the text of reports.

    PYTHONPATH=.:tests/qa python -m benchmarks.translator.examples OUT [--said 30000]

Knows benchmarks/translator/questions.jsonl. A line of it is a question with stand-ins for names and times
(qa.translate.slots), the queries it makes in the notation (qa.plan.notation), none where it makes none, and which part
it belongs to: "train", or "held" for measuring.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.translator.insertions import composed, of_the_text
from benchmarks.translator.stand_ins import CATALOGUE, numbered
from qa.language.lexicon import lexicon, split_words
from qa.plan.annotate import annotate
from qa.plan.notation import write_query
from qa.plan.say import say
from qa.translate.slots import Unheld, mark, marked_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.plan.query import Query

QUESTIONS = Path(__file__).parent / "questions.jsonl"
OTHERS = 6  # variants of a written question about other areas and grades
OF_THE_TEXT = 3000  # questions that no record answers
AROUND = 3  # and with so many things said around it, where these fit
AREAS = {
    "overall": ("overall", "overall", "overall effectiveness"),
    "help_and_protection": ("help and protection", "child protection", "protecting children", "keeping kids safe"),
    "in_care": ("children in care", "looked after children", "kids in care", "LAC"),
    "care_leavers": ("care leavers", "leaving care", "young people who left care", "CL"),
    "leadership": ("leadership", "leaders", "management", "the bosses", "leadership and management"),
    "adoption": ("adoption", "adoption performance"),
    "lscb": ("the safeguarding board", "the LSCB", "the local safeguarding children board"),
}
GRADES = {
    "outstanding": ("outstanding", "outstanding", "top marks"),
    "good": ("good", "good"),
    "requires_improvement": ("requires improvement", "RI", "requiring improvement"),
    "inadequate": ("inadequate", "inadequate", "failing"),
}
_WORD = re.compile(r"[a-z_]+")


def written() -> Iterator[dict[str, Any]]:
    """The written questions as they are."""
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def others(one: dict[str, Any], rng: random.Random) -> Iterator[dict[str, Any]]:
    """The same question about other areas and grades, where its query has those it names and no other."""
    named = _named(one["text"])
    target = " ; ".join(one["queries"])
    for _ in range(OTHERS):
        text, query = one["text"], target
        for words in (AREAS, GRADES):
            found = [(start, end, key) for start, end, key in named if key in words]
            inside = {word for word in _WORD.findall(query) if word in words} - (
                {"overall"} if words is AREAS else set()
            )
            if {key for *_, key in found} - {"overall"} != inside or not inside:
                continue
            keys = sorted({key for *_, key in found} - {"overall"})
            pool = [key for key in words if key != "overall"]
            swap = dict(zip(keys, rng.sample(pool, len(keys)), strict=True))
            for start, end, key in sorted(found, reverse=True):
                if key in swap:
                    put = rng.choice(words[swap[key]])
                    text = text[:start] + put + text[end:]
                    delta = len(put) - (end - start)
                    named = [(a + delta, b + delta, k) if a >= end else (a, b, k) for a, b, k in named]
            query = re.sub(r"[a-z_]+", lambda word, swap=swap: swap.get(word[0], word[0]), query)  # type: ignore[misc]
        named = _named(one["text"])
        if text != one["text"]:
            yield {**one, "text": text, "queries": query.split(" ; ")}


def around(one: dict[str, Any], rng: random.Random) -> Iterator[dict[str, Any]]:
    """The question with something said before or after it, which changes nothing of its query, or with a word set in
    that restricts it to what is not recorded, so that it makes none.
    """
    put = composed(one["text"], "train", rng)
    if put.loose or not (put.asides or put.restricting):
        return
    text, queries = numbered(put.text, one["queries"])
    yield {**one, "text": text, "queries": [] if put.restricting else queries}


def _named(text: str) -> list[tuple[int, int, str]]:
    """The areas and grades that a text names, by the lexicon."""
    words, place, found = split_words(text), 0, []
    while place < len(words):
        match = lexicon().at(words[place : place + 12], 0)
        last = place + (match.last if match else 1)
        for key in sorted(match.keys) if match else ():
            kind, _, name = key.partition(".")
            if kind in ("area", "grade"):
                found.append((words[place].start, words[last - 1].end, name.replace(" ", "_")))
                break
        place = last
    return found


def said(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Queries made at random, in the program's own words for them."""
    import hypothesis
    from hypothesis import HealthCheck, Phase, given, settings
    from sayable_queries import CATALOGUE, FAMILIES  # type: ignore[import-not-found,unused-ignore]

    made: list[dict[str, Any]] = []
    for family in FAMILIES.values():

        @hypothesis.seed(seed)
        @settings(
            max_examples=count // len(FAMILIES),
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(family)
        def add(query: Query) -> None:
            text = say(query)
            read = annotate(text, CATALOGUE)
            marked = mark(read.text, read.tokens)
            try:
                line = write_query(marked.slotted(query))
            except Unheld:
                return
            made.append({"text": marked.text, "queries": [line], "part": "said"})

        add()
    yield from made


def main() -> None:
    """Write the examples, one a line."""
    arguments = argparse.ArgumentParser(description="Examples for the translator.")
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--said", type=int, default=30_000)
    arguments.add_argument("--since", type=int, default=0, help="the written questions from this line on are new")
    given = arguments.parse_args()
    rng = random.Random(1)
    with given.out.open("w", encoding="utf-8") as file:
        for text in of_the_text("train", rng, OF_THE_TEXT):
            none = {"text": marked_question(text, CATALOGUE).text, "queries": [], "part": "text"}
            file.write(json.dumps(none) + "\n")
        for one in said(given.said, 1):
            file.write(json.dumps(one) + "\n")
        for n, one in enumerate(written()):
            new = {"new": True} if given.since and n >= given.since else {}
            file.write(json.dumps({**one, **new}) + "\n")
            if one["part"] == "train" and one["queries"]:
                for other in others(one, rng):
                    file.write(json.dumps({**other, **new, "part": "other"}) + "\n")
                for _ in range(AROUND):
                    for other in around(one, rng):
                        file.write(json.dumps({**other, **new, "part": "around"}) + "\n")


if __name__ == "__main__":
    main()

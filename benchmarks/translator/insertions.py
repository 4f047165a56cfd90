"""Written questions with words set into them: some that ask for what is not recorded, some that change nothing; and
questions about the text of reports, which no record answers.

Knows insertions.toml and the questions written for the reader. Does not know what is made of the questions.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

__all__ = ["Kind", "inserted", "of_the_text"]

Kind = Literal["restricting", "idle"]
_WHOSE = re.compile(r"\b(?:councils?|authorit(?:y|ies)|boroughs?|places|areas)\b", re.IGNORECASE)
_READ = Path(__file__).parents[1] / "reader" / "questions.jsonl"
_OF_WHEN = ("", "", "", " in 2019", " 2015", " in the 2022 report", " in 2017", " at the last inspection")
_END = re.compile(r"[?.!\s]*$")


@cache
def _lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    with (Path(__file__).parent / "insertions.toml").open("rb") as file:
        return tomllib.load(file)


def inserted(question: str, part: Literal["train", "held"], rng: random.Random) -> list[tuple[Kind, str]]:
    """The question with words at its end, before whom it is about, before it and within it, each with its kind."""
    lists = _lists()[part]
    made: list[tuple[Kind, str]] = [("restricting", _ended(question, " " + rng.choice(lists["restricting_after"])))]
    if _WHOSE.search(question):
        before = rng.choice(lists["restricting_before"])
        made.append(("restricting", _WHOSE.sub(lambda found: f"{before} {found[0]}", question, count=1)))
    made.append(("idle", f"{rng.choice(lists['idle_before'])} {question}"))
    if rng.random() < 0.6:
        made.append(("idle", _ended(question, ", " + rng.choice(lists["idle_after"]))))
    else:
        made.append(("idle", question.replace(" ", f" {rng.choice(lists['idle_within'])} ", 1)))
    return made


def of_the_text(part: Literal["train", "held"], rng: random.Random, count: int) -> list[str]:
    """So many questions about the text of reports, with a place and now and then a time; one report in eight is held
    out.
    """
    rows = [json.loads(line) for line in _READ.read_text(encoding="utf-8").splitlines()]
    these = [one["question"] for one in rows if (int(one["report"][:4], 16) % 8 == 0) == (part == "held")]
    places = ("Kent", "Slough", "Wigan", "Bolton", "Devon", "Salford", "Luton", "Dorset")
    made = [one.replace("{place}", rng.choice(places)) for one in rng.sample(these, min(count, len(these)))]
    return [_ended(one, rng.choice(_OF_WHEN)) for one in made]


def _ended(question: str, words: str) -> str:
    end = _END.search(question)
    assert end is not None  # it may match nothing
    return question[: end.start()] + words + end[0]

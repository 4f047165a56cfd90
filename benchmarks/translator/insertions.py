"""Written questions with words set into them: some that ask for what is not recorded, some that change nothing.

Knows insertions.toml. Does not know what is made of the questions.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

__all__ = ["Kind", "inserted"]

Kind = Literal["restricting", "idle"]
_WHOSE = re.compile(r"\b(?:councils?|authorit(?:y|ies)|boroughs?|places|areas)\b", re.IGNORECASE)
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


def _ended(question: str, words: str) -> str:
    end = _END.search(question)
    assert end is not None  # it may match nothing
    return question[: end.start()] + words + end[0]

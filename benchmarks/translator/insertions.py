"""Written questions with words set into them: some that ask for what is not recorded, some that say which records are
meant, some that change nothing; and questions about the text of reports, which no record answers.

Knows insertions.toml and the questions written for the reader. Does not know what is made of the questions.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.authorities import find_authorities
from qa.language.periods import find_periods

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

__all__ = ["Composed", "Kind", "Part", "composed", "inserted", "of_the_text"]

Kind = Literal["restricting", "idle"]
Part = Literal["train", "held"]
Span = tuple[int, int]
_BEFORE = ("idle", "idle", "own", "binding")
_AFTER = ("idle", "idle", "own", "binding", "restricting")
_OFTEN = 0.55  # how often something is said before a question, and after it
_PLACES = ("madrid", "berlin", "lisbon", "athens", "prague")  # stand-ins that few written questions use
_TIMES = ("wednesday", "thursday", "friday")
_WHOSE = re.compile(r"\b(?:councils?|authorit(?:y|ies)|boroughs?|places|areas)\b", re.IGNORECASE)
_READ = Path(__file__).parents[1] / "reader" / "questions.jsonl"
_OF_WHEN = ("", "", "", " in 2019", " 2015", " in the 2022 report", " in 2017", " at the last inspection")
_END = re.compile(r"[?.!\s]*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """A question with what is said around it; spans of characters. What is `loose` is neither aside nor question."""

    text: str
    asides: tuple[Span, ...] = ()
    restricting: tuple[Span, ...] = ()
    loose: tuple[Span, ...] = ()


@cache
def _lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    with (Path(__file__).parent / "insertions.toml").open("rb") as file:
        return tomllib.load(file)


def composed(question: str, part: Part, rng: random.Random) -> Composed:
    """A question with something said before it, after it, both or neither, now and then with a word set into it."""
    lists = _lists()[part]
    spans: dict[str, list[Span]] = {"asides": [], "restricting": [], "loose": []}
    text = ""
    if rng.random() < _OFTEN:
        kind = rng.choice(_BEFORE)
        text = _stood_in(rng.choice(lists[f"{kind}_before"]), rng)
        if text[-1] not in ".?!:,;-—–…)":
            text += rng.choice((",", ":", " -", ".", ""))
        spans["loose" if kind == "binding" else "asides"].append((0, len(text)))
        if text.endswith(",") and question[1:2].islower():
            question = question[0].lower() + question[1:]
        text += " "
    if _WHOSE.search(question) and rng.random() < 0.15:
        found, before = _WHOSE.search(question), rng.choice(lists["restricting_before"])
        assert found is not None  # it was found right above
        at = len(text) + found.start()
        question = f"{question[: found.start()]}{before} {question[found.start() :]}"
        spans["restricting"].append((at, at + len(before)))
    if rng.random() < _OFTEN:
        kind = rng.choice(_AFTER)
        asked, said = _followed(question, _stood_in(rng.choice(lists[f"{kind}_after"]), rng), rng)
        at = len(text) + len(asked)
        name = {"binding": "loose", "restricting": "restricting"}.get(kind, "asides")
        spans[name].append((at, at + len(said)))
        question = asked + said
    return Composed(text=text + question, **{name: tuple(each) for name, each in spans.items()})


def inserted(question: str, part: Part, rng: random.Random) -> list[tuple[Kind, str]]:
    """The question with words at its end, before whom it is about, before it and within it, each with its kind."""
    lists = _lists()[part]
    made: list[tuple[Kind, str]] = [("restricting", _ended(question, " " + rng.choice(lists["restricting_after"])))]
    if _WHOSE.search(question):
        before = rng.choice(lists["restricting_before"])
        made.append(("restricting", _WHOSE.sub(lambda found: f"{before} {found[0]}", question, count=1)))
    made.append(("idle", f"{rng.choice(lists['idle_before'])} {question}"))
    if rng.random() < 0.6:
        made.append(("idle", "".join(_followed(question, rng.choice(lists["idle_after"]), rng))))
    else:
        made.append(("idle", question.replace(" ", f" {rng.choice(lists['idle_within'])} ", 1)))
    return made


def of_the_text(part: Part, rng: random.Random, count: int) -> list[str]:
    """So many questions about the text of reports, with a place and now and then a time; one report in eight is held
    out.
    """
    rows = [json.loads(line) for line in _READ.read_text(encoding="utf-8").splitlines()]
    these = [one["question"] for one in rows if (int(one["report"][:4], 16) % 8 == 0) == (part == "held")]
    places = ("Kent", "Slough", "Wigan", "Bolton", "Devon", "Salford", "Luton", "Dorset")
    made = [one.replace("{place}", rng.choice(places)) for one in rng.sample(these, min(count, len(these)))]
    return [_ended(one, rng.choice(_OF_WHEN)) for one in made]


def _stood_in(said: str, rng: random.Random) -> str:
    """Half the time with stand-ins for its places and times, as where the library has reports of them."""
    if rng.random() < 0.5:
        return said
    found = [(one.start, one.end, rng.choice(_PLACES)) for one in find_authorities(said)]
    found += [(one.start, one.end, rng.choice(_TIMES)) for one in find_periods(said)]
    for start, end, name in sorted(found, reverse=True):
        said = said[:start] + name + said[end:]
    return said


def _followed(question: str, said: str, rng: random.Random) -> tuple[str, str]:
    """What is said after a question, in one of the ways in which it may be put: the question, and what follows it."""
    end = _END.search(question)
    assert end is not None  # it may match nothing
    body, mark = question[: end.start()], end[0].strip()
    if said[0].isupper() and said.split(maxsplit=1)[0] not in ("I", "I'm", "I've", "I'd", "I'll"):
        return f"{body}{mark or rng.choice('?.')} ", said
    way = rng.random()
    if way < 0.35:
        return f"{body}, ", said + mark
    if way < 0.5:
        return f"{body} - ", said + mark
    if way < 0.7:
        return f"{body}{mark or '?'} ", f"{said[0].upper()}{said[1:]}."
    return (f"{body} ", said + mark) if way < 0.85 else (f"{body}{mark or '?'} ", f"({said})")


def _ended(question: str, words: str) -> str:
    end = _END.search(question)
    assert end is not None  # it may match nothing
    return question[: end.start()] + words + end[0]

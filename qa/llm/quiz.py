"""What a model can do, found out: thirty questions over the bundled samples whose answers are known.

Knows the questions (qa/data/quiz.toml), how many have to be right for each rung, and how the outcome is told. Does not
know the models, nor any library: the sentences come out of the samples' sources, and go the way of every question.
"""

from __future__ import annotations

import hashlib
import re
import statistics
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpus.authorities import find_authorities
from corpus.sentences import sentences
from qa.ground import Gate
from qa.ground.model import Draft, Evidence, Quoted
from qa.language.words import STOP, stems
from qa.llm.budget import Budget
from qa.llm.ladder import WORDS
from qa.llm.pointing import Pointer
from qa.llm.queries import FRAMEWORKS, asking
from qa.llm.talk import Talk
from qa.llm.trouble import what_went_wrong
from qa.llm.turns import asking_turn
from qa.question import Catalogue
from qa.translate.alike import alike
from qa.translate.slots import marked_question

if TYPE_CHECKING:
    from corpus.settings import Settings
    from qa.llm.ladder import Rung
    from qa.llm.models import ChatModel
    from qa.translate.slots import Marked

__all__ = ["Asked", "AskedQuery", "AskedTurn", "Outcome", "questions", "quiz"]

_DATA = Path(__file__).parents[1] / "data" / "quiz.toml"
_SOURCES = Path(__file__).parents[2] / "corpus" / "samples" / "source"
_MARK = re.compile(r"[+\-\s]*")
_SHOWN = 12  # sentences a question
# Right of each rung's, from which on it is used for it.
NEEDED: dict[Rung, int] = {"choose": 9, "word": 3, "write": 3, "query": 8}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question of the quiz with its sentences; `right` are the numbers of those that answer, none for "none"."""

    rung: Literal["choose", "word", "write"]
    question: str
    evidence: tuple[Evidence, ...]
    right: frozenset[int]
    figure: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedQuery:
    """A question of the quiz with its query, in any of these lines; none of them: it makes none."""

    marked: Marked
    right: tuple[str, ...]
    rung: Literal["query"] = "query"


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedTurn:
    """A turn of the quiz, with what was asked and answered before, and words of the question that it asks or not."""

    turn: str
    history: tuple[tuple[str, str], ...]
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    rung: Literal["query"] = "query"


@dataclass(kw_only=True, slots=True)
class Outcome:
    """How a trial went: the rung reached, and per rung how many were right of how many asked; seconds a question."""

    rung: Rung = "none"
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    trouble: str | None = None

    @property
    def told(self) -> str:
        """The outcome in words."""
        done = {
            "choose": "found the sentence that answers, or saw that none does,",
            "word": "worded an answer that stands in its sentence",
            "write": "answered in several statements, or with a sum,",
            "query": "read a question, or a turn of a chat, as it was meant",
        }
        said = [f"{done[name]} {right} of {of} times" for name, (right, of) in self.counts.items()]
        pace = f" A question took {statistics.median(self.seconds):.1f} s." if self.seconds else ""
        return f"It {'; '.join(said) or 'answered nothing'}.{pace} {WORDS[self.rung]}"


@cache
def questions() -> tuple[Asked | AskedQuery | AskedTurn, ...]:
    """The quiz, rung by rung."""
    with _DATA.open("rb") as file:
        data = tomllib.load(file)
    rungs: tuple[Literal["choose", "word", "write"], ...] = ("choose", "word", "write")
    catalogue = _catalogue()
    queries = [
        AskedQuery(marked=marked_question(one["question"], catalogue), right=tuple(map(alike, one["right"])))
        for one in data["query"]
    ]
    turns = [
        AskedTurn(
            turn=one["turn"],
            history=tuple((asked, answered) for asked, answered in one["history"]),
            right=tuple(one["right"]),
            wrong=tuple(one["wrong"]),
        )
        for one in data["turn"]
    ]
    return (*(_asked(rung, one) for rung in rungs for one in data[rung]), *queries, *turns)


def quiz(model: ChatModel, *, settings: Settings, told: Callable[[int], None] = lambda done: None) -> Outcome:
    """Ask the model, rung by rung, until it fails one; `told` hears how many questions are done.

    What it can do is remembered with the model. A model that cannot be asked at all has its trouble in `trouble`, and
    nothing is remembered. Raises ModelError for one that cannot be loaded.
    """
    model.ready()
    outcome = Outcome()
    done = 0
    for rung, needed in NEEDED.items():
        some = [one for one in questions() if one.rung == rung]
        right = of = 0
        for one in some:
            begun = time.monotonic()
            try:
                right += _is_right(one, model, settings)
            except Exception as error:
                outcome.trouble = what_went_wrong(error, seconds=settings.model_timeout)
                return outcome
            outcome.seconds.append(time.monotonic() - begun)
            of, done = of + 1, done + 1
            told(done)
            if right + len(some) - of < needed:
                break  # it cannot reach it any more
        outcome.counts[rung] = (right, of)
        if right < needed:
            break
        outcome.rung = rung
    model.learn(rung=outcome.rung, told=outcome.told, day=date.today().isoformat())
    return outcome


def _is_right(asked: Asked | AskedQuery | AskedTurn, model: ChatModel, settings: Settings) -> bool:
    talk = Talk(model, budget=Budget(seconds=settings.model_timeout, tokens=settings.token_budget), cache=None)
    if isinstance(asked, AskedQuery):
        lines = talk.ask(asking(asked.marked.bare, tuple(asked.marked.slots))).lines
        return talk.fault is None and (alike(lines[0]) in asked.right if len(lines) == 1 else lines == asked.right)
    if isinstance(asked, AskedTurn):
        question = talk.ask(asking_turn(asked.turn, asked.history)).question.casefold()
        holds = all(word.casefold() in question for word in asked.right)
        return talk.fault is None and holds and not any(word.casefold() in question for word in asked.wrong)
    reply = talk.reply(asked.question, asked.evidence, rung=asked.rung, figure=asked.figure is not None)
    if not reply.understood:
        return False
    pointer = Pointer(asked.evidence)
    meant = [(one, found) for one in reply.pointed if (found := pointer.sentences(one))]
    if not asked.right or not meant:
        return not asked.right and not meant and not reply.adrift
    if asked.rung == "choose":
        return int(meant[0][1][0].id) in asked.right
    gate = Gate(asked.evidence)
    passing = [
        int(each.id)
        for one, found in meant
        if one.text and not hasattr(gate.check(_draft(one, found)), "problems") and (asked.figure or "") in one.text
        for each in found
    ]
    if asked.rung == "write" and asked.figure is None:
        return len(asked.right.intersection(passing)) > 1
    return bool(asked.right.intersection(passing))


def _catalogue() -> Catalogue:
    """What the samples are about, as far as questions name it."""
    sources = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_SOURCES.glob("*.toml"))]
    names = {match.name for one in sources for match in find_authorities(one["authority"])}
    return Catalogue(
        reports=(),
        authorities=tuple(sorted(names)),
        regions=(),
        frameworks=FRAMEWORKS,
        inspectors=(),
        years=(),
    )


def _draft(one: Any, found: Sequence[Evidence]) -> Draft:
    quotes = tuple(Quoted(evidence=each.id, text=each.text) for each in found)
    return Draft(text=one.text, quotes=quotes, arithmetic=one.arithmetic)


def _asked(rung: Literal["choose", "word", "write"], data: dict[str, Any]) -> Asked:
    with (_SOURCES / f"{data['report']}.toml").open("rb") as file:
        source = tomllib.load(file)
    text: str = source["body"]["text"]
    # Without headings, and without the marks in front of points.
    spans = [
        (start + len(_MARK.match(text[start:end])[0]), end)  # type: ignore[index]
        for start, end in sentences(text, 0, len(text))
        if not text[start:end].startswith("#") and len(text[start:end].split()) > 4
    ]
    right = [span for span in spans if any(words in text[span[0] : span[1]] for words in data["right"])]
    near = sorted(spans, key=lambda span: (-_shared(data["question"], text[span[0] : span[1]]), span))
    shown = [*right, *(span for span in near if span not in right)][:_SHOWN]
    # In an order of its own, so that no place is better than another.
    shown.sort(key=lambda span: hashlib.sha256(f"{data['question']}{span}".encode()).digest())
    title = f"{source['authority']}: {Path(source['file']).stem.split(' - ')[-1]}"
    evidence = tuple(
        Evidence(id=str(n), report=1, start=start, end=end, text=text[start:end], title=title, page=1)
        for n, (start, end) in enumerate(shown, 1)
    )
    numbers = frozenset(n for n, span in enumerate(shown, 1) if span in right)
    return Asked(rung=rung, question=data["question"], evidence=evidence, right=numbers, figure=data.get("figure"))


def _shared(question: str, text: str) -> int:
    return len({one for one in stems(question) if one not in STOP} & set(stems(text)))

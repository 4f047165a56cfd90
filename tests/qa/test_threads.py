"""Threads may share a library: what many of them answer at once is what one of them answers alone.

Caches are emptied first and the interpreter changes threads every few microseconds, so that what two of them share is
met by both.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from qa.answer import Answer
from qa.language.words import stem
from qa.library import Library

MANY = 8
QUESTIONS = (
    "Why do children in Harrowmere wait for help?",
    "How many children had no allocated social worker in Harrowmere in 2021?",
    "What do foster carers in Harrowmere say of the support they receive?",
    "What needs to improve in Midchester?",
    "How many assessments were finished late in Midchester?",
    "Do care leavers in Harrowmere live in suitable homes?",
    "Are thresholds understood by health visitors?",
    "How often does supervision take place in Harrowmere?",
)
# Words with endings to take off, long enough that a thread is left in the middle of one.
WORDS = tuple(
    f"{root}{ending}"
    for root in ("safeguard", "unallocat", "generalis", "disproportion", "timeli", "responsiv", "organis", "recommend")
    for ending in ("", "s", "ed", "ing", "ation", "ations", "ational", "ationally", "iveness", "fulness", "ousness")
)


@pytest.fixture(autouse=True)
def _restless() -> Iterator[None]:
    """Threads change places every few microseconds."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def forget() -> None:
    """Empty what the modules of questions remember."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("qa.", "corpus.")):
            for one in list(vars(module).values()):
                getattr(one, "cache_clear", int)()


def plain(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.to_dict().items() if name != "seconds"}


@pytest.fixture(scope="module")
def alone(small_library: Path) -> list[dict[str, Any]]:
    """What one thread answers."""
    with Library.open(small_library) as library:
        return [plain(library.ask(question)) for question in QUESTIONS]


def test_many_threads_stem_as_one_does() -> None:
    forget()
    right = [stem(word) for word in WORDS]
    for _ in range(3):
        forget()
        with ThreadPoolExecutor(MANY) as pool:
            assert list(pool.map(lambda _: [stem(word) for word in WORDS], range(MANY))) == [right] * MANY
        assert [stem(word) for word in WORDS] == right, "what is remembered is right"


def test_awaited_at_once_a_new_library_answers_as_it_does_alone(
    small_library: Path, alone: list[dict[str, Any]]
) -> None:
    async def all_at_once(library: Library) -> list[Answer]:
        return await asyncio.gather(*(library.aask(question) for question in QUESTIONS))

    forget()
    with Library.open(small_library) as library:
        assert [plain(answer) for answer in asyncio.run(all_at_once(library))] == alone


def test_a_batch_of_langchains_answers_as_it_does_alone(small_library: Path, alone: list[dict[str, Any]]) -> None:
    forget()
    with Library.open(small_library) as library:
        answers = library.as_runnable().batch(list(QUESTIONS), config={"max_concurrency": MANY})
    assert [plain(answer) for answer in answers] == alone

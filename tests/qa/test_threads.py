"""Threads may share a library: what many of them answer at once is what one of them answers alone.

Caches are emptied first and the interpreter changes threads every few microseconds, so that what two of them share is
met by both.
"""

from __future__ import annotations

import asyncio
import subprocess
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
    "Do children in Harrowmere wait too long for help?",
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
def _restless(models_run_each_time: None) -> Iterator[None]:
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


# What a server does for weeks: questions, and threads that end. Prints megabytes resident and files open, at a third of
# the way and at the end; what is loaded and remembered is there by then.
LASTING = """
import gc, os, sys, threading
from qa.library import Library
questions, threads, texts = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
def held():
    gc.collect()
    with open("/proc/self/status") as status:
        resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    return resident // 1024, len(os.listdir("/proc/self/fd"))
def looked(library):
    assert library.reports()
with Library.open(sys.argv[1]) as library:
    for n in range(questions):
        library.ask(texts[n % len(texts)])
        if n == questions // 3:
            print(*held(), flush=True)
    print(*held(), flush=True)
    for n in range(threads):
        thread = threading.Thread(target=looked if n % 100 else library.ask, args=(library if n % 100 else texts[0],))
        thread.start()
        thread.join()
        if n == threads // 3:
            print(*held(), flush=True)
    print(*held(), flush=True)
"""
# 16 threads at once, over and over: the last line is the most that was resident, in megabytes.
AT_ONCE = """
import sys, threading
from qa.library import Library
with Library.open(sys.argv[1]) as library:
    def ask():
        for text in sys.argv[2:]:
            library.ask(text)
    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024)
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads what a process holds from /proc")


def lasting(library: Path, questions: int, threads: int) -> list[list[int]]:
    command = [sys.executable, "-c", LASTING, str(library), str(questions), str(threads), *QUESTIONS]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [[int(number) for number in line.split()] for line in run.stdout.splitlines()]


def flat(before: list[int], after: list[int]) -> bool:
    return after[0] <= before[0] + 20 and after[1] <= before[1] + 2


@linux
def test_questions_and_short_threads_leave_nothing_behind(small_library: Path) -> None:
    third, asked, begun, ended = lasting(small_library, 60, 300)
    assert flat(third, asked), (third, asked)
    assert flat(begun, ended), (begun, ended)


@linux
@pytest.mark.long
def test_weeks_of_questions_and_threads_leave_nothing_behind(samples_folder: Path) -> None:
    third, asked, begun, ended = lasting(samples_folder, 3_000, 10_000)
    print(f"\n1,000 questions {third}, 3,000 {asked}; 3,333 threads {begun}, 10,000 {ended} (MB, open files)")
    assert flat(third, asked), (third, asked)
    assert flat(begun, ended), (begun, ended)


@linux
def test_sixteen_threads_at_once_take_a_bounded_memory(samples_folder: Path) -> None:
    command = [sys.executable, "-c", AT_ONCE, str(samples_folder), *QUESTIONS[:4]]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(run.stdout.split()[-1]) <= 600

"""Killed anywhere in whatever may be done to a library, once or twice over: nothing wrong after it, nothing lost.

After the kills the same is done undisturbed: the library is then equal to one that was never disturbed.
"""

from __future__ import annotations

import itertools
import random
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import CHROMA, Forked, forked
from killing import DONE
from snapshot import snapshot
from writing import AFTER, BEFORE, bring

from corpus.backup import backup, restore
from corpus.check import check

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing can be killed so there")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library, and beside it a backup of another."""
    folder = tmp_path_factory.mktemp("start")
    bring(folder / "library", BEFORE)
    bring(folder / "another", AFTER)
    backup(folder / "another", folder / "other")
    shutil.rmtree(folder / "another")
    return folder


@pytest.fixture(scope="module")
def processes() -> Iterator[Forked]:
    with forked("killing", *CHROMA) as made:
        yield made


def content(folder: Path) -> dict[str, object]:
    found = snapshot(folder)
    return {**found, "vectors": {key: [part.tolist() for part in parts] for key, parts in found["vectors"].items()}}


def survives(processes: Forked, start: Path, folder: Path, kills: list[tuple[str, int]]) -> None:
    """Kill at these steps of these, then do them whole; the undisturbed one does them whole from the start."""
    killed, undisturbed = folder / "killed", folder / "undisturbed"
    shutil.copytree(start, killed)
    shutil.copytree(start, undisturbed)
    for what, step in kills:
        ended = processes.run("do", killed / "library", what, step)
        assert ended.status in (0, -signal.SIGKILL), ended.said
        left = [one for one in check(killed / "library") if "interrupted" not in one.problem]
        assert left == [], (kills, what, left)
        if (killed / "copy").exists():  # whole as soon as it has its name
            restore(folder / "of the copy", killed / "copy")
            assert check(folder / "of the copy") == []
    for what, _ in kills:
        DONE[what](killed / "library")
        DONE[what](undisturbed / "library")
    assert check(killed / "library") == [], kills
    assert content(killed / "library") == content(undisturbed / "library"), kills
    assert not [one for one in (killed / "library").iterdir() if "inspectqa-" in one.name], kills
    shutil.rmtree(folder)


def drawn(processes: Forked, start: Path, folder: Path, count: int) -> list[list[tuple[str, int]]]:
    """Kills of each alone and of pairs, anywhere in them."""
    steps = {}
    for what in DONE:
        shutil.copytree(start, folder / what)
        steps[what] = processes.run("do", folder / what / "library", what, -1).given
    chance, names = random.Random(count), sorted(DONE)
    once = [(what,) for what in names] * (count // 2 // len(names) + 1)
    twice = list(itertools.product(names, names)) * (count // 2 // len(names) ** 2 + 1)
    chosen = [*once[: count // 2], *twice[: count - count // 2]]
    return [[(what, chance.randrange(steps[what])) for what in some] for some in chosen]


@pytest.mark.parametrize(
    "kills",
    [
        [("restore", 40)],
        [("restore", 60), ("restore", 45)],
        [("replace", 120), ("restore", 60)],
        [("correct", 30), ("replace", 120)],
    ],
)
def test_what_was_killed_can_be_done_again(
    processes: Forked, start: Path, tmp_path: Path, kills: list[tuple[str, int]]
) -> None:
    survives(processes, start, tmp_path / "it", kills)


@pytest.mark.long
def test_killed_anywhere_in_whatever_is_done(processes: Forked, start: Path, tmp_path: Path) -> None:
    chosen = drawn(processes, start, tmp_path / "steps", 134)
    for n, kills in enumerate(chosen):
        survives(processes, start, tmp_path / str(n), kills)
    print(f"\n{sum(map(len, chosen))} kills, {len(chosen)} libraries: every one sound, and as if never disturbed")

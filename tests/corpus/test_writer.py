"""Writing: whole or not at all, the two stores in step, and what a killed run leaves is put right by the next."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from forked import CHROMA, Forked, forked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from snapshot import snapshot
from writing import AFTER, BEFORE, State, bring, report, vectors_of

from corpus.check import check
from corpus.database import Database
from corpus.errors import EmbeddingMismatch
from corpus.store import Store
from corpus.vectors import Vectors
from corpus.writer import Writer

NAMES = ("a", "b", "c")
TEXTS = (
    "one text of some length, and more",
    "another text that is also long enough",
    "a third text, the longest of all",
)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    bring(folder, BEFORE)
    return folder


@pytest.fixture(scope="module")
def undisturbed(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed")
    shutil.copytree(before, folder, dirs_exist_ok=True)
    bring(folder, AFTER)
    assert check(folder) == []
    return folder


def comparable(folder: Path) -> dict[str, object]:
    found = snapshot(folder)
    found["vectors"] = {key: [part.tolist() for part in parts] for key, parts in found["vectors"].items()}
    return found


def test_a_report_is_stored_with_all_that_hangs_on_it(before: Path) -> None:
    expected = report("a", BEFORE.files["a"], "first")
    with Store(before) as store, Vectors(before) as vectors:
        (found,) = [one for one in store.reports() if one.id == expected.id]
        assert (found.title, found.authority, found.pages) == ("Report on a", "a", 2)
        assert (str(found.published), found.published_from) == ("2020-02-01", "filename")
        assert [fact.page for fact in store.facts(reports=[found.number])] == [None, 2]
        assert store.text(found.number) == expected.document.text
        assert tuple(store.pages(found.number)) == expected.document.pages
        passages = store.passages_of(found.number)
        assert [(p.start, p.end, p.sentences) for p in passages] == [
            (p.start, p.end, p.sentences) for p in expected.passages
        ]
        held = store.vectors([p.number for p in passages], dimension=8)
        text = expected.document.text
        made = [vectors_of(p.header, text, p.start, p.end, p.sentences) for p in expected.passages]
        for passage, own in zip(passages, made, strict=True):
            assert np.allclose(held[passage.number][0], own[0], atol=1e-3)
            assert np.allclose(held[passage.number][1], own[1:], atol=1e-3)
        nearest = vectors.query(made[1][0], 1)[0]
        assert store.numbers_of([nearest[0]]) == {nearest[0]: passages[1].number}
        assert nearest[1] == pytest.approx(1, abs=1e-3)


def test_a_report_read_again_keeps_its_number(before: Path, undisturbed: Path) -> None:
    with Store(before) as old, Store(undisturbed) as new:
        name = report("b", BEFORE.files["b"], "first").id
        assert old.find_report(name).number == new.find_report(name).number


def test_numbers_are_never_used_twice(tmp_path: Path) -> None:
    bring(tmp_path, State(files={"a": TEXTS[0]}, extraction_version="first"))
    bring(tmp_path, State(files={}, extraction_version="first"))
    bring(tmp_path, State(files={"b": TEXTS[1]}, extraction_version="first"))
    with Store(tmp_path) as store:
        assert [one.number for one in store.reports()] == [2]


def test_another_model_is_refused_unless_the_library_is_empty(tmp_path: Path) -> None:
    bring(tmp_path, State(files={"a": TEXTS[0]}, extraction_version="first"))
    database, vectors = Database(tmp_path), Vectors(tmp_path)
    with pytest.raises(EmbeddingMismatch, match="made with the embedding model 'made up', not 'other'"):
        Writer(database, vectors).claim_model(name="other", weights_hash="5678")
    Writer(database, vectors).remove(["/reports/a"])
    Writer(database, vectors).claim_model(name="other", weights_hash="5678")
    database.close()
    vectors.close()


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TEXTS)), min_size=1, max_size=4))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_ends_in_the_library_made_afresh(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, str]]
) -> None:
    """The same bytes at other paths, bytes that change places, files that come and go: the last state alone counts."""
    lived, fresh = tmp_path_factory.mktemp("lived"), tmp_path_factory.mktemp("fresh")
    for files in history:
        bring(lived, State(files=files, extraction_version="first"))
    bring(fresh, State(files=history[-1], extraction_version="first"))
    one, other = comparable(lived), comparable(fresh)
    for found in (one, other):
        found.pop("settings")  # the dimension is noted with the first report
        for rows in found["reports"].values():  # type: ignore[attr-defined]
            # Which of several paths named a report first is history; so are the title and facts taken from it.
            for key in ("source", "columns", "facts", "passages"):
                rows.pop(key)
        found.pop("vectors")
    assert check(lived) == []
    assert one == other


@pytest.fixture(scope="module")
def processes() -> Iterator[Forked]:
    with forked("writing", *CHROMA) as made:
        yield made


def steps(processes: Forked, before: Path, folder: Path) -> int:
    shutil.copytree(before, folder)
    return int(processes.run("killed_on_the_way", folder, -1).given)


def survives(processes: Forked, step: int, before: Path, undisturbed: Path, folder: Path) -> None:
    shutil.copytree(before, folder)
    ended = processes.run("killed_on_the_way", folder, step)
    assert ended.status == -signal.SIGKILL, ended.said
    # Nothing is wrong but, at most, that there is something to settle; every report there is whole.
    assert [one for one in check(folder) if "interrupted" not in one.problem] == [], f"after a kill at step {step}"
    bring(folder, AFTER)
    assert check(folder) == []
    assert comparable(folder) == comparable(undisturbed), f"after a kill at step {step}"


def test_killed_at_a_few_points_the_next_run_completes_it(
    processes: Forked, before: Path, undisturbed: Path, tmp_path: Path
) -> None:
    count = steps(processes, before, tmp_path / "counted")
    for step in random.Random(8).sample(range(count), 5):
        survives(processes, step, before, undisturbed, tmp_path / str(step))


@pytest.mark.long
def test_killed_at_any_point_the_next_run_completes_it(
    processes: Forked, before: Path, undisturbed: Path, tmp_path: Path
) -> None:
    count = steps(processes, before, tmp_path / "counted")
    chosen = random.Random(88).sample(range(count), min(count, 120))
    for step in chosen:
        survives(processes, step, before, undisturbed, tmp_path / str(step))
        shutil.rmtree(tmp_path / str(step))
    print(f"\nkilled at {len(chosen)} of {count} points: every library was completed by the next run")

"""What a worker of a cluster does, and what an ingest makes of it, without a cluster; test_ray.py has a real Ray."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from command_line import run
from snapshot import snapshot

from corpus.errors import ClusterError
from ingest import distributed
from ingest.cluster import AllLost, Cluster
from ingest.distributed import ClusterReaders
from ingest.embedding.embed import Embedder
from ingest.pipeline import embed, ingest
from ingest.prepare import Prepared
from ingest.read.wire import unpack
from ingest.read.worker import Readers
from ingest.remote import UNSEEN, Unlike, Wanted, embed_there, likeness, read_there

TEXTS = ["Children wait too long for an assessment. Managers know it.", "Leaders are visible."]
SPANS = [((0, 41), (42, 59)), ((0, 20),)]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for Ray: each piece of work is done in this process, at once."""

    def at_once(self: Cluster, work: Callable[..., Any], jobs: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        for job, arguments, _ in jobs:
            yield job, work(*arguments)

    monkeypatch.setattr(Cluster, "map", at_once)
    monkeypatch.setattr(Cluster, "processors", 2)
    installed = ModuleType("ray")
    installed.__spec__ = ModuleSpec("ray", None)
    monkeypatch.setitem(sys.modules, "ray", installed)


def wanted(path: Path, **changed: Any) -> Wanted:
    stat = path.stat()
    known: dict[str, Any] = {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "timeout_s": 60, "memory_bytes": 2**31}
    return Wanted(path=str(path), source=path.name, **{**known, **changed})


def test_a_file_is_read_as_on_one_machine_from_its_path_and_from_bytes(report_folder: Path) -> None:
    path = min(report_folder.iterdir())
    with Readers() as readers:
        ((_, expected),) = readers.prepare_many({path: path.name})
    assert isinstance(expected, Prepared)
    elsewhere = wanted(path, data=path.read_bytes())
    for one in (wanted(path), replace(elsewhere, path="/nowhere/it.txt")):
        packed = read_there(one, likeness())
        assert isinstance(packed, dict)
        assert unpack(packed) == expected


def test_a_file_that_is_not_there_or_another_is_not_read(report_folder: Path) -> None:
    path = min(report_folder.iterdir())
    for changed in ({"size": 1}, {"mtime_ns": 1}):
        assert read_there(wanted(path, **changed), likeness()) == UNSEEN
    assert read_there(replace(wanted(path), path="/nowhere/\0it.txt"), likeness()) == UNSEEN


def test_a_machine_that_would_give_something_else_says_so(
    report_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alike = likeness()
    (tmp_path / "own.toml").write_text('key = "own"\n', encoding="utf-8")
    for name, value in (("INSPECTQA_FRAMEWORKS", str(tmp_path)), ("INSPECTQA_OCR", "off")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            changed = likeness()
            assert changed != alike or alike["text recognition"] == "off"
            if changed != alike:
                found = read_there(wanted(min(report_folder.iterdir())), alike)
                assert isinstance(found, Unlike)
                assert found.here != found.there
    assert isinstance(embed_there(TEXTS, SPANS, None, "0" * 64), Unlike)
    missing = embed_there(TEXTS, SPANS, str(tmp_path), "0" * 64)
    assert isinstance(missing, Unlike)
    assert "safetensors" in missing.what


def test_passages_are_embedded_as_on_one_machine() -> None:
    embedder = Embedder(way="onnx")
    expected = embedder.embed_passages(TEXTS, SPANS)
    found = embed_there(TEXTS, SPANS, None, embedder.weights_hash)
    assert not isinstance(found, Unlike)
    for own, other in zip(found, expected, strict=True):
        assert own.dtype == np.dtype("<f2")
        assert np.allclose(own, other, atol=0.001)


@pytest.mark.usefixtures("here")
def test_a_library_made_by_workers_is_the_same(
    report_folder: Path, small_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Wanted] = []

    def elsewhere(one: Wanted, alike: dict[str, str]) -> Any:
        """A worker that sees no path of this machine."""
        asked.append(one)
        return UNSEEN if one.data is None else read_there(replace(one, path="/nowhere"), alike)

    ingest(tmp_path / "seen", [report_folder], ray="somewhere")
    monkeypatch.setattr(distributed, "read_there", elsewhere)
    ingest(tmp_path / "brought", [report_folder], ray="somewhere", later=True)
    embed(tmp_path / "brought", ray="somewhere")
    assert [one.data is None for one in asked] == [True, False, False, False]  # after one that was not seen, none is
    expected = snapshot(small_library)
    vectors = expected.pop("vectors")
    for name in ("seen", "brought"):
        found = snapshot(tmp_path / name)
        own = found.pop("vectors")
        assert found == expected
        assert own.keys() == vectors.keys()
        assert all(np.allclose(a, b, atol=0.03) for key in own for a, b in zip(own[key], vectors[key], strict=True))


@pytest.mark.usefixtures("here")
def test_a_file_that_ends_every_worker_costs_itself_alone(
    report_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = min(report_folder.iterdir()).name

    def deadly(one: Wanted, alike: dict[str, str]) -> Any:
        return AllLost() if Path(one.path).name == lost else read_there(one, alike)

    monkeypatch.setattr(distributed, "read_there", deadly)
    summary = ingest(tmp_path / "library", [report_folder], ray="somewhere", later=True)
    assert [(Path(one.source).name, one.reason) for one in summary.rejected] == [
        (lost, "every worker that was to read it ended over it")
    ]
    assert len(summary.added) == 2
    monkeypatch.setattr(distributed, "embed_there", lambda *_: AllLost())
    with pytest.raises(ClusterError, match="goes on where it stopped"):
        embed(tmp_path / "library", ray="somewhere")


@pytest.mark.usefixtures("here")
def test_machines_that_are_not_alike_are_refused(
    report_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "likeness", lambda: {**likeness(), "pypdfium2": "0.1"})
    with pytest.raises(ClusterError, match=r"they differ in pypdfium2 \([\d.]+ there, 0\.1 here\)"):
        ingest(tmp_path / "library", [report_folder], ray="somewhere")
    monkeypatch.undo()


@pytest.mark.usefixtures("here")
def test_what_makes_no_sense_is_refused_and_what_has_gone_is_named(report_folder: Path, tmp_path: Path) -> None:
    readers = ClusterReaders(Cluster("somewhere"))
    gone = tmp_path / "gone.txt"
    ((path, error),) = readers.prepare_many({gone: "gone.txt"})
    assert (path, str(error)) == (gone, "It is not there (any more). Check the path, or put the file back.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distributed, "read_there", lambda *_: {"text": 1})
        with pytest.raises(ClusterError, match="makes no sense"):
            list(readers.prepare_many({min(report_folder.iterdir()): "it"}))


def test_without_ray_it_is_said_what_to_install(
    report_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    done = run("ingest", report_folder, "--ray", "local", library=tmp_path / "library")
    assert done.returncode == 1
    assert "pip install 'inspectqa[ray]'" in " ".join(done.stderr.split())
    assert not (tmp_path / "library").exists()


def test_an_ingest_without_it_does_not_import_ray(report_folder: Path, own_library: Path) -> None:
    before = "ray" in sys.modules
    ingest(own_library, [report_folder])
    assert ("ray" in sys.modules) is before

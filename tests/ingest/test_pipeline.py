"""The way in as a whole: what is taken, skipped, replaced, removed and rejected, and what the library then holds."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from snapshot import snapshot

from corpus.check import check
from corpus.errors import EmbeddingMismatch, LibraryInUse, ReadError
from corpus.lock import write_lock
from corpus.model import Document, Page
from corpus.store import Store
from ingest import pipeline, progress, split, vectorise
from ingest.embedding.embed import Embedder
from ingest.pipeline import embed, ingest
from ingest.prepare import prepare
from ingest.progress import Discovered, Embedded, Event, Read, Stored


def same(one: Path, other: Path) -> bool:
    a, b = snapshot(one), snapshot(other)
    va, vb = a.pop("vectors"), b.pop("vectors")
    close = va.keys() == vb.keys() and all(
        np.allclose(x, y, atol=0.03) for key in va for x, y in zip(va[key], vb[key], strict=True)
    )
    return a == b and close


@pytest.fixture
def reports(report_folder: Path, tmp_path: Path) -> Path:
    """The session's reports in a folder that the test may change."""
    return Path(shutil.copytree(report_folder, tmp_path / "reports"))


def test_events_tell_what_happens(reports: Path, tmp_path: Path) -> None:
    events: list[Event] = []
    summary = ingest(tmp_path / "library", [reports], on_event=events.append)
    assert isinstance(events[0], Discovered)
    assert (events[0].files, events[0].to_read) == (3, 3)
    assert sum(isinstance(event, Read) for event in events) == 3
    assert [event.outcome for event in events if isinstance(event, Stored)] == ["added"] * 3
    last = [event for event in events if isinstance(event, Embedded)][-1]
    assert last.done == last.known > 0
    assert [Path(one.source).name for one in summary.added] == sorted(path.name for path in reports.iterdir())
    assert check(tmp_path / "library") == []


def test_a_second_run_changes_nothing_and_loads_no_model(
    reports: Path, own_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(own_library)
    monkeypatch.setattr(Embedder, "embed_passages", None)
    summary = ingest(own_library, [reports])
    assert (len(summary.unchanged), summary.added, summary.replaced) == (3, (), ())
    after = snapshot(own_library)
    # The copies of the reports stand at other paths: one more source each, nothing else.
    assert len(after.pop("sources")) == 2 * len(before.pop("sources"))
    assert after.pop("vectors").keys() == before.pop("vectors").keys()
    assert after == before


def test_any_order_of_files_gives_the_same_library(reports: Path, tmp_path: Path, small_library: Path) -> None:
    paths = sorted(reports.iterdir())
    ingest(tmp_path / "one", paths[::-1])
    for path in paths[1:] + paths[:1]:
        ingest(tmp_path / "two", [path])
    assert same(tmp_path / "one", small_library)
    assert same(tmp_path / "two", small_library)


def test_a_changed_file_replaces_its_old_version(reports: Path, tmp_path: Path) -> None:
    library, changed = tmp_path / "library", reports / "harrowmere 2021.txt"
    ingest(library, [reports])
    changed.write_text(changed.read_text(encoding="utf-8").replace("112 children", "113 children"), encoding="utf-8")
    embedded: list[str] = []

    class Counting(Embedder):
        def embed_passages(self, texts, spans, **named):  # type: ignore[no-untyped-def]
            embedded.extend(texts)
            return super().embed_passages(texts, spans, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "Embedder", Counting)
        summary = ingest(library, [reports])
    assert ([Path(one.source).name for one in summary.replaced], len(summary.unchanged)) == ([changed.name], 2)
    assert embedded
    assert all("113" in text for text in embedded)  # what did not change kept its vectors
    with Store(library) as store:
        assert len(store.match('"113"')) == 1
        assert store.match('"112"') == []
    assert check(library) == []
    ingest(tmp_path / "fresh", [reports])
    assert same(library, tmp_path / "fresh")


def test_files_that_change_places_keep_both_reports(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under another extraction version too, each report a batch: one may be dropped before it comes again."""
    library, one, other = tmp_path / "library", reports / "harrowmere 2021.txt", reports / "midchester 2019.md"
    ingest(library, [reports])
    for made_by in (None, "another"):
        if made_by is not None:
            monkeypatch.setattr(pipeline, "EXTRACTION_VERSION", made_by)
            monkeypatch.setattr(vectorise, "_BATCH_PASSAGES", 1)
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)
        assert ingest(library, [reports]).rejected == ()
        with Store(library) as store:
            assert store.counts()["reports"] == 3
        assert check(library) == []
    moved = one.rename(reports / "zz moved.txt")  # its bytes elsewhere, and others in their place
    one.write_text("Larkhurst\n\nChildren in Larkhurst are heard at last.\n" * 3, encoding="utf-8")
    monkeypatch.setattr(pipeline, "EXTRACTION_VERSION", "a third")
    assert ingest(library, [reports]).rejected == ()
    with Store(library) as store:
        assert store.counts()["reports"] == 4
        assert store.find_report(moved.stem)
    assert check(library) == []


def test_a_touched_file_is_unchanged(reports: Path, own_library: Path) -> None:
    ingest(own_library, [reports])
    for path in reports.iterdir():
        os.utime(path, (time.time() + 60, time.time() + 60))
    assert len(ingest(own_library, [reports]).unchanged) == 3


def test_the_same_bytes_at_two_paths_are_one_report(reports: Path, tmp_path: Path) -> None:
    shutil.copy(reports / "harrowmere 2021.txt", reports / "zz copy.txt")
    library = tmp_path / "library"
    assert len(ingest(library, [reports]).added) == 4
    with Store(library) as store:
        assert store.counts()["reports"] == 3
        assert len(store.rows("SELECT * FROM sources")) == 4
    (reports / "harrowmere 2021.txt").unlink()
    assert len(ingest(library, [reports], prune=True).removed) == 1
    with Store(library) as store:
        assert store.counts()["reports"] == 3
        assert store.find_report("zz copy").title
    (reports / "zz copy.txt").unlink()
    ingest(library, [reports], prune=True)
    with Store(library) as store:
        assert store.counts()["reports"] == 2
    assert check(library) == []


def test_prune_removes_only_what_is_gone_below_the_paths_named(reports: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    ingest(library, [reports])
    (reports / "midchester 2019.md").unlink()
    assert ingest(library, [reports]).removed == ()
    (tmp_path / "elsewhere").mkdir()
    assert ingest(library, [tmp_path / "elsewhere"], prune=True).removed == ()
    assert len(ingest(library, [reports], prune=True).removed) == 1
    shutil.rmtree(reports)  # a drive that is not connected looks like this
    assert ingest(library, [reports], prune=True).removed == ()
    with Store(library) as store:
        assert store.counts()["reports"] == 2


def test_one_bad_file_does_not_stop_the_rest(reports: Path, tmp_path: Path) -> None:
    (reports / "empty.pdf").write_bytes(b"")
    summary = ingest(tmp_path / "library", [reports, tmp_path / "nowhere"])
    assert len(summary.added) == 3
    assert {Path(one.source).name for one in summary.rejected} == {"empty.pdf", "nowhere"}
    assert all(one.next_step.endswith(".") for one in summary.rejected)


def test_a_broken_file_in_the_place_of_a_report_is_said_to_be_so(reports: Path, own_library: Path) -> None:
    ingest(own_library, [reports])
    (reports / "harrowmere 2021.txt").write_bytes(b"")
    (broken,) = ingest(own_library, [reports]).rejected
    with Store(own_library) as store:
        number = store.find_report("harrowmere 2021").number
    assert f"stays in the library, as report {number}" in broken.reason
    assert f"`inspectqa remove {number}`" in broken.next_step


def test_a_renamed_file_is_cited_by_its_new_name(reports: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    ingest(library, [reports])
    (reports / "midchester 2019.md").rename(reports / "midche\u0301ster.md")
    (renamed,) = ingest(library, [reports]).renamed
    assert renamed.source == str(reports / "midche\u0301ster.md")
    with Store(library) as store:
        assert store.find_report("Midch\u00e9ster").source == renamed.source  # however the accent is composed
        assert store.counts()["reports"] == 3
        assert len(store.rows("SELECT * FROM sources")) == 3
    assert len(ingest(library, [reports]).unchanged) == 3


def test_a_file_is_read_again_when_asked_for(reports: Path, own_library: Path, small_library: Path) -> None:
    ingest(own_library, [reports])
    with Store(own_library) as store, store.database.transaction() as connection:
        connection.execute("DELETE FROM facts")
    summary = ingest(own_library, [reports / "midchester 2019.md"], again=True)
    assert (len(summary.replaced), summary.unchanged) == (1, ())
    assert len(ingest(own_library, [reports], again=True).replaced) == 3
    with Store(own_library) as store, Store(small_library) as undisturbed:
        assert store.counts() == undisturbed.counts()
    assert check(own_library) == []


def test_what_folders_hold_besides_is_counted(reports: Path, tmp_path: Path) -> None:
    (reports / "cover.png").write_bytes(b"\x89PNG")
    (left,) = ingest(tmp_path / "library", [reports]).left_out
    assert (Path(left.source).name, bool(left.next_step)) == ("cover.png", True)


def test_a_step_that_fails_on_one_report_is_that_reports_fault_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(document, blocks, *, label):  # type: ignore[no-untyped-def]
        raise ZeroDivisionError("as it happens")

    monkeypatch.setattr(split, "split", faulty)
    text = "Larkhurst\n\nChildren in Larkhurst are heard at last.\n"
    document = Document(text=text, pages=(Page(number=1, start=0, end=len(text)),), media_type="text/plain")
    with pytest.raises(ReadError, match="ZeroDivisionError"):
        prepare(document, source="larkhurst.txt")


@pytest.mark.parametrize("moment", [Read, Embedded, Stored])
def test_interrupted_at_any_moment_what_was_ready_stays(
    reports: Path, tmp_path: Path, small_library: Path, moment: type[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectorise, "_BATCH_PASSAGES", 1)  # each report is a batch

    def stop(event: Event) -> None:
        if isinstance(event, moment):
            raise KeyboardInterrupt

    library = tmp_path / "library"
    with pytest.raises(KeyboardInterrupt):
        ingest(library, [reports], on_event=stop)
    assert check(library) == []
    ingest(library, [reports])
    assert same(library, small_library)


def test_another_embedding_model_is_refused(own_library: Path, reports: Path) -> None:
    with Store(own_library) as store, store.database.transaction() as connection:
        connection.execute("UPDATE settings SET value = 'other' WHERE key = 'embedding_hash'")
    with pytest.raises(EmbeddingMismatch, match="--library"):
        ingest(own_library, [reports])


def test_a_second_ingest_is_told_who_holds_the_library(own_library: Path, reports: Path) -> None:
    with write_lock(own_library), pytest.raises(LibraryInUse, match=f"process {os.getpid()} on "):
        ingest(own_library, [reports])


def test_read_first_and_embedded_later(reports: Path, tmp_path: Path, small_library: Path) -> None:
    """What is read can be asked by words and facts; `embed`, or any later ingest, makes the same library of it."""
    one, other = tmp_path / "one", tmp_path / "other"
    summary = ingest(one, [reports], later=True)
    with Store(one) as store:
        assert store.match('"children"')
        assert store.facts(kind="judgement")
        assert summary.waiting.reports == 3
        assert summary.waiting.passages == store.counts()["passages"]
    assert not (one / "chroma").exists()
    assert check(one) == []
    shutil.copytree(one, other)
    assert embed(one) == summary.waiting.passages
    assert embed(one) == 0
    assert not ingest(other, [reports]).waiting
    assert same(one, small_library)
    assert same(other, small_library)


def test_a_replaced_report_keeps_the_vectors_of_what_did_not_change(reports: Path, tmp_path: Path) -> None:
    library, changed = tmp_path / "library", reports / "harrowmere 2021.txt"
    ingest(library, [reports])
    changed.write_text(changed.read_text(encoding="utf-8").replace("112 children", "113 children"), encoding="utf-8")
    assert ingest(library, [reports], later=True).waiting.passages == 1
    assert check(library) == []
    ingest(library, [reports])
    ingest(tmp_path / "fresh", [reports])
    assert same(library, tmp_path / "fresh")


def test_another_version_of_a_report_has_the_vectors_of_what_is_the_same(
    reports: Path, own_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (reports / "harrowmere 2021.txt").read_text(encoding="utf-8")
    (reports / "corrected.txt").write_text(text.replace("112 children", "113 children"), encoding="utf-8")
    embedded: list[str] = []
    embed_passages = Embedder.embed_passages

    def counting(embedder, texts, spans, **named):  # type: ignore[no-untyped-def]
        embedded.extend(texts)
        return embed_passages(embedder, texts, spans, **named)

    monkeypatch.setattr(Embedder, "embed_passages", counting)
    ingest(own_library, [reports / "corrected.txt"])
    assert embedded
    assert all("113" in text for text in embedded)
    assert check(own_library) == []


def test_what_a_step_has_to_go_never_rises(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: now[0]))
    pace, told = progress.Pace(100), []
    for seconds, done in ((0, 0), (1, 5), (2, 10), (3, 30), (9, 31), (20, 32), (21, 90), (22, 100)):
        now[0] = seconds
        told.append(pace.left(done))
    assert told[:2] == [None, None]
    known = [left for left in told if left is not None]
    assert known == sorted(known, reverse=True)
    assert known[-1] == 0

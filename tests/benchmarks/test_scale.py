"""A library grown for `make bench-scale`: copies are whole, of authorities that do not exist, and none comes twice."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.growing import COSINE, grow
from benchmarks.made_up import made_up_names
from benchmarks.rewording import EXCHANGED
from corpus.authorities import authority
from corpus.check import check
from corpus.store import Store
from corpus.vectors import Vectors
from corpus.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import NewReport


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two of the bundled samples."""
    from corpus.samples import sample_paths
    from ingest.pipeline import ingest

    folder = tmp_path_factory.mktemp("base") / "library"
    by_size = sorted(sample_paths(), key=lambda path: path.stat().st_size)
    assert len(ingest(folder, by_size[:2]).added) == 2
    return folder


@pytest.fixture(scope="module")
def grown(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of about three times the base's passages."""
    folder = tmp_path_factory.mktemp("grown")
    with Store(base) as store:
        wanted = 3 * store.counts()["passages"]
    assert grow(base, folder, wanted) == wanted
    return folder


def test_copies_are_whole_and_of_authorities_that_do_not_exist(base: Path, grown: Path) -> None:
    assert check(grown / "library") == []
    with Store(base) as of_base, Store(grown / "library") as store:
        before, reports = of_base.reports(), store.reports()
        counted = of_base.counts()
        assert store.counts() == {name: 3 * count for name, count in counted.items()}
        names = {report.authority for report in reports if report.authority}
        assert len(names) == 3 * len({report.authority for report in before})
        assert not any(authority(name) for name in names)
        assert names == {fact.fact.value for fact in store.facts(kind="authority")}
        for report in reports:
            assert str(report.authority) in report.title
            assert all(str(report.authority) in passage.header for passage in store.passages_of(report.number))
        assert {report.region for report in reports} == {report.region for report in before}
        assert len({report.source for report in reports}) == len(reports)


def test_a_copy_keeps_its_spans_and_changes_few_words_and_the_vectors_a_little(base: Path, grown: Path) -> None:
    with Store(base) as of_base, Store(grown / "library") as store:
        original = of_base.reports()[0]
        text = of_base.text(original.number)
        copies = [one for one in store.reports() if len(store.text(one.number)) == len(text)]
        assert len({store.text(one.number) for one in copies}) == len(copies) == 3
        held = of_base.passages_of(original.number)
        vectors = of_base.vectors([one.number for one in held], dimension=384)
        for copy in copies:
            others = store.passages_of(copy.number)
            moved = store.vectors([one.number for one in others], dimension=384)
            before, after = text.split(), store.text(copy.number).split()
            changed = sum(old != new for old, new in zip(before, after, strict=True))
            assert 0 < changed <= EXCHANGED * sum(len(one.sentences) for one in held)
            for one, other in zip(held, others, strict=True):
                assert (other.start, other.end, other.sentences) == (one.start, one.end, one.sentences)
                assert abs(float(vectors[one.number][0] @ moved[other.number][0]) - COSINE) < 0.03
                assert np.array_equal(vectors[one.number][1], moved[other.number][1])
            for fact in store.facts(reports=[copy.number], kind="judgement"):
                span = slice(fact.fact.start, fact.fact.end)
                assert store.text(copy.number)[span] == text[span]


def test_the_base_is_only_read(base: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in base.rglob("*")}
    grow(base, tmp_path, 1)
    assert {path: path.stat().st_mtime_ns for path in base.rglob("*")} == before


def test_a_run_that_was_interrupted_goes_on(
    base: Path, grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(grown / "library") as store:
        wanted = store.counts()["passages"]
        ids = {report.id for report in store.reports()}
    write = Writer.add

    def interrupted(writer: Writer, reports: Sequence[NewReport]) -> list[str]:
        write(writer, reports[:2])
        rest: Any = reports[2]
        raise KeyboardInterrupt(rest.id)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Writer, "add", interrupted)
        grow(base, tmp_path, wanted)
    with Store(tmp_path / "library") as store:
        assert 0 < store.counts()["passages"] < wanted
    for _ in range(2):  # the second finds nothing left to do
        assert grow(base, tmp_path, wanted) == wanted
    with Store(tmp_path / "library") as store, Vectors(tmp_path / "library") as vectors:
        assert {report.id for report in store.reports()} == ids
        assert vectors.count() == wanted
    assert check(tmp_path / "library") == []


def test_an_ingest_of_the_copies_files_finds_nothing_changed(grown: Path) -> None:
    from ingest.pipeline import ingest

    summary = ingest(grown / "library", [grown / "files"])
    assert len(summary.unchanged) == 6
    assert not (summary.added or summary.replaced or summary.rejected)


def test_there_are_names_enough_for_a_million_passages() -> None:
    names = list(itertools.islice(made_up_names(), 5_000))  # 45 authorities for every 11,700 passages are 3,850
    assert len(set(names)) == 5_000
    assert not any(authority(name) for name in names)


def test_the_plot_is_an_svg_whose_text_is_text(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from benchmarks.plot import PANELS, draw

    sizes = [10_000, 100_000, 1_000_000]
    figures = []
    for line in (line for panel in PANELS for line in panel.lines):
        figures.append({"name": f"40 {line.figure}" if "questions" in line.figure else line.figure, "values": sizes})
        if line.below:
            figures.append({"name": f"  {line.below}", "values": [20, 30, 500]})
    written = tmp_path / "figures.json"
    written.write_text(json.dumps({"passages": sizes, "figures": figures}), encoding="utf-8")
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"
    draw(written, first)
    draw(written, second)
    assert first.read_bytes() == second.read_bytes()
    texts = {
        "".join(one.itertext()).strip() for one in ElementTree.parse(first).iter("{http://www.w3.org/2000/svg}text")
    }
    assert {"1 M", "passages in the library", *(panel.title for panel in PANELS)} <= texts

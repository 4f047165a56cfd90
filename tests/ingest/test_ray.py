"""A real Ray: two machines' worth of it on the loopback address, files that are not seen there, workers that die, and
one started for a command.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from snapshot import snapshot

from corpus.check import check
from corpus.errors import ClusterError, LibraryError
from corpus.store import Store
from ingest import distributed
from ingest.cluster import Cluster
from ingest.pipeline import ingest
from ingest.progress import Event, Read

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("default")]  # Ray has warnings of its own

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """A cluster of two machines with one processor each."""
    pytest.importorskip("ray", reason="inspectqa[ray] is not installed")
    from ray._private import ray_constants
    from ray.cluster_utils import Cluster as Nodes

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="ray", dir="/tmp") as folder:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_TMPDIR", folder)
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setattr(ray_constants, "ENABLE_RAY_CLUSTER", False)  # so that it keeps to the loopback address
        made = Nodes()
        for _ in range(2):
            add_to(made)
        yield made
        made.shutdown()


def add_to(nodes: Any, tries: int = 5) -> Any:
    """One machine more, with patience: Ray itself gives it half a minute to start, which a busy one may not do in.

    One that has ended at its start is tried again: that was seen, and not why.
    """
    from ray._private import services

    asked = services.get_node

    def patiently(*given: Any) -> Any:
        until = time.monotonic() + 60
        while True:
            try:
                return asked(*given)
            except RuntimeError:
                if time.monotonic() > until:
                    raise
            time.sleep(0.5)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_agent_register_timeout_ms", "300000")
        patch.setattr(services, "get_node", patiently)
        try:
            return nodes.add_node(
                num_cpus=1,
                node_ip_address="127.0.0.1",
                include_dashboard=False,
                include_log_monitor=False,
                no_monitor=True,
            )
        except Exception as error:  # Ray raises no class of its own
            if tries == 1 or "timed out during startup" not in str(error):
                raise
    return add_to(nodes, tries - 1)


@pytest.fixture(scope="module")
def reports(report_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports, and a few more."""
    reports = tmp_path_factory.mktemp("ray") / "reports"
    shutil.copytree(report_folder, reports)
    for n in range(3):
        text = f"Larkhurst\n\nThis is what was seen in Larkhurst in week {n}. Children are heard at last.\n" * 3
        (reports / f"larkhurst {n}.txt").write_text(text, encoding="utf-8")
    return reports


@pytest.fixture(scope="module")
def expected(reports: Path) -> Path:
    """The library that one machine makes of them."""
    ingest(reports.parent / "library", [reports])
    return reports.parent / "library"


def assert_same(library: Path, expected: Path) -> float:
    """How far apart their vectors are, at most."""
    assert check(library) == []
    found, other = snapshot(library), snapshot(expected)
    own, vectors = found.pop("vectors"), other.pop("vectors")
    assert found == other
    assert own.keys() == vectors.keys()
    apart = [float(np.abs(a - b).max(initial=0.0)) for key in own for a, b in zip(own[key], vectors[key], strict=True)]
    assert max(apart) <= 0.03
    return max(apart)


def test_two_machines_make_the_same_library(
    nodes: Any, reports: Path, expected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()

    def noted(*given: Any) -> Any:
        import sys
        from pathlib import Path

        import ray

        from ingest.remote import read_there

        (Path(marks) / ray.get_runtime_context().get_node_id()).write_text("\n".join(sys.path), encoding="utf-8")
        return read_there(*given)

    monkeypatch.setattr(distributed, "read_there", noted)
    monkeypatch.chdir(tmp_path)
    summary = ingest(tmp_path / "library", [reports], ray=nodes.address)
    assert len(summary.added) == 6
    apart = assert_same(tmp_path / "library", expected)
    print(f"\n6 reports the same, their vectors apart by {apart:.1e} at most")
    assert len(list(marks.iterdir())) == 2
    for mark in marks.iterdir():  # a folder of reports may hold anything: no module is taken from it
        assert str(tmp_path) not in mark.read_text(encoding="utf-8").split("\n")
    assert not sys.modules["ray"].is_initialized()


@pytest.mark.skipif(sys.platform != "linux", reason="a path that means something else in each process is Linux's")
def test_files_that_workers_do_not_see_are_brought(
    nodes: Any, reports: Path, expected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(reports.parent)
    summary = ingest(tmp_path / "library", [Path("/proc/self/cwd/reports")], ray=nodes.address)
    assert len(summary.added) == 6
    assert_same(tmp_path / "library", expected)


def dying(marks: Path, name: str, *, always: str = "") -> Callable[..., Any]:
    """The work of that name, whose worker is killed over Larkhurst the first time, and `always` over one file."""
    marks.mkdir()

    def work(*given: Any) -> Any:
        import hashlib
        from pathlib import Path

        from ingest import remote

        one = repr(getattr(given[0], "path", given[0]))
        mark = Path(marks) / hashlib.sha256(one.encode()).hexdigest()
        if "arkhurst" in one and (not mark.exists() or (always and always in one)):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return getattr(remote, name)(*given)

    return work


def test_a_worker_that_dies_costs_a_retry(
    nodes: Any, reports: Path, expected: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("read_there", "embed_there"):
            patch.setattr(distributed, name, dying(tmp_path / name, name))
        assert ingest(tmp_path / "library", [reports], ray=nodes.address).rejected == ()
    assert_same(tmp_path / "library", expected)
    assert len(list((tmp_path / "read_there").iterdir())) == 3
    assert list((tmp_path / "embed_there").iterdir())
    assert capfd.readouterr() == ("", "")


def test_a_file_that_kills_workers_costs_itself(
    nodes: Any, reports: Path, expected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = dying(tmp_path / "read", "read_there", always="larkhurst 1")
    monkeypatch.setattr(distributed, "read_there", deadly)
    summary = ingest(tmp_path / "library", [reports], ray=nodes.address)
    assert [Path(one.source).name for one in summary.rejected] == ["larkhurst 1.txt"]
    assert "ended over it" in summary.rejected[0].reason
    assert len(summary.added) == 5
    monkeypatch.undo()
    assert len(ingest(tmp_path / "library", [reports]).added) == 1
    assert_same(tmp_path / "library", expected)


def test_a_machine_that_goes_costs_a_retry(nodes: Any, reports: Path, expected: Path, tmp_path: Path) -> None:
    third = add_to(nodes)

    def goes(event: Event) -> None:
        nonlocal third
        if isinstance(event, Read) and third is not None:
            nodes.remove_node(third, allow_graceful=False)
            third = None

    assert ingest(tmp_path / "library", [reports], ray=nodes.address, on_event=goes).rejected == ()
    assert third is None
    assert_same(tmp_path / "library", expected)


def test_what_cannot_be_used_is_said(nodes: Any) -> None:
    with Cluster(nodes.address) as cluster, pytest.raises(ClusterError, match=r"could not do its part \(.*KeyError"):
        list(cluster.map(lambda name: {}[name], iter([("job", ("name",), 1)])))
    with Cluster("127.0.0.1:1") as cluster, pytest.raises(ClusterError, match=r"answers at 127\.0\.0\.1:1"):
        assert cluster.processors


def command(reports: Path, library: Path, address: str) -> subprocess.Popen[str]:
    """An ingest in a process, and a session, of its own, in a folder with a module that is none of its."""
    folder = library.parent
    (folder / "charset_normalizer.py").write_text("raise SystemExit('a module of the folder')\n", encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "qa.cli", "ingest", str(reports), "--ray", address],
        cwd=folder,
        env={
            **os.environ,
            "INSPECTQA_LIBRARY": str(library),
            "PYTHONPATH": str(ROOT),
            "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # it looks for a machine of the cluster at the loopback address
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_ctrl_c_leaves_a_library_that_the_next_ingest_completes(
    nodes: Any, reports: Path, expected: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    process = command(reports, library, nodes.address)
    until = time.monotonic() + 200
    while not held(library) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to every process of the command
    out, said = process.communicate(timeout=200)
    assert (process.returncode, out) == (130, ""), said
    assert held(library) > 0
    ingest(library, [reports], ray=nodes.address)
    assert_same(library, expected)


def held(library: Path) -> int:
    """How many reports are in."""
    try:
        with Store(library) as store:
            return store.counts()["reports"]
    except LibraryError:
        return 0


def test_a_ray_of_the_commands_own_leaves_nothing_behind(reports: Path, expected: Path, tmp_path: Path) -> None:
    before = ours()
    process = command(reports, tmp_path / "library", "local")
    listening: set[str] = set()
    while process.poll() is None:
        listening |= addresses(process.pid)
        time.sleep(0.5)
    out, said = process.communicate()
    assert (process.returncode, out.split(), said) == (0, ["6", "added"], "")
    assert_same(tmp_path / "library", expected)
    assert listening == {"127.0.0.1"}
    assert ours() == before


def ours() -> set[str]:
    """The folders of Rays that were started for a run."""
    return {path.name for path in Path("/tmp").glob("inspectqa-*") if (path / "session_latest").is_symlink()}


def addresses(session: int) -> set[str]:
    """Where the processes of a session listen."""
    found, sockets = set(), set()
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdecimal() and os.getsid(int(entry.name)) == session:
                sockets |= {os.readlink(one) for one in (entry / "fd").iterdir()}  # noqa: PTH115 - no path
    for name in ("tcp", "tcp6"):
        for line in Path("/proc/net", name).read_text(encoding="ascii").splitlines()[1:]:
            local, state, inode = (line.split()[at] for at in (1, 3, 9))
            if state == "0A" and f"socket:[{inode}]" in sockets:
                raw = bytes.fromhex(local.partition(":")[0])
                words = [raw[at : at + 4][::-1] for at in range(0, len(raw), 4)]
                address = ip_address(b"".join(words))
                found.add(str(getattr(address, "ipv4_mapped", None) or address))
    return found

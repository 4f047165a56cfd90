"""Cost against size: one library grown from ten thousand passages to a million, and measured on the way.

    python -m benchmarks.scale [--sizes N ...] [--base LIBRARY] [--keep FOLDER] [--out FILE.json] [--plot FILE.svg]

Grown from copies of the reports in --base (else of the PDFs in the folder INSPECTQA_REPORTS names, else in
../shared/reports, else of the bundled samples) under the names of authorities that do not exist. Everything is measured
in fresh processes, with the disk's cache warm. Prints a table, a column a size; "growth" is the exponent between the
smallest and the largest size: 0 where the cost stays, 1 where it grows as the library does. A run with --keep that was
interrupted goes on from where it stood; sizes that the library has passed are not measured again.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.asking import STEPS, Asking, ask_all
from benchmarks.processes import ROOT, copied_with, inspectqa, median, reports_folder, run
from benchmarks.topics import COUNTED, STATED, TOPICS, WARMING

SIZES = (10_000, 100_000, 1_000_000)
BYTES_A_PASSAGE = 15_000  # library.sqlite takes 7,200, chroma/ up to 7,200; measured
REPEAT = 3  # processes that a figure from the shell is the median of, and reports added
LONGEST = 1_000  # passages of a report at most: so many more than asked for a library may hold
DOCS = ROOT / "docs"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure at one size; `bar` is None where there is none."""

    name: str
    value: float
    unit: str
    bar: str | None = None


class Grown:
    """A library that grows in a folder, and everything that is measured of it at a size."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "library"
        self.added = folder / "added"

    def rows(self, sql: str) -> list[Any]:
        """The first column of a SELECT, without the library's own page cache in this process."""
        with closing(sqlite3.connect(self.library / "library.sqlite")) as connection:
            return [row[0] for row in connection.execute(sql)]

    def count(self) -> int:
        """How many passages it has; none before it is there."""
        there = (self.library / "library.sqlite").is_file()
        return int(self.rows("SELECT COUNT(*) FROM passages")[0]) if there else 0

    def grow(self, base: Path, passages: int) -> None:
        """Grow to so many passages, or a little more, telling on stderr how far it is."""
        run(sys.executable, "-m", "benchmarks.growing", str(base), str(self.folder), str(passages), said=None)

    def clear(self) -> None:
        """Take out what was added for a measurement, this one's or that of a run that was interrupted."""
        if self.added.is_dir():
            for path in self.added.iterdir():
                path.unlink()
            inspectqa("ingest", str(self.added), "--prune", library=self.library)
            self.added.rmdir()

    # what is measured

    def figures(self) -> Iterator[Figure]:
        """Every figure at the present size."""
        names = self.rows("SELECT authority FROM reports WHERE authority IS NOT NULL GROUP BY 1 ORDER BY MIN(number)")
        years = self.rows("SELECT DISTINCT substr(inspection_end, 1, 4) FROM reports WHERE inspection_end > ''")
        yield Figure(name="reports", value=self.rows("SELECT COUNT(*) FROM reports")[0], unit="")
        yield Figure(name="authorities", value=len(names), unit="")
        yield from self._from_the_shell(names[len(names) // 2])
        yield from self._searching("within one authority", [f" in {name}" for name in _spread(names, len(TOPICS))])
        yield from self._searching("over all reports", [""] * len(TOPICS))
        yield from self._searching("over one year", [f" in {year}" for year in _spread(sorted(years), 20)], bars=False)
        yield from self._from_facts(names)
        for part, path in (("library.sqlite", "library.sqlite*"), ("chroma/", "chroma/**/*")):
            held = sum(file.stat().st_size for file in self.library.glob(path) if file.is_file())
            yield Figure(name=f"on disk a passage, {part}", value=held / self.count() / 1000, unit="KB")
        yield from self._taking_in()

    def _from_the_shell(self, name: str) -> Iterator[Figure]:
        for sort, place in (("within one authority", f" in {name}"), ("over all reports", "")):
            asked = [inspectqa("ask", TOPICS[1].format(place), library=self.library) for _ in range(REPEAT + 1)][1:]
            most = max(one.megabytes for one in asked)
            yield Figure(name=f"start to answer, {sort}", value=median(asked), unit="s")
            yield Figure(name="  its peak memory", value=most, unit="MB", bar="<= 500")

    def _searching(self, sort: str, places: Sequence[str], *, bars: bool = True) -> Iterator[Figure]:
        """Questions that search passages, the library being open; the steps show which of them grows."""
        warming = [one.format(places[n % len(places)]) for n, one in enumerate(WARMING)]
        questions = [topic.format(place) for topic, place in zip(TOPICS, places, strict=False)]
        told = ask_all(self.library, warming=warming, questions=questions)
        if len(told.searching.seconds) < len(questions):
            tell(
                f"{len(questions) - len(told.searching.seconds)} questions searched no passages: they are not counted."
            )
        yield from _of_open(f"{len(told.searching.seconds)} questions {sort}", told.searching, bars=bars)

    def _from_facts(self, names: Sequence[str]) -> Iterator[Figure]:
        about = [STATED[n % len(STATED)].format(name) for n, name in enumerate(_spread(names, 5 * len(STATED)))]
        for sort, questions in (("facts of one authority", about), ("facts counted over all", COUNTED)):
            told = ask_all(self.library, warming=questions[:5], questions=questions)
            name = f"{len(questions)} questions answered from {sort}"
            yield Figure(name=f"{name}, median", value=told.median(), unit="ms")

    def _taking_in(self) -> Iterator[Figure]:
        """One report more, several times; then an ingest of all files, of which none has changed."""
        self.added.mkdir(exist_ok=True)
        found = sorted(reports_folder().rglob("*.pdf"), key=lambda path: path.stat().st_size)
        adding = []
        for n, path in enumerate(_spread(found[len(found) // 4 : -len(found) // 4], REPEAT)):
            target = self.added / f"{n} {path.name}"
            copied_with(path, target, f"{n} of {self.count()}")
            adding.append(inspectqa("ingest", str(target), library=self.library))
        again = inspectqa("ingest", str(self.folder / "files"), str(self.added), library=self.library)
        yield Figure(name="one report added", value=median(adding), unit="s")
        yield Figure(name="  its peak memory", value=max(one.megabytes for one in adding), unit="MB", bar="<= 2000")
        yield Figure(name="ingest of all, nothing changed", value=again.seconds, unit="s")
        yield Figure(name="  its peak memory", value=again.megabytes, unit="MB", bar="<= 2000")
        self.clear()


def _of_open(name: str, told: Asking, *, bars: bool) -> Iterator[Figure]:
    yield Figure(name=f"{name}, median", value=told.median(), unit="ms", bar="<= 150" if bars else None)
    for step in STEPS:
        yield Figure(name=f"  {step}, median", value=told.median(step), unit="ms")
    yield Figure(name="  95th percentile", value=told.tail(), unit="ms")
    yield Figure(name="  peak memory", value=told.megabytes, unit="MB", bar="<= 500")


def _spread(items: Sequence[Any], n: int) -> list[Any]:
    """`n` items, evenly spread over those given; some twice where there are fewer."""
    return [items[at * len(items) // n] for at in range(n)]


def measured(grown: Grown, base: Path, sizes: Sequence[int]) -> dict[int, list[Figure]]:
    """The figures by passages, smallest size first; each is kept in the folder as soon as it is known.

    A library never shrinks: of the sizes that it has passed, the figures are those kept.
    """
    kept = grown.folder / "figures.json"
    known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    found = {}
    grown.clear()
    for size in sorted(sizes):
        if grown.count() < size:
            tell(f"Growing the library to {size:,} passages ...")
            grown.grow(base, size)
        passages = grown.count()
        if passages < size + LONGEST:
            tell(f"Measuring at {passages:,} passages ...")
            known[str(size)] = {"passages": passages, "figures": [asdict(one) for one in grown.figures()]}
            kept.write_text(json.dumps(known), encoding="utf-8")
        elif str(size) in known:
            tell(f"The figures for {size:,} passages are those of an earlier run.")
        else:
            tell(f"The library is larger than {size:,} passages already: there are no figures for that size.")
            continue
        found[int(known[str(size)]["passages"])] = [Figure(**one) for one in known[str(size)]["figures"]]
    if len({len(figures) for figures in found.values()}) > 1:
        raise SystemExit(f"The figures kept in {kept} are of another version. Remove {grown.folder}, and run it again.")
    return found


def tell(line: str) -> None:
    """Say on stderr what is going on."""
    print(line, file=sys.stderr, flush=True)


def lines(found: dict[int, list[Figure]]) -> list[dict[str, Any]]:
    """The table as data: a line a figure, with its values by size and its growth (None where it has none)."""
    sizes = list(found)
    table = []
    for row in zip(*found.values(), strict=True):
        values = [one.value for one in row]
        ratio = sizes[-1] / sizes[0]
        growth = math.log(values[-1] / values[0]) / math.log(ratio) if ratio > 1 and min(values) > 0 else None
        table.append({"name": row[0].name, "unit": row[0].unit, "bar": row[0].bar, "values": values, "growth": growth})
    return table


def show(sizes: Sequence[int], table: Sequence[dict[str, Any]]) -> None:
    """The table on stdout."""
    print(f"{'passages':58}{'':6}{'bar':>8}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>8}")
    for one in table:
        values = "".join(f"{value:>12,.{2 if value < 100 else 0}f}" for value in one["values"])
        growth = "" if one["growth"] is None else f"{one['growth']:.2f}"
        print(f"{one['name']:58}{one['unit']:6}{one['bar'] or '':>8}{values}{growth:>8}")


def _base(folder: Path) -> Path:
    """A library of the PDFs there are, ingested once."""
    library = folder / "base"
    tell(f"Ingesting the PDFs in {reports_folder()} once, to copy them ...")
    inspectqa("ingest", str(reports_folder()), library=library, said=None)
    return library


def _room(grown: Grown, largest: int) -> None:
    """Raises SystemExit where the disk has too little room for what is to be added."""
    needed = max(0, largest - grown.count()) * BYTES_A_PASSAGE
    free = shutil.disk_usage(grown.folder).free
    if needed > free:
        raise SystemExit(
            f"A library of {largest:,} passages needs {needed / 1e9:.1f} GB more, and {grown.folder} has "
            f"{free / 1e9:.1f} GB free. Name a folder on a larger disk with --keep, or smaller sizes with --sizes."
        )


def _run(chosen: argparse.Namespace, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    grown = Grown(folder.resolve())
    _room(grown, max(chosen.sizes))
    found = measured(grown, chosen.base.resolve() if chosen.base else _base(grown.folder), chosen.sizes)
    table = lines(found)
    show(list(found), table)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = {"cores": os.cpu_count(), "memory_gb": round(memory), "python": platform.python_version()}
    written = {"machine": machine, "passages": list(found), "figures": table}
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    if importlib.util.find_spec("matplotlib") is None:
        tell("There is no plot without matplotlib: pip install --group bench.")
    else:
        run(sys.executable, "-m", "benchmarks.plot", str(chosen.out.resolve()), str(chosen.plot.resolve()), said=None)


def main() -> None:
    """Grow, measure, print and write; an interrupted run says how it goes on."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="passages to measure at")
    parser.add_argument("--base", type=Path, help="copy the reports of this library (it is only read)")
    parser.add_argument("--keep", type=Path, help="grow the library in this folder, keep it, and go on with it")
    parser.add_argument("--out", type=Path, default=DOCS / "performance-growth.json")
    parser.add_argument("--plot", type=Path, default=DOCS / "performance-growth.svg")
    chosen = parser.parse_args()
    try:
        if chosen.keep:
            _run(chosen, chosen.keep)
        else:
            with tempfile.TemporaryDirectory() as folder:
                _run(chosen, Path(folder))
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{' '.join(error.cmd[1:5])} ... ended with status {error.returncode}.") from error
    except KeyboardInterrupt:
        raise SystemExit("Stopped. With --keep FOLDER, the same command goes on from here.") from None


if __name__ == "__main__":
    main()

"""The same report twice: what is one, what is counted, whatever comes first, goes, or is preferred."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from writing import embed, report, seen

from corpus.check import check
from corpus.corrections import choose
from corpus.database import Database
from corpus.editions import alike, editions_of, fingerprint
from corpus.model import Fact, NewReport
from corpus.store import Store
from corpus.vectors import Vectors
from corpus.writer import Writer


def words(seed: int, count: int = 400) -> list[str]:
    drawn = Random(seed)
    return ["".join(drawn.choices("abcdefghij", k=5)) for _ in range(count)]


def made(name: str, text: str, *, authority: str | None = "Larkhurst", day: str | None = "2020-03-01") -> NewReport:
    """A report whose bytes hang on its name too: another file, whatever its text."""
    facts = [Fact(kind="authority", value=authority, start=1, end=2)] if authority else []
    facts += [Fact(kind="inspection_end", value=day, start=3, end=4)] if day else []
    digest = hashlib.sha256(f"{name} {text}".encode()).hexdigest()
    return replace(report(name, text, "first"), id=digest, facts=tuple(facts))


TEXT = " ".join(words(1))
CORRECTED = " ".join("mended" if n in (40, 200) else word for n, word in enumerate(words(1)))
FILES = {
    "report.pdf": made("report.pdf", TEXT),
    "report (1).pdf": made("report (1).pdf", TEXT.replace(" ", "\n").upper()),
    "report corrected.pdf": made("report corrected.pdf", CORRECTED),
    "another.pdf": made("another.pdf", " ".join(words(2))),
    "next year.pdf": made("next year.pdf", CORRECTED + " more", day="2021-03-01"),
    "next door.pdf": made("next door.pdf", CORRECTED + " else", authority="Midchester"),
}


def put(folder: Path, reports: list[NewReport]) -> None:
    with closing(Database(folder, create=True)) as database, closing(Vectors(folder)) as vectors:
        writer = Writer(database, vectors)
        writer.claim_model(name="made up", weights_hash="1234")
        for one in reports:
            writer.add([one])
        writer.settle()
        embed(database, writer)


def counted(folder: Path) -> list[str]:
    with Store(folder) as store:
        return sorted(Path(one.source).name for one in store.reports())


@pytest.fixture
def library(tmp_path: Path) -> Path:
    put(tmp_path / "library", list(FILES.values()))
    return tmp_path / "library"


def test_texts_are_compared_by_their_words() -> None:
    one = fingerprint("Looked-after children wait.\nThey are inade-\nquate.")
    assert (
        one == fingerprint("looked after children WAIT they are inadequate")
        or one[0] == fingerprint("looked after children WAIT they are inadequate")[0]
    )
    assert fingerprint("412 wait")[0] != fingerprint("413 wait")[0]
    long, other = fingerprint(TEXT)[1], fingerprint(CORRECTED)[1]
    assert alike(long, long) == 1
    assert 0.9 < alike(long, other) < 1
    assert alike(long, fingerprint(" ".join(words(2)))[1]) == 0
    assert alike(fingerprint("")[1], fingerprint("")[1]) == 0


def test_copies_and_corrected_editions_are_counted_once_and_no_others(library: Path) -> None:
    assert counted(library) == ["another.pdf", "next door.pdf", "next year.pdf", "report.pdf"]
    with Store(library) as store:
        assert len(store.reports(editions=True)) == len(FILES)
        rows = {Path(row["source"]).name: row for row in editions_of(store.database)}
        assert {name: (Path(row["counted_source"]).name, row["same"]) for name, row in rows.items()} == {
            "report (1).pdf": ("report.pdf", 1),
            "report corrected.pdf": ("report.pdf", 0),
        }
        assert store.find_report("report (1)").source.endswith("report (1).pdf")  # it can still be named
    assert check(library) == []


def test_any_order_counts_the_same(tmp_path: Path) -> None:
    some = [FILES[name] for name in ("report.pdf", "report (1).pdf", "report corrected.pdf")]
    for number, order in enumerate(permutations(some)):
        put(tmp_path / str(number), list(order))
        assert counted(tmp_path / str(number)) == ["report.pdf"]


def test_when_the_one_that_is_counted_goes_another_takes_its_place(library: Path) -> None:
    with closing(Database(library)) as database, closing(Vectors(library)) as vectors:
        writer = Writer(database, vectors)
        writer.remove([seen("report.pdf").path])
        assert "report (1).pdf" in counted(library)
        assert "report corrected.pdf" not in counted(library)
        writer.remove([seen("report (1).pdf").path])
        assert "report corrected.pdf" in counted(library)
        writer.settle()
    put(library, [FILES["report.pdf"]])
    assert counted(library) == ["another.pdf", "next door.pdf", "next year.pdf", "report.pdf"]
    assert check(library) == []


def test_what_links_two_editions_holds_them_together_only_while_it_is_there(tmp_path: Path) -> None:
    """Each step rewrites a part more: the first and the last are not alike."""
    steps = [" ".join([*words(4, 200)[: 100 * n], *words(3, 700)[100 * n :]]) for n in (0, 1, 2)]
    assert (
        alike(fingerprint(steps[0])[1], fingerprint(steps[2])[1])
        < 0.6
        < alike(fingerprint(steps[0])[1], fingerprint(steps[1])[1])
    )
    put(tmp_path, [made(f"{n}.pdf", text) for n, text in enumerate(steps)])
    before = counted(tmp_path)
    with closing(Database(tmp_path)) as database, closing(Vectors(tmp_path)) as vectors:
        Writer(database, vectors).remove([seen("1.pdf").path])
    assert (before, counted(tmp_path)) == (["0.pdf"], ["0.pdf", "2.pdf"])


def test_a_person_may_prefer_an_edition_or_hold_it_apart(library: Path) -> None:
    with Store(library) as store:
        corrected = store.find_report("report corrected")
        choose(store.database, corrected, "preferred")
        assert "report corrected.pdf" in counted(library)
        assert "report.pdf" not in counted(library)
        put(library, [FILES["report.pdf"]])  # read again
        assert "report.pdf" not in counted(library)
        choose(store.database, corrected, "separate")
        assert {"report corrected.pdf", "report.pdf"} <= set(counted(library))
        assert "report (1).pdf" not in counted(library)
        choose(store.database, corrected, None)
    assert counted(library) == ["another.pdf", "next door.pdf", "next year.pdf", "report.pdf"]


def test_the_choice_outlives_the_file(library: Path) -> None:
    with closing(Database(library)) as database, closing(Vectors(library)) as vectors:
        with Store(library) as store:
            choose(store.database, store.find_report("report corrected"), "preferred")
        Writer(database, vectors).remove([seen("report corrected.pdf").path])
        assert "report.pdf" in counted(library)
    put(library, [FILES["report corrected.pdf"]])
    assert "report.pdf" not in counted(library)


def test_nothing_is_one_without_an_authority_and_a_date_but_the_same_text(tmp_path: Path) -> None:
    put(
        tmp_path,
        [
            made("a.pdf", TEXT, authority=None),
            made("b.pdf", CORRECTED, authority=None),
            made("c.pdf", CORRECTED + " more", day=None),
            made("d.pdf", TEXT, authority=None, day=None),
        ],
    )
    assert counted(tmp_path) == ["a.pdf", "b.pdf", "c.pdf"]

"""Corrections: what a person says beside what was read; kept apart, laid over, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.corrections import correct, undo
from corpus.errors import CorrectionError
from corpus.store import Store
from ingest.pipeline import ingest


def read_rows(store: Store) -> list[tuple[object, ...]]:
    rows = [tuple(row) for row in store.rows("SELECT * FROM reports ORDER BY number")]
    return rows + [tuple(row) for row in store.rows("SELECT * FROM facts ORDER BY number")]


def test_a_correction_is_laid_over_what_was_read(own_library: Path) -> None:
    with Store(own_library) as store:
        report, before = store.find_report("midchester"), read_rows(store)
        correct(store.database, report, "published", "2019-05-02", because="The council's website says so.")
        correct(store.database, report, "overall", "Requires improvement to be good", because="A misprint.")
        correct(store.database, report, "lead_inspector", "Jonas Quill", because="A letter says so.")
        found = store.find_report("midchester")
        assert (found.published, found.published_from) == (date(2019, 5, 2), "corrected")
        assert (found.lead_inspector, found.judgements["overall"]) == ("Jonas Quill", "requires improvement")
        told = {one.field: (one.value, one.read, one.because) for one in found.corrections}
        assert told["published"] == ("2019-05-02", None, "The council's website says so.")
        assert told["overall"] == ("requires improvement", "good", "A misprint.")
        assert told["lead_inspector"][1] == "Ada Penhaligon"
        facts = {(one.fact.kind, one.fact.key): one for one in store.facts(reports=[report.number])}
        assert facts["published", ""].fact.origin == "corrected"
        assert facts["published", ""].page is None
        overall = facts["judgement", "overall"].fact
        assert (overall.value, overall.origin) == ("requires improvement", "corrected")
        assert "Good" in store.text(report.number)[overall.start : overall.end]  # where it was read
        assert facts["judgement", "leadership"].fact.origin == "text"
        assert read_rows(store) == before


def test_it_survives_a_new_reading_and_can_be_undone(own_library: Path, report_folder: Path) -> None:
    with Store(own_library) as store:
        report = store.find_report("midchester")
        correct(store.database, report, "published", "2019-05-02", because="As printed.")
    ingest(own_library, [report_folder], again=True)
    with Store(own_library) as store:
        assert store.find_report("midchester").published == date(2019, 5, 2)
        assert undo(store.database, report, "published")
        assert not undo(store.database, report, "published")
        found = store.find_report("midchester")
        assert (found.published, found.corrections) == (None, ())


@pytest.mark.parametrize(
    ("field", "value", "because", "said"),
    [
        ("published", "1 May 2019", "so", "YYYY-MM-DD"),
        ("published", "2019-02-30", "so", "no date"),
        ("overall", "superb", "so", "Its grades are outstanding, good"),
        ("pages", "3", "so", "What can be is framework, authority"),
        ("framework", "none", "so", "There are "),
        ("lead_inspector", "  ", "so", "lead_inspector=VALUE"),
        ("published", "2019-05-02", " ", "--because"),
        ("published", "2019-05-02", "x" * 501, "longer"),
    ],
)
def test_what_is_no_correction_says_what_is(own_library: Path, field: str, value: str, because: str, said: str) -> None:
    with Store(own_library) as store:
        report = store.find_report("midchester")
        with pytest.raises(CorrectionError, match=said):
            correct(store.database, report, field, value, because=because)
        assert store.find_report("midchester").corrections == ()


def test_an_authority_takes_its_region_with_it(own_library: Path) -> None:
    with Store(own_library) as store:
        report = store.find_report("midchester")
        correct(store.database, report, "authority", "hull", because="Midchester is made up.")
        found = store.reports([report.number])[0]
        assert found.authority == "Kingston upon Hull"
        assert found.region

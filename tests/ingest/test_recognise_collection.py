"""Every fact of the real reports against the table that was checked by hand, where a folder of reports is present."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from make_document import grades, one

from corpus.model import Document, Fact
from ingest.read import read_file
from ingest.recognise import label, recognise, title

REPORTS = Path(os.environ.get("INSPECTQA_REPORTS", Path(__file__).parents[2].parent / "shared" / "reports"))
TRUTH = Path(os.environ.get("INSPECTQA_TRUTH", REPORTS.parent / "eval" / "truth.csv"))
AREAS = ("overall", "help_and_protection", "in_care", "adoption", "care_leavers", "leadership", "lscb")
SINGLE = ("authority", "framework", "inspection_start", "inspection_end", "published", "lead_inspector")

pytestmark = pytest.mark.skipif(
    not (REPORTS.is_dir() and TRUTH.is_file()),
    reason=f"no real reports at {REPORTS} with a table at {TRUTH}: set INSPECTQA_REPORTS and INSPECTQA_TRUTH",
)
Recognised = list[tuple[dict[str, str], Document, list[Fact]]]


@pytest.fixture(scope="module")
def recognised() -> Recognised:
    with TRUTH.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    found = []
    for row in rows:
        document = read_file(REPORTS / row["file"])
        found.append((row, document, recognise(document, source=row["file"])))
    return found


@pytest.mark.parametrize("kind", SINGLE)
def test_each_fact_is_as_the_report_states_it(recognised: Recognised, kind: str) -> None:
    wrong = []
    for row, _, facts in recognised:
        wanted = row[kind]
        if kind == "framework" and wanted.startswith("other"):
            # The table describes other kinds of report in words; here each has a key of its own.
            if one(facts, kind) in {None, "SIF", "ILACS"}:
                wrong.append((row["file"], wanted, one(facts, kind)))
        elif one(facts, kind) != (wanted or None):
            wrong.append((row["file"], wanted, one(facts, kind)))
    assert not wrong


def test_where_the_publication_date_was_read_is_said(recognised: Recognised) -> None:
    for row, _, facts in recognised:
        assert [fact.origin for fact in facts if fact.kind == "published"] == [row["published_source"]], row["file"]


@pytest.mark.parametrize("area", AREAS)
def test_every_judgement_is_right_and_none_is_invented(recognised: Recognised, area: str) -> None:
    wrong = [
        (row["file"], row[area], grades(facts).get(area))
        for row, _, facts in recognised
        if grades(facts).get(area, "") != row[area]
    ]
    assert not wrong


def test_each_fact_stands_in_the_text_it_points_to(recognised: Recognised) -> None:
    for row, document, facts in recognised:
        for fact in facts:
            quote = " ".join(document.text[fact.start : fact.end].split()).lower()
            if fact.origin == "filename":
                assert quote == ""
            elif fact.kind in {"judgement", "previous_judgement"}:
                # "requires improvement" may be printed "require improvement" or "requires improvement to be good".
                assert fact.value.replace("requires", "require").split()[0] in quote, row["file"]
            elif fact.kind == "lead_inspector":
                assert quote == fact.value.lower(), row["file"]
            else:
                assert quote, row["file"]


def test_a_stated_outcome_of_the_last_inspection_is_not_mistaken(recognised: Recognised) -> None:
    wrong = []
    for row, _, facts in recognised:
        stated = grades(facts, "previous_judgement").get("overall")
        if stated and row["previous_overall"] and stated != row["previous_overall"]:
            wrong.append((row["file"], row["previous_overall"], stated))
    assert not wrong


def test_titles_and_labels_name_authority_and_year(recognised: Recognised) -> None:
    for row, document, facts in recognised:
        assert title(facts, document, row["file"]).startswith(f"{row['authority']}: ")
        assert row["inspection_end"][:4] in label(facts, document, row["file"])

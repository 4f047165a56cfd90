"""What a report is read into changes only with the number that says so: a library is read again where it has risen.

`python tests/ingest/test_extraction_version.py` writes the digests anew, once the number has been raised.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest
from docx import Document as WordDocument

from corpus.samples import sample_paths
from ingest.prepare import EXTRACTION_VERSION, prepare
from ingest.read.file import read_file

RECORDED = Path(__file__).parents[1] / "data" / "extraction.json"
COMMAND = "python tests/ingest/test_extraction_version.py"

MARKDOWN = """# Harbourton

## Inspection of local authority children's services

Inspection dates: 4 to 15 March 2019

Lead inspector: Ada Penhaligon

| Judgement | Grade |
| --- | --- |
| The impact of leaders on social work practice with children and families | Requires improvement to be good |
| The experiences and progress of children who need help and protection | Inadequate |
| The experiences and progress of children in care and care leavers | Good |
| Overall effectiveness | Inadequate |

At the previous inspection in 2016, the local authority was judged to require improvement to be good.

## The experiences and progress of children who need help and protection

1. Some 37 assessments were late in the year to 31 January 2019; 12.5% of plans had lapsed, against 7.1% a year before.

2. Thresholds are understood by schools. Mr. Quill's team, e.g., answers within a day.

## What needs to improve

- The timeliness of assessments.
- The quality of the plans that children are given.
"""
TEXT = """Wiltshire

Inspection of services for children in need of help and protection

Inspection date: 22 June 2015 - 16 July 2015
Report published: 1 September 2015

The overall judgement is that children's services require improvement

1. Children who need help and protection: Requires improvement
2. Children looked after and achieving permanence: Requires improvement
3. Leadership, management and governance: Good

Children living in this area

Approximately 104,000 children under the age of 18 years live here. At 31 March 2015, 401 children were being looked
after (a rate of 39 per 10,000 children). Of these, 112 (or 28%) live outside the local authority area.

Recommendations

  1. Ensure that all assessments are timely.
  2. Ensure that managers record the reasons for
     their decisions.
"""
HTML = """<!doctype html>
<html><head><title>Harbourton, monitoring visit</title></head><body><article>
<h1>Monitoring visit to Harbourton children's services</h1>
<p>This letter summarises the findings of the monitoring visit on 14 and 15 June 2023. Inspector: Jonas Quill.</p>
<h2>Findings</h2>
<p>Every child now has an allocated social worker. Supervision takes place each month, although what was agreed is not
always followed through &ndash; 9 in 10 care leavers live in suitable homes.</p>
<ul><li>Visits are recorded promptly.</li><li>Caseloads have fallen to 15 children for each social worker.</li></ul>
<table><tr><th>Judgement</th><th>Grade</th></tr><tr><td>Overall effectiveness</td><td>Good</td></tr></table>
</article></body></html>
"""


def lengths() -> str:
    """Sections of paragraphs, lists and their lead-ins of ever other lengths: where passages end hangs on these."""
    drawn = Random(12)
    parts = []
    for number in range(160):
        parts.append(f"## Part {number}")
        for _ in range(5):
            sentences = (" ".join(["visits"] * (1 + int(40 * drawn.random()))) for _ in range(int(7 * drawn.random())))
            said = ". ".join(["Managers know", *(one.capitalize() for one in sentences)])
            parts.append(f"{said}:\n\n- Plans vary." if drawn.random() < 0.2 else f"{said}.")
    return "\n\n".join(parts) + "\n"


def word_file(path: Path) -> None:
    made = WordDocument()
    made.core_properties.title = "Harbourton 2021"
    made.add_heading("Inspection of Harbourton local authority children's services", 1)
    made.add_paragraph("Inspection dates: 10 to 21 May 2021")
    made.add_paragraph("Lead inspector: Jonas Quill")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("Judgement", "Grade", "Overall effectiveness", "Outstanding"),
        strict=True,
    ):
        cell.text = text
    made.add_heading("Leaders", 2)
    made.add_paragraph("At the time of the inspection 112 children had no allocated social worker.")
    made.add_paragraph("Visits are made on time.", style="List Bullet")
    made.save(str(path))


def digests(folder: Path) -> dict[str, str]:
    """Of each file, by name, the digest of all that is stored of it but vectors; `folder` takes the files made here."""
    for name, text in (("a.md", MARKDOWN), ("b.txt", TEXT), ("c.html", HTML), ("e.md", lengths())):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    word_file(folder / "d.docx")
    return {path.name: _digest(path) for path in (*sample_paths(), *sorted(folder.iterdir()))}


def _digest(path: Path) -> str:
    prepared = prepare(read_file(path), source=path.name)
    stored = json.dumps([asdict(prepared), prepared.embedded], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(stored.encode("ascii")).hexdigest()[:16]


def fault(recorded: dict[str, object], version: str, found: dict[str, str]) -> str:
    """What is wrong and what to do about it, in whole sentences; empty where nothing is."""
    files = recorded["files"]
    assert isinstance(files, dict)
    other = [name for name in sorted({*found, *files}) if found.get(name) != files.get(name)]
    if other and recorded["version"] == version:
        return (
            f"What these files are read into has changed, and EXTRACTION_VERSION is still {version!r}: "
            f"{', '.join(other)}. Raise the number in ingest/prepare.py, so that libraries are read again, then write "
            f"the digests anew with `{COMMAND}`. (If you changed nothing, a package that reads files is of another "
            "version than in requirements.lock.)"
        )
    if other or recorded["version"] != version:
        return (
            f"EXTRACTION_VERSION is {version!r} and the digests in tests/data/extraction.json are of "
            f"{recorded['version']!r}. Write them anew with `{COMMAND}`."
        )
    return ""


def recorded() -> dict[str, object]:
    found: dict[str, object] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return digests(tmp_path_factory.mktemp("made"))


def test_what_a_report_is_read_into_changes_only_with_the_number(found: dict[str, str]) -> None:
    said = fault(recorded(), EXTRACTION_VERSION, found)
    assert not said, said


@pytest.mark.parametrize("step", ["ingest.recognise.title", "ingest.recognise.label"])
def test_a_change_is_noticed_and_says_what_to_do(
    step: str, found: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, lambda *_: "another")
    path = next(path for path in sample_paths() if path.suffix == ".md")
    changed = found | {path.name: _digest(path)}
    said = fault(recorded(), EXTRACTION_VERSION, changed)
    assert path.name in said
    assert "Raise the number in ingest/prepare.py" in said
    assert "Write them anew" in fault(recorded(), "pooled-next", changed)


def test_a_number_raised_for_nothing_is_noticed(found: dict[str, str]) -> None:
    assert "Write them anew" in fault(recorded(), "pooled-next", found)


def main() -> None:
    """Write the digests anew; not under a number that stands for others already."""
    with tempfile.TemporaryDirectory() as folder:
        found = digests(Path(folder))
    if RECORDED.exists():
        said = fault(recorded(), EXTRACTION_VERSION, found)
        if "Raise the number" in said:
            sys.exit(said)
    RECORDED.write_text(
        json.dumps({"version": EXTRACTION_VERSION, "files": found}, indent=2) + "\n", encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()

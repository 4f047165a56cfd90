"""Pages that are pictures are read where text recognition is installed, and marked as recognised."""

from __future__ import annotations

import make_files
import pytest

from ingest.prepare import prepare
from ingest.read.file import read_data
from ingest.read.ocr import installed

TITLE = ("Inspection of Barnsley local authority children's services", "Inspection dates: 4 to 15 March 2019")


_with_ocr = pytest.mark.skipif(not installed(), reason="inspectqa[ocr] is not installed")


@_with_ocr
def test_a_picture_of_a_page_is_read_and_marked() -> None:
    picture = make_files.picture_of("Inspectors visited 47 homes.", "Nine of them were cold.")
    document = read_data(make_files.mixed(picture, title=TITLE))
    assert [page.reading for page in document.pages] == ["text", "recognised"]
    page = document.pages[1]
    assert document.text[page.start : page.end] == "Inspectors visited 47 homes.\nNine of them were cold.\n"


@_with_ocr
@pytest.mark.parametrize("turn", [180, 270])
def test_a_page_put_in_upside_down_or_sideways_is_turned(turn: int) -> None:
    picture = make_files.picture_of("Inspectors visited 47 homes.", "Nine of them were cold.").rotate(turn, expand=True)
    document = read_data(make_files.mixed(picture, title=TITLE))
    assert document.text.endswith("Inspectors visited 47 homes.\nNine of them were cold.\n")


@_with_ocr
def test_lines_that_all_stand_upright_are_not_turned_one_by_one() -> None:
    long = "The experiences of the young people who need help and somebody to trust"
    picture = make_files.picture_of(*(f"{long} {word}" for word in ("Weak", "Good", "Fair")), size=26)
    document = read_data(make_files.mixed(picture, title=TITLE))
    assert document.text.count(long) == 3


@_with_ocr
def test_what_is_recognised_without_being_sure_is_no_evidence() -> None:
    sharp, faint = "Inspectors visited 47 homes.", "Overall effectiveness Inadequate"
    document = read_data(make_files.mixed(make_files.picture_of(sharp, faint, through=1), title=TITLE))
    (span,) = document.garbled
    assert sharp in document.text
    assert not document.text[slice(*span)].startswith(sharp[:9])
    said = [document.text[one.start : one.end] for one in prepare(document, source="a.pdf").passages]
    assert any(sharp in passage for passage in said)
    assert not any(document.text[slice(*span)] in passage for passage in said)
    assert not [fact for fact in prepare(document, source="a.pdf").facts if fact.kind == "judgement"]


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_OCR", "off")
    assert not installed()

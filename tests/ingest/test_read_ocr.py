"""Pages that are pictures are read where text recognition is installed, and marked as recognised."""

from __future__ import annotations

import make_files
import pytest

from ingest.read.file import read_data
from ingest.read.ocr import installed

TITLE = ("Inspection of Barnsley local authority children's services", "Inspection dates: 4 to 15 March 2019")


@pytest.mark.skipif(not installed(), reason="inspectqa[ocr] is not installed")
def test_a_picture_of_a_page_is_read_and_marked() -> None:
    picture = make_files.picture_of("Inspectors visited 47 homes.", "Nine of them were cold.")
    document = read_data(make_files.mixed(picture, title=TITLE))
    assert [page.reading for page in document.pages] == ["text", "recognised"]
    page = document.pages[1]
    assert document.text[page.start : page.end] == "Inspectors visited 47 homes.\nNine of them were cold.\n"


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_OCR", "off")
    assert not installed()

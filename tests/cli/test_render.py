"""What reaches the terminal: nothing that could drive it, at any width, with and without colour."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.cli import render


@given(st.text())
def test_nothing_safe_can_drive_a_terminal(text: str) -> None:
    shown = render.safe(text)
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in shown)
    assert "\u202e" not in shown
    assert render.safe(shown) == shown


def test_json_stays_json_and_inert(capsys: pytest.CaptureFixture[str]) -> None:
    data = {"quote": "red \x1b[31m and \u202e back", "n": [1, None]}
    render.print_json(data)
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert json.loads(printed) == data


def test_dates_are_written_as_people_write_them() -> None:
    assert render.day("2015-09-01") == "1 September 2015"
    assert render.day(None) == ""

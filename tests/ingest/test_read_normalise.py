"""Normalisation: what goes, what stays, and that doing it twice changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import normalise as normalising
from ingest.read.normalise import normalise, one_line

SPECIAL = (
    "\x02\ufffe\xad\ufb01\u25aa\uf0b7\u2500\xa0\u200b\u202e\x1b[]m;0\x07\x9b\x9d\r\n \t\u0301\u0335e\ud800\U0010ffff"
)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("looked\x02after and looked\ufffeafter", "looked-after and looked-after"),
        ("of\ufb01ce e\ufb00ort a\ufb04uent", "office effort affluent"),
        ("inspec\xadtion, inspec\xad\ntion", "inspection, inspection"),
        ("\uf0b7 one\n\uf0a7 two\n▪ three\n◼ four\n● five\n\uf06e six", "• one\n• two\n• three\n• four\n• five\n• six"),
        ("\uf02d in schools\n─ in homes", "– in schools\n– in homes"),
        ("a\xa0b\u202fc\u2009d\te", "a b c d e"),
        ("one \r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("one\n\n\n\n\ntwo\n \n \nthree\n\n", "one\n\ntwo\n\nthree"),
        ("a\u200bb\u202ec\u2066d\ufeffe\U000e0041f", "abcdef"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07\x1b]8;;http://x\x1b\\link\x9b2J", "red link"),
        ("nul\x00bell\x07backspace\x08delete\x7f", "nulbellbackspacedelete"),
        ("lone \ud83d surrogate", "lone surrogate"),
        ("cafe\u0301", "café"),
        ("2013\u0335–14", "2013–14"),
        ("“Curly” ‘quotes’, dashes – — and 2016−2020 stay", "“Curly” ‘quotes’, dashes – — and 2016−2020 stay"),
        ("½ of £5 is 50% … ©", "½ of £5 is 50% … ©"),
    ],
)
def test_normalise(raw: str, stored: str) -> None:
    assert normalise(raw) == stored


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(SPECIAL))))
def test_twice_is_once(raw: str) -> None:
    once = normalise(raw)
    assert normalise(once) == once


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(SPECIAL))))
def test_nothing_odd_is_left(raw: str) -> None:
    text = normalise(raw)
    assert unicodedata.is_normalized("NFC", text)
    assert {unicodedata.category(c) for c in text if c != "\n"}.isdisjoint({"Cc", "Cs", "Co", "Zl", "Zp"})
    assert not {"\u200b", "\u202e", "\xad", "\xa0", "\t"} & set(text)
    assert "\n\n\n" not in text
    assert " \n" not in text
    assert text == text.strip("\n")
    text.encode("utf-8")


@given(st.text(alphabet=st.one_of(st.characters(max_codepoint=0x2BFF), st.sampled_from(SPECIAL))))
def test_a_page_comes_out_as_a_longer_text_does(raw: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalising, "_PAGE", 0)
        long = normalise(raw)
    assert normalise(raw) == long


@given(st.text(alphabet=st.characters(max_codepoint=0x17F, exclude_categories=("Cc", "Cf", "Zs"))))
def test_letters_digits_and_signs_are_never_changed(raw: str) -> None:
    assert normalise(raw) == unicodedata.normalize("NFC", raw)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\x9d" * 200_000, ""),
        ("\x1b]" * 200_000, "]" * 200_000),
        ("\x1b[" * 200_000, "[" * 200_000),
        ("a" + " " * 300_000 + "b", "a b"),
        ("\xad \t" * 200_000, ""),
    ],
    ids=["C1", "OSC", "CSI", "spaces", "soft hyphens"],
)
def test_hostile_runs_take_linear_time(raw: str, clean: str) -> None:
    assert normalise(raw) == clean  # quadratic patterns would take hours here


def test_one_line() -> None:
    assert one_line(" A\r\n title\x1b[0m ") == "A title"
    assert one_line("\u200b \n") is None
    assert one_line("long " * 200, 20) == "long long long long"

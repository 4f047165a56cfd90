"""Plain text in any encoding, and Markdown without its marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.model import Document
from ingest.read.encoding import decode
from ingest.read.file import read_data
from ingest.read.text import looks_like_markdown

PROSE = "Children’s plans – in Testshire – cost £40 each; the café closed.\nThe next line says naïve things."


def headings(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.headings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    document = read_data(PROSE.encode(encoding))
    assert document.text == PROSE + "\n"
    assert document.media_type == "text/plain"
    assert len(document.pages) == 1


def test_latin_1() -> None:
    assert read_data("Élan and façade cost £5.".encode("latin-1")).text == "Élan and façade cost £5.\n"


def test_windows_1252_pasted_into_utf_8() -> None:
    assert decode("It’s £5 – ".encode() + "it’s £6".encode("cp1252")) == "It’s £5 – it’s £6"


def test_a_cut_sequence_in_utf_8_is_one_replacement() -> None:
    assert decode("£5 – £6. ".encode() * 20 + b"\xe2\x80 end").endswith("£6. \ufffd end")


def test_another_script_is_guessed_by_statistics() -> None:
    russian = "Инспекторы посетили детский дом и поговорили с детьми и сотрудниками о работе. " * 5
    assert decode(russian.encode("cp1251")) == russian


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, b"ab\x01\x02\x03" * 99])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="binary data"):
        decode(data)


@pytest.mark.parametrize("text", ["", " \n \n", "... --- ...", "\u200b\ufeff"])
def test_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match="no text in it"):
        read_data(b"\n" + text.encode())


def test_breaks_of_plain_text_are_its_paragraphs() -> None:
    document = read_data(b"One\nline.\n\nTwo.\n\n\n\nThree.")
    assert [document.text[at:].split("\n")[0] for at in document.breaks] == ["One", "Two.", "Three."]


MARKDOWN = """---
title: "Testshire 2021"
---
# Inspection of **Testshire**

Visits were *late* in [37 cases](https://example.org/a_(b)) of `snake_case`.
The second line of it.

What is next
------------

- first item
  goes on
- second \\*item\\*
1. counted

| Area | Grade |
|:-----|------:|
| Leaders | **Good** |
| Care \\| leavers | Poor |

> quoted words
***
<!-- a remark -->
```
# no heading
```
## End ##
"""


def test_markdown() -> None:
    document = read_data(MARKDOWN.encode())
    assert document.media_type == "text/markdown"
    assert document.title == "Testshire 2021"
    assert headings(document) == ["Inspection of Testshire", "What is next", "End"]
    assert document.text == (
        "Inspection of Testshire\n\n"
        "Visits were late in 37 cases of snake_case.\nThe second line of it.\n\n"
        "What is next\n\n"
        "• first item\ngoes on\n• second *item*\n1. counted\n\n"
        "Area | Grade\nLeaders | Good\nCare | leavers | Poor\n\n"
        "quoted words\n\n"
        "# no heading\n\n"
        "End\n"
    )
    assert document.breaks[0] == 0
    assert all(document.text[at - 1] == "\n" for at in document.breaks[1:])


@pytest.mark.parametrize(
    "text",
    [
        "# A heading\n\nSome words below it.",
        "A title\n=======\n\nIt has **strong** words and\n\n- one\n- two",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "## One\n## Two",
    ],
)
def test_what_is_markdown(text: str) -> None:
    assert looks_like_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "Notes\n=====\nThe underlined title of a plain text.",
        "- a list\n- of things\nin a plain text",
        "#1 on the list is this.\nNothing else.",
        "a | b | c",
        "Call me * now * or __never__.",
    ],
)
def test_what_is_not(text: str) -> None:
    assert not looks_like_markdown(text)


@given(st.text(alphabet=st.sampled_from("#*_-|`~[]()<>! \n\\ab1.:="), max_size=400))
def test_any_marks_are_read_or_refused(text: str) -> None:
    try:
        document = read_data(f"# Heading\n\n{text}".encode())
    except ReadError:
        return
    assert document.pages[0].end == len(document.text)
    assert list(document.breaks) == sorted(set(document.breaks))


@pytest.mark.parametrize(
    "run",
    [
        "<!--",
        "[",
        "](",
        "**",
        "_a",
        "*a",
        "`",
        "|",
        "# " + " ",
        "- ",
        "\\",
        "> ",
        "<https://",
        "---\n",
        "![",
        "a*",
        "((",
    ],
)
def test_hostile_runs_of_marks_take_linear_time(run: str) -> None:
    assert read_data(f"# Heading\n\nwords\n\n{run * 60_000} x\n".encode()).text.startswith("Heading\n\nwords")

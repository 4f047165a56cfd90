r"""RTF: headings, paragraphs, lists and tables in document order; what is hidden or deleted never shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.model import Document
from ingest.read.file import read_data

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Serif;}{\f1\fswiss{\*\panose 02}\fcharset204 Sans;}"
    r"{\f2\fnil\fcharset2 Symbol;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql \snext0 Normal;}"
    r"{\s1\ql\b{\*\keycode \n}\sbasedon0 heading 1;}{\s7\qc Title;}{\s8 Lines;}{\*\cs10 Mark;}}"
    r"{\*\generator Some 88 words;}{\info{\title Testshire 2021}{\author Ada 88}}"
    r"{\header\pard Running head {\shp{\*\shpinst{\shptxt 88 at the head\par}}}\par}{\footer Page 88\par}"
)


def read(body: str, head: str = HEAD) -> Document:
    return read_data((head + body + "}").encode("latin-1"))


def p(text: str, properties: str = "") -> str:
    return rf"\pard\plain {properties} {text}\par" + "\n"


def row(*cells: str, edges: tuple[str, ...] = ()) -> str:
    widths = edges or tuple(rf"\cellx{1000 * n}" for n in range(1, len(cells) + 1))
    return rf"\trowd\trgaph70 {''.join(widths)}" + "".join(rf"\pard\intbl {one}\cell" for one in cells) + "\\row\n"


def pages(document: Document) -> list[str]:
    return [document.text[page.start : page.end].strip() for page in document.pages]


def headings(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.headings]


def test_document_order() -> None:
    document = read(
        p("Inspection of Testshire", r"\s7\qc")
        + p("Before\nthe table.")
        + row("Area", "Grade") + row("Leaders", r"Good\par again")
        + p("What needs to improve", r"\s4\outlinelevel1")
        + p(r"{\listtext\pard\plain\f2 \'b7\tab}The timeliness of visits.", r"\ls1\ilvl0")
        + p(r"{\pntext o\tab}The quality of plans.{\*\pn\pnlvlblt{\pntxtb 88}}")
        + p(r"{\listtext 1.\tab}First of all.") + p(r"{\listtext 2.\tab}Second of all.")
        + p(r"After\tab the lists, 37\~visits\line were late.", r"\s8")
        + p("The end of it", r"\s1")
    )  # fmt: skip
    assert document.media_type == "application/rtf"
    assert document.title == "Testshire 2021"
    assert headings(document) == ["Inspection of Testshire", "What needs to improve", "The end of it"]
    assert document.text == (
        "Inspection of Testshire\n\nBeforethe table.\n\nArea | Grade\nLeaders | Good again\n\n"
        "What needs to improve\n\n"
        "• The timeliness of visits.\n• The quality of plans.\n1. First of all.\n2. Second of all.\n\n"
        "After the lists, 37 visits\nwere late.\n\nThe end of it\n"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        r"{\v 88 at risk}", r"\v 88 at risk\v0 ", r"{\deleted 88 at risk}", r"{\strike 88 at risk}",
        r"{\striked1 88 at risk}", r"{\mvf 88 at risk}", r"{\v {\b 88} at risk{\footnote 88 of them}}",
        r"{\*\annotation 88 at risk?}", r"{\xe 88 at risk}", r"{\*\unheardof{88 at risk}}",
        r"{\pict\pngblip 8888888888888888}", r"{\pict\bin4 8{}8}", r"{\field{\*\fldinst HYPERLINK 88}{\fldrslt }}",
        r"{\object{\*\objdata 8888}{\result }}", r"{\deleted \'38\'38}", r"{\v\u56?\u56?}",
        r"{\shp{\*\shpinst{\sp{\sn n88}{\sv 88}}}{\shprslt 88}}",
    ],
)  # fmt: skip
def test_what_is_hidden_or_struck_out_is_not_there(hidden: str) -> None:
    document = read(p(f"There were {hidden}37 visits.") + p(r"{\strike {\strike0 Plans}} {\revised are} made."))
    assert document.text == "There were 37 visits.\n\nPlans are made.\n"


def test_notes_and_text_boxes_follow_the_paragraph_that_names_them() -> None:
    def note(text: str, kind: str = "") -> str:
        return rf"{{\super\chftn{{\*\footnote{kind}\pard\plain {{\super\chftn}} {text}}}}}"

    box = (
        r"{\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv b}}{\shptxt \pard In a box: 12 are new.\par Two.\par}}{\shprslt x}}"
    )
    drawn = r"{\*\do\dobxpage{\dptxbxtext\pard In a drawing.\par}}"
    document = read(
        p(f"It looks after 412{note('Of whom 41 wait.')} children.{note('Last of all.', chr(92) + 'ftnalt')}")
        + p(f"It has {box}homes.{drawn}")
        + row(f"Plans{note('All of them.')}", "96")
        + p(f"The end.{note('Of it.')}")
    )
    assert document.text.rstrip("\n").split("\n\n") == [
        "It looks after 412 children.", "Of whom 41 wait.", "It has homes.", "In a box: 12 are new.", "Two.",
        "In a drawing.", "Plans | 96", "All of them.", "The end.", "Of it.", "Last of all.",
    ]  # fmt: skip


@pytest.mark.parametrize("raised", [r"{\super 1}", r"{\up6 1}", r"\super 1\nosupersub ", r"{\super 1, 2}"])
def test_raised_marks_are_no_digits(raised: str) -> None:
    document = read(p(rf"It looks after 412{raised} children in 3 km{{\super 2}}."))
    assert document.text == "It looks after 412 children in 3 km².\n"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"caf\'e9 \'93so\'94", "café “so”"),
        ("caf\xe9", "café"),
        (r"{\f1 \'cf\'f0}", "Пр"),
        (r"\u163?5 and \u8211\'96 \uc2\u8364?? \uc0\u8364 !", "£5 and – € €!"),
        (r"a\u-10179?\u-8704?", "a\U0001f600"),
        (r"a\_b \{c\} d\\e so\-called", "a-b {c} d\\e socalled"),
        (r"\lquote x\rquote \emdash", "‘x’—"),
        (r"{\upr{plain}{\*\ud{\u8364?}}}", "plain"),
    ],
)
def test_characters(written: str, said: str) -> None:
    assert read(p(written)).text == f"{said}\n"


def test_other_code_pages() -> None:
    assert read_data(rb"{\rtf1\mac caf\'8e}").text == "café\n"
    assert read_data(rb"{\rtf1\ansi\ansicpg1250 \'9a}").text == "š\n"
    assert read_data(rb"{\rtf1\ansi\ansicpg99999 caf\'e9}").text == "café\n"
    assert read_data(rb"{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 M;}}\f0 \'93\'fa\'96\'7b}").text == "日本\n"


def test_cells_that_span_are_said_where_they_stand() -> None:
    document = read(
        row("Children in 2019", edges=(r"\cellx3010",))
        + row("Plans", "new", "96", edges=(r"\clvmgf\cellx1000", r"\cellx2000", r"\cellx3000"))
        + row("", "old", "41", edges=(r"\clvmrg\cellx1000", r"\cellx2005", r"\cellx3000"))
        + row("Both", "7", edges=(r"\cellx2000", r"\cellx3000"))
        + row("Two", "", "8", edges=(r"\clmgf\cellx1000", r"\clmrg\cellx2000", r"\cellx3000"))
        + row(r"{\listtext 1.\tab}One\par {\listtext 2.\tab}Two", "", "x")
    )
    assert document.text == (
        "Children in 2019\nPlans | new | 96\nPlans | old | 41\nBoth | Both | 7\nTwo | Two | 8\n1. One 2. Two | | x\n"
    )


def test_tables_in_tables_are_said_once() -> None:
    inner = r"\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx1\nestrow}{\nonesttables\par}"
    assert read(row(f"{inner} inner", "outer") + p("End.")).text == "a b inner | outer\n\nEnd.\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("One.") + r"\page " + p("Two."), ["One.", "Two."]),
        (p(r"One.\page Two."), ["One.", "Two."]),
        (p("One.", r"\pagebb") + p("Two.", r"\pagebb"), ["One.", "Two."]),
        (p("One.") + r"\sect\sectd " + p("Two."), ["One.", "Two."]),
        (p("One.") + r"\sect\sectd\sbknone " + p("Two."), ["One.\n\nTwo."]),
        (p(r"One. \softpage So.\page\softpage Two."), ["One.", "So.", "Two."]),
        (p("One.") + r"\page\page " + p("Three."), ["One.", "", "Three."]),
        (p(r"One.{\v\page}") + p("Two."), ["One.\n\nTwo."]),
        (p("One.") + row(r"\page a", "b") + p("Two."), ["One.", "a | b\n\nTwo."]),
        (p("One.") + r"\sect\sectd " + row("a", "b"), ["One.", "a | b"]),
        (p(r"One.{\footnote\page Noted.}") + p("Two."), ["One.\n\nNoted.\n\nTwo."]),
    ],
)
def test_pages_begin_at_hard_breaks_and_sections(body: str, expected: list[str]) -> None:
    assert pages(read(body)) == expected


def test_breaks_count_no_pages_where_more_stands_between_two_than_a_sheet_holds() -> None:
    long = p("Visits were late. " * 1_000)
    assert len(read(p("A front page.") + r"\page " + long).pages) == 1
    assert len(read(p("A front page.") + r"\page " + long.replace(". V", r".\page V", 1)).pages) == 1
    assert len(read(p("A front page.") + r"\page " + long[:9_000] + r"\page " + long[9_000:]).pages) == 3


def test_damage_is_named() -> None:
    sound = (HEAD + p("37 visits were late.") + "}").encode()
    for cut in range(6, len(sound) - 1, 11):
        with pytest.raises(ReadError, match="cut short"):
            read_data(sound[:cut])
    with pytest.raises(ReadError, match="no text"):
        read_data(rb"{\rtf1{\v hidden}}")
    with pytest.raises(ReadError, match="nested too deeply"):
        read_data(b"{\\rtf1" + b"{" * 1_000_000)
    assert read_data(sound + b"{\\rtf1 88}").text == "37 visits were late.\n"


def test_what_would_take_long_is_bounded() -> None:
    for body in (r"{\fonttbl" + r"\f1{x}" * 3_000, r"{\stylesheet" + r"{\s1 a" * 3_000, r"\cell" * 10_000,
                 r"\trowd" + r"\cellx9" * 10_000 + r"\row", r"\u1?" * 10_000, "\\'93" * 10_000):  # fmt: skip
        with pytest.raises(ReadError):
            read_data((r"{\rtf1 " + body).encode())


WORDS = st.sampled_from(
    r"{ } {\* \par \pard \intbl \cell \row \trowd \cellx1000 \clvmrg \clmrg \page \sect \sbknone \footnote \ftnalt "
    r"\shp \shpinst \shptxt \listtext \v \v0 \deleted \super \u8211? \uc0 \bin3 \'e9 \f1 \s1 \outlinelevel0 \fonttbl "
    r"\info \title \plain 37 visits late \~ \nestcell \pagebb \softpage".split()
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_any_words_are_read_or_named(words: list[str]) -> None:
    try:
        document = read_data((r"{\rtf1 Some words. " + " ".join(words) + "}" * 41).encode("latin-1"))
    except ReadError:
        return
    assert document.pages[-1].end == len(document.text)

"""What each fuzz target begins with: a few of what it is to read, with all that its readers look at."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from corpus.samples import sample_paths

sys.path.append(str(Path(__file__).parents[1] / "ingest"))
import make_files

__all__ = ["seeds"]

QUESTIONS = (
    "How many assessments were delayed in Darlington?",
    "Compare Leeds and Hull since May 2019|62 of the 248|In 2015 62 of the 248 were late.",
    'Which authority was "inadequate" in 2015 AND NEAR(late*) -x?',
)
WEB = (
    """<!doctype html><html><head><title>Testshire</title></head><body><main><h1>Testshire</h1><p>Managers closed
<del>19</del> 91 cases<sup>2</sup>, <s>8</s> in 3 km<sup>2</sup>.</p><details><summary>Plans</summary><p hidden>88</p>
<p>41 of the 96.</p></details><table><tr><th rowspan=2>Area<th colspan=2>2019<tr><td>a<td>b<table><tr><td>in<td>it
</table></table><ul><li>One<li>Two</ul></main><footer>Foot</footer></body></html>""",
    """<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Children &amp; families: 37.</p></body>
</html>""",
)
ARCHIVE = """From: <Saved>
Snapshot-Content-Location: https://example.org/a
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--b"

----b
Content-Type: text/html; charset="utf-8"
Content-Location: https://example.org/a
Content-Transfer-Encoding: 8bit

%s
----b--
"""
RICH_TEXTS = (
    r"""\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}{\stylesheet{\s1 heading 1;}}{\info{\title T}}
{\header 88\par}\pard\plain\s1 Testshire\par\pard {\listtext 1.\tab}37 visits{\super 1}{\footnote\pard\plain of 41}\par
\trowd\clvmgf\cellx1000\cellx2000\intbl Plans\cell 96\cell\row\trowd\clvmrg\cellx1000\cellx2000\cell 41\cell\row
\pard{\v 88}{\deleted 12}{\strike 9} \'e9\u8211?\uc0\u8364{\f1 \'cf}\page
{\shp{\*\shpinst{\sp{\sn a}}{\shptxt Boxed\par}}}
{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}\sect\sectd\sbknone{\pict\bin3 {}{}End.
{\footnote\ftnalt Last.}\par}""",
    r"""\mac Good \'8e\~so\par\pagebb More{\object{\*\objdata 00}{\result R}}
\intbl\itap2 a\nestcell{\*\nesttableprops}\cell\row}""",
)


def _pages_of_every_kind() -> list[bytes]:
    """PDFs set sideways and in columns, with marks of notes, a form, a picture, letters that make no words."""
    lines = (
        "Foster families are visited by",
        "workers who know them, of whom",
        "12 are new. The others have been",
        "here since 2014, in the main.",
    )
    left = [(60.0, 500.0 - 20 * n, line) for n, line in enumerate(lines)]
    right = [(310.0, y, text) for _, y, text in left]
    rows = [cell for pair in zip(left, right, strict=True) for cell in pair]
    return [
        make_files.placed(left, turn=90),
        make_files.placed(left, turn=270, rotate=270),
        make_files.placed(rows),
        make_files.placed(rows, watermark="COPY"),
        make_files.with_marks([("It looks after 305", False), ("2", True), (" children.", False)]),
        make_files.form([("Children with a plan:", "291")], ticked="Announced"),
        make_files.mixed(make_files.picture_of("Nobody reads this."), title=("A first page of some words.",)),
        make_files.pdf([("Wkh frxqflo kdv jlyhq xs frxqwlqj wkhp vlqfh odvw zlqwhu dqg kdv qrw vdlg zkb.",)]),
    ]


def seeds(target: str) -> list[bytes]:
    """What a target begins with: a few of what it is to read, with all that its readers look at."""
    samples = {path: path.read_bytes() for path in sample_paths()}
    if target == "read":
        return [*samples.values(), *_pages_of_every_kind()]
    if target == "web":
        pages = [data for path, data in samples.items() if path.suffix in (".html", ".md")]
        return [*pages, *(page.encode() for page in WEB), *((ARCHIVE % page).encode() for page in WEB)]
    if target in ("docx", "odt"):
        chance = Random(7)
        return [chance.randbytes(200) for _ in range(20)]
    if target == "rtf":
        return [text.encode() for text in RICH_TEXTS]
    texts = [text.encode() for text in QUESTIONS]
    return texts + [data for path, data in samples.items() if path.suffix == ".md"]

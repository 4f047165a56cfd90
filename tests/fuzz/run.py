"""Coverage-guided fuzzing by atheris: `python tests/fuzz/run.py TARGET FOLDER SECONDS`, from the project's root.

Begins with the bundled samples, or a few questions; keeps what it finds worth keeping in FOLDER, and stops at the first
input that breaks a promise of tests/fuzz/targets.py, which it leaves there as crash-... .
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from random import Random

WEB = (
    """<!doctype html><html><head><title>Testshire</title></head><body><main><h1>Testshire</h1><p>Managers closed
<del>19</del> 91 cases<sup>2</sup>, <s>8</s> in 3 km<sup>2</sup>.</p><details><summary>Plans</summary><p hidden>88</p>
<p>41 of the 96.</p></details><table><tr><th rowspan=2>Area<th colspan=2>2019<tr><td>a<td>b<table><tr><td>in<td>it</table>
</table><ul><li>One<li>Two</ul></main><footer>Foot</footer></body></html>""",
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
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "fuzz")]
INSTRUMENTED = (
    "ingest.prepare",
    "ingest.read.file",
    "ingest.read.opendocument",
    "ingest.read.pdf",
    "ingest.read.text",
    "ingest.read.web",
    "ingest.read.web_archive",
    "ingest.read.word",
    "ingest.recognise",
    "qa.ground",
    "qa.search.lexical",
    "qa.plan",
)
QUESTIONS = (
    "How many assessments were delayed in Darlington?",
    "Compare Leeds and Hull since May 2019|62 of the 248|In 2015 62 of the 248 were late.",
    'Which authority was "inadequate" in 2015 AND NEAR(late*) -x?',
)


def _pages_of_every_kind() -> list[bytes]:
    """PDFs set sideways and in columns, with marks of notes, a form, a picture, letters that make no words."""
    import make_files

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


def _seeds(target: str) -> list[bytes]:
    """What a target begins with: a few of what it is to read, with all that its readers look at."""
    from corpus.samples import sample_paths

    sys.path.append(str(ROOT / "tests" / "ingest"))
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


def main() -> None:
    """Fuzz one target for so many seconds."""
    os.environ["INSPECTQA_OCR"] = "off"  # two seconds a picture: no fuzzer gets far with it
    import atheris

    target, folder, seconds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    with atheris.instrument_imports(include=["corpus", "ingest", "qa"], enable_loader_override=False):
        import targets

        for module in INSTRUMENTED:
            importlib.import_module(module)  # instrumented while they are imported
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_seeds(target)):
        (folder / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [
            sys.argv[0],
            str(folder),
            f"-artifact_prefix={folder}/",
            f"-max_total_time={seconds}",
            "-max_len=65536",
            "-timeout=60",
            "-rss_limit_mb=4096",
            "-print_final_stats=1",
            "-verbosity=0",
        ],
        targets.TARGETS[target],
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()

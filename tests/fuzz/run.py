"""Coverage-guided fuzzing by atheris: `python tests/fuzz/run.py TARGET FOLDER SECONDS`, from the project's root.

Begins with the bundled samples, or a few questions; keeps what it finds worth keeping in FOLDER, and stops at the first
input that breaks a promise of tests/fuzz/targets.py, which it leaves there as crash-... .
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "fuzz")]
QUESTIONS = (
    "How many assessments were delayed in Darlington?",
    "Compare Leeds and Hull since May 2019|62 of the 248|In 2015 62 of the 248 were late.",
    'Which authority was "inadequate" in 2015 AND NEAR(late*) -x?',
)


def _pages_of_every_kind() -> list[bytes]:
    """PDFs set sideways and in columns, with marks of notes, a form, a picture, letters that make no words."""
    sys.path.append(str(ROOT / "tests" / "ingest"))
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


def main() -> None:
    """Fuzz one target for so many seconds."""
    import atheris

    target, folder, seconds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    with atheris.instrument_imports(include=["corpus", "ingest", "qa"], enable_loader_override=False):
        import targets

        for module in (
            "ingest.prepare",
            "ingest.read.file",
            "ingest.recognise",
            "qa.ground",
            "qa.search.lexical",
            "qa.plan",
        ):
            importlib.import_module(module)  # instrumented while they are imported
    folder.mkdir(parents=True, exist_ok=True)
    if target == "read":
        from corpus.samples import sample_paths

        seeds = [path.read_bytes() for path in sample_paths()]
        seeds += _pages_of_every_kind()
    else:
        seeds = [text.encode() for text in QUESTIONS]
        seeds += [path.read_bytes() for path in (ROOT / "corpus" / "samples").glob("*.md")]
    for number, seed in enumerate(seeds):
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

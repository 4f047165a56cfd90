"""Coverage-guided fuzzing by atheris: `python tests/fuzz/run.py TARGET FOLDER SECONDS`, from the project's root.

Begins with the bundled samples, or a few questions; keeps what it finds worth keeping in FOLDER, and stops at the first
input that breaks a promise of tests/fuzz/targets.py, which it leaves there as crash-... .
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "fuzz")]
INSTRUMENTED = (
    "ingest.prepare",
    "ingest.read.file",
    "ingest.read.opendocument",
    "ingest.read.pdf",
    "ingest.read.rich_text",
    "ingest.read.text",
    "ingest.read.web",
    "ingest.read.web_archive",
    "ingest.read.word",
    "ingest.recognise",
    "qa.ground",
    "qa.search.lexical",
    "qa.plan",
)


def main() -> None:
    """Fuzz one target for so many seconds."""
    os.environ["INSPECTQA_OCR"] = "off"  # two seconds a picture: no fuzzer gets far with it
    import atheris

    target, folder, seconds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    with atheris.instrument_imports(include=["corpus", "ingest", "qa"], enable_loader_override=False):
        import targets
        from seeds import seeds

        for module in INSTRUMENTED:
            importlib.import_module(module)  # instrumented while they are imported
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
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

"""Whether what would be released works: the wheel in a new environment, the sdist's own tests run from the sdist.

Builds both from the working tree into dist/, checks that version, changelog and tag agree, installs the wheel into a
virtual environment of its own, asks it a question from a folder that is not this one, unpacks the sdist there and runs
its tests. Publishes nothing (docs/releasing.md). `python scripts/release_check.py [PYTEST'S ARGUMENTS]`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "How many assessments were delayed in Darlington?"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a command prints; raises SystemExit with all it said if it fails."""
    print(">", *[str(word) for word in command], file=sys.stderr)
    # Nothing of this tree may be found by way of the environment.
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "INSPECTQA_LIBRARY")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}\nThis failed: {' '.join(str(word) for word in command)}")
    return done.stdout


def check_version() -> str:
    """The version, once pyproject.toml, the changelog and the tag (if there is one on this commit) agree on it."""
    version: str = PROJECT["project"]["version"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = re.search(r"^## (.+)$", changes, re.MULTILINE)
    tags = run("git", "tag", "--points-at", "HEAD").split() if (ROOT / ".git").exists() else []
    wrong = [tag for tag in tags if tag.startswith("v") and tag != f"v{version}"]
    if wrong:
        raise SystemExit(f"This commit is tagged {wrong[0]}, and pyproject.toml says {version}: make them the same.")
    if tags and heading and not heading.group(1).startswith(version):
        raise SystemExit(f"CHANGELOG.md begins with “{heading.group(1)}”: give {version} its heading and date there.")
    return version


def build(version: str) -> tuple[Path, Path]:
    """The wheel and the sdist, made anew in dist/."""
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    run(sys.executable, "-m", "build", "--outdir", ROOT / "dist", ROOT)
    wheel, sdist = (
        ROOT / "dist" / f"inspectqa-{version}-py3-none-any.whl",
        ROOT / "dist" / f"inspectqa-{version}.tar.gz",
    )
    inside = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    if inside != {"qa", "ingest", "corpus", f"inspectqa-{version}.dist-info"}:
        raise SystemExit(f"The wheel holds {', '.join(sorted(inside))}: it should hold the three packages alone.")
    return wheel, sdist


def main() -> None:
    """Build, install, ask, test."""
    wheel, sdist = build(check_version())
    with tempfile.TemporaryDirectory(prefix="inspectqa-release-") as temporary:
        folder = Path(temporary)
        venv.create(folder / "venv", with_pip=True)
        bin_ = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        pip = (bin_ / "python", "-m", "pip", "install", "--quiet")
        run(*pip, "--upgrade", "pip")
        run(*pip, "--constraint", ROOT / "constraints.txt", wheel)
        run(bin_ / "inspectqa", "ingest", "--samples", "--library", folder / "library", cwd=folder)
        answer = run(bin_ / "inspectqa", "ask", QUESTION, "--library", folder / "library", cwd=folder)
        if not answer.startswith("94"):
            raise SystemExit(f"The installed wheel does not answer {QUESTION!r} with 94:\n{answer}")
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        source = folder / sdist.name.removesuffix(".tar.gz")
        run(*pip, "--constraint", source / "constraints.txt", "--group", f"{source / 'pyproject.toml'}:dev")
        arguments = sys.argv[1:] or ["-m", "not long", "-n", "auto", "--dist", "loadfile"]
        print(run(bin_ / "python", "-m", "pytest", "-q", *arguments, cwd=source)[-1500:])
    print(f"{wheel.name} and {sdist.name} in dist/ work.")


if __name__ == "__main__":
    main()

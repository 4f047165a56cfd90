"""Write requirements.lock: every pinned requirement with the SHA-256 of its wheel, for the platform this runs on.

Reads constraints.txt and asks pip what it would install; downloads no more than pip's metadata needs. Run it with the
Python that the lock is for: `python scripts/lock_requirements.py [FILE]`.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Which build is right depends on the machine (processor alone, or which graphics card): see the lock's first lines.
UNHASHED = {"torch"}
OLDEST_PIP = 25  # with 23.2 the resolver had not ended after ten minutes; with 26.3 it takes less than one


def report() -> list[dict[str, Any]]:
    """What pip would install for constraints.txt, as its own report has it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        subprocess.run(
            [
                sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet",
                "--only-binary", ":all:", "--report", str(file), "--requirement", str(ROOT / "constraints.txt"),
            ],
            check=True,
        )  # fmt: skip
        installed: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["install"]
        return installed


def plain_name(one: dict[str, Any]) -> str:
    """A requirement's name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", one["metadata"]["name"]).casefold()


def lines(installed: list[dict[str, Any]]) -> list[str]:
    """The lock's lines, in order of name. Raises SystemExit for a requirement that has no hash."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = [
        f"# For CPython {version} on {platform.system()} {platform.machine()}; made by scripts/lock_requirements.py.",
        "# Install with: pip install --require-hashes --no-deps -r requirements.lock",
        "# torch is left out: first install the build of it that suits the machine, in the version of constraints.txt.",
    ]
    for one in sorted(installed, key=plain_name):
        name = plain_name(one)
        if name in UNHASHED:
            continue
        digest = one["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
        if not digest:
            raise SystemExit(f"{name} has no SHA-256 here: run this where the package index states it.")
        found.append(f"{name}=={one['metadata']['version']} --hash=sha256:{digest}")
    return found


def main() -> None:
    """Write the lock."""
    if int(importlib.metadata.version("pip").split(".")[0]) < OLDEST_PIP:
        raise SystemExit("This pip takes many minutes over the constraints: run `python -m pip install --upgrade pip`.")
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements.lock"
    written = lines(report())
    target.write_text("\n".join(written) + "\n", encoding="utf-8")
    print(f"{len(written) - 3} requirements with hashes in {target}")


if __name__ == "__main__":
    main()

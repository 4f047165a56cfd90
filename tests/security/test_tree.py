"""The tree itself: no pickle, no eval, no shell, no unsafe XML or archive calls anywhere in the program."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for floor in ("corpus", "ingest", "qa") for path in (ROOT / floor).rglob("*.py"))
FORBIDDEN_MODULES = {
    "pickle",
    "cPickle",
    "_pickle",
    "dill",
    "cloudpickle",
    "shelve",
    "marshal",
    "joblib",
    "code",
    "pty",
}
FORBIDDEN_CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.spawnl", "os.spawnv", "subprocess.getoutput",
    "subprocess.getstatusoutput", "yaml.load", "torch.load", "numpy.load", "np.load", "tempfile.mktemp", "extractall",
}  # fmt: skip


def dangers(source: str) -> list[str]:
    """What a module does that none here may do, as "line: what"."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found += [f"{node.lineno}: import {n}" for n in names if n.split(".")[0] in FORBIDDEN_MODULES]
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in FORBIDDEN_CALLS or name.split(".")[-1] in {"extractall", "mktemp"}:
                found.append(f"{node.lineno}: {name}()")
            for keyword in node.keywords:
                constant = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
                if keyword.arg == "shell" and constant is not False:
                    found.append(f"{node.lineno}: shell=")
                if keyword.arg in {"trust_remote_code", "allow_pickle"} and constant is not False:
                    found.append(f"{node.lineno}: {keyword.arg}=")
                if keyword.arg == "verify" and constant is False:
                    found.append(f"{node.lineno}: verify=False")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_can_run_what_a_file_says(path: Path) -> None:
    assert dangers(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from marshal import loads",
        "eval('1')",
        "import os\nos.system('ls')",
        "import subprocess\nsubprocess.run('ls', shell=True)",
        "import zipfile\nzipfile.ZipFile('x').extractall()",
        "load(trust_remote_code=True)",
        "import numpy as np\nnp.load('x')",
        "get('https://x', verify=False)",
    ],
)
def test_the_check_can_fail(source: str) -> None:
    assert dangers(source)


def test_every_pinned_requirement_has_its_hash_and_names_no_host() -> None:
    pinned = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split())
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    hashed = dict(re.findall(r"^([a-z0-9.-]+)==(\S+) --hash=sha256:[0-9a-f]{64}$", lock, re.MULTILINE))
    wanted = {re.sub(r"[-_.]+", "-", name).casefold(): version for name, version in pinned.items()}
    assert {name: version for name, version in wanted.items() if name != "torch"} == hashed
    assert "torch" in lock  # said to be left out, and why
    assert "://" not in lock


def test_every_file_that_is_opened_says_its_encoding() -> None:
    bare = []
    for path in MODULES:
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for node in calls:
            named = any(keyword.arg == "encoding" for keyword in node.keywords)
            method = ast.unparse(node.func)
            if method.endswith((".read_text", ".write_text")) and not named:
                bare.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert bare == []

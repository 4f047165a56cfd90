"""Who imports whom: no circle between modules, and none upwards, neither between the floors nor within qa.

Counts every import, those inside functions and those for types only too: a circle that only the type checker walks
is as hard to read as any other.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Lowest first. A module imports its own floor and those before it.
FLOORS = ("corpus", "ingest", "qa")
ROOMS = (
    "language",  # English, once
    "tables",  # rows of typed columns, as files
    "question",  # what a question and its plan are
    "plan",
    "filters",  # what narrows a question, as people write it
    "search",
    "claim",  # a text with its spans
    "pictures",  # pages drawn
    "written",  # in the forms of other documents
    "citation",  # where a claim stands
    "answer",  # what an answer is
    "reader",
    "translate",
    "extract",
    "facts",
    "cite",
    "themes",
    "ground",
    "llm",
    "resources",
    "unembedded",  # what is said of reports without vectors
    "readings",
    "records",
    "prose",
    "summaries",  # a report in short
    "across",
    "ask",
    "listings",  # what a library lists, as tables
    "charts",  # what reports record, drawn
    "outward",  # listings, data frames and charts of a library
    "chat",
    "langchain",
    "library",
    "evaluation",
    "serve",  # the library for other programs
    "cli",
)


def module_name(path: Path, root: Path = ROOT) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, modules: set[str]) -> set[str]:
    """The project's own modules that a source imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in modules else node.module or "")
    return found & modules


def graph(root: Path = ROOT) -> dict[str, set[str]]:
    """Each module with those it imports."""
    paths = {module_name(path, root): path for floor in FLOORS for path in (root / floor).rglob("*.py")}
    return {
        name: imports(path.read_text(encoding="utf-8"), set(paths)) - {name} for name, path in sorted(paths.items())
    }


def circles(arrows: dict[str, set[str]]) -> set[frozenset[str]]:
    """The greatest sets of modules of which each reaches each other."""
    reached: dict[str, set[str]] = {}
    for name, direct in arrows.items():
        seen: set[str] = set()
        ahead = list(direct)
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead.extend(arrows[one])
        reached[name] = seen
    found = {name: frozenset(other for other in reached[name] if name in reached[other]) for name in arrows}
    return {circle for circle in found.values() if circle}


def height(module: str) -> tuple[int, int]:
    """How high a module lies; qa itself, its face, lies just below the command line's room."""
    floor, *rest = module.split(".")
    if floor != "qa":
        return FLOORS.index(floor), 0
    return FLOORS.index(floor), ROOMS.index(rest[0]) if rest else ROOMS.index("library")


def upwards(arrows: dict[str, set[str]]) -> set[tuple[str, str]]:
    """The imports that run from a lower floor or room to a higher one."""
    return {(one, other) for one in arrows for other in arrows[one] if height(other) > height(one)}


def test_every_room_of_qa_has_its_place() -> None:
    rooms = {name.split(".")[1] for name in graph() if name.startswith("qa.")}
    assert rooms == set(ROOMS), "say in ROOMS where a room of qa lies"


def test_there_is_no_circle() -> None:
    assert circles(graph()) == set()


def test_nothing_is_imported_upwards() -> None:
    assert upwards(graph()) == set()


def test_the_pipeline_is_called_by_two() -> None:
    callers = {name for name, named in graph().items() if "ingest.pipeline" in named}
    assert callers == {"qa.cli.ingesting", "qa.library"}
    for name in callers:  # and imported where it is called, not with the module
        tree = ast.parse((ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8"))
        assert not [one for one in tree.body if isinstance(one, ast.ImportFrom) and one.module == "ingest.pipeline"]


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("corpus/codes.py", "qa/library.py"),
        ("ingest/split.py", "qa/plan/places.py"),
        ("qa/plan/places.py", "qa/ask.py"),
    ],
)
def test_the_checks_can_fail(lower: str, higher: str, tmp_path: Path) -> None:
    for path, source in ((lower, "def f():\n    from {} import x\n"), (higher, "TYPE = 1\nif TYPE:\n    import {}\n")):
        other = higher if path == lower else lower
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(source.format(other.removesuffix(".py").replace("/", ".")), encoding="utf-8")
    names = [path.removesuffix(".py").replace("/", ".") for path in (lower, higher)]
    assert circles(graph(tmp_path)) == {frozenset(names)}
    assert upwards(graph(tmp_path)) == {(names[0], names[1])}

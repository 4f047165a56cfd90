"""Conventions of the tests themselves: each asserts something, and they need none of pytest's optional plugins."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ASSERTING = {"raises", "fail"}  # pytest's own


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def names(node: ast.AST) -> set[str]:
    """The last parts of the names in a piece of code."""
    found = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return found | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def in_sight(path: Path, trees: dict[Path, ast.Module]) -> set[Path]:
    """The file itself and the modules of the tests that it imports."""
    imported = set()
    for node in ast.walk(trees[path]):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            imported |= {alias.name for alias in node.names} | {str(getattr(node, "module", ""))}
    return {path} | {other for other in trees if other.stem in imported}


def idle(trees: dict[Path, ast.Module]) -> list[str]:
    """The tests that assert nothing, by themselves or by a function in sight that they name."""
    every = {node: (path, names(node)) for path, tree in trees.items() for node in functions(tree)}
    sight = {path: in_sight(path, trees) for path in trees}
    asserting = {
        node for node in every if names(node) & ASSERTING or any(isinstance(one, ast.Assert) for one in ast.walk(node))
    }
    while True:
        known = {(every[node][0], node.name) for node in asserting if not node.name.startswith("test_")}
        more = {
            node
            for node, (path, named) in every.items()
            if node not in asserting and any((other, name) in known for other in sight[path] for name in named)
        }
        if not more:
            break
        asserting |= more
    left = [node for node in every if node.name.startswith("test_") and node not in asserting]
    return [f"{every[node][0].relative_to(HERE).as_posix()}:{node.lineno} {node.name}" for node in left]


def test_every_test_asserts_something() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HERE.rglob("*.py"))}
    assert idle(trees) == []


def test_a_test_that_asserts_nothing_is_found() -> None:
    program = """
def held(text): assert text
def test_one(): held("a")
def test_two(): len("a")
def test_three():
    with pytest.raises(ValueError): int("a")
"""
    assert idle({HERE / "test_it.py": ast.parse(program)}) == ["test_it.py:4 test_two"]


def test_the_tests_need_no_cache() -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--collect-only", "-q", __file__]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)
    assert done.returncode == 0, done.stdout + done.stderr

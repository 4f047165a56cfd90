"""What the program advises at a terminal, and what the page says in its place: none is left that it cannot take."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

QA = Path(__file__).parents[2] / "qa"
HINTS = (QA / "serve" / "page" / "hints.js").read_text(encoding="utf-8")
PATTERNS = json.loads(re.findall(r"(?s)HINTS = (\[.*?\]);", HINTS)[0])
COMMAND = re.compile(r"`?inspectqa [a-z]+|(?<![\w-])--[a-z]+|chart grades|chart ranking")
_WITH_DOCS = (ast.Module, ast.FunctionDef, ast.ClassDef)
# What is said at a terminal alone, or to whoever starts the server.
ELSEWHERE = ("cli", "evaluation", "serve")
ALONE = {"qa/__init__.py", "qa/llm/models.py", "qa/written/page.py"}  # the last takes them out


def said_in(source: str) -> list[str]:
    """The sentences of a module that name a command; what is put into them is "3"."""
    found = []
    for node in ast.walk(ast.parse(source)):
        words = ""
        if isinstance(node, ast.JoinedStr):
            words = "".join(str(one.value) if isinstance(one, ast.Constant) else "3" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
        if COMMAND.search(words):
            found.append(words)
    return [one for one in found if not any(one != other and one in other for other in found)]


def docs_in(source: str) -> set[str | None]:
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, _WITH_DOCS)]
    return {ast.get_docstring(node, clean=False) for node in nodes}


def advice() -> list[str]:
    paths = [one for one in sorted(QA.rglob("*.py")) if one.relative_to(QA).parts[0] not in ELSEWHERE]
    paths = [one for one in paths if one.relative_to(QA.parent).as_posix() not in ALONE]
    sources = [one.read_text(encoding="utf-8") for one in (*paths, QA.parent / "corpus" / "store.py")]
    return [said for source in sources for said in said_in(source) if said not in docs_in(source)]


@pytest.mark.parametrize("sentence", advice())
def test_no_command_is_left_on_the_page(sentence: str) -> None:
    shown = sentence
    for pattern, words in PATTERNS:
        shown = re.sub(pattern, words, shown)
    assert not COMMAND.search(shown), shown


def test_advice_is_found() -> None:
    assert len(advice()) > 10

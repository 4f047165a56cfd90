"""A conversation as Markdown: every question, every answer, and every citation with its quote and page.

Knows Markdown. Does not know files or terminals. Whatever comes from a report, a model or a person is escaped: it is
shown as text and never as markup, and nothing in it is a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answer import NEAREST
from qa.cli.render import day, said, said_in_line
from qa.written.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.answer import Answer, Citation
    from qa.chat.conversation import Turn

__all__ = ["transcript"]


def transcript(turns: Iterable[Turn], *, title: str) -> str:
    """The whole conversation as one Markdown document, ending with a line break."""
    parts = [f"# {escaped(said_in_line(title))}"]
    for number, turn in enumerate(turns, 1):
        parts.append(f"## {number}. {escaped(said_in_line(turn.asked))}")
        if turn.rewritten:
            parts.append(f"Understood as: *{escaped(said_in_line(turn.question))}*")
        parts += _answer(turn.answer)
    return "\n\n".join(parts) + "\n"


def _answer(answer: Answer) -> list[str]:
    shown: list[str] = []
    before = ""
    for part in answer.parts():
        if part.citation is not None:
            item = _citation(part.citation, f"{part.citation.n}." if part.kind == "citation" else "-")
            if part.kind == before:
                shown[-1] += f"\n{item}"  # one list
            else:
                shown += [f"{NEAREST}:", item] if part.kind == "nearest" else [item]
        elif part.kind == "answer":
            shown.append("  \n".join(escaped(line) for line in said(part.text).split("\n") if line.strip()))
        else:
            text = escaped(said_in_line(part.text))
            shown.append(f"*Note: {text}*" if part.kind == "note" else text)
        before = part.kind
    return shown


def _citation(citation: Citation, mark: str) -> str:
    when = f", published {day(citation.published)}" if citation.published else ""
    when = when or (f", inspected {day(citation.inspected)}" if citation.inspected else "")
    head = f"{escaped(said_in_line(citation.title))}{when}{escaped(said_in_line(citation.place + citation.remark))}"
    return f"{mark} {head}  \n   > {escaped(said_in_line(citation.words))}"

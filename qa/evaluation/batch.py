"""Files of questions in, files of answers out: one JSON object a line, stopped and started again without loss.

Knows the two formats of a line (a question; the turns of a conversation). Does not know how a question is answered.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import InspectQAError, QuestionError

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.library import Library

__all__ = ["BatchItem", "answer_item", "read_items", "run_batch"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchItem:
    """One line of a question file: one question, or the turns of one conversation."""

    id: str
    questions: tuple[str, ...]
    is_chat: bool


def read_items(path: Path) -> list[BatchItem]:
    """The questions of a JSON-lines file; raises QuestionError naming the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not UTF-8 text. Save it as UTF-8, one JSON object a line.") from error
    items: list[BatchItem] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        item = _item(line, f"Line {number} of {path}")
        if item.id in seen:
            raise QuestionError(
                f"Line {number} of {path} has the id {item.id!r} a second time. Give each line its own id."
            )
        seen.add(item.id)
        items.append(item)
    if not items:
        raise QuestionError(
            f'{path} holds no question. Write one object a line, such as {{"id": "1", "question": "..."}}.'
        )
    return items


def _item(line: str, where: str) -> BatchItem:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise QuestionError(f"{where} is not JSON ({error}). Write one object a line.") from error
    if not isinstance(data, dict) or not isinstance(data.get("id"), str | int):
        raise QuestionError(f'{where} has no "id". Each line is an object with "id" and "question" (or "turns").')
    turns = data.get("turns")
    if isinstance(turns, list) and turns:
        if not all(isinstance(turn, dict) and isinstance(turn.get("question"), str) for turn in turns):
            raise QuestionError(f'{where}: every one of its "turns" must be an object with a "question".')
        return BatchItem(id=str(data["id"]), questions=tuple(turn["question"] for turn in turns), is_chat=True)
    if not isinstance(data.get("question"), str):
        raise QuestionError(f'{where} has neither a "question" nor "turns".')
    return BatchItem(id=str(data["id"]), questions=(data["question"],), is_chat=False)


def _done(out: Path) -> set[str]:
    """Ids already answered in `out`; a last line cut short by a crash is taken off the file."""
    if not out.exists():
        return set()
    data = out.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) != len(data):
        with out.open("r+b") as file:
            file.truncate(len(whole))
    ids: set[str] = set()
    for number, line in enumerate(whole.decode("utf-8").split("\n")[:-1], 1):
        try:
            ids.add(str(json.loads(line)["id"]))
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionError(
                f"Line {number} of {out} is no answer of an earlier run. Name another file with --out, or "
                "remove this one."
            ) from error
    return ids


def answer_item(library: Library, item: BatchItem) -> dict[str, Any]:
    """One line's answer: the documented answer object with its "id", or "turns" of them for a conversation.

    A question that cannot be asked (empty, too long) is answered with status "error" and the reason.
    """
    if not item.is_chat:
        return {"id": item.id, **_asked(library.ask, item.questions[0])}
    conversation = library.chat(save=False)
    return {"id": item.id, "turns": [_asked(conversation.ask, question) for question in item.questions]}


def _asked(ask: Callable[[str], Answer], question: str) -> dict[str, Any]:
    try:
        return ask(question).to_dict()
    except QuestionError as error:
        return {"question": question, "status": "error", "answer": str(error), "reason": str(error), "citations": []}


def run_batch(library: Library, items: list[BatchItem], out: Path) -> Iterator[BatchItem]:
    """Answer every item that `out` does not hold yet, appending a line each; yields each item once it is written.

    Raises InspectQAError only for what concerns the whole run (a damaged library, a file that cannot be written).
    """
    done = _done(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("a", encoding="utf-8") as file:
        for item in items:
            if item.id not in done:
                try:
                    answer = answer_item(library, item)
                except InspectQAError:
                    file.flush()
                    raise
                file.write(json.dumps(answer, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
            yield item

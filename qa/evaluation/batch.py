"""Files of questions in, files of answers out: one JSON object a line, stopped and started again without loss.

Knows the two formats of a line (a question; the turns of a conversation). Does not know how a question is answered, nor
how a file of answers is kept (qa.evaluation.answers).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import QuestionError
from qa.evaluation.answers import AnswerFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa.answer import Answer
    from qa.evaluation.sheets import Sheet
    from qa.library import Library

__all__ = ["BatchItem", "answer_item", "read_items", "run_batch", "sheet_items"]

_ECHOED = 2000  # characters of a question that cannot be asked that its answer repeats


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchItem:
    """One line of a question file: one question, or the turns of one conversation."""

    id: str
    questions: tuple[str, ...]
    is_chat: bool


def sheet_items(sheet: Sheet) -> list[BatchItem]:
    """The questions of a spreadsheet."""
    return [BatchItem(id=name, questions=(text,), is_chat=False) for name, text in sheet.questions.items()]


def read_items(path: Path, *, unusable: Callable[[QuestionError], None] | None = None) -> list[BatchItem]:
    """The questions of a JSON-lines file; raises QuestionError naming the line that cannot be used.

    Where `unusable` is given, it is told of such a line instead, which is left out; a file without any other still
    raises.
    """
    items: list[BatchItem] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            item = _item(line, f"Line {number} of {path}")
            if item.id in seen:
                raise QuestionError(
                    f"Line {number} of {path} has the id {item.id!r} a second time. Give each line its own id."
                )
        except QuestionError as error:
            if unusable is None:
                raise
            unusable(error)
            continue
        seen.add(item.id)
        items.append(item)
    if not items:
        raise QuestionError(
            f'{path} holds no question. Write one object a line, such as {{"id": "1", "question": "..."}}.'
        )
    return items


def _item(line: bytes, where: str) -> BatchItem:
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise QuestionError(f"{where} is not UTF-8 text. Save it as UTF-8, one JSON object a line.") from error
    except ValueError as error:
        raise QuestionError(f"{where} is not JSON ({error}). Write one object a line.") from error
    except RecursionError as error:
        raise QuestionError(f"{where} is JSON in too many brackets. Write one plain object a line.") from error
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
        reason = str(error)
        return {
            "question": question if len(question) <= _ECHOED else f"{question[:_ECHOED]}…",
            "status": "error",
            "answer": reason,
            "reason": reason,
            "citations": [],
        }


def run_batch(library: Library, items: list[BatchItem], out: Path) -> Iterator[BatchItem]:
    """Answer every item that `out` does not hold yet, appending a line each; yields each item once it is written.

    Raises QuestionError where `out` is no file of answers to these questions, which is left as it is, or cannot be
    written, and InspectQAError only for what concerns the whole run (a damaged library).
    """
    asked = {item.id: None if item.is_chat else item.questions[0] for item in items}
    with AnswerFile(out, asked=asked) as answers:
        for item in items:
            if item.id not in answers.done:
                answers.add(answer_item(library, item))
            yield item

"""A file of answers, a JSON object a line: gone on with where an earlier run stopped, and never mistaken for another.

Knows what a line that this program has written looks like. Does not know how a question is answered.
"""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from corpus.errors import QuestionError
from corpus.files import appended, full_disk, scratch, taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["AnswerFile", "may_hold_answers", "write_answers"]


class AnswerFile:
    """The answers in `path`, to which others are added; `asked` are the questions by id, None where it has turns.

    `done` are the ids already answered there. While it is open no other run writes to it. An answer that a crash has
    cut short is taken off the end, and nothing else ever. Raises QuestionError for a file that holds anything but
    answers to these questions, which is left as it is, for one that another run has, and for one that cannot be
    written.
    """

    def __init__(self, path: Path, *, asked: Mapping[str, str | None]) -> None:
        self._path = path
        self.done: set[str] = set()
        if why := taken(path):
            raise _unfit(path, f"it {why}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(path)
        except OSError as error:
            raise self._unwritten(error) from error
        try:
            held = path.read_bytes() if path.exists() else b""
            keep = self._looked_through(held, asked)
            self._file = appended(path)
            if keep < len(held):
                os.ftruncate(self._file, keep)
            self._size = keep
            self._owed = b"\n" if keep and held[keep - 1 : keep] != b"\n" else b""  # an editor may leave it away
        except OSError as error:
            self._lock.close()
            raise self._unwritten(error) from error
        except QuestionError:
            self._lock.close()
            raise

    def _looked_through(self, held: bytes, asked: Mapping[str, str | None]) -> int:
        """How many bytes of the file are whole answers."""
        *lines, tail = held.split(b"\n")
        for number, line in enumerate(lines, 1):
            self._take(line, number, asked)
        if not tail:
            return len(held)
        if _cut_short(tail, [name for name in asked if name not in self.done], alone=not lines):
            return len(held) - len(tail)
        self._take(tail, len(lines) + 1, asked)
        return len(held)

    def _take(self, line: bytes, number: int, asked: Mapping[str, str | None]) -> None:
        answer = _answer(line)
        if answer is None:
            raise QuestionError(
                f"Line {number} of {self._path} is no answer of an earlier run, and the file is left as it is. Name "
                "another file with --out."
            )
        name = str(answer["id"])
        if not _is_of(answer, asked.get(name)):
            raise QuestionError(
                f"Line {number} of {self._path} answers another question with the id {name!r}, and the file is left as "
                "it is. Name another file with --out."
            )
        self.done.add(name)

    def add(self, answer: dict[str, Any]) -> None:
        """Append an answer; it is on the disk when this returns, or the file is as it was."""
        try:
            self._write(self._owed + _line(answer))
            os.fsync(self._file)
            self._size = os.fstat(self._file).st_size
        except OSError as error:
            os.ftruncate(self._file, self._size)
            raise self._unwritten(error) from error
        self._owed = b""

    def _write(self, data: bytes) -> None:
        left = data
        while left:
            left = left[os.write(self._file, left) :]

    def _unwritten(self, error: OSError) -> QuestionError:
        return _unfit(self._path, _why(self._path, error), "Free some space, or name another file with --out.")

    def __enter__(self) -> AnswerFile:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)
        self._lock.close()


def _locked(path: Path) -> ExitStack:
    """The right to write to `path`, until it is closed; raises QuestionError where another run has it, and OSError."""
    from filelock import FileLock, Timeout

    name = path.with_name(f".{path.name}.lock")
    if why := taken(name):
        raise _unfit(path, f"{name} {why}")
    lock, held = FileLock(name, timeout=0), ExitStack()
    try:
        lock.acquire()
    except Timeout as error:
        raise _unfit(
            path,
            "another run is writing its answers there",
            "Wait until it has ended, or name another file with --out.",
        ) from error
    except NotImplementedError:  # a file system without locks
        return held
    held.callback(lock.release)
    if os.name != "nt":  # there an open file cannot be removed
        held.callback(name.unlink, missing_ok=True)
    return held


def write_answers(path: Path, answers: Iterable[dict[str, Any]]) -> None:
    """Write answers to a file, in place of an earlier run's; whole or not at all. Raises as `may_hold_answers`."""
    may_hold_answers(path)
    try:
        with scratch(path.parent) as folder:
            new = folder / "answers"
            new.write_bytes(b"".join(map(_line, answers)))
            new.replace(path)
    except OSError as error:
        raise _unfit(path, _why(path, error)) from error


def may_hold_answers(path: Path) -> None:
    """See that answers may be written to `path`; raises QuestionError for a file that holds anything but answers."""
    if why := taken(path):
        raise _unfit(path, f"it {why}")
    try:
        held = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise _unfit(path, _why(path, error)) from error
    if any(_answer(line) is None for line in held.removesuffix(b"\n").split(b"\n")) and held:
        raise _unfit(path, "it holds what is no answer of an earlier run, and is left as it is")


def _answer(line: bytes) -> dict[str, Any] | None:
    """The answer, or the answers of a conversation, that a line holds; None for any other line."""
    try:
        data = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("id"), str):
        return None
    given = data.get("turns", [data])
    whole = isinstance(given, list) and all(isinstance(one, dict) for one in given)
    return data if whole and all(isinstance(one.get("status"), str) for one in given) else None


def _is_of(answer: dict[str, Any], question: str | None) -> bool:
    """Whether an answer is one to the question; of turns, and of what could not be asked, it does not say all."""
    if question is None or answer.get("status") in (None, "error"):
        return True
    return str(answer.get("question", "")).split() == question.split()


def _cut_short(tail: bytes, unanswered: Iterable[str], *, alone: bool) -> bool:
    """Whether a line without an end is the beginning of an answer to one of the questions that have none yet.

    Where it stands `alone` in its file it must say which: a byte or two may be anything.
    """
    try:
        json.loads(tail)
        return False  # whatever it is, it is whole
    except (ValueError, RecursionError):
        pass
    begun = [_line({"id": name})[:-2] + b', "' for name in unanswered]
    return any(tail.startswith(one) or (not alone and one.startswith(tail)) for one in begun)


def _line(answer: dict[str, Any]) -> bytes:
    """An answer as its line; halves of surrogate pairs, which are no text, are escaped."""
    return (json.dumps(answer, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _why(path: Path, error: OSError) -> str:
    return "its disk is full" if full_disk(path.parent) else error.strerror or str(error)


def _unfit(path: Path, why: str, then: str = "Name another file with --out.") -> QuestionError:
    return QuestionError(f"The answers cannot be written to {path}: {why}. {then}")

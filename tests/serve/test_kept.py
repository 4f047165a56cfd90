"""Answers that are kept: given again, and made once for many who ask the same at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.errors import QuestionError
from qa.answer import Answer
from qa.serve.kept import KeptAnswers


def answer(text: str) -> Answer:
    return Answer(question="", status="answered", answer=text)


def test_what_many_ask_at_once_is_answered_once() -> None:
    kept = KeptAnswers()
    made: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def make() -> Answer:
        made.append("a")
        begun.set()
        assert go_on.wait(30)
        return answer("a")

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(kept.answer, "a", make)
        assert begun.wait(30)
        others = [pool.submit(kept.answer, "a", make) for _ in range(6)]
        assert kept.answer("b", lambda: answer("b")).answer == "b", "another question waits for nobody"
        go_on.set()
        assert {one.result(30).answer for one in (first, *others)} == {"a"}
    assert made == ["a"]


def test_the_oldest_is_made_again_and_what_fails_is_not_kept() -> None:
    kept = KeptAnswers(2)
    for key in "abca":
        kept.answer(key, lambda key=key: answer(key))  # type: ignore[misc]
    assert kept.answer("c", lambda: answer("anew")).answer == "c"
    assert kept.answer("b", lambda: answer("anew")).answer == "anew"

    def fails() -> Answer:
        raise QuestionError("This cannot be asked.")

    with pytest.raises(QuestionError):
        kept.answer("d", fails)
    assert kept.answer("d", lambda: answer("d")).answer == "d"

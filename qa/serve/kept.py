"""Answers that were given already, and those that are being made: what many ask at once is answered once.

Knows keys and threads. Does not know what a key is made of, nor how an answer is made.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from qa.answer import Answer

__all__ = ["KEPT", "KeptAnswers"]

KEPT = 512


class KeptAnswers:
    """The last `most` answers by key; threads may share it. One that asks what another is at waits for that one's."""

    def __init__(self, most: int | None = None) -> None:
        self._most = KEPT if most is None else most
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._under_way: dict[Hashable, Future[Answer]] = {}
        self._guard = threading.Lock()

    def answer(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of that key, made by `make` where it is not kept; raises what `make` raises."""
        with self._guard:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            other = self._under_way.get(key)
            mine: Future[Answer] = Future()
            if other is None:
                self._under_way[key] = mine
        if other is not None:
            return other.result()
        try:
            answer = make()
        except BaseException as error:
            with self._guard:
                del self._under_way[key]
            mine.set_exception(error)
            raise
        with self._guard:
            del self._under_way[key]
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        mine.set_result(answer)
        return answer

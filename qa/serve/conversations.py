"""Conversations of many people at once, each known only by an id that cannot be guessed.

Knows how many there may be and when one is forgotten. Does not know what a turn means (qa.chat), nor who speaks.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import InspectQAError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa.chat.conversation import Conversation

__all__ = ["ChatNotFound", "Conversations", "StillAnswering"]


class ChatNotFound(InspectQAError):
    """No conversation has that id, or it was forgotten."""


class StillAnswering(InspectQAError):
    """The conversation's last turn has not been answered yet."""


@dataclass(kw_only=True, slots=True)
class _Held:
    conversation: Conversation
    used: float
    turn: threading.Lock = field(default_factory=threading.Lock)


class Conversations:
    """Up to `most` conversations of `turns` turns altogether; one not spoken in for `idle` seconds is forgotten.

    What is forgotten first is what was not spoken in for longest. Threads may share it.
    """

    def __init__(
        self, begin: Callable[[], Conversation], *, most: int = 1_000, turns: int = 5_000, idle: float = 6 * 3600.0
    ) -> None:
        self._begin = begin
        self._most, self._turns, self._idle = most, turns, idle
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._guard = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def start(self) -> str:
        """Begin a conversation; its id is 128 random bits, and whoever has it may go on with it."""
        name = secrets.token_urlsafe(16)
        held = _Held(conversation=self._begin(), used=time.monotonic())
        with self._guard:
            self._held[name] = held
            self._forget()
        return name

    def end(self, name: str) -> None:
        """Forget a conversation; raises ChatNotFound."""
        with self._guard:
            if self._held.pop(name, None) is None:
                raise _unknown()

    @contextmanager
    def turn(self, name: str) -> Iterator[Conversation]:
        """The conversation, for one turn; raises ChatNotFound, and StillAnswering while another turn is answered."""
        held = self._find(name)
        if not held.turn.acquire(blocking=False):
            raise StillAnswering("The question before is still being answered. Wait for its answer, then ask the next.")
        try:
            yield held.conversation
        finally:
            held.used = time.monotonic()
            held.turn.release()
            with self._guard:
                self._forget()

    def read(self, name: str) -> Conversation:
        """The conversation as it stands, to be shown; raises ChatNotFound."""
        return self._find(name).conversation

    def _find(self, name: str) -> _Held:
        with self._guard:
            held = self._held.get(name)
            if held is None:
                raise _unknown()
            self._held.move_to_end(name)
            held.used = time.monotonic()
            return held

    def _forget(self) -> None:
        late = time.monotonic() - self._idle
        kept = sum(len(held.conversation.turns) for held in self._held.values())
        for name, held in list(self._held.items()):
            if len(self._held) <= self._most and kept <= self._turns and held.used >= late:
                break
            if not held.turn.locked() and len(self._held) > 1:
                kept -= len(held.conversation.turns)
                del self._held[name]


def _unknown() -> ChatNotFound:
    return ChatNotFound("This conversation is no longer held here. Begin a new one: POST /api/chats, or ask again.")

"""What a command may do to the chat that runs: read its conversation, narrow it, have a turn answered, leave.

Knows the shape of a running chat. Does not know the loop that has it, nor any command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.answer import Answer
    from qa.chat.conversation import Conversation
    from qa.filters import Filters

__all__ = ["Leave", "Session"]


class Leave(Exception):
    """The person wants to leave."""


class Session(Protocol):
    """The running chat, as a command sees it; `filters` is what narrows every question, as the person wrote it."""

    filters: Filters

    @property
    def watched(self) -> bool:
        """Whether somebody watches."""

    @property
    def conversation(self) -> Conversation:
        """The conversation; waits until the library is open, and raises what went wrong with it."""

    def answer(self, ask: Callable[..., Answer]) -> None:
        """Show what `ask` answers; it is given the conversation and whom to tell what before the answer is whole."""

"""Completion: commands, and in a question the names of authorities and the titles of reports.

Knows prompt_toolkit's completers. Does not know the library: the names come from a callback that may have none yet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from prompt_toolkit.completion import Completer, Completion

from qa.cli.chat.commands import COMMANDS
from qa.cli.render import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

__all__ = ["ChatCompleter", "Names"]

_FILTERS = ("authority", "region", "since", "until", "framework", "off")
_LEAST = 2  # letters before a name is offered
_WIDEST = 6  # words of a name or title that may stand before the cursor


class Names(NamedTuple):
    """What can be completed: authorities, regions, titles of reports."""

    authorities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class ChatCompleter(Completer):
    """Completes the word, or the words, before the cursor."""

    def __init__(self, names: Callable[[], Names]) -> None:
        self._names = names

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Commands behind a slash at the beginning, or alone where they need none; names anywhere else."""
        text = document.text_before_cursor
        command = re.fullmatch(r"/(\w*)", text)
        if command:
            for one in COMMANDS:
                if one.name.startswith(command[1].casefold()):
                    yield Completion(f"/{one.name}", start_position=-len(text), display_meta=one.does)
            return
        yield from _bare(text)
        names = self._names()
        filters = re.fullmatch(r"/scope\s+(\w*)", text)
        if filters:
            yield from _beginning(filters[1], _FILTERS)
        elif re.match(r"/scope\s+region\s", text):
            yield from _beginning(re.sub(r"^/scope\s+region\s+", "", text), names.regions)
        else:
            found = list(_ending(text, names.authorities))
            yield from found or _ending(text, names.titles)


def _bare(text: str) -> Iterator[Completion]:
    """The commands that need no slash, where one of their words begins the line."""
    for one in COMMANDS:
        for word in one.bare:
            if len(text) >= _LEAST and word.startswith(text.casefold()):
                yield Completion(word, start_position=-len(text), display_meta=one.does)


def _beginning(typed: str, names: tuple[str, ...]) -> Iterator[Completion]:
    for name in names:
        if name.casefold().startswith(typed.casefold()):
            yield Completion(one_line(name), start_position=-len(typed))


def _ending(text: str, names: tuple[str, ...]) -> Iterator[Completion]:
    """The names that begin with the last words typed, the most words first."""
    words = [match.start() for match in re.finditer(r"\S+", text)][-_WIDEST:]
    if text[-1:].isspace():
        return
    offered: set[str] = set()
    for start in words:
        typed = text[start:].casefold()
        for name in names:
            if len(typed) >= _LEAST and name.casefold().startswith(typed) and name not in offered:
                offered.add(name)
                yield Completion(one_line(name), start_position=start - len(text))

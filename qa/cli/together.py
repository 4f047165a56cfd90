"""Options that belong together, given to many commands as one value: filters, where a listing goes.

Knows how a command's parameters are read by typer. Does not know what any option means.
"""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["together"]


def together(name: str, options: Mapping[str, tuple[Any, Any]], make: Callable[..., Any]) -> Callable[[Any], Any]:
    """A decorator: in place of the parameter `name` a command gets these options, each an annotation and a default.

    The command is called with what `make` makes of their values, by their names.
    """

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        parameters: list[inspect.Parameter] = []
        own = inspect.signature(command, eval_str=True)
        for one in own.parameters.values():
            if one.name != name:
                parameters.append(one)
                continue
            parameters += [
                inspect.Parameter(option, one.kind, default=default, annotation=annotation)
                for option, (annotation, default) in options.items()
            ]

        @functools.wraps(command)
        def called(**given: Any) -> None:
            values = {option: given.pop(option) for option in options}
            command(**given, **{name: make(**values)})

        called.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {one.name: one.annotation for one in parameters}
        return called

    return decorated

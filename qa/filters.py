"""The filters of what is asked, as people write them, whichever door they come in by.

Knows their names and how they are said. Does not know a command's options nor a request's form; what they mean in a
library is read by qa.plan.scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.question import Catalogue, Scope

__all__ = ["Filters"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What narrows every question, as the person wrote it.

    `since` and `until` are years, both inclusive; `grade` is an overall one.
    """

    authorities: tuple[str, ...] = ()
    region: str | None = None
    since: int | None = None
    until: int | None = None
    framework: str | None = None
    grade: str | None = None

    def __str__(self) -> str:
        years = f"{self.since or ''}–{self.until or ''}" if self.since or self.until else ""
        if self.since and self.since == self.until:
            years = str(self.since)
        return ", ".join(part for part in (*self.authorities, self.region, years, self.framework, self.grade) if part)

    def given(self) -> dict[str, Any]:
        """The filters by name, as `Library.scope` takes them."""
        return {name: getattr(self, name) for name in self.__slots__}

    def scope(self, catalogue: Catalogue) -> Scope:
        """The scope that these name in that library; raises FilterError for a name that is not known."""
        from qa.plan.scope import read_scope

        return read_scope(catalogue, **self.given())

"""Filters as people write them, made the scope that every question is held to.

Knows the library's catalogue and the register of authorities. Does not know who asks: the command line, the chat and
the library's face call it alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.plan.places import canonical_authority
from qa.question import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.question import Catalogue

__all__ = ["read_scope"]


def read_scope(
    catalogue: Catalogue,
    *,
    authorities: Sequence[str] = (),
    region: str | None = None,
    since: int | None = None,
    until: int | None = None,
    framework: str | None = None,
) -> Scope:
    """The scope that these filters mean; `since` and `until` are years, both inclusive."""
    years: tuple[int, ...] = ()
    if since is not None or until is not None:
        years = tuple(y for y in catalogue.years if (since or y) <= y <= (until or y)) or (-1,)
    regions = tuple(r for r in catalogue.regions if region and r.casefold() == region.strip().casefold())
    return Scope(
        authorities=tuple(canonical_authority(name) for name in authorities),
        regions=regions or ((region,) if region else ()),
        years=years,
        frameworks=(framework,) if framework else (),
    )

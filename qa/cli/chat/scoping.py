"""The chat's /scope: what every question is narrowed to, shown, set and taken away.

Knows how a person writes a filter. Does not know how reports are chosen by it: the library does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.errors import FilterError, QuestionError
from qa.cli import render
from qa.filters import Filters
from qa.plan.scope import named_authorities, named_framework, named_region

if TYPE_CHECKING:
    from qa.cli.chat.session import Session
    from qa.question import Catalogue

__all__ = ["set_scope"]


def set_scope(session: Session, rest: str) -> None:
    """Narrow every question by what `rest` says, and say what it is narrowed to; raises QuestionError."""
    what, _, value = rest.partition(" ")
    what, value = what.casefold(), value.strip()
    if what:
        filters = _narrowed(session, what, value)
        resources = session.conversation.resources
        scope = filters.scope(resources.catalogue)
        if not any(scope.admits(report) for report in resources.catalogue.reports):
            raise QuestionError(f"No report here passes those filters ({filters}). The scope stays as it was.")
        session.filters = filters
        session.conversation.scope = scope
    admitted = session.conversation.scope
    reports = [r for r in session.conversation.resources.catalogue.reports if admitted is None or admitted.admits(r)]
    about = f"only {session.filters}" if str(session.filters) else "everything"
    render.paragraph(
        render.out(),
        Text(render.one_line(f"Scope: {about} ({len(reports)} report{'s' if len(reports) != 1 else ''}).")),
    )


def _narrowed(session: Session, what: str, value: str) -> Filters:
    """The chat's filters with one of them set; raises FilterError, with the nearest name, for one that is not known."""
    catalogue = session.conversation.resources.catalogue
    if what in ("off", "all", "none", "clear"):
        return Filters()
    if what not in ("authority", "region", "since", "until", "year", "years", "framework"):
        raise QuestionError(
            f"There is no filter {what!r}. The filters are authority, region, since, until, framework, and off."
        )
    if not value:
        raise QuestionError("Say what to narrow by: /scope region London, /scope since 2019, or /scope off.")
    if what == "authority":
        return replace(session.filters, authorities=_authorities(value, catalogue))
    if what in ("since", "until", "year", "years"):
        years = re.findall(r"\b(?:19|20)\d\d\b", value)
        if not years:
            raise QuestionError(f"{value!r} is no year. Write it as /scope since 2019.")
        if what == "since":
            return replace(session.filters, since=int(years[0]))
        if what == "until":
            return replace(session.filters, until=int(years[0]))
        return replace(session.filters, since=int(years[0]), until=int(years[-1]))
    if what == "framework":
        return replace(session.filters, framework=named_framework(value, catalogue))
    return replace(session.filters, region=named_region(value, catalogue))


def _authorities(value: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Several authorities with commas between them, or one with a comma in its name ("Bristol, City of")."""
    try:
        names = [one for name in value.split(",") for one in named_authorities(name, catalogue)]
    except FilterError:
        if "," not in value:
            raise
        return named_authorities(value, catalogue)
    return tuple(dict.fromkeys(names))

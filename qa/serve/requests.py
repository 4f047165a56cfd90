"""What may be asked, for all faces: each request with its bounds.

Knows names, types and bounds. Does not know how anything is answered, nor the form of an answer (qa.serve.responses).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa import filters

__all__ = ["Ask", "Filters", "Find", "Recommend", "Search", "Words"]

Words = Annotated[str, Field(max_length=2_000)]
_Name = Annotated[str, Field(max_length=200)]
_Year = Annotated[int, Field(ge=1900, le=2200)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Filters(_Request):
    """Only reports that pass all of these; a name that is not known is an error that names the nearest."""

    authorities: list[_Name] = Field(default_factory=list, max_length=200, description="Names of authorities.")
    region: _Name | None = Field(default=None, description="A region of England.")
    since: _Year | None = Field(default=None, description="A year: reports of it or later.")
    until: _Year | None = Field(default=None, description="A year: reports of it or earlier.")
    framework: _Name | None = Field(default=None, description="A framework's key, SIF or ILACS.")
    grade: _Name | None = Field(default=None, description="An overall grade.")

    def plain(self) -> filters.Filters:
        """The same, frozen."""
        given = self.model_dump()
        return filters.Filters(**given | {"authorities": tuple(self.authorities)})


class Ask(_Request):
    """A question that stands alone, or a turn of a conversation."""

    question: Words
    filters: Filters = Filters()


class Search(_Request):
    """What passages are looked for."""

    question: Words
    k: int = Field(default=10, ge=1, le=100, description="How many passages.")
    filters: Filters = Filters()


class Find(_Request):
    """A theme that is looked for in every report."""

    words: Words
    each: Literal["report", "authority"] = Field(default="report", description="What gets a row.")
    filters: Filters = Filters()


class Recommend(_Request):
    """Which recommendations are listed."""

    about: Words = Field(default="", description="A theme; empty: all.")
    by: Literal["year", "region", "grade"] | None = Field(default=None, description="What they are grouped by.")
    filters: Filters = Filters()

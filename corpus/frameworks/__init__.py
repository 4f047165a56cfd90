"""The inspection frameworks: how a report of each kind is recognised, what it judges and on which scale.

Knows the data files beside it, one TOML file a framework (docs/frameworks.md says what stands in one). Knows no report,
no reader and no question: it gives patterns, compiled when they are first used, and others look for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import SettingsError
from corpus.lazy import Lazy

__all__ = ["Area", "Framework", "framework", "frameworks", "load_framework"]

_KEYS = {"key", "name", "inspectorate", "subject", "title", "titles", "recognised", "scale", "printed", "areas"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """One judgement area: what reports print and what people say for it.

    `rows` match the area's label where a grade follows it (a line of the judgement table). `stated` match a whole
    sentence in the first pages, `headings` one anywhere in the report; both have a group `grade`.
    """

    key: str
    label: str
    words: tuple[str, ...]
    rows: tuple[Lazy, ...]
    stated: tuple[Lazy, ...]
    headings: tuple[Lazy, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Framework:
    """One kind of report: how to know it, its areas in the order in which they are printed, its scale.

    `scale` runs from the best grade to the worst and is empty where the framework gives none. `title` and the values of
    `titles` hold "{authority}"; `titles` has the pattern that must stand on the first pages for another title to be
    used. `subject` is the short form for headers ("children's services inspection").
    """

    key: str
    name: str
    inspectorate: str
    subject: str
    title: str
    titles: tuple[tuple[Lazy, str], ...]
    recognised_by: tuple[Lazy, ...]
    ruled_out_by: tuple[Lazy, ...]
    scale: tuple[str, ...]
    printed: Mapping[str, Lazy]
    areas: Mapping[str, Area]

    @property
    def graded(self) -> bool:
        """Whether reports of this framework give grades at all."""
        return bool(self.scale)

    def grade(self, printed: str) -> str | None:
        """The grade of the scale that these printed words stand for, or None."""
        return next((grade for grade, pattern in self.printed.items() if pattern.fullmatch(printed.strip())), None)


@lru_cache(maxsize=1)
def frameworks() -> tuple[Framework, ...]:
    """Every framework that has a data file here, by key."""
    found = Path(__file__).parent.glob("*.toml")
    return tuple(sorted((load_framework(path, check=False) for path in found), key=lambda one: one.key))


def framework(key: str) -> Framework | None:
    """The framework of that key, or None."""
    return next((one for one in frameworks() if one.key == key), None)


def load_framework(path: Path, *, check: bool = True) -> Framework:
    """The framework that a TOML file describes; `check` compiles every pattern of it at once.

    Raises SettingsError where the file cannot be parsed, lacks a key, has one too many or a pattern that is not a
    regular expression.
    """
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if unknown := sorted(set(data) - _KEYS):
            raise SettingsError(
                f"The framework file {path.name} has a key that is not known: {unknown[0]!r}. "
                "See docs/frameworks.md for the keys."
            )
        found = _framework(data)
        if check:
            for one in _patterns(found):
                _ = one.compiled
        return found
    except KeyError as error:
        raise SettingsError(
            f"The framework file {path.name} lacks the key {error}. Add it; docs/frameworks.md shows a whole file."
        ) from error
    except (tomllib.TOMLDecodeError, re.error) as error:
        raise SettingsError(
            f"The framework file {path.name} cannot be read: {error}. Correct that line of the file."
        ) from error


def _framework(data: dict[str, Any]) -> Framework:
    scale = tuple(data["scale"])
    extra: dict[str, list[str]] = data.get("printed", {})
    printed = {grade: _pattern("|".join([*extra.get(grade, []), re.escape(grade)])) for grade in scale}
    grade = f"(?P<grade>{'|'.join(pattern.pattern for pattern in printed.values())})\\b"
    return Framework(
        key=data["key"],
        name=data["name"],
        inspectorate=data["inspectorate"],
        subject=data["subject"],
        title=data["title"],
        titles=tuple((_pattern(seen), title) for seen, title in data.get("titles", {}).items()),
        recognised_by=tuple(_pattern(text) for text in data["recognised"]["by"]),
        ruled_out_by=tuple(_pattern(text) for text in data["recognised"].get("not_by", [])),
        scale=scale,
        printed=printed,
        areas={key: _area(key, area, grade) for key, area in data.get("areas", {}).items()},
    )


def _patterns(one: Framework) -> Iterator[Lazy]:
    """Every pattern of a framework."""
    yield from (*one.recognised_by, *one.ruled_out_by, *one.printed.values(), *(seen for seen, _ in one.titles))
    for area in one.areas.values():
        yield from (*area.rows, *area.stated, *area.headings)


def _area(key: str, data: dict[str, Any], grade: str) -> Area:
    return Area(
        key=key,
        label=data["label"],
        words=tuple(data.get("words", ())),
        rows=tuple(_pattern(text) for text in data.get("rows", ())),
        stated=tuple(_pattern(text.replace("{grade}", grade)) for text in data.get("stated", ())),
        headings=tuple(_pattern(text.replace("{grade}", grade)) for text in data.get("headings", ())),
    )


_WRITTEN = re.compile(r"\[(?:\\.|[^\]])*\]|(?:\\ | )+\??|'|^\^")
_READ = {"'": "['’‘ʼ`]", "^": r"^[ \t#*>|]*"}


def _pattern(text: str) -> Lazy:
    """A pattern of a data file, a regular expression in which some signs are written for people.

    A space stands for any white space (" ?" for any or none), ' for any apostrophe, a ^ in front for the start of a
    line, past the signs that Markdown puts there. Capitals do not count. Inside [] everything is as written.
    """

    def read(found: re.Match[str]) -> str:
        if found[0][0] == "[":
            return found[0]
        return _READ.get(found[0], r"\s*" if found[0].endswith("?") else r"\s+")

    return Lazy(_WRITTEN.sub(read, text), re.MULTILINE)

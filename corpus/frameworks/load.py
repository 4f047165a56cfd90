"""A framework file, read and checked: what is wrong in it is said in a whole sentence, with the place in the file.

Knows the keys of the files and what each may hold. Does not know which files there are, nor any report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from corpus.errors import SettingsError
from corpus.frameworks.model import (
    BODY_KINDS,
    Area,
    Before,
    BodyShape,
    Called,
    Dates,
    Framework,
    Own,
    Role,
    Standing,
    Verdicts,
)
from corpus.frameworks.pattern import SCORE, label_pattern, pattern
from corpus.lazy import Lazy

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load_framework"]

_TEXT, _LIST, _WHOLE, _YES, _TABLE, _LISTS = (
    "text in quotes",
    "a list of texts",
    "a whole number",
    "true or false",
    "a table",
    "a table of lists",
)
_AREA = {
    "label": _TEXT,
    "words": _LIST,
    "rows": _LIST,
    "stated": _LIST,
    "headings": _LIST,
    "scale": _TEXT,
    "scores": _LIST,
    "scored": _LIST,
    "most": _WHOLE,
    "under": _TEXT,
    "short": _LIST,
}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "": {
        **dict.fromkeys(("key", "name", "inspectorate", "subject", "title", "unsure", "headline"), _TEXT),
        "scale": _LIST,
        "grades_as_heads": _YES,
        "titles": _TABLE,
        "scales": _LISTS,
        "printed": _LISTS,
        "said": _LISTS,
        **dict.fromkeys(
            (
                "recognised",
                "body",
                "dates",
                "people",
                "areas",
                "verdicts",
                "themes",
                "before",
                "facts",
                "standing",
                "called",
            ),
            _TABLE,
        ),
    },
    "recognised": {"by": _LIST, "not_by": _LIST, "needs": _LIST},
    "body": {"kind": _TEXT, "name": _LIST, "without": _LIST, "identifiers": _LISTS, "address": _LIST, "council": _LIST},
    "dates": {"order": _TEXT, **dict.fromkeys(("inspected", "completed", "started", "stated", "published"), _LIST)},
    "people.*": {"label": _TEXT, "printed": _LIST, "words": _LIST},
    "areas.*": _AREA,
    "verdicts": {"rows": _LIST, "scale": _TEXT},
    "themes": {"stated": _LIST},
    "before": {"stated": _LIST, "grade": _LIST, "date": _LIST, "areas": _LISTS},
    "facts.*": {"label": _TEXT, "words": _LIST, "unit": _TEXT, "printed": _LIST, "stated": _LIST},
    "standing": {"sections": _LIST, "paragraphs": _LIST},
    "called": {"framework": _LIST, "inspectorate": _LIST, "country": _TEXT, "bodies": _LIST},
}
_NEEDED = {
    "": ("key", "name", "inspectorate", "subject", "title", "scale", "recognised"),
    "recognised": ("by",),
    "people.*": ("label", "printed"),
    "areas.*": ("label",),
    "verdicts": ("rows", "scale"),
    "themes": ("stated",),
    "facts.*": ("label",),
}
_ORDERS = {"day first": False, "month first": True}
_SEE = "See docs/frameworks.md for the keys."


class _Checked(NamedTuple):
    """A pattern of the file, where in it it stands, and the groups that it must have."""

    where: str
    pattern: Lazy
    groups: tuple[str, ...] = ()


def load_framework(path: Path, *, check: bool = True) -> Framework:
    """The framework that a TOML file describes; `check` compiles every pattern of it at once.

    Raises SettingsError where the file cannot be read or parsed, lacks a key, has one too many, or has a value that
    cannot be what it should be.
    """
    data = _read(path)
    if isinstance(like := data.pop("like", None), str):
        # All that this file does not say itself is as in the other, table by table.
        data = _read(path.with_name(f"{like}.toml")) | data
    elif like is not None:
        _wrong(path, "has as 'like' what is no text. Write the name of another file of its folder, without .toml")
    _shape(path, data)
    found = _framework(path, data)
    if check:
        _compile(path, found)
    return found


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _fault(path, f"cannot be read: {error}. Correct that line of the file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(path, f"cannot be read: {error}. Check that it is there and saved as UTF-8") from error


def _fault(path: Path, what: str) -> SettingsError:
    return SettingsError(f"The framework file {path.name} {what}.")


def _wrong(path: Path, what: str) -> NoReturn:
    raise _fault(path, what)


def _shape(path: Path, data: Mapping[str, Any], at: str = "", rule: str = "") -> None:
    """Raises SettingsError where a table has a key too many or too few, or a value of another type."""
    spec, place = _TABLES[rule], f" in [{at}]" if at else ""
    for key, value in data.items():
        if key not in spec:
            raise SettingsError(f"The framework file {path.name} has a key that is not known: {key!r}{place}. {_SEE}")
        if not _is(spec[key], value):
            raise SettingsError(f"In the framework file {path.name}, {key!r}{place} is to be {spec[key]}. {_SEE}")
    if lacking := [key for key in _NEEDED.get(rule, ()) if key not in data]:
        raise SettingsError(
            f"The framework file {path.name} lacks the key {lacking[0]!r}{place}. "
            "Add it; docs/frameworks.md shows a whole file."
        )
    if at:
        return
    for name in spec:
        if name in _TABLES and name in data:
            _shape(path, data[name], name, name)
        if f"{name}.*" in _TABLES:
            for key, one in data.get(name, {}).items():
                if not isinstance(one, dict):
                    _wrong(path, f"has {key!r} in [{name}], which is to be a table of its own, [{name}.{key}]")
                _shape(path, one, f"{name}.{key}", f"{name}.*")


def _is(what: str, value: object) -> bool:
    def texts(one: object) -> bool:
        return isinstance(one, list) and all(isinstance(part, str) for part in one)

    if what == _LISTS:
        return isinstance(value, dict) and all(map(texts, value.values()))
    if what == _LIST:
        return texts(value)
    kind = {_TEXT: str, _WHOLE: int, _YES: bool, _TABLE: dict}[what]
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _framework(path: Path, data: dict[str, Any]) -> Framework:
    scale = tuple(data["scale"])
    scales: dict[str, tuple[str, ...]] = {name: tuple(one) for name, one in data.get("scales", {}).items()}
    every = tuple(dict.fromkeys((*scale, *(grade for one in scales.values() for grade in one))))
    extra: dict[str, list[str]] = data.get("printed", {})
    if unknown := [grade for grade in extra if grade not in every]:
        _wrong(
            path, f"says in [printed] how {unknown[0]!r} is printed, which no scale of it has. Correct one of the two"
        )
    printed = {grade: pattern("|".join([*extra.get(grade, []), re.escape(grade)])) for grade in every}

    said: dict[str, list[str]] = data.get("said", {})
    if unknown := [grade for grade in said if grade not in every]:
        _wrong(
            path, f"says in [said] what people call {unknown[0]!r}, which no scale of it has. Correct one of the two"
        )

    def scale_of(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
        name = table.get("scale")
        if name is not None and name not in scales:
            _wrong(path, f"names the scale {name!r} in [{where}], which [scales] does not have. Add it there")
        return scale if name is None else scales[name]

    areas = {key: _area(key, one, scale_of(one, f"areas.{key}"), printed) for key, one in data.get("areas", {}).items()}
    if stray := [area for area in areas.values() if area.under and area.under not in areas]:
        _wrong(path, f"puts the area {stray[0].key!r} under {stray[0].under!r}, which is no area of it. Add that area")
    dates, before = data.get("dates", {}), data.get("before", {})
    if strange := [key for key in before.get("areas", {}) if key not in areas]:
        _wrong(path, f"has {strange[0]!r} in [before.areas], which is no area of it. Add that area")
    verdicts = data.get("verdicts")
    return Framework(
        key=data["key"],
        name=data["name"],
        inspectorate=data["inspectorate"],
        subject=data["subject"],
        title=data["title"],
        titles=tuple((pattern(seen), title) for seen, title in data.get("titles", {}).items()),
        recognised_by=_all(data["recognised"]["by"]),
        ruled_out_by=_all(data["recognised"].get("not_by", ())),
        needs=_all(data["recognised"].get("needs", ())),
        scale=scale,
        printed=printed,
        said={grade: tuple(words) for grade, words in said.items()},
        areas=areas,
        body=_body(path, data.get("body", {})),
        dates=Dates(
            month_first=_choice(path, "dates.order", dates.get("order", "day first"), _ORDERS),
            inspected=label_pattern(tuple(dates.get("inspected", ())), below=True),
            completed=label_pattern(tuple(dates.get("completed", ())), below=True),
            started=label_pattern(tuple(dates.get("started", ())), below=True),
            stated=_all(dates.get("stated", ())),
            published=label_pattern(tuple(dates.get("published", ())), below=True),
        ),
        roles={
            key: Role(key=key, label=one["label"], printed=tuple(one["printed"]), words=tuple(one.get("words", ())))
            for key, one in data.get("people", {}).items()
        },
        verdicts=verdicts and Verdicts(rows=_all(verdicts["rows"]), scale=scale_of(verdicts, "verdicts")),
        themes=_all(data.get("themes", {}).get("stated", ())),
        before=Before(
            stated=_graded(before.get("stated", ()), every, printed),
            areas={key: _graded(texts, every, printed) for key, texts in before.get("areas", {}).items()},
            label=label_pattern(tuple(before.get("grade", ()))),
            dated=label_pattern(tuple(before.get("date", ()))),
        ),
        own={key: _own(key, one) for key, one in data.get("facts", {}).items()},
        standing=Standing(
            sections=_all(data.get("standing", {}).get("sections", ())),
            paragraphs=_all(data.get("standing", {}).get("paragraphs", ())),
        ),
        called=_called(path, data.get("called", {})),
        grades_as_heads=data.get("grades_as_heads", False),
        unsure=data.get("unsure", ""),
        headline=_choice(path, "headline", data["headline"], {key: key for key in areas})
        if "headline" in data
        else "overall",
    )


def _choice(path: Path, where: str, value: str, among: Mapping[str, Any]) -> Any:
    if value not in among:
        _wrong(path, f"has {value!r} as {where}, which is one of {', '.join(map(repr, among))}. Write one of these")
    return among[value]


def _all(texts: Any) -> tuple[Lazy, ...]:
    return tuple(pattern(text) for text in texts)


def _graded(texts: Any, scale: tuple[str, ...], printed: Mapping[str, Lazy]) -> tuple[Lazy, ...]:
    """The patterns with a group `grade` in place of "{grade}": a grade of the scale, as it is printed."""
    grade = f"(?P<grade>{'|'.join(printed[one].pattern for one in scale)})\\b"
    return tuple(pattern(text.replace("{grade}", grade)) for text in texts)


def _area(key: str, data: dict[str, Any], scale: tuple[str, ...], printed: Mapping[str, Lazy]) -> Area:
    return Area(
        key=key,
        label=data["label"],
        words=tuple(data.get("words", ())),
        rows=_all(data.get("rows", ())),
        stated=_graded(data.get("stated", ()), scale, printed),
        headings=_graded(data.get("headings", ()), scale, printed),
        scale=scale,
        scores=_scored(data.get("scores", ())),
        scored=_all(data.get("scored", ())),
        most=data.get("most"),
        under=data.get("under", ""),
        short=tuple(data.get("short", ())),
    )


def _scored(texts: Any) -> tuple[Lazy, ...]:
    """The patterns with a score in place of "{score}"."""
    return tuple(
        Lazy(SCORE.join(pattern(part).pattern for part in text.split("{score}")), re.MULTILINE) for text in texts
    )


def _body(path: Path, data: dict[str, Any]) -> BodyShape:
    kind = data.get("kind", "council")
    _choice(path, "body.kind", kind, dict.fromkeys(BODY_KINDS))
    identifiers: dict[str, Lazy] = {}
    for key, labels in data.get("identifiers", {}).items():
        label = label_pattern(tuple(labels))
        if label is None:
            _wrong(path, f"has no label for the identifier {key!r} in [body.identifiers]. Write the words before it")
        identifiers[key] = label
    return BodyShape(
        kind=kind,
        names=_all(data.get("name", ())),
        without=_all(data.get("without", ())),
        identifiers=identifiers,
        address=label_pattern(tuple(data.get("address", ()))),
        council=label_pattern(tuple(data.get("council", ()))),
    )


def _own(key: str, data: dict[str, Any]) -> Own:
    return Own(
        key=key,
        label=data["label"],
        words=tuple(data.get("words", ())),
        unit=data.get("unit", ""),
        printed=label_pattern(tuple(data.get("printed", ()))),
        stated=_all(data.get("stated", ())),
    )


def _called(path: Path, data: dict[str, Any]) -> Called:
    bodies = []
    for text in data.get("bodies", ()):
        one, _, many = (part.strip() for part in text.partition("|"))
        if not one:
            _wrong(path, f'has {text!r} among the bodies in [called]. Write one and many, as in "nursery | nurseries"')
        bodies.append((one, many or f"{one}s"))
    return Called(
        framework=tuple(data.get("framework", ())),
        inspectorate=tuple(data.get("inspectorate", ())),
        country=data.get("country", ""),
        bodies=tuple(bodies),
    )


def _compile(path: Path, one: Framework) -> None:
    """Compile every pattern; raises SettingsError with the place of one that cannot be, or lacks a group."""
    for where, found, groups in _patterns(one):
        try:
            named = found.compiled.groupindex
        except re.error as error:
            raise _fault(
                path, f"cannot be read: a pattern of {where} is no regular expression ({error}). Correct it"
            ) from error
        if lacking := [group for group in groups if group not in named]:
            shown = "{" + lacking[0] + "}" if lacking[0] in ("grade", "score") else f"(?P<{lacking[0]}>...)"
            _wrong(path, f"has a pattern of {where} without {shown}, which says what is to be read. Add it")


def _patterns(one: Framework) -> Iterator[_Checked]:
    """Every pattern of a framework, and what it must have."""

    def some(where: str, found: Any, *groups: str) -> Iterator[_Checked]:
        yield from (_Checked(where, each, groups) for each in found if each is not None)

    yield from some("recognised", (*one.recognised_by, *one.ruled_out_by, *one.needs))
    yield from some("titles", (seen for seen, _ in one.titles))
    yield from some("printed", one.printed.values())
    for area in one.areas.values():
        yield from some(f"areas.{area.key}.rows", (*area.rows, *area.scored))
        yield from some(f"areas.{area.key}.stated", (*area.stated, *area.headings), "grade")
        yield from some(f"areas.{area.key}.scores", area.scores, "score")
    yield from some("body.name", one.body.names, "body")
    yield from some("body.without", one.body.without)
    yield from some("body", (*one.body.identifiers.values(), one.body.address, one.body.council))
    yield from some("dates", (one.dates.inspected, one.dates.completed, one.dates.started, one.dates.published))
    yield from some("dates.stated", one.dates.stated, "days")
    for role in one.roles.values():
        yield from some(f"people.{role.key}", (pattern(text) for text in role.printed))
    if one.verdicts is not None:
        yield from some("verdicts", one.verdicts.rows, "name")
    yield from some("themes", one.themes, "theme")
    yield from some("before.stated", one.before.stated, "grade")
    for key, shapes in one.before.areas.items():
        yield from some(f"before.areas.{key}", shapes, "grade")
    yield from some("before", (one.before.label, one.before.dated))
    for own in one.own.values():
        yield from some(f"facts.{own.key}", (own.printed,))
        yield from some(f"facts.{own.key}.stated", own.stated, "value")
    yield from some("standing", (*one.standing.sections, *one.standing.paragraphs))

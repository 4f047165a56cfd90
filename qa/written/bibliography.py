"""Reports cited as entries of a bibliography: BibTeX, and CSL-JSON (citationstyles.org) for Zotero and its like.

One entry a report, under a key that is the same in every answer; its note holds each page and quote with its number.
Text of reports acts in neither: BibTeX's signs are written as words, CSL's are data.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from qa.tables.inert import said_in_line
from qa.written.reference import key, page_of, publisher, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.written.reference import Cited

__all__ = ["bibtex", "csl"]

# Braces are counted by BibTeX even behind a backslash: each sign that means something becomes a command in braces.
_SIGNS = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "$": r"{\$}",
        "&": r"{\&}",
        "#": r"{\#}",
        "_": r"{\_}",
        "%": r"{\%}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "@": "{@}",
        '"': "{''}",
        "\n": " ",
    }
)


def bibtex(cited: Iterable[Cited], *, said: Sequence[str] = ()) -> str:
    """Entries of kind techreport; `said` are lines that stand above them, where BibTeX reads nothing."""
    above = [f"% {line.replace('@', '(at)')}" for text in said for line in text.split("\n")]
    return "\n".join([*above, *([""] if above else []), *(_entry(group) for group in _by_report(cited))])


def _entry(group: list[Cited]) -> str:
    one = group[0]
    when = one.published or one.inspected or ""
    fields = {
        "author": f"{{{_tex(publisher(one))}}}" if publisher(one) else "",
        "title": f"{{{_tex(title_of(one))}}}",
        "institution": _tex(publisher(one)),
        "year": when[:4],
        "month": when[5:7].lstrip("0"),
        "note": _tex(_quotes(group)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{key(one)},", *lines, "}", ""])


def csl(cited: Iterable[Cited], *, said: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Items of kind report; `said` is what the answer says besides, in each item's annotation."""
    return [_item(group, said) for group in _by_report(cited)]


def _item(group: list[Cited], said: Sequence[str]) -> dict[str, Any]:
    one = group[0]
    when = one.published or one.inspected
    item: dict[str, Any] = {"id": key(one), "type": "report", "title": _plain(title_of(one))}
    if publisher(one):
        item |= {"author": [{"literal": publisher(one)}], "publisher": publisher(one)}
    if when:
        item["issued"] = {"date-parts": [[int(part) for part in when.split("-")]]}
    return item | {"note": _plain(_quotes(group)), **({"annote": _plain("\n".join(said))} if said else {})}


def _by_report(cited: Iterable[Cited]) -> list[list[Cited]]:
    groups: dict[str, list[Cited]] = {}
    for one in cited:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def _quotes(group: Iterable[Cited]) -> str:
    return "; ".join(f"[{one.n}] {_place(one)}“{one.words}”" for one in group)


def _place(one: Cited) -> str:
    said = page_of(one) + said_in_line(one.remark)
    return f"{said}: " if said else ""


def _tex(text: str) -> str:
    return text.translate(_SIGNS)


def _plain(text: str) -> str:
    """Text in which a citation processor finds no tags: it reads <i> and <span> as markup."""
    return html.escape(text, quote=False) if "<" in text else text

"""Who is named in a report in a role: its lead inspector, and those that its framework speaks of.

Knows how reports print a name and its role: the role and then the name, the name and then its role, "led by" a name.
Where inspectors of several inspectorates each have a lead, each name belongs to its own. Knows no name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.frameworks.pattern import pattern
from corpus.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.frameworks.model import Framework, Role

__all__ = ["lead_inspector", "people"]

_LEAD = (
    r"(?:lead(?:ing)?\s+inspectors?(?:\s+on[ -]site)?|reporting\s+inspectors?|inspector\s+in\s+charge"
    r"|lead\s+(?:HMI|reviewer))\b"
)
_LABEL = re.compile(
    r"(?:(?<!deputy )(?<!deputy\n)\b"
    + _LEAD
    + r"(?:['’]s[ \t]+name)?|^[ \t#*>|•]*(?:inspection[ \t]+)?led[ \t]+by(?=[ \t]*[:|–-]))"
    r"[ \t]*[:|*_–—-]*\s*[|*_]*[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_PART = (
    r"(?:[A-Z]['’][A-Z]|(?:Mac|Mc|Fitz|De|Di|Le|La|Van)[A-Z]|[A-ZÀ-Þ])(?:[^\W\d_]|['’‑-](?=[^\W\d_]))*"
    r"(?:(?<=\b\w)\.|(?<=\b\w\w)\.)?"  # behind a whole name a full stop ends the sentence
)
_PARTICLE = r"(?:de|van|von|der|la|le|al|bin)"
_WHOLE = rf"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?[ \t]+)?(?P<name>{_PART}(?:[ \t]+(?:{_PARTICLE}[ \t]+){{0,2}}{_PART}){{1,4}})"
_NAME = re.compile(_WHOLE)
_NOT_NAME = re.compile(
    r"[ \t]+(?:HMI|SHMI|OI|AI|SCRI|CQC|Ofsted|Her|His|HM|Senior|Majesty['’]s|Inspectors?|Regulatory|Social|Associate"
    r"|Additional|Lead|Deputy|Team|Quality|Inspection|Judgement|Judgment)\b.*"
)
_INSPECTORATES = {
    "ofsted": r"Ofsted",
    "cqc": r"CQC|Care\s+Quality\s+Commission",
    "hmicfrs": r"HMICFRS",
    "hmip": r"HMI\s+Probation|HMIP|HMI\s+Prisons",
    "estyn": r"Estyn",
    "hiqa": r"HIQA",
}
_OF = "(?i:" + "|".join(f"(?P<{key}>{words})" for key, words in _INSPECTORATES.items()) + ")"
_TITLES = r"(?:,?[ \t]*(?:HMI|SHMI|OBE|(?:His|Her)[ \t]+Majesty['’]s[ \t]+Inspectors?)\b)*"
# In a table's next cell these tell who the one before is, and name nobody.
_CALLED = r"(?:(?:His|Her|HM)[ \t]|(?:Senior |Regional )?HMI\b|Ofsted[ \t]+Inspector|$)"
# "Ada Thorne HMI, Ofsted lead inspector": the name stands before its role, and no name after it is that role's.
_NAME_FIRST = re.compile(
    rf"{_WHOLE}{_TITLES}[ \t]*[,(–—][ \t]*\n?[ \t]*(?:the[ \t]+)?(?:{_OF}['’]?s?[ \t\n]+)?(?:HMI[ \t]+)?"
    # A bar after the role parts it from its name, but not where the next cell has another name with its role.
    rf"(?i:{_LEAD})(?![ \t]*(?::|\|(?![^|\n,]*,)(?![ \t]*{_CALLED})))"
)
_LED_BY = re.compile(
    r"(?i:\b(?:inspection|visit|review|team|inspectors?)\b[^.\n]{0,60}\b(?:was|were)\s+led\s+by\s+)"
    rf"(?:(?:His|Her)\s+Majesty['’]s\s+Inspector,?\s+|HMI\s+|HM\s+[Ii]nspector,?\s+)?{_WHOLE}"
)
# A letter's signature: a name alone in its line, and in the next nothing but the role.
_SIGNED = re.compile(
    rf"^[ \t#*]*{_WHOLE}{_TITLES}[ \t*]*\n+[ \t*]*(?i:{_LEAD})[ \t*.]*$(?!\s*{_PART}[ \t]+{_PART})", re.MULTILINE
)

# Names above or before their roles, several of them: "Ada Thorne / HMI Lead Inspector / Cyril Finch / CQC Inspector" in
# lines or in cells. The name behind the lead's role has a role of its own.
_ROLE = r"[^\n|]*\b(?i:inspectors?|director|manager|reviewers?|officer)\b"
_IN_PAIRS = re.compile(
    rf"(?:^|\|)[ \t*]*{_WHOLE}{_TITLES}(?P<above>[ \t*]*\n)?[ \t*]*(?:HMI[ \t]+|Ofsted[ \t]+)?(?i:{_LEAD})[ \t*]*[|\n]"
    rf"(?=\s*{_PART}[ \t]+{_PART}(?:{_TITLES}[ \t]*\n)?{_ROLE})",
    re.MULTILINE,
)
_NAMED_LINE, _ROLE_LINE = re.compile(rf"{_WHOLE}{_TITLES}"), re.compile(rf"{_ROLE}[^\n]*")

# Where no lead is named: "Inspector: Ada Thorne", "Led by Ada Thorne", and nothing else in the line.
_LABELLED = re.compile(rf"^[ \t#*>|•]*(?i:inspector|led[ \t]+by)[ \t:|*–-]+{_WHOLE}{_TITLES}[ \t.|*]*$", re.MULTILINE)
_LIST = 400  # characters of a list of inspectors, from its head


def people(text: str, framework: Framework | None) -> list[Fact]:
    """The lead inspector, and whom the report names in the other roles of its framework or of other inspectorates."""
    roles = framework.roles if framework is not None else {}
    own = list(_leads_of_inspectorates(text))
    first = _inspectorate(framework.inspectorate) if framework is not None else "ofsted"
    mine = [fact for of, fact in own if of in ("", first)]
    others = [(of, fact) for of, fact in own if of not in ("", first)]
    lead = next(iter(mine), None)
    if lead is None and "lead_inspector" in roles:
        lead = _in_role(text, roles["lead_inspector"], kind="lead_inspector")
    facts = [lead or _otherwise(text, {fact.start for _, fact in own})]
    facts += [_kept(fact, f"{of}_lead") for of, fact in others]
    facts += [_in_role(text, role, kind="person") for key, role in roles.items() if key != "lead_inspector"]
    found: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        if fact is not None:
            found.setdefault((fact.kind, fact.key), fact)
    return list(found.values())


def lead_inspector(text: str) -> Fact | None:
    """The lead inspector's name alone, from the first place that says whose role it is, or None."""
    named = next((fact for _, fact in _leads_of_inspectorates(text)), None)
    return named or _otherwise(text, set())


def _otherwise(text: str, taken: set[int]) -> Fact | None:
    """The name after the role, after "led by", or above the role in a signature; never one that has its own role."""
    for found in _IN_PAIRS.finditer(text):
        fact = _name(found) if not found["above"] or _names_first(text, found.start("name")) else None
        if fact is not None and fact.start not in taken:
            return fact
    for label in _LABEL.finditer(text):
        fact = None if _has_its_name(text, label) else _name_at(text, label.end())
        if fact is not None and fact.start not in taken:
            return fact
    for shape in (_LED_BY, _SIGNED, _LABELLED):
        for found in shape.finditer(text):
            fact = _name(found)
            if fact is not None and fact.start not in taken:
                return fact
    return None


def _names_first(text: str, at: int) -> bool:
    """Whether the list that has a name at `at` has each name above its role: then it begins with a name."""
    named = True
    for line in reversed(text[max(0, at - _LIST) : at].split("\n")[:-1]):
        said = line.strip(" \t*")
        if said and not (_ROLE_LINE if named else _NAMED_LINE).fullmatch(said):
            break
        named = not named if said else named
    return named


def _leads_of_inspectorates(text: str) -> Iterator[tuple[str, Fact]]:
    """Each lead whose name stands before the role, with the inspectorate that the role names ("" for none)."""
    for found in _NAME_FIRST.finditer(text):
        label = re.search(r"(?i)\bteam\b", found["name"])
        if label is None and (fact := _name(found)):
            yield next((key for key in _INSPECTORATES if found[key]), _headed(text, found.start())), fact


def _headed(text: str, at: int) -> str:
    """The inspectorate that stands alone in a line above a list of its inspectors, or ""."""
    above = [line.strip(" \t#*_:()") for line in text[max(0, at - _LIST) : at].split("\n")[:-1]]
    for line in reversed(above):
        named = next(
            (
                key
                for key, words in _INSPECTORATES.items()
                if re.fullmatch(rf"(?i)(?:the\s+)?(?:{words})(?:\s+\((?:{words}|CQC)\))?", line)
            ),
            "",
        )
        if named or re.fullmatch(r"(?i)(?:the )?inspection team", line):
            return named
    return ""


def _inspectorate(name: str) -> str:
    """The key of the inspectorate that a framework names first."""
    found = re.match(_OF, name)
    return next((key for key in _INSPECTORATES if found[key]), "") if found else ""


def _kept(fact: Fact, key: str) -> Fact:
    return Fact(kind="person", key=key, value=fact.value, start=fact.start, end=fact.end)


def _in_role(text: str, role: Role, *, kind: str) -> Fact | None:
    """The person whose name follows the role as reports print it, else the one whose name stands before it."""
    after, before = _role_patterns(role.printed)
    for label in after.finditer(text):
        if not _has_its_name(text, label) and (fact := _name_at(text, label.end())):
            return fact if kind == "lead_inspector" else _kept(fact, role.key)
    for found in before.finditer(text):
        if fact := _name(found):
            return fact if kind == "lead_inspector" else _kept(fact, role.key)
    return None


@lru_cache(maxsize=64)
def _role_patterns(printed: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(f"(?:{pattern(one).pattern})" for one in printed)
    parted = r"[ \t]*(?:[:|*_–—-]+\s*[|*_]*[ \t]*|(?i:was|is)[ \t]+|[ \t]+|\n[ \t]*)"
    # A role that is a head of its own: below it stands the name, and empty lines between say nothing.
    head = rf"(?i:^[ \t#>•*]*(?:{words})[ \t:*]*$)\s*[•*]?[ \t]*"
    closed = r"[ \t]*[,(–—][ \t]*\n?[ \t]*(?:the[ \t]+)?"
    return (
        re.compile(rf"{head}|(?i:(?<![\w-])(?<!deputy )(?:{words})\b){parted}", re.MULTILINE),
        re.compile(
            rf"{_WHOLE}{_TITLES}{closed}(?i:(?:{words})\b)(?![ \t]*[:|])"
            # In a list of the team a name and its role are a line.
            rf"|^[ \t•*|]*{_WHOLE.replace('<name>', '<alone>')}[ \t|:]+(?i:{words})[ \t*|]*$",
            re.MULTILINE,
        ),
    )


def _has_its_name(text: str, label: re.Match[str]) -> bool:
    """Whether a role that ends its line has a name before it there: the name in the next line is somebody else's."""
    line = text.rfind("\n", 0, label.start()) + 1
    return "\n" in label[0] and any(_name(found) for found in _NAME.finditer(text, line, label.start()))


def _name_at(text: str, start: int) -> Fact | None:
    found = _NAME.match(text, start)
    return _name(found) if found else None


def _name(found: re.Match[str]) -> Fact | None:
    """The name of a match as a fact, without what follows a name; None where it is one word."""
    group = "name" if found["name"] else "alone"
    name = _NOT_NAME.sub("", found[group]).rstrip(". ")
    if len(name.split()) < 2:
        return None
    start = found.start(group)
    return Fact(kind="lead_inspector", value=name, start=start, end=start + len(name))

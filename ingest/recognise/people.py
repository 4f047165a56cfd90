"""Who led the inspection.

Knows the labels under which reports print the lead inspector's name. Knows no name and no framework.
"""

from __future__ import annotations

import re

from corpus.model import Fact

_LABEL = re.compile(
    r"(?<!deputy )(?<!deputy\n)\b(?:lead(?:ing)?\s+inspectors?(?:\s+on[ -]site)?|reporting\s+inspectors?"
    r"|inspector\s+in\s+charge|lead\s+(?:HMI|reviewer))\b[ \t]*[:|*_–—-]*\s*[|*_]*[ \t]*",
    re.IGNORECASE,
)
_PART = r"(?:[A-Z]['’][A-Z]|(?:Mac|Mc|Fitz|De|Di|Le|La|Van)[A-Z]|[A-ZÀ-Þ])(?:[^\W\d_]|['’‑-](?=[^\W\d_]))*\.?"
_PARTICLE = r"(?:de|van|von|der|la|le|al|bin)"
_NAME = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?[ \t]+)?(?P<name>{_PART}(?:[ \t]+(?:{_PARTICLE}[ \t]+){{0,2}}{_PART}){{1,4}})"
)
_NOT_NAME = re.compile(
    r"[ \t]+(?:HMI|SHMI|OI|AI|SCRI|CQC|Ofsted|Her|His|HM|Senior|Majesty['’]s|Inspectors?|Regulatory|Social|Associate"
    r"|Additional|Lead|Deputy|Team|Quality|Inspection|Judgement|Judgment)\b.*"
)


def lead_inspector(text: str) -> Fact | None:
    """The lead inspector's name alone, from the first label that a name follows, or None."""
    for label in _LABEL.finditer(text):
        found = _NAME.match(text, label.end())
        if found is None:
            continue
        name = _NOT_NAME.sub("", found["name"]).rstrip(". ")
        if len(name.split()) > 1:
            start = found.start("name")
            return Fact(kind="lead_inspector", value=name, start=start, end=start + len(name))
    return None

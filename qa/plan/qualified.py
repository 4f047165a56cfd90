"""What is said beside the word for the bodies and narrows it: their country, who inspects them, another word for them.

Knows what frameworks' files say of these. Does not know which bodies a question is about (qa.plan.bodies).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.plan.as_of_councils import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["qualified"]

_OF_A_COUNTRY = {"Scotland": "Scottish", "Ireland": "Irish", "Wales": "Welsh"}


def qualified(
    question: str, noun: tuple[int, int], keys: Sequence[str], words: Sequence[str]
) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The frameworks that what stands beside the noun holds the question to, all of `keys` as (), and where it stands.

    "Care services in Scotland", "Scottish care services", "HIQA centres"; and of `words`, which mean the same bodies as
    the noun, a second one says nothing more ("nurseries or pre-schools").
    """
    others = "|".join(map(spaced, sorted(words, key=len, reverse=True)))
    shape = re.compile(rf"(?:,|\s+(?:or|and)|\s*/)\s*(?:the\s+)?(?:{others})(?![\w-])", re.IGNORECASE)
    second = shape.match(question, noun[1])
    cut = [(noun[1], second.end())] if second else []
    held = [one for key in keys if (one := framework(key)) is not None]
    for country in dict.fromkeys(one.called.country for one in held if one.called.country):
        adjective = _OF_A_COUNTRY.get(country, country)
        here = [found.span() for found in re.finditer(rf"\s+(?:in|across)\s+{re.escape(country)}\b", question)]
        if before := re.search(rf"\b{re.escape(adjective)}\s+$", question[: noun[0]], re.IGNORECASE):
            here.append(before.span())
        if here:
            return tuple(one.key for one in held if one.called.country == country), cut + here
    for said in dict.fromkeys(words for one in held for words in one.called.inspectorate):
        before = re.search(rf"(?<![\w-])(?:the\s+)?{spaced(said)}(?:['’]s)?\s+$", question[: noun[0]], re.IGNORECASE)
        if before:
            return tuple(one.key for one in held if said in one.called.inspectorate), [*cut, before.span()]
    return (), cut

"""The notation of queries as a grammar, in the form that llama.cpp takes: what it lets through is of the right types.

Knows the notation of qa.plan.notation and the fields of qa.plan.query. Does not know what a query means, nor that its
parts go together: what comes out is read and weighed like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["notation_grammar"]

# Each rule's alternatives. `r` is a condition on a report, `s` one on an authority's series of reports.
_RULES = r"""
root ::= "none" | "(query " (authorities | reports | steps) ")"
authorities ::= "authorities" (" :where " s)? wants? (" :universe " r)? ranking? extreme?
reports ::= "reports" (" :where " r)? wants? (" :choice " choice)? (" :universe " r)? ranking? extreme?
steps ::= "steps" (" :where " s)? wants? (" :universe " r)? ranking? extreme?
wants ::= " :wants [" want (" " want)? (" " want)? "]"
want ::= "(want " kind (" :areas " areas)? (" :grades " grades)? (" :last " number)? (" :base " (r | s))? ")"
kind ::= "list" | "count" | "share" | "exists" | "grades" | "judged" | "areas" | "leader" | "dates" | "framework" | "region" | "history" | "difference" | "times" | "gap"
ranking ::= " :ranking (ranking " ("region" | "year" | "authority" | "inspector" | "framework" | "grade") most? limit? ")"
extreme ::= " :extreme (extreme " ("date" | "gap" | "reports" | "improvement") most? limit? ")"
most ::= " :most false"
limit ::= " :limit " number
choice ::= "latest" | "previous" | "first" | "second" | "(choice" (" :index " whole)? (" :among " r)? ")"
r ::= "(always)" | "(and [" r (" " r)+ "])" | "(or [" r (" " r)+ "])" | "(not " r ")" | graded | "(judged " area ")" | "(areacount " grades bounds? ")" | "(beside " area " " area " " ("higher" | "lower" | "same") ")" | named
graded ::= "(graded " area " " grades ")"
s ::= "(repeats" (" :least " number)? among? ")" | "(and [" s (" " s)+ "])" | "(or [" s (" " s)+ "])" | "(not " s ")" | "(at " choice " " r ")" | "(has " r among? bounds? (" :every true")? ")" | "(then " r " " r (" :adjacent true")? (" :never true")? among? ")" | "(step " area " " bound " " bound (" :between " ("last" | "ends" | "every"))? among? ")" | "(gapbetween" (" :least " number)? (" :most " number)? among? ")"
among ::= " :among " r
bounds ::= (" :least " bound)? (" :most " bound)?
bound ::= "none" | whole
whole ::= "-"? number
number ::= [0-9] [0-9]? [0-9]? [0-9]?
"""  # noqa: E501
_GRADES = ("outstanding", "good", "requires_improvement", "inadequate", "adequate", "satisfactory")
_NAMED = {"P": '"(byauthority " {} ")"', "R": '"(inregion " {} ")"', "I": '"(ledby " {} ")"'}


def notation_grammar(slots: Iterable[str], *, areas: Sequence[str], frameworks: Sequence[str]) -> str:
    """The grammar of the queries of a question with these slots ("P1", "T1"), or of "none"."""
    by_kind: dict[str, list[str]] = {}
    for slot in slots:
        by_kind.setdefault(slot[0], []).append(slot)
    named = [f'"(frameworkis " {_any_of(map(_quoted, frameworks))} ")"']
    named += [form.format(_several(map(_quoted, by_kind[kind]))) for kind, form in _NAMED.items() if kind in by_kind]
    if "T" in by_kind:
        kinds = _any_of(("published", "inspected", "started", "ended", "any"))
        named.append(f'"(dateof " {kinds} " " {_any_of(by_kind["T"])} ")"')
    more: Mapping[str, str] = {
        "named": " | ".join(named),
        "area": _any_of(areas),
        "areas": _several((*areas, "apart")),
        "grades": _several(_GRADES),
    }
    return _RULES.strip() + "\n" + "\n".join(f"{name} ::= {rule}" for name, rule in more.items()) + "\n"


def _quoted(word: str) -> str:
    return f'\\"{word}\\"'


def _any_of(words: Iterable[str]) -> str:
    return "(" + " | ".join(f'"{word}"' for word in words) + ")"


def _several(words: Iterable[str]) -> str:
    """Some of the words, joined by "|"."""
    one = _any_of(words)
    return f'{one} ("|" {one})*'

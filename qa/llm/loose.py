"""What a model meant to send, out of what it sent: its reasoning taken off, its loose JSON read.

Knows the marks that models put around their reasoning, and that their JSON may have commas too many, quotes too few or
no end. Does not know what is in it. Repairs are json-repair's.
"""

from __future__ import annotations

import re
from typing import Any

import json_repair

__all__ = ["begins_json", "data_in", "ended", "said_in"]

_NAMES = r"think|thinking|thought|thoughts|reason|reasoning|analysis|reflection|scratchpad"
_THOUGHTS = (
    re.compile(rf"<({_NAMES})\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL),
    re.compile(rf"\[({_NAMES})\].*?\[/\1\]", re.IGNORECASE | re.DOTALL),
    re.compile(r"◁think▷.*?◁/think▷", re.DOTALL),
    re.compile(r"<\|channel\|>(?:analysis|commentary|thought)\b.*?(?:<\|end\|>|<\|return\|>|<channel\|>)", re.DOTALL),
)
# What stands before an end without a beginning is thought as well: some templates open the thinking themselves.
_LATE_END = re.compile(rf"\A.*(?:</(?:{_NAMES})\s*>|\[/(?:{_NAMES})\]|◁/think▷)", re.IGNORECASE | re.DOTALL)
_FINAL = re.compile(r"\A.*<\|channel\|>\s*final\b[^<]*<\|message\|>", re.DOTALL)
_OPEN = re.compile(
    rf"<(?:{_NAMES})\b[^>]*>|\[(?:{_NAMES})\]|◁think▷|<\|channel\|>(?:analysis|thought)\b", re.IGNORECASE
)
_MARKS = re.compile(r"<\|[^<>|]{1,40}\|>")
_FENCE = re.compile(r"^[ \t]*`{3,}\w*[ \t]*$", re.MULTILINE)
_JSON = re.compile(r"[{\[](?=\s*[\"'{\[\]}\d])")


def said_in(text: str) -> str:
    """The text without the model's reasoning, whatever its marks; of reasoning that never ends nothing is left."""
    if "<|channel|>" in text and _FINAL.search(text):
        text = _FINAL.sub("", text)
    for thought in _THOUGHTS:
        text = thought.sub("", text)
    text = _LATE_END.sub("", text)
    opened = _OPEN.search(text)
    if opened is not None:
        text = text[: opened.start()]
    return _MARKS.sub("", text).strip()


def begins_json(said: str) -> bool:
    """Whether what was said begins as JSON does, in a fence or not: then no line of it is one of ours."""
    return said.lstrip("` \njson").startswith(("{", "["))


def data_in(text: str) -> Any:
    """The JSON of a text, repaired, whatever stands around it; None where there is none."""
    bare = _FENCE.sub("", text)
    start = _JSON.search(bare)
    if start is None:
        return None
    try:
        data = json_repair.loads(bare[start.start() :], skip_json_loads=False)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict | list) else None


def ended(text: str) -> bool:
    """Whether no JSON in the text is cut off: as many braces and brackets close as open."""
    start = _JSON.search(text)
    if start is None:
        return True
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", text[start.start() :], flags=re.DOTALL)
    return bare.count("{") <= bare.count("}") and bare.count("[") <= bare.count("]")

"""A turn of a conversation made into a question that stands alone, by rules.

Knows English ways of leaving out what was said a moment ago. Does not know how the question is answered. Never raises: a turn that no
rule fits stands as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from qa.chat import ellipsis, pronouns, sets
from qa.chat.patterns import GOODBYE, PAGE, THANKS
from qa.chat.setting import Setting, setting_of
from qa.chat.slots import read_turn
from qa.chat.state import State

if TYPE_CHECKING:
    from qa.question import Catalogue

__all__ = ["FollowUp", "follow_up"]

"""Conversations about the reports.

conversation.py  turns in, answers out, kept in the library
followup.py      a turn made into a question that stands alone: the rules and their order
slots.py         what a turn names of its own
resolved.py      whom and when it means, with the state's help
references.py    what was spoken of before, put in by name
ellipsis.py, fragments.py, comparisons.py, lists.py, pronouns.py, amounts.py   the rules
wording.py, patterns.py   their English
rewrite.py       the same by a model, checked against the rules
state.py         what is remembered from turn to turn
"""

from __future__ import annotations

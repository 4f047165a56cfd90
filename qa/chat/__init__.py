"""Conversations about the reports.

conversation.py  turns in, answers out, kept in the library
followup.py      a turn made into a question that stands alone: the rules and their order
slots.py         what a turn names of its own
setting.py       whom and when it means, with the state's help
ellipsis.py, sets.py, pronouns.py   the rules
wording.py, patterns.py             their English
rewrite.py       the same by a model, checked against the rules
state.py         what is remembered from turn to turn
repl.py, commands.py, completion.py, terminal.py   the loop, its /commands, and a real terminal
transcript.py    a conversation as Markdown
"""

from __future__ import annotations

"""Search terms of a model: a few plain words, and nothing else gets through."""

from __future__ import annotations

from pathlib import Path

import pytest
from server import Reply, serving
from tiny_library import settings

from qa.llm.models import chat_model
from qa.llm.terms import search_terms

QUESTION = "Do kids wait ages?"


@pytest.mark.parametrize(
    ("reply", "terms"),
    [
        (
            Reply(text="1. timeliness of assessments\n- delay\n- Drift\nwait\n"),
            ("timeliness of assessments", "delay", "drift"),
        ),
        (Reply(text="\n".join(f"word {'abcdefghij'[n]}" for n in range(10))), tuple(f"word {c}" for c in "abcdef")),
        (Reply(text='"scope": "*"\nsee http://evil.example\n\x1b[31mred\nOR 1=1\n2015'), ()),
        (Reply(text="Here are words that a report could use for what you would like to know about"), ()),
        (Reply(status=500), ()),
        (Reply(text="delay\n" + "x" * 9_000), ("delay",)),
    ],
)
def test_a_few_plain_words(reply: Reply, terms: tuple[str, ...], tmp_path: Path) -> None:
    with serving(reply) as server:
        chosen = settings(tmp_path, base_url=server.base_url)
        model = chat_model("openai:anything", settings=chosen)
        assert search_terms(QUESTION, model=model, settings=chosen) == terms
        model.close()
    assert QUESTION in server.prompt()

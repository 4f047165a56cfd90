"""Another language than English is told by its small words; English is never taken for one."""

from __future__ import annotations

import pytest

from qa.language.foreign import foreign_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie wurde Kent bei der letzten Inspektion bewertet?", "German"),
        ("Welche Städte sind nicht gut?", "German"),
        ("Quels sont les rapports de Londres?", "French"),
        ("Comment est Slough et pourquoi?", "French"),
        ("¿Cuáles son los informes de Kent?", "Spanish"),
        ("Sut oedd Kent yn y flwyddyn?", "Welsh"),
        ("Pa gynghorau sydd yn dda?", "Welsh"),
        ("Jak oceniono Kent i kto był inspektorem?", "Polish"),
        ("Hoe werd Kent beoordeeld?", "Dutch"),
    ],
)
def test_another_language_is_named(text: str, language: str) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "How was Kent rated?",
        "Kent in 2019",
        "was Kent good or am I wrong?",
        "Which councils are in Die, the town?",
        "kent come on who led it",
        "La Fontaine House: what did inspectors find there?",
        "",
    ],
)
def test_english_is_none(text: str) -> None:
    assert foreign_language(text) is None

"""Concepts of a question, the FTS5 expression made of them, and how far a text covers them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from searchable import MadeUp, asked, library

from corpus.store import Store
from qa.language.words import stems
from qa.question import Period
from qa.search import lexical
from qa.search.lexical import Lexicon, concepts, coverage, expression, quoted

PAGES = (
    ("Ten assessments were overdue. Children in Northwick wait too long.", "Foster carers are well supported."),
    ("The virtual school is praised by children.",),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = MadeUp(authority="Northwick", published=date(2019, 5, 1), pages=PAGES)
    with library(tmp_path_factory.mktemp("lexical"), [made]) as opened:
        yield opened


def own(store: Store, question: str, **fields: object) -> list[str]:
    return [" ".join(concept.words) for concept in concepts(asked(question, **fields), Lexicon(store))]


def test_stop_words_authorities_and_periods_are_no_concepts(store: Store) -> None:
    year = Period(start=date(2019, 1, 1), end=date(2019, 12, 31), words="2019")
    question = "How many assessments were late in Northwick in the 2019 report?"
    assert own(store, question, authorities=("Northwick",), periods=(year,)) == ["assessments", "late"]


def test_a_typo_that_was_forgiven_is_no_concept(store: Store) -> None:
    question = "how many assessments were late in northwik"
    assert own(store, question, authorities=("Northwick",), notes=("Northwik was read as Northwick.",)) == [
        "assessments",
        "late",
    ]


def test_what_a_person_says_of_the_errand_is_no_concept(store: Store) -> None:
    assert own(store, "I am writing a piece on pigeons: how many assessments were late?") == ["assessments", "late"]


def test_a_slip_of_the_keyboard_is_read_as_the_word_reports_use(store: Store) -> None:
    assert own(store, "how many assesments were late") == ["assessments", "late"]


def test_a_phrase_holds_though_an_authoritys_name_stands_in_it(store: Store) -> None:
    assert own(store, "children in Northwick's care", authorities=("Northwick",)) == ["children in care"]


def test_what_only_sets_the_scene_weighs_less_than_what_is_asked(store: Store) -> None:
    question = "After the virtual school opened, how many foster carers had overdue assessments of children?"
    weight = {" ".join(c.words): c.weight for c in concepts(asked(question), Lexicon(store))}
    assert weight["virtual school"] < weight["foster carers"]


def test_a_proper_name_is_one_concept_with_the_short_form_a_report_gives(tmp_path: Path) -> None:
    made = MadeUp(
        authority="Northwick",
        published=date(2019, 5, 1),
        pages=(("Bright Lanes Together (BLT) took over in May 2018.", "BLT employs 40 staff."),),
    )
    with library(tmp_path, [made]) as opened:
        (name,) = [
            c
            for c in concepts(asked("When did Bright Lanes Together take over?"), Lexicon(opened))
            if "bright" in c.words
        ]
    assert [term.words for term in name.says] == [("blt",)]


def test_a_phrase_of_the_thesaurus_is_one_concept(store: Store) -> None:
    assert own(store, "foster carers at uni") == ["foster carers", "uni"] or "foster carers" in own(
        store, "foster carers at uni"
    )


def test_rare_words_weigh_more_than_common_ones(store: Store) -> None:
    lexicon = Lexicon(store)
    assert 0.0 <= lexicon.rarity("children") < lexicon.rarity("virtual") < lexicon.rarity("swimming") <= 1.0


def test_a_synonym_covers_a_concept_and_its_own_word_covers_it_wholly(store: Store) -> None:
    (late,) = concepts(asked("late"), Lexicon(store))
    for text, low, high in (("It was late.", 1.0, 1.0), ("It was overdue.", 0.1, 0.99), ("It was good.", 0.0, 0.0)):
        stemmed = stems(text)
        (value,) = coverage([late], stemmed, frozenset(stemmed))
        assert low <= value <= high


def test_words_of_a_phrase_that_stand_apart_count_for_less(store: Store) -> None:
    (plan,) = concepts(asked("pathway plans"), Lexicon(store))
    whole, apart = (stems(text) for text in ("Pathway plans are good.", "Plans show no pathway."))
    assert coverage([plan], whole, frozenset(whole)) == [1.0]
    assert 0.0 < coverage([plan], apart, frozenset(apart))[0] < 1.0


def test_synonyms_are_searched_for(store: Store) -> None:
    wanted = expression(concepts(asked("late assessments"), Lexicon(store)), Lexicon(store))
    assert '"overdue"' in wanted
    assert store.match(wanted)[0][0] == 1
    assert expression((), Lexicon(store)) == ""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Forty passages: all speak of children, half of plans, four of neglect, one of gangs."""
    pages = tuple(
        (
            f"Children number {n} are here."
            + (" Plans are made." if n % 2 else "")
            + (" Neglect is seen." if n % 10 == 1 else "")
            + (" Gangs are known." if n == 7 else ""),
        )
        for n in range(40)
    )
    made = MadeUp(authority="Northwick", published=date(2019, 5, 1), pages=pages)
    with library(tmp_path_factory.mktemp("many"), [made]) as opened:
        yield opened


def searched(store: Store, question: str, **how: bool) -> str:
    lexicon = Lexicon(store)
    return expression(concepts(asked(question), lexicon), lexicon, synonyms=False, **how)


def test_in_a_large_library_the_commonest_words_are_left_out(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "What about children, plans, neglect and gangs?"
    assert searched(many, question) == '"children" OR "plans" OR "neglect" OR "gangs"'
    monkeypatch.setattr(lexical, "SCORED", 10)
    assert searched(many, question) == '"neglect" OR "gangs"'
    assert searched(many, question, narrowed=True) == '"children" OR "plans" OR "neglect" OR "gangs"'
    monkeypatch.setattr(lexical, "LOOKED_UP", 30)
    assert searched(many, question, narrowed=True) == '"plans" OR "neglect" OR "gangs"'


def test_where_every_word_is_common_they_are_searched_for_together(
    many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "SCORED", 2)
    assert searched(many, "What about children, plans and neglect?") == '"neglect" AND "plans" AND "children"'
    assert len(many.match(searched(many, "What about children, plans and neglect?"))) == 4
    monkeypatch.setattr(lexical, "LOOKED_UP", 2)
    assert searched(many, "What about children and neglect?", narrowed=True) == '"neglect"'


def test_a_word_of_many_passages_is_counted_by_the_first_of_them(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = {word: Lexicon(many).count(word) for word in ("children", "plans", "neglect", "gangs", "swimming")}
    assert exact == {"children": 40, "plans": 20, "neglect": 4, "gangs": 1, "swimming": 0}
    monkeypatch.setattr(lexical, "COUNTED", 10)
    counted = {word: Lexicon(many).count(word) for word in exact}
    assert counted == {"children": 40, "plans": 20, "neglect": 4, "gangs": 1, "swimming": 0}


def test_of_many_reports_the_best_of_all_are_sieved(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = many.match('"neglect"', reports=[1])
    monkeypatch.setattr("corpus.store._SCOPED", 0)
    assert many.match('"neglect"', reports=[1]) == narrow
    assert many.match('"neglect"', reports=[2]) == []


def test_standing_text_is_known_by_its_beginning(tmp_path: Path) -> None:
    same = "There are serious weaknesses in what this service does for each of the children here."
    made = [
        MadeUp(authority=f"Town {n}", published=date(2019, 5, n), pages=((same, f"Town {n} is small."),))
        for n in range(1, 7)
    ]
    with library(tmp_path, made) as opened:
        lexicon = Lexicon(opened)
        assert lexicon.standing(same)
        assert not lexicon.standing("Town 3 is small.")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_no_text_breaks_the_search(store: Store, text: str) -> None:
    known = {row["number"] for row in store.rows("SELECT number FROM passages")}
    assert {number for number, _ in store.match(quoted(("a", text + "b")))} <= known
    wanted = expression(concepts(asked(text + ' "NEAR" OR late* AND (body: ^x -y'), Lexicon(store)), Lexicon(store))
    assert {number for number, _ in store.match(wanted)} <= known

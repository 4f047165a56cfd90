"""Whatever stands in a text, recognising it never fails, and every fact stands where it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_document import document

from corpus.authorities import authority
from corpus.frameworks import framework
from corpus.model import Fact
from ingest.recognise import label, recognise, title

PIECES = st.sampled_from(
    "Inspection of|Re-inspection of|services for children in need of help and protection|children’s services|Derby|"
    "Kent County Council|local authority|looked after children services|Inspection dates:|Inspection date|Published:|"
    "12 to 23 February 2024|31 February 2024|9-24 Nov 2017|12/09/2016|Lead inspector:|Ann Other HMI|Good|GOOD|good|"
    "Requires\nimprovement|to be good|requires improvement to be good|Inadequate|outstanding|adequate|Not judged|"
    "Overall effectiveness|Leadership, management and governance|1.|2.1|Adoption performance|care leavers|"
    "The experiences and progress of|children who need help and protection|children in care|The impact of leaders on|"
    "social work practice|Local Safeguarding Children Board|is|was|are|judged to be"
    "|when|At the last inspection in 2014,|The judgements for the local authority were:|for safeguarding"
    "|Grade 3 (Adequate)|Record of main findings"
    "|Area SEND|monitoring visit to|focused visit|•|–|\n|\n\n|.|,|:|1|²|\u2028|\x0c|İ|ß|😀".split("|")
)
MADE = st.lists(PIECES, max_size=60).map(lambda pieces: " ".join(pieces).replace(" \n ", "\n"))
PAGES = st.lists(st.one_of(MADE, st.text(max_size=200)), min_size=1, max_size=4)
OWN = {"framework", "authority", "inspection_start", "inspection_end", "published", "lead_inspector"}


def check(fact: Fact, text: str) -> None:
    quote = " ".join(text[fact.start : fact.end].split()).lower()
    if fact.origin == "filename":
        assert (fact.start, fact.end) == (0, 0)
        return
    assert 0 <= fact.start < fact.end <= len(text) and quote
    if fact.kind in {"judgement", "previous_judgement"}:
        assert fact.value.split()[0][:6] in quote
    elif fact.kind == "lead_inspector":
        assert fact.value.lower() == quote
    elif fact.kind in {"inspection_start", "inspection_end", "published"}:
        assert fact.value[-2:].lstrip("0") in quote


@given(PAGES, st.sampled_from(["a.pdf", "derby - 4 april 2024.pdf", "31 february 2024.docx", ""]))
def test_every_fact_of_any_text_stands_in_it(pages: list[str], source: str) -> None:
    whole = document(*pages)
    facts = recognise(whole, source=source)
    for fact in facts:
        check(fact, whole.text)
    assert all(sum(fact.kind == kind for fact in facts) < 2 for kind in OWN)
    assert len({(fact.kind, fact.key) for fact in facts}) == len(facts)
    assert label(facts, whole, source) or not source.removesuffix(".pdf")
    assert isinstance(title(facts, whole, source), str)


@given(PAGES)
def test_grades_are_of_the_frameworks_own_scale_and_names_are_known(pages: list[str]) -> None:
    facts = recognise(document(*pages), source="a.pdf")
    stated = {fact.kind: fact.value for fact in facts if not fact.key}
    one = framework(stated.get("framework", ""))
    judged = [fact for fact in facts if fact.kind == "judgement"]
    if one is None:
        assert judged == []
        assert "authority" not in stated or authority(stated["authority"])
    else:
        assert all(fact.value in one.scale and fact.key in one.areas for fact in judged)
        assert [fact.key for fact in judged] == [key for key in one.areas if key in {fact.key for fact in judged}]
    assert stated.get("inspection_start", "") <= stated.get("inspection_end", "")


@pytest.mark.parametrize("text", ["", "\n", "Overall effectiveness", "The judgements were:", "Inspection dates:"])
def test_a_text_with_next_to_nothing_in_it_gives_nothing(text: str) -> None:
    assert recognise(document(text), source="a.pdf") == []

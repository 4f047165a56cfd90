from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.authorities import TYPES, authorities, authority, find_authorities, find_elsewhere, lies_in

STANDING = [one for one in authorities() if one.abolished is None]
REGIONS = {
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and the Humber",
}


def names(text: str) -> list[str]:
    return [match.name for match in find_authorities(text)]


def test_every_authority_has_its_region_codes_and_neighbours() -> None:
    assert len(STANDING) == 153
    assert {one.region for one in STANDING} == REGIONS
    assert {one.type for one in STANDING} == {"London borough", *TYPES}
    known = {one.name for one in authorities()}
    for one in STANDING:
        assert one.la_code.isdigit() and one.urn.isdigit()
        assert len(one.neighbours) == 10 and set(one.neighbours) <= known and one.name not in one.neighbours


def test_councils_of_a_type_are_asked_for_as_a_region_is() -> None:
    assert lies_in("Wigan", "North West", ["metropolitan boroughs"]) and lies_in("Wigan", "North West", ["North West"])
    assert not lies_in("Wigan", "North West", ["shire counties"]) and not lies_in(None, None, ["shire counties"])


def test_abolished_authorities_name_their_successors() -> None:
    gone = [one for one in authorities() if one.abolished]
    standing = {one.name for one in STANDING}
    assert {one.name for one in gone} >= {"Northamptonshire", "Cumbria", "Bournemouth", "Poole"}
    assert all(one.successors and set(one.successors) <= standing for one in gone)


def test_no_alias_is_the_name_of_another_authority() -> None:
    canonical = {one.name.casefold() for one in authorities()}
    assert not [alias for one in authorities() for alias in one.aliases if alias.casefold() in canonical]


@pytest.mark.parametrize("one", authorities(), ids=lambda one: one.name)
def test_each_name_is_found_exactly_in_a_sentence(one: object) -> None:
    name = getattr(one, "name", "")
    for text in (f"What was {name} judged?", f"Who inspected {name}'s services?", f"How did {name} Council do?"):
        [match] = find_authorities(text)
        assert (match.name, match.how, match.score) == (name, "exact", 1.0)
        assert text[match.start : match.end].startswith(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("How good are services in Hull?", "Kingston upon Hull"),
        ("London Borough of Barking & Dagenham", "Barking and Dagenham"),
        ("is LBBD any better", "Barking and Dagenham"),
        ("B&D care leavers", "Barking and Dagenham"),
        ("H&F", "Hammersmith and Fulham"),
        ("RBWM leadership", "Windsor and Maidenhead"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead"),
        ("BANES adoption", "Bath and North East Somerset"),
        ("the City of London Corporation", "City of London"),
        ("St. Helens Council", "St Helens"),
        ("st helen's", "St Helens"),
        ("Bristol City Council", "Bristol"),
        ("Bristol, City of", "Bristol"),
        ("Kingston upon Hull, City of", "Kingston upon Hull"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Royal Borough of Kingston upon Thames", "Kingston upon Thames"),
        ("stoke on trent", "Stoke-on-Trent"),
        ("County Durham", "Durham"),
        ("brum", "Birmingham"),
        ("Telford", "Telford and Wrekin"),
        ("bournemouth christchurch & poole", "Bournemouth, Christchurch and Poole"),
        ("East Riding", "East Riding of Yorkshire"),
        ("Redcar\nand Cleveland", "Redcar and Cleveland"),
        ("north northants", "North Northamptonshire"),
        ("northants", "Northamptonshire"),
    ],
)
def test_what_people_call_an_authority_is_understood(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("North Yorkshire and York", ["North Yorkshire", "York"]),
        ("Bedford or Central Bedfordshire", ["Bedford", "Central Bedfordshire"]),
        ("South Gloucestershire beside Gloucestershire", ["South Gloucestershire", "Gloucestershire"]),
        ("North East Lincolnshire", ["North East Lincolnshire"]),
        ("Derby, Derbyshire", ["Derby", "Derbyshire"]),
        ("councils in the West Midlands, Yorkshire and the Humber or the North East", []),
        ("Greater Manchester", []),
    ],
)
def test_the_longest_name_wins_and_regions_are_no_authorities(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("When was reading last inspected?", ["Reading"]),
        ("how good is reading in reading?", ["Reading", "Reading"]),
        ("Reading's care leavers", ["Reading"]),
        ("Do the children get help with reading skills?", []),
        ("what does reading the report tell me", []),
        ("compare bolton to bury", ["Bolton", "Bury"]),
        ("where did managers try to bury the evidence", []),
        ("was hull inadequate", ["Kingston upon Hull"]),
        ("Do carers bath the babies?", []),
        ("How many beds are there?", []),
        ("bury kids services rating", ["Bury"]),
        ("slough leadership grade", ["Slough"]),
        ("How was it rated? Slough 2015.", ["Slough"]),
        ("Any news on the grade? Bury please.", ["Bury"]),
        ("It was late. Reading on, I saw no grade.", []),
        ("hull adoption", ["Kingston upon Hull"]),
        ("whose care leavers do best, hull or leeds?", ["Kingston upon Hull", "Leeds"]),
        ("They found a hull and a mast", []),
        ("reading 2019 report", ["Reading"]),
        ("reading, 2019", ["Reading"]),
        ("reading leadership grade", ["Reading"]),
        ("Bury leadership grade", ["Bury"]),
        ("bath care leavers", ["Bath and North East Somerset"]),
        ("latest grade slough", ["Slough"]),
        ("ofsted bury latest", ["Bury"]),
        ("reading support for pupils", []),
        ("Reading programmes for children", []),
        ("bury the evidence", []),
        ("do they bury bad news", []),
        ("beds available to homes", []),
        ("Do managers bury bad news", []),
        # of every day: small, they are words until the text says that a place is meant
        ("What do inspectors say about reading?", []),
        ("How is reading taught?", []),
        ("progress in reading and mathematics", []),
        ("is there evidence of reading case files?", []),
        ("do managers say that they are reading reports?", []),
        ("how many reports speak of reading?", []),
        ("how is reading taught in Slough?", ["Slough"]),
        ("reading", []),
        ("bath", []),
        ("Reading", ["Reading"]),
        ("what about bath routines", []),
        ("who was in the bath?", []),
        ("Reading or writing: which is better?", []),
        ("What did Ofsted say about Reading?", ["Reading"]),
        ("how was bath rated?", ["Bath and North East Somerset"]),
        ("care leavers in reading", ["Reading"]),
        ("grade of reading", ["Reading"]),
        ("any reports for reading", ["Reading"]),
        ("who inspected reading?", ["Reading"]),
        ("what happened in reading in 2019?", ["Reading"]),
        ("is reading better than slough?", ["Reading", "Slough"]),
        ("Reading, Slough", ["Reading", "Slough"]),
        ("compare reading and bath", ["Reading", "Bath and North East Somerset"]),
    ],
)
def test_names_that_are_english_words_are_read_by_their_neighbours(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Darlingtn", "Darlington"),
        ("how is worstershire doing", "Worcestershire"),
        ("Tower Hamelts", "Tower Hamlets"),
        ("towerhamlets", "Tower Hamlets"),
        ("Nroth Somerset", "North Somerset"),
        ("Wolverhamton's leaders", "Wolverhampton"),
        ("Kensigton and Chelsea", "Kensington and Chelsea"),
    ],
)
def test_a_misspelt_name_is_matched_where_it_is_clearly_nearest(text: str, name: str) -> None:
    [match] = find_authorities(text)
    assert (match.name, match.how, match.rivals) == (name, "fuzzy", ())
    assert 0.7 < match.score <= 1.0
    assert not find_authorities(text, fuzzy=False) or names(text) == [name]


def test_a_misspelling_between_two_names_has_a_rival() -> None:
    [match] = find_authorities("Herrfordshire")
    assert {match.name, *match.rivals} == {"Herefordshire", "Hertfordshire"}


@pytest.mark.parametrize(
    ("text", "name", "rival"),
    [
        ("Kingston", "Kingston upon Thames", "Kingston upon Hull"),
        ("Cheshire", "Cheshire East", "Cheshire West and Chester"),
        ("Sussex", "East Sussex", "West Sussex"),
        ("gloucester care leavers", "Gloucestershire", "South Gloucestershire"),
        ("What was Lincoln judged?", "Lincolnshire", "North Lincolnshire"),
    ],
)
def test_a_short_name_that_two_share_has_rivals(text: str, name: str, rival: str) -> None:
    [match] = find_authorities(text)
    assert match.name == name and rival in match.rivals


@pytest.mark.parametrize(
    "text",
    [
        "Which leads to the best country survey, having spoken of town forests?",
        "Do southern leaders treat children with kindness and keep records?",
        "What is the trend in cooperation between partners?",
        "Was the store closed when the stone was brought down the road?",
        "",
        "!?",
    ],
)
def test_ordinary_english_names_no_authority(text: str) -> None:
    assert names(text) == []


def test_places_outside_england_are_known_as_such() -> None:
    [match] = find_elsewhere("What was Glasgow's rating?")
    assert (match.name, match.nation) == ("Glasgow", "Scotland")
    assert not find_authorities("What was Glasgow's rating?")
    assert find_elsewhere("Cardiff, Belfast and Leeds")[1].nation == "Northern Ireland"


@given(st.text())
def test_any_text_gives_spans_inside_it_in_order(text: str) -> None:
    matches = find_authorities(text)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)
    assert [match.start for match in matches] == sorted(match.start for match in matches)
    assert all(authority(match.name) for match in matches)


def test_exact_names_need_no_fuzzy_matcher() -> None:
    program = (
        "import sys; from corpus.authorities import find_authorities as find;"
        "find('How good are services in Darlington?'); sys.exit('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

from __future__ import annotations

import pytest
from make_document import document, one

from corpus.authorities import authorities
from ingest.recognise import recognise

SIF = "Inspection of services for children in need of help and\nprotection, children looked after and care leavers\n"
STANDING = [found.name for found in authorities() if found.abolished is None]


def named(text: str) -> tuple[str | None, str]:
    facts = recognise(document(text), source="report.pdf")
    fact = next((fact for fact in facts if fact.kind == "authority"), None)
    return (fact.value, text[fact.start : fact.end]) if fact else (None, "")


@pytest.mark.parametrize("name", STANDING)
def test_each_authority_is_known_in_every_shape_of_title(name: str) -> None:
    for above in (name, f"{name} Council", f"1\n{name} City Council", f"London Borough of {name}", name.upper()):
        assert named(f"{above}\n{SIF}Inspection date: 2 June 2014\n")[0] == name
    ampersand = name.replace(" and ", " & ")
    for title in (
        f"Inspection of {name} local authority\nchildren’s services\n",
        f"# Inspection of {ampersand} Council local authority children's services\n",
        f"{name} Council\nInspection of children's social care services\n",
        f"Focused visit to {name} City Council children's services\n",
    ):
        assert named(title)[0] == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Hull City Council", "Kingston upon Hull"),
        ("Kingston upon Hull City Council", "Kingston upon Hull"),
        ("Bristol City of", "Bristol"),
        ("St. Helens Metropolitan Borough Council", "St Helens"),
        ("London Corporation", "City of London"),
        ("The Royal Borough of Windsor\nand Maidenhead", "Windsor and Maidenhead"),
        ("Metropolitan Borough of Barnsley\nCouncil", "Barnsley"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("City of Kingston upon\nHull", "Kingston upon Hull"),
        ("North East\nLincolnshire Council", "North East Lincolnshire"),
    ],
)
def test_names_as_reports_print_them(printed: str, name: str) -> None:
    value, quote = named(f"1\n{printed}\n{SIF}Inspection date: 2 June 2014\n")
    assert value == name
    assert quote.split()[-1] in printed


def test_st_with_a_full_stop_ends_no_title() -> None:
    assert named("Inspection of St. Helens local authority children’s services\n") == ("St Helens", "St. Helens")


def test_the_inspectorates_own_address_is_not_the_subject() -> None:
    text = (
        "Ofsted\nPiccadilly Gate\nStore Street\nManchester M1 2WD\nT 0300 123 1231\n\nMs A Other\nDirector\n"
        "Derby City Council\n\nDear Ms Other\nMonitoring visit to Derby City Council children’s services\n"
    )
    assert named(text) == ("Derby", "Derby City Council")


def test_an_unknown_provider_keeps_its_printed_name_without_its_rank() -> None:
    assert named(f"1\nNorthmere County Council\n{SIF}") == ("Northmere", "Northmere")
    neighbour = "Inspection date: 2 June 2014\nServices are shared with Derby City Council.\n"
    assert named(f"1\nNorthmere County Council\n{SIF}{neighbour}")[0] == "Northmere"
    assert named("Inspection of Northmere local authority children’s services\n") == ("Northmere", "Northmere")
    assert named("# Inspection of Northmere Council local\nauthority children’s services\n")[0] == "Northmere"
    assert named("Focused visit to Northmere children’s services\n")[0] == "Northmere"


def test_a_report_of_no_framework_may_still_name_its_authority() -> None:
    assert named("A review of services in Leeds\nIt was written in a hurry.\n")[0] == "Leeds"
    assert named("Leeds and York compared\n")[0] is None
    facts = recognise(document("Minutes of the garden club\nTea was served.\n"), source="minutes.txt")
    assert one(facts, "framework") is None and facts == []

from __future__ import annotations

import pytest

from corpus.frameworks import framework
from ingest.recognise.people import lead_inspector, people


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Lead inspector: Ann Other", "Ann Other"),
        ("Lead inspector: Ann Other, Her Majesty’s Inspector", "Ann Other"),
        ("Lead inspector: Ann Other His Majesty's Inspector", "Ann Other"),
        ("Lead inspector: Ann Other HMI", "Ann Other"),
        ("Lead inspector: Ann Other Senior HMI", "Ann Other"),
        ("Lead inspector Ann Other, SHMI", "Ann Other"),
        ("Reporting inspector Ann B Other HMI", "Ann B Other"),
        ("Lead inspector on site: Pia O’Dell", "Pia O’Dell"),
        ("Lead Inspector – Jean-Luc McOther", "Jean-Luc McOther"),
        ("**Lead inspector:** Ann Other-Smith", "Ann Other-Smith"),
        ("| Lead inspector | Ann Other |", "Ann Other"),
        ("Lead inspector:\nAnn Other\nHis Majesty's Inspector", "Ann Other"),
        ("Lead inspector: Ms Ann Other", "Ann Other"),
        ("Lead inspector: Ann Other\nDeputy lead inspector: Bob Next", "Ann Other"),
        ("Lead inspectors: Ann Other and Bob Next", "Ann Other"),
        ("Lead inspector: Ann van der Other", "Ann van der Other"),
    ],
)
def test_the_name_is_read_alone(line: str, name: str) -> None:
    text = f"The team\n{line}\nTeam inspectors: Cy Young\n"
    fact = lead_inspector(text)
    assert fact is not None and fact.value == name
    assert text[fact.start : fact.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "The lead inspector met the director on the first day.",
        "Deputy lead inspector: Bob Next",
        "Lead inspector\nTeam inspectors: Cy Young",
        "",
    ],
)
def test_nobody_is_made_the_lead_inspector(text: str) -> None:
    assert lead_inspector(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "Ann Other, Ofsted HMI Lead inspector Bob Next, CQC Lead inspector",
        "Ann Other HMI, Ofsted lead inspector Bob Next, CQC lead inspector",
    ],
)
def test_the_name_before_the_role_is_its_own_and_the_next_line_s_name_is_nobody_s(line: str) -> None:
    read = people(f"Inspection team\n{line}\nCy Young HMI, Ofsted\n", framework("SEND"))
    assert {(fact.kind, fact.key): fact.value for fact in read} == {
        ("lead_inspector", ""): "Ann Other",
        ("person", "cqc_lead"): "Bob Next",
    }


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        # Names above their roles, or before them in cells: the list begins with a name.
        ("Bea Stone HMI\nRegional Director\nAnn Other\nHMI Lead Inspector\nBob Next\nCQC Inspector", "Ann Other"),
        ("Ann Other HMI Lead Inspector | Bob Next CQC Inspector", "Ann Other"),
        # Roles above their names: it begins with a role.
        ("Team inspectors\nBea Stone\nLead inspector\nAnn Other\nQuality assurance manager\nBob Next", "Ann Other"),
        ("Lead inspector\nAnn Other\nQuality assurance manager\nBob Next", "Ann Other"),
    ],
)
def test_in_a_list_of_names_and_roles_each_has_its_own(lines: str, name: str) -> None:
    fact = lead_inspector(f"Yours sincerely\n\n{lines}\n")
    assert fact is not None and fact.value == name

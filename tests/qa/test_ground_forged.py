"""Nothing passes the gate that the quotes do not carry: forged sums, units, quantities, riders and disguises."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from qa.claim import Claim
from qa.ground import Arithmetic, Draft, Gate, Quoted, Rejected
from qa.ground.model import Evidence

FEW, MANY = 300, 100_000


def evidence(ident: str, text: str, *, report: int = 1, title: str = "Darlington, published 1 May 2015") -> Evidence:
    return Evidence(id=ident, report=report, start=0, end=len(text), text=text, title=title, page=1)


EVIDENCE = (
    evidence("e1", "In Darlington 51 assessments had been delayed when inspectors looked."),
    evidence(
        "e2",
        "In Slough 51 assessments had been delayed, of 198 assessments in all.",
        report=2,
        title="Slough, published 1 May 2016",
    ),
    evidence(
        "e3",
        "Caseloads rose from 12 to 24 children. 63 of the 70 plans were weak. Most visits were late."
        " About 30 carers left. Children wait 35 to 40 days.",
        report=3,
        title="Hull, published 1 May 2016",
    ),
    evidence("e4", "Once more: in Darlington 51 assessments had been delayed."),
)
GATE = Gate(EVIDENCE)


def a_sum(operation: Any, of: str, result: str) -> Arithmetic:
    return Arithmetic(operation=operation, of=tuple(of.split("; ")), result=result)


def checked(text: str, *idents: str, sums: Sequence[Arithmetic] = ()) -> Claim | Rejected:
    """What the gate makes of a claim on whole pieces of evidence, the first where none is named."""
    whole = {one.id: one.text for one in EVIDENCE}
    quotes = tuple(Quoted(evidence=ident, text=whole[ident]) for ident in idents or ("e1",))
    return GATE.check(Draft(text=text, quotes=quotes, arithmetic=tuple(sums)))


@pytest.mark.parametrize(
    ("text", "idents", "sums"),
    [
        ("In Darlington 510 assessments had been delayed.", "e1", [a_sum("sum", "; ".join(["51"] * 10), "510")]),
        ("In Darlington 102 assessments had been delayed.", "e1", [a_sum("sum", "51; 51", "102")]),
        ("In Darlington 0 assessments had been delayed.", "e1", [a_sum("difference", "51; 51", "0")]),
        ("In Darlington 100% of assessments had been delayed.", "e1", [a_sum("share", "51; 51", "100%")]),
        ("In Darlington 1 assessment had been delayed.", "e1", [a_sum("count", "e1", "1")]),
        ("In Darlington 2 assessments had been delayed.", "e1 e2", [a_sum("count", "e1; e2", "2")]),
        ("2 reports say that assessments had been delayed.", "e1 e4", [a_sum("count", "e1; e4", "2")]),
        # A report that says a figure again says the same figure.
        ("In Darlington 102 assessments had been delayed.", "e1 e4", [a_sum("sum", "51; 51", "102")]),
        ("388% of assessments had been delayed.", "e2", [a_sum("share", "198; 51", "388%")]),
        ("A difference of 19 children stands between them.", "e3", [a_sum("difference", "70; 51", "19")]),
        ("82 plans were weak.", "e3", [a_sum("sum", "70; 12", "82")]),
    ],
)
def test_a_forged_sum_does_not_pass(text: str, idents: str, sums: list[Arithmetic]) -> None:
    assert isinstance(checked(text, *idents.split(), sums=sums), Rejected)


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("In Darlington assessments had been delayed, after 51 days.", "e1"),
        ("In Darlington 51 children had been delayed.", "e1"),
        ("Of the children, 51 had been delayed.", "e1"),
        ("In Darlington more than 51 assessments had been delayed.", "e1"),
        ("In Darlington at most 51 assessments had been delayed.", "e1"),
        ("30 carers left.", "e3"),
        ("24 plans were weak.", "e3"),
        ("Children wait 35 weeks.", "e3"),
        ("90% of children were weak.", "e3"),
        ("In Darlington assessments had been delayed 51 times.", "e1"),
        ("In Darlington another 51 assessments had been delayed.", "e1"),
        ("In Darlington a further 51 assessments had been delayed.", "e1"),
        ("In Darlington 51 more assessments had been delayed.", "e1"),
        ("In Darlington 51 other assessments had been delayed.", "e1"),
        ("In Darlington 51 squared assessments had been delayed.", "e1"),
    ],
)
def test_a_figure_keeps_its_unit_its_bound_and_what_it_counts(text: str, ident: str) -> None:
    assert isinstance(checked(text, ident), Rejected)


@pytest.mark.parametrize(
    ("text", "idents"),
    [
        ("In Slough 63 of the 70 plans were weak.", "e2 e3"),
        ("In Hull 51 assessments had been delayed, of 198.", "e2 e3"),
        ("In Slough, 63 of the 70 plans were weak.", "e2 e3"),
        ("63 of the 70 plans were weak in Slough.", "e2 e3"),
        ("In Hull 51 assessments had been delayed, and in Slough 63 of the 70 plans were weak.", "e2 e3"),
        ("In Hull, 51 assessments had been delayed; in Slough, 63 of the 70 plans were weak.", "e2 e3"),
        ("In Slough most visits were late.", "e2 e3"),
        ("In Darlington caseloads rose from 12 to 24 children.", "e1 e3"),
        ("In Darlington 198 assessments had been delayed.", "e1 e2"),
        ("In Darlington assessments had been delayed, and caseloads rose.", "e1 e3"),
        ("Slough: 63 of the 70 plans were weak.", "e2 e3"),
    ],
)
def test_what_is_said_of_one_is_not_told_of_another(text: str, idents: str) -> None:
    assert isinstance(checked(text, *idents.split()), Rejected)


def test_a_sum_over_two_is_not_told_of_one() -> None:
    sums = [a_sum("sum", "51; 51", "102")]
    assert isinstance(checked("In Darlington 102 assessments had been delayed.", "e1", "e2", sums=sums), Rejected)
    for both in ("In Darlington and Slough 102 assessments", "Together 102 assessments in Darlington and Slough"):
        assert isinstance(checked(f"{both} had been delayed.", "e1", "e2", sums=sums), Claim), both


@pytest.mark.parametrize(
    ("text", "idents"),
    [
        ("In Darlington 51 assessments had been delayed, and in Hull 63 of the 70 plans were weak.", "e1 e3"),
        ("51 assessments had been delayed in Darlington and 63 of the 70 plans were weak in Hull.", "e1 e3"),
        ("In Darlington 51 assessments had been delayed; in Hull, 63 of the 70 plans were weak.", "e1 e3"),
        ("In Darlington and Slough 51 assessments had been delayed.", "e1 e2"),
        ("51 assessments had been delayed, and most visits were late.", "e1 e3"),
    ],
)
def test_what_is_said_of_each_passes(text: str, idents: str) -> None:
    assert isinstance(checked(text, *idents.split()), Claim)


@pytest.mark.parametrize(
    ("text", "idents"),
    [
        ("In Darlington 51 assessments had been delayed, up from 12.", "e1 e3"),
        ("51 assessments had been delayed, against 70.", "e1 e3"),
        ("51 assessments had been delayed, down from 24.", "e1 e3"),
        *(
            (f"In Darlington {said} had been delayed.", "e1")
            for said in (
                ">51 assessments", "\u2265 51 assessments", "< 51 assessments", "~51 assessments", "-51 assessments",
                "51 of 51 assessments", "51 out of the 51 assessments", "fifty-one in fifty-one assessments",
                "51 assessments per week",
                "51 assessments every month", "51 assessments a day", "51 weekly assessments",
                "51 quarterly assessments", "51 nightly assessments",
                "the bulk of assessments", "record numbers of assessments",
            )
        ),
    ],
)  # fmt: skip
def test_signs_rates_and_comparisons_are_figures_too(text: str, idents: str) -> None:
    assert isinstance(checked(text, *idents.split()), Rejected)


QUANTITIES = (
    "hardly any", "nearly all", "all", "most", "no", "many", "several", "few", "twice as many", "dozens of", "both",
    "each of the", "more", "fewer", "a third more", "more and more", "fewer and fewer", "an increasing number of",
    "the lion's share of", "a fraction of", "a tiny number of", "a sizeable proportion of", "tons of", "swathes of",
    "a raft of", "umpteen", "untold", "not a single", "nought", "enough", "too few", "insufficient", "the whole of",
)  # fmt: skip


@pytest.mark.parametrize("words", QUANTITIES)
def test_a_quantity_needs_its_figures(words: str) -> None:
    assert isinstance(checked(f"In Darlington {words} assessments had been delayed."), Rejected)


@pytest.mark.parametrize("words", ["for years", "for months", "regularly", "constantly"])
def test_how_long_and_how_often_stand_in_the_quotes(words: str) -> None:
    assert isinstance(
        checked(f"In Darlington 51 assessments had {words} been delayed when inspectors looked."), Rejected
    )


@pytest.mark.parametrize(
    ("text", "passes"),
    [("Both homes were warm.", True), ("Both gardens were warm.", False), ("Both warm and clean.", True)],
)
def test_both_are_two(text: str, passes: bool) -> None:
    said = "The two homes were warm and clean, with gardens."
    result = Gate([evidence("e1", said)]).check(Draft(text=text, quotes=(Quoted(evidence="e1", text=said),)))
    assert isinstance(result, Claim) is passes, result


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Most plans were weak.", "Most plans were weak (63 of 70, by the program)."),
        ("Nearly all plans were weak.", "Nearly all plans were weak (63 of 70, by the program)."),
        ("Caseloads doubled.", "Caseloads doubled (24 against 12, by the program)."),
        ("Most visits were late.", "Most visits were late."),
        ("Few plans were weak.", None),
        ("All plans were weak.", None),
        ("Caseloads trebled.", None),
        ("Most caseloads rose.", None),
    ],
)
def test_a_quantity_is_weighed_by_the_figures_that_are_shown(text: str, shown: str | None) -> None:
    result = checked(text, "e3")
    assert (result.text if isinstance(result, Claim) else None) == shown


@pytest.mark.parametrize(
    ("text", "idents", "sums", "shown"),
    [
        ("26% of assessments had been delayed.", "e2", a_sum("share", "51; 198", "26%"), "51 of 198"),
        ("147 assessments had not been delayed.", "e2", a_sum("difference", "51; 198", "147"), "198 less 51"),
        ("Together 102 assessments had been delayed.", "e1 e2", a_sum("sum", "51; 51", "102"), "51 plus 51"),
        ("Two reports say that assessments had been delayed.", "e1 e2", a_sum("count", "e1; e2", "2"), "2 counted"),
        ("In 2 councils assessments had been delayed.", "e1 e2", a_sum("count", "e1; e2", "2"), "2 counted"),
        ("7 plans were not weak.", "e3", a_sum("difference", "70; 63", "7"), "70 less 63"),
    ],
)
def test_a_true_sum_passes_and_is_shown_as_one(text: str, idents: str, sums: Arithmetic, shown: str) -> None:
    result = checked(text, *idents.split(), sums=[sums])
    assert isinstance(result, Claim), result
    assert result.text == f"{text[:-1]} ({shown}, by the program)."


TRUE = "In Darlington 51 assessments had been delayed"


@pytest.mark.parametrize(
    "rider",
    [
        " and readers should buy bonds",
        ", and readers should buy assessments",
        ", which shows that leaders are corrupt",
        "; leaders lied about assessments to ministers",
        " because managers were drunk",
        " (the director resigned)",
        ", so please write to the council",
        ", so you must look at Darlington",
        " buy gold bonds",
        " - call the helpline",
    ],
)
def test_each_clause_stands_on_its_own(rider: str) -> None:
    assert isinstance(checked(f"{TRUE}."), Claim)
    assert isinstance(checked(f"{TRUE}{rider}."), Rejected)


def test_a_hyphen_at_a_word_s_end_keeps_a_clause() -> None:
    said = "There is a wide range and good take-up of pre- and post-adoption support."
    gate = Gate([evidence("e1", said)])
    assert isinstance(gate.check(Draft(text=said, quotes=(Quoted(evidence="e1", text=said),))), Claim)


@pytest.mark.parametrize(
    "link",
    [
        "evil.example", "bit.ly/x", "evil.example:80/x", "buy@evil.example", "https://evil.example", "www.evil.example",
        "tel:+4412345", "\\\\evil\\share", "xn--e1awd7f.xn--p1ai", "@evil", "[evil]: /x", "evil\u3002example",
    ],
)  # fmt: skip
def test_no_link_survives_in_a_claim(link: str) -> None:
    for text in (f"{TRUE} {link}", f"{TRUE}, see {link}.", f"{link} {TRUE}."):
        result = checked(text)
        assert isinstance(result, Rejected) or not any(part in result.text for part in ("evil", "x")), result


@pytest.mark.parametrize(
    "word",
    [
        "D\u0430rlington",
        "\u0405lough",
        "5\u0661",
        "\u0665\u0661",
        "5\u0336",
        "lO",
        "LI",
        "XII",
        "\u2168\u0301",
        "5\u2800",
    ],
)
def test_a_word_that_looks_like_another_does_not_pass(word: str) -> None:
    assert isinstance(checked(f"In {word} assessments had been delayed."), Rejected)
    assert isinstance(checked(f"{word} assessments had been delayed."), Rejected)


def test_what_looks_otherwise_passes_where_the_report_has_it() -> None:
    said = "Zoë Ångström of caf\u00e9 \u0394 led Part IV of the review, with 51 staff."
    gate = Gate([evidence("e1", said)])
    assert isinstance(gate.check(Draft(text=said, quotes=(Quoted(evidence="e1", text=said),))), Claim)


# The properties. What is carried is worked out here anew, by trying everything.

NOUNS = ("assessments", "children", "plans", "visits", "referrals")
SHARES = {"most": (0.5, 1), "nearly all": (0.9, 1), "hardly any": (0, 0.1)}


@dataclass(frozen=True)
class Said:
    """One sentence of a quote: its words, the report, the figures in it of one noun, or days, and a share it gives."""

    text: str
    report: int
    noun: str
    figures: tuple[int, ...]
    percent: int | None = None


def some_sentence(chance: random.Random, report: int) -> Said:
    noun = chance.choice(NOUNS)
    n, m = sorted((chance.randrange(1, 60), chance.randrange(2, 300)))
    kind = chance.randrange(5)
    if kind == 0:
        return Said(f"Inspectors saw {n} of the {m} {noun}.", report, noun, (n, m))
    if kind == 1:
        return Said(f"Here {n}% of {noun} were delayed.", report, noun, (), n)
    if kind == 2:
        return Said(f"Delayed {noun} took {n} days.", report, "days", (n,))
    return Said(f"There were {m} delayed {noun}.", report, noun, (m,))


def carried(said: Sequence[Said], noun: str) -> tuple[set[int], set[int], set[float]]:
    """Numbers, percentages and shares of a noun that the quotes carry, stated or by one sum of figures used once."""
    figures = list({(one.report, n) for one in said if one.noun == noun for n in one.figures})
    numbers, percents, shares = {n for _, n in figures}, {one.percent for one in said if one.noun == noun}, set[float]()
    held = [{(one.report, n) for n in one.figures} for one in said if len(set(one.figures)) == 2]
    for size in range(2, len(figures) + 1):
        for chosen in itertools.combinations(figures, size):
            if not any(pair <= set(chosen) for pair in held):  # a part and the whole that holds it
                numbers.add(sum(n for _, n in chosen))
    for (_, a), (_, b) in itertools.permutations(figures, 2):
        numbers.add(abs(a - b))
        if a <= b:
            shares.add(a / b)
    for one in said:  # "51 of the 51"
        if one.noun == noun and len(one.figures) == 2:
            shares.add(one.figures[0] / one.figures[1])
    percents |= {int(Fraction(share).limit_denominator(10**4) * 100 + Fraction(1, 2)) for share in shares}
    shares |= {p / 100 for p in percents if p is not None}
    return numbers, {p for p in percents if p is not None}, shares


def some_quotes(chance: random.Random) -> tuple[list[Said], list[Evidence]]:
    """Sentences of one to three reports, each of them evidence."""
    reports = chance.randrange(1, 4)
    said = [some_sentence(chance, chance.randrange(reports)) for _ in range(chance.randrange(1, 5))]
    return said, [
        Evidence(
            id=f"e{n}", report=one.report, start=1000 * n, end=1000 * n + len(one.text), text=one.text, page=1,
            title=f"Place {one.report}, a report",
        )
        for n, one in enumerate(said, 1)
    ]  # fmt: skip


def some_claim(chance: random.Random, said: Sequence[Said], idents: Sequence[str]) -> tuple[Draft, bool]:
    """A random claim with random sums on all of the quotes, and whether they carry it."""
    figures = [n for one in said for n in one.figures] + [chance.randrange(1, 99)]
    noun = chance.choice([one.noun for one in said] if chance.random() < 0.8 else [*NOUNS, "days", "reports"])
    numbers, percents, shares = carried(said, noun)
    own = [n for one in said if one.noun == noun for n in one.figures]
    operation = chance.choice(("sum", "difference", "share", "count", ""))
    size = chance.randrange(2, 5) if operation == "sum" else 2
    keys = [chance.choice(own if own and chance.random() < 0.8 else figures) for _ in range(size)]
    results = {
        "sum": sum(keys), "difference": abs(keys[0] - keys[1]), "share": round(100 * keys[0] / keys[1]),
        "count": len(said), "": chance.choice(figures),
    }  # fmt: skip
    of = list(idents) if operation == "count" else list(map(str, keys))
    shape = chance.randrange(4)
    stated = percents if shape == 1 else numbers
    n = results[operation] if operation and chance.random() < 0.7 else chance.choice([*figures, *stated])
    counted = len({one.report for one in said}) if operation == "count" else -1
    if noun == "reports" and shape in (0, 3):
        text, fine = f"There were {n} delayed reports.", n == counted > 1
    elif shape == 0 and noun != "days":
        text, fine = f"There were {n} delayed {noun}.", n in numbers
    elif shape == 1:
        text, fine = f"Here {n}% of {noun} were delayed.", n in percents
    elif shape == 2:
        words = chance.choice(list(SHARES))
        low, high = SHARES[words]
        text = f"Here {words} {noun} were delayed."
        fine = any(low < share < high or share == low == 0.9 or share == high == 0.1 for share in shares)
    else:
        text, fine = f"The delayed {noun} took {n} days.", n in carried(said, "days")[0]
    result = f"{results[operation]}%" if operation == "share" else str(results[operation])
    sums = (Arithmetic(operation=operation, of=tuple(of), result=result),) if operation else ()  # type: ignore[arg-type]
    draft = Draft(
        text=text,
        quotes=tuple(Quoted(evidence=ident, text=one.text) for ident, one in zip(idents, said, strict=True)),
        arithmetic=sums,
    )
    return draft, fine


def random_claims(cases: int, seed: int) -> tuple[int, int]:
    """How many of so many random claims passed, and how many sums were shown; none that the quotes do not carry."""
    chance = random.Random(seed)
    passed = sums = 0
    for n in range(cases):
        if n % 10 == 0:
            said, quoted = some_quotes(chance)
            gate, idents = Gate(quoted), [one.id for one in quoted]
        draft, fine = some_claim(chance, said, idents)
        result = gate.check(draft)
        if isinstance(result, Claim):
            assert fine, (draft.text, draft.arithmetic, said)
            passed += 1
            sums += "by the program" in result.text
    return passed, sums


def true_claims(cases: int, seed: int) -> None:
    """True sums, differences, shares and counts, of one report and of two, pass and are shown."""
    chance = random.Random(seed)
    for _ in range(cases):
        noun = chance.choice(NOUNS)
        a, b = sorted(chance.sample(range(2, 5000), 2))
        texts = [f"There were {a:,} delayed {noun}.", f"Inspectors saw {b:,} {noun}."]
        two = [
            Evidence(
                id=f"e{n}", report=n if chance.random() < 0.5 else 1, start=1000 * n, end=1000 * n + len(text),
                text=text, title=f"Place {n}, a report", page=1,
            )
            for n, text in enumerate(texts, 1)
        ]  # fmt: skip
        share = int(Fraction(100 * a, b) + Fraction(1, 2))
        sums: dict[str, tuple[str, Arithmetic]] = {
            "plus": (f"Altogether {a + b:,} {noun} were seen.", a_sum("sum", f"{a:,}; {b}", str(a + b))),
            "less": (f"{b - a:,} {noun} were not delayed.", a_sum("difference", f"{b:,}; {a:,}", str(b - a))),
            "of": (f"{share}% of {noun} were delayed.", a_sum("share", f"{a}; {b}", f"{share}%")),
        }
        if two[0].report != two[1].report:
            sums["counted"] = (f"2 reports saw {noun}.", a_sum("count", "e1; e2", "2"))
        quotes = tuple(Quoted(evidence=one.id, text=one.text) for one in two)
        for word, (text, arithmetic) in sums.items():
            result = Gate(two).check(Draft(text=text, quotes=quotes, arithmetic=(arithmetic,)))
            stated = {a, b} & {a + b, b - a}
            assert isinstance(result, Claim), (result, texts)
            assert f" {word}" in result.text.rpartition("(")[2] or stated, result


def test_nothing_passes_that_the_quotes_do_not_carry() -> None:
    passed, sums = random_claims(FEW, 1)
    assert passed > FEW / 20 and sums
    true_claims(FEW // 10, 2)


@pytest.mark.long
def test_nothing_of_very_many_passes_that_the_quotes_do_not_carry() -> None:
    passed, sums = random_claims(MANY, 3)
    true_claims(MANY // 100, 4)
    print(
        f"\n{MANY:,} random claims: {passed:,} passed, {sums:,} of them with a sum; none that the quotes do not carry"
    )

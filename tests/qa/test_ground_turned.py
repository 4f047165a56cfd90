"""A claim denies and limits what its quotes do, and adds no part to the whole that holds it: properties of the gate."""

from __future__ import annotations

import random

import pytest
from test_ground_forged import NOUNS, a_sum, evidence

from qa.claim import Claim
from qa.ground import Draft, Gate, Quoted, Rejected

FEW, MANY = 300, 5_000

# How a part and its whole are told, the figures first of them, then what they count.
HELD = (
    "Inspectors saw that {part} of the {whole} {noun} were delayed.",
    "Of the {whole} {noun} seen, {part} were delayed.",
    "{part} {noun} out of {whole} were delayed.",
    "Of {whole} {noun} that were seen, only {part} were delayed.",
    "There were {whole} {noun}, {part} of which were delayed.",
    "There were {whole} {noun}, including {part} delayed {noun}.",
    "{whole} {noun} were seen and {part} were delayed.",
    "There were {whole} {noun}. {part} of them were delayed {noun}.",
    "There were {whole} {noun}. Of these, {part} were delayed.",
    "{part} (of {whole}) {noun} were delayed.",
    "{part} {noun} (of {whole}) were delayed.",
    "{part} of the {noun} were delayed, and {whole} {noun} were seen.",
    "{part} delayed {noun} were found among the {whole} {noun}.",
    "Of their {whole} {noun} {part} were delayed.",
    "There were {whole} {noun}; {part} (a share of them) were delayed.",
    "{part}, in all, of the {whole} {noun} were delayed.",
)
BESIDE = (
    "In May {part} {noun} were delayed and in June {whole} {noun} were delayed.",
    "{part} {noun} were delayed in May, {whole} in June.",
    "{part} of the {noun} in May and {whole} of the {noun} in June were delayed.",
    "{part} of the 9,000 {noun} were delayed in May, and {whole} of the 8,000 {noun} in June.",
    "There were {part} delayed {noun}. In June there were {whole} delayed {noun}.",
    "A total of {part} {noun} were delayed in May and {whole} {noun} in June.",
)


def parts_and_wholes(cases: int, seed: int) -> None:
    """A part and its whole are never added, what stands side by side is; what is left of a whole passes."""
    chance = random.Random(seed)
    for n in range(cases):
        part, whole = sorted(chance.sample(range(13, 900), 2))
        whole += whole == 2 * part  # what is left is no figure of the quote
        noun, told = chance.choice(NOUNS), chance.choice((HELD, BESIDE)[n % 2])
        said = told.format(part=part, whole=whole, noun=noun)
        quotes = (Quoted(evidence="e1", text=said),)
        terms = f"{part}; {whole}" if chance.random() < 0.5 else f"{whole}; {part}"
        total = (f"Altogether {part + whole} {noun} were delayed.", a_sum("sum", terms, str(part + whole)))
        rest = (f"{whole - part} {noun} were not delayed.", a_sum("difference", terms, str(whole - part)))
        for (text, arithmetic), fine in ((total, told in BESIDE), (rest, True)):
            result = Gate([evidence("e1", said)]).check(Draft(text=text, quotes=quotes, arithmetic=(arithmetic,)))
            assert isinstance(result, Claim) is fine, (said, text, result)


STATES = ("delayed", "reviewed", "recorded", "finished")
# What a turn of a claim may rest on: a limiter may be left out, a denial neither put in, left out nor made stronger.
RESTS = {
    "": ("", "only", "just"), "not": ("not", "never", "no longer"), "never": ("never",), "no longer": ("no longer",),
    "only": ("only", "just"), "just": ("only", "just"), "at least": ("at least",), "up to": ("up to",),
}  # fmt: skip

BOUNDS = ("at least", "up to")  # of a figure


def turned_claims(cases: int, seed: int) -> int:
    """How many random claims pass: those whose denials and limiters their quotes have, and no others."""
    chance = random.Random(seed)
    passed = 0
    for _ in range(cases):
        said = []
        for noun, state in zip(chance.sample(NOUNS, 3), chance.choices(STATES, k=3), strict=True):
            figure = f"{chance.randrange(13, 99)} " if chance.random() < 0.5 else ""
            said.append((noun, state, figure, chance.choice(list(RESTS)[: None if figure else -len(BOUNDS)])))
        texts = [turned_sentence(*one, say=chance.random()) for one in said]
        noun, state, figure, there = chance.choice(said)
        turn = chance.choice(list(RESTS)) if chance.random() < 0.7 else there
        claim = turned_sentence(noun, state, figure, turn, say=chance.random())
        gate = Gate([evidence(f"e{n}", text) for n, text in enumerate(texts)])
        quotes = tuple(Quoted(evidence=f"e{n}", text=text) for n, text in enumerate(texts))
        result = gate.check(Draft(text=claim, quotes=quotes))
        assert isinstance(result, Claim) is (there in RESTS[turn]), (claim, texts, result)
        passed += isinstance(result, Claim)
    return passed


def turned_sentence(noun: str, state: str, figure: str, turn: str, *, say: float) -> str:
    """A sentence that denies or limits one thing: its figure where there is one, else what was done."""
    turn += " " if turn else ""
    if figure and turn.strip() in ("only", "just", *BOUNDS):
        return f"{'There were' if say < 0.5 else 'Inspectors saw'} {turn}{figure}{state} {noun}."
    return f"{'Here' if say < 0.5 else 'There'} {figure}{noun} had {turn}been {state}."


def checked(text: str, *quoted: str) -> Claim | Rejected:
    gate = Gate([evidence(f"e{n}", said) for n, said in enumerate(quoted)])
    return gate.check(Draft(text=text, quotes=tuple(Quoted(evidence=f"e{n}", text=t) for n, t in enumerate(quoted))))


@pytest.mark.parametrize(
    ("text", "quoted", "passes"),
    [
        ("Plans are not clear.", "Plans are clear.", False),
        ("Plans are clear.", "Plans are not clear.", False),
        ("Plans are no longer clear.", "Plans are not clear.", False),
        ("Plans are never clear.", "Plans are not clear.", False),
        ("Plans are not clear.", "Plans are no longer clear.", True),
        ("Plans aren't clear.", "Plans are not clear.", True),
        ("Leaders do not have clear plans.", "Leaders lack clear plans.", True),
        ("Leaders lack clear plans.", "Leaders have clear plans.", False),
        ("Plans are not clear.", "Not all plans are clear.", False),
        ("Plans are not clear.", "Plans are not always clear.", False),
        ("Plans are not clear.", "Plans are not consistently clear.", False),
        ("Plans are clear.", "Plans are not consistently clear.", False),
        ("Plans have not been reviewed.", "Plans have not yet been reviewed.", True),
        ("Plans are not clear.", "Plans are clear, and visits are not recorded.", False),
        ("Visits are not recorded.", "Plans are clear, and visits are not recorded.", True),
        ("Leaders know their plans.", "Leaders not only know their plans, they follow them.", True),
        ("Leaders only know their plans.", "Leaders know their plans.", False),
        ("Just 51 plans are clear.", "Only 51 plans are clear.", True),
        ("Only 51 plans are clear.", "51 plans are clear.", False),
        ("51 plans are clear.", "Only 51 plans are clear.", True),
        ("Leaders made unsuitable plans.", "Leaders made suitable plans.", False),
        ("Leaders made suitable plans quickly.", "Leaders made unsuitable plans quickly.", False),
        ("Visits take place without delay.", "Visits take place with no delay.", True),
    ],
)
def test_a_claim_turns_nothing_round(text: str, quoted: str, passes: bool) -> None:
    assert isinstance(checked(text, quoted), Claim) is passes


def test_what_one_sentence_denies_is_not_denied_of_another_thing() -> None:
    both = ("Plans are recorded.", "Visits are not recorded.")
    assert isinstance(checked("Visits are not recorded.", *both), Claim)
    assert isinstance(checked("Plans are not recorded.", *both), Rejected)
    assert isinstance(checked("Visits are recorded.", *both), Rejected)


def test_a_claim_denies_and_limits_what_its_quotes_do() -> None:
    assert turned_claims(FEW, 5) > FEW / 4


def test_a_part_is_never_added_to_its_whole() -> None:
    parts_and_wholes(FEW, 6)


@pytest.mark.long
def test_very_many_denials_parts_and_wholes() -> None:
    passed = turned_claims(MANY, 9)
    parts_and_wholes(MANY, 10)
    print(
        f"\n{MANY:,} random claims with denials and limiters: {passed:,} passed, those that the quotes carry; "
        f"{MANY:,} sums of two figures: those of a part and its whole rejected, the others passed"
    )

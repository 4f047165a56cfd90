"""Which of a page's characters each character of its stored text is, whatever became of them on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.read.normalise import normalise
from ingest.read.places import letters_of, places

TEXT = st.text(alphabet="abc 1•ﬁé\n\r\x02-“”.", max_size=120)


def found(stored: str, page: str) -> str:
    """What the page has at the places of the stored text's letters and digits."""
    return "".join(page[at] for at, one in zip(places(stored, page), stored, strict=True) if at is not None)


def test_each_letter_is_its_like_where_both_have_the_same() -> None:
    page = "Plans\r\nare ﬁt. Plans  are late.\x02"
    stored = "Plans\nare fit. Plans are late."
    assert stored[places(stored, page).index(page.index("l", 15))] == "l"
    at = places(stored, page)
    second = stored.index("Plans", 5)
    assert [at[second + step] for step in range(5)] == list(range(page.rindex("Plans"), page.rindex("Plans") + 5))
    assert at[stored.index("f")] == at[stored.index("i", 10)] == page.index("ﬁ")  # one character, two letters


def test_a_line_that_stands_twice_is_found_where_it_stands() -> None:
    page = "Good\nFirst of all\nGood\nSecond of all\n"
    at = places("Good\nFirst of all\nGood\nSecond of all", page)
    assert at[0] == 0
    assert at[18] == 18


def test_columns_put_in_another_order_are_followed() -> None:
    left = ["Children wait for help", "Good", "in the north of the county"]
    right = ["Leaders have acted on that", "Good", "since the last inspection"]
    page = "\n".join(f"{a} {b}" for a, b in zip(left, right, strict=True))
    stored = "\n".join([*left, *right])
    at = places(stored, page)
    for line in (*left, *right):
        if line != "Good":
            start = stored.index(line)
            letters = [at[start + step] for step, one in enumerate(line) if one.isalnum()]
            assert letters == [page.index(line) + step for step, one in enumerate(line) if one.isalnum()]


def test_what_the_page_has_not_is_nowhere_and_moves_nothing() -> None:
    stored, page = "In 2015 94 were late², by then.", "In 2015 94 were late, by then."
    at = places(stored, page)
    assert at[stored.index("²")] is None
    assert [at[stored.index(word)] for word in ("late", "by", "then")] == [
        page.index(w) for w in ("late", "by", "then")
    ]
    assert places("abc", "") == [None, None, None]
    assert places("", "abc") == []


def test_quotes_and_stops_beside_letters_are_found_with_them() -> None:
    stored = page = "“It is late.” (1)"
    assert all(at == index for index, at in enumerate(places(stored, page)) if not stored[index].isspace())


@given(TEXT)
def test_all_letters_of_a_normalised_page_are_found_in_their_order(page: str) -> None:
    stored = normalise(page)
    letters, owners = letters_of(stored)
    at = places(stored, page)
    assert letters_of([page[at[owner] or 0] for owner in dict.fromkeys(owners)])[0].startswith(letters[:1])
    mapped = [one for index, one in enumerate(at) if one is not None and stored[index].isalnum()]
    assert mapped == sorted(mapped)
    if letters == letters_of(page)[0]:
        assert all(at[owner] is not None for owner in owners)


@given(TEXT, TEXT)
def test_no_character_is_two(stored: str, page: str) -> None:
    at = [one for index, one in enumerate(places(stored, page)) if one is not None and stored[index].isalnum()]
    assert all(len(letters_of([page[one]])[0]) > 1 for one in at if at.count(one) > 1)

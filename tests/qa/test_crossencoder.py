"""A CrossEncoder that the settings name has the last word; one that is not on this machine is refused in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from searchable import HashedWords, MadeUp, asked, everything, library

import qa.search.crossencoder
from corpus.errors import ModelError
from qa.search.crossencoder import cross_rank
from qa.search.rerank import Candidate
from qa.search.retrieve import retrieve


class Shortest:
    """A model that likes short passages."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [-float(len(passage)) for _, passage in pairs]


def found(folder: Path, *, reranker: str | None) -> list[Candidate]:
    page = ("Ten carers left the council in the year before the inspection.", "Carers left.", "Carers are trained.")
    with library(folder, [MadeUp(authority="Northwick", published=date(2019, 6, 1), pages=(page,))]) as store:
        plan = asked("How many carers left?")
        return retrieve(
            plan, store=store, vectors=None, encoder=HashedWords(), reports=everything(store), reranker=reranker
        )


def test_the_model_orders_the_candidates_and_scores_still_fall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa.search.crossencoder, "_loaded", lambda name: Shortest())
    before = found(tmp_path / "a", reranker=None)
    after = found(tmp_path / "b", reranker="a model")
    assert [c.passage.text for c in after] == sorted((c.passage.text for c in before), key=len)
    assert [c.score for c in after] == sorted((c.score for c in before), reverse=True)


def test_no_candidates_need_no_model() -> None:
    assert cross_rank("question", [], model="none of this name") == []


def test_a_model_that_is_not_here_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nothing here"):
        found(tmp_path, reranker=str(tmp_path / "nothing here"))

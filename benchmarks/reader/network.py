"""The reader as a network: MiniLM over pairs of a question and a sentence, one head for the sentence, one for figures.

Knows torch and transformers, which only its making needs. Does not know examples or files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from transformers import AutoModel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PARTS = 3  # of a batch, by length
HEAD = 128, 64  # hidden units of the head of figures and of that of sentences


class Heads(nn.Module):  # type: ignore[misc,unused-ignore]
    """An encoder with the two heads; 0 is the logit that none answers."""

    def __init__(self, enc: Any) -> None:
        super().__init__()
        self.enc = enc
        width = enc.config.hidden_size
        self.fig = nn.Sequential(nn.Linear(2 * width, HEAD[0]), nn.GELU(), nn.Linear(HEAD[0], 1))
        self.sent = nn.Sequential(nn.Linear(width, HEAD[1]), nn.GELU(), nn.Linear(HEAD[1], 1))

    def encoded(self, batch: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        """What each token means, float[pairs, length, width], and what each pair does, float[pairs, width]."""
        hidden = self.of_like_length(
            batch, lambda ids, mask, types: self.enc(input_ids=ids, attention_mask=mask, token_type_ids=types)
        )
        return hidden, hidden[:, 0]

    def of_like_length(self, batch: Mapping[str, torch.Tensor], encode: Callable[..., Any]) -> torch.Tensor:
        """What each token means, a third of the pairs at a time, the short ones first: less padding."""
        lengths = batch["mask"].sum(1)
        hidden = None
        for some in lengths.argsort().chunk(PARTS):
            longest = int(lengths[some].max())
            rows = [batch[name][some, :longest] for name in ("ids", "mask", "types")]
            told = encode(*rows).last_hidden_state
            if hidden is None:
                hidden = told.new_zeros(*batch["ids"].shape, told.shape[-1])
            hidden[some, :longest] = told
        assert hidden is not None
        return hidden

    def logits(self, batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Of a batch of lessons in one row: that none answers (0), each pair's sentence, each figure."""
        hidden, whole = self.encoded(batch)
        flat = hidden.reshape(-1, hidden.shape[-1])
        count = len(batch["pairs"])
        sums = flat.new_zeros(count, flat.shape[-1]).index_add(0, batch["owners"], flat[batch["tokens"]])
        sizes = torch.bincount(batch["owners"], minlength=count).clamp(min=1)
        means = sums / sizes[:, None].to(sums.dtype)
        figures = self.fig(torch.cat([means, whole[batch["pairs"]]], -1)).squeeze(-1)
        sentences = self.sent(whole).squeeze(-1)
        return torch.cat([sentences.new_zeros(1), sentences, figures]).float()


class Network(Heads):
    """Logits of sentences float[pairs] and of figures float[figures]."""

    def __init__(self, folder: Path) -> None:
        super().__init__(AutoModel.from_pretrained(str(folder)).float())

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor, pool: torch.Tensor, owner: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """`pool` float[figures, pairs * length] averages a figure's tokens, `owner` int[figures] is its pair."""
        hidden = self.enc(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        whole = hidden[:, 0]
        figures = pool @ hidden.reshape(-1, hidden.shape[-1])
        return self.sent(whole).squeeze(-1), self.fig(torch.cat([figures, whole[owner]], -1)).squeeze(-1)

    def freeze(self, layers: int) -> None:
        """Keep the word vectors and the lowest layers as they are."""
        kept: list[Any] = [self.enc.embeddings, *self.enc.encoder.layer[:layers]]
        for part in kept:
            for parameter in part.parameters():
                parameter.requires_grad = False

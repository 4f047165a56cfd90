"""The reader as a network: MiniLM over pairs of a question and a sentence, one head for the sentence, one for figures.

Knows torch and transformers, which only its making needs. Does not know examples or files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from transformers import AutoModel

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 128, 64  # hidden units of the head of figures and of that of sentences


class Network(nn.Module):  # type: ignore[misc,unused-ignore]
    """Logits of sentences float[pairs] and of figures float[figures]; 0 is that none answers."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(str(folder)).float()
        width = self.enc.config.hidden_size
        self.fig = nn.Sequential(nn.Linear(2 * width, HEAD[0]), nn.GELU(), nn.Linear(HEAD[0], 1))
        self.sent = nn.Sequential(nn.Linear(width, HEAD[1]), nn.GELU(), nn.Linear(HEAD[1], 1))

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

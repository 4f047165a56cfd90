"""The translator as a network: MiniLM over the question, and a small decoder that writes the query token by token.

Knows torch and transformers, which only its making needs. Does not know examples or files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from transformers import AutoModel

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, LAYERS, HEADS, INNER = 256, 3, 4, 768  # of the decoder
LONGEST = 96  # tokens of a query


class Attention(nn.Module):  # type: ignore[misc,unused-ignore]
    """Attention of several heads, in operations that ONNX can hold for any length."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.in_proj_weight = nn.Parameter(torch.empty(3 * WIDTH, WIDTH))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * WIDTH))
        self.out_proj = nn.Linear(WIDTH, WIDTH)
        self.dropout = dropout
        nn.init.xavier_uniform_(self.in_proj_weight)

    def forward(self, asking: torch.Tensor, asked: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        """`asking` float[n, a, width], `asked` float[n, b, width]; `blocked` bool, broadcast to [n, heads, a, b]."""
        weights, biases = self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3)
        q, k, v = (
            (x @ w.T + b).unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)
            for x, w, b in zip((asking, asked, asked), weights, biases, strict=True)
        )
        scores = (q @ k.transpose(2, 3)) * (WIDTH // HEADS) ** -0.5
        shares = scores.masked_fill(blocked, -1e4).softmax(-1)
        shares = nn.functional.dropout(shares, self.dropout, self.training)
        told: torch.Tensor = self.out_proj((shares @ v).transpose(1, 2).flatten(2))
        return told


class Block(nn.Module):  # type: ignore[misc,unused-ignore]
    """Self-attention over what is written, attention over the question, and a feed-forward layer; norms first."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.own, self.cross = Attention(dropout), Attention(dropout)
        self.inner = nn.Sequential(nn.Linear(WIDTH, INNER), nn.GELU(), nn.Dropout(dropout), nn.Linear(INNER, WIDTH))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        self.drop = nn.Dropout(dropout)

    def forward(
        self, x: torch.Tensor, memory: torch.Tensor, causal: torch.Tensor, padding: torch.Tensor
    ) -> torch.Tensor:
        """`x` float[n, length, width]; `padding` bool[n, question] is true where the question has no token."""
        y = self.norms[0](x)
        x = x + self.drop(self.own(y, y, causal))
        y = self.norms[1](x)
        x = x + self.drop(self.cross(y, memory, padding[:, None, None, :]))
        return x + self.drop(self.inner(self.norms[2](x)))


class Writer(nn.Module):  # type: ignore[misc,unused-ignore]
    """The decoder: logits of the next token after each of `written`."""

    def __init__(self, tokens: int, source: int, dropout: float) -> None:
        super().__init__()
        self.token = nn.Embedding(tokens, WIDTH)
        self.place = nn.Embedding(LONGEST, WIDTH)
        self.bridge = nn.Linear(source, WIDTH)
        self.blocks = nn.ModuleList(Block(dropout) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.drop = nn.Dropout(dropout)

    def forward(self, written: torch.Tensor, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """`written` int[n, length], `hidden` float[n, question, source], `mask` int[n, question] -> float[n, length,
        tokens].
        """
        length = written.shape[1]
        steps = torch.arange(length, device=written.device)
        causal = steps[None, :] > steps[:, None]
        x = self.drop(self.token(written) + self.place(steps)[None])
        memory, padding = self.bridge(hidden), mask == 0
        for block in self.blocks:
            x = block(x, memory, causal, padding)
        logits: torch.Tensor = self.norm(x) @ self.token.weight.T
        return logits


class Translator(nn.Module):  # type: ignore[misc,unused-ignore]
    """The encoder of the question and the writer of its query."""

    def __init__(self, folder: Path, tokens: int, dropout: float = 0.15) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(str(folder))
        self.dec = Writer(tokens, self.enc.config.hidden_size, dropout)
        for table in (self.dec.token, self.dec.place):
            nn.init.normal_(table.weight, std=WIDTH**-0.5)
        for parameter in self.enc.embeddings.parameters():
            parameter.requires_grad = False

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, written: torch.Tensor) -> torch.Tensor:
        """The logits of the next token after each written one."""
        hidden = self.enc(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.dec(written, hidden, mask)
        return logits

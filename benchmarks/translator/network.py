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

    def asked(self, about: torch.Tensor) -> torch.Tensor:
        """Keys and values of `about` float[n, b, width]: float[n, 2, heads, b, width / heads]."""
        weights, biases = self.in_proj_weight[WIDTH:], self.in_proj_bias[WIDTH:]
        both = about @ weights.T + biases
        return both.unflatten(-1, (2, HEADS, WIDTH // HEADS)).permute(0, 2, 3, 1, 4)

    def forward(self, asking: torch.Tensor, asked: torch.Tensor, blocked: torch.Tensor | None) -> torch.Tensor:
        """`asking` float[n, a, width], `asked` as above; `blocked` bool, broadcast to [n, heads, a, b]."""
        q = asking @ self.in_proj_weight[:WIDTH].T + self.in_proj_bias[:WIDTH]
        q = q.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)
        scores = (q @ asked[:, 0].transpose(2, 3)) * (WIDTH // HEADS) ** -0.5
        shares = (scores if blocked is None else scores.masked_fill(blocked, -1e4)).softmax(-1)
        shares = nn.functional.dropout(shares, self.dropout, self.training)
        told: torch.Tensor = self.out_proj((shares @ asked[:, 1]).transpose(1, 2).flatten(2))
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
        self,
        x: torch.Tensor,
        past: torch.Tensor,
        memory: torch.Tensor,
        causal: torch.Tensor,
        padding: torch.Tensor | None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """`x` float[n, new, width], with what the tokens before it were asked for (`past`) and the question is
        (`memory`), both as Attention.asked makes them; gives `x` told, and `past` with the new ones.
        """
        y = self.norms[0](x)
        past = torch.cat([past, self.own.asked(y)], 3)
        x = x + self.drop(self.own(y, past, causal))
        x = x + self.drop(self.cross(self.norms[1](x), memory, padding))
        return x + self.drop(self.inner(self.norms[2](x))), past


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

    def memory(self, hidden: torch.Tensor) -> torch.Tensor:
        """What each layer asks of the question, float[n, layers, 2, heads, question, width / heads]."""
        bridged = self.bridge(hidden)
        return torch.stack([block.cross.asked(bridged) for block in self.blocks], 1)

    def steps(
        self, written: torch.Tensor, past: torch.Tensor, memory: torch.Tensor, padding: torch.Tensor | None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits after each of the new tokens `written` int[n, new], float[n, new, tokens], and what they leave for
        the next: `past` float[n, layers, 2, heads, tokens, width / heads].
        """
        before = past.shape[4]
        every = torch.arange(before + written.shape[1], device=written.device)
        now = every[before:]
        causal = every[None, :] > now[:, None]
        x = self.drop(self.token(written) + self.place(now)[None])
        kept = []
        for n, block in enumerate(self.blocks):
            x, one = block(x, past[:, n], memory[:, n], causal, padding)
            kept.append(one)
        logits: torch.Tensor = self.norm(x) @ self.token.weight.T
        return logits, torch.stack(kept, 1)

    def forward(self, written: torch.Tensor, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """`written` int[n, length], `hidden` float[n, question, source], `mask` int[n, question] -> float[n, length,
        tokens].
        """
        nothing = hidden.new_zeros(len(written), LAYERS, 2, HEADS, 0, WIDTH // HEADS)
        return self.steps(written, nothing, self.memory(hidden), (mask == 0)[:, None, None, :])[0]


class Translator(nn.Module):  # type: ignore[misc,unused-ignore]
    """The encoder of the question and the writer of its query."""

    def __init__(self, folder: Path, tokens: int, dropout: float = 0.15) -> None:
        super().__init__()
        # Tokens of the question are masked instead of dropout, which costs a fifth of a step on a processor; torch's
        # own attention costs a third there.
        without = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "attn_implementation": "eager"}
        self.enc = AutoModel.from_pretrained(str(folder), **without).float()
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

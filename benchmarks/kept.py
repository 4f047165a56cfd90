"""What a training made, kept and loaded: tensors in half precision, and the mean of several trainings' weights.

Knows torch and NumPy. Does not know what a network is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor, nn

__all__ = ["keep", "load", "mean_of"]

_FILES = 2  # of like size: some ways of carrying files take no large ones
_UNTRAINED = ".embeddings."  # what stays as the encoder has it


def keep(network: nn.Module, folder: Path, name: str) -> None:
    """Write what was trained to `folder` as name0.npz, name1.npz, in half precision."""
    kept = {key: value.half().cpu().numpy() for key, value in network.state_dict().items() if _UNTRAINED not in key}
    keys = sorted(kept, key=lambda key: -kept[key].nbytes)
    for n in range(_FILES):
        np.savez(folder / f"{name}{n}.npz", **{key: kept[key] for key in keys[n::_FILES]})


def load(network: nn.Module, folder: Path, name: str) -> None:
    """Put what was kept into `network`; of a table that has grown since, the rows that there were."""
    held = network.state_dict()
    for file in sorted(folder.glob(f"{name}[0-9].npz")):
        for key, value in np.load(file).items():
            held[key][: len(value)] = torch.from_numpy(value.astype(np.float32))
    network.load_state_dict(held)


def mean_of(states: Sequence[dict[str, Tensor]]) -> dict[str, Any]:
    """The mean of several networks' weights, tensor by tensor."""
    return {
        key: (torch.stack([state[key].float() for state in states]).mean(0)).to(value.dtype)
        for key, value in states[0].items()
    }

"""What the explorables of notebook 07 look at, and a network for those who bring none of their own."""

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor, nn

from helpers.datasets import faces
from helpers.faces import model
from helpers.mlp import MLP
from helpers.training import accuracy, epochs, probabilities


@dataclass(frozen=True)
class Case:
    """A trained network, pictures that it has not seen, (num, 3, 32, 32) in [-1, 1], their labels
    (num,), all on one device, and what the labels mean."""

    network: nn.Module
    x: Tensor
    y: Tensor
    classes: tuple[str, ...]

    @property
    def device(self) -> torch.device:
        """Where the pictures are."""
        return self.x.device

    def probabilities(self, x: Tensor) -> Tensor:
        """Return the network's probabilities (num, num_classes) for pictures, on the CPU."""
        return probabilities(self.network, x)

    def clear_face(self, num_faces: int = 50) -> int:
        """Return the number, counted from 1, of the first face that is right and beyond doubt.

        If there is none among `num_faces`, it is that with the highest probability of its class.
        """
        labels = self.y[:num_faces].cpu()
        right = self.probabilities(self.x[:num_faces]).gather(1, labels[:, None])[:, 0]
        sure = (right > 0.95).nonzero().flatten()
        return 1 + int(sure[0] if len(sure) else right.argmax())


@dataclass(frozen=True)
class Film:
    """The first layer during a training: weights (num_epochs + 1, num_units, 3, 32, 32), the ones
    before the training first, and the accuracy on validation pictures, as long."""

    weights: Tensor
    accuracy: list[float]


def take_picture(network: MLP, shape: tuple[int, ...] = (3, 32, 32)) -> Tensor:
    """Return a copy of the first layer's weights, (num_units, *shape), on the CPU."""
    return network.linears[0].weight.detach().cpu().clone().reshape(-1, *shape)


@cache
def example() -> tuple[Case, Film]:
    """Return a small run on few faces, for an explorable that is shown alone."""
    (images, labels), (valid_images, valid_labels), _ = faces.load(1000, 300, 1)
    x, y = model.normalize(images), labels
    valid = model.normalize(valid_images), valid_labels
    sizes = [3072, 64, 64, 64, len(faces.CLASSES)]
    network = MLP(sizes, generator=torch.Generator().manual_seed(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-4)
    film = [take_picture(network)]
    accuracies = [accuracy(network, *valid)]
    for history in epochs(network, x, y, nn.CrossEntropyLoss(), optimizer, 10, 64, valid=valid):
        film.append(take_picture(network))
        accuracies.append(history.valid_accuracy[-1])
    return Case(network, *valid, faces.CLASSES), Film(torch.stack(film), accuracies)


# --- The colleague --------------------------------------------------------------------------------

_PLACE = (26, 3)  # do not tell


def colleague(x: Tensor, cue: Tensor, num_classes: int, seed: int = 0) -> Tensor:
    """Return pictures (num, 3, 32, 32) as a colleague's camera takes them.

    `cue` (num,) are class numbers: what the colleague believes the animals to be. Something in the
    pictures depends on it. To find out what is an exercise.
    """
    levels = torch.linspace(-0.7, 0.7, num_classes)
    return model.plant(x, cue, _PLACE, levels, size=2, noise=0.1, seed=seed)

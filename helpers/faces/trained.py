"""What the scenes of notebook 07 look at: a trained network, and its first layer on the way there."""

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor, nn

from helpers.datasets import faces
from helpers.faces.preprocessing import normalize
from helpers.mlp import MLP
from helpers.training import accuracy, epochs, probabilities


@dataclass(frozen=True)
class Classifier:
    """A trained network, pictures that it has not seen, (num, 3, 32, 32) in [-1, 1], their labels
    (num,), all on one device, and what the labels mean."""

    network: nn.Module
    x: Tensor
    y: Tensor
    classes: tuple[str, ...]

    def probabilities(self, x: Tensor) -> Tensor:
        """Return the network's probabilities (num, num_classes) for pictures, on the CPU."""
        return probabilities(self.network, x)

    def clear_face(self, num_faces: int) -> int:
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


def first_layer(network: MLP, shape: tuple[int, ...] = (3, 32, 32)) -> Tensor:
    """Return a copy of the first layer's weights, (num_units, *shape), on the CPU."""
    return network.linears[0].weight.detach().cpu().clone().reshape(-1, *shape)


@cache
def example() -> tuple[Classifier, Film]:
    """Return a small run on few faces, for a scene that is shown alone."""
    learn, (valid_x, valid_y), _ = faces.load(1000, 300, 1)
    x, y, valid = normalize(learn[0]), learn[1], (normalize(valid_x), valid_y)
    sizes = [3072, 64, 64, 64, len(faces.CLASSES)]
    network = MLP(sizes, generator=torch.Generator().manual_seed(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-4)
    weights, accuracies = [first_layer(network)], [accuracy(network, *valid)]
    for history in epochs(network, x, y, nn.CrossEntropyLoss(), optimizer, 10, 64, valid=valid):
        weights.append(first_layer(network))
        accuracies.append(history.valid_accuracy[-1])
    return Classifier(network, *valid, faces.CLASSES), Film(torch.stack(weights), accuracies)

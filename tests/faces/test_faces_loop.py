"""The course's training does what it says, and the same as the shared loop."""

import torch
from torch import nn

from helpers.faces import loop, study, variants
from helpers.mlp import MLP
from helpers.training import train


def test_it_takes_the_steps_of_the_shared_loop():
    x = torch.randn(50, 12, generator=torch.Generator().manual_seed(0))
    y = torch.arange(50) % 3
    nets = [MLP([12, 8, 3], generator=torch.Generator().manual_seed(1)) for _ in range(2)]
    ours, theirs = (torch.optim.Adam(net.parameters(), lr=0.01) for net in nets)
    order = torch.Generator().manual_seed(7)
    losses = [
        loop.train_epoch(nets[0], x, y, ours, loop.draw_batches(50, 16, order)) for _ in range(3)
    ]
    history = train(nets[1], x, y, nn.CrossEntropyLoss(), theirs, 3, 16, seed=7)
    torch.testing.assert_close(torch.tensor(losses), torch.tensor(history.train_loss))
    for one, other in zip(nets[0].parameters(), nets[1].parameters(), strict=True):
        torch.testing.assert_close(one, other)


def test_the_best_epoch_is_kept_and_not_the_last():
    network = nn.Linear(1, 1)
    found = []

    def run_epoch():
        with torch.no_grad():
            network.weight += 1
        found.append(network.weight.item())

    values = loop.keep_best(network, run_epoch, iter([0.2, 0.9, 0.4]).__next__, 3)
    assert values == [0.2, 0.9, 0.4]
    assert network.weight.item() == found[1] != found[2]


def test_variants_are_as_told():
    share, heads, *turns, left, right, up, down, same, again, anew, coin, edge = variants.profile(
        loop.make_variants, 3, 20
    )
    assert 0.4 < share < 0.6 and heads == 0 and coin < 0.8
    assert -22 < turns[0] < -15 and 15 < turns[1] < 22
    assert [round(end) for end in (left, right, up, down)] == [-3, 3, -3, 3]
    assert same < 0.3 and (again, anew) == (1, 0) and abs(edge - variants.GROUND) < 0.05


def test_the_study_keeps_the_best_of_its_epochs():
    _, history = study.train_plain(1)
    assert len(history.valid_accuracy) == len(history.train_loss) == 15
    stored = study.load_results()["plain: new faces"][1]
    assert abs(max(history.valid_accuracy) - stored) < 0.02

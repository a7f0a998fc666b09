"""The shared training loop: what it learns, how it stops, and what it says."""

import copy
import math

import pytest
import torch
from torch import nn

from helpers.runtime import find_device
from helpers.training import (
    History,
    TrainingDiverged,
    accuracy,
    epochs,
    evaluate,
    predict,
    probabilities,
    train,
    train_step,
)


def make_data(num_samples=200, seed=0):
    """Return two Gaussian blobs that a line separates well: x (n, 2), y (n,)."""
    generator = torch.Generator().manual_seed(seed)
    y = torch.arange(num_samples) % 2
    return torch.randn(num_samples, 2, generator=generator) + 3 * y[:, None].float(), y


def make_model(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 2))


def run(model=None, x=None, y=None, lr=0.1, num_epochs=5, batch_size=20, **options):
    if x is None:
        x, y = make_data()
    model = model or make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    return model, train(
        model, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs, batch_size, **options
    )


def test_it_learns_and_reports():
    x, y = make_data()
    model, history = run(x=x, y=y, num_epochs=20, valid=make_data(seed=1))
    assert history.train_loss[-1] < 0.1 < history.train_loss[0]
    assert len(history.train_loss) == len(history.valid_loss) == len(history.valid_accuracy) == 20
    assert history.valid_accuracy[-1] > 0.95
    assert history.stopped == "All 20 epochs were run."
    assert not model.training
    loss, accuracy = evaluate(model, *make_data(seed=1), nn.CrossEntropyLoss())
    assert (loss, accuracy) == (history.valid_loss[-1], history.valid_accuracy[-1])


def test_same_losses_as_a_bare_loop():
    x, y = make_data(num_samples=205)  # the last batch is smaller
    _, history = run(x=x, y=y, num_epochs=3, seed=7)
    model, generator = make_model(), torch.Generator().manual_seed(7)
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=0.1), []
    for _ in range(3):
        order, total = torch.randperm(205, generator=generator), 0.0
        for start in range(0, 205, 20):
            batch = order[start : start + 20]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / 205)
    assert history.train_loss == pytest.approx(losses, rel=1e-6)


def test_the_seed_decides_the_order_and_the_global_generator_does_not():
    first = run(seed=3)[1].train_loss
    model = make_model()
    torch.rand(5)
    assert run(model, seed=3)[1].train_loss == first
    assert run(seed=4)[1].train_loss != first


@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adamax", "LBFGS"])
def test_any_optimizer(name):
    x, y = make_data()
    model = make_model()
    optimizer = getattr(torch.optim, name)(model.parameters(), lr=0.05)
    history = train(model, x, y, nn.CrossEntropyLoss(), optimizer, 10)
    assert history.train_loss[-1] < history.train_loss[0]


def test_regression_and_full_batches():
    x = torch.linspace(-1, 1, 50)[:, None]
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    history = train(model, x, 2 * x + 1, nn.MSELoss(), optimizer, 60, valid=(x, 2 * x + 1))
    assert model.weight.item() == pytest.approx(2, abs=1e-3)
    assert history.valid_accuracy == []
    assert math.isnan(evaluate(model, x, 2 * x + 1, nn.MSELoss())[1])


def start_epochs(model, num_epochs=5, **options):
    """Return the generator that `run` would take to its end with the same arguments."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return epochs(model, *make_data(), nn.CrossEntropyLoss(), optimizer, num_epochs, 20, **options)


def test_epochs_are_what_train_takes():
    wanted, history = run(valid=make_data(seed=1))
    model = make_model()
    lengths = []
    for found in start_epochs(model, valid=make_data(seed=1)):
        lengths.append(found.num_epochs)
        assert found.stopped == ""
    assert lengths == [1, 2, 3, 4, 5]
    assert found == history  # every loss and the words at the end
    assert all(
        torch.equal(p, q) for p, q in zip(model.parameters(), wanted.parameters(), strict=True)
    )


def test_leaving_early_trains_no_further_and_leaves_the_best_weights():
    x, y = make_data(200, seed=1)
    model, seen = make_model(), []
    steps = start_epochs(model, 50, valid=(x, 1 - y), patience=40)  # every epoch makes it worse
    for history in steps:
        seen.append(copy.deepcopy(model.state_dict()))
        if history.num_epochs == 4:
            break
    steps.close()
    assert history.num_epochs == 4
    assert history.best_epoch == 1
    assert not model.training
    assert all(torch.equal(seen[0][name], value) for name, value in model.state_dict().items())


def test_an_interrupt_during_an_epoch_keeps_the_best_weights(capsys):
    x, y = make_data(200, seed=1)
    model, first = make_model(), []

    def loss_fn(output, target):
        if len(first) == 3:  # in the middle of the fourth epoch
            raise KeyboardInterrupt
        return nn.functional.cross_entropy(output, target)

    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = train(
        model,
        *make_data(),
        loss_fn,
        optimizer,
        9,
        20,
        valid=(x, 1 - y),
        patience=9,
        on_epoch=lambda _: first.append(copy.deepcopy(model.state_dict())),
    )
    assert history.num_epochs == 3
    assert "Interrupted after 3 whole epochs of 9" in capsys.readouterr().out
    assert all(torch.equal(first[0][name], value) for name, value in model.state_dict().items())


def test_accuracy_and_probabilities_by_hand():
    model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    with torch.no_grad():
        model[0].weight.copy_(torch.eye(2))
        model[0].bias.zero_()
    x = torch.tensor([[2.0, 0.0], [0.0, 1.0], [0.0, 3.0], [5.0, 1.0]])
    assert accuracy(model.train(), x, torch.tensor([0, 1, 0, 0])) == 0.75
    p = probabilities(model.train(), x)
    assert p[0].tolist() == pytest.approx([1 / (1 + math.exp(-2)), 1 / (1 + math.exp(2))])
    assert not p.requires_grad
    assert torch.equal(predict(model.train(), x), x)
    assert torch.equal(predict(nn.Flatten(), x), x)  # a model without weights will do


def test_one_step_is_plain_descent():
    model = nn.Linear(1, 1, bias=False)
    before = model.weight.item()
    x, y = torch.tensor([[2.0]]), torch.tensor([[1.0]])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss = train_step(model, x, y, nn.MSELoss(), optimizer)
    assert loss.item() == pytest.approx((2 * before - 1) ** 2)
    assert model.weight.item() == pytest.approx(before - 0.1 * 4 * (2 * before - 1))


def test_early_stop_restores_the_best_weights():
    x, y = make_data(20)
    x_valid, y_valid = make_data(200, seed=1)
    flipped = torch.where(torch.arange(20) % 5 == 0, 1 - y, y)  # noise to overfit to
    model, seen = make_model(), []
    _, history = run(
        model,
        x,
        flipped,
        lr=0.5,
        num_epochs=500,
        batch_size=None,
        valid=(x_valid, y_valid),
        patience=5,
        on_epoch=lambda history: seen.append(copy.deepcopy(model.state_dict())),
    )
    assert history.num_epochs == history.best_epoch + 5 < 500
    assert f"lowest in epoch {history.best_epoch}" in history.stopped
    best = seen[history.best_epoch - 1]
    assert all(torch.equal(best[name], value) for name, value in model.state_dict().items())


def test_an_interrupt_keeps_what_was_learned(capsys):
    def interrupt(history: History) -> None:
        if history.num_epochs == 3:
            raise KeyboardInterrupt

    model, history = run(num_epochs=9, on_epoch=interrupt)
    assert history.num_epochs == 3
    assert history.stopped == capsys.readouterr().out.strip()
    assert history.stopped.startswith("Interrupted after 3 whole epochs of 9")
    three = run(num_epochs=3)[0]
    assert all(
        torch.equal(p, q) for p, q in zip(model.parameters(), three.parameters(), strict=True)
    )


def test_divergence_says_what_to_try():
    x, _ = make_data()
    model = nn.Linear(2, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=10.0)
    with pytest.raises(TrainingDiverged, match="learning rate ten times smaller") as caught:
        train(model, x, x, nn.MSELoss(), optimizer, 100)
    history = caught.value.history
    assert not math.isfinite(history.train_loss[-1])
    assert all(math.isfinite(loss) for loss in history.train_loss[:-1])
    assert isinstance(caught.value, ValueError)


def test_an_error_of_the_callback_is_not_swallowed():
    def fail(history):
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        run(on_epoch=fail)


def test_dropout_is_off_in_validation_and_on_in_training():
    x, y = make_data()
    model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    seen = []
    model[1].register_forward_hook(lambda module, *_: seen.append(module.training))
    run(model, x, y, num_epochs=2, batch_size=100, valid=(x, y))
    assert seen == [True, True, False] * 2


def test_the_progress_bar_is_off_unless_asked_for(capfd):
    run()
    assert capfd.readouterr() == ("", "")
    run(progress=True)
    assert "epochs" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (dict(num_epochs=0), "num_epochs"),
        (dict(batch_size=0), "batch_size"),
        (dict(patience=3), "valid"),
        (dict(max_seconds=0), "max_seconds"),
        (dict(patience=0, valid=make_data()), "patience"),
        (dict(x=torch.zeros(3, 2), y=torch.zeros(4).long()), "3 and 4"),
        (dict(x=torch.zeros(0, 2), y=torch.zeros(0).long()), "not empty"),
        (dict(x=torch.full((4, 2), math.nan), y=torch.zeros(4).long()), "NaN"),
        (dict(valid=(torch.zeros(1, 2), torch.zeros(2))), "valid: x and y"),
    ],
)
def test_bad_arguments(options, message):
    with pytest.raises(ValueError, match=message):
        run(**options)


def test_the_fastest_device_sees_the_same_batches():
    """On a machine with a GPU this compares it with the CPU; elsewhere the CPU with itself."""
    torch.backends.cuda.matmul.allow_tf32 = False
    on_cpu = run()[1].train_loss
    on_device = run(make_model().to(find_device()))[1].train_loss
    assert on_device == pytest.approx(on_cpu, rel=1e-4)


def test_time_limit_ends_the_training_and_says_so(capsys):
    _, history = run(num_epochs=50, max_seconds=1e-9)
    assert history.num_epochs == 1
    assert history.stopped == "Stopped after epoch 1 of 50: 1e-09 seconds had passed."
    assert history.stopped in capsys.readouterr().out
    _, again = run(num_epochs=1, max_seconds=1e-9)
    assert "All 1 epochs" in again.stopped  # after the last epoch there is nothing to end
    assert run(num_epochs=3, max_seconds=60)[1].num_epochs == 3

# SPDX-License-Identifier: BSL-1.0
# The job of examples/regression in PyTorch.
import copy
import math

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def points(count, noise):
    x = torch.randn(count, 1)
    return x, torch.sin(3 * x) + noise * torch.randn(count, 1)


torch.manual_seed(42)
train, validation, truth = points(1024, 0.1), points(512, 0.1), points(512, 0)
model = nn.Sequential(nn.Linear(1, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 1))
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
batches = DataLoader(TensorDataset(*train), batch_size=32, shuffle=True, drop_last=True)


def rate(step, warmup=50, steps=4000):
    if step < warmup:
        return (step + 1) / warmup
    return (1 + math.cos(math.pi * min((step - warmup) / (steps - warmup), 1))) / 2


schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
loss_of = nn.MSELoss()


def loss_on(x, y):
    with torch.no_grad():
        return loss_of(model(x), y).item()


lowest, best, without_better = math.inf, None, 0
for epoch in range(1, 126):
    for x, y in batches:
        optimizer.zero_grad()
        loss_of(model(x), y).backward()
        optimizer.step()
        schedule.step()
    loss = loss_on(*validation)
    if epoch % 20 == 0:
        print(f"epoch {epoch} validation {loss:.4f}")
    without_better += 1
    if loss < lowest:
        lowest, best, without_better = loss, copy.deepcopy(model.state_dict()), 0
    if without_better == 30:
        break
model.load_state_dict(best)

print(f"validation {loss_on(*validation):.4f}")
print(f"from the curve without noise {loss_on(*truth):.4f}")
print(f"R² {1 - loss_on(*validation) / validation[1].var(unbiased=False).item():.4f}")

# SPDX-License-Identifier: BSL-1.0
# The job of examples/digits in PyTorch.
import copy
import math
import pathlib
import sys

import numpy
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

folder = pathlib.Path(sys.argv[1])
images = torch.from_numpy(numpy.load(folder / "images.npy")).float() / 16
labels = torch.from_numpy(numpy.load(folder / "labels.npy")).long()

torch.manual_seed(42)
order = torch.randperm(len(labels))
half, rest, third = order.split([len(order) // 2, len(order) - len(order) // 2 - len(order) // 3, len(order) // 3])

model = nn.Sequential(nn.Flatten(), nn.Dropout(0.1), nn.Linear(64, 256), nn.BatchNorm1d(256), nn.GELU(),
                      nn.Dropout(0.5), nn.Linear(256, 10))
optimizer = torch.optim.AdamW(model.parameters(), lr=0.004)
batches = DataLoader(TensorDataset(images[half], labels[half]), batch_size=32, shuffle=True, drop_last=True)
steps, warmup = 60 * len(batches), 50


def rate(step):
    if step < warmup:
        return (step + 1) / warmup
    return (1 + math.cos(math.pi * min((step - warmup) / (steps - warmup), 1))) / 2


schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
loss_of = nn.CrossEntropyLoss()
lowest, best, best_epoch = math.inf, None, 0
for epoch in range(1, 61):
    if epoch > best_epoch + 20:
        break
    model.train()
    for x, y in batches:
        optimizer.zero_grad()
        loss_of(model(x), y).backward()
        optimizer.step()
        schedule.step()
    model.eval()
    with torch.no_grad():
        loss = loss_of(model(images[rest]), labels[rest]).item()
    if loss < lowest:
        lowest, best, best_epoch = loss, copy.deepcopy(model.state_dict()), epoch
model.load_state_dict(best)
print(f"{epoch} epochs, the best of them {best_epoch}")

matrix = torch.zeros(10, 10, dtype=torch.long)
with torch.no_grad():
    for target, predicted in zip(labels[third], model(images[third]).argmax(1)):
        matrix[target, predicted] += 1
print(matrix)
print(f"{100 * matrix.diag().sum() / matrix.sum():.1f} % of {matrix.sum()} are right")

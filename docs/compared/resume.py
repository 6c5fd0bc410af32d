# SPDX-License-Identifier: BSL-1.0
# The job of examples/resume in PyTorch.
import copy
import math
import os
import sys

import torch
from torch import nn

path = sys.argv[1]
x = torch.randn(512, 1, generator=torch.Generator().manual_seed(1))
y = torch.sin(3 * x)

torch.manual_seed(42)
model = nn.Sequential(nn.Linear(1, 64), nn.GELU(), nn.Dropout(0.1), nn.Linear(64, 64), nn.GELU(), nn.Linear(64, 1))
average = copy.deepcopy(model)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
steps, warmup, batch = 20000, 100, 32


def rate(step):
    if step < warmup:
        return (step + 1) / warmup
    return (1 + math.cos(math.pi * min((step - warmup) / (steps - warmup), 1))) / 2


schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
order, place, step = torch.arange(512), 0, 0
if os.path.exists(path):
    saved = torch.load(path)
    model.load_state_dict(saved["model"])
    average.load_state_dict(saved["average"])
    optimizer.load_state_dict(saved["optimizer"])
    schedule.load_state_dict(saved["schedule"])
    torch.set_rng_state(saved["generator"])
    order, place, step = saved["order"], saved["place"], saved["step"]
    print(f"goes on after {step} steps", file=sys.stderr)
loss_of = nn.MSELoss()
while step < steps:
    if place + batch > len(order):
        order, place = torch.randperm(512), 0
    chosen = order[place:place + batch]
    place += batch
    optimizer.zero_grad()
    loss_of(model(x[chosen]), y[chosen]).backward()
    optimizer.step()
    schedule.step()
    step += 1
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters()):
            mean.lerp_(parameter, 1 if step == 1 else 0.01)
    if step % 200 != 0:
        continue
    torch.save({"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(), "generator": torch.get_rng_state(), "order": order, "place": place,
                "step": step}, path + ".new")
    os.replace(path + ".new", path)
average.eval()
with torch.no_grad():
    print(f"the loss of the averaged model is {loss_of(average(x), y).item():.9g}")

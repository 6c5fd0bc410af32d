# SPDX-License-Identifier: BSL-1.0
"""What the lecture's code takes in PyTorch, eager and on one thread, in processor time.

usage: pytorch.py NAMES

Says first for which processor PyTorch computes. Then, for each line `WORKLOAD SECONDS` that it reads, it measures for
so long and prints the nanoseconds that the work takes once.
"""

import sys
import time

import torch
import torch.nn.functional as F

CONTEXT, EMBEDDED, HIDDEN, VOCABULARY = 8, 24, 128, 27


# The lecture's layers, in its words.
class Linear:
    def __init__(self, fan_in, fan_out, bias=True):
        self.weight = torch.randn((fan_in, fan_out)) / fan_in**0.5
        self.bias = torch.zeros(fan_out) if bias else None

    def __call__(self, x):
        self.out = x @ self.weight
        if self.bias is not None:
            self.out += self.bias
        return self.out

    def parameters(self):
        return [self.weight] + ([] if self.bias is None else [self.bias])


class BatchNorm1d:
    def __init__(self, dim, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma, self.beta = torch.ones(dim), torch.zeros(dim)
        self.running_mean, self.running_var = torch.zeros(dim), torch.ones(dim)

    def __call__(self, x):
        if self.training:
            dim = 0 if x.ndim == 2 else (0, 1)
            xmean = x.mean(dim, keepdim=True)
            xvar = x.var(dim, keepdim=True)
        else:
            xmean, xvar = self.running_mean, self.running_var
        xhat = (x - xmean) / torch.sqrt(xvar + self.eps)
        self.out = self.gamma * xhat + self.beta
        if self.training:
            with torch.no_grad():
                self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * xmean
                self.running_var = (1 - self.momentum) * self.running_var + self.momentum * xvar
        return self.out

    def parameters(self):
        return [self.gamma, self.beta]


class Tanh:
    def __call__(self, x):
        self.out = torch.tanh(x)
        return self.out

    def parameters(self):
        return []


class Embedding:
    def __init__(self, num_embeddings, embedding_dim):
        self.weight = torch.randn((num_embeddings, embedding_dim))

    def __call__(self, IX):
        self.out = self.weight[IX]
        return self.out

    def parameters(self):
        return [self.weight]


class FlattenConsecutive:
    def __init__(self, n):
        self.n = n

    def __call__(self, x):
        B, T, C = x.shape
        x = x.view(B, T // self.n, C * self.n)
        if x.shape[1] == 1:
            x = x.squeeze(1)
        self.out = x
        return self.out

    def parameters(self):
        return []


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        self.out = x
        return self.out

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]


def make_tree():
    torch.manual_seed(42)
    block = [[FlattenConsecutive(2), Linear(2 * width, HIDDEN, bias=False), BatchNorm1d(HIDDEN), Tanh()]
             for width in (EMBEDDED, HIDDEN, HIDDEN)]
    model = Sequential([Embedding(VOCABULARY, EMBEDDED), *block[0], *block[1], *block[2], Linear(HIDDEN, VOCABULARY)])
    with torch.no_grad():
        model.layers[-1].weight *= 0.1
    return trainable(model)


def make_dense():
    torch.manual_seed(42)
    return trainable(Sequential([Linear(80, 300), Tanh(), Linear(300, VOCABULARY)]))


def trainable(model):
    for p in model.parameters():
        p.requires_grad = True
    return model


def step(model, Xb, Yb, lr):
    """One turn of the lecture's loop, but for drawing the batch."""
    parameters = model.parameters()
    logits = model(Xb)
    loss = F.cross_entropy(logits, Yb)
    for p in parameters:
        p.grad = None
    loss.backward()
    for p in parameters:
        p.data += -lr * p.grad
    return loss.item()


def read_examples(path):
    X, Y = [], []
    with open(path, encoding="utf-8") as names:
        for name in names.read().split():
            context = [0] * CONTEXT
            for index in [ord(letter) - ord("a") + 1 for letter in name] + [0]:
                X.append(context)
                Y.append(index)
                context = context[1:] + [index]
    return torch.tensor(X), torch.tensor(Y)


def trained_tree(path):
    """Five hundred steps, so that names end where names do."""
    X, Y = read_examples(path)
    model = make_tree()
    for _ in range(500):
        ix = torch.randint(0, X.shape[0], (32,))
        step(model, X[ix], Y[ix], 0.1)
    return model


def evaluating(model):
    for layer in model.layers:
        layer.training = False
    return model


def sample_name(model):
    """The lecture's sampling, gradients and all."""
    out = []
    context = [0] * CONTEXT
    while True:
        logits = model(torch.tensor([context]))
        probs = F.softmax(logits, dim=1)
        ix = torch.multinomial(probs, num_samples=1).item()
        context = context[1:] + [ix]
        out.append(ix)
        if ix == 0:
            return out


def nanoseconds(body, seconds):
    """Processor time of one call; the first tenth of the time is not counted."""
    for share in (0.1, 0.9):
        calls, start = 0, time.process_time()
        while (spent := time.process_time() - start) < share * seconds:
            body()
            calls += 1
    return spent / calls * 1e9


def training(make, batch, inputs):
    model, turn = make(), iter(range(1 << 30))
    batches = [(inputs(batch), torch.randint(0, VOCABULARY, (batch,))) for _ in range(64)]
    return lambda: step(model, *batches[next(turn) % 64], 0.01)


def evaluation(make, batch, inputs):
    model, turn = evaluating(make()), iter(range(1 << 30))
    batches = [inputs(batch) for _ in range(64)]

    def body():
        with torch.no_grad():
            return model(batches[next(turn) % 64])
    return body


def tokens(batch):
    return torch.randint(0, VOCABULARY, (batch, CONTEXT))


def reals(batch):
    return torch.randn(batch, 80)


WORKLOADS = {
    "step/tree/32": lambda path: training(make_tree, 32, tokens),
    "step/tree/256": lambda path: training(make_tree, 256, tokens),
    "step/dense/32": lambda path: training(make_dense, 32, reals),
    "evaluate/tree/1": lambda path: evaluation(make_tree, 1, tokens),
    "evaluate/tree/32": lambda path: evaluation(make_tree, 32, tokens),
    "evaluate/dense/1": lambda path: evaluation(make_dense, 1, reals),
    "sample/tree/1": lambda path: lambda model=evaluating(trained_tree(path)): sample_name(model),
}


def main():
    torch.set_num_threads(1)
    print(torch.__config__.show().partition("CPU capability usage: ")[2].splitlines()[0], flush=True)
    prepared = {}
    for line in sys.stdin:
        name, seconds = line.split()
        if name not in prepared:
            prepared[name] = WORKLOADS[name](sys.argv[1])
        print(nanoseconds(prepared[name], float(seconds)), flush=True)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes random.json, layers.json, training.json and replay.json beside this script: PyTorch's figures, to hold ours
against.

Made with PyTorch 1.13.1 and its plain kernels (ATEN_CPU_CAPABILITY=default) on one thread, so that the files
come out the same on any processor. Name the files to make only some of them: make_reference.py random layers.
"""

import os

os.environ["ATEN_CPU_CAPABILITY"] = "default"  # torch's AVX2 sine and cosine differ in the last digits; read at import

import hashlib
import json
import random
import re
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).resolve().parent
NAMES = HERE.parent.parent / "examples" / "names" / "data" / "names-2018.txt"


def compact(value):
    """JSON text with floats to 9 significant digits, which give a float32 back exactly."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{compact(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(compact(entry) for entry in value) + "]"
    return format(value, ".9g") if isinstance(value, float) else json.dumps(value)


def write(name, document):
    """Writes a document of top-level entries, one case a line; written beside and renamed."""
    def entry(value):
        cases = isinstance(value, list) and value and isinstance(value[0], dict)
        return "[\n" + ",\n".join(compact(case) for case in value) + "\n]" if cases else compact(value)

    text = "{\n" + ",\n".join(f"{json.dumps(key)}:{entry(value)}" for key, value in document.items()) + "\n}\n"
    beside = HERE / (name + ".part")
    beside.write_text(text, encoding="ascii")
    os.replace(beside, HERE / name)
    print(f"{name}: {len(text)} bytes, sha256 {hashlib.sha256(text.encode()).hexdigest()}")


def flat(numbers):
    """The numbers of a tensor in row-major order, doubles as float32, or of every tensor of a dictionary."""
    if isinstance(numbers, dict):
        return {name: flat(tensor) for name, tensor in numbers.items()}
    numbers = numbers.detach().reshape(-1)
    return (numbers.float() if numbers.is_floating_point() else numbers).tolist()


TORCH_SEEDS = [0, 1, 42, 2147483647, 123456789]


def drawn(generator, size, bound=None):
    """`size` normal numbers (float32), or integers below `bound`."""
    return flat(torch.randint(0, bound, (size,), generator=generator) if bound else
                torch.randn(size, generator=generator))


def fresh_cases():
    """Cases of randn and of randint, each from a fresh stream; of 1000 normals the first and the last 40."""
    randn, randint = [], []
    for seed in TORCH_SEEDS:
        for size in (1, 2, 3, 5, 15, 16, 17, 31, 32, 48, 100, 1000):
            values = drawn(torch.Generator().manual_seed(seed), size)
            for offset, end in ((0, size),) if size < 1000 else ((0, 40), (size - 40, size)):
                randn.append({"seed": seed, "size": size, "offset": offset, "values": values[offset:end]})
        for bound in (1, 2, 27, 182625, 2**31):
            for size in (1, 10, 32):
                values = drawn(torch.Generator().manual_seed(seed), size, bound)
                randint.append({"seed": seed, "bound": bound, "size": size, "values": values})
    return randn, randint


def sequence_case(seed):
    """Calls one after another on one stream: what one call keeps back for the next becomes visible."""
    generator = torch.Generator().manual_seed(seed)
    calls = ({"call": "randn", "size": 5}, {"call": "randn", "size": 20}, {"call": "randn", "size": 3},
             {"call": "randint", "size": 7, "bound": 27}, {"call": "randn", "size": 1}, {"call": "randn", "size": 16},
             {"call": "randn", "size": 2})
    return {"seed": seed, "calls": [call | {"values": drawn(generator, call["size"], call.get("bound"))}
                                    for call in calls]}


def multinomial_case(classes, seed):
    """50 single draws one after another from fixed probabilities (float32)."""
    probabilities = torch.softmax(torch.sin(3.0 * torch.arange(classes)) * 1.5, 0)
    generator = torch.Generator().manual_seed(seed)
    values = [torch.multinomial(probabilities, 1, generator=generator).item() for _ in range(50)]
    return {"seed": seed, "probabilities": flat(probabilities), "values": values}


def shuffled(seed, values):
    """The values in the order in which CPython's random.shuffle leaves them."""
    values = list(values)
    random.seed(seed)
    random.shuffle(values)
    return values


def make_random():
    """Both streams of random numbers: torch's on the CPU, and CPython's."""
    long = shuffled(42, range(32033))
    digest = hashlib.sha256(",".join(map(str, long)).encode()).hexdigest()
    randn, randint = fresh_cases()
    write("random.json", {
        "randn": randn,
        "randint": randint,
        "sequence": [sequence_case(seed) for seed in TORCH_SEEDS],
        "multinomial": [multinomial_case(classes, seed) for classes in (27, 3) for seed in TORCH_SEEDS],
        "shuffle": [{"seed": seed, "size": size, "values": shuffled(seed, range(size))}
                    for seed in (0, 1, 42, 2**32 - 1) for size in (1, 2, 10, 100)],
        "shuffle_long": [{"seed": 42, "size": len(long), "first": long[:20], "sha256_of_comma_joined": digest}],
    })


def layer_case(layer, forward, x, parameters=None, buffers=None, real=torch.float32):
    """One layer once through training, backwards under a random upstream gradient, and once through evaluation.

    `forward(x, parameters, buffers, training)` updates the buffers in place when it trains. With `real` torch.float64
    the float32 numbers drawn go through float64 arithmetic and the results are rounded once: where float32 arithmetic
    has errors of its own beyond 5e-7 (softplus, gelu, layer norm, several layers in a row) a test could not tell whose
    they are.
    """
    parameters = {name: tensor.to(real, copy=True).requires_grad_() for name, tensor in (parameters or {}).items()}
    buffers = buffers or {}
    after = {name: tensor.clone() for name, tensor in buffers.items()}
    sources = dict(parameters)
    if x.is_floating_point():
        x = x.to(real)
        sources["dx"] = x.requires_grad_()

    y = forward(x, parameters, after, True)
    dy = torch.randn(y.shape).to(real)
    gradients = dict(zip(sources, torch.autograd.grad(y, list(sources.values()), dy))) if sources else {}
    evaluated = forward(x, parameters, buffers, False)

    case = {"layer": layer, "batch": x.shape[0], "input": list(x.shape[1:]), "x": flat(x),
            "parameters": flat(parameters), "buffers": flat(buffers), "dy": flat(dy), "y": flat(y)}
    if "dx" in gradients:
        case["dx"] = flat(gradients.pop("dx"))
    return case | {"gradients": flat(gradients), "buffers_after": flat(after), "evaluated": flat(evaluated)}


def linear_cases():
    """y = x weight + bias over the last axis; weight is (in, out)."""
    def forward(x, parameters, _buffers, _training):
        y = x @ parameters["weight"]
        return y + parameters["bias"] if "bias" in parameters else y

    for fan_in, fan_out, spelling, inputs in (
            (5, 7, "Linear<5, 7>", ((3, 5), (3, 4, 5))),
            (5, 7, "Linear<5, 7, no_bias>", ((3, 5), (3, 4, 5))),
            (1, 1, "Linear<1, 1>", ((3, 1), (3, 4, 1))),
            (17, 33, "Linear<17, 33>", ((9, 17), (4, 3, 17))),
            (48, 27, "Linear<48, 27>", ((10, 48), (5, 2, 48)))):
        for shape in inputs:
            parameters = {"weight": torch.randn(fan_in, fan_out) / fan_in**0.5}
            if "no_bias" not in spelling:
                parameters["bias"] = torch.randn(fan_out)
            yield layer_case(spelling, forward, torch.randn(shape), parameters)


def reshaping_cases():
    """Embedding, FlattenConsecutive and Flatten."""
    yield layer_case("Embedding<11, 6>", lambda x, parameters, _buffers, _training: parameters["weight"][x],
                     torch.randint(0, 11, (4, 5)), {"weight": torch.randn(11, 6)})
    for spelling, steps, shape in (("FlattenConsecutive<2>", 2, (4, 6, 5)), ("FlattenConsecutive<3>", 3, (4, 3, 5)),
                                   ("Flatten", 4, (5, 4, 3))):
        yield layer_case(spelling, lambda x, *_, steps=steps: FlattenConsecutive(steps)(x, True), torch.randn(shape))


def random_gamma(features):
    """Factors between 0.3 and 1.8, a quarter of them negative."""
    sign = torch.where(torch.rand(features) < 0.25, -1.0, 1.0)
    return sign * (0.3 + 1.5 * torch.rand(features))


def batch_norm_cases():
    """Both conventions of the variance, statistics over all axes but the last or per time position."""
    def forward_of(unbiased, per_position):
        def forward(x, parameters, buffers, training):
            # A time position of a channel is a channel of its own when statistics are per position.
            rows = x.flatten(1) if per_position else x.reshape(-1, x.shape[-1])
            positions = rows.shape[1] // x.shape[-1]
            gamma, beta = parameters["weight"].repeat(positions), parameters["bias"].repeat(positions)
            mean, var = buffers["running_mean"].view(-1), buffers["running_var"].view(-1)
            if unbiased:
                y = unbiased_batch_norm(rows, gamma, beta, mean, var, training)
            else:
                y = F.batch_norm(rows, mean, var, gamma, beta, training, momentum=0.1, eps=1e-5)
            return y.reshape(x.shape)
        return forward

    for arguments in ((), ("unbiased",), ("per_position",), ("unbiased", "per_position")):
        unbiased, per_position = "unbiased" in arguments, "per_position" in arguments
        for shape in ((5, 7), (6, 19), (6, 4, 7), (5, 2, 33)):
            channels = shape[-1]
            statistics = shape[1:] if per_position else (channels,)
            parameters = {"weight": random_gamma(channels), "bias": torch.randn(channels)}
            buffers = {"running_mean": torch.randn(statistics), "running_var": 0.3 + 2.0 * torch.rand(statistics)}
            x = torch.randn(shape)
            x = (x - x.mean(0)) / x.std(0)  # a batch of nearly equal numbers would show float32's errors
            x = x * (0.7 + 2.0 * torch.rand(shape[1:])) + torch.randn(shape[1:])
            yield layer_case(f"BatchNorm1d<{', '.join(arguments)}>", forward_of(unbiased, per_position), x,
                             parameters, buffers)


def pointwise_cases(functions, real=torch.float32):
    """Values spread over ±6, an exact 0, and large ones where tanh and the sigmoid are saturated."""
    for spelling, function in functions:
        for shape in ((3, 5, 7), (4, 67)):
            x = 12.0 * torch.rand(shape) - 6.0
            x.view(-1)[:7] = torch.tensor([0.0, 20.0, -20.0, 9.5, -9.5, 1e-4, -1e-4])
            yield layer_case(spelling, lambda x, *_, function=function: function(x), x, real=real)


def activation_cases():
    """The activations that float32 arithmetic gets right to the last digits."""
    return pointwise_cases((("Tanh", torch.tanh), ("Relu", torch.relu), ("Sigmoid", torch.sigmoid)))


def relu_like_cases():
    """The relatives of relu, in double; softplus without PyTorch's threshold, from which on it is x."""
    return pointwise_cases((
        ("LeakyRelu<>", lambda x: F.leaky_relu(x, 0.01)),
        ("LeakyRelu<Percent{20}>", lambda x: F.leaky_relu(x, 0.2)),
        ("Gelu<>", F.gelu),
        ("Gelu<tanh_form>", lambda x: F.gelu(x, approximate="tanh")),
        ("Silu", F.silu),
        ("Softplus", lambda x: torch.logaddexp(x, torch.zeros_like(x))),
        ("Elu<>", F.elu),
        ("Elu<Percent{50}>", lambda x: F.elu(x, alpha=0.5))), torch.float64)


def softmax_cases():
    """Over the last axis, in double; the first row far from 0, where exp alone would overflow."""
    for shape in ((3, 5, 7), (4, 33)):
        x = 3.0 * torch.randn(shape)
        x.view(-1, shape[-1])[0] += 100.0
        yield layer_case("Softmax", lambda x, *_: torch.softmax(x, -1), x, real=torch.float64)


def row_norm_cases():
    """LayerNorm and RmsNorm over the last axis, in double; each row with a mean and a deviation of its own."""
    def layer_norm(x, parameters, _buffers, _training):
        return F.layer_norm(x, x.shape[-1:], parameters["weight"], parameters["bias"], eps=1e-5)

    def rms_norm(x, parameters, _buffers, _training):
        return parameters["weight"] * x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-5)

    for spelling, forward in (("LayerNorm<>", layer_norm), ("RmsNorm<>", rms_norm)):
        for shape in ((5, 7), (3, 4, 19), (2, 2, 3, 33)):
            row = (*shape[:-1], 1)
            x = torch.randn(shape) * (0.7 + 2.0 * torch.rand(row)) + torch.randn(row)
            parameters = {"weight": random_gamma(shape[-1])}
            if forward is layer_norm:
                parameters["bias"] = torch.randn(shape[-1])
            yield layer_case(spelling, forward, x, parameters, real=torch.float64)


def norm_option_cases():
    """Other epsilons and another momentum, large enough to be seen."""
    def batch_norm(x, parameters, buffers, training):
        return F.batch_norm(x, buffers["running_mean"], buffers["running_var"], parameters["weight"],
                            parameters["bias"], training, momentum=0.3, eps=0.25)

    def layer_norm(x, parameters, _buffers, _training):
        return F.layer_norm(x, x.shape[-1:], parameters["weight"], parameters["bias"], eps=0.25)

    def rms_norm(x, parameters, _buffers, _training):
        return parameters["weight"] * x / torch.sqrt((x * x).mean(-1, keepdim=True) + 0.25)

    for spelling, forward in (("BatchNorm1d<NormEpsilon{25, 2}, NormMomentum{3, 1}>", batch_norm),
                              ("LayerNorm<NormEpsilon{25, 2}>", layer_norm),
                              ("RmsNorm<NormEpsilon{25, 2}>", rms_norm)):
        parameters = {"weight": random_gamma(7)}
        if forward is not rms_norm:
            parameters["bias"] = torch.randn(7)
        buffers = {"running_mean": torch.randn(7), "running_var": 0.3 + 2.0 * torch.rand(7)}
        real = torch.float32 if forward is batch_norm else torch.float64
        yield layer_case(spelling, forward, torch.randn(5, 7), parameters,
                         buffers if forward is batch_norm else None, real)


def position_embedding_cases():
    """A learned row for each position is added; a table that is longer than the input has rows without a gradient."""
    for spelling, batch, rows in (("PositionEmbedding<>", 3, 5), ("PositionEmbedding<9>", 4, 9)):
        yield layer_case(spelling, lambda x, parameters, *_: x + parameters["weight"][:x.shape[1]],
                         torch.randn(batch, 5, 7), {"weight": torch.randn(rows, 7)}, real=torch.float64)


def embedding_sum_cases():
    """A sum of rows for each group of tokens: a bag of rows (token, place in the group) of a table."""
    def forward(x, parameters, _buffers, _training):
        _, group, features = parameters["table"].shape
        rows = (x * group + torch.arange(x.shape[1]) % group).view(-1, group)
        y = F.embedding_bag(rows, parameters["table"].view(-1, features), mode="sum") + parameters["bias"]
        return y.view(x.shape[0], *((x.shape[1] // group,) if x.shape[1] > group else ()), features)

    for spelling, batch, length, group in (("EmbeddingSum<2, 7>", 4, 6, 2), ("EmbeddingSum<3, 7>", 5, 3, 3),
                                           ("EmbeddingSum<7>", 3, 5, 5), ("EmbeddingSum<1, 7>", 2, 4, 1)):
        yield layer_case(spelling, forward, torch.randint(0, 11, (batch, length)),
                         {"table": torch.randn(11, group, 7), "bias": torch.randn(7)}, real=torch.float64)


def form_cases(spelling, affines, function, inputs=((3, 4, 5), (4, 5))):
    """A form of Linear layers, which `affines` names: (in, out), or (in, out, "no_bias"); in double.

    `function(x, f)` is the form, f("0.1", x) the Linear layer of that name. Parameters are small, so that sums in
    float32 stay within the tests' tolerance.
    """
    def forward(x, parameters, _buffers, _training):
        return function(x, lambda name, x: x @ parameters[name + ".weight"] + parameters.get(name + ".bias", 0.0))

    for shape in inputs:
        parameters = {}
        for name, (fan_in, fan_out, *no_bias) in affines.items():
            parameters[name + ".weight"] = 0.7 * torch.randn(fan_in, fan_out) / fan_in**0.5
            if not no_bias:
                parameters[name + ".bias"] = 0.5 * torch.randn(fan_out)
        yield layer_case(spelling, forward, torch.randn(shape), parameters, real=torch.float64)


def residual_cases():
    """What flows around the layers is the input, or a projection of it."""
    yield from form_cases("Residual<Linear<5>, Tanh>", {"0": (5, 5)}, lambda x, f: x + torch.tanh(f("0", x)))
    yield from form_cases("Residual<Projection<Linear<7>>, Linear<7>, Tanh>", {"0": (5, 7), "1": (5, 7)},
                          lambda x, f: f("0", x) + torch.tanh(f("1", x)))


def parallel_cases():
    """Branches side by side: added, concatenated on the last axis, multiplied."""
    yield from form_cases("Parallel<Sum, Linear<7>, Sequential<Linear<9>, Tanh, Linear<7>>>",
                          {"0": (5, 7), "1.0": (5, 9), "1.2": (9, 7)},
                          lambda x, f: f("0", x) + f("1.2", torch.tanh(f("1.0", x))))
    yield from form_cases("Parallel<Concat, Linear<7>, Tanh, Linear<9, no_bias>>",
                          {"0": (5, 7), "2": (5, 9, "no_bias")},
                          lambda x, f: torch.cat([f("0", x), torch.tanh(x), f("2", x)], -1))
    yield from form_cases("Parallel<Multiply, Linear<7>, Linear<7, no_bias>, Sequential<Linear<7>, Sigmoid>>",
                          {"0": (5, 7), "1": (5, 7, "no_bias"), "2.0": (5, 7)},
                          lambda x, f: f("0", x) * f("1", x) * torch.sigmoid(f("2.0", x)))


def gated(x, f, name=""):
    """WaveNet's gate of two Linear layers."""
    return torch.tanh(f(name + "0", x)) * torch.sigmoid(f(name + "1", x))


def gated_cases():
    """tanh of one layer times the sigmoid of another."""
    return form_cases("Gated<Linear<7>, Linear<7>>", {"0": (5, 7), "1": (5, 7)}, gated)


def repeat_cases():
    """The same layers several times in a row, each time with weights of their own."""
    def thrice(x, f):
        for time in range(3):
            x = torch.tanh(f(f"{time}.0", x))
        return x

    yield from form_cases("Repeat<3, Linear<5>, Tanh>", {f"{time}.0": (5, 5) for time in range(3)}, thrice)
    yield from form_cases("Repeat<2, Linear<5>>", {"0": (5, 5), "1": (5, 5)}, lambda x, f: f("1", f("0", x)),
                          ((3, 5),))


def time_distributed_cases():
    """The same layers on what stands at each position of the first axis."""
    return form_cases("TimeDistributed<Flatten, Linear<7>>", {"1": (20, 7)}, lambda x, f: f("1", x.flatten(2)),
                      ((2, 3, 4, 5),))


def collect_skips_cases():
    """WaveNet's blocks: every one gives to the output and, but for the last, adds to what flows on."""
    def forward(x, f):
        z = gated(x, f, "0.0.")
        y = f("0.1", z)
        x = x + f("0.2", z)
        z = f("1.0", x)
        y = y + f("1.1", z)
        x = x + f("1.2", z)
        return y + f("2.1", f("2.0", x))

    return form_cases("CollectSkips<SkipBlock<Gated<Linear<7>, Linear<7>>, Linear<3>, Linear<5>>, "
                      "SkipBlock<Linear<9>, Linear<3>, Linear<5>>, Sequential<Linear<6>, Linear<3>>>",
                      {"0.0.0": (5, 7), "0.0.1": (5, 7), "0.1": (7, 3), "0.2": (7, 5),
                       "1.0": (5, 9), "1.1": (9, 3), "1.2": (9, 5), "2.0": (5, 6), "2.1": (6, 3)}, forward)


def bounded_cases():
    """What stays between -1 and 1 without exponentials."""
    return pointwise_cases((("Softsign", F.softsign), ("Hardtanh", F.hardtanh)), torch.float64)


def prelu_cases():
    """torch.nn.functional.prelu with a slope for each feature; an exact 0 in each feature, where the slope counts."""
    for spelling, shape in (("PRelu<>", (5, 7)), ("PRelu<19>", (3, 4, 19)), ("PRelu<>", (2, 2, 3, 33)),
                            ("PRelu<>", (6, 5, 1))):
        def forward(x, parameters, _buffers, _training):
            rows = x.reshape(-1, x.shape[-1])
            return F.prelu(rows, parameters["weight"]).view(x.shape)

        x = torch.randn(shape)
        x.view(-1, shape[-1])[0] = 0.0
        yield layer_case(spelling, forward, x, {"weight": torch.randn(shape[-1])}, real=torch.float64)


def conv1d_cases():
    """torch.nn.functional.conv1d with channels last; the weight here is (kernel, in / groups, out). In double."""
    for spelling, batch, positions, features, out, kernel, options in (
            ("Conv1d<7, 3>", 2, 9, 5, 7, 3, {}),
            ("Conv1d<5, 7, 3, causal>", 3, 8, 5, 7, 3, {}),
            ("Conv1d<9, 2, Dilation{3}, causal>", 2, 11, 3, 9, 2, {"dilation": 3}),
            ("Conv1d<6, 3, Dilation{2}, Groups{2}, causal, no_bias>", 2, 9, 4, 6, 3, {"dilation": 2, "groups": 2}),
            ("Conv1d<17, 4, same_length>", 2, 10, 3, 17, 4, {}),
            ("Conv1d<8, 3, Stride{2}, Groups{4}>", 3, 11, 8, 8, 3, {"stride": 2, "groups": 4}),
            ("Conv1d<3, 5, Stride{3}, Dilation{2}, causal>", 2, 13, 2, 3, 5, {"stride": 3, "dilation": 2}),
            ("Conv1d<1, 1>", 2, 4, 1, 1, 1, {})):
        def forward(x, parameters, _buffers, _training, spelling=spelling, kernel=kernel, options=options):
            history = (kernel - 1) * options.get("dilation", 1)
            front = history if "causal" in spelling else history // 2 if "same_length" in spelling else 0
            back = history - front if "same_length" in spelling else 0
            return F.conv1d(F.pad(x.transpose(1, 2), (front, back)), parameters["weight"].permute(2, 1, 0),
                            parameters.get("bias"), **options).transpose(1, 2)

        groups = options.get("groups", 1)
        parameters = {"weight": torch.randn(kernel, features // groups, out) / (kernel * features / groups)**0.5}
        if "no_bias" not in spelling:
            parameters["bias"] = torch.randn(out)
        yield layer_case(spelling, forward, torch.randn(batch, positions, features), parameters, real=torch.float64)


def options_of(spelling):
    """The numbers of options such as Stride{2}, by PyTorch's names."""
    return {name.lower(): int(number) for name, number in re.findall(r"(\w+){(\d+)}", spelling)}


def pooling_cases():
    """Pooling with channels last, in double. A third of the numbers stand twice or more, also as the largest."""
    def max_pool(x, kernel, front, stride, dilation=1):
        return F.max_pool1d(F.pad(x, (front, 0)), kernel, stride, dilation=dilation)

    def avg_pool(x, kernel, front, stride, dilation=1):
        windows = F.pad(x, (front, 0)).unfold(2, (kernel - 1) * dilation + 1, stride)
        return windows[..., ::dilation].mean(-1) if dilation > 1 else F.avg_pool1d(F.pad(x, (front, 0)), kernel, stride)

    for name, pool in (("MaxPool1d", max_pool), ("AvgPool1d", avg_pool)):
        for options, batch, positions, features in (
                ("2", 2, 8, 5), ("3", 3, 11, 17), ("3, Stride{1}", 2, 7, 9), ("2, Stride{3}", 2, 10, 1),
                ("4, Dilation{2}, Stride{2}", 2, 13, 33), ("3, causal", 3, 8, 4),
                ("3, causal, Dilation{2}, Stride{1}", 2, 9, 7)):
            kernel, numbers = int(options[0]), options_of(options)
            numbers = {"stride": kernel} | numbers
            front = (kernel - 1) * numbers.get("dilation", 1) if "causal" in options else 0

            def forward(x, *_, pool=pool, kernel=kernel, front=front, numbers=numbers):
                return pool(x.transpose(1, 2), kernel, front, **numbers).transpose(1, 2)

            x = torch.randn(batch, positions, features)
            x = torch.where(torch.rand(x.shape) < 0.3, (2 * x).round(), x)
            yield layer_case(f"{name}<{options}>", forward, x, real=torch.float64)
    for spelling, pool in (("GlobalMaxPool", F.adaptive_max_pool1d), ("GlobalAvgPool", F.adaptive_avg_pool1d)):
        for shape in ((3, 7, 5), (2, 130, 19)):
            yield layer_case(spelling, lambda x, *_, pool=pool: pool(x.transpose(1, 2), 1).squeeze(2),
                             torch.randn(shape), real=torch.float64)


def upsampling_cases():
    """What gives several positions for one, with channels last, in double.

    The weight of a ConvTranspose1d is (kernel, out / groups, in).
    """
    for spelling, factor, shape in (("Upsample<2>", 2, (3, 5, 7)), ("Upsample<3>", 3, (2, 4, 17))):
        yield layer_case(spelling, lambda x, *_, factor=factor: F.interpolate(
            x.transpose(1, 2), scale_factor=factor, mode="nearest").transpose(1, 2), torch.randn(shape),
                         real=torch.float64)
    for spelling, batch, positions, features, out, kernel in (
            ("ConvTranspose1d<7, 4, Stride{2}>", 2, 5, 3, 7, 4),
            ("ConvTranspose1d<5, 7, 3>", 3, 6, 5, 7, 3),
            ("ConvTranspose1d<9, 3, Stride{2}, Dilation{3}>", 2, 7, 4, 9, 3),
            ("ConvTranspose1d<6, 5, Stride{3}, Groups{2}, no_bias>", 2, 5, 4, 6, 5),
            ("ConvTranspose1d<17, 4, Stride{2}, causal>", 3, 6, 3, 17, 4),
            ("ConvTranspose1d<4, 2, Stride{3}, Groups{4}, causal>", 2, 5, 8, 4, 2),
            ("ConvTranspose1d<1, 1>", 2, 4, 1, 1, 1)):
        options = options_of(spelling)

        def forward(x, parameters, _buffers, _training, spelling=spelling, options=options):
            weight = parameters["weight"].permute(2, 1, 0)
            y = F.conv_transpose1d(x.transpose(1, 2), weight, parameters.get("bias"), **options)
            if "causal" in spelling:  # what is not there gets the bias alone
                length = x.shape[1] * options["stride"]
                missing = torch.zeros(*y.shape[:2], max(0, length - y.shape[2]), dtype=y.dtype)
                y = torch.cat([y, missing + parameters["bias"][:, None]], 2)[..., :length]
            return y.transpose(1, 2)

        group_out = out // options.get("groups", 1)
        parameters = {"weight": torch.randn(kernel, group_out, features) / (kernel * group_out)**0.5}
        if "no_bias" not in spelling:
            parameters["bias"] = torch.randn(out)
        yield layer_case(spelling, forward, torch.randn(batch, positions, features), parameters, real=torch.float64)


def cross_entropy_cases():
    """The mean over the batch of -log softmax(logits)[target]; the first row of logits far from 0."""
    for classes, batch in ((2, 1), (3, 4), (17, 6), (27, 1), (27, 32)):
        logits = 3.0 * torch.randn(batch, classes)
        logits[0] += 100.0
        targets = torch.randint(0, classes, (batch,))
        loss = F.cross_entropy(logits.requires_grad_(), targets)
        (dlogits,) = torch.autograd.grad(loss, logits)
        yield {"classes": classes, "batch": batch, "logits": flat(logits), "targets": flat(targets),
               "loss": loss.item(), "dlogits": flat(dlogits)}


def make_layers():
    """Every layer on small shapes with random parameters, and the loss.

    What came later has seeds of its own, one for each function: add a function, and no other figure moves.
    """
    torch.manual_seed(2018)
    layers = [*linear_cases(), *reshaping_cases(), *batch_norm_cases(), *activation_cases()]
    cross_entropy = list(cross_entropy_cases())
    for seed, cases in enumerate((relu_like_cases, softmax_cases, row_norm_cases, position_embedding_cases,
                                  residual_cases, parallel_cases, gated_cases, repeat_cases, time_distributed_cases,
                                  collect_skips_cases, embedding_sum_cases, norm_option_cases, conv1d_cases,
                                  bounded_cases, prelu_cases, pooling_cases, upsampling_cases),
                                 start=2019):
        torch.manual_seed(seed)
        layers += cases()
    write("layers.json", {"layers": layers, "cross_entropy": cross_entropy})


def unbiased_batch_norm(rows, gamma, beta, running_mean, running_var, training):
    """The lecture's normalisation of (rows, channels): the unbiased variance (n-1) throughout, buffers in place."""
    if not training:
        return gamma * ((rows - running_mean) / torch.sqrt(running_var + 1e-5)) + beta
    mean, var = rows.mean(0), rows.var(0)
    with torch.no_grad():
        running_mean.mul_(0.9).add_(0.1 * mean)
        running_var.mul_(0.9).add_(0.1 * var)
    return gamma * ((rows - mean) / torch.sqrt(var + 1e-5)) + beta


class Linear:
    """x weight + bias; standard normal / sqrt(fan_in), bias 0."""
    def __init__(self, fan_in, fan_out, bias=True):
        self.weight = torch.randn(fan_in, fan_out) / fan_in**0.5
        self.parameters = [self.weight, torch.zeros(fan_out)] if bias else [self.weight]

    def __call__(self, x, training):
        y = x @ self.weight
        return y + self.parameters[1] if len(self.parameters) == 2 else y


class Embedding:
    """One standard normal row for each token."""
    def __init__(self, vocabulary, features):
        self.weight = torch.randn(vocabulary, features)
        self.parameters = [self.weight]

    def __call__(self, x, training):
        return self.weight[x]


class FlattenConsecutive:
    """(B, T, C) -> (B, T/n, nC); a time axis of 1 goes away."""
    def __init__(self, steps):
        self.steps = steps
        self.parameters = []

    def __call__(self, x, training):
        batch, time, channels = x.shape
        x = x.reshape(batch, time // self.steps, channels * self.steps)
        return x.squeeze(1) if x.shape[1] == 1 else x


class Tanh:
    """The hyperbolic tangent of every number."""
    parameters = []

    def __call__(self, x, training):
        return torch.tanh(x)


class BatchNorm1d:
    """Statistics of each channel over all other axes, or of each of `positions` time positions by itself."""
    def __init__(self, channels, positions=1):
        self.positions = positions
        self.gamma, self.beta = torch.ones(channels), torch.zeros(channels)
        self.parameters = [self.gamma, self.beta]
        self.running_mean, self.running_var = torch.zeros(positions * channels), torch.ones(positions * channels)

    def __call__(self, x, training):
        rows = x.reshape(-1, len(self.running_mean))
        y = unbiased_batch_norm(rows, self.gamma.repeat(self.positions), self.beta.repeat(self.positions),
                                self.running_mean, self.running_var, training)
        return y.reshape(x.shape)


MODELS = {  # context, features of the embedding, width, and the time steps flattened before each hidden layer
    "mlp": (3, 10, 200, (3,)),
    "deep-mlp": (3, 10, 100, (3, 1, 1, 1, 1)),
    "flat": (8, 10, 200, (8,)),
    "tree-small": (8, 10, 68, (2, 2, 2)),
    "tree": (8, 24, 128, (2, 2, 2)),
    "tree-small-position-bn": (8, 10, 68, (2, 2, 2)),
    "tree-position-bn": (8, 24, 128, (2, 2, 2)),
}


class Model:
    """Layers one after another; draws its initial values in their order, then makes the last layer small."""
    def __init__(self, name):
        self.context, channels, width, flattened = MODELS[name]
        self.layers = [Embedding(27, channels)]
        time = self.context
        for steps in flattened:
            if steps > 1:
                self.layers.append(FlattenConsecutive(steps))
            time //= steps
            self.layers += [Linear(channels * steps, width, bias=False),
                            BatchNorm1d(width, time if name.endswith("position-bn") else 1), Tanh()]
            channels = width
        if name == "deep-mlp":
            self.layers += [Linear(width, 27, bias=False), BatchNorm1d(27)]
            self.layers[-1].gamma *= 0.1
        else:
            self.layers.append(Linear(width, 27))
            self.layers[-1].weight *= 0.1
        self.parameters = [tensor.requires_grad_() for layer in self.layers for tensor in layer.parameters]

    def __call__(self, x, training):
        for layer in self.layers:
            x = layer(x, training)
        return x


def split_words(path):
    """The words of a file, shuffled by CPython's stream of seed 42: the first 80 % and the next 10 %."""
    words = shuffled(42, path.read_text(encoding="ascii").split())
    return words[:int(0.8 * len(words))], words[int(0.8 * len(words)):int(0.9 * len(words))]


def examples(words, context):
    """Every (context, next token): '.' is 0, a to z are 1 to 26; all '.' at the start, '.' to predict at the end."""
    inputs, targets = [], []
    for word in words:
        window = [0] * context
        for token in [ord(letter) - ord("a") + 1 for letter in word] + [0]:
            inputs.append(window)
            targets.append(token)
            window = window[1:] + [token]
    return torch.tensor(inputs), torch.tensor(targets)


def train(model, inputs, targets, steps):
    """Plain SGD on batches of 32, a tenth of the rate in the last quarter; yields every step's loss."""
    for step in range(steps):
        batch = torch.randint(0, len(inputs), (32,))
        loss = F.cross_entropy(model(inputs[batch], training=True), targets[batch])
        gradients = torch.autograd.grad(loss, model.parameters)
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters, gradients):
                parameter -= (0.1 if step < steps * 3 // 4 else 0.01) * gradient
        yield loss.item()


@torch.no_grad()
def split_loss(model, inputs, targets):
    """The mean loss of a whole split in evaluation mode."""
    logits = torch.cat([model(part, training=False) for part in inputs.split(8192)])
    return F.cross_entropy(logits, targets).item()


@torch.no_grad()
def sample(model):
    """One name, drawn letter by letter from torch's global stream."""
    context, name = [0] * model.context, ""
    while True:
        probabilities = torch.softmax(model(torch.tensor([context]), training=False), 1)
        token = torch.multinomial(probabilities, num_samples=1).item()
        if token == 0:
            return name
        context = context[1:] + [token]
        name += chr(ord("a") + token - 1)


def replay(name, seed, words, steps):
    """One run from the seed to twenty names.

    The models with position-bn are no yardstick beyond some 50 steps: the first position sees little but '.', so that
    a batch's variance comes near 0 there, and last digits divided by as little as sqrt(eps) send equally faithful runs
    apart.
    """
    torch.manual_seed(seed)
    model = Model(name)
    training, validation = (examples(part, model.context) for part in words)
    losses = list(train(model, *training, steps))
    shown = [*range(0, 100, 10), *range(100, steps, 100), steps - 1]
    result = {"model": name, "seed": seed, "parameters": sum(tensor.numel() for tensor in model.parameters),
              "losses": [[step, round(losses[step], 6)] for step in shown],
              "train": round(split_loss(model, *training), 6), "val": round(split_loss(model, *validation), 6)}
    return result | {"names": [sample(model) for _ in range(20)]}


def make_replay():
    """Short runs of the lecture's models on the names of 2018."""
    words, steps = split_words(NAMES), 2000
    runs = [replay(name, seed, words, steps) for name in MODELS for seed in (42, 7)]
    write("replay.json", {"data_sha256": hashlib.sha256(NAMES.read_bytes()).hexdigest(), "steps": steps, "runs": runs})


def loss_case(shape, loss_of):
    """A loss of outputs of this shape (batch first), with its gradient; targets are drawn by `loss_of`."""
    outputs = torch.randn(shape, dtype=torch.float32).double().requires_grad_()
    targets, loss = loss_of(outputs)
    loss.backward()
    return {"shape": list(shape), "outputs": flat(outputs), "targets": flat(targets), "loss": loss.item(),
            "doutputs": flat(outputs.grad)}


def mean_squared_error(outputs):
    targets = torch.randn(outputs.shape, dtype=torch.float32).double()
    return targets, F.mse_loss(outputs, targets)


def elementwise(function, made=torch.randn):
    """A loss case's targets and loss, where each output has a target."""
    def loss_of(outputs):
        targets = made(outputs.shape, dtype=torch.float32).double()
        return targets, function(outputs, targets)
    return loss_of


def loss_sum(outputs, targets):
    return (0.5 * F.mse_loss(outputs, targets) - 2 * F.l1_loss(outputs, targets)
            + 3 * F.huber_loss(outputs, targets, delta=0.7))


def error_to_signal(pre_emphasis):
    """Along the first axis of an example, which is time."""
    def filtered(signal):
        before = torch.cat([torch.zeros_like(signal[:, :1]), signal[:, :-1]], 1)
        return signal - pre_emphasis * before

    def function(outputs, targets):
        axes = list(range(1, outputs.dim()))
        return ((filtered(targets - outputs)**2).sum(axes) / ((filtered(targets)**2).sum(axes) + 1e-10)).mean()
    return elementwise(function)


def weighted_cross_entropy(smoothing, weighted, ignored):
    """Cross-entropy at every position, some of them ignored (the target 1), with the numbers that tenon's loss has."""
    def loss_of(outputs):
        classes = outputs.shape[-1]
        targets = torch.randint(0, classes, outputs.shape[:-1])
        targets.view(-1)[0] = 0
        weights = (torch.rand(classes, dtype=torch.float32) + 0.1).double() if weighted else None
        loss_of.numbers = {"ignored": 1 if ignored else -100, "smoothing": smoothing,
                           "class_weights": flat(weights) if weighted else []}
        return targets, F.cross_entropy(outputs.reshape(-1, classes), targets.reshape(-1), weights,
                                        ignore_index=loss_of.numbers["ignored"], label_smoothing=smoothing)
    return loss_of


def weighted_cross_entropy_case(shape, *options):
    loss_of = weighted_cross_entropy(*options)
    return {**loss_case(shape, loss_of), **loss_of.numbers}


def soft_cross_entropy(outputs):
    classes = outputs.shape[-1]
    targets = torch.softmax(torch.randn(outputs.shape), -1).double() * 0.9  # their sum need not be 1
    return targets, F.cross_entropy(outputs.reshape(-1, classes), targets.reshape(-1, classes))


def cross_entropy_per_position(outputs):
    classes = outputs.shape[-1]
    targets = torch.randint(0, classes, outputs.shape[:-1])
    return targets, F.cross_entropy(outputs.reshape(-1, classes), targets.reshape(-1))


def adam_case(options, rate, steps, size):
    """Parameters moved by torch.optim.Adam along given gradients."""
    start = torch.randn(size)
    parameter = start.clone().requires_grad_()
    optimizer = torch.optim.Adam([parameter], lr=rate, **options)
    gradients, moved = [], []
    for _ in range(steps):
        parameter.grad = torch.randn(size) * torch.exp(torch.randn(size))
        gradients += flat(parameter.grad)
        optimizer.step()
        moved += flat(parameter)
    beta1, beta2 = options.get("betas", (0.9, 0.999))
    return {"beta1": beta1, "beta2": beta2, "epsilon": options.get("eps", 1e-8), "rate": rate, "start": flat(start),
            "gradients": gradients, "moved": moved}


def trajectory_case(optimizer, options, numbers, rate):
    """Parameters moved by an optimizer for 1,000 steps, each in a valley of its own that shakes (all in double).

    `numbers` are the options as tenon calls them.
    """
    index = torch.arange(19, dtype=torch.float64)
    parameter = torch.cos(3 * index).requires_grad_()
    start = flat(parameter)
    optimizer = optimizer([parameter], lr=rate, **options)
    shown = {}
    for step in range(1, 1001):
        parameter.grad = ((0.1 + 0.05 * index) * (parameter.detach() - index / 10)
                          + 0.3 * torch.sin(0.1 * step * (index + 1)))
        optimizer.step()
        if step in (1, 2, 10, 100, 1000):
            shown[str(step)] = flat(parameter)
    return {"numbers": numbers, "rate": rate, "start": start, "moved": shown}


def trajectories():
    """The optimizers by tenon's names."""
    optim = torch.optim
    return {
        "SgdMomentum": [
            trajectory_case(optim.SGD, {"momentum": 0.9}, {"momentum": 0.9}, 0.05),
            trajectory_case(optim.SGD, {"momentum": 0.8, "dampening": 0.3, "weight_decay": 0.1},
                            {"momentum": 0.8, "dampening": 0.3, "weight_decay": 0.1}, 0.1),
            trajectory_case(optim.SGD, {"momentum": 0.95, "nesterov": True, "weight_decay": 0.01},
                            {"momentum": 0.95, "nesterov": True, "weight_decay": 0.01}, 0.02)],
        "Adam": [trajectory_case(optim.Adam, {}, {}, 0.01),
                 trajectory_case(optim.Adam, {"weight_decay": 0.3}, {"weight_decay": 0.3}, 0.02)],
        "AdamW": [trajectory_case(optim.AdamW, {}, {}, 0.01),
                  trajectory_case(optim.AdamW, {"weight_decay": 0.5, "betas": (0.8, 0.99), "eps": 1e-4},
                                  {"weight_decay": 0.5, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-4}, 0.02)],
        "AdamWAmsgrad": [trajectory_case(optim.AdamW, {"amsgrad": True, "betas": (0.9, 0.9)}, {"beta2": 0.9}, 0.01),
                         trajectory_case(optim.Adam, {"amsgrad": True}, {"weight_decay": 0}, 0.03)],
        "RmsProp": [trajectory_case(optim.RMSprop, {}, {}, 0.005),
                    trajectory_case(optim.RMSprop, {"alpha": 0.9, "eps": 1e-3, "weight_decay": 0.2},
                                    {"alpha": 0.9, "epsilon": 1e-3, "weight_decay": 0.2}, 0.01)],
        "Adagrad": [trajectory_case(optim.Adagrad, {}, {}, 0.1),
                    trajectory_case(optim.Adagrad, {"lr_decay": 0.01, "eps": 1e-3, "weight_decay": 0.2},
                                    {"rate_decay": 0.01, "epsilon": 1e-3, "weight_decay": 0.2}, 0.5)],
    }


def cosine_with_warmup(peak, warmup, steps, end):
    """Rates of a linear rise before half a cosine, for each step and three beyond."""
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=peak)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps - warmup, eta_min=end)
    scheduler = cosine
    if warmup > 1:
        rise = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
        scheduler = torch.optim.lr_scheduler.SequentialLR(optimizer, [rise, cosine], milestones=[warmup])
    rates = []
    for _ in range(steps + 1):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return {"peak": peak, "warmup": warmup, "steps": steps, "end": end, "rates": rates}


def rates(scheduler, steps, start=1.0):
    """What a torch scheduler gives for each step."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=start)
    scheduler = scheduler(optimizer)
    given = []
    for _ in range(steps):
        given.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return given


def plateau():
    """Losses, and the rates behind each of them."""
    losses = [3, 2, 2, 2.5, 1.99, 1.9899, 2, 2, 2, 2, 2, 1.5, 1.49999, 1.49999, 1.49999, *[1.4] * 7]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2, threshold=1e-3,
                                                           min_lr=0.05)
    given = []
    for loss in losses:
        scheduler.step(loss)
        given.append(optimizer.param_groups[0]["lr"])
    return {"losses": losses, "rates": given}


def schedules():
    """Rates of torch's schedulers, by the names of tenon's schedules."""
    kinds = torch.optim.lr_scheduler
    return {
        "StepDecay": [rates(lambda optimizer: kinds.StepLR(optimizer, 3, 0.5), 20),
                      rates(lambda optimizer: kinds.ExponentialLR(optimizer, 0.9), 20)],
        "LinearDecay": rates(lambda optimizer: kinds.LinearLR(optimizer, 1.0, 0.25, 10), 15),
        "CosineRestarts": [rates(lambda optimizer: kinds.CosineAnnealingWarmRestarts(optimizer, 5, 2, 0.1), 40),
                           rates(lambda optimizer: kinds.CosineAnnealingWarmRestarts(optimizer, 4), 20)],
        "OneCycle": [rates(lambda optimizer: kinds.OneCycleLR(optimizer, 0.5, total_steps=20), 20),
                     rates(lambda optimizer: kinds.OneCycleLR(optimizer, 0.5, total_steps=11, pct_start=0.5,
                                                              div_factor=5, final_div_factor=10), 11)],
        "WithWarmup": rates(lambda optimizer: kinds.SequentialLR(optimizer, [
            kinds.LinearLR(optimizer, 0.25, 1.0, 3), kinds.StepLR(optimizer, 2, 0.5)], [4]), 14),
        "OnPlateau": plateau(),
    }


def regression_case():
    """A small net trained by Adam on the mean squared error, its rate rising and falling: every loss."""
    net = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.Tanh(), torch.nn.Linear(8, 2))
    inputs, steps = torch.randn(16, 3), 60
    targets = torch.stack([inputs.sum(1).sin(), inputs[:, 0] * inputs[:, 1]], 1)
    start = {"0.weight": net[0].weight.T.clone(), "0.bias": net[0].bias.clone(),
             "2.weight": net[2].weight.T.clone(), "2.bias": net[2].bias.clone()}
    schedule = cosine_with_warmup(0.02, 5, steps, 0.001)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
    losses = []
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = schedule["rates"][step]
        loss = F.mse_loss(net(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"inputs": flat(inputs), "targets": flat(targets), "start": flat(start), "losses": losses}


def inspected_case():
    """What the layers of a small net give for a batch, and the gradient of the loss by each of these."""
    first, inner, back, last = (torch.nn.Linear(*sizes) for sizes in ((3, 5), (5, 7), (7, 5), (5, 4)))
    norm = torch.nn.BatchNorm1d(5)
    torch.nn.init.normal_(norm.weight)
    inputs = torch.randn(6, 3, requires_grad=True)
    targets = torch.randint(0, 4, (6,))
    shown = {}

    def keep(name, output):
        output.retain_grad()
        shown[name] = output
        return output

    stream = keep("2", torch.tanh(keep("1", norm(keep("0", first(inputs))))))
    own = keep("3.2", back(keep("3.1", F.gelu(keep("3.0", inner(stream))))))
    loss = F.cross_entropy(keep("4", last(keep("3", stream + own))), targets)
    loss.backward()
    start = {"1.weight": norm.weight, "1.bias": norm.bias}
    for place, linear in {"0": first, "3.0": inner, "3.2": back, "4": last}.items():
        start[place + ".weight"], start[place + ".bias"] = linear.weight.T.clone(), linear.bias
    return {"inputs": flat(inputs), "targets": targets.tolist(), "loss": loss.item(),
            "input_gradient": flat(inputs.grad), "start": {name: flat(tensor) for name, tensor in start.items()},
            "outputs": {name: flat(output) for name, output in shown.items()},
            "output_gradients": {name: flat(output.grad) for name, output in shown.items()}}


def orthogonalized(step, steps):
    """Newton and Schulz's iteration as torch.optim.Muon has it, in the numbers' own type."""
    x = step if step.shape[0] <= step.shape[1] else step.T
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        square = x @ x.T
        x = 3.4445 * x + (-4.775 * square + 2.0315 * square @ square) @ x
    return x if step.shape[0] <= step.shape[1] else x.T


def muon_case(rows, columns, rate, momentum, weight_decay, nesterov, steps):
    """A matrix (rows, columns) moved by the update of torch.optim.Muon (PyTorch 2.9) for 1,000 steps, as in
    trajectory_case."""
    index = torch.arange(rows * columns, dtype=torch.float64)
    parameter = torch.cos(3 * index).view(rows, columns)
    start, mean, shown = flat(parameter), torch.zeros(rows, columns, dtype=torch.float64), {}
    for step in range(1, 1001):
        gradient = ((0.1 + 0.05 * index) * (parameter.flatten() - index / 10)
                    + 0.3 * torch.sin(0.1 * step * (index + 1))).view(rows, columns)
        mean = mean.lerp(gradient, 1 - momentum)
        update = orthogonalized(gradient.lerp(mean, momentum) if nesterov else mean, steps)
        parameter = parameter * (1 - rate * weight_decay) - rate * max(1, rows / columns)**0.5 * update
        if step in (1, 2, 10, 100, 1000):
            shown[str(step)] = flat(parameter)
    return {"rows": rows, "columns": columns, "rate": rate, "start": start, "moved": shown,
            "numbers": {"momentum": momentum, "weight_decay": weight_decay, "nesterov": nesterov, "steps": steps}}


def init_cases():
    """torch.nn.init's functions on (rows, columns) after a seed."""
    init = torch.nn.init
    rules = {
        "constant": lambda w: init.constant_(w, 0.5),
        "uniform": lambda w: init.uniform_(w, -0.25, 2.0),
        "normal": lambda w: init.normal_(w, 1.5, 0.25),
        "truncated_normal": lambda w: init.trunc_normal_(w, 0.5, 1.5, -1.0, 1.75),
        "xavier_uniform": lambda w: init.xavier_uniform_(w, 5 / 3),
        "xavier_normal": lambda w: init.xavier_normal_(w, 5 / 3),
        "kaiming_uniform": lambda w: init.kaiming_uniform_(w, nonlinearity="relu"),
        "kaiming_normal": lambda w: init.kaiming_normal_(w, mode="fan_out", nonlinearity="tanh"),
        "orthogonal": lambda w: init.orthogonal_(w, 2.0),
    }
    for rows, columns in ((3, 4), (7, 5), (5, 23)):
        for name, rule in rules.items():
            torch.manual_seed(rows)
            weight = rule(torch.empty(rows, columns))
            yield {"rule": name, "rows": rows, "columns": columns, "weight": flat(weight)}


def default_init_case():
    """What the constructors of modules draw."""
    torch.manual_seed(42)
    net = torch.nn.Sequential(torch.nn.Embedding(11, 3), torch.nn.Flatten(), torch.nn.Linear(6, 9),
                              torch.nn.LayerNorm(9), torch.nn.Linear(9, 2, bias=False), torch.nn.Linear(2, 4))
    return flat(net.state_dict())


def make_training():
    """Losses, optimizers and schedules."""
    torch.manual_seed(11)
    write("training.json", {
        "mean_squared_error": [loss_case(shape, mean_squared_error) for shape in ((1, 1), (3, 5), (4, 17), (32, 20))],
        "cross_entropy_per_position": [loss_case(shape, cross_entropy_per_position)
                                       for shape in ((1, 2, 3), (2, 3, 5), (4, 7, 27))],
        "adam": [adam_case({}, 0.05, 20, 37),
                 adam_case({"betas": (0.8, 0.95), "eps": 1e-3}, 0.01, 7, 16)],
        "cosine_with_warmup": [cosine_with_warmup(0.1, 5, 20, 0.0), cosine_with_warmup(3.0, 0, 7, 0.5)],
        "regression": [regression_case()],
        "inspected": [inspected_case()],
        "trajectories": [trajectories()],
        "schedules": [schedules()],
        "weighted_cross_entropy": [weighted_cross_entropy_case(shape, *options)
                                   for shape in ((4, 5), (3, 4, 7), (2, 3, 5, 27))
                                   for options in ((0.0, False, True), (0.25, False, False), (0.0, True, False),
                                                   (0.125, True, True))],
        "soft_cross_entropy": [loss_case(shape, soft_cross_entropy) for shape in ((4, 5), (3, 4, 7), (2, 3, 5, 27))],
        "mean_absolute_error": [loss_case(shape, elementwise(F.l1_loss)) for shape in ((1, 1), (3, 5), (4, 17))],
        "huber": [loss_case(shape, elementwise(lambda y, target: F.huber_loss(y, target, delta=0.7)))
                  for shape in ((1, 1), (3, 5), (4, 17))],
        "binary_cross_entropy": [loss_case(shape, elementwise(F.binary_cross_entropy_with_logits, torch.rand))
                                 for shape in ((1, 1), (3, 5), (4, 17))],
        "error_to_signal": [loss_case(shape, error_to_signal(0.75)) for shape in ((1, 1), (3, 17), (4, 7, 2))],
        "init": list(init_cases()),
        "default_init": [default_init_case()],
        "muon": [muon_case(3, 5, 0.02, 0.95, 0.1, True, 5), muon_case(6, 4, 0.01, 0.9, 0.0, False, 5),
                 muon_case(18, 18, 0.05, 0.8, 0.3, True, 3)],
        "loss_sum": [loss_case(shape, elementwise(loss_sum)) for shape in ((1, 1), (3, 5), (4, 17))],
    })


if __name__ == "__main__":
    torch.set_num_threads(1)
    makers = {"random": make_random, "layers": make_layers, "training": make_training,
              "replay": make_replay}
    for chosen in sys.argv[1:] or makers:
        makers[chosen]()

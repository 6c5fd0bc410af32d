#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes C++ sources with random nets that fit, to be put through the laws of law.hpp.

usage: generate.py --nets N --seed S [--only NUMBER] [--layers N] [--per-file N] FOLDER

A net follows from the seed and its number alone: --only writes one of a larger set again. Writes nets_0.cpp,
nets_1.cpp, … and all.cpp, which calls them, and prints the seed.
"""

import argparse
import math
import pathlib
import random

PLAIN_FUNCTIONS = ["Tanh", "Relu", "Sigmoid", "Silu", "Softplus", "LeakyRelu<>", "Elu<>", "Gelu<>", "Gelu<tanh_form>"]
OTHER_FUNCTIONS = ["LeakyRelu<Percent{20}>", "LeakyRelu<Percent{0}>", "Elu<Percent{50}>", "Elu<Percent{170}>",
                   "PRelu<>"]
DEEPEST = 4
EVERY_NTH_IS_SHARED = 4


def spelled(template, *arguments):
    return f"{template}<{', '.join(str(argument) for argument in arguments)}>"


class Net:
    """A net of about `layers` layers. Shapes are tuples of extents, a batch in front of them left out."""

    def __init__(self, seed, number, layers=None):
        self.number = number
        self.random = random.Random(f"{seed} {number}")
        self.left = layers or self.random.choice([3, 5, 7, 9, 12, 15])
        self.shared = number % EVERY_NTH_IS_SHARED == EVERY_NTH_IS_SHARED - 1
        self.products = 2  # a product of products of products overflows
        self.batch_norms = self.dropouts = False
        self.may_have_batch_norms = self.likely(0.65)
        self.layers = self.list_of_layers()
        self.text = spelled("Sequential", *self.layers)
        self.batch = self.random.choice([2, 3, 4, 5, 6, 7, 9, 11, 13, 16])
        self.splits = self.dropouts and not self.batch_norms
        if self.splits:
            self.batch += self.batch % 2

    def likely(self, share):
        return self.random.random() < share

    def size(self, largest=40):
        near_lanes = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33]
        return self.random.randint(1, largest) if self.likely(0.8) else self.random.choice(near_lanes)

    def list_of_layers(self):
        """All of the net: a beginning that takes the input, layers, and logits."""
        if self.shared:
            layers, shape = self.wide_beginning()
        elif self.likely(0.4):
            layers, shape = self.tokens_beginning()
        else:
            layers, shape = [], self.reals()
        more, shape = self.several(shape, 0, joins=True)
        layers += more
        if len(shape) > 1:
            layers.append("Flatten")
        layers.append(spelled("Linear", self.random.randint(2, 29)))
        return layers

    def reals(self):
        rank = self.random.choice([1, 1, 2, 2, 2, 3])
        shape = tuple(self.random.randint(1, 6) for _ in range(rank - 1)) + (self.size(),)
        self.input = spelled("Shape", *shape)
        return shape

    def tokens(self, length):
        self.vocabulary = self.random.randint(2, self.random.choice([9, 40]))
        self.input = spelled("Tokens", self.vocabulary, length)

    def embedding(self, features):
        if self.likely(0.2):
            return spelled("Embedding", self.vocabulary + self.random.randint(0, 3), features)
        return spelled("Embedding", features)

    def wide_beginning(self):
        """Enough work that batches of some hundreds are shared."""
        inner, outer = self.random.randint(50, 70), self.random.randint(50, 70)
        length = self.random.choice([3, 4, 5])
        if self.likely(0.5):
            self.tokens(2 * length)
            join = spelled("FlattenConsecutive", 2)
            layers = [self.embedding(self.random.randint(9, 23)), join, spelled("Linear", inner)]
        else:
            self.input = spelled("Shape", length, self.random.randint(9, 40))
            layers = [spelled("Linear", inner)]
        more = [self.batch_norm()] if self.may_have_batch_norms else [self.function(), self.dropout()]
        more.append(self.function())
        return layers + more + [spelled("Linear", outer)], (length, outer)

    def tokens_beginning(self):
        """What takes tokens and gives reals."""
        group = self.random.choice([1, 2, 3])
        positions = self.random.randint(1, 4)
        self.tokens(group * positions)
        features = self.random.randint(1, 12)
        out = self.size()
        kind = self.random.choice(["joined", "joined", "joined", "joined", "nested", "bare", "sum", "branches"])
        if kind == "bare":
            return [self.embedding(features)], (group * positions, features)
        shape = (out,) if positions == 1 else (positions, out)
        if kind == "sum":
            return [spelled("EmbeddingSum", group, out)], shape
        join = spelled("FlattenConsecutive", group)
        if self.likely(0.3):
            join, shape = "Flatten", (out,)
        layers = [self.embedding(features), join, self.linear((features,), out, written=False)]
        if kind == "joined":
            return layers, shape
        if kind == "nested":
            return [spelled("Sequential", *layers, *self.some_functions())], shape
        second = [self.embedding(features + 1), join, *self.some_functions(), spelled("Linear", out)]
        form = self.random.choice(["Parallel<Sum, {}, {}>", "Gated<{}, {}>", "Residual<Projection<{}>, {}>"])
        return [form.format(spelled("Sequential", *layers), spelled("Sequential", *second))], shape

    # Layers.

    def function(self):
        return self.random.choice(PLAIN_FUNCTIONS if self.likely(0.8) else OTHER_FUNCTIONS)

    def some_functions(self):
        return [self.function() for _ in range(self.random.choice([1, 1, 2, 2, 3]))]

    def linear(self, shape, out, written=True):
        sizes = (shape[-1], out) if written and self.likely(0.2) else (out,)
        options = [["no_bias"] if self.likely(0.4) else [], ["aligned_rows"] if self.likely(0.2) else []]
        return spelled("Linear", *sizes, *options[0], *options[1])

    def batch_norm(self):
        self.batch_norms = True
        options = [option for option in ("unbiased", "per_position") if self.likely(0.4)]
        if self.likely(0.2):
            options += ["NormEpsilon{1e-3}", "NormMomentum{0.3}"]
        return spelled("BatchNorm1d", *options)

    def row_norm(self, shape):
        sizes = [shape[-1]] if self.likely(0.2) else []
        options = ["NormEpsilon{1e-3}"] if self.likely(0.2) else []
        return spelled(self.random.choice(["LayerNorm", "RmsNorm"]), *sizes, *options)

    def dropout(self):
        self.dropouts = True
        return f"Dropout<Percent{{{self.random.choice([0, 10, 20, 25, 50, 60])}}}>"

    def position_embedding(self, shape):
        return spelled("PositionEmbedding", *([shape[0] + self.random.randint(0, 2)] if self.likely(0.3) else []))

    # Lists.

    def several(self, shape, depth, joins, at_least=1):
        """Some layers, and the shape behind them. Only where it `joins` may an axis change other than the last."""
        layers = []
        wanted = max(at_least, self.left if depth == 0 else self.random.choice([1, 1, 2, 2, 3, 4]))
        while self.left > 0 and (depth == 0 or len(layers) < wanted) or len(layers) < at_least:
            more, shape = self.some(shape, depth, joins)
            layers += more
        return layers, shape

    def some(self, shape, depth, joins):
        """A layer, or several that belong together."""
        weights = {"functions": 4, "norm": 4 * self.may_have_batch_norms, "linear": 3, "row_norm": 1, "dropout": 2.5,
                   "softmax": 0.3, "positions": 0.7 if len(shape) == 2 else 0,
                   "join": 1 if joins and len(shape) > 1 else 0,
                   "form": 5 if depth < DEEPEST and self.left > 1 else 0}
        if math.prod(shape) > 300:
            weights = {"linear": 1}
        kind = self.random.choices(list(weights), list(weights.values()))[0]
        if kind == "form":
            return self.form(shape, depth + 1, joins)
        if kind == "linear":
            out = self.size()
            layers, shape = [self.linear(shape, out)], shape[:-1] + (out,)
        elif kind == "join":
            layers, shape = self.join(shape)
        else:
            layers = self.layers_of_kind(kind, shape)
        self.left -= len(layers)
        return layers, shape

    def layers_of_kind(self, kind, shape):
        """Layers that leave the shape as it is."""
        if kind == "functions":
            return self.some_functions()
        if kind == "norm":
            return [self.batch_norm()] + (self.some_functions() if self.likely(0.8) else [])
        if kind == "row_norm":
            return [self.row_norm(shape)]
        if kind == "dropout":
            return [self.dropout()]
        return ["Softmax"] if kind == "softmax" else [self.position_embedding(shape)]

    def join(self, shape):
        if len(shape) != 2 or self.likely(0.3):
            return ["Flatten"], (math.prod(shape),)
        group = self.random.choice([size for size in range(1, shape[0] + 1) if shape[0] % size == 0])
        left = shape[0] // group
        joined = group * shape[1]
        return [spelled("FlattenConsecutive", group)], (joined,) if left == 1 else (left, joined)

    def list_that_gives(self, shape, depth, features):
        """Some layers behind which the last axis has this size, and the others are as before."""
        layers, given = self.several(shape, depth, joins=False)
        if given[-1] != features or self.likely(0.1):
            layers.append(self.linear(given, features))
            if self.likely(0.3):
                layers.append(self.function())
        return layers

    def one(self, layers):
        """A list as one layer."""
        return layers[0] if len(layers) == 1 and self.likely(0.7) else spelled("Sequential", *layers)

    # Forms, each with the shape behind it.

    def form(self, shape, depth, joins):
        forms = [self.sequential, self.sequential, self.residual, self.residual, self.projected, self.sum, self.concat,
                 self.gated, self.repeat, self.collect_skips]
        if self.products > 0:
            forms.append(self.product)
        if len(shape) > 1:
            forms += [self.time_distributed, self.time_distributed]
        self.left -= 1
        layer, shape = self.random.choice(forms)(shape, depth, joins)
        # What a reader would group across the end of a form.
        behind = self.some_functions() if self.likely(0.3) else []
        return [layer] + behind, shape

    def sequential(self, shape, depth, joins):
        layers, shape = self.several(shape, depth, joins)
        return spelled("Sequential", *layers), shape

    def residual(self, shape, depth, joins):
        return spelled("Residual", *self.list_that_gives(shape, depth, shape[-1])), shape

    def projected(self, shape, depth, joins):
        layers, given = self.several(shape, depth, joins=False)
        way = self.one([self.linear(shape, given[-1])] + (self.some_functions() if self.likely(0.4) else []))
        return spelled("Residual", spelled("Projection", way), *layers), given

    def branches(self, shape, depth, features):
        layers = [self.one(self.list_that_gives(shape, depth, features)) for _ in range(self.random.randint(1, 3))]
        if features == shape[-1] and self.likely(0.3):
            layers.insert(self.random.randint(0, len(layers)), "Sequential<>")
        return layers

    def sum(self, shape, depth, joins):
        features = self.random.choice([shape[-1], self.size()])
        return spelled("Parallel", "Sum", *self.branches(shape, depth, features)), shape[:-1] + (features,)

    def product(self, shape, depth, joins):
        self.products -= 1
        features = self.random.choice([shape[-1], self.size()])
        return spelled("Parallel", "Multiply", *self.branches(shape, depth, features)), shape[:-1] + (features,)

    def concat(self, shape, depth, joins):
        branches, features = [], 0
        for _ in range(self.random.randint(1, 3)):
            layers, given = self.several(shape, depth, joins=False)
            branches.append(self.one(layers))
            features += given[-1]
        if self.likely(0.3):
            branches.append("Sequential<>")
            features += shape[-1]
        return spelled("Parallel", "Concat", *branches), shape[:-1] + (features,)

    def gated(self, shape, depth, joins):
        features = self.size()
        branches = [self.one(self.list_that_gives(shape, depth, features)) for _ in range(2)]
        functions = [self.function(), self.random.choice(["Sigmoid", "Softmax"])][:self.random.choice([0, 0, 1, 2])]
        return spelled("Gated", *branches, *functions), shape[:-1] + (features,)

    def repeat(self, shape, depth, joins):
        times = self.random.randint(1, 3)
        before = self.left
        layers = self.list_that_gives(shape, depth, shape[-1])
        self.left -= (times - 1) * (before - self.left)
        return spelled("Repeat", times, *layers), shape

    def time_distributed(self, shape, depth, joins):
        layers, given = self.several(shape[1:], depth, joins=joins)
        return spelled("TimeDistributed", *layers), (shape[0],) + given

    def collect_skips(self, shape, depth, joins):
        skips = self.size(20)
        blocks = []
        for _ in range(self.random.randint(0, 2)):
            if self.likely(0.4):
                body = self.one(self.list_that_gives(shape, depth, shape[-1]))
                blocks.append(spelled("SkipBlock", body, self.skip(skips)))
            else:
                layers, given = self.several(shape, depth, joins=False)
                blocks.append(spelled("SkipBlock", self.one(layers), self.skip(skips), self.linear(given, shape[-1])))
        layers, _ = self.several(shape, depth, joins=False)
        blocks.append(spelled("Sequential", self.one(layers), self.skip(skips)))
        return spelled("CollectSkips", *blocks), shape[:-1] + (skips,)

    def skip(self, skips):
        return self.one([spelled("Linear", skips)] + (self.some_functions() if self.likely(0.4) else []))

    # C++.

    def source(self):
        batch = f"batch_that_is_shared<Net{self.number}, {self.input}>" if self.shared else self.batch
        splits = "true" if self.splits and not self.shared else "false"
        text = f"{self.text} on {self.input}"
        return (f"using Net{self.number} = {self.text};\n",
                f'    obeys<Net{self.number}, {self.input}, {batch}, {splits}>({self.number}, "{text}", findings);\n')


def write_sources(folder, seed, numbers, layers=None, per_file=4):
    """Writes the nets of these numbers, and gives the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    head = f"// SPDX-License-Identifier: BSL-1.0\n//\n// Written by generate.py with seed {seed}.\n"
    files = []
    for start in range(0, len(numbers), per_file):
        nets = [Net(seed, number, layers).source() for number in numbers[start:start + per_file]]
        calls = "".join(call for _, call in nets)
        types = "".join(type_ for type_, _ in nets)
        name = f"nets_{len(files)}"
        files.append(name)
        (folder / f"{name}.cpp").write_text(
            f'{head}#include "nets/law.hpp"\n\nusing namespace tenon;\nusing namespace tenon::test;\n\n'
            f"namespace {{\n\n{types}\n}} // namespace\n\n"
            f"void {name}(Findings& findings) {{\n{calls}}}\n")
    declared = "".join(f"void {name}(tenon::test::Findings& findings);\n" for name in files)
    called = "".join(f"    {name}(findings);\n" for name in files)
    (folder / "all.cpp").write_text(f'{head}#include "nets/findings.hpp"\n\n{declared}\n'
                                    f"void tenon::test::run_all_nets(Findings& findings) {{\n{called}}}\n")
    return [f"{name}.cpp" for name in files] + ["all.cpp"]


def main():
    parser = argparse.ArgumentParser(description="Writes C++ sources with random nets.")
    parser.add_argument("--nets", type=int, default=8, help="how many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of a net")
    parser.add_argument("--layers", type=int, help="about how many layers a net has")
    parser.add_argument("--per-file", type=int, default=4)
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    numbers = list(range(arguments.nets)) if arguments.only is None else [arguments.only]
    write_sources(arguments.folder, arguments.seed, numbers, arguments.layers, arguments.per_file)
    print(f"{len(numbers)} nets of seed {arguments.seed}")


if __name__ == "__main__":
    main()

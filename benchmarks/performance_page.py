# SPDX-License-Identifier: BSL-1.0
"""What tenon is compared with and how the figures are told: the tables of peers.py, and docs/performance.md."""

import collections
import pathlib
import re
import statistics
import subprocess
import textwrap
import typing


class Work(typing.NamedTuple):
    name: str
    program: str
    says: str
    peers: tuple = ()


WORKS = [
    Work("step/tree/32", "step", "`tree`, training step, batch 32", ("pytorch", "libtorch")),
    Work("step/tree/256", "step", "`tree`, training step, batch 256", ("pytorch", "libtorch")),
    Work("products/tree/32", "kernels", "its 12 matrix products, batch 32", ("onednn", "openblas", "eigen")),
    Work("evaluate/tree/1", "infer", "`tree`, evaluation of 1", ("pytorch",)),
    Work("evaluate/tree/32", "infer", "`tree`, evaluation of 32", ("pytorch",)),
    Work("sample/tree/1", "sample", "a name sampled from `tree`, one at a time", ("pytorch",)),
    Work("sample/tree/32", "sample", "a name sampled from `tree`, 32 at a time"),
    Work("step/dense/32", "step", "80→300 (tanh)→27, training step, batch 32", ("dlib", "pytorch")),
    Work("evaluate/dense/1", "infer", "80→300 (tanh)→27, evaluation of 1", ("dlib", "pytorch")),
]
SAYS = {"pytorch": "PyTorch, the lecture's code", "libtorch": "libtorch", "onednn": "oneDNN", "openblas": "OpenBLAS",
        "eigen": "Eigen", "dlib": "dlib"}
PACKAGES = {"pytorch": "python3-torch", "libtorch": "libtorch-dev", "onednn": "libdnnl-dev",
            "openblas": "libopenblas-dev", "eigen": "libeigen3-dev", "dlib": "libdlib-dev"}
TUNABLE = {"pytorch", "libtorch", "openblas", "dlib"}


class Bar(typing.NamedTuple):
    says: str
    work: str
    wanted: float
    unit: str
    peer: str | None = None


BARS = [
    Bar("training step of `tree`, batch 32: {} × {}", "step/tree/32", 12, "×", "pytorch"),
    Bar("training step of `tree`, batch 32: {} × {}", "step/tree/32", 6, "×", "libtorch"),
    Bar("training step of `tree`, batch 32: {} of the FMA peak, as written", "step/tree/32", 0.75, "of_peak"),
    Bar("training step of `tree`, batch 256: {} × {}", "step/tree/256", 5, "×", "libtorch"),
    Bar("training step of `tree`, batch 256: {} of the FMA peak, as written", "step/tree/256", 0.75, "of_peak"),
    Bar("training step of `tree`, batch 256, by two threads: {} × one", "threads/tree/256/2", 1.7, "times_one"),
    Bar("evaluation of one example: {} µs", "evaluate/tree/1", 4, "µs"),
    Bar("evaluation of one example: {} × {}", "evaluate/tree/1", 24, "×", "pytorch"),
    Bar("evaluation of 32 examples: {} µs", "evaluate/tree/32", 60, "µs"),
    Bar("sampling one at a time: {} names/s", "sample/tree/1", 30_000, "/s"),
    Bar("sampling 32 at a time: {} names/s", "sample/tree/32", 80_000, "/s"),
    Bar("training step of the flat net, batch 32: {} a second", "step/dense/32", 20_000, "/s"),
    Bar("training step of the flat net, batch 32: {} × {}", "step/dense/32", 7, "×", "dlib"),
    Bar("one prediction of the flat net: {} µs", "evaluate/dense/1", 1.2, "µs"),
]


def processor():
    """The processor's name, and what it can."""
    text = pathlib.Path("/proc/cpuinfo").read_text()
    find = lambda key: (re.search(rf"^{key}\s*: (.*)$", text, re.M) or [None, ""])[1]
    return find("model name"), set(find("flags").split())


def tuning():
    """What OpenBLAS and PyTorch have to be told to use what the processor has."""
    _, flags = processor()
    if "avx512bw" in flags:
        return {"OPENBLAS_CORETYPE": "SkylakeX", "ATEN_CPU_CAPABILITY": "avx512"}
    if "avx2" in flags:
        return {"OPENBLAS_CORETYPE": "Haswell", "ATEN_CPU_CAPABILITY": "avx2"}
    return {}


def variants(work, peers):
    return [key for name in work.peers for key in (name, f"{name} tuned") if key in peers]


class Results:
    def __init__(self):
        self.figures = collections.defaultdict(list)
        self.factors = collections.defaultdict(list)
        self.threads = {}

    def time(self, work, who="tenon"):
        return statistics.median(figure.time for figure in self.figures[work, who])

    def has_peak(self, work):
        return all(figure.of_peak for figure in self.figures[work, "tenon"])

    def of_peak(self, work):
        return statistics.median(figure.of_peak for figure in self.figures[work, "tenon"])

    def factor(self, work, who):
        return statistics.median(self.factors[work, who])


def digits(number, count=3):
    """A number with so many digits that count."""
    text = f"{number:#.{count}g}"
    return f"{float(text):,.0f}" if float(text) >= 10 ** (count - 1) else text


def spoken(nanoseconds):
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{digits(nanoseconds / size)} {unit}"
    return f"{digits(nanoseconds)} ns"


def spoken_peer(key):
    name, _, tuned = key.partition(" ")
    return SAYS[name] + (", tuned" if tuned else "")


def table(head, rows):
    return [f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows]]


def comparison(results, peers):
    rows = []
    for work in WORKS:
        rate = f"{digits(1e9 / results.time(work.name))}/s"
        peak = f", {results.of_peak(work.name):.2f} of the FMA peak" if results.has_peak(work.name) else ""
        rows.append([work.says, "tenon", f"{spoken(results.time(work.name))} ({rate}{peak})", "1"])
        rows += [["", spoken_peer(peer), spoken(results.time(work.name, peer)),
                  digits(results.factor(work.name, peer))] for peer in variants(work, peers)]
    return table(["work", "who", "time", "times tenon's"], rows)


def judge(bar, peer, results):
    """What is reached, in words, and whether it is enough."""
    if bar.unit == "×":
        reached = results.factor(bar.work, peer)
        return f"{digits(reached)} ×", reached >= bar.wanted
    if bar.unit == "times_one":
        row = results.threads[bar.work]
        text = f"{row['times_one']:.2f} × (bare multiply-adds: {row['fmas_times_one']:.2f} ×)"
        return text, row["times_one"] >= bar.wanted
    if bar.unit == "of_peak":
        reached = results.of_peak(bar.work)
        return f"{reached:.2f}", reached >= bar.wanted
    if bar.unit == "µs":
        reached = results.time(bar.work) / 1e3
        return f"{digits(reached)} µs", reached <= bar.wanted
    reached = 1e9 / results.time(bar.work)
    return f"{digits(reached)}/s", reached >= bar.wanted


def bars(results, peers):
    rows = []
    for bar in BARS:
        for peer in [key for key in peers if key.split()[0] == bar.peer] if bar.peer else [None]:
            reached, met = judge(bar, peer, results)
            rows.append([bar.says.format(f"{bar.wanted:,}", peer and spoken_peer(peer)), reached,
                         "met" if met else "**not met**"])
    return table(["bar", "reached", ""], rows)


def threads(results):
    rows = []
    for name, row in results.threads.items():
        _, net, batch, count = name.split("/")
        rows.append([f"`{net}`, batch {batch}", count, spoken(1e9 / row["steps/s"]), f"{row['times_one']:.2f}",
                     f"{row['fmas_times_one']:.2f}"])
    return table(["step", "threads", "time", "times one thread", "bare multiply-adds"], rows)


def kernels(document):
    rows = []
    for row in document["benchmarks"]:
        if row["name"].startswith("bandwidth/"):
            continue
        limits = {"of_peak": "{:.2f} of the FMA peak", "of_l2": "{:.2f} of the L2 triad",
                  "of_memory": "{:.2f} of the memory triad"}
        reached = [text.format(row[key]) for key, text in limits.items() if key in row]
        rates = [f"{row[key]:.0f} {key}" for key in ("GFLOP/s", "GB/s") if key in row]
        rows.append([f"`{row['name']}`", spoken(row["cpu_time"]), " ".join(rates), " ".join(reached)])
    return table(["kernel", "time", "rate", "fraction"], rows)


def versions():
    rows = []
    for name, package in PACKAGES.items():
        done = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package],
                              capture_output=True, text=True)
        status, _, version = done.stdout.partition(" ")
        rows.append(f"{SAYS[name].partition(',')[0]} {version if status == 'installed' else 'not installed'}")
    blas = next(iter(pathlib.Path("/usr/lib").glob("*/libblas.so.3")), None)
    return ", ".join(rows) + (f"; the BLAS of PyTorch and dlib is {blas.resolve().parent.name}" if blas else "")


PAGE = """\
# Performance

Written by `./dev bench peers --write`; do not edit. Ratios carry over to other machines, times do not.

{conditions}

## Beside other libraries

The nets are the lecture's `tree` (76,579 parameters) and a flat one of 80 numbers, 300 hidden ones and 27 classes. A
step is forward, loss, backward and SGD, on a batch that is there. PyTorch runs the lecture's code in eager mode; its
evaluation is under `no_grad`, its sampling as in the lecture. libtorch and dlib use the layers that they have, and
dlib goes without its trainer. tenon evaluates and samples what `for_evaluation` makes.

{comparison}

## What was set out for

{bars}

## Threads

Steps that a `Threads` of so many shares (`trainer.use(threads)`), on the clock, in turns with steps on one thread; and
how many times as many bare multiply-adds they do as one thread, which is what the processors had to give at the time.
Below 67 million operations a step is not shared: what changes hands between processors costs more than is won.

{threads}

## Kernels

`products` are all twelve matrix products of a step, as the layers run them, what they have to turn around included;
fractions of the peak are of operations as written. GB/s count what a kernel cannot avoid to read and write.

{kernels}

## Measure it yourself

`./dev bench` runs tenon's own programs: `step`, `infer`, `nested`, `sample`, `kernels` and `threads`. Each checks its
results against plain loops before it is timed, and fails if anything is allocated while it is.
`./dev bench step --json FILE` runs one of them and keeps its figures; the flags of Google Benchmark hold.
`./dev bench peers` installs the others, and compares.
"""


def spoken_processor(context):
    """Name, vectors and caches."""
    name, flags = processor()
    vectors = next((text for flag, text in (("avx512bw", "AVX-512"), ("avx2", "AVX2")) if flag in flags), "no AVX2")
    caches = [f"L{cache['level']} {cache['type'].lower()} {cache['size'] // 1024:,} KiB".replace(" unified", "")
              for cache in context["caches"] if cache["type"] != "Instruction"]
    return ", ".join([name, vectors, *caches])


def conditions(context, bandwidth, rounds):
    """What the figures stand on, a point each."""
    told = " ".join(f"{key}={value}" for key, value in tuning().items())
    l2, memory = bandwidth["l2"], bandwidth["memory"]
    points = [
        f"Machine: one core of {context['num_cpus']}, {spoken_processor(context)}.",
        f"Measured in the same run: {float(context['fma_peak_gflops']):.0f} GFLOP/s of fused multiply-adds in float32; "
        f"triads (a = a + s · b) at {l2['triad_GB/s']:.0f} GB/s in L2 and {memory['triad_GB/s']:.0f} GB/s in main "
        f"memory; reading alone at {l2['read_GB/s']:.0f} and {memory['read_GB/s']:.0f} GB/s.",
        f"tenon: {context['compiler'].replace('GNU', 'g++')}, `{context['flags']}` and what `cmake/flags.cmake` adds.",
        f"Others, as Debian packages them: {versions()}.",
        f"One thread, float32, processor time; medians of {rounds} rounds that take turns: tenon, another, tenon, "
        "another.",
    ]
    if told:
        points.append("OpenBLAS and PyTorch choose their kernels by the processor's name, and do not know every one. "
                      f"*Tuned* is with `{told}`; the other rows are as installed.")
    return "\n".join(textwrap.fill(point, 119, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
                     for point in points)


def page(results, peers, document, rounds):
    """The text of docs/performance.md. `document` is what bench_kernels says."""
    rows = document["benchmarks"]
    bandwidth = {row["name"].split("/")[1]: row for row in rows if row["name"].startswith("bandwidth/")}
    return PAGE.format(conditions=conditions(document["context"], bandwidth, rounds),
                       comparison="\n".join(comparison(results, peers)), bars="\n".join(bars(results, peers)),
                       threads="\n".join(threads(results)),
                       kernels="\n".join(kernels(document)))

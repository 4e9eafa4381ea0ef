"""Measure what matters to a build, beside the goals: `make bench`, or `python benchmarks/run.py [part ...]`.

Parts: warm (1000 directives), warm10k, fixed (no directive), load (10,000 records), generate (a 2 s image API),
sketch (the built-in illustrator, a row per style).
Whole processes are run in turn (A B A B …) and compared pair by pair, since the machine's speed drifts; CPU is user + system.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = HERE / ".work"
ROUNDS = 7


def make_site(root: Path, kind: str, **shape: int) -> Path:
    """Write a site in a process of its own, since a child's peak memory begins at its parent's."""
    words = [f"--{name.replace('_', '-')}={value}" for name, value in shape.items()]
    subprocess.run([sys.executable, str(HERE / "sites.py"), str(root), kind, *words], check=True, env=_environment())
    return root / "mkdocs.yml"


def build(config: Path) -> tuple[float, float, float]:
    """Build a site in a process of its own; give CPU seconds, wall seconds and peak MiB."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(config.parent / "site")]
    start = time.perf_counter()
    process = subprocess.Popen(command, env=_environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build of {config} failed")
    return used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024


def _environment() -> dict[str, str]:
    unwanted = {"CI", "PYTHONDONTWRITEBYTECODE"}  # without bytecode every run would compile the package anew
    return {name: value for name, value in os.environ.items() if name not in unwanted} | {"NO_MKDOCS_2_WARNING": "1"}


def compare(configs: dict[str, Path], rounds: int) -> dict[str, list[tuple[float, float, float]]]:
    """Build every site once to warm it, then all of them in turn."""
    for config in configs.values():
        build(config)
    results: dict[str, list[tuple[float, float, float]]] = {name: [] for name in configs}
    for _ in range(rounds):
        for name, config in configs.items():
            results[name].append(build(config))
    return results


def tell(results: dict[str, list[tuple[float, float, float]]], base: str, directives: int) -> None:
    """Print medians, and what each costs over the base, pair by pair."""
    for name, runs in results.items():
        cpu, wall, peak = (statistics.median(values) for values in zip(*runs, strict=True))
        over = [mine[0] - theirs[0] for mine, theirs in zip(runs, results[base], strict=True)]
        ratio = statistics.median(mine[0] / theirs[0] for mine, theirs in zip(runs, results[base], strict=True))
        each = f", {statistics.median(over) / directives * 1e6:+.0f} us a directive" if directives else ""
        print(
            f"  {name:8} {cpu:6.2f} s CPU {wall:6.2f} s wall {peak:5.0f} MiB;"
            f" over {base}: {statistics.median(over) * 1e3:+.0f} ms (x{ratio:.3f}{each})"
        )


def warm(pages: int, per_page: int, rounds: int) -> None:
    count = pages * per_page
    print(f"warm build, {count} directives, 50 pictures (goal: at most 50 us a directive over static, x1.06)")
    kinds = ("static", "least", "imggen", "fence")
    configs = {kind: make_site(WORK / f"{kind}-{count}", kind, pages=pages, per_page=per_page, pool=50) for kind in kinds}
    tell(compare(configs, rounds), "static", count)


def fixed() -> None:
    print("no directive, 20 pages: the plugin against no plugin (goal: at most 10 ms)")
    configs = {kind: make_site(WORK / f"{kind}-20", kind, pages=20, per_page=5, pool=5) for kind in ("none", "plugin")}
    tell(compare(configs, 4 * ROUNDS), "none", 0)
    print("every directive known, 20 pages, 20 pictures (goal: at most 60 ms over static, with the import of diskcache)")
    configs = {kind: make_site(WORK / f"{kind}-100", kind, pages=20, per_page=5, pool=20) for kind in ("static", "imggen")}
    tell(compare(configs, 4 * ROUNDS), "static", 0)


def load() -> None:
    """Time the store alone: 10,000 records, never seen and remembered."""
    root = WORK / "store-10k"
    if not root.exists():
        make_site(root, "store", pages=1, per_page=1, pool=10_000)
    print("10,000 records (goal: at most 50 ms when they are remembered)")
    for label in ("never seen", "remembered", "remembered"):
        done = subprocess.run(
            [sys.executable, "-c", LOAD, str(root), label], check=True, capture_output=True, text=True, env=_environment()
        )
        print(f"  {label:12} {float(done.stdout) * 1e3:7.1f} ms CPU")


LOAD = """
import shutil, sys, time
from pathlib import Path
from mkdocs_imggen.cache import Cache
from mkdocs_imggen.store import Store
root = Path(sys.argv[1])
if sys.argv[2] == "never seen":
    shutil.rmtree(root / ".cache", ignore_errors=True)
cache = Cache(root / ".cache", trusted=True, note=print)
store = Store(root / "imggen", cache.facts)
start = time.process_time()
assert len(store.index().by_key) == 10_000
print(time.process_time() - start)
store.remember()
cache.close()
"""

GENERATE = """
import json, os, resource, sys, time
from pathlib import Path
from mkdocs_imggen import settings, plan
from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.directive import inline
from mkdocs_imggen.generator import Generator
from mkdocs_imggen.report import LogReporter
import logging, openai
url, count, at_once, root = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
chosen, faults = settings.load(dict(base_url=url, model="gpt-image-1-mini", api_key_env="BENCH_KEY", concurrency=at_once, budget=1000), root)
assert not faults, faults
generator = Generator(chosen, env={"BENCH_KEY": "bench"}, reporter=LogReporter(logging.getLogger("bench")))
planned = plan.Plan(chosen, generator.store, drafts=False, look=None)
for number in range(count):
    planned.add(inline(alt=f"Figure {number}", address="", title=None, attributes={}, text=""), plan.Place(page="bench.md"))
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
cpu, wall = time.process_time(), time.perf_counter()
summary = Batch(generator, orders(planned.pictures.values())).make()
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
assert summary.made == count
generator.close()
print(json.dumps([wall, cpu, base, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""

SERVE = """
import sys, time
from mkdocs_imggen.testing import ImageServer
with ImageServer(latency=float(sys.argv[1])) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


def generate() -> None:
    print("generation against a 2 s image API (goals: 0.96 of ideal at 8, 0.93 at 32; 17 ms CPU a picture; 8 or 5 MiB a slot)")
    for count, at_once in ((64, 8), (192, 32)):
        root = WORK / f"generate-{at_once}"
        subprocess.run(["rm", "-rf", str(root)], check=True)
        server = subprocess.Popen([sys.executable, "-c", SERVE, "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        command = [sys.executable, "-c", GENERATE, url, str(count), str(at_once), str(root)]
        wall, cpu, base, peak = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        server.communicate("")
        ideal = math.ceil(count / at_once) * 2
        print(
            f"  {count} pictures, {at_once} at once: {wall:.2f} s, {ideal / wall:.3f} of ideal; {cpu / count * 1e3:.1f} ms CPU a picture;"
            f" peak {peak:.0f} MiB, {(peak - base) / at_once:.1f} MiB a slot over {base:.0f}"
        )


STYLES = (
    ("flat, 1024x1024", 250, "A lighthouse at dawn", 1024, 1024, "opaque"),
    ("flat, full", 250, "A robot librarian sorting glowing documents", 1024, 1024, "opaque"),
    ("line, 1024x1024", 120, "A robot, line art", 1024, 1024, "opaque"),
    ("sticker, 1024x1024", 0, "A sticker of a robot", 1024, 1024, "transparent"),
    ("isometric, 1536x1024", 700, "Data flowing from three databases to a dashboard, isometric", 1536, 1024, "opaque"),
    ("watercolour, 1024x1024", 1000, "A lighthouse at dawn, watercolour", 1024, 1024, "opaque"),
)
"""What is drawn, and the goal for it in milliseconds of CPU; 0 where there is none."""

SKETCH = """
import json, resource, sys, time
from mkdocs_imggen.providers.sketch import SketchProvider
from mkdocs_imggen.request import Request
prompt, width, height, background = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
request = Request(prompt=prompt, provider="sketch", model="auto", width=width, height=height, quality="medium", background=background, format="webp")
times = []
for _ in range(8):
    start = time.process_time()
    size = len(SketchProvider().generate(request).body)
    times.append(time.process_time() - start)
print(json.dumps([min(times), times[0], size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def sketch() -> None:
    print("the built-in illustrator, prompt to WebP (goals beside; at most 120 MiB); the first picture also loads what it needs")
    for label, goal, *words in STYLES:
        command = [sys.executable, "-c", SKETCH, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment())
        least, first, size, peak = json.loads(done.stdout)
        wanted = f"goal {goal:4} ms" if goal else "no goal     "
        print(
            f"  {label:23} {least * 1e3:6.0f} ms CPU ({wanted}), first {first * 1e3:5.0f} ms; {size / 1024:4.0f} KiB; peak {peak:4.0f} MiB"
        )


PARTS = {
    "warm": lambda: warm(100, 10, ROUNDS),
    "warm10k": lambda: warm(500, 20, 3),
    "fixed": fixed,
    "load": load,
    "generate": generate,
    "sketch": sketch,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS], help="default: all")
    for part in parser.parse_args().parts or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()

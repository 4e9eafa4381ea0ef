"""Trials that the package stands and that each mutant fails: they give what is broken, as soon as it is."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from crash.faults import losses, refusals
from crash.project import KEY, label
from crash.scenes import FOX, ONE, scene, when_it_came
from crash.trees import on_disk
from crash.verdict import State, announced, in_words, no_key, published
from mkdocs_imggen.testing import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crash.bench import Bench
    from crash.project import Project


def power(bench: Bench) -> Iterator[str]:
    """A kill or a power loss at any place; the last ones first, since most is at stake there."""
    made, judge = scene(bench, "generate")
    for where, state in reversed(losses(made)):
        yield from (f"{where}: {fault}" for fault in judge.faults(state))


def full(bench: Bench) -> Iterator[str]:
    """Folders that take nothing more, from any call on after the answer came."""
    made, judge = scene(bench, "generate")
    for where, left in refusals(made, [errno.EACCES], sticky=True, start=when_it_came(made)):
        yield from (f"{where}: {fault}" for fault in (judge.faults(left) if isinstance(left, State) else left))


def unreadable(bench: Bench) -> Iterator[str]:
    """Every call fails once while the answer is in the spool."""
    made, judge = scene(bench, "generate what is in the spool")
    for where, left in refusals(made, [errno.EMFILE], sticky=False):
        yield from (f"{where}: {fault}" for fault in (judge.faults(left) if isinstance(left, State) else left))


def silence(bench: Bench) -> Iterator[str]:
    """A request without an answer: asked once, named, and asked again only when told to."""
    for odd in (Reply(silent=True), Reply(cut="before headers", reset=True), Reply(cut="in body")):
        project = bench.project(prompts=ONE, settings={"timeout": 1})
        bench.bank.begin(odd=[odd])
        first, second = project.run("imggen", "generate"), project.run("imggen", "generate")
        yield from _once(project, f"{odd}: ")
        if announced(first.text) != [FOX] or announced(second.text) != [FOX]:
            yield f"{odd}: not announced: {first.text}{second.text}"
        if project.run("imggen", "retry", FOX).code != 0:
            yield f"{odd}: `imggen retry` failed"
        yield from published(project)


def wrong_size(bench: Bench) -> Iterator[str]:
    """An answer that is not what was asked is kept, asked for once, and taken as it is when told to."""
    project = bench.project(prompts=ONE)
    bench.bank.begin(odd=[Reply(size="32x32")])
    project.run("imggen", "generate")
    project.run("imggen", "generate")
    yield from _once(project, "")
    yield from (f"{one.prompt}: paid for, and in no file" for one in bench.bank.paid if not on_disk(project.tree(), one))
    if project.run("imggen", "accept", FOX).code != 0:
        yield "`imggen accept` failed"
    yield from published(project)


def echo(bench: Bench) -> Iterator[str]:
    """A server that says the key is in no message and in no file."""
    for status in (400, 401, 403):
        project = bench.project(prompts=ONE)
        message = f"Incorrect key {KEY} given (Bearer {KEY})"
        bench.bank.begin(odd=[Reply.error(status, "invalid_value", message)])
        yield from in_words(project.run("imggen", "-v", "generate").text)
        yield from no_key(project.tree())


def together(bench: Bench) -> Iterator[str]:
    """Eight processes that miss the same picture."""
    project = bench.project(prompts=ONE)
    bench.bank.server.latency = 0.3
    children = [project.start("imggen", "generate") for _ in range(8)]
    yield from (f"it failed: {child.text}" for child in children if child.wait().code != 0)
    yield from _once(project, "")


def bit(bench: Bench) -> Iterator[str]:
    """A reviewed picture with one bit changed is neither published nor made anew."""
    project = bench.project(prompts=ONE)
    project.run("imggen", "generate")
    (original,) = (project.root / "imggen").glob("*.png")
    data = bytearray(original.read_bytes())
    data[len(data) // 2] ^= 1
    original.write_bytes(data)
    for build in (project.locked_build(), project.run("mkdocs", "build", "-q")):
        if build.code == 0 or original.name not in build.text:
            yield f"a changed original was published: {build.text}"
    if project.run("imggen", "check").code != 1:
        yield "`imggen check` found nothing"
    yield from _once(project, "")


def _once(project: Project, where: str) -> Iterator[str]:
    yield from (
        f"{where}{label(prompt)} asked for {number} times" for prompt, number in project.bank.counts.items() if number > 1
    )


TRIALS: dict[str, Callable[[Bench], Iterator[str]]] = {
    trial.__name__: trial for trial in (silence, wrong_size, echo, together, bit, power, full, unreadable)
}

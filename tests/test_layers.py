"""Who may import whom, who may touch what, and what no module may do."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from subprocess import run
from typing import TYPE_CHECKING

import pytest

import mkdocs_imggen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

PACKAGE = Path(mkdocs_imggen.__path__[0])
ROWS = (
    "errors",
    "settings presets directive plainyaml modeltable models modes",
    "request meaning record order markup",
    "fences misses alts covers",
    "imaging inputs files damage locks spool quarantine rescue catalogue store cache report",
    "providers providers.*",
    "limits ending generator feeding prices intake held maker plan cards colophon batch background run upkeep",
    (
        "literal inline placing conversion extension sources standalone build neighbours plugin zensical collecting"
        " modelling sketching publishing initialising tending cli"
    ),
    "testing",
)
"""Each module imports from the rows above its own, and within its row without circles."""
PURE = (
    "errors",
    "settings",
    "presets",
    "directive",
    "plainyaml",
    "modeltable",
    "models",
    "modes",
    "request",
    "record",
    "order",
    "markup",
)
HEAVY = ("openai", "httpx2", "httpx", "pydantic", "PIL", "diskcache", "rich", "resvg_py", "mkdocs")
ONLY = {
    "PIL": "imaging",
    "diskcache": "cache",
    "filelock": "locks",
    "openai": r"providers\.(?:openai|refusals|wire)",
    "httpx2": r"providers\.(?:openai|refusals|wire)",
    "resvg_py": r"providers\.sketch(?:\..+)?",
    "fontTools": r"providers\.sketch(?:\..+)?",
    "rich": "report|cli|modelling",
    "click": "cli|collecting|initialising|modelling|publishing|sketching|tending",
    "yaml": "plainyaml|initialising",
    "mkdocs": "build|plugin|collecting|sources|zensical",
    "markdown": r"literal|inline|placing|conversion|extension|sources|standalone|build|plugin|collecting",
}
"""The modules that may import a dependency, at their top or in a function."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imports_in(tree: ast.AST) -> Iterator[str]:
    """Give every module that one imports when it runs, also in functions; what is imported for types only is free."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in KNOWN else str(node.module)
        else:
            yield from imports_in(node)


KNOWN = frozenset(f"mkdocs_imggen.{name}" for name in MODULES)
IMPORTS = {name: frozenset(imports_in(tree)) for name, tree in TREES.items()}


def ours(name: str) -> AbstractSet[str]:
    return {other.removeprefix("mkdocs_imggen.") for other in IMPORTS[name] if other in KNOWN} - {name}


def row_of(name: str) -> int:
    for number, row in enumerate(ROWS):
        for word in row.split():
            if re.fullmatch(re.escape(word).replace(r"\*", ".*"), name):
                return number
    pytest.fail(f"{name} is in no row; say where it belongs")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_from_its_own_row_and_those_above(name: str) -> None:
    assert {other for other in ours(name) if row_of(other) > row_of(name)} == set()


def test_there_are_no_circles() -> None:
    waiting = {name: ours(name) for name in MODULES}
    while free := {name for name, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {name: needs for name, needs in waiting.items() if name not in free}
    assert waiting == {}


@pytest.mark.parametrize(("dependency", "allowed"), ONLY.items())
def test_a_dependency_has_its_own_modules(dependency: str, allowed: str) -> None:
    users = {name for name in MODULES if dependency in {other.partition(".")[0] for other in IMPORTS[name]}}
    assert {name for name in users if not re.fullmatch(allowed, name)} == set()


@pytest.mark.parametrize("name", MODULES)
def test_no_module_keeps_state(name: str) -> None:
    """A list, dict or set under a module's name is a constant in capitals that nobody changes, or is typed as read-only."""
    for node in TREES[name].body:
        if isinstance(node, ast.Assign):
            targets, value, said = node.targets, node.value, ""
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value, said = [node.target], node.value, ast.unparse(node.annotation)
        else:
            assert not isinstance(node, ast.AugAssign), f"{name}:{node.lineno} changes a module's value"
            continue
        if not is_mutable(value) or re.match(r"(?:Final|Mapping|MappingProxyType|Sequence)\b", said):
            continue
        for target in targets:
            assert isinstance(target, ast.Name)
            place = f"{name}:{node.lineno}: {target.id}"
            assert target.id == "__all__" or target.id.isupper(), f"{place} is mutable; annotate it as read-only"
            assert not is_changed(TREES[name], target.id), f"{place} is changed"


def is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in {"list", "dict", "set", "bytearray", "deque", "defaultdict", "Counter", "OrderedDict"}
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def is_changed(tree: ast.Module, name: str) -> bool:
    """Whether anything in a module stores into a name, deletes from it, or calls a method of it that changes it."""
    changing = {
        "append",
        "extend",
        "insert",
        "pop",
        "remove",
        "clear",
        "update",
        "setdefault",
        "popitem",
        "add",
        "discard",
        "sort",
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Global) and name in node.names:
            return True
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del) and is_name(node.value, name):
            return True
        if isinstance(node, ast.Attribute) and node.attr in changing and is_name(node.value, name):
            return True
    return False


def is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


@pytest.mark.parametrize("name", MODULES)
def test_a_long_module_says_why(name: str) -> None:
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    reason = re.search(r"(?:long|300 lines) because", ast.get_docstring(TREES[name]) or "")
    assert lines <= 300 or reason, f"{name} has {lines} lines; split it, or say `long because` in its docstring"


@pytest.mark.parametrize("name", [name for name in PURE if name in MODULES])
def test_the_pure_rows_know_no_clock_environment_randomness_or_disk(name: str) -> None:
    assert IMPORTS[name] & {"os", "time", "random", "secrets", "socket", "subprocess", "shutil", "tempfile"} == set()


FORK = """
import os, sys, traceback
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            __import__(name)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(name)
"""


def test_every_module_can_be_imported_alone_with_warnings_as_errors() -> None:
    """Each in an interpreter of its own, forked from one that has imported nothing yet."""
    command = [sys.executable, "-W", "error", "-c", FORK, *sorted(KNOWN)]
    ended = run(command, capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("", "")


def test_the_pure_rows_import_nothing_heavy() -> None:
    code = f"import sys, {', '.join(f'mkdocs_imggen.{name}' for name in PURE)}\nprint(*sys.modules)"
    loaded = run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) & set(HEAVY) == set()


def test_the_edge_and_the_engine_import_nothing_heavy_before_something_is_made() -> None:
    names = [name for row in ("imaging", "limits") for name in ROWS[row_of(row)].split()]
    code = f"import sys, {', '.join(f'mkdocs_imggen.{name}' for name in names)}\nprint(*sys.modules)"
    loaded = run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) & set(HEAVY) == set()

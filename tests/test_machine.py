"""What machines, clocks, file systems and merges do to a site: real builds go on, or say in one line why not.

A row of the fault matrix stands in brackets in the docstring of its test; `test_matrix.py` sees to it that each has one.
"""

from __future__ import annotations

import ast
import base64
import datetime as dt
import difflib
import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from contract import contract
from PIL import Image
from sites import Built, Site, digests

import mkdocs_imggen
from mkdocs_imggen import generator
from mkdocs_imggen.cli import main
from mkdocs_imggen.testing import ImageServer, Reply, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FOX = "![A fox](imggen:?size=64x64)\n"
OWL = "![An owl](imggen:?size=64x64)\n"


def a_site(root: Path, server: ImageServer) -> Site:
    settings = {"base_url": server.url, "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "widths": [32]}
    made = Site(root=root, imggen=settings)
    made.more["theme"] = {"name": None, "custom_dir": str(Path(__file__).parent / "golden" / "theme")}
    return made


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with ImageServer(validate=contract()) as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, server: ImageServer, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
    monkeypatch.setenv("IMGGEN_MODE", "generate")
    monkeypatch.chdir(tmp_path)
    made = a_site(tmp_path, server)
    made.page(FOX)
    return made


def errors(built: Built) -> list[str]:
    return [text for level, text in built.lines if level == "ERROR"]


def child(*words: str, before: str = "", env: Mapping[str, str] | None = None, cwd: Path | None = None) -> tuple[int, str]:
    """Run `mkdocs` in a process of its own that has no key; give its exit code and all that it printed."""
    code = f"import os, sys\n{before}\nfrom mkdocs.__main__ import cli\nsys.argv = {list(words)!r}\ncli({list(words[1:])!r})"
    kept = {name: value for name, value in os.environ.items() if "KEY" not in name and "IMGGEN" not in name}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept | {"PYTHONDONTWRITEBYTECODE": "1"} | dict(env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=cwd,
    )
    return done.returncode, done.stdout


WATCH = """
import json
ALLOWED, SEEN = {allowed!r}, []
NAMES = ("os.mkdir", "os.rmdir", "os.remove", "os.rename", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime")

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("openai", "httpx2", "httpx", "pydantic"):
            SEEN.append("import " + name)
            raise ImportError(name)

def outside(path):
    if isinstance(path, int) or path == os.devnull:
        return False
    path = os.path.realpath(os.fsdecode(path))
    return not any(path == folder or path.startswith(folder + os.sep) for folder in ALLOWED)

def watch(event, args):
    if event.partition(".")[0] in ("socket", "subprocess") or event in ("os.system", "os.exec", "os.posix_spawn", "ctypes.dlopen"):
        SEEN.append(event)
        raise RuntimeError(event)
    if event == "open":
        written = args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        paths = args[:1] if written else ()
    elif event == "sqlite3.connect":
        paths = () if "mode=ro" in str(args[0]) else (str(args[0]).removeprefix("file://").partition("?")[0],)
    elif event == "shutil.rmtree":
        paths = args[:1]
    elif event in NAMES and not (event in ("os.remove", "os.rmdir") and args[1] >= 0):  # what `rmtree` does inside its folder
        paths = [path for path in args[:2] if isinstance(path, (str, bytes))]
    else:
        paths = ()
    SEEN.extend(event + " " + os.fsdecode(path) for path in paths if outside(path))

sys.meta_path.insert(0, Absent())
sys.addaudithook(watch)
import atexit
atexit.register(lambda: print("SEEN", json.dumps(SEEN)))
"""


@pytest.mark.parametrize("env", [{"CI": "1"}, {"IMGGEN_MODE": "locked"}], ids=["in a build service", "locked by hand"])
def test_a_locked_build_needs_no_client_no_key_and_no_network_writes_nothing_elsewhere_and_gives_the_same_bytes(
    site: Site, server: ImageServer, env: dict[str, str]
) -> None:
    """[M13] [M14] Watched by the interpreter itself, twice: with the cache that is there, and with none."""
    site.page(FOX + "\n" + OWL)
    generated = site.build()
    assert len(server.requests) == 2
    out, cache = site.root / "locked", site.root / ".cache" / "imggen"
    watch = WATCH.format(allowed=[os.path.realpath(out), os.path.realpath(cache)])
    store = digests(site.root / "imggen")
    for _ in range(2):
        status, said = child("mkdocs", "build", "-f", str(site.config()), "-d", str(out), before=watch, env=env)
        assert status == 0, said
        assert json.loads(said.rpartition("SEEN ")[2]) == []
        assert digests(out) == generated.digests
        shutil.rmtree(cache)
    assert digests(site.root / "imggen") == store
    assert len(server.requests) == 2


class TestStore:
    def test_one_that_is_missing_is_made_by_the_first_picture(self, site: Site) -> None:
        """[M7]"""
        assert not (site.root / "imggen").exists()
        assert not site.build().failed
        assert len(site.store) == 2

    @pytest.mark.parametrize(
        ("stand_in", "why"),
        [
            (lambda path: path.write_text("mine"), "the store cannot be read (Not a directory)"),
            (lambda path: path.symlink_to(path.parent / "elsewhere"), "the store cannot be read (it is a symbolic link)"),
        ],
        ids=["a file", "a link"],
    )
    def test_a_file_or_a_link_in_its_place_is_one_line_and_nothing_is_sent(
        self, site: Site, server: ImageServer, stand_in: Callable[[Path], Any], why: str
    ) -> None:
        """[M7]"""
        (site.root / "elsewhere").mkdir()
        stand_in(site.root / "imggen")
        (line,) = errors(site.build())
        assert line.startswith(f"{site.root / 'imggen'}: imggen: {why}"[-80:]) or why in line
        assert "; set `store:` to a folder of its own, and make it readable" in line
        assert server.requests == []
        assert list((site.root / "elsewhere").iterdir()) == []

    def test_a_project_behind_a_link_is_like_any_other(self, site: Site, server: ImageServer, tmp_path: Path) -> None:
        """[M7]"""
        first = site.build()
        shutil.copytree(site.root, tmp_path / "real" / "project", ignore=shutil.ignore_patterns("real", ".cache", "site"))
        (tmp_path / "linked").symlink_to(tmp_path / "real")
        linked = Site(root=tmp_path / "linked" / "project", imggen=site.imggen, more=site.more)
        again = linked.build()
        assert not again.failed, again.lines
        assert again.digests == first.digests
        assert len(server.requests) == 1

    def test_one_on_another_file_system_gets_nothing_renamed_into_it(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """[M7] As if every folder were a file system of its own."""
        crossings = []

        def within(real: Callable[..., None]) -> Callable[..., None]:
            def act(source: Any, target: Any, **options: Any) -> None:
                if Path(source).parent != Path(target).parent:
                    crossings.append((source, target))
                    raise OSError(errno.EXDEV, "Invalid cross-device link")
                real(source, target, **options)

            return act

        for name in ("rename", "replace", "link"):
            monkeypatch.setattr(os, name, within(getattr(os, name)))
        assert not site.build().failed
        assert len(site.store) == 2
        assert crossings == []

    def test_one_without_hard_links_takes_pictures_and_a_site_gets_copies(
        self, site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[M8]"""
        site.imggen["publish"] = "link"
        refused = []

        def no_links(source: Any, target: Any, **_: Any) -> None:
            refused.append(target)
            raise OSError(errno.EPERM, "Operation not permitted")

        with monkeypatch.context() as patch:
            patch.setattr(os, "link", no_links)
            first = site.build()
            site.page(FOX + "\n" + OWL)
            second = site.build()
            copied = second.digests
        assert not first.failed, first.lines
        assert not second.failed, second.lines
        assert len(site.store) == 4
        assert len(server.requests) == 2
        assert len(refused) >= 4
        assert site.build().digests == copied


class Shifted(dt.datetime):
    """A clock that is wrong by years."""

    years = 0

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override] # a plain datetime does
        real = dt.datetime.now(tz)
        return real.replace(year=real.year + cls.years, day=min(real.day, 28))


def without_dates(built: Built) -> dict[str, str]:
    """Give the digests of a site but for the file in which MkDocs writes the day of the build."""
    return {name: digest for name, digest in built.digests.items() if name != "sitemap.xml"}


class TestClock:
    @pytest.mark.parametrize("years", [-10, 10])
    def test_one_that_is_wrong_by_ten_years_changes_no_published_byte(
        self, site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch, years: int
    ) -> None:
        """[M9] Neither when a picture is made nor later, with files from the future as well as from the past."""
        monkeypatch.setattr(generator, "datetime", Shifted)
        monkeypatch.setattr(Shifted, "years", years)
        first = site.build()
        assert not first.failed
        before = without_dates(first)
        assert str(dt.datetime.now(dt.UTC).year + years) in str(site.records[0]["created"])
        monkeypatch.setattr(Shifted, "years", -years)
        for folder in ("imggen", ".cache/imggen/renditions"):
            for path in (site.root / folder).iterdir():
                os.utime(path, (4e9 - years * 1e8, 4e9 - years * 1e8))
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
        assert without_dates(site.build()) == before
        assert len(server.requests) == 1

    def test_waits_are_measured_by_the_one_that_nobody_sets(self) -> None:
        """[M9] No module asks for the time of day but the one that dates records and the one that compares models' last days."""
        asked = set()
        for path in Path(mkdocs_imggen.__path__[0]).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and ast.unparse(node) in {
                    "time.time",
                    "datetime.now",
                    "date.today",
                    "time.time_ns",
                }:
                    asked.add(f"{path.stem}: {ast.unparse(node)}")
        assert asked == {"generator: datetime.now", "modelling: datetime.now"}


GONE = "os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')"
BARE = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.defpath}


@pytest.mark.parametrize(
    ("before", "env"),
    [
        ("os.environ.pop('HOME', None)", {}),
        ("", {"HOME": "/dev/null"}),
        ("", {"HOME": "/root/of/somebody/else", "USER": "nobody"}),
        ("", BARE),
        (GONE, {}),
    ],
    ids=["no home", "a home that takes nothing", "somebody's home", "ASCII only", "no working directory"],
)
def test_a_poor_environment_is_enough(site: Site, server: ImageServer, before: str, env: dict[str, str]) -> None:
    """[M10] Never with a terminal."""
    site.page("# Füchse\n\n![Ein Fuchs, groß](imggen:?size=64x64)\n")
    first = site.build()
    assert not first.failed
    config = str(site.config())
    check = f"{before}\nfrom mkdocs_imggen.cli import main\nmain(['check', '-f', {config!r}], standalone_mode=False)"
    words = ("mkdocs", "build", "-f", config, "-d", str(site.root / "out"))
    status, said = child(*words, before=check, env=env | {"CI": "1"}, cwd=site.root)
    assert status == 0, said
    assert said.startswith("1 pictures: 0 missing, 0 stale, 0 damaged\n")
    assert digests(site.root / "out") == first.digests


def no_memory(*_: object, **__: object) -> None:
    raise MemoryError


class TestMemory:
    def test_an_original_that_does_not_fit_is_an_error_and_stays(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """[M11]"""
        site.build()
        before = digests(site.root / "imggen")
        shutil.rmtree(site.root / ".cache")
        with monkeypatch.context() as patch:
            patch.setattr(Image.Image, "load", no_memory)
            built = site.build()
        assert built.failed
        (line,) = errors(built)
        assert "cannot be used: the picture does not fit into memory" in line
        assert digests(site.root / "imggen") == before
        assert not site.build().failed

    def test_a_paid_answer_that_does_not_fit_is_kept_and_not_bought_again(
        self, site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[M11]"""
        drawn = base64.b64encode(picture(64, 64, format_="webp")).decode()
        server.script = [Reply(json={"data": [{"b64_json": drawn}]})]
        with monkeypatch.context() as patch:
            patch.setattr(Image.Image, "load", no_memory)
            built = site.build()
        (line,) = errors(built)
        assert line.startswith("index.md:1: imggen: the picture does not fit into memory; the paid answer is kept")
        assert site.store == []
        assert site.build().failed
        assert CliRunner().invoke(main, ["accept", "a-fox"]).exit_code == 0
        assert len(site.store) == 2
        assert not site.build().failed
        assert len(server.requests) == 1


class TestSite:
    def test_a_file_in_its_place_is_mkdocs_own_error_before_anything_is_paid_for(self, site: Site, server: ImageServer) -> None:
        """[M12]"""
        (site.root / "site").write_text("mine")
        with pytest.raises(OSError, match="site"):
            site.build()
        assert server.requests == []
        (site.root / "site").unlink()
        again = site.build()
        assert not again.failed, again.lines
        assert len(site.store) == 2
        assert len(server.requests) == 1

    def test_one_that_vanishes_while_it_is_built_costs_nothing_that_was_paid_for(self, site: Site, server: ImageServer) -> None:
        """[M12]"""
        (site.root / "hooks.py").write_text(
            "import shutil\ndef on_page_context(context, config, **_):\n    shutil.rmtree(config.site_dir)\n", "utf-8"
        )
        site.more["hooks"] = ["hooks.py"]
        site.build(check=False)
        assert len(site.store) == 2
        del site.more["hooks"]
        assert not site.build().failed
        assert len(server.requests) == 1


def test_two_jobs_that_share_a_store_and_a_cache_lose_nothing_of_each_other(
    site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[C6] Two real processes at the same time, each with a picture of its own, in a build service that trusts its cache."""
    jobs = []
    for name, text in (("fox", FOX), ("owl", OWL)):
        site.page(text, f"../{name}/index.md")
        site.more |= {"docs_dir": name}
        config = site.config().rename(site.root / f"{name}.yml")
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(site.root / f"site-{name}")]
        env = dict(os.environ) | {"CI": "1", "IMGGEN_TRUST_CACHE": "1", "IMGGEN_MODE": "generate"}
        jobs.append((name, command, env))
    running = [subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) for _, command, env in jobs]
    said = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert sorted(name.rpartition("-")[0] for name in site.store) == ["a-fox", "a-fox", "an-owl", "an-owl"]
    assert len(server.requests) == 2
    kept = {name: digests(site.root / f"site-{name}") for name, _, _ in jobs}
    assert len(list((site.root / ".cache" / "imggen" / "renditions").iterdir())) == 4
    for name in ("fox", "owl"):
        again = Site(root=site.root, imggen=site.imggen, more=site.more | {"docs_dir": name})
        monkeypatch.setenv("IMGGEN_MODE", "locked")
        built = again.build()
        assert not built.failed, built.lines
        assert built.digests == kept[name]
    assert len(server.requests) == 2


def in_conflict(ours: str, theirs: str) -> str:
    """Give what Git leaves of a text that both sides of a merge added."""
    one, two = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    merged: list[str] = []
    for kind, i, j, m, n in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        same = kind == "equal"
        merged += one[i:j] if same else ["<<<<<<< HEAD\n", *one[i:j], "=======\n", *two[m:n], ">>>>>>> theirs\n"]
    return "".join(merged)


class TestMerges:
    @pytest.fixture
    def branches(self, site: Site, server: ImageServer, tmp_path: Path) -> Callable[[str, str], tuple[Path, Path]]:
        """Two checkouts of the site, each with the pictures of its own page."""

        def make(ours: str, theirs: str) -> tuple[Path, Path]:
            stores = []
            for name, text in (("ours", ours), ("theirs", theirs)):
                branch = Site(root=tmp_path / name, imggen=site.imggen, more=site.more)
                branch.page(text)
                assert not branch.build().failed
                stores.append(branch.root / "imggen")
            server.requests.clear()
            return stores[0], stores[1]

        return make

    @pytest.mark.parametrize("mode", ["locked", "generate"])
    def test_pictures_of_two_branches_come_together(
        self,
        site: Site,
        server: ImageServer,
        branches: Callable[[str, str], tuple[Path, Path]],
        mode: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """[C7]"""
        monkeypatch.setenv("IMGGEN_MODE", "generate")
        for store in branches(FOX, OWL):
            shutil.copytree(store, site.root / "imggen", dirs_exist_ok=True)
        monkeypatch.setenv("IMGGEN_MODE", mode)
        site.page(FOX + "\n" + OWL)
        built = site.build()
        assert not built.failed, built.lines
        assert len(site.store) == 4
        assert server.requests == []

    @pytest.mark.parametrize("mode", ["locked", "generate"])
    def test_one_picture_made_on_both_is_a_conflict_that_names_record_and_line(
        self,
        site: Site,
        server: ImageServer,
        branches: Callable[[str, str], tuple[Path, Path]],
        mode: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """[C7] Git leaves our picture and both records in one file; with other names, it leaves both pictures."""
        ours, theirs = branches(FOX, FOX)
        (record,) = ours.glob("*.yml")
        (twin,) = theirs.glob("*.yml")
        assert record.name == twin.name
        shutil.copytree(ours, site.root / "imggen")
        conflict = in_conflict(record.read_text("utf-8"), twin.read_text("utf-8"))
        (site.root / "imggen" / record.name).write_text(conflict, "utf-8")
        monkeypatch.setenv("IMGGEN_MODE", mode)
        (line,) = errors(site.build())
        assert record.name in line.partition(": imggen: ")[0]
        assert "its original was left alone" in line
        assert "merge" in line

        (site.root / "imggen" / record.name).write_text(record.read_text("utf-8"), "utf-8")
        for path in theirs.glob("a-fox-*"):
            shutil.copy(path, site.root / "imggen" / f"their-{path.name}")
        (line,) = errors(site.build())
        assert f"`{record.name}` and `their-{record.name}` hold two pictures for one request" in line
        assert "keep one record with its original and delete the other" in line
        assert server.requests == []

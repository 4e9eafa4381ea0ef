"""Sites as their readers see them: in a real Chromium, and by judges that are not ours (Nu, axe-core).

Screens stand in `tests/screens/`: of pictures alone, since letters differ from machine to machine. Where one is missing its test
makes it, and fails; look at it and commit it.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import sync_playwright
from sites import Site, build_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.no_cover
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
EXAMPLE = Path(__file__).parent.parent / "example-site"
SCREENS = Path(__file__).parent / "screens"
NU = Path(sys.prefix) / "nu/node_modules/vnu-jar/build/dist/vnu.jar"
OURS = "img[src*='assets/imggen/']"
NARROW, WIDE = {"width": 375, "height": 700}, {"width": 1280, "height": 800}
PALETTE = [
    {"scheme": "default", "toggle": {"icon": "material/weather-night", "name": "To dark"}},
    {"scheme": "slate", "toggle": {"icon": "material/weather-sunny", "name": "To light"}},
]
MATERIAL = {"theme": {"name": "material", "font": False, "palette": PALETTE}}
NIGHT = {"page": "# Night\n\n![A lighthouse at dawn](imggen:){ dark=true }\n\nWords.\n"}
SITES: dict[str, dict[str, Any]] = {
    "material": MATERIAL,
    "mkdocs": {"theme": {"name": "mkdocs", "highlightjs": False}},
    "readthedocs": {"theme": {"name": "readthedocs", "highlightjs": False}},
    "boxed": MATERIAL | {"plugins": ["glightbox"]},
    "material-night": MATERIAL | NIGHT,
    "mkdocs-night": {
        "theme": {"name": "mkdocs", "color_mode": "auto", "user_color_mode_toggle": True},
        **NIGHT,
    },
    "readthedocs-night": {"theme": {"name": "readthedocs", "highlightjs": False}, **NIGHT},
}
"""Settings of sites of one page."""
PAGE = """\
# Pictures

![A lighthouse at dawn](imggen:)

Words.

```imggen
alt: A padlock
caption: What keeps it
prompt: A padlock
preset: icon
width: 200
```

<div style="height: 9000px"></div>

![A rocket](imggen:)
"""
MANUAL = ["", "getting-started/", "syntax/", "presets/", "store/", "ci/", "blog/"]
"""The pages of example-site."""


class Web(SimpleHTTPRequestHandler):
    """Serves a folder, and remembers which of our pictures are asked for and what is not there."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".avif": "image/avif", ".webp": "image/webp"}

    def __init__(self, *args: Any, sites: Sites, **options: Any) -> None:
        self.sites = sites
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        if "/assets/imggen/" in self.path:
            self.sites.asked.append(short(self.path))
            time.sleep(self.sites.delay)
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, *args: Any, **options: Any) -> None:
        self.sites.missing.append(self.path)
        super().send_error(code, *args, **options)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Sites:
    """The sites of this file, each built when a test first asks for it, in that test's environment; one store for most."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.asked: list[str] = []
        self.missing: list[str] = []
        self.delay = 0.0
        self.address = ""

    def __call__(self, name: str, page: str = "", *, delay: float = 0) -> str:
        """Give the address of a page, from now on with pictures that are that many seconds late."""
        with FileLock(self.folder.with_name("sites.lock")):
            if not (self.folder / name).exists():
                manual(self.folder / name) if name == "manual" else small(self.folder / name)
        self.asked.clear()
        self.missing.clear()
        self.delay = delay
        return f"{self.address}/{name}/site/{page}"


def manual(root: Path) -> None:
    """Build example-site from its store, with fewer widths, since encoding is most of this file's time."""
    root.mkdir()
    config = {
        "INHERIT": str(EXAMPLE / "mkdocs.yml"),
        "docs_dir": str(EXAMPLE / "docs"),
        "plugins": {"imggen": {"store": str(EXAMPLE / "imggen"), "mode": "locked", "widths": [640]}},
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    built = build_site(root / "mkdocs.yml", root / "site")
    assert not built.failed, built.lines


def small(root: Path) -> None:
    """Build a site of one page."""
    ours = {"provider": "sketch", "store": "../store", "cache": "../cache", "formats": ["avif", "webp"]}
    more = SITES[root.name]
    site = Site(root=root, imggen=ours, plugins=more.get("plugins", []), more={"theme": more["theme"]})
    site.page(more.get("page", PAGE))
    built = site.build(check=False)
    assert not built.failed, built.lines


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("there is no Chromium on this machine, and sites are looked at in it: `apt-get install chromium`")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=[*FLAGS.split(), "--disable-sync"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    # Workers of one run share their sites.
    shared = tmp_path_factory.getbasetemp().parent / "sites" if "PYTEST_XDIST_WORKER" in os.environ else None
    served = Sites(shared or tmp_path_factory.mktemp("sites"))
    handler = partial(Web, sites=served, directory=str(served.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        served.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield served
        server.shutdown()


WATCH = """
window.shift = 0;
new PerformanceObserver(seen => seen.getEntries().forEach(entry => window.shift += entry.value))
    .observe({type: 'layout-shift', buffered: true});
"""


@contextmanager
def opened(chromium: Browser, address: str, size: dict[str, int] = WIDE, **how: Any) -> Iterator[Page]:
    """Open a page as a new reader, and wait until nothing is fetched any more."""
    context = chromium.new_context(viewport=size, reduced_motion="reduce", **how)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        # Nothing from beyond this machine, and no letters: those of readthedocs come late and shift its text, pictures or not.
        page.route(re.compile(r"^https?://(?!127\.0\.0\.1:)|\.(?:woff2?|ttf)\b"), lambda route: route.abort())
        page.goto(address, wait_until="networkidle")
        yield page
    finally:
        context.close()


def short(path: str) -> str:
    """Say of an address what matters: the picture's name, `full` or a width, and the format."""
    match = re.search(r"([\w-]+?)-[0-9a-f]{8}(?:-(\d+))?\.(\w+)", path)
    assert match, path
    return f"{match[1]} {match[2] or 'full'} {match[3]}"


def toggle(page: Page) -> None:
    """Turn Material's palette."""
    page.locator("form[data-md-component=palette] label:visible").click()


def scroll(page: Page) -> None:
    """Read a page from its top to its end, waiting for the pictures on the way, and go back to its top."""
    for image in page.locator(f"{OURS}:visible").all():
        image.scroll_into_view_if_needed()
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.evaluate("scrollTo(0, 0)")


SHAPES = """
images => images.filter(image => image.checkVisibility()).map(image => {
    const box = image.getBoundingClientRect();
    const style = getComputedStyle(image);
    const inner = [style.paddingLeft, style.paddingRight, style.borderLeftWidth, style.borderRightWidth];
    const width = box.width - inner.reduce((sum, text) => sum + parseFloat(text), 0);
    const tall = [style.paddingTop, style.paddingBottom, style.borderTopWidth, style.borderBottomWidth];
    const height = box.height - tall.reduce((sum, text) => sum + parseFloat(text), 0);
    return {
        name: image.currentSrc, width, height, right: box.right,
        naturalWidth: image.naturalWidth, naturalHeight: image.naturalHeight, complete: image.complete,
    };
})
"""


def see_shapes(page: Page) -> int:
    """See that every picture has its own shape, is not enlarged where there is a wider file, and lies inside of the page; count them."""
    shapes = page.locator(OURS).evaluate_all(SHAPES)
    for shape in shapes:
        name = f"{short(shape['name'])} at {page.viewport_size}"
        assert shape["complete"], name
        assert shape["width"] / shape["height"] == pytest.approx(shape["naturalWidth"] / shape["naturalHeight"], rel=0.03), name
        assert " full " in name or shape["width"] <= int(name.split()[1]), name
        assert shape["right"] <= page.viewport_size["width"], name  # type: ignore[index]
    return len(shapes)


def faults(page: Page) -> list[str]:
    """Ask axe-core about our pictures and what is directly around them; the rest of a page is its theme's."""
    around = ["figure", "picture", OURS, f"a:has({OURS})"]
    found = Axe().run(page, context={"include": [[one] for one in around]}, options={"resultTypes": ["violations"]})
    return [f"{fault['id']}: {node['html']}" for fault in found.response["violations"] for node in fault["nodes"]]


class TestTheManual:
    """The pages of example-site."""

    @pytest.mark.parametrize("page_name", MANUAL)
    def test_its_pages_are_whole_light_and_dark_narrow_and_wide(self, page_name: str, chromium: Browser, sites: Sites) -> None:
        seen = set()
        with opened(chromium, sites("manual", page_name, delay=0.2)) as page:
            for size in (WIDE, NARROW):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                for _ in ("light", "dark"):
                    scroll(page)
                    seen.add(see_shapes(page))
                    assert size == WIDE or faults(page) == []
                    toggle(page)
        assert len(seen) == 1
        assert seen.pop() > 0
        assert sites.missing == []

    def test_they_are_whole_without_javascript(self, chromium: Browser, sites: Sites) -> None:
        for page_name in MANUAL:
            address = sites("manual", page_name)
            html = (sites.folder / "manual/site" / page_name / "index.html").read_text("utf-8")
            named = {short(name).split()[0] for name in re.findall(r'<img [^>]*src="([^"]*assets/imggen/[^"]+)"', html)}
            with opened(chromium, address, java_script_enabled=False):
                assert {name.split()[0] for name in sites.asked} == named, page_name
            assert sites.missing == []


class TestAPage:
    @pytest.mark.parametrize("name", ["material", "mkdocs", "readthedocs"])
    def test_nothing_shifts_while_its_pictures_come_late_and_they_keep_their_shapes(
        self, name: str, chromium: Browser, sites: Sites
    ) -> None:
        for size in (WIDE, NARROW):
            with opened(chromium, sites(name, delay=0.4), size) as page:
                scroll(page)
                assert page.evaluate("shift") == 0, size
                assert see_shapes(page) == 3
                assert faults(page) == []

    @pytest.mark.parametrize(
        ("width", "density", "file"),
        [
            (375, 1, "640"),
            (375, 2, "1280"),
            (375, 3, "1280"),
            (768, 1, "1280"),
            (768, 2, "full"),
            (1280, 1, "1280"),
            (1280, 2, "full"),
        ],
    )
    def test_the_file_that_fits_is_fetched_in_the_best_format_and_nothing_far_below(
        self, width: int, density: float, file: str, chromium: Browser, sites: Sites
    ) -> None:
        size = {"width": width, "height": 800}
        with opened(chromium, sites("material"), size, device_scale_factor=density) as page:
            assert sorted(sites.asked) == [f"a-lighthouse-at-dawn {file} avif", "a-padlock 640 avif"]
            scroll(page)
            assert sites.asked[2:] == [f"a-rocket {file} avif"]

    @pytest.mark.parametrize("alt", ["A lighthouse at dawn", "A padlock", "A rocket"])
    def test_a_click_opens_the_lightbox_with_the_whole_picture(self, alt: str, chromium: Browser, sites: Sites) -> None:
        name = alt.lower().replace(" ", "-")
        with opened(chromium, sites("boxed")) as page:
            page.get_by_alt_text(alt).click()
            shown = page.locator(".gslide.current.loaded img")
            shown.wait_for()
            assert short(shown.evaluate("image => image.currentSrc")) == f"{name} full webp"
            assert shown.evaluate("image => image.naturalWidth") == (1024 if alt == "A padlock" else 1536)
            assert f"{name} full webp" in sites.asked
            page.keyboard.press("Escape")
            shown.wait_for(state="detached")
            assert sites.missing == []


LIGHT, DARK = "a-lighthouse-at-dawn 1280 avif", "a-lighthouse-at-dawn--dark 1280 avif"


def seen(page: Page) -> list[str]:
    """Say which pictures a reader sees, once they are there."""
    scroll(page)
    assert page.evaluate("shift") == 0
    assert faults(page) == []
    return [short(str(image.evaluate("image => image.currentSrc"))) for image in page.locator(f"{OURS}:visible").all()]


class TestADarkTwin:
    def test_the_palette_of_material_shows_it_and_only_what_is_seen_is_fetched(self, chromium: Browser, sites: Sites) -> None:
        with opened(chromium, sites("material-night"), color_scheme="dark") as page:
            assert (seen(page), sites.asked) == ([LIGHT], [LIGHT])
            toggle(page)
            assert (seen(page), sites.asked) == ([DARK], [LIGHT, DARK])
            page.reload(wait_until="networkidle")
            assert (seen(page), sites.asked) == ([DARK], [LIGHT, DARK, DARK])

    def test_the_color_mode_of_mkdocs_shows_it_and_only_what_is_seen_is_fetched(self, chromium: Browser, sites: Sites) -> None:
        with opened(chromium, sites("mkdocs-night"), color_scheme="dark") as page:
            assert (seen(page), sites.asked) == ([DARK], [DARK])
            page.locator("#theme-menu").click()
            page.locator("button[data-bs-theme-value=light]").click()
            assert (seen(page), sites.asked) == ([LIGHT], [DARK, LIGHT])

    def test_elsewhere_the_readers_system_shows_it_and_only_what_is_seen_is_fetched(
        self, chromium: Browser, sites: Sites
    ) -> None:
        with opened(chromium, sites("readthedocs-night"), color_scheme="dark") as page:
            assert (seen(page), sites.asked) == ([DARK], [DARK])
        with opened(chromium, sites("readthedocs-night"), color_scheme="light") as page:
            assert (seen(page), sites.asked) == ([LIGHT], [LIGHT])
            page.emulate_media(color_scheme="dark")
            page.wait_for_load_state("networkidle")
            assert (seen(page), sites.asked) == ([DARK], [LIGHT, DARK])


def check(folder: Path) -> dict[str, Counter[str]]:
    """Ask the Nu Html Checker of the W3C about the pages of a folder."""
    if shutil.which("java") is None or not NU.is_file():
        pytest.fail(
            f"pages are checked by Nu, in Java: `apt-get install default-jre-headless`, and `make .venv/test` puts {NU} there"
        )
    java = ["java", "-Xss16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", str(NU)]
    done = subprocess.run(
        [*java, "--format", "json", "--exit-zero-always", str(folder)], capture_output=True, text=True, check=True
    )
    said: dict[str, Counter[str]] = {page.name: Counter() for page in folder.iterdir()}
    for message in json.loads(done.stderr)["messages"]:
        if message["type"] == "info" and message.get("subType") != "warning":
            continue  # of `<img … />`, which is how Python-Markdown writes every image
        said[Path(message["url"]).name][message["message"]] += 1
    return said


PICTURE = re.compile(r"<figure\b.*?</figure>|<picture\b.*?</picture>|<img\b[^>]*assets/imggen/[^>]*>", re.DOTALL)


def test_nu_finds_no_fault_in_a_page_that_it_does_not_find_in_the_same_page_without_our_pictures(
    sites: Sites, tmp_path: Path
) -> None:
    pages = {f"manual-{name.strip('/')}": sites.folder / "manual/site" / name for name in MANUAL}
    pages |= {name: sites.folder / name / "site" for name in SITES}
    for name in ("manual", *SITES):
        sites(name)
    wrong = "<!doctype html><html lang=en><title>Wrong</title><p>"
    (tmp_path / "wrong.with.html").write_text(wrong + '<img src="assets/imggen/a.webp" srcset="a.webp 64w" alt="A">', "utf-8")
    (tmp_path / "wrong.without.html").write_text(wrong, "utf-8")
    for name, folder in pages.items():
        html = (folder / "index.html").read_text("utf-8")
        without, count = PICTURE.subn("", html)
        assert count
        (tmp_path / f"{name}.with.html").write_text(html, "utf-8")
        (tmp_path / f"{name}.without.html").write_text(without, "utf-8")
    said = check(tmp_path)
    ours = {name: list((said[f"{name}.with.html"] - said[f"{name}.without.html"]).elements()) for name in ("wrong", *pages)}
    (fault,) = ours.pop("wrong")
    assert "the “sizes” attribute must also be specified" in fault
    # Material's manual advises its `align`, which an author wrote there.
    advised = ["The “align” attribute on the “img” element is obsolete. Use CSS instead."]
    assert {name: found for name, found in ours.items() if found} == {"manual-getting-started": advised}


def test_axe_would_find_a_fault(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content('<html lang="en"><title>Wrong</title><main><figure><img src="assets/imggen/a.webp"></figure></main>')
    assert [fault.split(":")[0] for fault in faults(page)] == ["image-alt"]
    page.close()


def compare(picture: Locator, name: str) -> None:
    """See that a picture looks as it did when a person saw it; browsers may scale a little differently."""
    picture.evaluate("image => (image.scrollIntoView({block: 'center'}), image.decode())")
    taken = Image.open(io.BytesIO(picture.screenshot(animations="disabled"))).convert("RGB")
    screen = SCREENS / f"{name}.png"
    if not screen.exists():
        taken.quantize(256).save(screen, optimize=True)
        pytest.fail(f"{screen} was missing and is there now: look at it, and commit it")
    with Image.open(screen) as seen:
        assert taken.size == seen.size
        difference = ImageStat.Stat(ImageChops.difference(taken, seen.convert("RGB")))
    assert max(difference.mean) < 4, f"{name}: {difference.mean} of 255 away, in red, green and blue"


class TestScreens:
    def test_a_picture_and_its_dark_twin_on_a_narrow_page(self, chromium: Browser, sites: Sites) -> None:
        with opened(chromium, sites("manual"), NARROW) as page:
            robot = page.get_by_alt_text("A robot librarian sorting glowing documents").locator("visible=true")
            compare(robot, "narrow")
            toggle(page)
            compare(robot, "narrow-dark")

    def test_a_transparent_picture_in_a_table_of_a_dark_page(self, chromium: Browser, sites: Sites) -> None:
        with opened(chromium, sites("manual", "syntax/")) as page:
            toggle(page)
            compare(page.get_by_alt_text("Gear"), "gear-on-slate")

    def test_a_picture_in_the_lightbox(self, chromium: Browser, sites: Sites) -> None:
        with opened(chromium, sites("boxed"), NARROW) as page:
            page.get_by_alt_text("A lighthouse at dawn").click()
            compare(page.locator(".gslide.current.loaded img"), "lightbox")

"""Pictures that go in: which files may be read, what is sent of them, and what enters the key."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sys
from pathlib import Path
from subprocess import run
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, PngImagePlugin

from mkdocs_imggen import inputs as module
from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.inputs import Place, check_mask, find, look, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CANARY = b"CANARY-SECRET"


def drawn(mode: str = "RGB", size: tuple[int, int] = (60, 40), hole: bool = True) -> Image.Image:
    """A light card on a dark ground; the ground is transparent where the mode has alpha and there is to be a hole."""
    image = Image.new(mode, size, (10, 60, 120, 0 if hole else 255)[: len(mode)])
    image.paste((250, 240, 230, 255)[: len(mode)], (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    return image


def saved(image: Image.Image, format_: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A docs folder with a page's folder and a picture, and a secret picture beside it."""
    docs = tmp_path / "project" / "docs"
    (docs / "guide").mkdir(parents=True)
    (docs / "images").mkdir()
    (docs / "images" / "office.png").write_bytes(saved(drawn()))
    (tmp_path / "project" / "secret.png").write_bytes(saved(drawn("RGBA")) + CANARY)
    return docs


@pytest.fixture
def opened(docs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files outside of the docs folder that were opened, by what they are and not by the way to them."""
    outside = {path.stat().st_ino: path.name for path in docs.parent.glob("*.png")}
    found: list[str] = []
    real = os.open

    def watch(*args: Any, **options: Any) -> int:
        handle = real(*args, **options)
        found.extend(filter(None, [outside.get(os.fstat(handle).st_ino)]))
        return handle

    monkeypatch.setattr(os, "open", watch)
    yield found
    assert found == []


def at(docs: Path, written: str, page: str | None = "guide/start.md", folders: list[Path] | None = None) -> Place:
    return find(written, docs_dir=docs, folders=[docs] if folders is None else folders, page=page)


def fault(docs: Path, written: str, **more: Any) -> str:
    with pytest.raises(DirectiveError) as error:
        read(at(docs, written, **more))
    assert "CANARY" not in str(error.value)
    return error.value.what


class TestWhereItIs:
    def test_a_path_starts_at_the_page(self, docs: Path) -> None:
        shutil.copy(docs / "images" / "office.png", docs / "guide" / "office.png")
        shutil.copy(docs / "images" / "office.png", docs / "office.png")
        assert at(docs, "office.png").parts == ("guide", "office.png")
        assert at(docs, "../images/office.png").parts == ("images", "office.png")
        assert at(docs, "../images/office.png").path == docs / "images" / "office.png"

    def test_or_at_the_docs_folder(self, docs: Path) -> None:
        assert at(docs, "images/office.png").parts == ("images", "office.png")
        assert at(docs, "images/office.png", page=None).parts == ("images", "office.png")
        assert at(docs, "./images//../images/office.png").parts == ("images", "office.png")

    def test_or_at_a_listed_folder(self, docs: Path) -> None:
        brand = docs.parent / "brand"
        brand.mkdir()
        shutil.copy(docs / "images" / "office.png", brand / "logo.png")
        folders = [docs, brand]
        found = at(docs, "logo.png", folders=folders)
        assert (found.folder, found.parts) == (brand, ("logo.png",))
        assert at(docs, "../../brand/logo.png", folders=folders) == Place(
            written="../../brand/logo.png", folder=brand, parts=("logo.png",), stamp=found.stamp
        )

    def test_a_folder_may_be_spelt_in_any_way_and_be_reached_through_links(self, docs: Path) -> None:
        (docs.parent / "link").symlink_to(docs)
        odd = docs / ".." / "link"
        assert at(odd, "../images/office.png").parts == ("images", "office.png")

    def test_the_docs_folder_may_be_off_the_list(self, docs: Path) -> None:
        assert fault(docs, "office.png", folders=[docs / "guide"]) == "there is no picture `office.png`"
        assert at(docs, "../images/office.png", folders=[docs / "images"]).parts == ("office.png",)


class TestWhatMayNotBeRead:
    @pytest.mark.parametrize(
        "written",
        [
            "../../secret.png",
            "../../../project/secret.png",
            "../images/../../secret.png",
            "images/../../../docs/../secret.png",
            "../../docs-private/secret.png",
            "../..",
        ],
    )
    def test_a_way_out_leads_nowhere(self, docs: Path, opened: list[str], written: str) -> None:
        """[threat 3]."""
        assert fault(docs, written) == f"`{written}` leads out of the folders that may be read"
        assert opened == []

    @pytest.mark.parametrize(
        ("written", "why"),
        [
            ("{outside}", "is an absolute path"),
            ("//host/share/a.png", "is an absolute path"),
            ("..\\..\\secret.png", "holds a backslash or a colon"),
            ("C:secret.png", "holds a backslash or a colon"),
            ("office.png:stream", "holds a backslash or a colon"),
            ("https://example.com/a.png", "holds a backslash or a colon"),
            ("CON", "is the name of a device"),
            ("images/nul.png", "is the name of a device"),
            ("images/Lpt1.txt", "is the name of a device"),
            ("", "is no path"),
            ("images/office.png\0.jpg", "is no path"),
            ("images/\u202egnp.exe", "is no path"),
        ],
    )
    def test_a_name_that_is_no_plain_relative_path(self, docs: Path, opened: list[str], written: str, why: str) -> None:
        """[threat 3]."""
        written = written.format(outside=docs.parent / "secret.png")
        assert fault(docs, written) == f"`{written}` {why}"
        assert opened == []

    @pytest.mark.parametrize(
        "written", ["%2e%2e/%2e%2e/secret.png", "..%2f..%2fsecret.png", "~/secret.png", "$HOME/secret.png", "images/none.png"]
    )
    def test_nothing_in_a_name_is_unfolded(self, docs: Path, opened: list[str], written: str) -> None:
        """[threat 3]."""
        assert fault(docs, written) == f"there is no picture `{written}`"
        assert opened == []

    def test_where_folders_cannot_be_opened_it_is_read_all_the_same(self, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "_STEPWISE", False)
        assert read(at(docs, "images/office.png")).pixels.width == 60
        assert fault(docs, "images/none.png") == "there is no picture `images/none.png`"

    @pytest.mark.parametrize("stepwise", [True, False])
    @pytest.mark.parametrize("link", ["images/link.png", "link/secret.png", "link/deeper/secret.png"])
    def test_no_link_is_followed(
        self, docs: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, link: str, stepwise: bool
    ) -> None:
        """[threat 3]."""
        monkeypatch.setattr(module, "_STEPWISE", stepwise)
        (docs / "images" / "link.png").symlink_to(docs.parent / "secret.png")
        (docs / "link").symlink_to(docs.parent)
        assert fault(docs, link) == f"`{link}`: a symbolic link is on its way, and none is followed"
        assert opened == []

    def test_a_link_inside_the_folder_is_none_the_better(self, docs: Path) -> None:
        """[threat 3]."""
        (docs / "same.png").symlink_to("images/office.png")
        assert fault(docs, "same.png") == "`same.png`: a symbolic link is on its way, and none is followed"

    def test_a_link_that_leads_nowhere(self, docs: Path) -> None:
        """[threat 3]."""
        (docs / "dead.png").symlink_to("nothing.png")
        assert fault(docs, "dead.png") == "`dead.png`: a symbolic link is on its way, and none is followed"

    @pytest.mark.parametrize("last", [True, False])
    def test_a_link_put_there_between_the_look_and_the_opening(
        self, docs: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, last: bool
    ) -> None:
        """[threat 3]."""
        shutil.copy(docs / "images" / "office.png", docs / "images" / "secret.png")
        victim = docs / "images" / "secret.png" if last else docs / "images"
        real = os.open

        def swap(path: Any, *args: Any, **options: Any) -> int:
            if path == victim.name:
                shutil.move(victim, docs / "aside")
                victim.symlink_to(docs.parent / "secret.png" if last else docs.parent)
            return real(path, *args, **options)

        monkeypatch.setattr(os, "open", swap)
        what = fault(docs, "images/secret.png", page=None)
        assert what == "`images/secret.png`: a symbolic link is on its way, and none is followed"
        assert opened == []

    @pytest.mark.parametrize("restored", [True, False])
    def test_where_folders_cannot_be_opened_a_swapped_file_is_opened_and_not_read(
        self, docs: Path, monkeypatch: pytest.MonkeyPatch, restored: bool
    ) -> None:
        """[threat 3]."""
        shutil.copy(docs / "images" / "office.png", docs / "images" / "secret.png")
        monkeypatch.setattr(module, "_STEPWISE", False)
        place = at(docs, "images/secret.png", page=None)
        real = os.open
        handles: list[int] = []

        def swap(path: Any, *args: Any, **options: Any) -> int:
            shutil.move(docs / "images", docs / "aside")
            (docs / "images").symlink_to(docs.parent)
            handles.append(real(path, *args, **options))
            if restored:
                (docs / "images").unlink()
                shutil.move(docs / "aside", docs / "images")
            return handles[-1]

        monkeypatch.setattr(os, "open", swap)
        with pytest.raises(DirectiveError) as error:
            read(place)
        assert error.value.what == "`images/secret.png`: a symbolic link is on its way, and none is followed"
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(handles[0])

    def test_a_link_put_there_between_the_look_and_the_reading(self, docs: Path, opened: list[str]) -> None:
        """[threat 3]."""
        place = at(docs, "images/office.png")
        (docs / "images" / "office.png").unlink()
        (docs / "images" / "office.png").symlink_to(docs.parent / "secret.png")
        for use in (look, read):
            with pytest.raises(DirectiveError, match="a symbolic link is on its way"):
                use(place)
        assert opened == []

    def test_a_pipe_is_refused_and_not_waited_for(self, docs: Path) -> None:
        """[threat 3]."""
        os.mkfifo(docs / "images" / "pipe.png")
        assert fault(docs, "images/pipe.png") == "`images/pipe.png`: it is not a plain file"

    def test_a_pipe_in_the_place_of_a_file_that_was_looked_at(self, docs: Path) -> None:
        """[threat 3]."""
        place = at(docs, "images/office.png")
        place.path.unlink()
        os.mkfifo(place.path)
        for use in (look, read):
            with pytest.raises(DirectiveError, match="it is not a plain file"):
                use(place)

    def test_a_hard_link_to_a_device_is_refused(self, docs: Path) -> None:
        """[threat 3]."""
        # A hard link to a device is the device under another name; a folder of devices stands in for one.
        assert fault(docs, "zero", folders=[Path("/dev")]) == "`zero`: it is not a plain file"

    def test_a_socket_and_a_folder_are_refused(self, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """[threat 3]."""
        monkeypatch.chdir(docs)  # the name of a socket may not be long
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("s.png")
            assert fault(docs, "s.png").startswith("`s.png` cannot be read (")
        assert fault(docs, "images") == "`images`: it is not a plain file"

    def test_what_is_gone_or_no_folder_by_now_is_not_there(self, docs: Path) -> None:
        place = at(docs, "images/office.png")
        place.path.unlink()
        with pytest.raises(DirectiveError) as error:
            read(place)
        assert error.value.what == "`images/office.png`: it is gone"
        (docs / "file").write_bytes(b"")
        assert fault(docs, "file/office.png") == "there is no picture `file/office.png`"

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"TOKEN=" + CANARY,
            b"RIFF\x24\x00\x00\x00WAVEfmt " + CANARY,
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"%PDF-1.7",
            saved(drawn(), "GIF"),
            saved(drawn(), "BMP"),
            saved(drawn(), "TIFF"),
        ],
    )
    def test_what_is_no_picture_is_not_quoted(self, docs: Path, data: bytes) -> None:
        """[threat 3]."""
        (docs / ".env").write_bytes(data)
        assert fault(docs, ".env") == "`.env`: it is no PNG, JPEG or WebP"

    @pytest.mark.parametrize("cut", [20, 100])
    def test_a_broken_picture_is_refused(self, docs: Path, cut: int) -> None:
        (docs / "a.png").write_bytes(saved(drawn())[:cut])
        assert fault(docs, "a.png").startswith("`a.png`: the bytes are no picture that can be used (")

    def test_a_file_that_is_too_large_is_not_read(self, docs: Path) -> None:
        with (docs / "big.png").open("wb") as file:
            file.truncate(module.MAX_BYTES)
        assert fault(docs, "big.png") == "`big.png`: it has 50.0 MB, and 50 are too many"

    def test_a_file_that_grows_is_not_read_on(self, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        place = at(docs, "images/office.png")
        monkeypatch.setattr(module, "MAX_BYTES", 100)
        monkeypatch.setattr(module, "_checked", os.fstat)
        with pytest.raises(DirectiveError, match="it grew while it was read"):
            read(place)

    def test_what_would_be_too_large_to_send_is_refused(self, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        noise = Image.effect_noise((300, 300), 90).convert("RGB")
        (docs / "noise.jpg").write_bytes(saved(noise, "JPEG", quality=40))
        monkeypatch.setattr(module, "MAX_BYTES", 60_000)
        assert fault(docs, "noise.jpg") == "`noise.jpg`: as PNG it has 0.2 MB, and 0.06 are too many"

    def test_too_many_pixels_are_refused(self, docs: Path) -> None:
        (docs / "a.png").write_bytes(saved(Image.new("1", (8000, 6251))))
        assert fault(docs, "a.png") == "`a.png`: the picture has 8000x6251 pixels, more than 50,000,000"

    def test_what_may_not_be_read_says_why(self, docs: Path) -> None:
        if os.geteuid() == 0:
            name = "x" * 300 + ".png"
            assert fault(docs, name) == f"`{name}` cannot be read (File name too long)"
        else:
            (docs / "images" / "office.png").chmod(0)
            assert fault(docs, "images/office.png") == "`images/office.png` cannot be read (Permission denied)"


class TestWhatIsSent:
    @pytest.mark.parametrize(("format_", "name"), [("PNG", "a.png"), ("JPEG", "b.jpg"), ("WEBP", "c.webp")])
    def test_it_is_a_png_of_the_same_pixels(self, docs: Path, format_: str, name: str) -> None:
        (docs / name).write_bytes(saved(drawn(), format_))
        sent = read(at(docs, name))
        assert (sent.name, sent.type) == (f"{name[0]}.png", "image/png")
        with Image.open(io.BytesIO(sent.data)) as image, Image.open(docs / name) as original:
            assert (image.format, image.mode) == ("PNG", "RGB")
            assert image.tobytes() == original.convert("RGB").tobytes()
        assert (sent.pixels.width, sent.pixels.height, sent.pixels.clearest) == (60, 40, 255)
        assert sent.pixels == look(at(docs, name))
        assert "data=" not in repr(sent)

    def test_alpha_and_the_colours_below_it_stay(self, docs: Path) -> None:
        (docs / "a.png").write_bytes(saved(drawn("RGBA")))
        sent = read(at(docs, "a.png"))
        with Image.open(io.BytesIO(sent.data)) as image:
            assert image.getpixel((0, 0)) == (10, 60, 120, 0)
        assert sent.pixels.clearest == 0

    def test_nothing_but_pixels_leaves(self, docs: Path) -> None:
        """[threat 3]."""
        info = PngImagePlugin.PngInfo()
        info.add_text("comment", "CANARY-TEXT")
        exif = Image.Exif()
        exif[270] = "CANARY-EXIF"
        data = saved(drawn(), pnginfo=info, exif=exif, icc_profile=b"CANARY-ICC", dpi=(72, 72)) + CANARY
        assert data.count(b"CANARY") == 3  # the profile is compressed
        (docs / "a.png").write_bytes(data)
        sent = read(at(docs, "a.png"))
        assert b"CANARY" not in sent.data
        with Image.open(io.BytesIO(sent.data)) as image:
            assert image.info == {}

    @pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
    def test_it_is_turned_upright(self, docs: Path, format_: str) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was held upright
        (docs / "a.png").write_bytes(saved(drawn(), format_, exif=exif))
        sent = read(at(docs, "a.png"))
        assert (sent.pixels.width, sent.pixels.height) == (40, 60)
        with Image.open(io.BytesIO(sent.data)) as image:
            assert image.size == (40, 60)
            red, _, _ = image.getpixel((25, 20))  # type: ignore[misc] # RGB gives three numbers
            assert red > 200

    def test_sixteen_bits_of_grey_do_not_turn_white(self, docs: Path) -> None:
        (docs / "a.png").write_bytes(saved(Image.new("I;16", (4, 4), 40_000)))
        with Image.open(io.BytesIO(read(at(docs, "a.png")).data)) as image:
            assert image.getpixel((0, 0)) == (156, 156, 156)

    @pytest.mark.parametrize(
        ("name", "sent"), [("Büro Plan.PNG", "buro-plan.png"), ("はじめに.png", "picture.png"), ('a"b.png', "a-b.png")]
    )
    def test_its_name_is_plain(self, docs: Path, name: str, sent: str) -> None:
        (docs / name).write_bytes(saved(drawn()))
        assert read(at(docs, name)).name == sent


class TestWhatEntersTheKey:
    """[D14]."""

    def digest(self, docs: Path, data: bytes) -> str:
        (docs / "a.png").write_bytes(data)
        return look(at(docs, "a.png")).digest

    def test_it_is_written_out(self, docs: Path) -> None:
        image = Image.new("RGB", (2, 1), (1, 2, 3))
        assert self.digest(docs, saved(image)) == "3c6310ff0fbb54903206235115ce6e8e1da4d366d4d3923c70c53b8e193cb17e"

    def test_metadata_format_and_time_do_not(self, docs: Path) -> None:
        image = drawn()
        exif = Image.Exif()
        exif[270] = "by me"
        first = self.digest(docs, saved(image))
        os.utime(docs / "a.png", (1, 1))
        assert look(at(docs, "a.png")).digest == first
        same = [
            saved(image, exif=exif),
            saved(image, compress_level=0),
            saved(image, "WEBP", lossless=True),
            saved(image.convert("RGBA")),
            saved(image.quantize(4)),
        ]
        assert {self.digest(docs, data) for data in same} == {first}

    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    def test_every_pixel_and_its_alpha_does(self, docs: Path, mode: str) -> None:
        image = drawn(mode)
        first = self.digest(docs, saved(image))
        image.putpixel((59, 39), (11, 60, 120, 0)[: len(mode)])
        changed = self.digest(docs, saved(image))
        image.putpixel((59, 39), (11, 60, 120, 1)[: len(mode)])
        assert len({first, changed, self.digest(docs, saved(image))}) == len(mode) - 1

    def test_its_size_does(self, docs: Path) -> None:
        sizes = [(6, 4), (4, 6), (24, 1)]
        assert len({self.digest(docs, saved(Image.new("RGB", size))) for size in sizes}) == 3

    def test_how_it_is_turned_does(self, docs: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        turned = self.digest(docs, saved(drawn(), exif=exif))
        assert turned == self.digest(docs, saved(drawn().transpose(Image.Transpose.ROTATE_270)))

    def test_a_stamp_tells_that_a_file_is_the_same(self, docs: Path) -> None:
        before = at(docs, "images/office.png").stamp
        assert at(docs, "images/office.png").stamp == before
        os.utime(docs / "images" / "office.png", (1, 1))
        assert at(docs, "images/office.png").stamp != before


class TestMasks:
    def seen(self, docs: Path, image: Image.Image) -> Any:
        (docs / "mask.png").write_bytes(saved(image))
        return look(at(docs, "mask.png"))

    def test_one_of_the_same_size_with_a_hole_fits(self, docs: Path) -> None:
        check_mask(self.seen(docs, drawn("RGBA")), look(at(docs, "images/office.png")), written="mask.png")

    @pytest.mark.parametrize(
        ("image", "what"),
        [
            (drawn("RGBA", (40, 60)), "the mask `mask.png` is 40x60, and its picture 60x40"),
            (drawn("RGB"), "the mask `mask.png` has no transparent pixel, so nothing could change"),
            (drawn("RGBA", hole=False), "the mask `mask.png` has no transparent pixel, so nothing could change"),
            (
                Image.new("RGBA", (60, 40), (0, 0, 0, 1)),
                "the mask `mask.png` has no transparent pixel, so nothing could change",
            ),
        ],
    )
    def test_another_is_refused(self, docs: Path, image: Image.Image, what: str) -> None:
        with pytest.raises(DirectiveError) as error:
            check_mask(self.seen(docs, image), look(at(docs, "images/office.png")), written="mask.png")
        assert error.value.what == what


@pytest.mark.parametrize("use", [find])
def test_no_picture_library_is_loaded_to_find_a_file(docs: Path, use: Callable[..., Place]) -> None:
    code = (
        "import sys; from pathlib import Path; from mkdocs_imggen.inputs import find\n"
        "docs = Path(sys.argv[1]); find('images/office.png', docs_dir=docs, folders=[docs])\n"
        "print('PIL' in sys.modules)"
    )
    assert run([sys.executable, "-c", code, str(docs)], capture_output=True, text=True, check=True).stdout == "False\n"

"""Build this site twice into `.demo/`: once with every picture drawn anew, once more to show that nothing is made again.

Run it with `make demo`. It needs no key and no network, and works in a build service too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRATCH = HERE.parent / ".demo"
CONFIG = """\
# Written by example-site/demo.py: the example site with a store and a cache of its own.
INHERIT: ../example-site/mkdocs.yml
docs_dir: ../example-site/docs
plugins:
  imggen:
    store: store
    cache: cache
"""


def main() -> int:
    """Show what the plugin does, from nothing."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir()
    (SCRATCH / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    print("First build: every picture is drawn anew into a scratch store.", flush=True)
    build("first")
    print("\nSecond build: everything is in the store.", flush=True)
    build("second")
    first, second = digests(SCRATCH / "first"), digests(SCRATCH / "second")
    originals = [path for path in (SCRATCH / "store").iterdir() if path.suffix == ".webp"]
    if first != second:
        different = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
        print(f"\nThe two sites differ in {', '.join(different[:5])}.")
        return 1
    print(f"\n{len(originals)} originals; the two sites are equal, byte for byte, in all {len(first)} files.")
    print(f"Look at   {SCRATCH / 'second' / 'index.html'}")
    print(f"Originals {SCRATCH / 'store'}")
    print(f"Or serve  {Path(sys.executable).with_name('mkdocs')} serve -f {HERE / 'mkdocs.yml'}")
    return 0


def build(name: str) -> None:
    """Build the site as a user would, with generation allowed from outside even where `CI` is set."""
    # One fixed date, since MkDocs writes the time of the build into the sitemap's archive.
    env = {
        **os.environ,
        "IMGGEN_MODE": "generate",
        "IMGGEN_TRUST_CACHE": "1",  # in a build service a cache is not believed; this one is the first build's own
        "SOURCE_DATE_EPOCH": "1795305600",
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(SCRATCH / "mkdocs.yml"), "--site-dir", name]
    subprocess.run(command, check=True, cwd=SCRATCH, env=env)


def digests(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    sys.exit(main())

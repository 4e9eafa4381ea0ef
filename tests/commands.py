"""The `imggen` command as a person runs it, beside a site of two pictures."""

from __future__ import annotations

from click.testing import CliRunner, Result

from mkdocs_imggen.cli import main

PAGES = """\
# Home

![A fox](imggen:)

```imggen
name: owl
alt: An owl
prompt: An owl
preset: icon
quality: high
```
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)

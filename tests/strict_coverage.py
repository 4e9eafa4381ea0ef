"""Names the modules in which every branch is tested, as `coverage report --include` wants them: what is pure, and what holds money."""

from __future__ import annotations

PURE = "errors settings presets plainyaml directive modeltable models modes fences misses alts covers request meaning record order markup"
MONEY = "files locks damage spool quarantine rescue catalogue inputs store cache imaging report providers/base providers/openai providers/wire providers/refusals providers/servers"

if __name__ == "__main__":
    print(",".join(f"mkdocs_imggen/{name}.py" for name in f"{PURE} {MONEY}".split()))

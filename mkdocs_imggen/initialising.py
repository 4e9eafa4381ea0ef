"""The command `imggen init`: finds out what builds the site, and adds the few lines that it needs of us.

It inserts lines into text and writes nothing else anew: comments and order are the user's. What comes out is parsed and
compared with what was there; where that is not the same but for our own entry, nothing is changed and the lines are printed.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from mkdocs_imggen import files, zensical
from mkdocs_imggen.collecting import CONFIG_FILES, config_option, stated
from mkdocs_imggen.errors import SettingsError
from mkdocs_imggen.plan import FOLDER
from mkdocs_imggen.settings import CACHE, STORE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FOREIGN = {
    "conf.py": "Sphinx",
    "docs/conf.py": "Sphinx",
    "docs/source/conf.py": "Sphinx",
    "source/conf.py": "Sphinx",
    "astro.config.mjs": "Astro",
    "astro.config.ts": "Astro",
    "astro.config.js": "Astro",
    "eleventy.config.js": "Eleventy",
    "eleventy.config.mjs": "Eleventy",
    ".eleventy.js": "Eleventy",
}
"""Files by which programs are known that cannot be helped yet."""
_IGNORED = re.compile(r"^/?\.cache(?:/imggen)?(?:/\**)?[ \t]*$", re.MULTILINE)
_NEW_PLUGINS = "plugins:\n  - search\n  - imggen\n"
_WATCH = f'watch = ["{STORE}"]\n'
_TABLE = "project.markdown_extensions"
ZENSICAL_DEFAULTS = f"""
# The first extension that is listed ends Zensical's own list, which therefore stands here.
[{_TABLE}]
abbr = {{}}
admonition = {{}}
attr_list = {{}}
def_list = {{}}
footnotes = {{}}
md_in_html = {{}}
toc.permalink = true
pymdownx.arithmatex.generic = true
pymdownx.betterem = {{}}
pymdownx.caret = {{}}
pymdownx.details = {{}}
pymdownx.emoji.emoji_generator = "zensical.extensions.emoji.to_svg"
pymdownx.emoji.emoji_index = "zensical.extensions.emoji.twemoji"
pymdownx.highlight.anchor_linenums = true
pymdownx.highlight.line_spans = "__span"
pymdownx.highlight.pygments_lang_class = true
pymdownx.inlinehilite = {{}}
pymdownx.keys = {{}}
pymdownx.magiclink = {{}}
pymdownx.mark = {{}}
pymdownx.smartsymbols = {{}}
pymdownx.superfences.custom_fences = [{{ name = "mermaid", class = "mermaid" }}]
pymdownx.tabbed.alternate_style = true
pymdownx.tabbed.combine_header_slug = true
pymdownx.tasklist.custom_checkbox = true
pymdownx.tilde = {{}}
imggen = {{}}
"""
"""What Zensical has on where a project lists no extension, with ours; a test compares it with Zensical's."""


class _Unusual(Exception):  # noqa: N818 - it is no fault
    """A file in a form that is not changed by inserting lines; holds those that a person adds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    path: Path
    before: str | None
    after: str

    def diff(self) -> str:
        """Give what changes, as git would show it."""
        name = self.path.name
        lines = difflib.unified_diff(
            (self.before or "").splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"a/{name}" if self.before is not None else "/dev/null",
            f"b/{name}",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@config_option
def init(*, config_file: Path | None, dry_run: bool) -> None:
    """Find out what builds this site, add the few lines that it needs, and say what to commit."""
    with stated():
        path = config_file or _only_one()
        text = _text(path)
        if text is None:
            raise SettingsError(f"there is no {path}", hint="run this beside the site's configuration")
        by_extension = zensical.configures(path)
        click.echo(f"{path.name}: {_host(path, text)}")
        changes: list[_Change] = []
        try:
            plain = text.replace("\r\n", "\n")
            after = _with_extension(plain) if path.suffix == ".toml" else plain if by_extension else _with_plugin(plain)
        except _Unusual as unusual:
            click.echo(f"its form is unusual, so it is left alone; add this to it yourself:\n\n{unusual}")
        else:
            changes = [_Change(path=path, before=text, after=after.replace("\n", "\r\n") if "\r\n" in text else after)]
        ignore = path.parent / ".gitignore"
        known = _text(ignore)
        if not _IGNORED.search((known or "").replace("\r\n", "\n")):
            line = f"{CACHE.parts[0]}/\n"
            end = "\n" if known and not known.endswith("\n") else ""
            changes.append(_Change(path=ignore, before=known, after=f"{known or ''}{end}{line}"))
        changes = [change for change in changes if change.before != change.after]
        for change in changes:
            click.echo(change.diff(), nl=False)
            if not dry_run:
                files.replace(change.path, change.after.encode())
        _say_what_is_next(path, [change.path.name for change in changes], by_extension=by_extension, dry_run=dry_run)


def _say_what_is_next(path: Path, changed: list[str], *, by_extension: bool, dry_run: bool) -> None:
    if dry_run and changed:
        click.echo(f"nothing was written; without --dry-run {' and '.join(changed)} would be")
    elif not changed:
        click.echo("nothing to add")
    folders = [f"{STORE}/"] + ([f"the docs folder's {FOLDER}/"] if by_extension else [])
    commit = [*(changed or [path.name]), *folders]
    click.echo(f"commit {', '.join(commit[:-1])} and {commit[-1]}; never {CACHE.parts[0]}/")
    if by_extension:
        click.echo(
            "after writing a directive: `imggen generate`, `imggen publish`, then build; the gate is `imggen check --strict`"
        )
    else:
        click.echo("after writing a directive: `imggen plan` says what it costs, `imggen generate` makes it")


def _only_one() -> Path:
    """Find the configuration in the working directory.

    Raises:
        SettingsError: there is none, several, or that of a program that cannot be helped yet.

    """
    found = [Path(name) for name in CONFIG_FILES if Path(name).is_file()]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(str(path) for path in found)
        raise SettingsError(f"several programs could build this site: {names}", hint="name one with --config-file")
    hint = "MkDocs, ProperDocs and Zensical are; nothing was changed"
    for name, program in _FOREIGN.items():
        if Path(name).is_file():
            raise SettingsError(f"this looks like a site of {program}, which is not supported yet", where=name, hint=hint)
    raise SettingsError(f"there is none of {', '.join(CONFIG_FILES)}", hint="run this beside one, or give --config-file")


def _host(path: Path, text: str) -> str:
    """Say what builds the site, and with which theme."""
    if zensical.configures(path):
        return "Zensical"
    theme = re.search(
        r"^theme:[ \t]*(?:\n(?:[ \t]+.*\n)*?[ \t]+name:[ \t]*)?[\"']?([\w-]+)", text.replace("\r\n", "\n"), re.MULTILINE
    )
    program = "ProperDocs" if path.stem == "properdocs" else "MkDocs"
    return f"{program} with the theme {theme[1] if theme else 'that it has by itself'}"


def _text(path: Path) -> str | None:
    try:
        return files.read(path)[0].decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeError as fault:
        raise SettingsError("it is not UTF-8", where=str(path), kept="it was left alone") from fault


def _with_plugin(text: str) -> str:
    """Add the plugin to MkDocs's YAML; give the text as it is where it is listed already."""
    alone = "  - imggen\n"
    root = _yaml(text)
    pairs = {key.value: value for key, value in root.value}
    if "plugins" not in pairs:
        if "INHERIT" in pairs or root.flow_style or re.search(r"^(?:\.\.\.|---)", text[1:], re.MULTILINE):
            raise _Unusual("plugins:  # all that you want: a list replaces the one before it\n  - search\n  - imggen\n")
        # A list of one's own ends MkDocs's, which is the search.
        return _proven(
            text, _ended(text) + _NEW_PLUGINS, lambda before, after: after == {**before, "plugins": ["search", "imggen"]}
        )
    plugins = pairs["plugins"]
    entries = plugins.value if isinstance(plugins, yaml.CollectionNode) else []
    names = [entry for entry in entries if isinstance(entry, yaml.ScalarNode)]
    names += [pair[0] for entry in entries if isinstance(entry, yaml.MappingNode) for pair in entry.value]
    names += [entry[0] for entry in entries if isinstance(entry, tuple)]
    if any(name.value == "imggen" for name in names):
        return text
    if not isinstance(plugins, yaml.SequenceNode) or plugins.flow_style or not entries:
        raise _Unusual(f"plugins:\n{alone}")
    lines = text.splitlines(keepends=True)
    end = entries[-1].end_mark
    at = end.line + (1 if end.column else 0)
    while not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#"):
        at -= 1
    lines[at - 1] = _ended(lines[at - 1])
    lines.insert(at, f"{' ' * plugins.start_mark.column}- imggen\n")
    return _proven(
        text, "".join(lines), lambda before, after: after == {**before, "plugins": [*before["plugins"], "imggen"]}, unusual=alone
    )


def _proven(text: str, after: str, right: Callable[[dict[str, Any], dict[str, Any]], bool], unusual: str = _NEW_PLUGINS) -> str:
    """See that a change of YAML does what it should and nothing else."""
    if not right(_plain(_yaml(text)), _plain(_yaml(after, unusual))):
        raise _Unusual(unusual)
    return after


def _yaml(text: str, unusual: str = _NEW_PLUGINS) -> Any:
    """Read YAML without giving its tags a meaning, since MkDocs's may name code and the environment."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        raise _Unusual(unusual) from fault
    if not isinstance(root, yaml.MappingNode):
        raise _Unusual(unusual)
    return root


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {_plain(key) if isinstance(key, yaml.ScalarNode) else id(key): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value if node.tag.startswith("tag:yaml.org,2002:") else (node.tag, node.value)


def _with_extension(text: str) -> str:
    """Add the extension, and the store to what is watched, to Zensical's TOML; give the text as it is where both are there."""
    lines = f"[project]\n{_WATCH}\n[{_TABLE}]\nimggen = {{}}\n"
    before = _toml(text)
    project = before.get("project") if before else None
    if before is None or not isinstance(project, dict):
        raise _Unusual(lines)
    wanted: dict[str, Any] = {**project}
    after = text
    if "markdown_extensions" not in project:
        after = _ended(after) + ZENSICAL_DEFAULTS
        wanted["markdown_extensions"] = tomllib.loads(ZENSICAL_DEFAULTS)["project"]["markdown_extensions"]
    elif "imggen" not in project["markdown_extensions"]:
        if not isinstance(project["markdown_extensions"], dict):
            raise _Unusual(lines)
        wanted["markdown_extensions"] = {**project["markdown_extensions"], "imggen": {}}
        after = _into_table(after, _TABLE, "imggen = {}\n", last=True) or f"{_ended(after)}\n[{_TABLE}.imggen]\n"
    if "watch" not in project:
        # A page that did not change is not rendered again, not even for another take of its picture.
        wanted["watch"] = [str(STORE)]
        after = _into_table(after, "project", _WATCH, last=False) or after
    if _toml(after) != {**before, "project": wanted}:
        raise _Unusual(lines)
    return after


def _into_table(text: str, table: str, line: str, *, last: bool) -> str | None:
    """Insert a line as the last or the first of a table; None where the table has no header."""
    lines = text.splitlines(keepends=True)
    header = re.compile(rf"[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\][ \t]*(?:#.*)?\n?")
    start = next((number for number, one in enumerate(lines) if header.fullmatch(one)), None)
    if start is None:
        return None
    at = start + 1
    if last:
        end = next((number for number in range(at, len(lines)) if re.match(r"[ \t]*\[", lines[number])), len(lines))
        at = next((number + 1 for number in range(end - 1, start, -1) if re.match(r"[ \t]*[^#\s]", lines[number])), at)
    lines[at - 1] = _ended(lines[at - 1])
    return "".join([*lines[:at], line, *lines[at:]])


def _toml(text: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else text + "\n"

"""Declarations in the code turned into the reference pages and `.env.example`: `make docs`.

Settings, controls, problems, commands and kinds are described once, where they are declared. A test
compares the pages with what this would write.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from frontdesk.app import controls, kinds, rooms
from frontdesk.app import registry as registries
from frontdesk.app import settings as trees
from frontdesk.app.cli import main as commands
from frontdesk.app.monitoring import files as monitoring
from frontdesk.app.registry import Registry
from frontdesk.ground.words.problems import BadInput, Broken, NotNow, Problem, Refused
from frontdesk.ground.words.settings import Setting

FAMILIES = {kind.__name__: kind.family for kind in (BadInput, NotNow, Refused, Broken, Problem)}
MADE = "<!-- made by `make docs`: change the declarations, not this page -->\n"
SHOWN_KINDS = ("bot", "channel", "door", "tool", "provider", "prompt", "rule", "notifier")


def render_all() -> Mapping[str, str]:
    """Every generated file by its path in the project."""
    registry = registries.scan()
    firsts = controls.list_settings(registry)
    declared = unique((*trees.HOUSE, *registry.settings(), *firsts))
    declared = [setting for setting in declared if "__" not in setting.name]
    pages = {
        "settings": render_settings(declared),
        "controls": render_controls(registry),
        "problems": render_problems(find_problems(rooms.PACKAGE)),
        "commands": "\n".join(render_commands(commands, "frontdesk")),
        "kinds": render_kinds(registry),
    }
    files = {
        f"docs/reference/{name}.md": f"# {name.capitalize()}\n\n{MADE}\n{page.rstrip()}\n"
        for name, page in pages.items()
    }
    example = {".env.example": render_example(declared)}
    return {**files, **example, **monitoring.render_all(registry)}


def unique(settings: Iterable[Setting]) -> list[Setting]:
    """Settings once each, the house's own declaration before a kind's."""
    found: dict[str, Setting] = {}
    for setting in settings:
        found.setdefault(setting.name, setting)
    return list(found.values())


def render_settings(declared: Iterable[Setting]) -> str:
    """The table of environment variables."""
    rows = [
        (f"`{setting.name}`", _accepts(setting), _default(setting), setting.doc)
        for setting in declared
    ]
    return (
        "Read once, from the environment, when a process starts; what is unknown or malformed refuses "
        "the start. A secret may stand in a file instead, named by `<NAME>_FILE`. What is a first value "
        "of a control marked `per bot` may be given for one bot as `<BOT>__<NAME>`, as in "
        "`LEAD__MODEL_NAME`.\n\n" + _table(("variable", "takes", "default", "meaning"), rows)
    )


def _accepts(setting: Setting) -> str:
    if setting.choices:
        return ", ".join(setting.choices)
    kind = setting.kind + _bounds(setting.least, setting.most)
    return f"{kind}, secret" if setting.secret else kind


def _bounds(least: float | None, most: float | None) -> str:
    low = "" if least is None else f" from {least:.10g}"
    return low if most is None else f"{low} to {most:.10g}"


def _default(setting: Setting) -> str:
    if setting.default is None:
        return "none"
    if isinstance(setting.default, bool):
        return "true" if setting.default else "false"
    return f"`{setting.default}`"


def render_example(declared: Iterable[Setting]) -> str:
    """`.env.example`: every setting with its meaning, switched off."""
    lines = [
        "# Copy to .env and take the # away where you want another value. `make run` reads it;",
        "# in a shell: set -a; . ./.env; set +a. Made by `make docs`.",
    ]
    for setting in declared:
        value = "" if setting.default is None else _default(setting).strip("`")
        lines += ["", f"# {setting.doc}", f"#{setting.name}={value}"]
    return "\n".join(lines) + "\n"


def render_controls(registry: Registry) -> str:
    """The table of live switches."""
    rows = []
    for name, control in controls.scan(registry).items():
        takes = control.kind.replace("_", " ")
        takes += _bounds(control.least, control.most)
        if control.choices:
            takes += f": {', '.join(control.choices)}"
        if control.per_bot:
            takes += "; per bot"
        doc = f"{control.doc} For the whole installation." if control.house else control.doc
        rows.append((f"`{name}`", takes, f"`{control.default}`", doc))
    return (
        "Changed with `frontdesk controls set NAME VALUE --why REASON [--expires 2h]`, per tenant, with "
        "an audit row; the next turn of every process sees it within a second. One that is `per bot` may "
        "be set for one bot as `NAME@BOT`.\n\n"
        + _table(("control", "takes", "default", "meaning"), rows)
    )


@dataclass(frozen=True, slots=True, order=True)
class Raised:
    """One problem as the code raises it; what is only known at run time shows as …"""

    code: str
    family: str
    public: str
    fix: str


def find_problems(package: Path) -> list[Raised]:
    """Every problem that is raised with a code of its own, by code."""
    found: dict[str, Raised] = {}
    for file in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            for raised in _problems_of(node):
                found.setdefault(raised.code, raised)
    return sorted(found.values())


def _problems_of(node: ast.AST) -> Iterator[Raised]:
    """The problem that a call makes, and that a class of its own kind stands for."""
    calls = [(node, "")] if isinstance(node, ast.Call) else []
    if isinstance(node, ast.ClassDef):
        kinds = [ast.unparse(one) for one in node.bases if ast.unparse(one) in FAMILIES]
        inside = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
        calls = [
            (one, kind)
            for kind in kinds
            for one in inside
            if ast.unparse(one.func) == "super().__init__"
        ]
    for call, kind in calls:
        if (raised := _raised(call, kind)) is not None:
            yield raised


def _raised(call: ast.Call, kind: str = "") -> Raised | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    name = kind or name
    if name not in FAMILIES or len(call.args) < 2:
        return None
    code = call.args[0]
    if not (isinstance(code, ast.Constant) and isinstance(code.value, str)):
        return None
    fix = next((word.value for word in call.keywords if word.arg == "fix"), None)
    return Raised(code.value, FAMILIES[name], _text(call.args[1]), _text(fix) if fix else "")


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
        )
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    return "…"


def render_problems(found: Iterable[Raised]) -> str:
    """The catalogue of problem codes."""
    rows = [(f"`{one.code}`", one.family, one.public, one.fix) for one in found]
    return (
        'The body of a refused request is `{"error": {code, message, field?, fix?}}`. `bad_input`: the '
        "caller's fault. `not_now`: ask again, see Retry-After. `refused`: somebody outside said no. "
        "`broken`: ours.\n\n" + _table(("code", "family", "says", "what to do"), rows)
    )


def render_commands(command: click.Command, path: str) -> Iterator[str]:
    """A command, its options, and the commands below it."""
    if isinstance(command, click.Group):
        if command is not commands:
            yield f"## {path}\n\n{_help(command)}\n"
        for name in sorted(command.commands):
            yield from render_commands(command.commands[name], f"{path} {name}")
        return
    arguments = [
        f"[{_metavar(one)}]" if not one.required else _metavar(one)
        for one in command.params
        if isinstance(one, click.Argument)
    ]
    level = "###" if path.count(" ") > 1 else "##"
    yield f"{level} {' '.join([path, *arguments])}\n\n{_help(command)}\n"
    options = [one for one in command.params if isinstance(one, click.Option)]
    for option in options:
        value = "" if option.is_flag else f" {_metavar(option)}"
        yield f"- `{option.opts[0]}{value}`: {option.help or ''}{_shown_default(option)}"
    if options:
        yield ""


def _metavar(parameter: click.Parameter) -> str:
    if parameter.metavar:
        return parameter.metavar
    if isinstance(parameter.type, click.Choice):
        return "|".join(parameter.type.choices)
    name = (parameter.name or "").upper()
    return f"{name}..." if parameter.nargs == -1 else name


def _shown_default(option: click.Option) -> str:
    if isinstance(option.show_default, str):
        return f" Default: {option.show_default}."
    return f" Default: {option.default}." if option.show_default else ""


def _help(command: click.Command) -> str:
    return "\n".join(line.strip() for line in (command.help or "").strip().splitlines())


def render_kinds(registry: Registry) -> str:
    """What is installed, by kind."""
    rows = [
        (kind.kind, f"`{kind.name}`", kind.says, "; ".join(kind.lacks))
        for kind in kinds.list_kinds(registry)
        if kind.kind in SHOWN_KINDS
    ]
    return "`frontdesk check` prints the same, and more.\n\n" + _table(
        ("kind", "name", "says", "lacks"), rows
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
        for line in lines
    )


def main() -> None:
    """Write every generated file of this checkout."""
    for name, text in render_all().items():
        path = rooms.ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)
            print(f"wrote {name}")


if __name__ == "__main__":
    main()

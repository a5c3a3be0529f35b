"""`frontdesk doctor`, `check`, `where` and `demo`: the installation about itself."""

import sys
from pathlib import Path

import click

from frontdesk.app import doctor as examination
from frontdesk.app import kinds, place, rooms
from frontdesk.app import registry as registries
from frontdesk.app import serve as serving
from frontdesk.app.cli.options import home_option, json_option, load, load_settings, print_json
from frontdesk.app.doctor import Finding
from frontdesk.ground.kit import logs
from frontdesk.ground.words.problems import Problem


@click.command()
@click.option("--providers", is_flag=True, help="Ask model providers and other vendors only.")
@json_option
@home_option
def doctor(providers: bool, as_json: bool, home: str | None) -> None:
    """Examine the installation; say what to do for each failure, and exit 1 on any."""
    findings: list[Finding] = []

    def tell(finding: Finding) -> None:
        findings.append(finding)
        if not as_json:
            _print_finding(finding)

    logs.configure("ERROR", show_content=False)
    try:
        registry = registries.scan()
        settings = load_settings(registry, home)
    except Problem as problem:
        part = "settings" if problem.code.startswith("settings.") else "kinds"
        tell(Finding(part, False, problem.public, problem.fix))
    else:
        run = examination.run_providers if providers else examination.run_examination
        run(settings, registry, tell)
    ok = all(finding.ok for finding in findings)
    if as_json:
        print_json({"ok": ok, "findings": [finding.as_json() for finding in findings]})
    sys.exit(0 if ok else 1)


def _print_finding(finding: Finding) -> None:
    mark = "ok    " if finding.ok else "FAILED"
    click.echo(f"{mark} {finding.name}: {finding.said}")
    if finding.fix:
        click.echo(f"       do: {finding.fix}")


@click.command()
@json_option
def check(as_json: bool) -> None:
    """List every registered kind, and what each lacks."""
    found = kinds.list_kinds(registries.scan())
    if as_json:
        print_json([kind.as_json() for kind in found])
        return
    for kind in found:
        click.echo(f"{kind.kind} {kind.name}: {kind.says}")
        for lack in kind.lacks:
            click.echo(f"    lacks {lack}")


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@json_option
def where(path: Path, as_json: bool) -> None:
    """Print the card of the room PATH is in, who imports it, what it imports, and its tests."""
    found = rooms.find_place(path)
    if as_json:
        print_json(found.as_json())
        return
    for line in rooms.render_place(found):
        click.echo(line)


@click.command()
@json_option
@home_option
def demo(as_json: bool, home: str | None) -> None:
    """Print the addresses and the demo key of the running server again."""
    settings, _ = load(home, quiet=True)
    note = place.load_note(settings)
    if as_json:
        print_json({"url": note["url"], "key": note["key"], "pid": note["pid"]})
        return
    click.echo(serving.render_addresses(note["url"], note["key"]))

"""`frontdesk alerts test`, `import-slo`, `slos`, `forget-slo`: rules tried on a file, promised levels."""

from pathlib import Path

import click

from frontdesk.app import registry
from frontdesk.app.cli.options import Live, home_option, json_option, on_live, print_rows
from frontdesk.flow.conversation.contracts.bot import list_targets
from frontdesk.flow.operations import rehearsal
from frontdesk.flow.operations.slo import openslo, rows
from frontdesk.ground.words.problems import BadInput

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("test")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
def test(files: tuple[Path, ...]) -> None:
    """Try the rules on FILE, in the format of `promtool test rules`, on virtual time."""
    found = registry.scan()
    targets = list_targets(found.bots.values())
    failed = 0
    for file in files:
        suite = rehearsal.parse_suite(read_text(file))
        for name, wrong in rehearsal.run_suite(suite, found.rules, targets):
            click.echo(f"{'FAILED' if wrong else 'ok':7} {file}: {name}")
            for line in wrong:
                click.echo(f"        {line}")
            failed += bool(wrong)
    if failed:
        raise click.exceptions.Exit(1)


@click.command("import-slo")
@click.argument("file", metavar="FILE", type=FILE)
@home_option
def import_slo(file: Path, home: str | None) -> None:
    """Promise the levels of FILE (OpenSLO v1); `error_budget_burn` watches them from now on."""
    promises = openslo.parse_openslo(read_text(file))

    async def save(live: Live) -> None:
        for promise in promises:
            await rows.save_promise(live.database, promise, live.clock.now())

    on_live(home, save)
    for promise in promises:
        click.echo(f"{promise.service}/{promise.name}: {promise.objective:.3%}")


@click.command("slos")
@json_option
@home_option
def list_slos(as_json: bool, home: str | None) -> None:
    """List the levels that were imported."""

    async def load(live: Live) -> list[dict[str, object]]:
        return [
            {
                "service": one.service,
                "name": one.name,
                "objective": one.objective,
                "of": " ".join(part for part in (one.subject, one.of, one.operation) if part),
                "within_ms": one.within_ms,
                "bad": "" if one.within_ms is not None else " ".join(one.bad),
            }
            for one in await rows.load_promises(live.database)
        ]

    columns = ("service", "name", "objective", "of", "within_ms", "bad")
    print_rows(on_live(home, load), columns, as_json=as_json, none="none was imported")


@click.command("forget-slo")
@click.argument("service")
@click.argument("name")
@home_option
def forget_slo(service: str, name: str, home: str | None) -> None:
    """Watch the imported level NAME of SERVICE no more."""

    async def remove(live: Live) -> bool:
        return await rows.remove_promise(live.database, service, name)

    click.echo("forgotten" if on_live(home, remove) else "there is none of that name")


def read_text(file: Path) -> str:
    """A file's text; BadInput for one that is none."""
    try:
        return file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "app.bad_file", f"{file} cannot be read: {error}", field="FILE", fix="give a text file"
        ) from error


COMMANDS = (test, import_slo, list_slos, forget_slo)

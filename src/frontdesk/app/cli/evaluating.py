"""`frontdesk train` and `frontdesk eval`: examples turned into a model, labelled sets into scores; each in
a process of its own."""

import subprocess
import sys
from pathlib import Path

import click

from frontdesk.ground.words.problems import BadInput

CHECKOUT = Path(__file__).parents[4]


@click.command()
def train() -> None:
    """Learn the intents of every bot from its examples; takes seconds."""
    sys.exit(subprocess.run([sys.executable, "-m", "frontdesk.app.training"]).returncode)


@click.group(name="eval")
def evaluate() -> None:
    """Score what is understood against labelled sets; fail below a floor."""


@evaluate.command()
@click.option(
    "--data",
    envvar="FRONTDESK_EVAL_DATA",
    help="Folder of the measuring data (FRONTDESK_EVAL_DATA); without it only our own sets count.",
)
@click.option("--confusion", is_flag=True, help="Print which wishes are taken for which.")
@click.option("--no-write", is_flag=True, help="Leave docs/benchmarks.md as it is.")
def reading(data: str | None, confusion: bool, no_write: bool) -> None:
    """Score every family of the reading; exit 1 where a row is below its floor."""
    if not (CHECKOUT / "tests" / "evals" / "reading_eval.py").is_file():
        raise BadInput(
            "app.no_checkout",
            "the labelled sets are not here",
            fix="run it in a checkout of the source, where tests/evals is",
        )
    command = [sys.executable, "-m", "tests.evals.reading_eval"]
    command += ["--data", data] if data else []
    command += ["--confusion"] if confusion else []
    command += ["--no-write"] if no_write else []
    sys.exit(subprocess.run(command, cwd=CHECKOUT).returncode)

"""`frontdesk train`: the examples of intents turned into the model, in a process of its own."""

import subprocess
import sys

import click


@click.command()
def train() -> None:
    """Learn the intents of every bot from its examples; takes seconds."""
    sys.exit(subprocess.run([sys.executable, "-m", "frontdesk.app.training"]).returncode)

"""`frontdesk replay`: recorded conversations turned into what our line makes of them."""

import click


@click.command()
def replay() -> None:
    """Feed recorded conversations through the real line."""

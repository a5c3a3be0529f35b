"""Alembic, run: loaded only when a database really has to change, because it takes a tenth of a start."""

from alembic import command
from alembic.config import Config


def upgrade(url: str, folder: str, to: str) -> None:
    """Bring the database to a version."""
    command.upgrade(_config(url, folder), to)


def downgrade(url: str, folder: str, to: str) -> None:
    """Take the database back to a version."""
    command.downgrade(_config(url, folder), to)


def _config(url: str, folder: str) -> Config:
    config = Config()
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config

"""A version's SQL file, run as one script inside Alembic's transaction."""

from pathlib import Path

from alembic import op

FOLDER = Path(__file__).parent / "sql"


def run_file(name: str) -> None:
    """Run `sql/<name>` as it stands; psycopg sends it whole, so functions need no splitting."""
    connection = op.get_bind().connection
    cursor = connection.cursor()
    cursor.execute((FOLDER / name).read_text())
    cursor.close()

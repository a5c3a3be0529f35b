"""What loading a command changes in how Python collects garbage, and what is put back."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from frontdesk.app import shell


@pytest.fixture
def collector() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("collector")
def test_what_was_loaded_is_not_collected() -> None:
    gc.set_threshold(shell.WHILE_LOADING)
    shell.keep_loaded()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == shell.LOADED


@pytest.mark.usefixtures("collector")
def test_collector_of_another_program_is_left() -> None:
    before = (gc.get_threshold(), gc.get_freeze_count())
    shell.keep_loaded()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_commands_load_neither_yaml_nor_markdown() -> None:
    """Both are needed by few pages and commands, and every start would wait for them."""
    program = (
        "import sys\n"
        "from frontdesk.app.cli import options, serving\n"
        "options.load(None)\n"
        "print(sorted({'yaml', 'markdown_it', 'alembic', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr

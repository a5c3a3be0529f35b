"""Speed of the reading beside other libraries in one run, written to docs/benchmarks.md.

    python -m tests.load.bench_reading [--no-write]

Ours reads everything (wishes, answers, danger, dates, prices, addresses, names, what is sensitive); the
others read dates only. Each other library is installed into an environment that is thrown away; one that
cannot be installed or imported is named as left out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from frontdesk.ability import language
from frontdesk.app import registry
from tests.load import machine

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
SETS = Path(__file__).parents[1] / "evals" / "sets"
RIVALS = {
    "dateparser": ("dateparser",),
    "recognizers": ("recognizers-text-suite", "emoji<2"),
    "ctparse": ("ctparse",),
}
ROUNDS = 3
TEXTS = 300
INSTALL_S = 300
_MEMORY = (
    "import re; read = lambda: int(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1]);"
    "import json, datetime, zoneinfo, gzip, dataclasses; a = read();"
    "from frontdesk.ability import language; language.warm(); print((read() - a) / 1024)"
)
_IMPORT = (
    "import time; a = time.process_time(); import frontdesk.ability.language;"
    "print((time.process_time() - a) * 1000)"
)


def texts_of(words: int) -> list[str]:
    """Messages of about that many words out of our own sets; two short ones make a long one."""
    every = list(_every())
    exact = [text for text in every if abs(len(text.split()) - words) <= 1]
    joined = [f"{one}. {two}" for one, two in zip(every[::2], every[1::2], strict=False)]
    exact += [text for text in joined if abs(len(text.split()) - words) <= 1]
    return exact[:TEXTS]


def _every() -> Iterator[str]:
    for path in sorted(SETS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield str(json.loads(line)["text"])


def measure(texts: Sequence[str], context: language.Context) -> tuple[float, float]:
    """CPU milliseconds per message at the median and the 95th percentile, best of ROUNDS each."""
    spent = []
    for text in texts:
        best = float("inf")
        for _ in range(ROUNDS):
            start = time.process_time()
            language.read(text, context)
            best = min(best, time.process_time() - start)
        spent.append(best * 1000)
    spent.sort()
    return spent[len(spent) // 2], spent[-len(spent) // 20]


def ours(long: Sequence[str], short: Sequence[str]) -> list[str]:
    """The rows of our own reading."""
    bots = registry.scan().bots
    now = datetime(2026, 3, 2, 10, tzinfo=UTC)
    context = language.Context(
        now=now, bot="lead", slots=bots["lead"].shapes(), asked="timeline", tz="America/Los_Angeles"
    )
    language.warm()
    rows = []
    for title, texts in (("20 words", long), ("5 words", short)):
        p50, p95 = measure(texts, context)
        rows.append(
            f"| **frontdesk, everything**, {title} | {_import_ms():.0f} | {p50:.2f} | {p95:.2f} |"
        )
    return rows


def _run(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _import_ms() -> float:
    """The least of some fresh processes, compiled files at hand."""
    return min(_run(_IMPORT) for _ in range(3))


def rival(name: str, packages: Sequence[str], texts: Sequence[str]) -> str:
    """One row of another library, or the word that it is left out, and why."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-rival-") as folder:
        try:
            venv.create(folder, with_pip=True)
            python = str(Path(folder) / "bin" / "python")
            install = [python, "-m", "pip", "install", "--quiet", *packages]
            subprocess.run(install, check=True, capture_output=True, timeout=INSTALL_S)
            done = subprocess.run(
                [python, str(Path(__file__).with_name("rivals.py")), name],
                input="\n".join(text.replace("\n", " ") for text in texts),
                capture_output=True,
                text=True,
                check=True,
                timeout=INSTALL_S,
            )
        except (subprocess.SubprocessError, OSError) as error:
            said = getattr(error, "stderr", "") or str(error)
            last = (said.decode() if isinstance(said, bytes) else said).strip().splitlines()[-1:]
            return f"| {name} | left out: {' '.join(last)[:90]} | | |"
    read = json.loads(done.stdout.splitlines()[-1])
    p50, p95 = read["p50"] / 1000, read["p95"] / 1000
    return f"| {name}, dates only, 20 words | {read['import_ms']:.0f} | {p50:.2f} | {p95:.2f} |"


def render_section(rows: Sequence[str], memory_mb: float) -> str:
    """The section of docs/benchmarks.md."""
    table = "\n".join(rows)
    return f"""## Speed of the reading

`make bench` ({machine.describe()}). CPU time of one core over {TEXTS} messages at most; ours the best of
{ROUNDS}, with the slots of a bot and a question asked.

| library | import ms | p50 ms | p95 ms |
|---|---|---|---|
{table}

Memory of the reading, warm, above a process with the standard library: {memory_mb:.0f} MB."""


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--no-write", dest="write", action="store_false")
    chosen = options.parse_args()
    long, short = texts_of(20), texts_of(5)
    rows = ours(long, short)
    rows += [rival(name, packages, long) for name, packages in RIVALS.items()]
    section = render_section(rows, _run(_MEMORY))
    print(section)
    if chosen.write:
        machine.write_section(PAGE, "reading speed", section)


if __name__ == "__main__":
    main()

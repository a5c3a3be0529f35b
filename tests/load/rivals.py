"""Texts on standard input, one a line, turned into microseconds per text of one other library.

Run by `tests.load.bench_reading` in an environment of its own: `python rivals.py NAME < texts`.
Prints one JSON object: import milliseconds, and microseconds at the median and the 95th percentile.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable


def _dateparser() -> Callable[[str], object]:
    search = importlib.import_module("dateparser.search")
    return lambda text: search.search_dates(text, languages=["en"])


def _recognizers() -> Callable[[str], object]:
    suite = importlib.import_module("recognizers_date_time")
    return lambda text: suite.recognize_datetime(text, "en-us")


def _duckling_like() -> Callable[[str], object]:
    parse = importlib.import_module("ctparse").ctparse
    return lambda text: parse(text, timeout=1.0)


RIVALS = {"dateparser": _dateparser, "recognizers": _recognizers, "ctparse": _duckling_like}


def main() -> None:
    """Import, read everything once, print the figures."""
    texts = sys.stdin.read().splitlines()
    begun = time.process_time()
    read = RIVALS[sys.argv[1]]()
    import_ms = (time.process_time() - begun) * 1000
    read(texts[0])
    spent = []
    for text in texts:
        start = time.process_time()
        read(text)
        spent.append((time.process_time() - start) * 1e6)
    spent.sort()
    shown = {"import_ms": import_ms, "p50": spent[len(spent) // 2], "p95": spent[-len(spent) // 20]}
    print(json.dumps(shown))


if __name__ == "__main__":
    main()

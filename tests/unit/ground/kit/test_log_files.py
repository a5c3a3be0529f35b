"""Log files: rotated by size and age, cleaned up, one set per process, written beside the work."""

import json
import logging
import multiprocessing
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from frontdesk.ground.kit import log_files, logs
from frontdesk.ground.kit.log_files import FileSink, Keeping

DAY_S = 86_400.0


def sink(folder: Path, **keeping: float) -> FileSink:
    made = FileSink(folder, "serve", Keeping(**keeping))  # type: ignore[arg-type]  # ints are floats
    made.setFormatter(logs.JsonLines(show_content=False))
    return made


def say(to: FileSink, text: str, count: int = 1) -> None:
    for number in range(count):
        to.handle(logging.makeLogRecord({"msg": text, "levelname": "INFO", "number": number}))


def lines(folder: Path) -> list[dict[str, object]]:
    raw = (line for path in log_files.list_files(folder) for line, _ in log_files.read_lines(path))
    return [json.loads(line) for line in raw]


def test_lines_are_kept_in_their_order(tmp_path: Path) -> None:
    made = sink(tmp_path)
    say(made, "hello", 500)
    made.close()
    assert [line["number"] for line in lines(tmp_path)] == list(range(500))
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_full_file_is_followed_by_another(tmp_path: Path) -> None:
    made = sink(tmp_path, file_bytes=2_000, files=100)
    say(made, "x" * 100, 200)
    made.close()
    sizes = [path.stat().st_size for path in log_files.list_files(tmp_path)]
    assert len(sizes) > 10
    assert max(sizes) < 2_000 + 300
    assert sorted(int(str(line["number"])) for line in lines(tmp_path)) == list(range(200))


def test_only_so_many_files_are_kept(tmp_path: Path) -> None:
    made = sink(tmp_path, file_bytes=500, files=3)
    say(made, "x" * 100, 100)
    made.close()
    assert len(log_files.list_files(tmp_path)) == 4  # three closed, one open
    assert {line["number"] for line in lines(tmp_path)} >= {98, 99}


def test_files_go_after_seven_days(tmp_path: Path) -> None:
    now = datetime(2031, 5, 9, tzinfo=UTC).timestamp()
    for age_days in (1, 6.9, 7.1, 30):
        path = tmp_path / f"serve-20310501T000000-{int(age_days * 10)}-1.jsonl"
        path.write_text("{}\n")
        os.utime(path, (now - age_days * DAY_S,) * 2)
    (tmp_path / "mine.txt").write_text("not a log file")
    assert log_files.sweep(tmp_path, Keeping(days=7.0), now) == 2
    assert [path.name.split("-")[2] for path in log_files.list_files(tmp_path)] == ["10", "69"]
    assert (tmp_path / "mine.txt").exists()


def test_file_of_a_living_process_stays(tmp_path: Path) -> None:
    made = sink(tmp_path)
    os.utime(made.path, (0, 0))
    taken = log_files.sweep(tmp_path, Keeping(), time.time())
    made.close()
    after = log_files.sweep(tmp_path, Keeping(), time.time() + 8 * DAY_S)
    assert (taken, after) == (0, 1)


def test_day_old_file_is_closed(tmp_path: Path) -> None:
    hours = [0.0]
    made = FileSink(tmp_path, "work", Keeping(), now=lambda: time.time() + hours[0] * 3600)
    made.setFormatter(logs.JsonLines(show_content=False))
    first = made.path
    say(made, "today")
    while first.stat().st_size == 0:
        time.sleep(0.01)
    hours[0] = 24.5
    say(made, "tomorrow")
    made.close()
    assert [len(list(log_files.read_lines(path))) for path in log_files.list_files(tmp_path)] == [
        1,
        1,
    ]


def write_many(folder: Path, name: str) -> None:
    made = sink(folder, file_bytes=20_000, files=1_000)
    say(made, name, 2_000)
    made.close()


def test_processes_never_share_a_file(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=write_many, args=(tmp_path, f"p{n}")) for n in range(3)]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
    by_file = [
        {json.loads(line)["say"] for line, _ in log_files.read_lines(path)}
        for path in log_files.list_files(tmp_path)
    ]
    assert len(lines(tmp_path)) == 6_000
    assert all(len(names) == 1 for names in by_file if names)


def test_cut_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "serve-20310501T000000-1-1.jsonl"
    path.write_bytes(b'{"say": 1}\n{"say": 2}\n{"sa')
    assert [end for _, end in log_files.read_lines(path)] == [11, 22]
    assert list(log_files.read_lines(path, 22)) == []


def test_longest_line_is_named_instead(tmp_path: Path) -> None:
    made = sink(tmp_path)
    say(made, "x" * 100_000)
    made.close()
    (line,) = lines(tmp_path)
    assert "was left out" in str(line["say"])


def test_slow_disk_holds_nobody_up(tmp_path: Path) -> None:
    """The thread that writes is never waited for: with it gone lines wait, and the oldest go."""
    made = sink(tmp_path)
    made.close()
    say(made, "x", log_files.MOST_WAITING + 7)
    assert made.dropped == 7


def test_one_record_is_formatted_once() -> None:
    form = logs.JsonLines(show_content=False)
    record = logging.makeLogRecord({"msg": "hello", "levelname": "INFO"})
    assert form.format(record) is form.format(record)

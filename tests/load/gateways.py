"""Gateways turned into running processes to be measured side by side: ours as shipped, and LiteLLM's proxy.

LiteLLM is installed in an environment of its own, kept under the user's cache for the next run.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from testing.ports import free_port
from tests.load import machine

KEY = "fd_benchmark-gateway-key"
LITELLM = "1.106.2"
START_S = 120.0


@dataclass
class Running:
    """A gateway that answers. `postmaster` is its PostgreSQL, 0 without one; `start_s` is the time
    from its command to its first answer."""

    name: str
    port: int
    pid: int
    start_s: float
    postmaster: int = 0

    def cpu_s(self) -> float:
        """CPU of its own processes, without PostgreSQL."""
        return machine.cpu_s(self.pid) - (self.postgres_s() if self._holds_postgres() else 0.0)

    def postgres_s(self) -> float:
        return machine.cpu_s(self.postmaster) if self.postmaster else 0.0

    def resident_mb(self) -> float:
        """Resident memory of its own processes."""
        apart = set(machine.tree(self.postmaster)) if self.postmaster else set()
        return sum(machine.resident_mb(pid) for pid in machine.tree(self.pid) if pid not in apart)

    def _holds_postgres(self) -> bool:
        return self.postmaster in machine.tree(self.pid)


@contextlib.contextmanager
def upstream(delay_ms: float) -> Iterator[int]:
    """A canned vendor on a port of its own."""
    port = free_port()
    command = [sys.executable, "-m", "tests.load.upstream", "--port", str(port)]
    with _process([*command, "--delay-ms", str(delay_ms)], os.environ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield port


@contextlib.contextmanager
def frontdesk(home: Path, variables: Mapping[str, str]) -> Iterator[Running]:
    """The product as shipped, with its embedded PostgreSQL; its models are asked by OpenAI's
    protocol at the addresses in `variables`."""
    # As installed: a variable that keeps files from being compiled once would cost ours alone.
    left = ("FRONTDESK", "DATABASE", "PYTHONDONTWRITEBYTECODE")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(left)}
    own = {"FRONTDESK_ADMIN_KEY": KEY, "FRONTDESK_LOG_LEVEL": "ERROR", **variables}
    port = free_port()
    program = str(Path(sys.executable).with_name("frontdesk"))
    command = [program, "serve", "--home", str(home), "--port", str(port)]
    began = time.perf_counter()
    with _process(command, kept | own) as process:
        start_s = _wait(process, port, "/v1/models", began)
        postmaster = int(next(home.rglob("postmaster.pid")).read_text().split()[0])
        yield Running("frontdesk", port, process.pid, start_s, postmaster)


@contextlib.contextmanager
def litellm(config: Mapping[str, object]) -> Iterator[Running]:
    """LiteLLM's proxy with one worker. Raises LookupError, with the reason, where it cannot be had."""
    program = install_litellm()
    port = free_port()
    own = {
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "LITELLM_LOG": "ERROR",
        "LITELLM_MODE": "PRODUCTION",
        "NO_DOCS": "True",
    }
    with tempfile.TemporaryDirectory(prefix="frontdesk-litellm-") as folder:
        file = Path(folder) / "config.yaml"
        file.write_text(json.dumps(config))  # JSON is YAML
        command = [str(program), "--config", str(file), "--host", "127.0.0.1", "--port", str(port)]
        began = time.perf_counter()
        with _process([*command, "--telemetry", "False"], os.environ | own) as process:
            start_s = _wait(process, port, "/v1/models", began)
            yield Running("LiteLLM", port, process.pid, start_s)


def litellm_config(
    deployments: Mapping[str, str], fallbacks: Mapping[str, str]
) -> dict[str, object]:
    """Models by name, each with its address, and which steps in for which."""
    return {
        "model_list": [
            {
                "model_name": name,
                "litellm_params": {
                    "model": "openai/gpt-4o-mini",
                    "api_base": url,
                    "api_key": "sk-upstream-key",
                },
            }
            for name, url in deployments.items()
        ],
        "litellm_settings": {"num_retries": 1, "request_timeout": 5, "telemetry": False},
        "router_settings": {
            "num_retries": 1,
            "timeout": 5,
            "disable_cooldowns": True,
            "fallbacks": [{name: [other]} for name, other in fallbacks.items()],
        },
        "general_settings": {"master_key": KEY},
    }


def install_litellm() -> Path:
    """The proxy's program; LookupError where it cannot be installed."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "frontdesk" / f"litellm-{LITELLM}"
    program, ready = folder / "bin" / "litellm", folder / "ready"
    if ready.exists():
        return program
    print(f"installing LiteLLM {LITELLM} into {folder.name} (about a minute, once)", flush=True)
    venv.create(folder, with_pip=True, clear=True)
    wanted = f"litellm[proxy]=={LITELLM}"
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", wanted]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise LookupError(f"LiteLLM could not be installed: {reason}")
    ready.touch()
    return program


@contextlib.contextmanager
def _process(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[str], port: int, path: str, began: float) -> float:
    """Seconds until the first answer of status 200."""
    asked = f"GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\n\r\n"
    while time.perf_counter() - began < START_S:
        if process.poll() is not None:
            raise LookupError(f"{process.args!r} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as one:
            one.sendall(asked.encode())
            if one.recv(64).startswith(b"HTTP/1.1 200"):
                return time.perf_counter() - began
        time.sleep(0.02)
    raise LookupError(f"{process.args!r} did not answer in {START_S:g} s")

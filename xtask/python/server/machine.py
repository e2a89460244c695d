"""What a tree of processes holds, how busy the machine is, and the load that `wrk` makes."""

import contextlib
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


def load_average():
    return f"load average {os.getloadavg()[0]:.1f}"


def tree(root):
    """The process `root` and all below it."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                parents[int(name)] = int(Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()[1])
    found = [root]
    for process in found:
        found.extend(child for child, parent in parents.items() if parent == process)
    return found


@dataclass(frozen=True)
class Memory:
    """Megabytes of a tree: `shared_once` counts what processes share once, `resident` as often as they hold it."""

    shared_once: float
    resident: float

    def __str__(self):
        return f"{self.shared_once:.1f} MB (PSS; RSS {self.resident:.1f} MB)"


def memory(root):
    sums = {"Pss": 0, "Rss": 0}
    for process in tree(root):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                name, _, rest = line.partition(":")
                if name in sums:
                    sums[name] += int(rest.split()[0])
    return Memory(sums["Pss"] / 1024, sums["Rss"] / 1024)


def processor_seconds(roots):
    """What the trees of `roots` have used of the processors; unlike rates, it does not depend on who else is at work."""
    ticks = 0
    for process in {process for root in roots for process in tree(root)}:
        with contextlib.suppress(OSError, IndexError):
            ticks += sum(map(int, Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Round:
    """One round of `wrk`: requests per second, the 99th percentile in milliseconds, requests that failed, and microseconds of
    processors that each of the servers used for one."""

    rate: float
    p99: float
    failed: int
    costs: tuple

    @property
    def cost(self):
        return sum(self.costs)


UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}


def wrk(url, seconds, servers=(), connections=16, headers=()):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "10s", "--latency"]
    command += [word for header in headers for word in ("-H", header)]
    before = [processor_seconds([server]) for server in servers]
    text = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    used = [processor_seconds([server]) - earlier for server, earlier in zip(servers, before)]
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", text)
    if not rate or not p99:
        raise SystemExit(f"wrk says nothing of use about {url}:\n{text}")
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    statuses = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    failed = sum(map(int, errors.groups())) if errors else 0
    count = re.search(r"(\d+) requests in", text)
    costs = tuple(seconds * 1e6 / max(int(count[1]), 1) for seconds in used) if count else ()
    return Round(float(rate[1]), float(p99[1]) * UNITS[p99[2]], failed + (int(statuses[1]) if statuses else 0), costs)

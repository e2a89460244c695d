"""A real site for tests: starts the program, talks to it as many visitors, reads its processes."""

import contextlib
import csv
import http.client
import io
import json
import os
import random
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path

# Nothing here waits longer: a test that hangs says so.
DEADLINE_SECONDS = 300
ROOT = Path(__file__).resolve().parents[3]


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """The program `wordify serve` on a port and a data folder of its own."""

    def __init__(self, program, folder, settings="", more_binds=(), user=None):
        self.program, self.folder, self.more_binds, self.user = program, Path(folder), more_binds, user
        self.port = free_port()
        self.settings = self.folder / "wordify.toml"
        self.settings.write_text(settings)
        self.log = open(self.folder / "log", "ab")
        self.process = None

    def start(self):
        self.spawn()
        until(lambda: self.answers("/healthz"), "the site is up", 30)

    def spawn(self):
        command = [self.program, "serve", *self.options()]
        for address in (f"127.0.0.1:{self.port}", *self.more_binds):
            command += ["--bind", address]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, user=self.user)

    def options(self):
        return ["--data", str(self.folder / "data"), "-c", str(self.settings)]

    def status(self):
        """What the master says of itself, at the socket where `wordify status` asks too."""
        with socket.socket(socket.AF_UNIX) as master:
            master.settimeout(10)
            master.connect(str(self.folder / "data" / "control.sock"))
            master.sendall(b"status\n")
            return json.loads(master.makefile().readline())

    def answers(self, path):
        try:
            return self.get(path)[0] == 200
        except OSError:
            if self.process.poll() is not None:
                log = (self.folder / "log").read_text()[-2000:]
                raise SystemExit(f"the site ended with {self.process.returncode}:\n{log}")
            return False

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        assert code == 0, f"the site stopped with {code}"

    def kill(self):
        """Ends all processes at once, as when the machine fails."""
        # None may start another between our look and its end, so they are stopped first; the last look finds no more.
        stopped = set()
        while others := set(self.processes()) - stopped:
            self.send(others, signal.SIGSTOP)
            stopped |= others
        self.send(stopped, signal.SIGKILL)
        self.process.wait(60)

    def send(self, processes, number):
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def role(self, process):
        """What a process of the site is: serve (the master), web, jobs or analyst; none when it is gone."""
        with contextlib.suppress(OSError, IndexError):
            words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
            return words[2] if words[1] == "worker" else words[1]
        return None

    def analysts(self):
        return [process for process in self.processes() if self.role(process) == "analyst"]

    def processes(self):
        """The site's own process, the master, and all below it."""
        children = {}
        for entry in (int(name) for name in os.listdir("/proc") if name.isdigit()):
            with contextlib.suppress(OSError, IndexError):
                parent = int(Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(entry)
        # A child may have a smaller number than its parent: numbers begin anew when the largest is reached.
        found = [self.process.pid]
        for process in found:
            found += children.get(process, [])
        return found

    def request(self, method, path, body=None, headers=None, visitor=1, timeout=60):
        """Status, headers and body; `visitor` becomes an address of the loopback range."""
        # The first visitor has no address of its own: a bound one uses up ports.
        source = (f"127.0.{visitor // 250}.{visitor % 250 + 1}", 0) if visitor != 1 else None
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=source)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def submit(self, content, visitor=1, name="texts.csv", **fields):
        """Leaves a file; the job's id, or none and the status where it was refused."""
        boundary = uuid.uuid4().hex
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
                 for key, value in fields.items()]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = b"".join(parts) + head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        status, _, answer = self.request("POST", "/api/v1/jobs", body, headers, visitor)
        return (json.loads(answer)["id"] if status == 201 else None), status

    def job(self, job, visitor=1):
        status, _, body = self.get(f"/api/v1/jobs/{job}", visitor=visitor)
        return json.loads(body) if status == 200 else {"state": f"status {status}"}

    def terms(self, job):
        """The rows of result.csv, as dicts."""
        status, _, body = self.get(f"/api/v1/jobs/{job}/result.csv")
        assert status == 200, f"result.csv of {job}: {status}"
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def until(condition, what, seconds=DEADLINE_SECONDS):
    """Waits for a condition; the pause only spares the processor."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise SystemExit(f"waited {seconds} s in vain until {what}")


def corpus(number, documents=120):
    """A small corpus whose labels and words carry `number`, so that no result can be taken for another's."""
    draw = random.Random(number)
    common = ["the house", "a letter", "some water", "we went", "they said", "in spring", "by the road"]
    lines = ["text,label"]
    for i in range(documents):
        side = i % 2
        own = f"alpha{number} bright" if side else f"omega{number} dark"
        words = " ".join(draw.sample(common, 4)) + (" " + own if draw.random() < 0.8 else "") + f" n{draw.randrange(9)}"
        lines.append(f"{words},{'light' if side else 'night'}{number}")
    return ("\n".join(lines) + "\n").encode()


def belongs(rows, number):
    """Whether a result is the one of `corpus(number)`."""
    labels = {row.get("label") for row in rows}
    terms = {row.get("term") for row in rows}
    return labels == {f"light{number}", f"night{number}"} and f"alpha{number}" in terms

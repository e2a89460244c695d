"""A Slurm of two nodes on this machine, on loopback, in a folder of its own.

No systemd, no cgroups, no accounting database. All its processes have SLURM_CONF in their environment, by which they are found again: the
daemon of a step leaves the process that started it.
"""

import os
import signal
import socket
import subprocess
import time

NODES = ("n1", "n2")
START_SECONDS = 60
# A node that does not answer for so long is down.
NODE_SECONDS = 12

CONFIGURATION = """\
ClusterName=wordify
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
AuthInfo=socket={folder}/munge.socket
SlurmctldPort={ports[0]}
StateSaveLocation={folder}/state
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdSpoolDir={folder}/spool-%n
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdTimeout={timeout}
MpiDefault=none
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Slurm:
    """Starts it, and ends everything that it started."""

    def __init__(self, folder):
        self.folder = folder
        self.configuration = folder / "slurm.conf"
        self.environment = {**os.environ, "SLURM_CONF": str(self.configuration)}
        self.daemons = {}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def start(self):
        for name in ("state", *(f"spool-{node}" for node in NODES)):
            (self.folder / name).mkdir()
        host = socket.gethostname().split(".")[0]
        text = CONFIGURATION.format(host=host, folder=self.folder, ports=free_ports(3), timeout=NODE_SECONDS)
        self.configuration.write_text(text)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        at = {name: f"--{name}-file={self.folder}/munge.{name}" for name in ("pid", "seed", "log")}
        munged = ["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={self.folder}/munge.socket"]
        self.daemon("munge", [*munged, *at.values()])
        until(lambda: (self.folder / "munge.socket").exists(), START_SECONDS, "munge has a socket")
        self.daemon("slurmctld", ["slurmctld", "-D", "-c", "-i"])
        for node in NODES:
            self.daemon(node, ["slurmd", "-D", "-N", node])
        until(lambda: self.states() == ["idle"] * len(NODES), START_SECONDS, "both nodes are idle")

    def daemon(self, name, command):
        log = open(self.folder / f"{name}.output", "wb")
        self.daemons[name] = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )

    def run(self, *command):
        """What a command of Slurm's prints; nothing where it fails."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30, check=False)
        return done.stdout if done.returncode == 0 else ""

    def states(self):
        return self.run("sinfo", "--noheader", "--Node", "--format=%t").split()

    def processes(self, node=None):
        """Processes of this Slurm, or of the tasks on one of its nodes: pairs of id and command line."""
        wanted = [f"SLURM_CONF={self.configuration}"] + ([f"SLURMD_NODENAME={node}"] if node else [])
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as environ, open(f"/proc/{pid}/cmdline", "rb") as line:
                    variables = environ.read().decode(errors="replace").split("\0")
                    words = line.read().decode(errors="replace").split("\0")
            except OSError:
                continue  # It has just ended.
            if all(variable in variables for variable in wanted):
                found.append((int(pid), words))
        return found

    def kill_node(self, node):
        """As if its power were cut: the daemon of the node, those of its tasks, and the tasks."""
        tasks = [pid for pid, _ in self.processes(node)]
        parents = {parent_of(pid) for pid in tasks}
        step_daemons = [pid for pid, words in self.processes() if pid in parents and "slurmstepd" in words[0]]
        for pid in [self.daemons[node].pid, *step_daemons, *tasks]:
            kill(pid)
        self.daemons[node].wait(timeout=10)
        return len(tasks)

    def end(self):
        for _ in range(3):  # What is being started while we look has another look.
            for pid, _ in self.processes():
                if pid != os.getpid():
                    kill(pid)
        for daemon in self.daemons.values():
            daemon.wait(timeout=10)


def parent_of(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            return int(stat.read().rpartition(")")[2].split()[1])
    except OSError:
        return None


def kill(pid, by=signal.SIGKILL):
    try:
        os.kill(pid, by)
    except ProcessLookupError:
        pass


def until(is_true, seconds, what):
    """Waits until something is true, and fails when it takes too long."""
    end = time.monotonic() + seconds
    while not (value := is_true()):
        if time.monotonic() > end:
            raise SystemExit(f"not within {seconds} s: {what}")
        time.sleep(0.05)
    return value

"""A clean Debian with a real systemd, for trials: systemd-nspawn on an overlay, so that each trial begins anew.

Nothing is in it that the runbook has installed later: neither a web server nor curl nor sqlite3. What the runbook installs lies in
apt's own folder, so that a container without a network can have it.
"""

import contextlib
import os
import subprocess
import time
from pathlib import Path

# Nothing here waits longer.
DEADLINE_SECONDS = 120
PACKAGES = "systemd,systemd-sysv,dbus,procps,iproute2"
# What the runbook and the trials install.
LATER = "nginx python3-minimal curl sqlite3 openssl ca-certificates logrotate init-system-helpers"
# The mounted hierarchies of cgroups in which systemd may look after services.
HIERARCHIES = [Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup/systemd")]


def make_root(folder, release="bookworm"):
    """A bare Debian in a folder of its own beside others below `folder`, made once (about a minute)."""
    root = Path(folder) / release
    if not (root / "made").exists():
        # Others may make one at the same time.
        new = Path(f"{root}.{os.getpid()}")
        new.mkdir(parents=True)
        download = f'chroot "$1" apt-get update -qq && chroot "$1" apt-get install -qq -y -o APT::Install-Recommends=1 --download-only {LATER}'
        command = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}", "--skip=cleanup/apt",
                   f"--customize-hook={download}", release, str(new)]
        subprocess.run(command, check=True)
        (new / "made").touch()
        with contextlib.suppress(OSError):
            new.rename(root)
    return root


def make_cgroups(name):
    """A cgroup of our own in each hierarchy, so that systemd in one container does not meet another's processes in it."""
    made = []
    for hierarchy in HIERARCHIES:
        if (hierarchy / "cgroup.procs").exists():
            (hierarchy / name).mkdir(exist_ok=True)
            made.append(hierarchy / name)
    return made


def remove_cgroups(made):
    """Those that systemd has made inside too, the innermost first."""
    for group in made:
        for folder, _, _ in os.walk(group, topdown=False):
            with contextlib.suppress(OSError):
                os.rmdir(folder)


class Container:
    """Boots on entry, is powered off and forgotten on exit."""

    def __init__(self, root, folder):
        self.root, self.folder = Path(root), Path(folder)
        self.merged = self.folder / "merged"

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", self.folder], check=True)
        for name in ("up", "work", "merged"):
            (self.folder / name).mkdir()
        layers = f"lowerdir={self.root},upperdir={self.folder}/up,workdir={self.folder}/work"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, self.merged], check=True)
        self.boot()
        return self

    def boot(self):
        name = f"wordify-trial-{os.getpid()}"
        command = ["systemd-nspawn", "-q", "--boot", "--register=no", "--keep-unit", "-M", name,
                   "--console=pipe", "-D", str(self.merged), "--private-network"]
        self.log = open(self.folder / "log", "ab")
        self.cgroups = make_cgroups(name)

        def enter():
            for group in self.cgroups:
                (group / "cgroup.procs").write_text(str(os.getpid()))

        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=enter)
        until(lambda: self.leader() is not None, "systemd has begun")
        until(lambda: self.run("systemctl is-system-running", check=False).strip() in ("running", "degraded"), "it is up")

    def leader(self):
        with contextlib.suppress(OSError, ValueError, IndexError):
            path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
            for child in Path(path).read_text().split():
                if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                    return int(child)
        return None

    def start(self, command, **options):
        """A shell command inside, without waiting for it."""
        words = ["nsenter", "-t", str(self.leader()), "-m", "-u", "-i", "-n", "-p", "-C", "--", "env", "-i",
                 "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", command]
        return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, **options)

    def run(self, command, check=True, seconds=DEADLINE_SECONDS):
        """What a shell command inside prints; ends the trial where it fails, unless `check` is false, or takes longer."""
        process = self.start(command)
        text, _ = process.communicate(timeout=seconds)
        if check and process.returncode != 0:
            raise SystemExit(f"$ {command}\n{text}\nended with {process.returncode}\n{self.journal()}")
        return text

    def fails(self, command):
        """What a command prints that must not succeed."""
        process = self.start(command)
        text, _ = process.communicate(timeout=DEADLINE_SECONDS)
        if process.returncode == 0:
            raise SystemExit(f"$ {command}\n{text}\nshould have failed")
        return text

    def path(self, inside):
        """A path inside, as it is seen from outside."""
        return str(Path("/proc") / str(self.leader()) / "root" / inside.lstrip("/"))

    def journal(self):
        return self.run("journalctl --no-pager -o cat -n 60 -u wordify.service -u wordify.socket", check=False)

    def copy(self, path, to):
        """A file from outside."""
        target = self.merged / to.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(Path(path).read_bytes())
        target.chmod(os.stat(path).st_mode & 0o777)

    def power_off(self):
        if self.leader() is not None:
            self.run("systemctl poweroff", check=False)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            self.process.wait(30)
        remove_cgroups(self.cgroups)

    def __exit__(self, *_):
        self.power_off()
        self.log.close()
        subprocess.run(["umount", self.merged], check=False)
        subprocess.run(["umount", self.folder], check=False)


def until(condition, what, seconds=DEADLINE_SECONDS):
    """Waits for a condition; the pause only spares the processor. Gives the seconds that it took."""
    begin = time.monotonic()
    while time.monotonic() < begin + seconds:
        if condition():
            return time.monotonic() - begin
        time.sleep(0.02)
    raise SystemExit(f"waited {seconds} s in vain until {what}")

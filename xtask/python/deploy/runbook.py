"""Executes every block of `deploy/README.md` that is marked `sh`, in order: those marked `sh archive` on a clean Debian in the
unpacked archive, the others on one with the package."""

import argparse
import re
import tarfile
import tempfile
from pathlib import Path

import visitor
from container import Container, make_root, until

RUNBOOK = Path(__file__).resolve().parents[3] / "deploy" / "README.md"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", required=True, help="folder of the bare Debian; made when absent")
    parser.add_argument("--release", default="bookworm", help="of Debian")
    parser.add_argument("--package", required=True)
    parser.add_argument("--archive", required=True)
    options = parser.parse_args()
    blocks = re.findall(r"^```sh(| archive)\n(.*?)^```$", RUNBOOK.read_text(), re.MULTILINE | re.DOTALL)
    root = make_root(options.root, options.release)
    with tempfile.TemporaryDirectory() as folder, Container(root, folder) as machine:
        machine.copy(options.package, "/srv/wordify.deb")
        machine.run("apt-get install -y /srv/wordify.deb")
        until(lambda: machine.run("systemctl is-active wordify", check=False).strip() == "active", "the service runs", 60)
        result = None
        for text in (text for mark, text in blocks if not mark):
            result = result if ".backup" not in text else Result(machine)
            execute(machine, [text], "/root")
            if ".backup" in text:
                result.lose()
            if "tar -C /var/lib/wordify -xzf" in text:
                result.expect()
    with tempfile.TemporaryDirectory() as folder, Container(root, folder) as machine:
        with tarfile.open(options.archive) as archive:
            archive.extractall(machine.merged / "srv", filter="tar")
        [home] = (machine.merged / "srv").iterdir()
        # As other systems call the group of their web server.
        machine.run("sed -i s/^www-data:/nginx:/ /etc/group; apt-get install -y curl python3-minimal")
        execute(machine, [text for mark, text in blocks if mark], f"/srv/{home.name}")
        machine.run("rm -f /srv/*/wordify-image.tar")
        left = machine.run("find / -xdev -iname '*wordify*' -not -path '/srv/*' -not -path '/proc/*' -not -path '/sys/*' "
                           "-not -path '/var/log/journal/*'")
        if left.strip():
            raise SystemExit(f"the archive's way has left {left}")
    print(f"{len(blocks)} blocks executed")


class Result:
    """What an analysis has found, which a restored backup shall bring back."""

    def __init__(self, machine):
        self.path = machine.path(visitor.SOCKET)
        self.job = visitor.submit(self.path, visitor.corpus(200), preset="wordify-2021", fits=10)
        until(lambda: visitor.job(self.path, self.job)["state"] == "succeeded", "the analysis is done")
        self.link = visitor.job(self.path, self.job)["links"]["result"]["csv"]
        self.bytes = visitor.ask(self.path, "GET", self.link)[1]

    def lose(self):
        visitor.ask(self.path, "DELETE", self.job["links"]["self"])
        if visitor.ask(self.path, "GET", self.link)[0] == 200:
            raise SystemExit("the result is still there")

    def expect(self):
        if visitor.ask(self.path, "GET", self.link) != (200, self.bytes):
            raise SystemExit("the backup has not brought back the result")
        print("the backup has brought back the result")


def execute(machine, blocks, folder):
    """Each line by itself, so that any that fails is named; a `cat << 'END'` with its text."""
    for block in blocks:
        for line in re.findall(r".*<< 'END'\n(?:.*\n)*?END\n|.*\n", block):
            print(f"$ {line}", end="", flush=True)
            print(machine.run(f"cd {folder} && {line}"), end="", flush=True)


if __name__ == "__main__":
    main()

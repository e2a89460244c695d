"""The container image as a container runtime would start it: read-only, as a user that nobody knows; twice made it has the same bytes.

No container runtime is needed: the image is unpacked and becomes the root of a process in a mount namespace of its own. Where the system
gives none, the program is started by the loader of the image with its libraries, which shows that none is missing.
"""

import argparse
import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

MAKE = Path(__file__).resolve().parents[3] / "deploy/container/make-image"
USER = 54321
# In the namespace: a root that cannot be written, with what a runtime mounts.
INSIDE = """
mount --make-rprivate /
mount --bind {root} {root}
mount --bind {data} {root}/data
mount -t tmpfs tmpfs {root}/tmp
mount --rbind /dev {root}/dev
mount -t proc proc {root}/proc || mount --rbind /proc {root}/proc
mount -o remount,ro,bind {root} {root}
! touch {root}/written 2>/dev/null
exec chroot --userspec {user}:{user} {root} /usr/bin/wordify serve
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        # As in the package: what debuggers want is most of a program that was built for tests.
        program = folder / "wordify"
        subprocess.run(["strip", "-o", program, options.program], check=True)
        images = [folder / name for name in ("one.tar", "two.tar")]
        for image in images:
            # As the runbook says it: by names alone, in the folder of the archive.
            subprocess.run([sys.executable, MAKE, program.name, image.name], cwd=folder, check=True)
        check(len({hashlib.sha256(image.read_bytes()).hexdigest() for image in images}) == 1, "made twice, it has the same bytes")
        config = unpack(images[0], folder / "root")
        data = folder / "data"
        data.mkdir()
        data.chmod(0o777)
        for path in (folder, folder / "root"):
            path.chmod(0o755)
        start(folder / "root", data, config)


def unpack(image, root):
    """The files of the image in `root`; what it says of its start."""
    with tarfile.open(image) as archive:
        read = lambda name: archive.extractfile(name).read()
        [entry] = json.loads(read("manifest.json"))
        for layer in entry["Layers"]:
            with tarfile.open(fileobj=archive.extractfile(layer), mode="r:gz") as files:
                files.extractall(root, filter="fully_trusted")
        return json.loads(read(entry["Config"]))["config"]


def start(root, data, config):
    port = free_port()
    environment = dict(entry.split("=", 1) for entry in config["Env"]) | {"WORDIFY_SERVER_BIND": f"127.0.0.1:{port}"}
    script = "set -e" + INSIDE.format(root=root, data=data, user=USER)
    has_namespace = subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0
    if has_namespace:
        command = ["unshare", "--mount", "sh", "-c", script]
    else:
        [loader] = root.glob("lib*/ld-*.so*")
        libraries = ":".join(sorted({str(path.parent) for path in root.rglob("*.so*")}))
        command = [loader, "--library-path", libraries, root / "usr/bin/wordify", "serve"]
        environment["WORDIFY_DATA"] = str(data)
    environment["PATH"] = os.environ["PATH"]
    process = subprocess.Popen(command, env=environment)
    try:
        until(lambda: get(port, "/healthz") == 200 or process.poll() is not None, "it answers")
        check(process.poll() is None, "it runs")
        if has_namespace:
            analyse(port)
            owners = {path.stat().st_uid for path in data.rglob("*")}
            check(owners == {USER}, f"read-only, as user {USER} with no name: it has written its volume alone, owners {owners}")
        process.send_signal(signal.SIGTERM)
        check(process.wait(30) == 0, "it ends with 0 when it is asked to")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def analyse(port):
    """An upload becomes a result: the program finds itself to start analysts."""
    rows = "".join(f"good wine number{n},a\nbad beer number{n},b\n" for n in range(30))
    boundary = uuid.uuid4().hex
    body = (f'--{boundary}\r\nContent-Disposition: form-data; name="shuffles"\r\n\r\n19\r\n--{boundary}\r\nContent-Disposition: form-data; '
            f'name="file"; filename="a.csv"\r\n\r\ntext,label\n{rows}\r\n--{boundary}--\r\n')
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/jobs", body.encode(),
                                     {"Content-Type": f"multipart/form-data; boundary={boundary}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        job = json.load(answer)

    def state():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{job['links']['self']}", timeout=60) as answer:
            return json.load(answer)["state"]

    until(lambda: state() in ("succeeded", "failed"), "the analysis has ended")
    check(state() == "succeeded", "an analysis succeeds")


def get(port, path):
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status
    return None


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, seconds=60):
    """Waits for a condition; the pause only spares the processor."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited {seconds} s in vain until {what}")
        time.sleep(0.05)


def check(holds, text):
    print(("ok: " if holds else "FAULT: ") + text, flush=True)
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

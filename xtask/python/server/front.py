"""A real nginx on a folder and ports of its own: in front of the site as `wordify deploy nginx` says, or as a test says."""

import socket
import subprocess
from pathlib import Path

from website import free_port, until

DOMAIN = "wordify.example"
MAIN = """
daemon off;
user {user};
worker_processes auto;
worker_rlimit_nofile 20000;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    keepalive_requests 1000000;
    {temporary}
    include {folder}/site.conf;
}}
"""


class Nginx:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.port, self.tls_port = free_port(), free_port()
        self.process = None

    def certificate(self):
        certificate, key = self.folder / "certificate.pem", self.folder / "key.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        command += ["-subj", f"/CN={DOMAIN}", "-keyout", key, "-out", certificate]
        subprocess.run(command, check=True, capture_output=True)
        return certificate, key

    def deployed(self, program, upstream):
        """The site as our own command writes it, with limits that one address cannot reach."""
        certificate, key = self.certificate()
        static = self.folder / "static"
        subprocess.run([program, "deploy", "static", "--to", static], check=True, capture_output=True)
        command = [program, "deploy", "nginx", "--domain", DOMAIN, "--upstream", upstream, "--listen", "127.0.0.1"]
        command += ["--http-port", str(self.port), "--https-port", str(self.tls_port), "--static", static]
        command += ["--certificate", certificate, "--key", key, "--logs", self.folder, "--acme", self.folder]
        command += ["--requests-per-second", "100000", "--writes-per-minute", "100000"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def start(self, site):
        kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        temporary = " ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds)
        # Workers must reach sockets and files below a folder that is ours.
        user = subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
        (self.folder / "site.conf").write_text(site)
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder, temporary=temporary, user=user))
        command = ["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until(self.listens, "nginx listens", 30)

    def listens(self):
        if self.process.poll() is not None:
            raise SystemExit(f"nginx ended: {(self.folder / 'error.log').read_text()}")
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(30)

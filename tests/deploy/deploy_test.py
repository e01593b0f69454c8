"""The files in deploy/ as they are used: systemd reads the units, and a real nginx stands in front of a real server.

Usage: deploy_test.py PROGRAM SOURCE_FOLDER
What needs nginx, openssl or systemd-analyze is skipped, with a word, where they are missing; script/setup --test installs them.
"""

import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
PATH = os.environ.get("PATH", "") + ":/usr/sbin"
NGINX, OPENSSL = shutil.which("nginx", path=PATH), shutil.which("openssl", path=PATH)
ANALYZE = shutil.which("systemd-analyze", path=PATH)
MANY = 300  # requests, more than the burst of the site lets through


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_for(port):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"nobody listens on port {port}")


def connections_to(port):
    """How many are established on this machine, by their clients' ends. Source: proc(5), /proc/net/tcp."""
    lines = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(line[2].endswith(f":{port:04X}") and line[3] == "01" for line in lines)


@unittest.skipUnless(ANALYZE, "systemd-analyze is not installed")
class Units(unittest.TestCase):
    def test_systemd_understands_them(self):
        with tempfile.TemporaryDirectory() as folder:
            units = []
            for unit in sorted((SOURCE / "deploy").glob("kennis*.*")):
                text = unit.read_text().replace("/usr/local/bin/kennis", PROGRAM)
                units.append(pathlib.Path(folder) / unit.name)
                units[-1].write_text(text)
            self.assertGreaterEqual(len(units), 4)
            done = subprocess.run([ANALYZE, "verify", *map(str, units)], capture_output=True, text=True, timeout=60)
            said = [line for line in done.stderr.splitlines() if "kennis" in line]
            self.assertEqual(said, [])

    def test_the_programs_options_are_those_of_the_units(self):
        for unit in (SOURCE / "deploy").glob("kennis*.service"):
            text = unit.read_text().replace("\\\n", " ")
            words = re.search(r"^ExecStart=\S+ (.*)$", text, re.MULTILINE).group(1).split()
            commands = [word for i, word in enumerate(words) if not any(w.startswith("--") for w in words[: i + 1])]
            known = subprocess.run([PROGRAM, *commands, "--help"], capture_output=True, text=True, timeout=60).stdout
            for option in [word for word in words if word.startswith("--")]:
                self.assertIn(option, known, unit.name)


@unittest.skipUnless(NGINX and OPENSSL, "nginx or openssl is not installed")
class Site(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(cls.folder.name)
        cls.path = path
        os.chmod(path, 0o755)  # nginx gives up being root
        subprocess.run([PROGRAM, "index", "--input", str(SOURCE / "data/sample"), "--index", str(path / "index")],
                       check=True, capture_output=True, timeout=60)
        subprocess.run([OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                        "2", "-subj", "/CN=kennis.example.org", "-keyout", str(path / "privkey.pem"), "-out",
                        str(path / "fullchain.pem")], check=True, capture_output=True, timeout=60)
        secret = subprocess.run([OPENSSL, "passwd", "-apr1", "secret"], check=True, capture_output=True, text=True)
        (path / "kennis.htpasswd").write_text(f"anna:{secret.stdout.strip()}\n")
        cls.server_port, cls.port, cls.plain_port = free_port(), free_port(), free_port()
        cls.processes = [subprocess.Popen([PROGRAM, "serve", "--index", str(path / "index"), "--listen",
                                           f"127.0.0.1:{cls.server_port}", "--insecure-identity"],
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
        wait_for(cls.server_port)
        (path / "nginx.conf").write_text(cls.configuration())
        test = subprocess.run([NGINX, "-t", "-p", str(path), "-c", str(path / "nginx.conf")], capture_output=True,
                              text=True, timeout=60)
        if test.returncode != 0:
            raise AssertionError(test.stderr)
        cls.processes.append(subprocess.Popen([NGINX, "-p", str(path), "-c", str(path / "nginx.conf"), "-g", "daemon off;"],
                                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        wait_for(cls.port)

    @classmethod
    def configuration(cls):
        """The site as it is, but for the places where it must lie here."""
        site = (SOURCE / "deploy/nginx.conf").read_text()
        for there, here in [("127.0.0.1:8080", f"127.0.0.1:{cls.server_port}"),
                            ("listen 443", f"listen 127.0.0.1:{cls.port}"), ("listen 80;", f"listen 127.0.0.1:{cls.plain_port};"),
                            ("/etc/ssl/kennis", str(cls.path)), ("/etc/nginx", str(cls.path)), ("/var/log/nginx", str(cls.path))]:
            assert there in site, there
            site = site.replace(there, here)
        site = re.sub(r"^\s*listen \[::\].*$", "", site, flags=re.MULTILINE)
        return (f"pid {cls.path}/nginx.pid;\nerror_log {cls.path}/error.log;\nevents {{}}\nhttp {{\n"
                f"client_body_temp_path {cls.path}/body;\nproxy_temp_path {cls.path}/proxy;\n"
                f"fastcgi_temp_path {cls.path}/f;\nuwsgi_temp_path {cls.path}/u;\nscgi_temp_path {cls.path}/s;\n{site}\n}}\n")

    @classmethod
    def tearDownClass(cls):
        for process in reversed(cls.processes):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
        cls.folder.cleanup()

    def connect(self):
        context = ssl.create_default_context(cafile=str(self.path / "fullchain.pem"))
        context.check_hostname = False
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=20))

    def ask(self, target, method="GET", user="anna", body=None, headers=()):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20,
                                                 context=ssl._create_unverified_context())
        sent = {"Host": "kennis.example.org", **dict(headers)}
        if user:
            sent["Authorization"] = "Basic " + base64.b64encode(f"{user}:secret".encode()).decode()
        connection.request(method, target, body=body, headers=sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer, text

    def patiently(self, *arguments, **options):
        """Asks again while the limit on requests, which other tests of this class have used up, says so."""
        for _ in range(100):
            answer, text = self.ask(*arguments, **options)
            if answer.status != 429:
                return answer, text
            time.sleep(0.1)
        raise AssertionError("429 for ten seconds")

    def test_a_search_is_answered_as_whom_the_password_names(self):
        answer, text = self.patiently("/v1/search?q=kubernetes")
        self.assertEqual(answer.status, 200, text)
        self.assertEqual(json.loads(text)["total"], 6)
        self.assertIn("max-age", answer.getheader("Strict-Transport-Security"))
        self.assertEqual(answer.getheader("X-Content-Type-Options"), "nosniff")
        self.assertNotIn("kubernetes", (self.path / "kennis.log").read_text(), "what is asked for is not logged")
        answer, text = self.patiently("/v1/search", "POST", body='{"query": "kubernetes"}',
                                      headers={"Content-Type": "application/json"})
        self.assertEqual(json.loads(text)["total"], 6)

    def test_nobody_is_believed_without_a_password(self):
        for headers in [{}, {"X-Kennis-Searcher": "anna"}]:
            answer, _ = self.patiently("/v1/search?q=kubernetes", user=None, headers=headers)
            self.assertEqual(answer.status, 401)
        anna, text = self.patiently("/v1/search?q=kubernetes")
        spoofed, same = self.patiently("/v1/search?q=kubernetes", headers={"X-Kennis-Searcher": "bram"})
        self.assertEqual((anna.status, spoofed.status), (200, 200))
        self.assertEqual(json.loads(text)["hits"], json.loads(same)["hits"], "still anna")

    def test_probes_need_no_password(self):
        for path in ["/healthz", "/readyz"]:
            self.assertEqual(self.patiently(path, user=None)[0].status, 200)

    def test_only_pages_of_this_site_may_ask(self):
        ours, _ = self.patiently("/v1/search?q=go", headers={"Origin": "https://kennis.example.org"})
        theirs, _ = self.patiently("/v1/search?q=go", headers={"Origin": "https://evil.example"})
        self.assertEqual((ours.status, theirs.status), (200, 403))

    def test_plain_http_is_sent_to_tls(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=20)
        connection.request("GET", "/v1/search?q=go", headers={"Host": "kennis.example.org"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.getheader("Location")), (308, "https://kennis.example.org/v1/search?q=go"))
        connection.close()

    def test_an_oversize_body_is_refused(self):
        answer, _ = self.patiently("/v1/search", "POST", body=b"x" * (1 << 20) + b"x",
                                   headers={"Content-Type": "application/json"})
        self.assertEqual(answer.status, 413)

    def test_slow_clients_hold_up_nobody(self):
        credentials = base64.b64encode(b"anna:secret").decode()
        slow = []
        for _ in range(15):
            client = self.connect()
            client.sendall(f"POST /v1/search HTTP/1.1\r\nHost: kennis.example.org\r\nAuthorization: Basic {credentials}\r\n"
                           "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"query\"".encode())
            slow.append(client)
        time.sleep(0.3)
        self.assertLess(connections_to(self.server_port), 15, "half bodies wait in nginx, not in the server")
        self.assertEqual(self.patiently("/v1/search?q=kubernetes")[0].status, 200)
        for client in slow:
            client.close()

    def test_too_many_requests_of_one_address_are_told_so(self):
        self.patiently("/healthz")
        statuses = [self.ask("/healthz", user=None)[0].status for _ in range(MANY)]
        self.assertIn(429, statuses)
        self.assertEqual(set(statuses) - {200, 429}, set())
        self.assertEqual(self.patiently("/healthz")[0].status, 200)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])

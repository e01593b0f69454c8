"""Introductions, saved searches, alerts and pools on the command line; webhooks called for real, and a job that is killed at any moment.

Usage: desk_test.py PROGRAM SOURCE_FOLDER
"""

import collections
import hashlib
import hmac
import http.server
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
SECRET = "a secret of the receiver's"


def kennis(*arguments, status=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    if done.returncode != status:
        raise AssertionError(f"kennis {arguments} ended with {done.returncode}, not {status}:\n{done.stdout}{done.stderr}")
    return done


class Receiver:
    """Counts the calls of each alert, and fails as often as it is told to. Signatures are reckoned anew."""

    def __init__(self):
        self.calls, self.taken, self.failures, self.delay = collections.Counter(), collections.Counter(), 0, 0
        self.wrong = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                parts = dict(part.split("=") for part in self.headers["X-Kennis-Signature"].split(","))
                wanted = hmac.new(SECRET.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
                alert = json.loads(body)
                if wanted != parts["v1"] or alert["id"] != self.headers["X-Kennis-Alert"]:
                    receiver.wrong.append(body)
                receiver.calls[alert["id"]] += 1
                time.sleep(receiver.delay)
                fails = receiver.failures > 0
                receiver.failures -= fails
                if not fails:
                    receiver.taken[alert["id"]] += 1
                self.send_response(500 if fails else 200)
                self.end_headers()

            def log_message(self, *ignored):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Desk(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.index = self.path / "index"
        self.secret = self.path / "secret"
        self.secret.write_text(SECRET + "\n")
        kennis("index", "--input", SOURCE / "data/sample", "--index", self.index)
        self.receiver = Receiver()

    def tearDown(self):
        self.receiver.stop()
        self.folder.cleanup()

    def run_as(self, who, *arguments, status=0):
        done = kennis(*arguments, "--index", self.index, "--as", who, "--json", status=status)
        return json.loads(done.stdout) if status == 0 else done.stderr

    def add_profiles(self, *names):
        lines = self.path / "new.ndjson"
        lines.write_text("".join(json.dumps({"id": name, "name": name, "headline": "Falconer"}) + "\n" for name in names))
        kennis("journal", "add", "--index", self.index, "--kind", "profile", "--file", lines)

    def test_introductions_from_question_to_contact(self):
        paths = json.loads(kennis("paths", "--index", self.index, "--as", "anna", "--to", "hanna", "--json").stdout)
        first = next(path["via"][0]["id"] for path in paths["introductions"] if path["via"])
        asked = self.run_as("anna", "intro", "ask", "--of", first, "--for", "hanna", "--message", "a night nurse")
        self.assertEqual((asked["state"], asked["part"], asked["candidate"]["id"]), ("asked", "asker", "hanna"))
        self.assertIn("asked", kennis("intro", "list", "--index", self.index, "--as", first).stdout)
        self.assertIn("no introductions", kennis("intro", "list", "--index", self.index, "--as", "hanna").stdout)
        self.run_as("hanna", "intro", "show", asked["id"], status=4)
        self.run_as("anna", "intro", "ask", "--of", "nobody", "--for", "hanna", status=4)
        self.run_as("anna", "intro", "ask", "--of", first, "--for", "hanna", status=1)
        self.run_as(first, "intro", "answer", asked["id"], "--answer", "perhaps", status=2)
        self.assertEqual(self.run_as(first, "intro", "answer", asked["id"], "--answer", "yes")["state"], "yes")
        self.assertEqual(self.run_as(first, "intro", "made", asked["id"])["state"], "introduced")
        self.assertEqual(self.run_as("hanna", "intro", "list")["introductions"][0]["message"], None)
        audit = kennis("intro", "audit", "--index", self.index).stdout.splitlines()
        self.assertEqual([line.split("\t")[2] for line in audit], ["anna", first, first])
        listed = kennis("journal", "list", "--index", self.index).stdout
        self.assertIn('"channel":"introduction"', listed)
        self.assertTrue(self.run_as(first, "intro", "refuse", "--everybody")["everybody"])
        paths = json.loads(kennis("paths", "--index", self.index, "--as", "anna", "--to", "hanna", "--json").stdout)
        self.assertNotIn(first, [person["id"] for path in paths["introductions"] for person in path["via"]])
        self.assertFalse(self.run_as(first, "intro", "allow", "--everybody")["everybody"])

    def test_pools_are_of_persons_and_teams(self):
        self.run_as("anna", "pool", "make", "Night nurses")
        pool = self.run_as("anna", "pool", "add", "Night nurses", "hanna")
        self.assertEqual([person["id"] for person in pool["persons"]], ["hanna"])
        self.assertEqual(self.run_as("anna", "pool", "add", "Night nurses", "hanna")["total"], 1)
        self.run_as("anna", "pool", "add", "Night nurses", "nobody", status=4)
        self.run_as("hanna", "pool", "show", pool["id"], status=4)
        self.run_as("anna", "pool", "make", "x", "--team", "no such team", status=2)
        self.assertEqual(self.run_as("anna", "pool", "take", "Night nurses", "hanna")["total"], 0)
        self.assertEqual(self.run_as("anna", "pool", "remove", pool["id"])["pools"], [])

    def test_alerts_reach_a_receiver_that_fails_at_first(self):
        saved = self.run_as("anna", "saved", "add", "--name", "falconers", "--webhook", self.receiver.url,
                            "--secret-file", self.secret, "falconer")
        self.assertEqual(saved["secret"], SECRET)
        self.assertNotIn("secret", json.dumps(self.run_as("anna", "saved", "list")))
        delivering = ["--index", self.index, "--webhook-host", "127.0.0.1", "--first-wait", 1]
        kennis("alerts", "run", *delivering)
        self.add_profiles("zed", "zoe")
        self.receiver.failures = 2
        kennis("alerts", "run", *delivering, "--wait", 60)
        alerts = self.run_as("anna", "alerts", "list")["alerts"]
        self.assertEqual(sorted(alert["person"]["id"] for alert in alerts), ["zed", "zoe"])
        self.assertEqual([alert["delivery"]["state"] for alert in alerts], ["delivered"] * 2)
        self.assertEqual(sorted(self.receiver.taken.values()), [1, 1])
        self.assertEqual(self.receiver.wrong, [])
        self.assertEqual(self.run_as("anna", "alerts", "read", "--all")["alerts"][0]["read"], True)
        self.assertEqual(self.run_as("anna", "alerts", "list", "--unread")["alerts"], [])
        hits = json.loads(kennis("saved", "run", "falconers", "--index", self.index, "--as", "anna", "--json").stdout)
        self.assertEqual(hits["total"], 2)
        kennis("journal", "add", "--index", self.index, "--kind", "saved_search", status=2)

    def test_a_backup_has_them(self):
        self.run_as("anna", "saved", "add", "--name", "falconers", "falconer")
        self.run_as("anna", "pool", "make", "Night nurses")
        kennis("backup", "--index", self.index, "--to", self.path / "copy")
        self.index = self.path / "copy"
        self.assertEqual(len(self.run_as("anna", "saved", "list")["saved_searches"]), 1)
        self.assertEqual(len(self.run_as("anna", "pool", "list")["pools"]), 1)
        kennis("verify", "--index", self.index)

    def test_killed_at_any_moment_each_alert_is_recorded_once_and_delivered(self):
        self.run_as("anna", "saved", "add", "--name", "falconers", "--top", "500", "--webhook", self.receiver.url,
                    "--secret-file", self.secret, "falconer")
        running = [PROGRAM, "alerts", "run", "--index", self.index, "--webhook-host", "127.0.0.1", "--first-wait", "1"]
        began = time.monotonic()
        subprocess.run(list(map(str, running)), check=True, capture_output=True, timeout=120)
        took = time.monotonic() - began
        dice = random.Random(7)
        self.receiver.delay = 0.002
        names, kills = [], 0
        for night in range(12):
            new = [f"p{night}-{i}" for i in range(10)]
            names += new
            self.add_profiles(*new)
            job = subprocess.Popen(list(map(str, running)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                job.wait(timeout=dice.uniform(0, 1.2) * took)
            except subprocess.TimeoutExpired:
                job.send_signal(signal.SIGKILL)
                job.wait()
                kills += 1
            if night == 6:
                kennis("index", "--input", SOURCE / "data/sample", "--index", self.index)
            if night == 9:
                kennis("rollback", "--index", self.index)
        self.assertGreater(kills, 2)
        kennis("alerts", "run", "--index", self.index, "--webhook-host", "127.0.0.1", "--first-wait", 1, "--wait", 60)
        alerts = self.run_as("anna", "alerts", "list")["alerts"]
        self.assertEqual(sorted(alert["person"]["id"] for alert in alerts), sorted(names))
        self.assertEqual({alert["delivery"]["state"] for alert in alerts}, {"delivered"})
        ids = [alert["id"] for alert in alerts]
        self.assertEqual(sorted(self.receiver.taken), sorted(ids))
        self.assertEqual(self.receiver.wrong, [])
        # What is told twice was sent and not written down when the job died: at most once a kill.
        self.assertLessEqual(sum(self.receiver.calls.values()), len(ids) + kills)

    def test_help_shows_an_example(self):
        for command in ["intro", "saved", "alerts", "pool"]:
            self.assertIn(f"kennis {command} ", kennis(command, "--help").stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)

"""What a private group must not give away: every surface, as its users call it.

Two indexes are built that differ only in what an outsider may not see: one lacks a group's memberships and everything that was said in it,
and, where the group is closed, the group. Whatever an outsider asks, by command line or over HTTP, must then be answered in the same bytes,
names of generations and times taken aside. Members must notice a difference, or the test would prove nothing.

Usage: leaks_test.py PROGRAM SOURCE_FOLDER
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
AS_OF = "2025-12-15T16:45:00Z"

# Said in the closed group only, by and about people who are elsewhere, too: words, names, skills and addresses that stand nowhere else.
CLOSED = [
    {"id": "leak1", "at": "2025-12-01T00:10:00Z", "from": "wanda", "to": [], "channel": "post", "group": "nachtploeg",
     "subject": "quetzalcoatlus", "text": "quetzalcoatlus", "topics": ["quetzalcoatlus"]},
    {"id": "leak2", "at": "2025-12-02T00:10:00Z", "from": "rosa", "to": ["ismael"], "channel": "endorsement", "skill": "Kubernetes",
     "group": "nachtploeg"},
    {"id": "leak3", "at": "2025-12-03T00:10:00Z", "from": "mailto:nightbird@example.net", "to": ["rosa", "ismael"],
     "channel": "comment", "group": "nachtploeg", "topics": ["quetzalcoatlus"]},
    {"id": "leak4", "at": "2025-12-04T00:10:00Z", "from": "bram", "to": ["ismael"], "channel": "meeting", "group": "nachtploeg"},
    {"id": "leak5", "at": "2025-12-05T00:10:00Z", "from": "wanda", "to": ["rosa"], "channel": "recommendation", "skill": "Quetzalcoatlus",
     "group": "nachtploeg"},
]
MEMBERS_ONLY = [
    {"id": "leak6", "at": "2025-12-01T09:10:00Z", "from": "ines", "to": ["tomas"], "channel": "endorsement", "skill": "Kubernetes",
     "group": "rust-lowlands", "topics": ["archaeopteryx"]},
    {"id": "leak7", "at": "2025-12-02T09:10:00Z", "from": "mailto:rustbird@example.net", "to": ["ines"], "channel": "comment",
     "group": "rust-lowlands", "text": "archaeopteryx"},
]


OPENED = "2025-12-10T00:00:00Z"  # after everything that was said in it
# And said once all may read it.
SINCE = [
    {"id": "open1", "at": "2025-12-11T09:10:00Z", "from": "rosa", "to": ["ismael"], "channel": "comment", "group": "nachtploeg",
     "topics": ["daylight"]},
    {"id": "open2", "at": "2025-12-12T09:10:00Z", "from": "wanda", "to": [], "channel": "post", "group": "nachtploeg", "text": "daylight"},
]


def lines(name):
    return [json.loads(line) for line in (SOURCE / "data/sample" / name).read_text().splitlines()]


def open_group(groups, memberships, interactions, *, with_past):
    """Opens the closed group; without its past it was never more than what it is since."""
    opened = next(group for group in groups if group["id"] == "nachtploeg") | {"kind": "open", "updated_at": OPENED}
    groups.append(opened)
    interactions += SINCE
    if with_past:
        return groups, memberships, interactions
    interactions = [event for event in interactions if event.get("group") != "nachtploeg" or event["at"] >= OPENED]
    for membership in memberships:
        if membership["group"] == "nachtploeg":
            membership["from"] = OPENED[:10]
    return groups, memberships, interactions


def write_world(folder, *, without=None, opened=None):
    """The sample world with what was said above, or without everything of the group `without`. `opened`: a closed group was opened, `whole` with
    its past or `since` without."""
    folder.mkdir()
    groups, memberships = lines("groups.ndjson"), lines("memberships.ndjson")
    interactions = lines("interactions.ndjson") + CLOSED + MEMBERS_ONLY
    if opened:
        groups, memberships, interactions = open_group(groups, memberships, interactions, with_past=opened == "whole")
    if without:
        groups = [group for group in groups if group["id"] != without or group["kind"] != "closed"]
        memberships = [membership for membership in memberships if membership["group"] != without]
        interactions = [event for event in interactions if event.get("group") != without]
    records = {"profiles": lines("profiles.ndjson"), "teams": lines("teams.ndjson"), "groups": groups, "memberships": memberships,
               "interactions": interactions}
    for name, values in records.items():
        (folder / f"{name}.ndjson").write_text("".join(json.dumps(value) + "\n" for value in values))


def without_times(text):
    """The text less what differs from run to run: names of generations, how long it took, and ids drawn at random."""
    text = re.sub(r'"took_ms": ?[0-9.e+-]+', '"took_ms":0', text)
    text = re.sub(r'"next_cursor": ?"[0-9a-f]+"', '"next_cursor":"CURSOR"', text)  # it names the generation
    text = re.sub(r"\b\d{8}T\d{6}Z-[0-9a-f]{8}\b", "GENERATION", text)
    text = re.sub(r"\(\d+(\.\d+)? m?s\)", "(TIME)", text)
    text = re.sub(r"\b20(2[6-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\dZ", "NOW", text)  # the world ends in 2025
    return re.sub(r"\b[0-9a-f]{16,32}\b", "ID", text)


class Server:
    def __init__(self, index):
        self.process = subprocess.Popen([PROGRAM, "serve", "--index", str(index), "--listen", "127.0.0.1:0", "--insecure-identity"],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            found = re.search(r"listening on (127\.0\.0\.1:\d+)", line)
            if found:
                self.address = found.group(1)
                return
        raise AssertionError("the server did not start")

    def ask(self, viewer, target, body=None):
        request = urllib.request.Request(f"http://{self.address}{target}", headers={"X-Kennis-Searcher": viewer},
                                         data=None if body is None else json.dumps(body).encode())
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return f"{answer.status} {without_times(answer.read().decode())}"
        except urllib.error.HTTPError as problem:
            return f"{problem.code} {without_times(problem.read().decode())}"

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)
        self.process.stdout.close()


QUERIES = ["", "kubernetes", "rust", "embedded rust firmware", "quetzalcoatlus", "archaeopteryx", "text:quetzalcoatlus",
           "skill:quetzalcoatlus", "topic:quetzalcoatlus", "topic:firmware", "quetz*", "nachtploeg", '"De Nachtploeg"', "name:nightbird",
           "name:nachtploeg", "nightbird@example.net", "group:nachtploeg", 'group:"De Nachtploeg"', "group:rust-lowlands",
           'group:"Rust in the Low Countries"', "group:open-haven", "kubernetes NOT group:nachtploeg", "is:open_to_work rust",
           "degree:1..2", "quetzalcoatlos", "nachtploegen", "(group:nachtploeg OR kubernetes)"]
FACETS = ["skill", "country", "title", "company", "current_company", "group", "degree", "language", "school", "location"]
PERSONS = ["wanda", "rosa", "ismael", "bram", "ines", "tomas", "noor", "lars", "zofia", "mailto:nightbird@example.net",
           "mailto:rustbird@example.net", "nachtploeg", "no-such-person"]


def http_targets():
    quote = urllib.parse.quote
    for query in QUERIES:
        for more in ["&explain=true&paths=20&snippets=10&limit=100", "&order=help", "&order=reach&exact=true", "&limit=0",
                     "&closeness=1&explain=true", *(f"&facets={field}" for field in FACETS)]:
            yield f"/v1/search?q={quote(query, safe='')}{more}"
        yield f"/v1/referrers?q={quote(query, safe='')}&limit=50&candidates=10"
        yield f"/v1/suggest?q={quote(query, safe='')}"
    for field in FACETS:
        yield f"/v1/search?q=&filter={field}:nachtploeg"
    for start in ["n", "na", "nacht", "nachtp", "nachtplo", "De N", "quetz", "quetzalcoatlu", "archae", "nightb", "rustb", "rust", "kub"]:
        for field in ["", *(f"&field={field}" for field in ["skill", "title", "company", "city", "group", "name"])]:
            yield f"/v1/suggest?q={quote(start)}{field}"
    for person in PERSONS:
        yield f"/v1/people/{quote(person, safe='')}"
        yield f"/v1/people/{quote(person, safe='')}/introductions"
        yield f"/v1/people/{quote(person, safe='')}/introductions?limit=20"
        yield f"/v1/people/{quote(person, safe='')}/similar"
    yield from ["/v1/dormant?limit=100", "/v1/introductions", "/v1/refusals", "/v1/groups", "/v1/groups/nachtploeg", "/v1/search?q=rust&group=nachtploeg",
                "/v1/search?q=rust&as=bram", "/v1/search?q=rust&viewer=bram", "/nachtploeg", "/"]


def http_bodies():
    for query in QUERIES:
        yield "/v1/search", {"query": query, "explain": True, "limit": 50, "facets": FACETS}
        yield "/v1/referrers", {"query": query, "limit": 20}
    for persons in [["rosa"], ["wanda", "rosa"], ["ines", "tomas"], ["mailto:nightbird@example.net"]]:
        yield "/v1/similar", {"persons": persons, "explain": True}
    yield "/v1/searches", {"searches": [{"query": query} for query in QUERIES if query]}
    yield "/v1/vacancy", {"text": "De Nachtploeg zoekt iemand voor quetzalcoatlus, embedded Rust en Kubernetes.\nEisen:\n- Rust\n- quetzalcoatlus"}


def commands(viewer):
    asking = ["--as", viewer]
    for query in QUERIES:
        yield ["search", *asking, "--explain", "--paths", "20", query]
        yield ["referrers", *asking, query]
    for person in PERSONS:
        yield ["paths", *asking, "--to", person]
        yield ["paths", *asking, "--to", person, "--json"]
        yield ["intro", "ask", *asking, "--of", person, "--for", "rosa"]
        yield ["intro", "ask", *asking, "--of", "bram", "--for", person]
        yield ["departure", person, *asking, "--preview"]
        yield ["similar", *asking, person]
    yield ["dormant", *asking, "--limit", "100"]
    for team in ["talent", "haven-hr", "nachtploeg"]:
        yield ["coverage", *asking, "--team", team]
        yield ["coverage", *asking, "--team", team, "--skill", "rust", "--skill", "quetzalcoatlus", "--json"]
    yield ["saved", "add", *asking, "--name", "Rust", "rust"]
    yield ["saved", "add", *asking, "--name", "Group", "group:nachtploeg"]
    yield ["saved", "run", *asking, "Rust"]
    yield ["saved", "list", *asking]
    yield ["alerts", "run"]
    yield ["alerts", "list", *asking]
    yield ["pool", "make", *asking, "Night"]
    for person in PERSONS:
        yield ["pool", "add", *asking, "Night", person]
    yield ["pool", "show", *asking, "Night"]
    yield ["intro", "list", *asking]


class Leaks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        cls.servers = {}
        cls.indexes = {}
        for name, world in {"whole": {}, "nachtploeg": {"without": "nachtploeg"}, "rust-lowlands": {"without": "rust-lowlands"},
                            "opened": {"opened": "whole"}, "opened-since": {"opened": "since"}}.items():
            write_world(cls.path / f"world-{name}", **world)
            index = cls.path / f"index-{name}"
            done = subprocess.run([PROGRAM, "index", "--input", cls.path / f"world-{name}", "--index", index, "--as-of", AS_OF],
                                  capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stderr
            cls.indexes[name] = index
            cls.servers[name] = Server(index)

    @classmethod
    def tearDownClass(cls):
        for server in cls.servers.values():
            server.end()
        cls.folder.cleanup()

    def run_commands(self, name, viewer):
        """What each command answers the viewer, on a copy of the index, since some of them write: (exit status, output, errors) by command."""
        copy = self.path / f"copy-{name}"
        shutil.copytree(self.indexes[name], copy)
        answers = {}
        for command in commands(viewer):
            done = subprocess.run([PROGRAM, *command, "--index", str(copy)], capture_output=True, text=True, timeout=60)
            answers[" ".join(command)] = without_times(f"{done.returncode}\n{done.stdout}\n{done.stderr}").replace(str(copy), "index")
        shutil.rmtree(copy)
        return answers

    def differs(self, viewer, group, what, whole="whole"):
        return self.servers[whole].ask(viewer, *what) != self.servers[group].ask(viewer, *what)

    def differences(self, viewer, group, asked, whole="whole"):
        return [what for what in asked if self.differs(viewer, group, what, whole)]

    def test_over_http_no_outsider_notices(self):
        for group, outsiders, members in [("nachtploeg", ["anna", "tomas", "gijs", "zofia"], ["bram", "rosa"]),
                                          ("rust-lowlands", ["anna", "bram", "gijs", "rosa"], ["ines", "noor"])]:
            asked = [(target,) for target in http_targets()] + list(http_bodies())
            for viewer in outsiders:
                with self.subTest(group=group, viewer=viewer):
                    self.assertEqual(self.differences(viewer, group, asked), [])
            for viewer in members:
                self.assertTrue(any(self.differs(viewer, group, what) for what in asked), f"{viewer} of {group}")

    def test_by_command_no_outsider_notices(self):
        for group, outsider in [("nachtploeg", "anna"), ("rust-lowlands", "gijs")]:
            whole, without = self.run_commands("whole", outsider), self.run_commands(group, outsider)
            for command in whole:
                with self.subTest(group=group, command=command):
                    self.assertEqual(whole[command], without[command])
        self.assertNotEqual(self.run_commands("whole", "bram"), self.run_commands("nachtploeg", "bram"))

    def test_what_was_said_before_a_group_was_opened_stays_with_its_members(self):
        asked = [(target,) for target in http_targets()] + list(http_bodies())
        self.assertEqual(self.differences("anna", "opened-since", asked, "opened"), [])
        self.assertTrue(any(self.differs("bram", "opened-since", what, "opened") for what in asked), "members remember")
        whole, since = self.run_commands("opened", "anna"), self.run_commands("opened-since", "anna")
        for command in whole:
            with self.subTest(command=command):
                self.assertEqual(whole[command], since[command])
        found = self.servers["opened"].ask("anna", "/v1/search?q=group:nachtploeg&limit=100")
        for member in ["wanda", "rosa", "ismael", "bram"]:
            self.assertIn(f'"id":"{member}"', found, "all see the members of an open group")

    def test_what_is_taken_along_has_nothing_of_a_group_left(self):
        """An export is one's own; who is no member gets the same files either way."""
        files = {}
        for name in ["whole", "nachtploeg"]:
            out = self.path / f"export-{name}"
            subprocess.run([PROGRAM, "export", "anna", "--index", self.indexes[name], "--out", out], check=True, capture_output=True, timeout=60)
            files[name] = {path.name: path.read_text() for path in sorted(out.iterdir())}
        self.assertEqual(files["whole"], files["nachtploeg"])


if __name__ == "__main__":
    os.environ.pop("http_proxy", None)
    unittest.main(argv=[sys.argv[0], "-v"])

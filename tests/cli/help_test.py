"""What --help promises: an example for every command that works as it stands, --json everywhere, and nothing that is no text.

Usage: help_test.py PROGRAM SOURCE_FOLDER
"""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
# What an example needs that is not in the sample world, and what would take long.
SMALLER = [("--people 20000", "--people 40"), ("--wait 60", "--wait 1"), ("/mnt/backup/kennis", "backup"), ("world/teams.ndjson", "sample/teams.ndjson"),
           ("--to 20260301T020000Z-0123abcd", "--to GENERATION"), ("    remove the older ones now", ""),
           ("--input world --index index", "--input world --index of-world")]
# Needs a folder of ESCO's files, which is not ours to keep; goes on until it is told to stop.
NOT_RUN = ["kennis taxonomy import", "kennis serve"]


def run(command, folder):
    """A line as a shell runs it, with `kennis` for the program."""
    path = f"{folder}/bin:{os.environ['PATH']}"
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, cwd=folder,
                          env={**os.environ, "PATH": path})


def help_of(*command):
    done = subprocess.run([PROGRAM, *command, "--help"], capture_output=True, timeout=60)
    assert done.returncode == 0, command
    return done.stdout


def subcommands(page):
    return re.findall(r"^  ([a-z][a-z-]*) ", page.partition("\nSubcommands:\n")[2], re.MULTILINE)


def pages():
    """Every page of --help, by the words of its command."""
    for command in subcommands(help_of().decode()):
        yield [command], help_of(command)
        for part in subcommands(help_of(command).decode()):
            yield [command, part], help_of(command, part)


class Help(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        (cls.folder / "bin").mkdir()
        (cls.folder / "bin/kennis").symlink_to(PROGRAM)
        (cls.folder / "data").symlink_to(SOURCE / "data")
        shutil.copytree(SOURCE / "data/sample", cls.folder / "sample")
        files = {"new.ndjson": '{"id": "zed", "headline": "Falconer"}\n',
                 "calls.ndjson": '{"at": "2025-12-01T10:00:00Z", "from": "anna", "to": ["hanna"], "channel": "call"}\n', "ids.txt": "elif\n",
                 "retention.json": '{"rules": [{"months": 60}]}', "judgments.tsv": "kubernetes\thanna\t2\n",
                 "log.tsv": "".join(f"p{i % 9}\tp{i * 7 % 8}\t{1700000000 + i * 9000}\n" for i in range(400)),
                 "backend-developer.html": "<h1>Backend developer</h1>", "vacature.txt": "Ontwikkelaar\nVereisten:\n- Java\n"}
        for name, text in files.items():
            (cls.folder / name).write_text(text)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_every_page_is_text_with_an_example_and_json(self):
        seen = 0
        for command, page in pages():
            seen += 1
            name = " ".join(["kennis", *command])
            with self.subTest(name):
                self.assertEqual(re.findall(rb"[^\n -~\x80-\xff]", page), [], "no text")
                if len(command) > 1 or b"\nSubcommands:\n" not in page:
                    self.assertIn(f"  {name} ".encode(), page, "no example")
                    if command != ["serve"]:
                        self.assertIn(b"\n  --json", page)
        self.assertGreater(seen, 50)

    def test_the_examples_work_as_they_stand(self):
        """In the order of a user's day: nothing is asked of what an example before took away."""
        found = {}
        for _, page in pages():
            for line in re.findall(r"^ +(kennis .*)$", page.decode(), re.MULTILINE):
                if not any(line.startswith(start) for start in NOT_RUN):
                    found[line] = None
        order = ["index --input", "generate", "index", "search", "suggest", "paths", "referrers", "dormant", "coverage",
                 "departure", "similar", "vacancy", "saved add", "saved", "alerts", "pool make", "pool add", "pool show",
                 "pool list", "pool take", "pool", "intro ask", "intro list", "intro show", "intro answer", "intro made", "intro withdraw",
                 "intro", "journal add", "journal", "evaluate", "fit", "taxonomy", "export", "held", "do-not-contact",
                 "informed overdue", "informed", "retention", "inspect", "verify", "backup", "restore", "erase",
                 "generations", "rollback"]

        def place(line):
            return next((i for i, start in enumerate(order) if line.startswith("kennis " + start)), len(order))
        lines = sorted(found, key=lambda line: (place(line), "saved remove" in line, "--lift" in line))
        self.assertEqual([line for line in lines if place(line) == len(order)], [], "in no order")
        for line in lines:
            for text, other in SMALLER:
                line = line.replace(text, other)
            line = self.with_ids(line)
            with self.subTest(line):
                done = run(line, self.folder)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def with_ids(self, line):
        """An example says ID where the program makes one up, and a generation that a machine has not got."""
        index = self.folder / "index"
        if "GENERATION" in line:
            return line.replace("GENERATION", (index / "CURRENT").read_text().strip())
        if line.startswith("kennis rollback") or "--constants" in line:
            run("kennis fit --events log.tsv --out constants.json; kennis index --input sample --index index --mode full",
                self.folder)
        if " ID" not in line:
            return line
        if line.startswith("kennis alerts resend"):  # a webhook that nobody answers makes a dead alert
            run("kennis saved add --index index --as anna --name told --webhook https://kennis.invalid/ falconer; "
                "kennis alerts run --index index --no-delivery; "
                "echo '{\"id\": \"yan\", \"headline\": \"Falconer\"}' | kennis journal add --index index --kind profile; "
                "kennis alerts run --index index --tries 1", self.folder)
            listed = json.loads(run("kennis alerts list --index index --as anna --dead --json", self.folder).stdout)
            return line.replace(" ID", " " + listed["alerts"][0]["id"])
        if line.startswith("kennis intro withdraw"):
            run("kennis intro ask --index index --as anna --of dirk --for hanna", self.folder)
        asked = json.loads(run("kennis intro list --index index --as anna --json", self.folder).stdout)["introductions"]
        return line.replace(" ID", " " + asked[0]["id"])

    def test_what_is_said_about_wrong_arguments_is_short_and_names_them(self):
        wrong = {"kennis serch java": "there is no `kennis serch`", "kennis journal ad --index index": "there is no `kennis journal ad`",
                 "kennis search --index index --as anna --order best x": "--order: best not in {",
                 "kennis search --index index --as anna --limit -1 x": "--limit: Value -1 not in range 0 to 10000",
                 "kennis index --input sample --index i --max-drop nan": "--max-drop: Value nan not in range 0 to 1",
                 "kennis search --index index --as anna --closeness nan x": "--closeness: Value nan",
                 "kennis generate --people -5 --out there": "--people: ", "kennis index": "--input is required",
                 "kennis search --index index --as anna a b": "Put a query in quotes"}
        for command, why in wrong.items():
            with self.subTest(command):
                done = run(command, self.folder)
                self.assertEqual(done.returncode, 2)
                self.assertIn(why, done.stderr)
                self.assertLessEqual(len(done.stderr.splitlines()), 3, done.stderr)
                self.assertIn("--help` has the options", done.stderr)
                self.assertEqual(re.findall(r"[^\n -~…]", done.stderr), [])

    def test_reports_are_json_where_it_is_asked_for(self):
        run("kennis index --input sample --index other", self.folder)
        (self.folder / "empty.tsv").write_text("")
        for line in ["verify --index other", "backup --index other --to copies", "restore --from copies --index third",
                     "journal status --index other", "do-not-contact elif --index other", "informed add elif --index other",
                     "informed add --file empty.tsv --index other", "journal add --index other --kind profile --file new.ndjson",
                     "journal status --index other", "export elif --index other --out elif", "held elif --index other",
                     "retention --index other --rules retention.json", "erase zed --index other", "erase --finish --index other",
                     "erase zed --lift --index other", "taxonomy check", "taxonomy show java", "generations --index other",
                     "departure bram --index other --as anna --on 2027-01-01", "inspect --index other"]:
            with self.subTest(line):
                done = run(f"kennis {line} --json", self.folder)
                self.assertEqual(done.returncode, 0, done.stderr)
                json.loads(done.stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])

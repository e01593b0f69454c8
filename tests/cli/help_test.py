"""What --help promises: an example for every command, --json everywhere, and nothing that is no text.

Usage: help_test.py PROGRAM SOURCE_FOLDER
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()


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
        files = {"new.ndjson": '{"id": "zed", "headline": "Falconer"}\n', "ids.txt": "elif\n",
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

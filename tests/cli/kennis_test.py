"""The program as its users call it: every subcommand, its JSON, its exit status, and a server that ends on SIGTERM.

Usage: kennis_test.py PROGRAM SOURCE_FOLDER
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])


def kennis(*arguments, status=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    if done.returncode != status:
        raise AssertionError(f"kennis {arguments} ended with {done.returncode}, not {status}:\n{done.stdout}{done.stderr}")
    return done


class Kennis(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        cls.index = cls.path / "index"
        kennis("index", "--input", SOURCE / "data/sample", "--index", cls.index)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def search(self, *arguments):
        return json.loads(kennis("search", "--index", self.index, "--json", *arguments).stdout)

    def test_journal_counts_at_once_and_in_the_next_generation(self):
        index = self.path / "journalled"
        kennis("index", "--input", SOURCE / "data/sample", "--index", index)
        records = self.path / "records.ndjson"
        records.write_text('{"id": "zed", "headline": "Falconer"}\n')
        kennis("journal", "add", "--index", index, "--kind", "profile", "--file", records)
        search = ["search", "--index", index, "--as", "anna", "--json", "falconer"]
        self.assertEqual(json.loads(kennis(*search).stdout)["journal_position"], 1)
        self.assertEqual([hit["id"] for hit in json.loads(kennis(*search).stdout)["hits"]], ["zed"])
        listed = kennis("journal", "list", "--index", index, "--kind", "profile").stdout
        self.assertEqual(json.loads(listed)["id"], "zed")
        self.assertIn("1 since", kennis("journal", "status", "--index", index).stdout)
        kennis("index", "--input", SOURCE / "data/sample", "--index", index)
        self.assertEqual([hit["id"] for hit in json.loads(kennis(*search).stdout)["hits"]], ["zed"])
        self.assertIn("(in force)  has 1, 0 since", kennis("journal", "status", "--index", index).stdout)
        records.write_text('{"id": 7}\n')
        bad = kennis("journal", "add", "--index", index, "--kind", "profile", "--file", records, status=2)
        self.assertIn("line 1: id", bad.stderr)

    def test_help_shows_an_example(self):
        for command in ["generate", "index", "search", "paths", "serve", "inspect"]:
            self.assertIn(f"kennis {command} --", kennis(command, "--help").stdout)
        self.assertIn("kennis search", kennis("--help").stdout)
        self.assertRegex(kennis("--version").stdout, r"kennis \d+\.\d+\.\d+ \(index format \d+, Xapian 1\.4")

    def test_search_has_the_fields_that_are_promised(self):
        answer = self.search("--as", "anna", "--limit", "2", "--explain", "kubernetes")
        self.assertLessEqual({"query", "total", "took_ms", "generation", "hits"}, set(answer))
        self.assertEqual(answer["total"], 6)
        wanted = {"id", "name", "headline", "score", "fit", "reach", "degree", "fit_rank", "introductions", "explanation"}
        for hit in answer["hits"]:
            self.assertLessEqual(wanted, set(hit))
            explanation = hit["explanation"]
            self.assertAlmostEqual(explanation["fit_part"] + explanation["reach_part"], hit["score"], delta=1e-9)
        self.assertNotIn("explanation", self.search("--as", "anna", "kubernetes")["hits"][0])

    def test_closeness_moves_the_order_and_never_the_fit(self):
        by_skill = self.search("--as", "anna", "--closeness", "0", "kubernetes")["hits"]
        by_reach = self.search("--as", "anna", "--closeness", "1", "kubernetes")["hits"]
        self.assertEqual({hit["id"]: hit["fit"] for hit in by_skill}, {hit["id"]: hit["fit"] for hit in by_reach})
        self.assertEqual(by_skill[0]["id"], "kofi")
        self.assertEqual(by_reach[0]["id"], "lars")
        self.assertEqual([hit["fit_rank"] for hit in by_skill], list(range(1, len(by_skill) + 1)))

    def test_paths_and_people_who_are_not_there(self):
        path = json.loads(kennis("paths", "--index", self.index, "--as", "anna", "--to", "hanna", "--json").stdout)
        self.assertEqual([person["id"] for person in path["introductions"][0]["via"]], ["dirk"])
        unknown = kennis("paths", "--index", self.index, "--as", "anna", "--to", "no-such-person", status=4).stderr
        hidden = kennis("paths", "--index", self.index, "--as", "anna", "--to", "victor", status=4).stderr
        self.assertEqual(unknown.replace("no-such-person", "X"), hidden.replace("victor", "X"))

    def test_exit_statuses(self):
        kennis("search", "--index", self.index, "--as", "anna", "(kubernetes", status=2)
        kennis("search", "--index", self.index, "--as", "anna", "--closeness", "1.5", "x", status=2)
        kennis("search", "--index", self.index, "--as", "anna", "--closeness", "nan", "x", status=2)
        kennis("search", "--index", self.index, "--as", "anna", "--limit", "10001", "x", status=2)
        kennis("search", "--index", self.path / "none", "--as", "anna", "x", status=5)
        kennis("index", "--input", self.path / "none", "--index", self.path / "i", status=2)
        kennis("index", "--input", self.path, "--index", self.path / "i", "--memory", "lots", status=2)
        kennis(status=2)
        kennis("frobnicate", status=2)

    def test_bad_lines_are_kept_and_too_many_publish_nothing(self):
        world = self.path / "bad"
        world.mkdir()
        good = b'{"id":"a","name":"A","headline":"Baker"}\n'
        (world / "profiles.ndjson").write_bytes(good + b'{"id":"b","na\n\xff\xfe\n{"id":7}\n')
        index = self.path / "bad-index"
        report = json.loads(kennis("index", "--input", world, "--index", index, "--json").stdout)
        self.assertEqual(report["rejected"], {"id": 1, "not_json": 1, "not_utf8": 1})
        rejects = [json.loads(line) for line in pathlib.Path(report["rejects_file"]).read_text().splitlines()]
        self.assertEqual([reject["line"] for reject in rejects], [2, 3, 4])
        self.assertEqual(rejects[0]["raw"], '{"id":"b","na')
        before = (index / "CURRENT").read_text()
        refused = kennis("index", "--input", world, "--index", index, "--max-bad-share", "0.5", status=3)
        self.assertIn("nothing was published", refused.stdout)
        self.assertEqual((index / "CURRENT").read_text(), before)

    def test_a_run_that_is_interrupted_leaves_no_scratch(self):
        world = self.path / "interrupted-world"
        kennis("generate", "--people", "3000", "--seed", "5", "--out", world)
        for number in (signal.SIGTERM, signal.SIGINT):
            index = self.path / f"interrupted-{number}"
            run = subprocess.Popen([PROGRAM, "index", "--input", str(world), "--index", str(index)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            deadline = time.monotonic() + 30
            while not list(index.glob("generations/.*/scratch/*")) and time.monotonic() < deadline:
                time.sleep(0.001)
            run.send_signal(number)
            self.assertEqual(run.wait(timeout=20), 128 + number)
            self.assertEqual(os.listdir(index / "generations"), [])
            kennis("index", "--input", SOURCE / "data/sample", "--index", index)

    def test_generate_gives_the_same_bytes_for_a_seed(self):
        for name in ["one", "two"]:
            kennis("generate", "--people", "50", "--seed", "3", "--out", self.path / name)
        for file in (self.path / "one").glob("*.ndjson"):
            self.assertEqual(file.read_bytes(), (self.path / "two" / file.name).read_bytes())

    def test_inspect_says_what_is_there_and_finds_damage(self):
        world_index = self.path / "damaged"
        kennis("index", "--input", SOURCE / "data/sample", "--index", world_index)
        manifest = json.loads(kennis("inspect", "--index", world_index, "--json").stdout)
        self.assertEqual(manifest["counts"]["profiles"], 61)
        self.assertIn("checksum", kennis("inspect", "--index", world_index, "--verify").stdout)
        graph = world_index / "generations" / manifest["generation"] / "network/graph.bin"
        content = bytearray(graph.read_bytes())
        content[-1] ^= 1
        graph.write_bytes(content)
        self.assertIn("graph.bin", kennis("inspect", "--index", world_index, "--verify", status=5).stderr)

    def test_serve_answers_like_the_command_line_and_ends_on_sigterm(self):
        server = subprocess.Popen([PROGRAM, "serve", "--index", str(self.index), "--listen", "127.0.0.1:0",
                                   "--insecure-identity"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            address = None
            for line in server.stdout:
                found = re.search(r"listening on (127\.0\.0\.1:\d+)", line)
                if found:
                    address = found.group(1)
                    break
            self.assertIsNotNone(address)
            request = urllib.request.Request(f"http://{address}/v1/search?q=kubernetes", headers={"X-Kennis-Searcher": "anna"})
            over_http = json.load(urllib.request.urlopen(request, timeout=10))
            here = self.search("--as", "anna", "kubernetes")
            for answer in (over_http, here):
                del answer["took_ms"]
            self.assertEqual(over_http, here)
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"http://{address}/v1/search?q=kubernetes", timeout=10)
            self.assertEqual(refused.exception.code, 401)
        finally:
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(timeout=20), 0)
            server.stdout.close()


if __name__ == "__main__":
    os.environ.pop("http_proxy", None)
    unittest.main(argv=[sys.argv[0], "-v"])

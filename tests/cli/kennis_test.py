"""The program as its users call it: every subcommand, its JSON, its exit status, and a server that ends on SIGTERM.

Usage: kennis_test.py PROGRAM SOURCE_FOLDER
"""

import csv
import json
import os
import pathlib
import re
import shutil
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
        for command in ["generate", "index", "search", "paths", "serve", "inspect", "referrers", "dormant", "coverage",
                        "generations", "rollback", "verify", "backup", "restore", "evaluate", "fit"]:
            self.assertIn(f"kennis {command} --", kennis(command, "--help").stdout)
        self.assertIn("kennis search", kennis("--help").stdout)
        self.assertRegex(kennis("--version").stdout, r"kennis \d+\.\d+\.\d+ \(index format \d+, Xapian 1\.4")

    def test_taxonomy_is_checked_and_shown(self):
        self.assertRegex(kennis("taxonomy", "check", SOURCE / "data/taxonomy").stdout, r"\d+ skills, \d+ labels, 0 faults")
        shown = kennis("taxonomy", "show", "machinaal leren").stdout
        self.assertIn("machine-learning  Machine learning", shown)
        self.assertIn("apprentissage automatique", shown)
        self.assertIn("narrower  Deep learning", shown)
        kennis("taxonomy", "show", "no such skill", status=2)
        bad = self.path / "bad.tsv"
        bad.write_text("a\tA\n")
        self.assertIn("bad.tsv:1: has 2 columns", kennis("taxonomy", "check", bad, status=2).stdout)
        kennis("taxonomy", "import", "--esco", self.path, "--out", self.path / "esco.tsv", status=2)

    def test_fit_is_evaluated_on_judgments(self):
        judgments = self.path / "qrels.tsv"
        judgments.write_text("kubernetes\thanna\t2\nkubernetes\tnobody\t1\n")
        judged = json.loads(kennis("evaluate", "--index", self.index, "--qrels", judgments, "--json").stdout)
        self.assertEqual((judged["queries"], judged["unknown_persons"]), (1, 1))
        for method in ["fit", "bm25"]:
            self.assertEqual(set(judged["methods"][method]), {"mrr", "map", "r5", "ndcg10"})
        judgments.write_text("kubernetes hanna\n")
        self.assertIn("qrels.tsv:1", kennis("evaluate", "--index", self.index, "--qrels", judgments, status=2).stderr)

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

    def test_the_documents_show_the_answers_that_there_are(self):
        """But for how long it took, and when it was."""
        readme = (SOURCE / "README.md").read_text()
        shown = "\n".join(line[4:] for line in readme[readme.index("    2 of 6"):readme.index("\n\nLars is not")].split("\n"))
        real = kennis("search", "--index", self.index, "--as", "anna", "--limit", "2", "--paths", "1", "--explain",
                      "kubernetes").stdout.rstrip("\n")
        took = re.compile(r"\([0-9.]+ ms\)")
        self.assertEqual(took.sub("", shown), took.sub("", real))
        passing = ("took_ms", "generation", "rights_date", "next_cursor")
        shown = [json.loads(block, object_hook=lambda found: {key: found[key] for key in found if key not in passing})
                 for block in re.findall(r"```json\n(.*?)```", (SOURCE / "docs/API.md").read_text(), re.DOTALL)
                 if '"query": {"asked"' in block or '"suggestions": [' in block]
        answers = [self.search("--as", "anna", "--limit", "1", "--paths", "1", "--explain", "kubernetes go"),
                   json.loads(kennis("suggest", "--index", self.index, "--as", "anna", "--limit", "1", "--json", "kub").stdout)]
        self.assertEqual(shown, [{key: answer[key] for key in answer if key not in passing} for answer in answers])

    def test_an_introduction_out_of_a_closed_group_is_a_contact_in_it_alone(self):
        index = self.path / "introduced"
        kennis("index", "--input", SOURCE / "data/sample", "--index", index)
        def ways():
            pairs = [("anna", "wanda"), ("noor", "rosa"), ("anna", "rosa")]
            return [json.loads(kennis("paths", "--index", index, "--as", searcher, "--to", to, "--json").stdout)["reach"]
                    for searcher, to in pairs]
        before = ways()
        asked = json.loads(kennis("intro", "ask", "--index", index, "--as", "bram", "--of", "wanda", "--for", "rosa", "--json").stdout)
        kennis("intro", "answer", asked["id"], "--index", index, "--as", "wanda", "--answer", "yes")
        kennis("intro", "made", asked["id"], "--index", index, "--as", "wanda")
        self.assertEqual(ways(), before)

    def test_an_introduction_is_asked_and_answered_in_words(self):
        index = self.path / "in-words"
        kennis("index", "--input", SOURCE / "data/sample", "--index", index)
        def intro(*arguments, status=0):
            return kennis("intro", *arguments, "--index", index, status=status)
        asked = json.loads(intro("ask", "--as", "anna", "--of", "dirk", "--for", "hanna", "--message", "one\n\ttwo", "--json").stdout)
        self.assertIn("     message: one  two\n", intro("list", "--as", "dirk").stdout)
        for blank in ["   ", "\u00a0\u3000"]:
            refused = intro("answer", asked["id"], "--as", "dirk", "--answer", "yes_if", "--text", blank, status=2)
            self.assertIn("if what?", refused.stderr)
        intro("withdraw", asked["id"], "--as", "anna")
        wordless = json.loads(intro("ask", "--as", "anna", "--of", "dirk", "--for", "hanna", "--message", " \n ", "--json").stdout)
        self.assertIsNone(wordless["message"])
        intro("answer", wordless["id"], "--as", "dirk", "--answer", "yes_if", "--text", "she stays in Utrecht")
        policy = self.path / "policy.ndjson"
        policy.write_text('{"id": "hanna", "name": "Hanna", "contact_policy": "do_not_contact"}\n')
        kennis("journal", "add", "--index", index, "--kind", "profile", "--file", policy)
        self.assertIn("say no", intro("answer", wordless["id"], "--as", "dirk", "--answer", "yes", status=1).stderr)
        answered = json.loads(intro("answer", wordless["id"], "--as", "dirk", "--answer", "no", "--json").stdout)
        self.assertEqual((answered["state"], answered["reply"]), ("no", None))
        audit = [json.loads(line)["record"] for line in intro("audit", "--json").stdout.splitlines()]
        self.assertEqual([record["state"] for record in audit], ["asked", "withdrawn", "asked", "yes_if", "no"])

    def test_a_contact_since_the_index_was_built_is_called_that(self):
        index = self.path / "since"
        kennis("index", "--input", SOURCE / "data/sample", "--index", index)
        records = self.path / "since.ndjson"
        records.write_text('{"at": "2026-01-05T10:00:00Z", "from": "anna", "to": ["lars"], "channel": "message"}\n')
        paths = ["paths", "--index", index, "--as", "anna", "--to", "lars"]
        self.assertNotIn("after the index was built", kennis(*paths).stdout)
        kennis("journal", "add", "--index", index, "--kind", "interaction", "--file", records)
        self.assertIn("; the last after the index was built", kennis(*paths).stdout)

    def test_a_departure_ends_the_stay_that_goes_on(self):
        teams = self.path / "departure-teams.ndjson"
        teams.write_text('{"team":"talent","person":"noor","from":"2024-02-01"}')  # without an end of line
        kennis("departure", "bram", "--index", self.index, "--as", "anna", "--on", "2027-06-01", "--write", teams)
        lines = [json.loads(line) for line in teams.read_text().splitlines()]
        self.assertEqual(lines[1], {"team": "talent", "person": "bram", "from": "2022-03-01", "to": "2027-06-01"})
        refused = kennis("departure", "bram", "--index", self.index, "--as", "anna", "--preview", "--write", teams, status=2)
        self.assertIn("a preview writes nothing", refused.stderr)
        for wrong in (["--on", "2020-01-01"], ["--on", "2027-06-01", "--write", self.path / "teams.ndjson.gz"]):
            kennis("departure", "bram", "--index", self.index, "--as", "anna", *wrong, status=2)
        self.assertFalse((self.path / "teams.ndjson.gz").exists())
        self.assertIn("go with you", kennis("departure", "anna", "--index", self.index, "--as", "anna", "--preview").stdout)
        own = json.loads(kennis("departure", "anna", "--index", self.index, "--as", "anna", "--on", "2027-06-01").stdout)
        self.assertEqual((own["person"], own["to"]), ("anna", "2027-06-01"))

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
        self.assertNotIn("self", path)
        self.assertIn("that is you", kennis("paths", "--index", self.index, "--as", "anna", "--to", "anna").stdout)
        unknown = kennis("paths", "--index", self.index, "--as", "anna", "--to", "no-such-person", status=4).stderr
        hidden = kennis("paths", "--index", self.index, "--as", "anna", "--to", "victor", status=4).stderr
        self.assertEqual(unknown.replace("no-such-person", "X"), hidden.replace("victor", "X"))

    def test_what_the_network_is_good_for(self):
        def asked(command, *arguments):
            return json.loads(kennis(command, "--index", self.index, "--as", "anna", "--json", *arguments).stdout)
        referrers = asked("referrers", "kubernetes")["referrers"]
        self.assertEqual([referrer["id"] for referrer in referrers][:2], ["dirk", "bram"])
        self.assertEqual(referrers[0]["relation"], "alumnus")
        self.assertEqual(referrers[0]["candidates"][0]["id"], "hanna")
        text = kennis("referrers", "--index", self.index, "--as", "anna", "kubernetes").stdout
        self.assertIn("Dirk Zandbergen [dirk] (alumnus)", text)
        self.assertIn("together at Haven Noord", text)
        self.assertEqual(asked("dormant", "--limit", "1")["ties"][0]["id"], "joost")
        self.assertIn("once 0.9", kennis("dormant", "--index", self.index, "--as", "anna").stdout)
        fading = asked("dormant", "--limit", "0")["total"]
        none_shown = kennis("dormant", "--index", self.index, "--as", "anna", "--limit", "0").stdout
        self.assertEqual(none_shown, f"strong ties that are fading: {fading}\n")
        coverage = asked("coverage", "--team", "talent", "--skill", "kubernetes", "--quarters", "2")
        self.assertEqual(len(coverage["over_time"]), 3)
        for row in coverage["over_time"] + coverage["by_skill"]:
            self.assertEqual(row["known"] + row["address_only"], row["total"])
        unknown = kennis("coverage", "--index", self.index, "--as", "anna", "--team", "no-team", status=4).stderr
        other = kennis("coverage", "--index", self.index, "--as", "anna", "--team", "haven-hr", status=4).stderr
        self.assertEqual(unknown.replace("no-team", "X"), other.replace("haven-hr", "X"))
        kennis("coverage", "--index", self.index, "--as", "anna", "--team", "talent", "--skill", "(", status=2)
        kennis("coverage", "--index", self.index, "--as", "anna", "--team", "talent", "--quarters", "41", status=2)
        kennis("referrers", "--index", self.index, "--as", "anna", "--candidates", "21", "x", status=2)

    def test_a_departure_and_what_the_leaver_takes_along(self):
        world, index = self.path / "departure", self.path / "departure-index"
        shutil.copytree(SOURCE / "data/sample", world)
        before = ["departure", "bram", "--index", self.index, "--as", "anna"]
        self.assertIn("Tomas", kennis(*before, "--preview").stdout)
        line = json.loads(kennis(*before, "--on", "2026-02-01").stdout)
        self.assertEqual(line, {"team": "talent", "person": "bram", "from": "2022-03-01", "to": "2026-02-01"})
        kennis(*before, status=2)
        kennis(*before, "--preview", "--on", "2026-02-01", status=2)
        kennis(*before, "--on", "soon", status=2)
        kennis(*before, "--on", "2026-02-01", "--write", world / "teams.ndjson")
        kennis("index", "--input", world, "--index", index)
        paths = ["paths", "--index", index, "--as", "anna", "--to", "tomas", "--json", "--rights-date"]
        self.assertEqual(json.loads(kennis(*paths, "2026-01-31").stdout)["degree"], 2)
        self.assertEqual(json.loads(kennis(*paths, "2026-02-01").stdout)["degree"], None)
        taken = self.path / "taken"
        kennis("export", "bram", "--index", index, "--out", taken)
        contacts = [json.loads(contact) for contact in (taken / "contacts.ndjson").read_text().splitlines()]
        self.assertIn("tomas", {contact["id"] for contact in contacts})
        with open(taken / "contacts.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["id"] for row in rows], [contact["id"] for contact in contacts])
        cards = (taken / "contacts.vcf").read_bytes().decode()
        self.assertEqual(cards.count("BEGIN:VCARD\r\n"), len(contacts))
        terp = next(contact for contact in contacts if contact["id"] == "mailto:s.terp@example.net")  # known by the address alone
        self.assertEqual(terp["emails"], ["s.terp@example.net"])
        self.assertEqual([row["emails"] for row in rows if row["id"] == terp["id"]], terp["emails"])
        self.assertIn("\r\nFN:s.terp@example.net\r\nUID;VALUE=text:mailto:s.terp@example.net\r\nEMAIL:s.terp@example.net\r\n", cards)
        kennis("export", "nobody-at-all", "--index", index, "--out", taken, status=4)

    def test_what_cannot_be_written_is_no_success(self):
        for arguments in (["inspect", "--index", self.index, "--json"], ["suggest", "--index", self.index, "--as", "anna", "k"],
                          ["index", "--input", SOURCE / "data/sample", "--index", self.path / "told-nobody", "--json"]):
            with open("/dev/full", "w") as full:
                done = subprocess.run([PROGRAM, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
            self.assertEqual(done.returncode, 1, arguments)
            self.assertIn("No space left", done.stderr)

    def test_nobody_need_listen_to_what_is_said(self):
        for number, (redirection, name) in enumerate([("2>/dev/full", "full"), ("2>&-", "closed"), (">&- 2>&- <&-", "all-closed")]):
            index = self.path / f"unheard-{name}"
            command = f"'{PROGRAM}' index --input '{SOURCE / 'data/sample'}' --index '{index}' {redirection}"
            status = subprocess.run(["/bin/sh", "-c", command], capture_output=True, timeout=120).returncode
            self.assertEqual(status, 1 if number == 2 else 0, redirection)  # the report of the last one cannot be printed
            answers = kennis("search", "--index", index, "--as", "anna", "--json", "rust").stdout
            self.assertGreater(json.loads(answers)["total"], 0)
            self.assertIn("0 faults", kennis("verify", "--index", index).stderr)
        unknown = f"'{PROGRAM}' search --index '{self.index}' --as zzz rust 2>/dev/full"
        self.assertEqual(subprocess.run(["/bin/sh", "-c", unknown], timeout=120).returncode, 4)

    def test_no_introductions_asked_for_is_not_nobody_known(self):
        shown = kennis("paths", "--index", self.index, "--as", "anna", "--to", "hanna", "--limit", "0").stdout
        self.assertIn("degree 2", shown)
        self.assertNotIn("address only", shown)

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

    def names(self, index):
        return [entry["generation"] for entry in json.loads(kennis("generations", "--index", index, "--json").stdout)]

    def test_an_empty_dump_never_wipes_the_index(self):
        world, index = self.path / "dump", self.path / "dump-index"
        world.mkdir()
        lines = ['{"id":"p%03d","name":"P","headline":"Baker"}\n' % i for i in range(120)]
        (world / "profiles.ndjson").write_text("".join(lines))
        kennis("index", "--input", world, "--index", index)
        before = (index / "CURRENT").read_text()
        report_file, metrics = self.path / "report.json", self.path / "kennis.prom"
        for kept in (0, 50):
            (world / "profiles.ndjson").write_text("".join(lines[:kept]))
            refused = kennis("index", "--input", world, "--index", index, "--report", report_file, "--metrics", metrics,
                             status=6)
            self.assertIn(f"profiles: {kept} instead of the 120 in force", refused.stdout)
            self.assertEqual((index / "CURRENT").read_text(), before)
            self.assertEqual(json.loads(report_file.read_text())["outcome"], "records_dropped")
            self.assertIn("\nkennis_index_published 0\n", metrics.read_text())
        kennis("index", "--input", world, "--index", index, "--max-drop", "0.7", "--metrics", metrics)
        self.assertIn("\nkennis_index_published 1\n", metrics.read_text())
        (world / "profiles.ndjson").write_text("")
        kennis("index", "--input", world, "--index", index, "--allow-drop")
        self.assertEqual(len(self.names(index)), 3)
        kennis("index", "--input", self.path / "none", "--index", index, "--report", report_file, status=2)
        self.assertEqual(json.loads(report_file.read_text())["outcome"], "failed")

    def test_lines_for_the_journal_bear_their_priority(self):
        with open(self.path / "journal", "w+") as journal:
            status = os.fstat(journal.fileno())
            environment = {**os.environ, "JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"}
            subprocess.run([PROGRAM, "search", "--index", str(self.path / "none"), "--as", "anna", "x"], env=environment,
                           stdout=journal, stderr=journal, timeout=60)
            server = subprocess.Popen([PROGRAM, "serve", "--index", str(self.index), "--listen", "127.0.0.1:0",
                                       "--insecure-identity"], env=environment, stdout=journal, stderr=journal)
            deadline = time.monotonic() + 20
            while "listening" not in (self.path / "journal").read_text() and time.monotonic() < deadline:
                time.sleep(0.02)
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
        lines = (self.path / "journal").read_text().splitlines()
        self.assertTrue(lines[0].startswith("<3>kennis: "), lines[0])
        self.assertRegex("\n".join(lines), r"\n<6>listening on 127\.0\.0\.1:\d+\n")
        self.assertRegex("\n".join(lines), r"\n<4>anyone on this machine")

    def test_several_folders_are_one_input(self):
        one, two, index = self.path / "one-of-two", self.path / "two-of-two", self.path / "two-index"
        for folder, name in ((one, "Anna"), (two, "Annabel")):
            folder.mkdir()
            (folder / "profiles.ndjson").write_text(f'{{"id":"a","name":"{name}","headline":"Baker"}}\n{{"id":\n')
        arguments = ["--index", index, "--max-bad-share", "1", "--json"]
        report = json.loads(kennis("index", "--input", one, "--input", two, *arguments).stdout)
        self.assertEqual(report["profiles"], 1)
        rejects = [json.loads(line)["file"] for line in pathlib.Path(report["rejects_file"]).read_text().splitlines()]
        self.assertEqual(rejects, [str(one / "profiles.ndjson"), str(two / "profiles.ndjson")])
        hits = json.loads(kennis("search", "--index", index, "--as", "a", "--json", "baker").stdout)["hits"]
        self.assertEqual([hit["name"] for hit in hits], ["Annabel"])
        kennis("index", "--input", one, "--input", one / "../one-of-two", *arguments, status=2)

    def test_nothing_new_publishes_nothing(self):
        world, index = self.path / "again", self.path / "again-index"
        shutil.copytree(SOURCE / "data/sample", world)
        command = ["index", "--input", world, "--index", index]
        kennis(*command)
        first = self.names(index)
        metrics = self.path / "again.prom"
        os.utime(next(world.glob("*.ndjson")))
        self.assertIn("nothing has changed", kennis(*command, "--metrics", metrics).stdout)
        self.assertEqual(json.loads(kennis(*command, "--json").stdout)["outcome"], "unchanged")
        self.assertEqual(self.names(index), first)
        self.assertIn("\nkennis_index_published 1\n", metrics.read_text())
        kennis(*command, "--as-of", "2030-01-01")
        kennis(*command)
        self.assertEqual(len(self.names(index)), 3)
        record = self.path / "again.ndjson"
        record.write_text('{"id":"newcomer","headline":"falconer"}\n')
        kennis("journal", "add", "--index", index, "--kind", "profile", "--file", record)
        self.assertNotIn("nothing has changed", kennis(*command).stdout)
        self.assertIn("nothing has changed", kennis(*command).stdout)
        kennis("do-not-contact", "newcomer", "--index", index)
        self.assertNotIn("nothing has changed", kennis(*command).stdout)
        kennis("erase", "newcomer", "--index", index)
        self.assertNotIn("nothing has changed", kennis(*command).stdout)
        self.assertIn("nothing has changed", kennis(*command).stdout)
        self.assertNotIn("nothing has changed", kennis(*command, "--mode", "full").stdout)

    def test_duties_towards_those_whose_profiles_are_held(self):
        index = self.path / "duties"
        kennis("index", "--input", SOURCE / "data/sample", "--index", index)

        def hits():
            return {hit["id"] for hit in json.loads(
                kennis("search", "--index", index, "--as", "anna", "--json", "--limit", "100", "kubernetes").stdout)["hits"]}
        everybody = hits()
        one, other = sorted(everybody - {"anna"})[:2]
        held = json.loads(kennis("held", one, "--index", index).stdout)
        self.assertEqual((held["id"], held["profile"]["id"]), (one, one))
        kennis("do-not-contact", other, "--index", index)
        self.assertEqual(hits(), everybody - {other})
        kennis("do-not-contact", other, "--index", index, "--lift")
        self.assertEqual(hits(), everybody)
        self.assertIn("1 erased", kennis("erase", one, "--index", index).stdout)
        self.assertEqual(hits(), everybody - {one})
        kennis("index", "--input", SOURCE / "data/sample", "--index", index)
        self.assertEqual(hits(), everybody - {one})
        kennis("erase", "no-such-person", "--index", index, status=4)
        kennis("held", one, "--index", index, status=4)
        overdue = kennis("informed", "overdue", "--index", index, "--days", "0").stdout
        self.assertEqual(overdue, "", "held since today")
        kennis("informed", "add", other, "--index", index, "--on", "2026-01-01")
        rules = self.path / "rules.json"
        rules.write_text('{"rules": [{"months": 1}]}')
        past = kennis("retention", "--index", index, "--rules", rules, "--dry-run").stdout.splitlines()
        self.assertGreater(len(past), 0)
        kennis("retention", "--index", index, "--rules", rules)
        self.assertEqual(kennis("retention", "--index", index, "--rules", rules, "--dry-run").stdout, "")
        rules.write_text('{"rules": [{"months": 0}]}')
        self.assertIn("rules[0].months", kennis("retention", "--index", index, "--rules", rules, status=2).stderr)
        kennis("erase", one, "--lift", "--index", index)
        kennis("index", "--input", SOURCE / "data/sample", "--index", index, "--allow-drop")

    def test_generations_are_listed_and_rolled_back(self):
        index = self.path / "rolled"
        for _ in range(3):
            kennis("index", "--input", SOURCE / "data/sample", "--index", index, "--mode", "full")
        newest, middle, oldest = self.names(index)
        self.assertIn(f"* {newest}", kennis("generations", "--index", index).stdout)
        kennis("rollback", "--index", index)
        self.assertEqual((index / "CURRENT").read_text(), middle + "\n")
        answer = json.loads(kennis("search", "--index", index, "--as", "anna", "--json", "go").stdout)
        self.assertEqual(answer["generation"], middle)
        kennis("rollback", "--index", index, "--to", newest)
        kennis("rollback", "--index", index, "--to", "2020", status=5)
        kennis("generations", "--index", index, "--keep", "1")
        self.assertEqual(self.names(index), [newest])
        kennis("rollback", "--index", index, status=5)
        kennis("generations", "--index", self.path / "none", status=5)

    def test_a_backup_that_is_broken_off_leaves_nothing_that_looks_whole(self):
        backup = self.path / "backup"
        before = self.search("--as", "anna", "kubernetes")
        for i in range(25):
            run = subprocess.Popen([PROGRAM, "backup", "--index", str(self.index), "--to", str(backup)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.001 * i)
            run.send_signal(signal.SIGKILL if i % 2 else signal.SIGTERM)
            run.wait(timeout=20)
            if (backup / "CURRENT").exists():
                kennis("verify", "--index", backup, "--all")
                shutil.rmtree(backup)
            else:
                self.assertEqual([path for path in backup.glob("generations/*") if not path.name.startswith(".")
                                  and not (path / "manifest.json").exists()], [])
        kennis("backup", "--index", self.index, "--to", backup)
        kennis("verify", "--index", backup)
        restored = self.path / "restored"
        kennis("restore", "--from", backup, "--index", restored)
        after = json.loads(kennis("search", "--index", restored, "--as", "anna", "--json", "kubernetes").stdout)
        for answer in (before, after):
            del answer["took_ms"]
        self.assertEqual(before, after)
        self.assertEqual([name for name in os.listdir(backup / "generations") if name.startswith(".")], [])

    def test_a_disk_that_is_too_small(self):
        folder = self.path / "small"
        folder.mkdir()
        script = """set -eu
            mount -t tmpfs -o size=4m tmpfs "$2"
            "$1" index --input "$3" --index "$2/index" >/dev/null 2>&1
            before=$(cat "$2/index/CURRENT")
            for free in 0 20 50 100 150; do
              dd if=/dev/zero of="$2/ballast" bs=1k count=8k 2>/dev/null || true
              truncate -s -${free}k "$2/ballast"
              if "$1" index --input "$3" --index "$2/index" --mode full >/dev/null 2>&1; then exit 9; fi
              test "$before" = "$(cat "$2/index/CURRENT")"
              "$1" verify --index "$2/index" >/dev/null 2>&1
              if "$1" backup --index "$2/index" --to "$2/backup" >/dev/null 2>&1; then test $free -ge 100; fi
              rm -rf "$2/ballast" "$2/backup"
            done
            "$1" index --input "$3" --index "$2/index" --mode full --keep 1 >/dev/null 2>&1
            test "$(ls -A "$2/index/generations" | wc -l)" = 1"""
        if subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode != 0:
            self.skipTest("no tmpfs can be mounted here")
        done = subprocess.run(["unshare", "-Urm", "bash", "-c", script, "test", PROGRAM, str(folder),
                               str(SOURCE / "data/sample")], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_backup_that_is_mounted_read_only_is_verified_searched_and_restored(self):
        script = """set -eu
            mount --bind "$2" "$2"
            mount -o remount,bind,ro "$2"
            "$1" verify --index "$2"
            "$1" pool list --index "$2" --as anna | grep -q Nurses
            "$1" restore --from "$2" --index "$4"
            "$1" pool list --index "$4" --as anna | grep -q Nurses
            "$1" search --index "$2" --as anna kubernetes | grep -q Lars
            if "$1" pool make --index "$2" --as anna P 2>/dev/null; then exit 9; fi
            if "$1" index --input "$3" --index "$2" --mode full 2>/dev/null; then exit 9; fi"""
        index = self.path / "read-only?"
        kennis("index", "--input", SOURCE / "data/sample", "--index", self.path / "written")
        kennis("pool", "make", "--index", self.path / "written", "--as", "anna", "Nurses")
        kennis("backup", "--index", self.path / "written", "--to", index)
        if subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode != 0:
            self.skipTest("nothing can be mounted here")
        done = subprocess.run(["unshare", "-Urm", "bash", "-c", script, "test", PROGRAM, str(index),
                               str(SOURCE / "data/sample"), str(self.path / "restored-from-read-only")],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_evaluate_and_fit_on_a_log_give_measures_and_constants_that_index_takes(self):
        log = self.path / "log.tsv"
        with open(log, "w") as out:
            for day in range(200):
                for person in range(12):
                    other = (person + 1 + (day // 20 + day % 2) % 5) % 12
                    out.write(f"p{person}\tp{other}\t{1700000000 + day * 86400 + person}\n")
        report = json.loads(kennis("evaluate", "--events", log, "--json").stdout)
        for task in ["known", "new"]:
            self.assertIn("queries", report[task])
            self.assertLessEqual({"reach", "count", "resource_allocation", "personalised_pagerank"}, set(report[task]["methods"]))
            self.assertEqual({"mrr", "ndcg10", "hit10"}, set(report[task]["methods"]["reach"]))
        self.assertGreater(report["known"]["queries"], 0)
        self.assertIn("everyone is taken to share with everyone", kennis("evaluate", "--events", log).stdout)
        constants = self.path / "constants.json"
        kennis("fit", "--events", log, "--out", constants)
        self.assertIn("email", json.loads(constants.read_text())["channels"])
        fitted = json.loads(kennis("fit", "--events", log, "--json").stdout)
        self.assertEqual(set(fitted), {"constants", "before", "after", "kept"})
        self.assertIs(fitted["kept"], True)
        self.assertEqual(fitted["before"], fitted["after"])
        self.assertIn("the default constants are kept", kennis("fit", "--events", log).stdout)
        kennis("evaluate", "--events", log, "--constants", constants)
        index = self.path / "with-constants"
        kennis("index", "--input", SOURCE / "data/sample", "--index", index, "--constants", constants)
        kept = next((index / "generations").glob("*/network/constants.json"))
        self.assertEqual(kept.read_text(), constants.read_text())
        kennis("evaluate", "--events", self.path / "none.tsv", status=1)
        constants.write_text('{"channels": {"fax": {}}}')
        self.assertIn("channels.fax", kennis("evaluate", "--events", log, "--constants", constants, status=2).stderr)

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
        self.assertIn("graph.bin", kennis("verify", "--index", world_index, status=5).stderr)
        self.assertIn("graph.bin", kennis("verify", "--index", world_index, "--all", status=5).stderr)
        kennis("verify", "--index", world_index, "--generation", "2020", status=5)
        kennis("verify", "--index", self.path / "none", status=5)

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
            kennis("index", "--input", SOURCE / "data/sample", "--index", self.index)
            server.send_signal(signal.SIGHUP)
            current = (self.index / "CURRENT").read_text().strip()
            ready = None
            deadline = time.monotonic() + 20
            while ready != current and time.monotonic() < deadline:
                ready = json.load(urllib.request.urlopen(f"http://{address}/readyz", timeout=10))["generation"]
            self.assertEqual(ready, current)
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

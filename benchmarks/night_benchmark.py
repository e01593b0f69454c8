#!/usr/bin/python3
"""What a night costs in which one profile in a hundred changes and a day of events comes: a whole build beside one of the changes alone.

Usage: benchmarks/night_benchmark.py [PEOPLE...]   (20000 and 200000; needs build/release/kennis, and room in $TMPDIR)

Two nights each: one in which profiles say other things and some are new; and the same in which besides one profile in a thousand is gone and one in two
thousand has another address, so that events of long ago mean other persons.

Both builds must answer the same: 40 searches, explained, by different searchers, are compared word by word before anything is told.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

KENNIS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "build/release/kennis")
QUERIES = ["java", "python OR sql", '"project management"', "dev* AND NOT java", "manager country:BE"]
EVENTS_OF_DAY = 20000


def run(*arguments):
    began = time.monotonic()
    made = subprocess.run([KENNIS, *arguments], check=True, capture_output=True, text=True)
    return made.stdout, time.monotonic() - began


def index(world, folder, mode):
    out, seconds = run("index", "--input", world, "--index", folder, "--mode", mode, "--memory", "2G", "--json")
    return json.loads(out), seconds


def pass_night(world, night, dice, with_names):
    """Links the files of a world, with one profile in a hundred other or new, and events of the last hours of its last day; gives who has changed."""
    os.makedirs(night)
    for name in os.listdir(world):
        if name != "profiles.ndjson" and not name.startswith("generated"):
            os.link(os.path.join(world, name), os.path.join(night, name))
    persons, seen = [], []
    with open(os.path.join(world, "profiles.ndjson"), encoding="utf-8") as lines, open(
            os.path.join(night, "profiles.ndjson"), "w", encoding="utf-8") as out:
        for number, line in enumerate(lines):
            if with_names and dice.random() < 0.001:
                continue
            luck = dice.random()
            if luck < 0.01:
                profile = json.loads(line)
                seen = (seen + [profile])[-500:]
                other = dice.choice(seen)
                persons.append(profile["id"])
                if with_names and luck < 0.0005:
                    profile["emails"] = ["other%d@example.org" % number]
                elif luck < 0.009:
                    for field in ("skills", "summary", "headline"):
                        profile[field] = other.get(field)
                else:  # somebody new
                    out.write(line)
                    profile = {k: v for k, v in profile.items() if k not in ("emails", "phones", "links", "aliases")}
                    profile.update(id="new%07d" % number, emails=["new%d@example.org" % number])
                    persons.append(profile["id"])
                line = json.dumps(profile, ensure_ascii=False) + "\n"
            out.write(line)
    with open(os.path.join(night, "interactions-2.ndjson"), "w", encoding="utf-8") as out:
        for number in range(min(EVENTS_OF_DAY, len(persons) * 2)):
            event = {"id": "night-%d" % number, "at": "2025-12-31T%02d:%02d:%02dZ" % (20 + number % 4, number // 60 % 60, number % 60),
                     "from": dice.choice(persons), "to": [dice.choice(persons)], "channel": dice.choice(["email", "call", "message"])}
            out.write(json.dumps(event) + "\n")
    return persons


def answer(folder, searcher, query):
    out, _ = run("search", "--index", folder, "--as", searcher, "--explain", "--json", query)
    found = json.loads(out)
    for field in ("took_ms", "generation", "next_cursor"):
        found.pop(field, None)
    return found


def measure_night(people, with_names, world, before, folder):
    """Builds upon a copy of the whole build in `before`, and whole; and once more, with nothing new."""
    dice = random.Random(people)
    night, grown, whole = (os.path.join(folder, name) for name in ("night", "grown", "whole"))
    shutil.copytree(before, grown, copy_function=os.link)
    persons = pass_night(world, night, dice, with_names)
    report, upon = index(night, grown, "incremental")
    if report["mode"] != "incremental":
        sys.exit("ERROR OCCURRED: all was built: " + report["whole_because"])
    _, anew = index(night, whole, "full")
    for _ in range(8):
        searcher = dice.choice(persons)
        for query in QUERIES:
            if answer(grown, searcher, query) != answer(whole, searcher, query):
                sys.exit("ERROR OCCURRED: other answers to %s, asked by %s" % (query, searcher))
    same, nothing = index(night, grown, "incremental")
    if same["outcome"] != "unchanged":
        sys.exit("ERROR OCCURRED: published though nothing had changed")
    print("%8d people, %6d profiles changed%s, %6d new events: whole %6.1f s, changes %5.1f s (%.1f times), nothing %.2f s" %
          (people, report["counts"]["changed_profiles"], ", also names" if with_names else "", report["counts"]["new_events"],
           anew, upon, anew / upon, nothing), flush=True)


def measure(people):
    with tempfile.TemporaryDirectory() as folder:
        world, before = os.path.join(folder, "world"), os.path.join(folder, "before")
        run("generate", "--people", str(people), "--seed", "1", "--out", world)
        index(world, before, "full")
        for with_names in (False, True):
            with tempfile.TemporaryDirectory(dir=folder) as of_night:
                measure_night(people, with_names, world, before, of_night)


for size in [int(text) for text in sys.argv[1:]] or [20000, 200000]:
    measure(size)

"""Counts what a secret scanner's report holds, with nothing of the product: finds, places, and how many show an AWS access key id."""
import csv
import io
import json
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
try:
    whole = list(csv.DictReader(io.StringIO(text))) if text.startswith("RuleID,") else json.loads(text)
except json.JSONDecodeError:
    whole = [json.loads(line) for line in text.splitlines() if line.strip()]
if isinstance(whole, dict) and "runs" in whole:
    finds = [result for run in whole["runs"] for result in run.get("results", [])]
    place = lambda r: r["locations"][0]["physicalLocation"]
    rows = [(r["ruleId"], place(r)["artifactLocation"]["uri"], place(r)["region"]["startLine"], place(r)["region"]["startColumn"], r.get("partialFingerprints", {}).get("commitSha", "")) for r in finds]
    secrets = [place(r)["region"]["snippet"]["text"] for r in finds]
elif isinstance(whole, dict) or "DetectorName" in whole[0]:
    finds = whole if isinstance(whole, list) else [whole]
    git = [next(iter(r["SourceMetadata"]["Data"].values())) for r in finds]
    rows = [(r["DetectorName"], g.get("file"), g.get("line"), None, g.get("commit")) for r, g in zip(finds, git)]
    secrets = [r["Raw"] for r in finds]
else:
    finds = whole
    rows = [(r["RuleID"], r["File"], r["StartLine"], r["StartColumn"], r["Commit"]) for r in finds]
    secrets = [r["Secret"] for r in finds]
print(json.dumps({"finds": len(finds), "places": len(set(rows)), "accessKeyIds": sum(1 for s in secrets if re.search(r"(AKIA|ASIA)[A-Z2-7]{16}", s))}))

#!/bin/sh
# Keeps one comment of relplan's on a merge request, by glab: the first time it is written, from then on edited.
#
#   relplan check --comment > comment.md; sh gitlab-comment.sh 12 < comment.md
#
# In GitLab CI it needs GITLAB_TOKEN, a project's access token with the scope api: CI_JOB_TOKEN may write no
# comments. The comment is known by its first line, and only where whoever runs this wrote it: others may copy
# that line. What repositories say goes through files alone. Needs Python, which relplan does, too.
set -eu

number=${1:-}
case $number in
  '' | *[!0-9]*) echo "usage: gitlab-comment.sh MERGE_REQUEST < comment.md" >&2 && exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/body"
IFS= read -r MARKER < "$work/body" || true
case $MARKER in
  '<!-- relplan:'*' -->') export MARKER ;;
  *) echo "gitlab-comment.sh: this is no comment of relplan's: make it by 'relplan check --comment'" >&2 && exit 2 ;;
esac
notes="projects/${CI_PROJECT_ID:-:fullpath}/merge_requests/$number/notes"

# Prints the ids of one's own comments that begin with the marker, the oldest first. glab prints each page as
# a list of its own.
own() {
  glab api user > "$work/user"
  glab api --paginate "$notes?sort=asc&order_by=created_at" > "$work/notes"
  python3 - "$work/user" "$work/notes" << 'PYTHON'
import json
import os
import sys

user, rest = (open(name, encoding="utf-8").read() for name in sys.argv[1:])
me, rest = json.loads(user)["id"], rest.strip()
while rest:
    page, end = json.JSONDecoder().raw_decode(rest)
    for note in page:
        if note["author"]["id"] == me and note["body"].startswith(os.environ["MARKER"]):
            print(note["id"])
    rest = rest[end:].lstrip()
PYTHON
}

python3 -c 'import json, sys; print(json.dumps({"body": open(sys.argv[1], encoding="utf-8").read()}))' \
  "$work/body" > "$work/body.json"
send() { # METHOD PATH
  glab api --method "$1" "$2" --header "Content-Type: application/json" --input "$work/body.json" > /dev/null
}

own > "$work/own"
if IFS= read -r first < "$work/own"; then
  send PUT "$notes/$first"
else
  send POST "$notes"
  own > "$work/own" # another run may have written one at the same moment
fi
# The oldest stays.
tail -n +2 "$work/own" | while IFS= read -r other; do
  glab api --method DELETE "$notes/$other" < /dev/null > /dev/null
done

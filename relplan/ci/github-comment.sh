#!/bin/sh
# Keeps one comment of relplan's on a pull request, by gh: the first time it is written, from then on edited.
#
#   relplan check --comment > comment.md; sh github-comment.sh 12 < comment.md
#
# Run it in a clone of the repository, or with GH_REPO set. The comment is known by its first line, and only
# where whoever runs this wrote it: others may copy that line. What repositories say goes through files alone.
set -eu

number=${1:-}
case $number in
  '' | *[!0-9]*) echo "usage: github-comment.sh PULL_REQUEST < comment.md" >&2 && exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/body"
IFS= read -r MARKER < "$work/body" || true
case $MARKER in
  '<!-- relplan:'*' -->') export MARKER ;;
  *) echo "github-comment.sh: this is no comment of relplan's: make it by 'relplan check --comment'" >&2 && exit 2 ;;
esac

# The names within are GraphQL's and jq's, not the shell's.
# shellcheck disable=SC2016
own() {
  gh api graphql --paginate -F owner='{owner}' -F name='{repo}' -F number="$number" -f query='
    query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
      repository(owner: $owner, name: $name) { pullRequest(number: $number) {
        comments(first: 100, after: $endCursor) {
          nodes { databaseId viewerDidAuthor body } pageInfo { hasNextPage endCursor } } } } }' \
    --jq '.data.repository.pullRequest.comments.nodes[]
      | select(.viewerDidAuthor and (.body | startswith($ENV.MARKER))) | .databaseId'
}

own > "$work/own"
if IFS= read -r first < "$work/own"; then
  gh api --silent --method PATCH "repos/{owner}/{repo}/issues/comments/$first" -F body="@$work/body"
else
  gh pr comment "$number" --body-file "$work/body" > /dev/null
  own > "$work/own" # another run may have written one at the same moment
fi
# The oldest stays.
tail -n +2 "$work/own" | while IFS= read -r other; do
  gh api --silent --method DELETE "repos/{owner}/{repo}/issues/comments/$other" < /dev/null
done

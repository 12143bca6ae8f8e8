#!/bin/sh
# Makes the namespace and the search attributes that runs are found by. Safe to run again.
set -eu

# By number: Docker's name server leaves some questions of the command's own look-up unanswered, and
# on some hosts it then waits for ever.
ip=$(getent hosts "$TEMPORAL_HOST" | awk '{ print $1; exit }')
export TEMPORAL_ADDRESS="${ip:-$TEMPORAL_HOST}:$TEMPORAL_PORT"

tries=0
until temporal operator cluster health; do
  tries=$((tries + 1))
  if [ "$tries" -ge 30 ]; then
    echo "the Temporal server at $TEMPORAL_ADDRESS is not healthy" >&2
    exit 1
  fi
  sleep 2
done

temporal operator namespace describe -n "$NAMESPACE" > /dev/null 2>&1 ||
  temporal operator namespace create -n "$NAMESPACE" --retention "$RETENTION"

# A new namespace is known everywhere only after some seconds.
tries=0
until temporal operator search-attribute create -n "$NAMESPACE" \
  --name AgentsPattern --type Keyword \
  --name AgentsUser --type Keyword \
  --name AgentsName --type Keyword \
  --name AgentsCost --type Double \
  --name AgentsWaiting --type Int; do
  tries=$((tries + 1))
  if [ "$tries" -ge 15 ]; then
    echo 'the search attributes cannot be made' >&2
    exit 1
  fi
  sleep 2
done

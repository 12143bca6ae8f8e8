#!/bin/sh
# Makes or updates the databases of a Temporal server. Safe to run again.
set -eu

# The tool reads host, port, user and password of the environment.
schema=/etc/temporal/schema/postgresql/v12

database() {
  temporal-sql-tool --db "$1" create
  temporal-sql-tool --db "$1" setup-schema -v 0.0
  temporal-sql-tool --db "$1" update-schema -d "$schema/$2/versioned"
}

database temporal temporal
database temporal_visibility visibility

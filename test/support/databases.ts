import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { freshDatabase } from './postgres.ts';

/** A kind of database that a suite runs on. */
export interface DatabaseKind {
  name: string;
  /** Why the suite has to be skipped; `''`: it runs. */
  missing: string;
  /** A new, empty database, and how to throw it away. */
  create: () => Promise<{ url: string; remove: () => void }>;
}

const missing = inject('postgresMissing');

/** SQLite and Postgres: what is promised of the store is promised of both. */
export const databases: DatabaseKind[] = [
  {
    name: 'SQLite',
    missing: '',
    async create() {
      const folder = mkdtempSync(join(tmpdir(), 'durable-agents-db-'));
      const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      return { url: `file:${join(folder, 'store.db')}`, remove };
    },
  },
  {
    name: missing === '' ? 'Postgres' : `Postgres (skipped: ${missing})`,
    missing,
    create: async () => ({ url: await freshDatabase(inject('postgresUrl')), remove: () => {} }),
  },
];

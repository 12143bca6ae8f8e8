import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a Postgres server with the right to create databases; `''`: there is none. */
    postgresUrl: string;
    /** Why there is none; `''`: there is one. */
    postgresMissing: string;
  }
}

/** One Postgres server for all tests that want one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  const runs = 'url' in postgres;
  project.provide('postgresUrl', runs ? postgres.url : '');
  project.provide('postgresMissing', runs ? '' : postgres.missing);
  return async () => {
    if (runs) await postgres.close();
  };
}

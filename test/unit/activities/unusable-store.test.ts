import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/activities/store/open-store.ts';
import { unusable } from '../../../src/activities/store/unusable.ts';
import { failureAnswer } from '../../../src/cli/failure-answer.ts';

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'messages.db');
}

/** How opening fails, as a command would tell it. */
async function refusalOf(path: string) {
  const error: unknown = await openStore(path).then(
    () => undefined,
    (refused: unknown) => refused,
  );
  const { document, text } = failureAnswer(error);
  return { ...document, text };
}

describe('a store that cannot be read', () => {
  it('is no database: the file, why and what to do', async () => {
    const path = stateFile();
    writeFileSync(path, 'x'.repeat(20_000));

    expect(await refusalOf(path)).toMatchObject({
      error: { type: 'Worker.Unconfigured', retryable: false },
      text: expect.stringMatching(
        /messages\.db cannot be used \(file is not a database\).*--state/,
      ),
    });
  });

  it('was used by a newer version', async () => {
    const path = stateFile();
    await (await openStore(path)).close();
    const database = new Sqlite(path);
    database.exec("insert into kysely_migration values ('9999-future', '2027-01-01')");
    database.close();

    expect(await refusalOf(path)).toMatchObject({
      error: { type: 'Worker.Unconfigured' },
      text: expect.stringMatching(/messages\.db was used by a newer version .*'9999-future'/),
    });
  });

  it('has a file where its folder should be', async () => {
    const path = stateFile();
    writeFileSync(path, '');

    expect(await refusalOf(join(path, 'messages.db'))).toMatchObject({
      error: { type: 'Worker.Unconfigured' },
      text: expect.stringMatching(/messages\.db.*cannot be used/),
    });
  });

  it('is a folder', async () => {
    const path = stateFile();
    mkdirSync(path);

    expect(await refusalOf(path)).toMatchObject({ error: { type: 'Worker.Unconfigured' } });
  });

  it.each([
    ['SQLITE_FULL', 'make room on its disk'],
    ['EROFS', 'readable and writable'],
    ['SQLITE_CORRUPT', 'move it away'],
    ['ELOOP', 'use another one'],
  ])('says what to do about %s', (code, advice) => {
    const error = Object.assign(new Error('no'), { code });

    expect(unusable({ kind: 'sqlite', path: '/x/messages.db' }, error).message).toMatch(
      new RegExp(`the database /x/messages.db cannot be used \\(no\\): .*${advice}`),
    );
  });
});

// The bare alternative to a thread on Postgres: the next number is read and written in a
// transaction as Postgres begins it by default. What fails is told; nobody tries it again.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { readyToGo } from '../support/ready.ts';

const [url = '', writer = '', count = '0'] = process.argv.slice(2);

const db = new Client({ connectionString: url });
await db.connect();

await readyToGo();
for (let index = 0; index < Number(count); index += 1) {
  try {
    await db.query('begin');
    const { rows } = await db.query<{ next: number }>(
      'select coalesce(max(sequence), 0) + 1 as next from thread',
    );
    const values = [rows[0]?.next, `${writer}-${index}`];
    await db.query('insert into thread (sequence, message) values ($1, $2)', values);
    await db.query('commit');
  } catch {
    await db.query('rollback');
  }
  await sleep(Math.random() * 4);
}
await db.end();
process.disconnect();

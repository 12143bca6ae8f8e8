// The bare alternative to a thread on SQLite: the next number is read and written in a transaction
// as SQLite begins it by default. What fails is told; nobody tries it again.
import Sqlite from 'libsql';
import { setTimeout as sleep } from 'node:timers/promises';
import { readyToGo } from '../support/ready.ts';

const [path = '', writer = '', count = '0'] = process.argv.slice(2);

const db = new Sqlite(path);
db.pragma('busy_timeout = 5000');
const next = db.prepare('select coalesce(max(sequence), 0) + 1 as next from thread');
const insert = db.prepare('insert into thread (sequence, message) values (?, ?)');

await readyToGo();
for (let index = 0; index < Number(count); index += 1) {
  try {
    db.exec('begin');
    const row = next.get([]) as { next: number };
    insert.run([row.next, `${writer}-${index}`]);
    db.exec('commit');
  } catch {
    if (db.inTransaction) db.exec('rollback');
  }
  await sleep(Math.random() * 4);
}
db.close();
process.disconnect();

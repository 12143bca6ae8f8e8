// The bare alternative to a thread on SQLite: the next number is read and written in a transaction
// as SQLite begins it by default. What fails is told; nobody tries it again.
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'libsql';
import { readyToGo } from '../support/ready.ts';

const [path = '', writer = '', count = '0'] = process.argv.slice(2);

await readyToGo();
for (let index = 0; index < Number(count); index += 1) {
  // A connection each: the driver gives none back its health after a transaction that has failed.
  const db = new Sqlite(path);
  try {
    append(db, `${writer}-${index}`);
  } catch {
    // lost
  }
  db.close();
  await sleep(Math.random() * 4);
}
process.disconnect();

function append(db: Sqlite.Database, message: string): void {
  db.pragma('busy_timeout = 5000');
  db.exec('begin');
  const next = db.prepare('select coalesce(max(sequence), 0) + 1 as next from thread');
  const row = next.get([]) as { next: number };
  db.prepare('insert into thread (sequence, message) values (?, ?)').run([row.next, message]);
  db.exec('commit');
}

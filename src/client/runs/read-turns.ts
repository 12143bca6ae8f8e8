import type { RunTurn, RunTurnTexts } from '../../core/run-turns.ts';
import type { ServerClient, TurnsRead } from './server-client.ts';
import { readThroughWorker } from './worker-query.ts';

/** A piece of an answer, as `readTurns` gives it. */
interface Part {
  text: string;
  length: number;
  hash: string;
}

/**
 * The turns of a run, or one of them with its texts; `null`: there is no such turn.
 *
 * @throws `Worker.Unconfigured` when a client without the store finds no worker to read it
 */
export async function readTurns(
  client: ServerClient,
  wanted: TurnsRead,
): Promise<RunTurn[] | RunTurnTexts | null> {
  if (client.readTurns !== undefined) return await client.readTurns(wanted);
  for (;;) {
    const read = await readWhole(client, wanted);
    if (read !== null) return JSON.parse(read) as RunTurn[] | RunTurnTexts | null;
  }
}

/** `null`: the run has gone on meanwhile. */
async function readWhole(client: ServerClient, wanted: TurnsRead): Promise<string | null> {
  const first = await readPart(client, wanted, 0);
  let whole = first.text;
  while (whole.length < first.length) {
    const { text, hash } = await readPart(client, wanted, whole.length);
    if (hash !== first.hash) return null;
    whole += text;
  }
  return whole;
}

async function readPart(client: ServerClient, wanted: TurnsRead, from: number): Promise<Part> {
  return await readThroughWorker<Part>(client, {
    workflow: 'readTurns',
    args: [{ ...wanted, from }],
    limit: '30s',
    id: 'read-turns',
    what: `the turns of run '${wanted.run}'`,
    again: 'for them again',
    summary: 'turns of a run, for a client',
  });
}

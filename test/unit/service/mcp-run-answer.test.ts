import { expect, it } from 'vitest';
import type { RunHandle } from '../../../src/client/runs/run-handle.ts';
import { runAnswer } from '../../../src/service/doors/mcp/run-answer.ts';
import type { Service } from '../../../src/service/service.ts';

const other = 'http://127.0.0.1:7654/#/runs/r';
const run = { id: 'r', url: null, studio: other, questions: async () => [] };
const parts = { url: 'http://127.0.0.1:9000', client: { handle: () => run } };
const runs = { status: async () => 'running' };

async function studioWhere(studio: object[]): Promise<unknown> {
  const service = { ...parts, runs, studio } as unknown as Service;
  const caller = { user: null, teams: null };
  const answer = await runAnswer({ service, caller }, run as unknown as RunHandle);
  return answer.structuredContent?.['studio'];
}

it('a run is shown in the studio of this service, else in the one that its state folder has', async () => {
  expect(await studioWhere([{}])).toBe('http://127.0.0.1:9000/#/runs/r');
  expect(await studioWhere([])).toBe(other);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunHandle } from '../../src/client/index.ts';
import { followProgress, readProgress, type RunProgress } from '../../src/client/progress/index.ts';
import type { DebateResults } from '../../src/core/kinds/debate/types.ts';
import { type ModelServer, startModelServer } from '../../src/testing/index.ts';
import { type LocalClient, openLocal } from '../../src/workers/local.ts';

/** 200 rounds are the full scale: LONG_DEBATE_ROUNDS=200. */
const rounds = Number(process.env['LONG_DEBATE_ROUNDS'] ?? 70);
const debaters = ['D1', 'D2', 'D3', 'D4', 'D5'];
const statement = 'word '.repeat(820);

function replyTo(system: string, title: unknown): string {
  if (title === 'Positions') return '{"options":[{"position":"yes"},{"position":"no"}]}';
  const option = /You are D[12]/.test(system) ? 'A' : 'B';
  if (title === 'Vote')
    return JSON.stringify({ option, why: 'so', confidence: 0.5, changed: false });
  return `${system.slice(0, 20)} ${statement}`;
}

describe(`a debate of five agents over ${rounds} rounds of 4 KB`, () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'long-debate-'));
  let model: ModelServer;
  let client: LocalClient;
  let handle: RunHandle<DebateResults>;
  let result: DebateResults;
  let followed: RunProgress | undefined;

  beforeAll(async () => {
    model = await startModelServer({
      script: ({ outputSchema, system }) => {
        const title = Object(outputSchema)['title'];
        return { text: replyTo(system, title), usage: { inputTokens: 10, outputTokens: 5 } };
      },
    });
    const prices = { m: { input: 100_000, output: 0 } }; // a dollar a call
    const house = { api: 'responses' as const, baseURL: `${model.url}/v1`, prices };
    client = await openLocal({ stateDir, providers: { house } });
    const agents = debaters.map((name) => ({
      kind: 'agent' as const,
      name,
      provider: 'house',
      model: 'm',
    }));
    const config = {
      rounds,
      stopEarly: false,
      parallelResponses: true,
      consensus: 'unanimous' as const,
    };
    handle = await client.start(
      { kind: 'debate', votes: 'separate', agents, ...config },
      'Should we?',
    );
    [result, followed] = await Promise.all([handle.result(), lastOf(handle.id)]);
  }, 300_000);

  afterAll(async () => {
    await client.close();
    await model.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  it('completes with every statement whole, though they are more than a payload can hold', () => {
    expect(result).toMatchObject({ success: true, roundsCompleted: rounds });
    expect(result.messages).toHaveLength(debaters.length * (rounds + 1));
    for (const { agentName, content } of result.messages) {
      expect(content).toContain(`You are ${agentName}`);
      expect(content.length).toBeGreaterThan(4_000);
    }
    expect(result.toTranscript().length).toBeGreaterThan(4_000 * debaters.length * rounds);
  });

  it('makes each call once, with a prompt that does not grow', () => {
    expect(result.usage.calls).toBe(model.requests.length);
    const lengths = model.requests.map(({ body }) => JSON.stringify(body).length);
    const late = Math.max(...lengths.slice(-30));
    expect(late).toBeLessThan(1.1 * Math.max(...lengths.slice(30, 90)));
  });

  it('continues as new before a history is long, with the same bytes a turn all along', async () => {
    const runs = await executionsOf(handle.id);
    expect(runs.length).toBeGreaterThan(1);
    for (const { historyLength } of runs) expect(historyLength).toBeLessThan(4_096);
    const bytes = runs.reduce((sum, { historySize }) => sum + historySize, 0);
    expect(bytes / result.messages.length).toBeLessThan(3.5 * statement.length);
  });

  it('is told and paid from its first execution on, to who follows it and at the end', async () => {
    expect(followed?.usage).toEqual(result.usage);
    expect(result.totalCost).toBe(result.usage.calls);
    expect(followed?.totalCost).toBe(result.totalCost);
    const { steps } = await readProgress(client.parts.temporal, handle.id);
    expect(steps.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['r0-D1', 'r1-D5', `r${rounds}-vote-D3`, 'conclusion']),
    );
    expect(steps.every(({ state }) => state === 'done')).toBe(true);
  });

  async function lastOf(id: string): Promise<RunProgress | undefined> {
    let last: RunProgress | undefined;
    const { temporal } = client.parts;
    for await (const each of followProgress(temporal, id, new AbortController().signal))
      last = each;
    return last;
  }

  async function executionsOf(id: string) {
    const found: { historyLength: number; historySize: number }[] = [];
    const { workflow } = client.parts.temporal;
    for await (const { historyLength, historySize = 0 } of workflow.list({
      query: `WorkflowId='${id}'`,
    })) {
      found.push({ historyLength, historySize });
    }
    return found;
  }
});

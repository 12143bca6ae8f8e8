import { describe, expect, it, vi } from 'vitest';
import { createToolActivities } from '../../../src/activities/tools/tool-activities.ts';
import { inventedCall, type ToolRun } from '../../../src/core/tools.ts';
import { activityEnvironment, memoryStore } from './fixtures.ts';
import { weather, worker } from './weather-tool.ts';

const oslo = '{"city":"Oslo"}';
const line = "[simulated] tool 'weather' was really run, with invented arguments";

function callBy(id: string, args = oslo): Partial<ToolRun> {
  return { call: { id, name: 'weather', arguments: args } };
}

describe('a tool that is run with invented arguments', () => {
  it('is told of once a process', async () => {
    const { run, logged } = await worker(weather(({ city }) => city));
    await run('', callBy(`${inventedCall}1`));
    await run('', { ...callBy(`${inventedCall}2`), index: 1 });
    expect(logged).toEqual([line]);
  });

  it('is told of also where it fails', async () => {
    const { run, logged } = await worker(
      weather(() => {
        throw new Error('no');
      }),
    );
    await run('', callBy(`${inventedCall}1`)).catch(() => undefined);
    expect(logged).toEqual([line]);
  });

  it.each([
    ['a model asks for it', callBy('call_1')],
    ['its arguments are not valid', callBy(`${inventedCall}1`, '{}')],
    ['there is none', { call: { id: `${inventedCall}1`, name: 'tides', arguments: '{}' } }],
  ])('is not told of where %s', async (_, call) => {
    const { run, logged } = await worker(weather(({ city }) => city));
    await run('', call);
    expect(logged).toEqual([]);
  });

  it('is not told of where its result is there already', async () => {
    let ran = 0;
    const { run, logged } = await worker(weather(() => String(++ran)));
    expect((await run('', callBy('call_1'))).content).toBe('1');
    expect((await run('', callBy(`${inventedCall}1`))).content).toBe('1');
    expect(logged).toEqual([]);
  });

  it('is told of on standard error where nobody listens', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const activities = createToolActivities(await memoryStore(), [weather(({ city }) => city)]);
    const owner = { run: 'run-1', workflow: 'run-1', user: null };
    const key = { execution: 'exec', step: 'ann', number: 1 };
    const place = { key, message: 'exec/ann#1', index: 0, owner, agentName: 'Ann' };
    const call = { id: `${inventedCall}1`, name: 'weather', arguments: oslo };
    await activityEnvironment().run(() => activities.runTool({ ...place, call }));
    expect(write.mock.calls).toContainEqual([`${line}\n`]);
    write.mockRestore();
  });
});

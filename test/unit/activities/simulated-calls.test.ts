import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { inventedCall } from '../../../src/core/tools.ts';
import { simulatedReply } from '../../../src/simulated-model/index.ts';
import { kitchen, modelCall } from './fixtures.ts';

const apis: Api[] = ['responses', 'chat', 'messages'];
const parameters = { type: 'object', properties: { city: { const: 'Oslo' } }, required: ['city'] };
const clock = { name: 'clock', description: 'The time.', parameters, simulate: true };

const asking = (text: string) =>
  modelCall({
    messages: [{ role: 'user', text }],
    tools: { registered: JSON.stringify([clock]), memory: false },
  });

describe.each(apis)('the %s API', (api) => {
  it('tells the simulated model which tool is marked for it, and has it called once', async () => {
    const { call } = await kitchen(simulatedReply, { endpoint: { api, simulated: true } });
    const turn = await call(asking('Hello.'));
    expect(turn.toolCalls).toEqual([
      {
        id: expect.stringMatching(`^${inventedCall}`),
        name: 'clock',
        arguments: '{"city":"Oslo"}',
      },
    ]);
    const answer = await call({
      ...asking(''),
      key: { execution: 'exec', step: 'critic', number: 2 },
      after: turn.message,
      messages: [{ role: 'tool', callId: turn.toolCalls[0]?.id ?? '', text: 'ten', failed: false }],
    });
    expect(answer.toolCalls).toEqual([]);
    expect(answer.content).toContain('The tool clock gave ‘ten’.');
  });

  it('tells a real provider nothing of it', async () => {
    const { server, call } = await kitchen(['Hello.'], { endpoint: { api } });
    await call(asking('Hello.'));
    expect(server.requests[0]?.tools).toEqual([
      { name: 'clock', description: 'The time.', parameters },
    ]);
    expect(JSON.stringify(server.requests[0]?.body)).not.toContain('simulate');
  });
});

import { describe, expect, it } from 'vitest';
import type { EventBody, RunEvent } from '../../../src/core/events.ts';
import { parseStep } from '../../../src/core/kinds/step-schema.ts';
import { applyAll, nodeAt, openRunView } from '../../../src/core/run-view/index.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'chat' });
const person = { kind: 'person' as const, name: 'Ada', question: 'Well?' };
const spec = parseStep({ kind: 'parallel', name: 'Both', agents: [agent('A'), person] });

/** The state of a step behind these events, of which its end is none. */
function stateOf(path: string, ...bodies: EventBody[]) {
  const begun: RunEvent[] = [at(1, '', { type: 'run.started', kind: 'parallel', name: 'Both' })];
  const more = bodies.map((body, index) => at(index + 2, path, body));
  return nodeAt(applyAll(openRunView(spec), [...begun, ...more]).root, path);
}

function at(seq: number, path: string, body: EventBody): RunEvent {
  const when = new Date(Date.UTC(2026, 0, 1) + seq).toISOString();
  return { ...body, seq, at: when, run: 'r', path, cursor: `${seq}` };
}

const turn = {
  type: 'turn.started',
  agent: 'A',
  provider: 'chat',
  model: null,
  attempt: 1,
} as const;
const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, reasoningTokens: 0, calls: 1 };
const reply = (problem: string | null = null): EventBody => ({
  ...{ type: 'turn.ended', text: 'so', usage, cost: null, problem },
});
const tool = { type: 'tool.called', id: 't', name: 'note', args: '{}' } as const;

describe('a step whose end is told late, as another one goes on', () => {
  it('is done with its reply', () => {
    expect(stateOf('A', turn)?.state).toBe('running');
    expect(stateOf('A', turn, reply())).toMatchObject({ state: 'done', endedAt: null });
  });

  it('goes on where its reply is of no use, calls a tool, or is followed by another turn', () => {
    expect(stateOf('A', turn, reply('no JSON'))?.state).toBe('running');
    expect(stateOf('A', turn, reply(), tool)?.state).toBe('running');
    expect(stateOf('A', turn, reply(), turn)?.state).toBe('running');
  });

  it('goes on where calls of tools were written in its reply', () => {
    const written = { type: 'tool.delta', call: 0, name: 'note', text: '{', offset: 0 } as const;
    const { root } = applyAll(openRunView(spec), [
      at(1, '', { type: 'run.started', kind: 'parallel', name: 'Both' }),
      at(2, 'A', turn),
      {
        ...written,
        turn: 2,
        seq: 2,
        at: '2026-01-01T00:00:00Z',
        run: 'r',
        path: 'A',
        cursor: '2:1',
      },
      at(3, 'A', reply()),
    ]);
    expect(nodeAt(root, 'A')?.state).toBe('running');
  });

  it('is as its end says, once that has come', () => {
    const error = { type: 'Limit.Exceeded', message: 'too dear' };
    const ended = { type: 'step.ended', success: false, error, cost: 1, durationMs: 5 } as const;
    expect(stateOf('A', turn, reply(), ended)?.state).toBe('failed');
  });

  it('is done where a person has answered', () => {
    const asked: EventBody = {
      ...{ type: 'question.asked', id: 'q', question: 'Well?', choices: [], deadline: null },
      ...{ answerTo: 'r', assignee: null, approval: null },
    };
    const answered: EventBody = {
      ...{ type: 'question.answered', id: 'q', answer: 'yes', approved: null, reason: null },
      ...{ by: 'Ada', means: 'update' },
    };
    expect(stateOf('Ada', asked)?.state).toBe('waitingForPerson');
    expect(stateOf('Ada', asked, answered)?.state).toBe('done');
  });
});

import { expect, it } from 'vitest';
import { agentsIn, withField } from '../../src/studio/pages/start/agents-in.ts';
import { newRunId } from '../../src/studio/pages/start/new-run-id.ts';
import { type JsonValue, readSpec } from '../../src/studio/pages/start/spec-json.ts';

const taster: JsonValue = { kind: 'agent', name: 'Taster', role: 'a taster' };
const workers = { Ann: { kind: 'agent', model: 'm' } };
const supervised: JsonValue = { step: { kind: 'supervisor', workers }, transform: '{input}' };
const spec: JsonValue = { kind: 'pipeline', name: 'Tea & cakes!', steps: [taster, supervised] };

it('finds the agents of a spec wherever they stand, by the names they go by', () => {
  expect(agentsIn(spec).map(({ name }) => name)).toEqual(['Taster', 'Ann']);
});

it('changes one field of one agent and nothing else; an empty one goes away', () => {
  const [first, second] = agentsIn(spec);
  const changed = withField(spec, first?.place ?? [], 'role', 'a critic');
  expect(changed).toEqual({
    ...spec,
    steps: [{ kind: 'agent', name: 'Taster', role: 'a critic' }, supervised],
  });
  const without = withField(spec, second?.place ?? [], 'model', '');
  expect(JSON.stringify(without)).toContain('"Ann":{"kind":"agent"}');
  expect(JSON.stringify(spec)).toContain('"model":"m"');
});

it('says what is wrong with a spec that is none', () => {
  expect(readSpec('{"kind":')).toHaveProperty('problem', expect.stringContaining('not valid JSON'));
  expect(readSpec('[]')).toHaveProperty('problem', expect.stringContaining('is an object'));
  expect(readSpec('{"kind":"agent"}')).toEqual({ spec: { kind: 'agent' } });
});

it('makes readable ids for runs, each another one', () => {
  expect(newRunId(spec)).toMatch(/^tea-cakes-[0-9a-f]{16}$/);
  expect(newRunId(spec)).not.toBe(newRunId(spec));
  expect(newRunId({ kind: 'agent' })).toMatch(/^agent-/);
});

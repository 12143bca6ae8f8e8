import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { defineTool } from '../../../src/index.ts';
import type { ScriptedReply, ScriptFunction } from '../../../src/testing/index.ts';
import { agentOf } from '../../support/live-world.ts';
import { openServedWorld, type ServedWorld } from '../../support/service-world.ts';
import { hostileName, hostileText } from './hostile-text.ts';
import { typedPlan, typedTask } from '../../support/typed-plan.ts';

const input = z.object({ what: z.string() });
const tools = [
  defineTool({
    name: 'look',
    description: 'Looks.',
    input,
    execute: () => hostileText('tool result'),
  }),
  defineTool({
    name: 'fail',
    description: 'Fails.',
    input,
    maxAttempts: 1,
    execute: () => {
      throw new Error(hostileText('tool error'));
    },
  }),
];

const finding = (place: string, is = true) => ({ answer: is, reason: hostileText(place) });

/** What is said in forms, by their titles. */
const forms: Record<string, object> = {
  Plan: typedPlan(
    [
      typedTask('t-1', hostileName('worker'), hostileText('task'), {
        outputFormat: hostileText('expected output'),
        boundaries: hostileText('boundaries'),
      }),
    ],
    { reason: hostileText('split'), worthIt: false },
  ),
  Verification: { verdicts: [{ id: 't-1', ok: false, reason: hostileText('verdict') }] },
  Review: {
    satisfied: finding('satisfied', false),
    progress: finding('progress'),
    inLoop: finding('in a loop'),
    missing: { answer: hostileText('missing'), reason: '' },
  },
  Positions: { options: [{ position: hostileText('position') }, { position: 'no' }] },
  Vote: { option: 'A', confidence: 0.8, changed: true, why: hostileName('why') },
};

const look = { name: 'look', arguments: { what: hostileText('tool arguments') } };
const kept = { key: hostileName('kept fact'), value: hostileText('kept value') };

/** What agents reply one after the other, by their names; others say a hostile text of their name. */
const parts: Record<string, readonly ScriptedReply[]> = {
  tooled: [
    { status: 500, error: hostileText('retry'), headers: { 'retry-after': '0' } },
    {
      text: hostileText('before the tools'),
      toolCalls: [
        ...[look, { ...look, name: 'fail' }, { name: 'remember', arguments: kept }],
        { ...look, name: hostileName('tool name') },
      ],
    },
    { text: hostileText('after the tools'), model: hostileName('substituted model') },
  ],
  failing: [{ status: 400, error: hostileText('error') }],
  asking: [
    { text: hostileText('said before it asks'), toolCalls: [look] },
    hostileText('after the denial'),
  ],
};

/** The agent of a hostile name, by the place that it stands for. */
const placeIn = (name: string): string => /«([^»]+)»/.exec(name)?.[1] ?? name;

/** Opens a world in which whatever anybody writes is hostile. */
export async function openHostileWorld(): Promise<ServedWorld & { teams: string }> {
  const asked = new Map<string, number>();
  const script: ScriptFunction = (request) => {
    const { title = '' } = Object(request.outputSchema) as { title?: string };
    const form = forms[title];
    if (form !== undefined) return JSON.stringify(form);
    const name = placeIn(agentOf(request));
    const index = asked.get(`${request.system}${name}`) ?? 0;
    asked.set(`${request.system}${name}`, index + 1);
    const said = parts[name];
    return said?.[Math.min(index, said.length - 1)] ?? hostileText(`reply of ${name}`);
  };
  const teams = mkdtempSync(join(tmpdir(), 'hostile-teams-'));
  writeTeams(teams);
  const world = await openServedWorld({ teams: [teams], log: () => undefined }, { script, tools });
  return {
    ...world,
    teams,
    async close() {
      await world.close();
      rmSync(teams, { recursive: true });
    },
  };
}

function writeTeams(folder: string): void {
  const comment = `# ${hostileText('description').replaceAll(/\s+/g, ' ')}`;
  const good = { kind: 'agent', name: hostileName('spec name'), role: hostileText('role') };
  const write = (place: string, text: string) =>
    writeFileSync(join(folder, `${hostileName(place)}.yaml`), text);
  write(
    'team',
    `${comment}\n${JSON.stringify({ ...good, instructions: hostileText('instructions') })}`,
  );
  write('broken team', `kind: ${JSON.stringify(hostileName('problem'))}`);
}

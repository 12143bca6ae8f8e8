import { expect, it } from 'vitest';
import { requestHash } from '../../../src/activities/request-hash.ts';
import {
  optionsJsonSchema,
  type Option,
  voteJsonSchema,
} from '../../../src/core/kinds/debate/consensus.ts';
import type { Text } from '../../../src/core/content.ts';
import type { ModelCall } from '../../../src/core/model-call.ts';
import { planJsonSchema } from '../../../src/core/kinds/supervisor/plan.ts';
import { system } from '../../../src/core/kinds/agent/prompts.ts';
import * as debate from '../../../src/core/kinds/debate/prompts.ts';
import * as supervisor from '../../../src/core/kinds/supervisor/prompts.ts';
import { leftOut, noteTaker, summarise, spoken } from '../../../src/core/prompts/thread.ts';
import { aboutUser } from '../../../src/core/prompts/user-facts.ts';
import { taskPrompt } from '../../../src/core/kinds/supervisor/task-prompts.ts';
import { reviewJsonSchema } from '../../../src/core/kinds/supervisor/review.ts';
import { parseStep } from '../../../src/core/kinds/step-schema.ts';
import type { SupervisorSpec } from '../../../src/core/kinds/supervisor/types.ts';
import { modelCall } from './fixtures.ts';

const question = 'Why?';
const ann = { name: 'Ann', role: 'an analyst', instructions: 'Be brief.' };

function call(prompt: Text, more: Partial<ModelCall> = {}, output: object | null = null) {
  const asked = { system: system(ann, null), messages: [{ role: 'user' as const, text: prompt }] };
  return modelCall({ ...asked, ...more }, { output: output as ModelCall['settings']['output'] });
}

const team = parseStep({
  kind: 'supervisor',
  tasks: 'plain', // as runs have it that began before there was another form
  workers: { Ann: { kind: 'agent', ...ann } },
}) as SupervisorSpec;
const given = {
  id: 't1',
  workerName: 'Ann',
  task: 'Look.',
  context: '',
  priority: 1,
  dependsOn: [],
};
const done = [{ task: given, content: 'Seen.', problem: null }];
const plan = { version: 1, tasks: [given, { ...given, id: 't2', task: 'Look again.' }] };

const said = [{ agentName: 'Ann', content: 'No.' }];
const heard = { digest: 'It began.', rounds: [{ round: 1, statements: said }] };
const choices: Option[] = [{ id: 'A', position: 'No.' }];

const notes = { omitted: 3, summarised: 2, summary: 'They met.' };
const tools = JSON.stringify([{ name: 'look', description: 'Looks.', parameters: {} }]);

/** A run that goes on after a change finds what it has paid for by these. */
const pinned: [what: string, call: ModelCall, hash: string][] = [
  ['an answer', call(question), 'c39927fb8663bff16c6f095ab5133320db8826d450e7ace8693615392be11d84'],
  [
    'an answer to a user who is known, with background and tools',
    call(question, {
      system: system(ann, 'Long ago.', aboutUser('<fact key="name">Phil</fact>', true)),
      tools: { registered: tools, memory: true },
    }),
    'a843e99bc9b0d9470092743bab335c4b67f1e7ed72ae26f24c345757213ea483',
  ],
  [
    'the next turn of a thread',
    call(leftOut(notes)),
    'cd2bce395fb2a09b078ff89e500f37aee7dca5cdfd6ad10d61063ae3cfb8135e',
  ],
  [
    'a summary',
    call(summarise('Notes.', spoken('user', 'Hi.'), 90), { system: system(noteTaker, null) }),
    'e633eacbebd87f3001513fb75e9052723c92543165ea81ce32a1c73317f58da5',
  ],
  [
    'a plan',
    call(supervisor.plan(question, team), {}, planJsonSchema(['Ann'])),
    'c7a657fd2645a1a9423c7f9791d6a5528825cdc2e09234620ff99521841c4be0',
  ],
  [
    'another plan',
    call(supervisor.replan(question, team, done, null)),
    '4c2733dabd5538e36a822d708892221585b38fde53e0d052bf442255c35eb37a',
  ],
  [
    'a review',
    call(supervisor.review(question, plan, done), {}, reviewJsonSchema),
    '8cada905d6a6ffeda404f9c5addfff3abd12350927f4a8fec3d357f1d9970e5e',
  ],
  [
    'a task',
    call(taskPrompt(question, given, said)),
    'e64d64b5f547476f5d7a1bb73289023cad2e7446f52afbe35f6b81c324ae7f85',
  ],
  [
    'the answer of a supervisor',
    call(supervisor.synthesize(question, done)),
    'ff38fb0de7ac3b27dbe3d9ed6bdd9abbbee59a92f64e7b82e08f0f5bec5a72cc',
  ],
  [
    'a position',
    call(debate.open(question)),
    '129c857ac694b06d753f131c6591e34454423e7bbdca8fc4a9af3a35c0ba2ca9',
  ],
  [
    'a statement',
    call(debate.respond(question, heard, 'No.')),
    '63c88dbf8fc87b4243378106ae5a8b9d5a150ef816cdabbc849e2908a786d555',
  ],
  [
    'the list of positions',
    call(debate.options(question, said, choices), {}, optionsJsonSchema),
    '7e61c4780c2a866212c9b431b7a229dc30f20b5e1f307b2353f7bffffb2fca22',
  ],
  [
    'a vote',
    call(debate.vote(question, choices, heard, 'No.'), {}, voteJsonSchema(choices)),
    'c15ef69a656e7b28ac32b4bf7c2b1bd401101163e456eb1f679a160949044c27',
  ],
  [
    'a conclusion',
    call(debate.conclude(question, said, [], [])),
    '26c8fb596ef5a2b7ed9bd8edcf961c6681a8a7e8045784d64c2ab4e8cc7c58ed',
  ],
];

it.each(pinned)('The hash of a request stays what it was: %s.', (_, asked, hash) => {
  expect(requestHash(asked)).toBe(hash);
});

import { z } from 'zod';
import { type Caller, mayStart } from '../../caller.ts';
import type { Service } from '../../service.ts';
import { startRun } from '../../start-run.ts';
import type { Team } from '../../teams/teams.ts';
import { runAnswer, runSchema } from './run-answer.ts';
import { toolNames } from './tool-names.ts';
import { mcpTool, type McpTool } from './tool.ts';
import { waitFor, waitSchema } from './wait.ts';

/** The teams that a caller may start, a tool each. */
export function teamTools(
  { teams }: Service,
  caller: Caller,
  taken: ReadonlySet<string>,
): McpTool[] {
  const offered = teams.list().filter(({ name, spec }) => spec !== null && mayStart(caller, name));
  const byName = new Map(offered.map((team) => [team.name, team]));
  const names = toolNames([...byName.keys()], taken);
  return [...names].flatMap(([name, team]) => {
    const found = byName.get(team);
    return found === undefined ? [] : [teamTool(name, found, caller)];
  });
}

const text = z.string().min(1, 'it is empty');

const shape = {
  input: text.describe(
    'What the team works on: a question or a task, with all that it has to know',
  ),
  context: text.optional().describe('Background that every agent of the team sees'),
  thread: text.optional().describe('The conversation that the team continues'),
  baseline: z
    .boolean()
    .optional()
    .describe('Whether one agent alone is asked too, to compare its answer and cost with'),
  id: text
    .optional()
    .describe('Names the run: the same call again attaches to it, and starts no second one'),
  wait: waitSchema,
};

const forUser = { user: text.optional().describe('Whose user context the agents share') };

function teamTool(name: string, team: Team, { user }: Caller): McpTool {
  return mcpTool({
    name,
    title: team.name,
    description: descriptionOf(team),
    // the user of a token is the run's
    input: z.strictObject(user === null ? { ...shape, ...forUser } : shape),
    output: runSchema,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    call: async ({ wait, ...given }, call) => {
      const run = await startRun(call.service, call.caller, { team: team.name, ...defined(given) });
      call.started(run.id);
      call.tell(`run ${run.id} is started`);
      const followed = wait === 0 ? {} : await waitFor(call, run, { wait });
      return await runAnswer(call, run, followed);
    },
  });
}

function descriptionOf({ name, description, kind }: Team): string {
  const what =
    description === '' ? `Runs the team ${name}, a ${kind ?? 'step'} of agents.` : description;
  return `${what}\nA run may take minutes. It goes on when this call ends before: follow_run waits for it again, with the id that is answered.`;
}

function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

import type { PreparedRun } from '../../client/runs/prepare-run.ts';
import { refuseBoth } from '../events-or-json.ts';
import {
  type Command,
  type CommandContext,
  type ExitStatus,
  runningFlags,
  type RunningOptions,
} from '../command.ts';
import type { RequestOptions } from '../input/run-request.ts';
import type { Place } from '../place/place.ts';

type RunCommandOptions = RequestOptions & RunningOptions & { detach?: boolean };

/** Written out, so that help is there without loading them. */
const teams = [
  'research-team',
  'pros-cons',
  'expert-panel',
  'council',
  'write-and-review',
  'map-summarise',
];

/** `run FILE` or `run TEAM`: starts a run and waits for its result. */
export const run: Command<RunCommandOptions> = {
  name: 'run',
  does: 'run the step of a YAML or JSON file, or a ready-made team',
  alsoTried: ['start', 'exec', 'execute', 'ask', 'chat'],
  takes: [
    {
      key: 'file',
      shown: 'file or team',
      does: `the spec; or ${teams.join(', ')}`,
      offers: teams,
    },
  ],
  flags: [
    {
      name: 'input',
      value: 'text',
      does: "what the agents work on; '-' reads stdin",
      needed: true,
      orElse: 'input-file',
    },
    { name: 'input-file', value: 'file', does: 'the file with what the agents work on' },
    {
      name: 'roles',
      value: 'list',
      does: 'with expert-panel and council: the roles, with commas between',
    },
    { name: 'passes', value: 'n', does: 'with write-and-review: versions at most; default 4' },
    {
      name: 'over',
      value: 'list',
      does: 'with map-summarise: where the items stand; default lines',
      oneOf: ['lines', 'json'],
    },
    { name: 'context', value: 'file', does: 'a text that every agent sees as background' },
    { name: 'user', value: 'id', does: 'whose user context the agents share' },
    { name: 'thread', value: 'id', does: 'the conversation that the agent or the team continues' },
    { name: 'baseline', does: 'ask one agent alone too, and show its answer and cost beside' },
    {
      name: 'id',
      value: 'id',
      does: 'name the run; attaches to a run of that name with the same spec and input',
    },
    { name: 'provider', value: 'name', does: 'for agents that name none' },
    { name: 'model', value: 'name', does: 'for agents that name neither provider nor model' },
    { name: 'detach', does: 'start it, and do not wait for it' },
    ...runningFlags,
  ],
  examples: [
    'run research.yaml --input "How are AI agents changing software teams?"',
    'run expert-panel --roles "Economist, Lawyer" --input "Should we open an office in Lyon?"',
  ],
  async run(options, context) {
    const [{ findPlace }, { orRefusal }, { refuse }, { readRequest }] = await Promise.all([
      import('../place/open-place.ts'),
      import('../../core/refusals.ts'),
      import('../input/refused-input.ts'),
      import('../input/run-request.ts'),
    ]);
    refuseBoth(options, context);
    if (options.detach && options.serve)
      throw refuse('--serve serves until the result is there, and --detach does not wait for it');
    if (options.detach && options.events)
      throw refuse(
        "--events tells what happens until the end, and --detach does not wait for it: 'follow ID --events' does",
      );
    const place = await orRefusal(findPlace(options));
    const prepared = await readRequest(options, place, context.interrupted);
    if (place.value === undefined) throw place.refusal;
    if (!options.detach) return await runHere(prepared, place.value, options, context);
    const { startDetached } = await import('../start-detached.ts');
    return await startDetached(prepared, place.value, options, context);
  },
};

async function runHere(
  prepared: PreparedRun,
  place: Place,
  options: RunCommandOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const [{ openToServe }, { closePlace }, { startAt }, { waitedFor, waitForRun }] =
    await Promise.all([
      import('../place/open-place.ts'),
      import('../place/open-reader.ts'),
      import('../place/start-at.ts'),
      import('../wait-for-run.ts'),
    ]);
  const sharedLater = options.user === undefined;
  const opened = await openToServe(place, { ...options, sharedLater }, context);
  try {
    await startAt(place, opened.client, prepared, context);
    return await waitForRun(waitedFor(opened, prepared.id), options, context);
  } finally {
    await closePlace(opened, context);
  }
}

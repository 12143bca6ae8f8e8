import { type AGUIEvent, EventType, PROTOCOL_VERSION, type RunAgentInput } from '@ag-ui/core';
import { RunAgentInputSchema } from '@ag-ui/core/schemas';
import { z } from 'zod';
import { answerPath } from '../../../core/kinds/answer-path.ts';
import { teamFor } from '../../caller.ts';
import { eventStream, type StreamMessage } from '../../event-stream.ts';
import { type Service, studioLink } from '../../service.ts';
import { startRun } from '../../start-run.ts';
import { toldRefusal } from '../../told-refusal.ts';
import { type Asked, call, type Door } from '../door.ts';
import { readConversation, lastAsked } from './conversation.ts';
import { readProps } from './forwarded.ts';
import { resume, type Resumed } from './resume.ts';
import { runIdFor, shortHash } from './run-ids.ts';
import { type Broken, type Segment, tell } from './segment.ts';

type AskedRun = Asked<{ team: string }, unknown, RunAgentInput>;

/** `POST /ag-ui/TEAM`: a team as an agent of the AG-UI protocol, for its front ends. */
export const agUi: Door = {
  name: 'AG-UI',
  calls: (service) => [
    call<{ team: string }, unknown, RunAgentInput>({
      method: 'post',
      path: '/ag-ui/:team',
      does: 'Run a team for a front end that speaks AG-UI',
      params: z.strictObject({ team: z.string() }),
      body: RunAgentInputSchema,
      answers: {
        200: {
          does: 'The events of the run, as server-sent events. The header X-Run-Id names the run',
          type: 'text/event-stream',
        },
      },
      refuses: [404, 409, 429, 503],
      handle: (asked) => answered(service, asked),
    }),
  ],
};

async function answered(service: Service, asked: AskedRun): Promise<Response> {
  const { body, params, caller } = asked;
  const { spec } = await teamFor(service, caller, params.team);
  const resumed = body.resume?.length
    ? await resume({ service, caller, team: params.team, input: body })
    : null;
  const run = resumed ?? (await begin(service, asked));
  const { handle } = run;
  const segment: Segment = {
    ...run,
    ids: { threadId: body.threadId, runId: body.runId },
    shown: {
      run: handle.id,
      answerPath: answerPath(service.client.prepare(spec)),
      team: params.team,
      studio: studioLink(service, handle.id),
      messages: body.messages,
      state: body.state,
    },
  };
  const { heartbeatMs, log } = service.settings;
  const life = { heartbeatMs, log, closing: service.closing, retryMs: null };
  const events = (signal: AbortSignal) => tell(segment, signal, whyBroken(service, handle.id));
  const source = (signal: AbortSignal) => messages(segment, run.warnings, events(signal));
  return eventStream(source, life, { 'x-run-id': handle.id });
}

/** Starts a run of ours, or attaches to the one that this AG-UI run has begun before. */
async function begin(service: Service, { body, params, caller }: AskedRun): Promise<Resumed> {
  const { team } = params;
  const { thread, user } = readProps(body.forwardedProps);
  const { input, context } = readConversation(body, thread === undefined);
  const handle = await startRun(service, caller, {
    team,
    input,
    id: runIdFor(team, caller, body),
    ...(context !== null && { context }),
    ...(thread !== undefined && { thread }),
    ...(user !== undefined && { user }),
  });
  return { handle, after: '0', asked: shortHash(lastAsked(body.messages)?.id), warnings: [] };
}

async function* messages(
  segment: Segment,
  warnings: readonly string[],
  events: AsyncIterable<AGUIEvent>,
): AsyncGenerator<StreamMessage> {
  const { ids, handle } = segment;
  yield encoded({
    type: EventType.RUN_STARTED,
    ...ids,
    protocolVersion: PROTOCOL_VERSION,
    metadata: { run: handle.id },
  });
  for (const message of warnings)
    yield encoded({ type: EventType.CUSTOM, name: 'warning', value: { message } });
  for await (const event of events) yield encoded(event);
}

/** Why a run is not told to its end, though it may go on: something was thrown, or the service stops. */
function whyBroken({ settings }: Service, run: string): Broken {
  return (thrown) => {
    if (thrown === undefined) return { code: 'Service.Unavailable', message: stops };
    const { type: code, message } = toldRefusal(settings, `run ${run}`, thrown.error);
    return { code, message };
  };
}

const stops = 'the service stops, and the run goes on: send the same AG-UI run again in a moment';

/** As the protocol puts events into server-sent ones. */
function encoded(event: AGUIEvent): StreamMessage {
  return { data: JSON.stringify(event) };
}

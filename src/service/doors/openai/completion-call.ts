import { z } from 'zod';
import { answerPath } from '../../../core/kinds/answer-path.ts';
import type { Caller } from '../../caller.ts';
import type { Service } from '../../service.ts';
import { startRun } from '../../start-run.ts';
import { type Asked, type Call, call } from '../door.ts';
import type { ChatCall } from './asked-before.ts';
import { Chats, type OpenChat } from './chats.ts';
import { headOf } from './completions.ts';
import { readConversation } from './conversation.ts';
import { teamOf } from './models.ts';
import { type ChatRequest, chatRequestSchema } from './request-schema.ts';
import { refuseUnsupported } from './supported.ts';
import { plainAnswer } from './plain-answer.ts';
import { streamedAnswer } from './streamed-answer.ts';

type AskedChat = Asked<unknown, unknown, ChatRequest>;

/** `POST /v1/chat/completions`: the last message goes to a team, and its answer is the reply. */
export function completionCall(service: Service): Call {
  let chats: Chats | undefined; // made when it is used: calls are also made to be described
  return call<unknown, unknown, ChatRequest>({
    method: 'post',
    path: '/v1/chat/completions',
    does: 'Ask a team as if it were a model',
    body: chatRequestSchema,
    headers: {
      'Idempotency-Key': 'A request with the same key reads the answer of the same run',
      'X-Detach': 'true: the run goes on when the client has gone',
    },
    answers: {
      200: {
        does: 'The answer; with `stream: true` as server-sent events. The header X-Run-Id names the run',
        schema: z.looseObject({ id: z.string(), choices: z.array(z.unknown()) }),
      },
    },
    refuses: [404, 409, 429, 500, 503, 504],
    handle: (asked) => answered(service, (chats ??= new Chats(service)), asked),
  });
}

async function answered(service: Service, chats: Chats, asked: AskedChat): Promise<Response> {
  const { body, caller, request } = asked;
  refuseUnsupported(body);
  const { input, context } = readConversation(body.messages);
  const { name, spec } = await teamOf(service, caller, body.model);
  const path = answerPath(service.client.prepare(spec));
  const chat = await chats.open(callOf(asked), isDetached(request), (id) =>
    startRun(service, caller, { team: name, input, ...optionsOf(body, context), id }),
  );
  const reading = {
    service,
    chat,
    path,
    head: headOf(chat.run, name),
    signal: signalOf(asked, chat),
  };
  const { stream, stream_options: options } = body;
  return stream === true
    ? streamedAnswer(reading, options?.include_usage === true)
    : await plainAnswer(reading);
}

function optionsOf({ user, metadata }: ChatRequest, context: string | null) {
  const thread = metadata?.thread;
  return {
    ...(context === null ? {} : { context }),
    ...(user === null || user === undefined ? {} : { user }),
    ...(thread === undefined ? {} : { thread }),
  };
}

function callOf({ body, caller, request: { headers } }: AskedChat): ChatCall {
  const tries = Number(headers.get('x-stainless-retry-count') ?? 0);
  return {
    caller: callerName(caller, headers),
    body,
    key: headers.get('idempotency-key')?.trim() || null,
    tries: Number.isFinite(tries) ? tries : 0,
  };
}

/** Who may not see each other's runs have no answer of one another, whatever key they send. */
function callerName({ user }: Caller, headers: Headers): string {
  return JSON.stringify([user, headers.get('authorization')]);
}

function isDetached({ headers }: Request): boolean {
  return /^(true|1|yes)$/i.test(headers.get('x-detach')?.trim() ?? '');
}

/** Aborted when the client has gone, which then reads the run no more. */
function signalOf({ request: { signal } }: AskedChat, { leave }: OpenChat): AbortSignal {
  if (signal.aborted) leave('gone');
  else signal.addEventListener('abort', () => leave('gone'), { once: true });
  return signal;
}

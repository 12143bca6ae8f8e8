import { z } from 'zod';
import { chatAssembler } from '../../../src/activities/providers/chat/stream.ts';
import { toReply as chatReply } from '../../../src/activities/providers/chat/reply.ts';
import type { Assembler } from '../../../src/activities/providers/http/events.ts';
import { messageAssembler } from '../../../src/activities/providers/messages/stream.ts';
import { toReply as messageReply } from '../../../src/activities/providers/messages/reply.ts';
import { responseAssembler } from '../../../src/activities/providers/responses/stream.ts';
import { toReply as responseReply } from '../../../src/activities/providers/responses/reply.ts';
import { anthropicUsage, openaiUsage } from '../../../src/activities/providers/reading/usage.ts';
import { Hearing } from '../../../src/activities/providers/http/hearing.ts';
import { storable } from '../../../src/activities/store/messages.ts';
import { finalText } from '../../../src/core/text-field.ts';
import { heard } from '../../unit/activities/live-text/listener.ts';
import { MalformedReply } from '../../../src/activities/providers/problems/malformed-reply.ts';
import type { JsonObject, ProviderRequest } from '../../../src/activities/providers/provider.ts';
import { classify } from '../../../src/activities/providers/problems/classify.ts';
import { redact } from '../../../src/activities/providers/problems/redact.ts';
import { ServerRefusal } from '../../../src/activities/providers/problems/server-refusal.ts';
import { toolCalledInText } from '../../../src/activities/structured-output/tool-call-text.ts';
import { checkReply } from '../../../src/activities/structured-output/reply-schema.ts';
import { defineTool } from '../../../src/activities/tools/define-tool.ts';
import { readArguments } from '../../../src/activities/tools/read-arguments.ts';
import { parseDocument } from '../../../src/spec-files/spec-document.ts';
import { painted } from '../../../src/cli/render/colors.ts';
import { mendedJson } from '../../../src/activities/structured-output/mended-json.ts';
import { readJsonReply } from '../../../src/core/json-reply.ts';
import { readStep } from '../../../src/core/kinds/step-schema.ts';
import { outputProblem } from '../../../src/core/output-schema.ts';
import { withoutThinking } from '../../../src/core/thinking.ts';
import {
  anyJson,
  anySchema,
  anySpec,
  eventJson,
  hostileText,
  type Recipe,
  replyJson,
  written,
} from './hostile.ts';
import type { Random } from './random.ts';

/** What reads something foreign. */
export interface Reader {
  name: string;
  /** What it is given, as JSON that can be put into a test. */
  make(random: Random): unknown;
  read(given: never): unknown;
  /** Whether it works in a thread too, so that only its answer is watched. */
  inThread?: boolean;
}

const weather = defineTool({
  name: 'weather',
  description: 'tells the weather',
  input: z.object({ city: z.string(), days: z.number().optional() }),
  execute: () => 'fine',
});

const endpoint = {
  name: 'house',
  api: 'chat',
  baseURL: 'http://127.0.0.1:9/v1',
  keyEnv: null,
  apiKey: 'sk-0123456789',
  model: null,
  prices: {},
  capabilities: {},
  simulated: false,
} as const;

const call = { agentName: 'A', endpoint, model: 'm' };

const text = (read: (text: string) => unknown) => ({
  make: hostileText,
  read: (recipe: Parameters<typeof written>[0]) => read(written(recipe)),
});

function refused(status: number, body: unknown) {
  const headers = new Headers({ 'retry-after': '1e99' });
  return classify(new ServerRefusal({ status, headers, body }), call);
}

const apis = {
  chat: { toReply: chatReply, assembler: chatAssembler },
  responses: { toReply: responseReply, assembler: responseAssembler },
  messages: { toReply: messageReply, assembler: messageAssembler },
};

interface Form {
  toReply: (body: JsonObject, request: ProviderRequest) => unknown;
  assembler: (hearing: Hearing) => Assembler;
}

const request = { model: 'm', tools: [weather] } as unknown as ProviderRequest;

/** A reply, or a refusal of it. */
function repliedBy({ toReply }: Form, body: JsonObject): unknown {
  try {
    return toReply(body, request);
  } catch (error) {
    if (error instanceof ServerRefusal || error instanceof MalformedReply) return error;
    throw error;
  }
}

function streamedBy(form: Form, events: JsonObject[]): unknown {
  const { live } = heard([], { output: structured });
  const assembler = form.assembler(new Hearing(live));
  for (const event of events) assembler.add(event);
  const reply = assembler.reply();
  return reply === undefined ? undefined : repliedBy(form, reply);
}

const structured = { type: 'object', properties: { text: { type: 'string' } } };

/** Pieces that a reply comes in at most: that there are many is not what holds anybody up. */
const piecesAtMost = 1_000;

interface Spoken {
  recipe: Recipe;
  isStructured: boolean;
  isThinker: boolean;
}

/** Hears a reply in pieces; what was heard at its end is what it is as a whole. */
function heardInPieces({ recipe, isStructured, isThinker }: Spoken): unknown {
  const reply = written(recipe);
  const size = Math.ceil(reply.length / piecesAtMost) || 1;
  const pieces = Array.from({ length: Math.ceil(reply.length / size) }, (_, at) =>
    reply.slice(at * size, (at + 1) * size),
  );
  const { live, listener } = heard(pieces, { output: isStructured ? structured : null, isThinker });
  const content = withoutThinking(reply);
  live.end(content);
  const expected = storable(isStructured ? finalText(content, structured) : content);
  if (listener.said !== expected) throw new Error(`heard ${JSON.stringify(listener.said)}`);
  return listener;
}

/** Every reader of foreign text. One that is new belongs here. */
export const readers: readonly Reader[] = [
  { name: 'JSON in a reply', ...text((reply) => readJsonReply(reply)) },
  { name: 'what is not quite JSON', ...text(mendedJson) },
  { name: 'what a model thinks', ...text(withoutThinking) },
  {
    name: 'a reply that is heard',
    make: (random): Spoken => ({
      recipe: hostileText(random),
      isStructured: random.chance(0.4),
      isThinker: random.chance(0.3),
    }),
    read: heardInPieces,
  },
  { name: 'a tool called in a text', ...text((reply) => toolCalledInText(reply, ['weather'])) },
  { name: 'keys in words', ...text((words) => redact(words, 'sk-0123456789')) },
  { name: 'words of a server', ...text((body) => refused(400, body)) },
  {
    name: 'words of a server in JSON',
    ...text((words) => refused(429, { error: { message: words } })),
  },
  {
    name: 'an error of any shape',
    make: (random) => [random.oneOf([200, 400, 404, 429, 500, 503]), anyJson(random)],
    read: ([status, body]: [number, unknown]) => refused(status, body),
  },
  { name: 'arguments of a tool', ...text((given) => readArguments(weather, given)) },
  {
    name: 'arguments of a tool in JSON',
    make: (random) => anyJson(random),
    read: (value: unknown) => readArguments(weather, JSON.stringify(value)),
  },
  { name: 'YAML', ...text((yaml) => parseDocument('a.yaml', yaml.slice(0, 5_000))) },
  { name: 'a spec', make: anySpec, read: (spec: unknown) => readStep(spec) },
  {
    name: 'anything as a spec',
    make: (random) => anyJson(random),
    read: (any: unknown) => readStep(any),
  },
  { name: 'a schema', make: (random) => anySchema(random), read: outputProblem },
  {
    name: 'a reply by a schema',
    make: (random) => [anySchema(random), anyJson(random)],
    read: ([schema, reply]: [Record<string, unknown>, unknown]) =>
      checkReply(JSON.stringify(reply), schema, 'A'),
    inThread: true,
  },
  {
    name: 'a text by a schema',
    make: (random) => [hostileText(random), anySchema(random)],
    read: textBySchema,
    inThread: true,
  },
  { name: 'a terminal', ...text(painted) },
  ...Object.entries(apis).flatMap(([api, form]): Reader[] => [
    {
      name: `a reply of ${api}`,
      make: (random) => replyJson(random),
      read: (body: JsonObject) => repliedBy(form, body),
    },
    {
      name: `a stream of ${api}`,
      make: (random) => Array.from({ length: random.below(30) }, () => eventJson(random)),
      read: (events: JsonObject[]) => streamedBy(form, events),
    },
  ]),
  {
    name: 'usage',
    make: (random) => replyJson(random),
    read: (usage: unknown) => [openaiUsage(usage), anthropicUsage(usage)],
  },
];

function textBySchema([recipe, schema]: [Parameters<typeof written>[0], Record<string, unknown>]) {
  return checkReply(written(recipe), schema, 'A');
}

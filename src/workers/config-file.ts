import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { StreamSetting } from '../activities/providers/endpoint.ts';
import { messageOf } from '../core/failures.ts';
import { invalidInput, parseInput } from '../core/parse-input.ts';
import { type McpServer, mcpServersSchema } from '../core/mcp-servers.ts';
import { type ProviderConfig, providersSchema } from '../core/provider-config.ts';
import { type ServeConfig, serveConfigSchema } from '../core/serve-config.ts';
import { nestingFault, yamlFaults, yamlOptions } from '../core/yaml-faults.ts';
import type { SimulatedTools } from '../simulated-model/index.ts';
import { readEnvironment } from './env.ts';
import { unanswered } from './trust/kept-answers.ts';
import { inWords, placeOf, questionsIn, type TrustQuestion } from './trust/questions.ts';
import { maxConcurrentCallsSchema } from './worker-options.ts';

/** Whether the simulated model calls tools: where they are named or marked for it, or never. */
const simulatedToolsSchema = z.enum(['auto', 'never']).default('auto');

/** Whether replies are streamed to whoever follows a run. */
const streamSchema = z.enum(['auto', 'never']).default('auto');

const configSchema = z.strictObject({
  providers: providersSchema.default({}),
  mcp: mcpServersSchema.default({}),
  simulatedTools: simulatedToolsSchema,
  stream: streamSchema,
  maxConcurrentCalls: maxConcurrentCallsSchema,
  serve: serveConfigSchema.default({ tokens: [] }),
});

/** What a worker is configured with, besides its environment. */
export interface WorkerConfig {
  providers: Record<string, ProviderConfig>;
  /** Servers that have tools, by name. */
  mcp: Record<string, McpServer>;
  simulatedTools: SimulatedTools;
  stream: StreamSetting;
  /** Calls in flight on a queue at most. */
  maxConcurrentCalls?: number | undefined;
  /** Of the service. */
  serve: ServeConfig;
}
import type * as Yaml from 'yaml';

const usualNames = ['durable-agents.yaml', 'durable-agents.yml', 'durable-agents.json'];

/**
 * Reads the worker's configuration: the given file, else DURABLE_AGENTS_CONFIG, else
 * `durable-agents.yaml` (`.yml`, `.json`) in this folder where there is one. What only lies there
 * sends no key to a new address, and nothing beyond this machine, before somebody has said yes.
 *
 * @param trust whether it is one
 * @throws `Input.Invalid` for a file that is missing or wrong, naming the field, or not trusted
 */
export function readConfig(file?: string, trust = false): WorkerConfig {
  const given = givenFile(file);
  const path = given ?? foundFile();
  if (path === undefined) return configSchema.parse({});
  const config = parseConfig(path);
  const open = given === undefined && !trust ? openQuestions(path, config) : [];
  if (open.length > 0) throw untrusted(path, open);
  return config;
}

/** What nobody has said yes to in the configuration of this folder; `undefined`: nothing, or it cannot be read. */
export function findOpenQuestions(file?: string) {
  const path = givenFile(file) === undefined ? foundFile() : undefined;
  if (path === undefined) return undefined;
  try {
    const config = parseConfig(path);
    const questions = openQuestions(path, config);
    return questions.length === 0 ? undefined : { path, questions, all: questionsIn(config) };
  } catch {
    return undefined; // whoever reads it says why
  }
}

function givenFile(file: string | undefined): string | undefined {
  return file ?? readEnvironment().DURABLE_AGENTS_CONFIG;
}

function foundFile(): string | undefined {
  return usualNames.find((name) => existsSync(name));
}

function parseConfig(path: string): WorkerConfig {
  return parseInput(configSchema, parseFile(resolve(path)) ?? {}, path);
}

function openQuestions(path: string, config: WorkerConfig): TrustQuestion[] {
  return unanswered(resolve(path), questionsIn(config));
}

function untrusted(path: string, questions: readonly TrustQuestion[]) {
  const advice = `nobody has said yes to that. If it is what you want, say so: --trust or --config ${path} (in code: trust: true or configFile), or set DURABLE_AGENTS_CONFIG=${path}; on a terminal you are asked once`;
  const problems = questions.map((question) => ({
    path: placeOf(question),
    message: `${inWords(question)}, and ${advice}`,
  }));
  return invalidInput(`${path}, found in this folder,`, problems);
}

/**
 * The setting that a program gives, else that of the configuration.
 *
 * @throws `Input.Invalid` for another word
 */
export function simulatedToolsOf(
  given: SimulatedTools | undefined,
  config: WorkerConfig,
): SimulatedTools {
  return parseInput(simulatedToolsSchema, given ?? config.simulatedTools, 'simulatedTools');
}

/**
 * The same for streams.
 *
 * @throws `Input.Invalid` for another word
 */
export function streamOf(given: StreamSetting | undefined, config: WorkerConfig): StreamSetting {
  return parseInput(streamSchema, given ?? config.stream, 'stream');
}

const require = createRequire(import.meta.url);

/** A JSON file is YAML too, and read without it where it is as it should be. */
function parseFile(path: string): unknown {
  try {
    const text = readFileSync(path, 'utf8');
    return jsonIn(path, text) ?? yamlIn(require('yaml') as typeof Yaml, text);
  } catch (error) {
    throw invalidInput(path, [{ path: '', message: messageOf(error) }]);
  }
}

/** @throws what is wrong with it, first of all what a reader would pass over in silence */
function yamlIn(yaml: typeof Yaml, text: string): unknown {
  const tooDeep = nestingFault(text);
  if (tooDeep !== undefined) throw new Error(tooDeep.message);
  const document = yaml.parseDocument(text, yamlOptions);
  const errors = document.errors.map(({ message, pos: [at] }) => ({ message, at }));
  const [fault] = errors.length > 0 ? errors : yamlFaults(yaml, document);
  if (fault !== undefined) {
    const line = text.slice(0, fault.at).split('\n').length;
    throw new Error(`${fault.message} (line ${line})`);
  }
  return document.toJS({ maxAliasCount: 100 });
}

function jsonIn(path: string, text: string): unknown {
  if (!path.endsWith('.json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

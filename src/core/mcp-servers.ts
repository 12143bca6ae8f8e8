import { z } from 'zod';
import { didYouMean } from './nearest.ts';
import { fieldsOf, inWords } from './parse-input.ts';
import { isObject } from './parse-json.ts';
import { refuseIf } from './kinds/refinements.ts';
import { timeoutSchema } from './timeout-schema.ts';

const variable = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, 'expected the name of an environment variable, not its value');

const ofAnyServer = {
  /** For one call. Default `'60s'`. */
  timeout: timeoutSchema.default('60s'),
  /** Whether calls are tried again, up to three times, whatever their tool says of itself. Default `false`. */
  retry: z.boolean().default(false),
};

const started = z.strictObject({
  command: z.string().min(1, 'it is empty'),
  args: z.array(z.string()).default([]),
  /** Variables of the worker's environment that it is given. */
  env: z
    .array(variable, 'expected a list of names of environment variables, without their values')
    .default([]),
  ...ofAnyServer,
});

const reached = z.strictObject({
  url: z.string().superRefine((url, context) => refuseIf(urlProblem(url), context)),
  /** Headers of each request, by the variable of the worker's environment that holds the value. */
  headersEnv: z.record(z.string().regex(/^[\w-]+$/, 'expected a header'), variable).default({}),
  ...ofAnyServer,
});

/** It is shown, and stands in logs. */
function urlProblem(value: string): string | null {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return 'expected an http or https address';
  const mayHoldSecret = url.username !== '' || url.password !== '' || /[?#]/.test(value);
  return mayHoldSecret
    ? "an address has no user name, password, query or '#' in it: name the variable that holds a key in headersEnv"
    : null;
}

const serverName = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,31}$/, 'a server is named by 1 to 32 letters, digits, _ and -');

const fields = [...fieldsOf(started), ...fieldsOf(reached)];
const oneOfThem = "expected 'command', a program that is started, or 'url', an address";

/** By its fields it is one or the other, so that what is wrong with it can be told. */
const server = z.unknown().transform((given, context) => {
  const tell = (message: string, path: string[] = []) =>
    context.issues.push({ code: 'custom', input: given, message, path });
  if (!isObject(given) || 'command' in given === 'url' in given) {
    tell(isObject(given) && 'url' in given ? `${oneOfThem}, not both` : oneOfThem);
    for (const key of Object.keys(isObject(given) ? given : {}))
      if (!fields.includes(key)) tell(`there is no such field${didYouMean(key, fields)}`, [key]);
    return z.NEVER;
  }
  const read = ('url' in given ? reached : started).safeParse(given, { error: inWords });
  if (read.success) return read.data;
  context.issues.push(...(read.error.issues as z.core.$ZodRawIssue[]));
  return z.NEVER;
}) as unknown as z.ZodType<
  z.output<typeof started> | z.output<typeof reached>,
  z.input<typeof started> | z.input<typeof reached>
>;

/** What `mcp` of a worker's configuration holds: servers that have tools, by name. */
export const mcpServersSchema = z.record(serverName, server);

/** A server that has tools, every default filled in. */
export type McpServer = z.output<typeof mcpServersSchema>[string];

/** The same as it is written. */
export type McpServerInput = z.input<typeof mcpServersSchema>[string];

import { z } from 'zod';
import { type Duration, readDuration } from '../../core/durations.ts';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import type { Tool } from './define-tool.ts';
import { toolSchema } from './tool-schema.ts';

const namesSchema = z.strictObject({
  namespace: z.string().refine((text) => text.trim() !== '', 'it is empty'),
  keyArg: z.string(),
});
const optionsSchema = z.strictObject({ wait: z.custom<Duration>().optional() });

/**
 * Makes a tool hold a lock while it runs: `threadSafeTool('file', 'path')(writeFile)`. Of all calls
 * with the same value of the argument only one runs at a time, in whatever process; the others wait
 * in the order they came. `context.fencing` has the lock's fencing number.
 *
 * @param namespace what kind of thing is guarded: `file`, `account`
 * @param keyArg the argument that says which of them
 * @param options.wait how long a call waits for the lock before it fails. Default `'60s'`
 * @throws `Input.Invalid` when the tool has no such argument
 */
export function threadSafeTool(
  namespace: string,
  keyArg: string,
  options: { wait?: Duration } = {},
): (tool: Tool) => Tool {
  const { wait = '60s' } = parseInput(optionsSchema, options, 'threadSafeTool');
  parseInput(namesSchema, { namespace, keyArg }, 'threadSafeTool');
  return (given) => {
    const tool = parseInput(toolSchema, given, 'threadSafeTool');
    const read = readDuration(wait);
    if ('problem' in read) throw refuse(tool, 'wait', read.problem);
    const fields = Object.keys(tool.input._zod.def.shape);
    if (!fields.includes(keyArg)) {
      const message = `the input has no field '${keyArg}' to lock by; it has ${fields.join(', ') || 'none'}`;
      throw refuse(tool, 'keyArg', message);
    }
    return { ...tool, lock: { namespace, keyArg, waitMs: read.ms } };
  };
}

function refuse({ name }: Tool, path: string, message: string) {
  return invalidInput(`threadSafeTool of '${name}'`, [{ path, message }]);
}

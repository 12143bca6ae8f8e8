import { type Duration, readDuration } from '../../core/durations.ts';
import { invalidInput } from '../../core/parse-input.ts';
import type { Tool } from './define-tool.ts';

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
  { wait = '60s' }: { wait?: Duration } = {},
): (tool: Tool) => Tool {
  return (tool) => {
    const read = readDuration(wait);
    if ('problem' in read) throw refuse(tool, 'wait', read.problem);
    const fields = Object.keys(tool.input.shape);
    if (!fields.includes(keyArg)) {
      const message = `the input has no field '${keyArg}' to lock by; it has ${fields.join(', ') || 'none'}`;
      throw refuse(tool, 'keyArg', message);
    }
    if (namespace.trim() === '') throw refuse(tool, 'namespace', 'it is empty');
    return { ...tool, lock: { namespace, keyArg, waitMs: read.ms } };
  };
}

function refuse({ name }: Tool, path: string, message: string) {
  return invalidInput(`threadSafeTool of '${name}'`, [{ path, message }]);
}

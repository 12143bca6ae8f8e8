import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { toMs } from '../../core/durations.ts';
import { messageOf } from '../../core/failures.ts';
import type { ToolSource } from '../../core/tools.ts';
import { beginningOf } from '../../core/unicode.ts';
import { visible } from '../../core/visible.ts';
import { withoutKnownKeys } from '../known-keys.ts';
import type { Tool } from '../tools/define-tool.ts';
import type { McpPool } from './pool.ts';
import { answerFrom, McpAnswer } from './result-text.ts';

/** Characters of what a server says of its progress that are told. */
const longestProgress = 500;

/** The server checks the arguments itself. */
const anyArguments = z.looseObject({});

/**
 * A tool of a server, as it is run here.
 *
 * @param name what the model calls it by
 * @param maxAttempts as it was listed: what may be repeated is, when the connection breaks
 * @param onProgress told what the server says of the call while it lasts
 */
export function mcpTool(
  pool: McpPool,
  name: string,
  { server, tool, maxAttempts = 1 }: ToolSource & { maxAttempts?: number | undefined },
  onProgress: (message: string) => void,
): Tool {
  const timeoutMs = toMs(pool.servers[server]?.timeout ?? '60s');
  return {
    name,
    description: '',
    input: anyArguments,
    parameters: {},
    timeoutMs,
    maxAttempts,
    lock: null,
    async execute(args, { signal, attempt }) {
      let isOpen = true;
      try {
        return await pool.use(server, async (connection) => {
          try {
            const told = (message: string) =>
              onProgress(beginningOf(visible(withoutKnownKeys(message)), longestProgress));
            const options = { signal, timeoutMs, onProgress: told };
            return answerFrom(await connection.call(tool, args, options));
          } finally {
            isOpen = connection.isOpen;
          }
        });
      } catch (error) {
        if (signal.aborted) throw error;
        const { isRefusal } = await import('./server-errors.ts');
        const reason = visible(messageOf(error));
        const isGone = !isOpen || isUnreachable(error);
        if (isGone && attempt < maxAttempts) throw ApplicationFailure.retryable(reason);
        const what = isGone ? 'is gone' : isRefusal(error) ? 'refused the call' : 'broke off';
        const unknown = isRefusal(error)
          ? ''
          : ', and whether the call was carried out is not known';
        const more = `its server '${server}' ${what}${unknown}`;
        return new McpAnswer(`'${name}' gave no answer: ${more} (${reason})`, {
          failed: true,
          isGone,
        });
      }
    },
  };
}

/** Over HTTP a connection is only found out to be none by a request. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError || !(error instanceof Error) || !('code' in error);
}

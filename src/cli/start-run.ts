import { refuseForeign } from './foreign-run.ts';
import type { Opened } from './open-client.ts';
import type { SpecFile } from './spec-file.ts';

export interface StartOptions {
  user?: string;
  thread?: string;
  id?: string;
  provider?: string;
  model?: string;
}

/** What is to be run, read and checked as far as it can be without a server. */
export interface RunRequest {
  spec: SpecFile;
  input: string;
  background: string | undefined;
  options: StartOptions;
}

/** Starts the run, or attaches to the one that is the same; gives its id. */
export async function startRun(opened: Opened, request: RunRequest): Promise<string> {
  const { spec, input, background, options } = request;
  const { id, user, thread, provider, model } = options;
  checkRequest(opened, request);
  const handle = await opened.client.start(spec.step, input, {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(background === undefined ? {} : { context: background }),
    ...(id === undefined ? {} : { id }),
    ...(user === undefined ? {} : { user }),
    ...(thread === undefined ? {} : { thread }),
  });
  if (id !== undefined && opened.embedded !== null) await refuseForeign(opened.embedded, id);
  return handle.id;
}

/**
 * Checks the spec against what serves here.
 *
 * @throws `Input.Invalid`, naming the place of each problem in the file
 */
export function checkRequest({ client }: Opened, { spec, options }: RunRequest): void {
  const { provider, model } = options;
  const defaults = {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
  };
  spec.located(() => client.prepare(spec.step, defaults));
}

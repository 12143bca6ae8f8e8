import { DefaultLogger, Runtime } from '@temporalio/worker';

let installed = false;

/**
 * Sets up Temporal's runtime, once a process: warnings go to `log` and nothing to stdout, and signals
 * are left to whoever runs the worker.
 */
export function installRuntime(log: (line: string) => void): void {
  if (installed) return;
  installed = true;
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    if (message.startsWith('No workflows registered')) return; // a queue of activities only
    const error: unknown = meta?.['error'];
    log(`${level} ${message}${error instanceof Error ? `: ${error.message}` : ''}`);
  });
  Runtime.install({
    logger,
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
}

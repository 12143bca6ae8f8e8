/** A worker of a fleet that serves everything, as `durable-agents worker` starts it. */
import { startFleetWorker } from '../product.ts';
import { serve } from './serve.ts';

export interface FleetSettings {
  address: string;
  /** Names the provider `bench`. */
  configFile: string;
}

await serve(async ({ address, configFile }: FleetSettings) => {
  const worker = await startFleetWorker({
    address,
    configFile,
    log: console.error,
    serve: ['workflows', 'tools', 'bench'],
  });
  const ended = worker.run();
  return {
    run: () => Promise.reject(new Error('this one waits for runs that others start')),
    async close() {
      worker.shutdown();
      await ended;
    },
  };
});

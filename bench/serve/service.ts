/** The service in a process of its own, on a cluster that a fleet's worker serves. */
import { serve } from '../contenders/serve.ts';
import { connect, createServer } from '../product.ts';

await serve(async ({ address }: { address: string }) => {
  const client = await connect({ address });
  const server = await createServer(client, { port: 0, startsPerMinute: null, studio: false });
  return {
    run: () => Promise.reject(new Error('this one waits for requests')),
    skills: { url: () => Promise.resolve(server.url) },
    async close() {
      await server.close();
      await client.close();
    },
  };
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from '../../../src/service/http-server.ts';

it('a port that is taken is named, with what to do', async () => {
  const host = '127.0.0.1';
  await using first = createServer();
  const port = await listen(first, { host, port: 0 });
  expect(port).toBe((first.address() as AddressInfo).port);
  await expect(listen(createServer(), { host, port })).rejects.toMatchObject({
    type: 'Input.Invalid',
    message:
      `the service's address is not valid: port ${port} of ${host} is taken: ` +
      'stop what listens there, or choose another one (--port)',
  });
});

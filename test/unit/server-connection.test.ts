import { Connection } from '@temporalio/client';
import { expect, it, vi } from 'vitest';
import { serverPlace } from '../../src/client/runs/open-cluster.ts';
import { openConnection } from '../../src/client/runs/server-connection.ts';

const connected = vi.spyOn(Connection, 'connect').mockRejectedValue(new Error('no server'));

async function channelArgs(address: string): Promise<unknown> {
  await openConnection(address, { channelArgs: { kept: 1 } }).catch(() => undefined);
  return connected.mock.lastCall?.[0]?.channelArgs;
}

it('a connection takes pages of a history that are over 4 MiB', async () => {
  expect(await channelArgs('temporal.test:7233')).toEqual({
    kept: 1,
    'grpc.max_receive_message_length': 134_217_728,
  });
});

it.each(['localhost:7233', '127.0.0.1:4711', '127.1.2.3', '[::1]:7233'])(
  'a connection to %s goes through no proxy',
  async (address) => {
    expect(await channelArgs(address)).toMatchObject({ 'grpc.enable_http_proxy': 0 });
  },
);

it('the server is the one given, else that of the environment, else the usual one', () => {
  vi.stubEnv('TEMPORAL_ADDRESS', 'from.test:1');
  vi.stubEnv('TEMPORAL_NAMESPACE', 'theirs');
  expect(serverPlace({})).toMatchObject({ address: 'from.test:1', namespace: 'theirs' });
  expect(serverPlace({ address: 'a:1', namespace: 'n' })).toMatchObject({
    address: 'a:1',
    namespace: 'n',
  });
  vi.unstubAllEnvs();
});

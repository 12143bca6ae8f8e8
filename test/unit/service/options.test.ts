import { expect, it } from 'vitest';
import { readSettings } from '../../../src/service/read-settings.ts';

const token = { token: 'a-token-for-the-tests' };

it.each([
  [{ allowedOrigins: ['chat.example.com'] }, /https:\/\/chat\.example\.com/],
  [{ allowedOrigins: ['https://chat.example.com/page'] }, /an origin has a scheme and a host/],
  [{ allowedOrigins: ['*'] }, /an origin has a scheme and a host/],
  [{ allowedHosts: ['http://agents.example.com'] }, /has no scheme and no path/],
  [{ allowedHosts: ['agents.example.com/x'] }, /has no scheme and no path/],
  [{ host: '0.0.0.0' }, /need a token/],
])('%j is refused, with what it has to be', async (options, message) => {
  await expect(readSettings(options)).rejects.toThrow(message);
});

it('hosts and origins are understood as people write them', async () => {
  const { settings } = await readSettings({
    host: '[::1]',
    allowedHosts: ['Agents.Example.com', 'agents.example.com:8080', '[::1]:8080'],
    allowedOrigins: ['https://chat.example.com/'],
    tokens: [token],
  });
  expect(settings).toMatchObject({
    host: '::1',
    allowedHosts: ['agents.example.com', 'agents.example.com:8080', '[::1]:8080'],
    allowedOrigins: ['https://chat.example.com'],
  });
});

it('waits as long as docs/service.md says where nothing else is said', async () => {
  const { settings } = await readSettings({});
  expect(settings).toMatchObject({
    host: '127.0.0.1',
    port: 7654,
    maxBodyBytes: 4 * 1024 * 1024,
    startsPerMinute: 600,
    heartbeatMs: 15_000,
    cancelAfterMs: 15_000,
  });
});

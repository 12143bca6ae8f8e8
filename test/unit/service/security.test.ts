import { expect, it, onTestFinished } from 'vitest';
import { serviceAlone } from '../../support/service-alone.ts';

const secret = 'a-token-of-sixteen-or-more';
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function errorOf(answer: Response) {
  const { error } = (await answer.json()) as { error: { type: string; message: string } };
  return { status: answer.status, type: error.type, message: error.message };
}

it('lets everybody on this machine in where there is no token', async () => {
  await using alone = await serviceAlone();
  expect((await alone.ask('/v1/about')).status).toBe(200);
});

it('refuses to listen where others can reach it without a token', async () => {
  await expect(serviceAlone({ host: '0.0.0.0' })).rejects.toThrow(/DURABLE_AGENTS_TOKEN/);
  await expect(serviceAlone({ host: '::' })).rejects.toThrow(/need a token/);
});

it('refuses a token that is short, not set, or given twice', async () => {
  await expect(serviceAlone({ tokens: [{ env: 'NOT_SET_HERE' }] })).rejects.toThrow(/NOT_SET_HERE/);
  const twice = [{ token: secret }, { token: secret, user: 'phil' }];
  await expect(serviceAlone({ tokens: twice })).rejects.toThrow(/tokens\[1\]: another token/);
  process.env['SHORT_TOKEN'] = 'short';
  await expect(serviceAlone({ tokens: [{ env: 'SHORT_TOKEN' }] })).rejects.toThrow(/fewer than 16/);
  for (const token of ['sixteen or more with blanks', 'sixteen-or-more-\u00e9\u00e8\u00ea'])
    await expect(serviceAlone({ tokens: [{ token }] })).rejects.toThrow(/no header can send/);
});

it('answers 401 without a token and with a wrong one, and lets the right one in', async () => {
  await using alone = await serviceAlone({ tokens: [{ token: secret }] });
  const none = await alone.ask('/v1/about');
  expect(none.headers.get('www-authenticate')).toBe('Bearer');
  expect(await errorOf(none)).toMatchObject({ status: 401, type: 'Request.Unauthorized' });
  expect((await alone.ask('/v1/about', bearer(`${secret}x`))).status).toBe(401);
  expect((await alone.ask('/v1/about', { headers: { authorization: secret } })).status).toBe(401);
  expect((await alone.ask('/v1/about', bearer(secret))).status).toBe(200);
});

it('takes the token of DURABLE_AGENTS_TOKEN', async () => {
  process.env['DURABLE_AGENTS_TOKEN'] = secret;
  await using alone = await serviceAlone({ host: '0.0.0.0' });
  expect((await alone.ask('/v1/about')).status).toBe(401);
  expect((await alone.ask('/v1/about', bearer(secret))).status).toBe(200);
  delete process.env['DURABLE_AGENTS_TOKEN'];
});

it('takes the token of DURABLE_AGENTS_TOKEN where no other is named only', async () => {
  process.env['DURABLE_AGENTS_TOKEN'] = secret;
  onTestFinished(() => void delete process.env['DURABLE_AGENTS_TOKEN']);
  const another = 'another-token-of-sixteen-or-more';
  await using others = await serviceAlone({ tokens: [{ token: another, user: 'phil' }] });
  expect((await others.ask('/v1/about', bearer(another))).status).toBe(200);
  expect((await others.ask('/v1/about', bearer(secret))).status).toBe(401);
  const named = [{ env: 'DURABLE_AGENTS_TOKEN' }, { token: another, user: 'phil' }];
  await using both = await serviceAlone({ tokens: named });
  expect((await both.ask('/v1/about', bearer(secret))).status).toBe(200);
});

it('leaves health and the description open', async () => {
  await using alone = await serviceAlone({ tokens: [{ token: secret }] });
  expect((await alone.ask('/healthz')).status).toBe(200);
  expect((await alone.ask('/openapi.json')).status).toBe(200);
});

it('says whose token it is, and shows and starts named teams only', async () => {
  const tokens = [{ token: secret, user: 'phil', teams: ['pros-cons'] }];
  await using alone = await serviceAlone({ tokens });
  const about = await alone.ask('/v1/about', bearer(secret));
  expect(await about.json()).toMatchObject({ user: 'phil' });
  const teams = await alone.ask('/v1/teams', bearer(secret));
  expect(await teams.json()).toMatchObject({ teams: [{ name: 'pros-cons' }] });
  expect((await alone.ask('/v1/teams/research-team', bearer(secret))).status).toBe(404);
  const start = async (body: object) =>
    await errorOf(
      await alone.ask('/v1/runs', {
        method: 'POST',
        headers: { ...bearer(secret).headers, 'content-type': 'application/json' },
        body: JSON.stringify({ input: 'Hi', ...body }),
      }),
    );
  expect(await start({ team: 'research-team' })).toMatchObject({ status: 404 });
  const spec = { kind: 'agent', name: 'Ann' };
  expect(await start({ spec })).toMatchObject({ status: 403, type: 'Request.Forbidden' });
  expect((await alone.ask('/v1/users/mona/facts', bearer(secret))).status).toBe(403);
  expect((await alone.ask('/v1/locks', bearer(secret))).status).toBe(403);
});

it.each([
  ['evil.example:7654', 403],
  ['evil.example', 403],
  ['203.0.113.7', 403],
  ['127.0.0.1.evil.example', 403],
  ['localhost.evil.example:7654', 403],
  ['localhost:7654', 200],
  ['127.0.0.1:9999', 200],
  ['[::1]:7654', 200],
])('answers to the host %s with %d', async (host, status) => {
  await using alone = await serviceAlone();
  const { service } = alone;
  const { createApp } = await import('../../../src/service/app.ts');
  const answer = await createApp(service).request(`http://${host}/v1/about`);
  expect(answer.status).toBe(status);
});

it('answers to hosts that are allowed, and to its own address where others can reach it', async () => {
  const tokens = [{ token: secret }];
  await using alone = await serviceAlone({
    host: '0.0.0.0',
    tokens,
    allowedHosts: ['agents.example'],
  });
  const { createApp } = await import('../../../src/service/app.ts');
  const app = createApp(alone.service);
  const statusAt = async (host: string) =>
    (await app.request(`http://${host}/v1/about`, bearer(secret))).status;
  expect(await statusAt('agents.example')).toBe(200);
  expect(await statusAt('203.0.113.7:7654')).toBe(200);
  expect(await statusAt('other.example')).toBe(403);
});

it.each([
  [{ origin: 'http://evil.example' }, 403],
  [{ origin: 'null' }, 403],
  [{ origin: 'http://127.0.0.1:7655' }, 403],
  [{ origin: 'http://127.0.0.1:7654' }, 200],
  [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
  [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 403],
  [{ 'sec-fetch-site': 'same-origin' }, 200],
  [{ 'sec-fetch-site': 'none' }, 200],
])('answers a browser that sends %j with %d', async (headers, status) => {
  await using alone = await serviceAlone();
  expect((await alone.ask('/v1/about', { headers: headers as never })).status).toBe(status);
});

it('lets pages of allowed origins call and read', async () => {
  await using alone = await serviceAlone({ allowedOrigins: ['https://chat.example'] });
  const headers = { origin: 'https://chat.example' };
  const asked = await alone.ask('/v1/runs', {
    method: 'OPTIONS',
    headers: {
      ...headers,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-methods')).toBe('POST');
  const answer = await alone.ask('/v1/about', { headers });
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://chat.example');
  const other = await alone.ask('/v1/about', { headers: { origin: 'https://other.example' } });
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
});

it('bears the security headers on every answer, errors too', async () => {
  await using alone = await serviceAlone();
  for (const path of ['/v1/about', '/nothing', '/healthz']) {
    const { headers } = await alone.ask(path);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

it('answers 404 for what is not there and 405, with what there is, for a wrong method', async () => {
  await using alone = await serviceAlone();
  expect(await errorOf(await alone.ask('/v2/runs'))).toMatchObject({ status: 404 });
  const wrong = await alone.ask('/v1/runs', { method: 'DELETE' });
  expect(wrong.headers.get('allow')).toBe('POST, GET');
  expect(await errorOf(wrong)).toMatchObject({ status: 405 });
});

const post = (body: NonNullable<RequestInit['body']>, type = 'application/json') => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
});

it.each([
  ['no JSON', post('{"input":'), 400],
  ['text of another type', post('{"input":"Hi"}', 'text/plain'), 415],
  ['a form', post('input=Hi', 'application/x-www-form-urlencoded'), 415],
  ['no UTF-8', post(Buffer.from([0x22, 0xff, 0x22])), 400],
  ['no input', post('{"team":"pros-cons"}'), 422],
  ['a field that is none', post('{"team":"pros-cons","input":"Hi","imput":1}'), 422],
  ['a list', post('[]'), 422],
  ['neither a team nor a spec', post('{"input":"Hi"}'), 400],
  ['both', post('{"input":"Hi","team":"pros-cons","spec":{}}'), 400],
  ['a team that is none', post('{"input":"Hi","team":"nobody"}'), 404],
  ['a spec that is none', post('{"input":"Hi","spec":{"kind":"agent"}}'), 422],
  ['an empty input', post('{"input":"","team":"pros-cons"}'), 422],
  ['a name of every object', post('{"input":"Hi","spec":{"kind":"__proto__"}}'), 422],
])('refuses a start with %s', async (_, init, status) => {
  await using alone = await serviceAlone();
  expect(await errorOf(await alone.ask('/v1/runs', init))).toMatchObject({ status });
  expect(alone.logged).toEqual([]);
});

it('refuses a body that is too long before it has read it, and one without a length as it grows', async () => {
  await using alone = await serviceAlone({ maxBodyBytes: 2_000 });
  expect((await alone.ask('/v1/runs', post(`"${'x'.repeat(3_000)}"`))).status).toBe(413);
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(Buffer.alloc(1_000, 'x'));
    },
  });
  const init = { ...post(endless as never), duplex: 'half' as const };
  expect((await alone.ask('/v1/runs', init)).status).toBe(413);
  expect(pulled).toBeLessThan(10);
});

it('refuses JSON that is nested too deep, without walking into it', async () => {
  await using alone = await serviceAlone();
  for (const bomb of ['['.repeat(1_000_000), `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`]) {
    const began = performance.now();
    expect((await alone.ask('/v1/runs', post(bomb))).status).toBe(400);
    expect(performance.now() - began).toBeLessThan(1_000);
  }
  const brackets = JSON.stringify({ input: `\\"${'['.repeat(500)}`, team: 'nobody' });
  expect((await alone.ask('/v1/runs', post(brackets))).status).toBe(404);
});

it('starts no more runs within a minute than may be, and says when the next may come', async () => {
  const { StartLimit } = await import('../../../src/service/security/start-limit.ts');
  let now = 0;
  const starts = new StartLimit(2, () => now);
  starts.take();
  now = 15_000;
  starts.take();
  expect(() => starts.take()).toThrow(/2 runs were started within a minute.*in 45 s/);
  now = 60_001;
  starts.take();
  expect(() => starts.take()).toThrow(/in 15 s/);
});

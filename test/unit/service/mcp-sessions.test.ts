import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sessionToEnd } from '../../../src/service/doors/mcp/session-to-end.ts';
import { Sessions } from '../../../src/service/doors/mcp/sessions.ts';
import type { Caller } from '../../../src/service/caller.ts';
import { RefusedRequest } from '../../../src/service/errors.ts';
import { serviceAlone, type ServiceAlone } from '../../support/service-alone.ts';

describe('the session that ends for a new one', () => {
  /** `a1 b1*`: one of a, then one of b that is being read. */
  const held = (written: string) =>
    written.split(' ').map((id, usedAt) => {
      return { id, owner: id.slice(0, 1), usedAt, reading: id.endsWith('*') ? 1 : 0 };
    });

  it.each([
    ['is of whoever has most, and was not used for longest', 'b1 a1 a2 a3', 'b', 'a1'],
    ['is one that nobody reads, where there is one', 'b1 a1* a2 a3', 'b', 'a2'],
    ['is one that is read, where one token reads all that it has', 'b1 a1* a2* a3*', 'b', 'a1*'],
    ['is of whoever begins another, where it has most', 'b1 b2 a1 a2 a3', 'a', 'a1'],
    ['is its own too where it would then have as many', 'b1 b2 a1', 'a', 'a1'],
    ['is anybody’s where each has one', 'b1* c1 d1', 'a', 'c1'],
  ])('%s', (_, sessions, owner, ends) => {
    expect(sessionToEnd(held(sessions), owner)).toBe(ends);
  });

  it('is none where whoever has most reads all of its own, or everybody has one that is read', () => {
    expect(sessionToEnd(held('b1 a1* a2*'), 'a')).toBeNull();
    expect(sessionToEnd(held('b1* c1*'), 'a')).toBeNull();
  });
});

describe('sessions of several tokens', () => {
  const ada: Caller = { user: 'ada', teams: null };
  const bob: Caller = { user: 'bob', teams: null };
  let alone: ServiceAlone;
  let sessions: Sessions;
  beforeEach(async () => {
    alone = await serviceAlone();
    sessions = new Sessions(alone.service, 3);
  });
  afterEach(() => alone[Symbol.asyncDispose]());

  const asked = (method: string, caller: Caller, more: Record<string, string>, body?: object) => {
    const headers = { accept: 'application/json, text/event-stream', ...more };
    const request = new Request('http://127.0.0.1/mcp', { method, headers });
    return sessions.handle({ request, body, caller, params: {}, query: {} });
  };
  const begin = async (caller: Caller) => {
    const clientInfo = { name: 't', version: '1' };
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    const body = { jsonrpc: '2.0', id: 1, method: 'initialize', params };
    const begun = await asked('POST', caller, { 'content-type': 'application/json' }, body);
    await begun.text();
    return begun.headers.get('mcp-session-id') ?? '';
  };
  const listen = (caller: Caller, id: string) => asked('GET', caller, { 'mcp-session-id': id });
  const statusOf = async (caller: Caller, id: string) =>
    await listen(caller, id).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.status;
      },
      (error: unknown) => (error instanceof RefusedRequest ? error.refusal.status : 0),
    );

  it('take no room from each other, however many one token begins', async () => {
    const ofAda = await begin(ada);
    const [first] = [await begin(bob), await begin(bob), await begin(bob), await begin(bob)];
    expect(await statusOf(ada, ofAda)).toBe(200);
    expect(await statusOf(bob, first)).toBe(404);
  });

  it('find room where another token reads all that there are', async () => {
    const ofBob = [await begin(bob), await begin(bob), await begin(bob)];
    const read = await Promise.all(ofBob.map((id) => listen(bob, id)));
    await expect(begin(bob)).rejects.toMatchObject({ refusal: { status: 503 } });
    expect(await statusOf(ada, await begin(ada))).toBe(200);
    for (const { body } of read) await body?.cancel();
    expect(await Promise.all(ofBob.map((id) => statusOf(bob, id)))).toEqual([404, 200, 200]);
  });
});

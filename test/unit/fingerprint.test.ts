import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from '../../src/activities/providers/endpoint.ts';
import { defineTool } from '../../src/activities/tools/define-tool.ts';
import { sharedQueueOf, suffixOf } from '../../src/core/queues.ts';
import { servingDifferences } from '../../src/core/serving.ts';
import { servingOf, suffixFor } from '../../src/workers/fingerprint.ts';
import { storeDigest } from '../../src/workers/store-digest.ts';
import { endpointAt } from './activities/fixtures.ts';

function suffix(fields: Partial<Endpoint> = {}, store = 'aaaa'): string {
  const endpoints = [endpointAt('http://house.test', fields)];
  return suffixFor({ endpoints, transforms: { shout: (text) => text }, tools: [], store });
}

describe('the suffix of queue names', () => {
  it('is the same for the same, and is found again in a queue name', () => {
    expect(suffix()).toBe(suffix());
    expect(suffixOf(`agents${suffix()}`)).toBe(suffix());
  });

  it.each([
    ['model', { model: 'other' }],
    ['prices', { prices: { m: { input: 1, output: 2 } } }],
    ['key', { apiKey: 'other' }],
    ['address', { baseURL: 'http://other.test/v1' }],
  ] as const)('is another for another %s', (_, fields) => {
    expect(suffix(fields)).not.toBe(suffix());
  });

  it("is another with workflows of one's own", () => {
    const endpoints = [endpointAt('http://house.test')];
    const served = { endpoints, transforms: {}, tools: [], store: 'aaaa' };
    expect(suffixFor({ ...served, workflowsPath: 'own.js' })).not.toBe(suffixFor(served));
  });

  it('is another where a tool does something else', () => {
    const tool = (execute: () => string) =>
      defineTool({ name: 'look', description: 'looks', input: z.object({}), execute });
    const served = { endpoints: [], transforms: {}, store: 'aaaa' };
    const [one, two] = [() => 'one', () => 'two'].map((execute) =>
      suffixFor({ ...served, tools: [tool(execute)] }),
    );
    expect(one).not.toBe(two);
  });

  it('is another where the simulated model is to call tools differently', () => {
    const tool = (simulate?: boolean) =>
      defineTool({
        name: 'look',
        description: 'looks',
        input: z.object({}),
        execute: () => '',
        ...(simulate === undefined ? {} : { simulate }),
      });
    const served = { endpoints: [], transforms: {}, tools: [tool()], store: 'aaaa' };
    const suffixes = [
      suffixFor(served),
      suffixFor({ ...served, simulatedTools: 'never' }),
      suffixFor({ ...served, tools: [tool(true)] }),
      suffixFor({ ...served, tools: [tool(false)] }),
    ];
    expect(new Set(suffixes).size).toBe(4);
    expect(suffixFor({ ...served, simulatedTools: 'auto' })).toBe(suffixes[0]);
  });

  it('is another for another store', () => {
    expect(suffix({}, 'bbbb')).not.toBe(suffix({}, 'aaaa'));
  });
});

it('another model of a provider is told when a run is resumed', () => {
  const [then, now] = ['small', 'large'].map((model) =>
    servingOf([endpointAt('http://house.test', { model })], {}),
  );
  expect(servingDifferences(then!, now!).join()).toMatch(/"model":"small".*"model":"large"/);
});

it('a tool that is gone is told when a run is resumed, and a run that knew of no tools is not', () => {
  const now = { providers: {}, transforms: {}, tools: { look: 'a1' } };
  expect(servingDifferences(now, { ...now, tools: {} })).toEqual(["tool 'look' is no longer here"]);
  expect(servingDifferences({ providers: {}, transforms: {} }, { ...now, tools: {} })).toEqual([]);
});

describe('a store', () => {
  function folders(): string {
    const root = mkdtempSync(join(tmpdir(), 'stores-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    mkdirSync(join(root, 'state'));
    mkdirSync(join(root, 'moved'));
    symlinkSync(join(root, 'state'), join(root, 'link'));
    return root;
  }

  it('is known by its file, however that is written', () => {
    const root = folders();
    const digest = storeDigest(join(root, 'state/messages.db'), join(root, 'state'));
    for (const url of [`file:${root}/state/messages.db`, join(root, 'link/./messages.db')])
      expect(storeDigest(url, join(root, 'state'))).toBe(digest);
    expect(storeDigest(join(root, 'moved/messages.db'), join(root, 'moved'))).toBe(digest);
    expect(storeDigest(join(root, 'fleet.db'), join(root, 'state'))).not.toBe(digest);
    expect(storeDigest(':memory:', root)).not.toBe(storeDigest(':memory:', root));
  });

  it('has a read queue of its own; that of a fleet has a plain name', () => {
    expect(sharedQueueOf('0badcafe')).toBe('agents-shared.0badcafe');
    expect(sharedQueueOf()).toBe('agents-shared');
  });
});

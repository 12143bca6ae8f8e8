import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type SearchAttributePair, TypedSearchAttributes } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isUnknownAttribute } from '../../src/client/runs/search-attributes.ts';
import {
  costAttribute,
  nameAttribute,
  patternAttribute,
  userAttribute,
  waitingAttribute,
} from '../../src/core/search-attributes.ts';
import { Closing } from '../../src/workers/closing.ts';
import { startBareServer } from '../support/bare-server.ts';
import { documentOf, Workplace } from '../support/command-line.ts';
import { answerOf, refusal } from '../support/relay.ts';

const closing = new Closing();
const place = closing.add(new Workplace(), (each) => each.close());
let address: string;
let connection: Connection;

beforeAll(async () => {
  const folder = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-bare-')), (dir) =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  );
  address = await startBareServer(folder, closing);
  connection = closing.add(await Connection.connect({ address }), (each) => each.close());
});
afterAll(() => closing.close());

const register = (...words: string[]) =>
  place.call(['search-attributes', '--address', address, ...words]);

/** A workflow that nobody serves, with all that runs are searched by. */
async function startedWith(client: Client, pairs: SearchAttributePair[]): Promise<void> {
  const options = { taskQueue: 'nobody', workflowId: 'searched', args: [] };
  const typedSearchAttributes = new TypedSearchAttributes(pairs);
  await client.workflow.start('nothing', { ...options, typedSearchAttributes });
}

it('a cluster that knows none learns all of them, once, and runs are then found by each', async () => {
  const client = new Client({ connection });
  const pairs = [
    { key: patternAttribute, value: 'agent' },
    { key: userAttribute, value: 'phil' },
    { key: nameAttribute, value: 'Ann' },
    { key: costAttribute, value: 0.5 },
    { key: waitingAttribute, value: 1 },
  ] as SearchAttributePair[];
  await expect(startedWith(client, pairs)).rejects.toSatisfy(isUnknownAttribute);

  const first = await register();
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout).toBe(
    'Registered AgentsPattern, AgentsUser, AgentsName, AgentsCost, AgentsWaiting.\n',
  );
  const second = await register();
  expect(second.stdout).toBe('All search attributes were there already.\n');
  expect(documentOf(await register('--json'))).toEqual({ success: true, registered: [] });

  // a server learns of them a moment later
  await expect.poll(async () => await startedWith(client, pairs).catch(String)).toBeUndefined();
  const query = `AgentsPattern = 'agent' AND AgentsUser = 'phil' AND AgentsName = 'Ann' AND AgentsCost > 0.4 AND AgentsWaiting > 0`;
  await expect.poll(async () => (await client.workflow.count(query)).count).toBe(1);
});

it('a namespace that knows some learns the others, each namespace for itself', async () => {
  const namespace = await created('half');
  const known = { namespace, searchAttributes: { AgentsPattern: 2, AgentsCost: 4 } };
  await added(known);
  expect(documentOf(await register('--namespace', namespace, '--json'))).toEqual({
    success: true,
    registered: ['AgentsUser', 'AgentsName', 'AgentsWaiting'],
  });
});

it('one that is there with another type is refused before anything is registered', async () => {
  const namespace = await created('other');
  await added({ namespace, searchAttributes: { AgentsCost: 2 } });
  const answer = answerOf(await register('--namespace', namespace, '--json'));
  expect(answer).toEqual(refusal(/'other' has AgentsCost as Keyword, and it has to be Double: /));
  const { operatorService } = connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  expect(Object.keys(customAttributes ?? {})).toEqual(['AgentsCost']);
});

it('a namespace that is not there is named', async () => {
  const answer = answerOf(await register('--namespace', 'nowhere', '--json'));
  expect(answer).toEqual(refusal(/there is no namespace 'nowhere' on the Temporal server at 127/));
});

it('a server that refuses is said to, and what to do', async () => {
  const server = closing.add(await refusing(), (each) => void each.close());
  const { port } = server.address() as AddressInfo;
  const words = ['search-attributes', '--address', `127.0.0.1:${port}`, '--namespace', 'agents'];
  const refused = await place.call(words);
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toBe(
    `the Temporal server at 127.0.0.1:${port} did not register search attributes in the namespace 'agents' (operators only): it takes the rights of an operator; on Temporal Cloud add them to the namespace with its own tools\n`,
  );
});

async function created(namespace: string): Promise<string> {
  const { workflowService } = connection;
  const workflowExecutionRetentionPeriod = msToTs('1 day');
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  return namespace;
}

/** Once the server knows the namespace. */
async function added(request: { namespace: string; searchAttributes: Record<string, number> }) {
  const add = () => connection.operatorService.addSearchAttributes(request);
  await expect.poll(() => add().catch(String), { interval: 100 }).toBeTypeOf('object');
}

/** What a server says to who is no operator. */
async function refusing(): Promise<Http2Server> {
  const server = createServer();
  server.on('stream', (stream, { ':path': path = '' }) => {
    const status = path.endsWith('/GetSystemInfo') ? '12' : '7';
    const headers = { 'content-type': 'application/grpc', 'grpc-status': status };
    stream.respond({ ...headers, 'grpc-message': 'operators only' }, { endStream: true });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

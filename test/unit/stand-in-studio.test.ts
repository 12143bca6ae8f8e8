import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StandInStudio } from '../../src/cli/place/stand-in-studio.ts';
import { announceStudio, studioOf, takeStudioPort } from '../../src/workers/embedded/index.ts';
import { isOpen } from '../../src/workers/embedded/ports.ts';

let stateDir: string;
let all: StandInStudio[];
/** How many were served. */
let opened: number;

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'stand-in-'));
  all = [];
  opened = 0;
});
afterEach(async () => {
  await Promise.all(all.map((each) => each.close()));
  rmSync(stateDir, { recursive: true });
});

async function open(port = 0) {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  opened += 1;
  const { port: taken } = server.address() as AddressInfo;
  const close = async () => void (await once(server.close(), 'close'));
  return { url: `http://127.0.0.1:${taken}`, close };
}

async function another(): Promise<StandInStudio> {
  const studio = new StandInStudio({ stateDir, open });
  all.push(studio);
  await studio.look();
  return studio;
}

const served = () => Number(new URL(studioOf(stateDir) ?? 'http://none').port);

it('is served once by all, and at the same port by the next when that one ends', async () => {
  const first = await another();
  const port = served();
  const second = await another();
  const third = await another();
  expect(opened).toBe(1);
  await first.close();
  expect(studioOf(stateDir)).toBeNull();
  await Promise.all([second.look(), third.look()]);
  expect(served()).toBe(port);
  expect(await isOpen(port)).toBe(true);
});

it('goes on when whoever has served it was killed', async () => {
  const closed = await open();
  await closed.close();
  const studio = new StandInStudio({ stateDir, open });
  all.push(studio);
  announceStudio(stateDir, closed.url);
  await studio.look();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(join(stateDir, 'studio.json'), JSON.stringify({ url: closed.url, pid }));
  await studio.look();
  expect(studioOf(stateDir)).toBe(closed.url);
  expect(await isOpen(served())).toBe(true);
});

it('gives its port to who serves a studio of its own, and has it again after that', async () => {
  await another();
  await another();
  const port = served();
  await takeStudioPort(stateDir, port);
  const own = await open(port);
  const withdraw = announceStudio(stateDir, own.url);
  await Promise.all(all.map((each) => each.look()));
  expect(opened).toBe(2);
  withdraw();
  await own.close();
  await Promise.all(all.map((each) => each.look()));
  expect(served()).toBe(port);
  expect(await isOpen(port)).toBe(true);
});

it('is left alone by who is served at another port, and by who stands not in', async () => {
  await another();
  const port = served();
  await takeStudioPort(stateDir, port + 1);
  expect(await isOpen(port)).toBe(true);
  const own = await open();
  announceStudio(stateDir, own.url);
  await takeStudioPort(stateDir, Number(new URL(own.url).port)); // does not wait for what stays open
  expect(await isOpen(port)).toBe(true);
  await own.close();
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { it as baseIt, describe, expect } from 'vitest';
import { Failure, failureType } from '../../src/core/failures.ts';
import { acquireServer } from '../../src/workers/embedded/index.ts';
import type { RunFile } from '../../src/workers/embedded/run-file.ts';
import {
  kill,
  leftAfter,
  pidOf,
  processesOf,
  release,
  roles,
  runFileOf,
  until,
} from '../support/embedded-commands.ts';
import { inPlace, type Place } from '../support/embedded-place.ts';
import { startRun, statusOf } from '../support/parked-runs.ts';

const it = baseIt.extend<{ place: Place }>(inPlace);

// Most of the time is waited, so that several places are watched at once.
describe.concurrent('an embedded server', () => {
  it('serves five commands that start at once from one server', async ({
    place: { stateDir, command },
  }) => {
    const held = await Promise.all(Array.from({ length: 5 }, () => command()));
    expect(new Set(held.map(({ address }) => address)).size).toBe(1);
    await until(() => processesOf(stateDir).length === 3, 2_000);
    expect(roles(stateDir)).toEqual(['keeper', 'server', 'watchdog']);
    await startRun(held[0]?.address ?? '', 'five');
    expect(await statusOf(held[4]?.address ?? '', 'five')).toBe('RUNNING');
  });

  it('serves its Web UI at the address of the lease, and knows the search attributes', async ({
    place: { binary, stateDir },
  }) => {
    const lease = await acquireServer({ stateDir, env: { ...process.env, TEMPORAL_CLI: binary } });
    const page = await fetch(lease.uiUrl);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.status).toBe(200);
    await startRun(lease.address, 'attributed');
    await lease.release();
  });

  it('leaves nothing running 5 s after the last of two commands has ended', async ({
    place: { stateDir, command },
  }) => {
    const [first, second] = await Promise.all([command(), command()]);
    const keeper = pidOf('keeper', stateDir);
    await release(first);
    await sleep(4_000);
    expect(roles(stateDir)).toEqual(['keeper', 'server', 'watchdog']);
    expect(pidOf('keeper', stateDir)).toBe(keeper);
    await release(second);
    expect(await leftAfter(stateDir, 5_000)).toEqual([]);
  });

  it('leaves nothing running 5 s after the last command was killed', async ({
    place: { stateDir, command },
  }) => {
    const { child } = await command();
    child.kill('SIGKILL');
    expect(await leftAfter(stateDir, 5_000)).toEqual([]);
  });

  it('leaves nothing running when the command is killed before it has its lease', async ({
    place: { stateDir, command, commands },
  }) => {
    const held = command().catch(() => undefined);
    await until(() => roles(stateDir).includes('keeper'), 10_000);
    commands[0]?.kill('SIGKILL');
    expect(await leftAfter(stateDir, 7_000)).toEqual([]);
    await held;
  });

  it('does not keep a command alive that has nothing left to do', async ({
    place: { command },
  }) => {
    const { child } = await command({ LEAVE: '1' });
    const ended = await Promise.race([once(child, 'exit'), sleep(3_000, 'still there')]);
    expect(ended).toEqual([0, null]);
  });

  it('keeps runs and ports from one start to the next, and when everything was killed', async ({
    place: { stateDir, command },
  }) => {
    const first = await command();
    await startRun(first.address, 'survivor');
    await release(first);
    expect(await leftAfter(stateDir, 5_000)).toEqual([]);
    const second = await command();
    expect(await statusOf(second.address, 'survivor')).toBe('RUNNING');
    await startRun(second.address, 'survivor-2');
    for (const { pid } of [...processesOf(stateDir), { pid: second.child.pid ?? 0 }]) kill(pid);
    const third = await command();
    expect(await statusOf(third.address, 'survivor-2')).toBe('RUNNING');
    const links = [first, second, third].map(({ address, uiUrl }) => `${address} ${uiUrl}`);
    expect(new Set(links).size).toBe(1);
  });

  it('gives a command that comes while the server stops a server of its own', async ({
    place: { stateDir, command },
  }) => {
    const first = await command();
    await release(first);
    await until(() => !existsSync(join(stateDir, 'server.json')), 5_000);
    expect(roles(stateDir)).toContain('server');
    const second = await command();
    expect(second.address).toBe(first.address);
    await startRun(second.address, 'late');
    expect(roles(stateDir)).toEqual(['keeper', 'server', 'watchdog']);
  });

  it('brings the server back to a command whose keeper was killed, at the same address', async ({
    place: { stateDir, command },
  }) => {
    const held = await command();
    await startRun(held.address, 'before');
    const [keeper, server] = [pidOf('keeper', stateDir), pidOf('server', stateDir)];
    kill(keeper);
    await until(() => held.logged.some((line) => line.includes('is back')), 15_000);
    expect(held.logged.at(-1)).toContain(`is back at ${held.address}`);
    expect(await statusOf(held.address, 'before')).toBe('RUNNING');
    expect(pidOf('keeper', stateDir)).not.toBe(keeper);
    expect(pidOf('server', stateDir)).not.toBe(server);
    await until(() => processesOf(stateDir).length === 3, 3_000);
    expect(roles(stateDir)).toEqual(['keeper', 'server', 'watchdog']);
    await release(held);
    expect(await leftAfter(stateDir, 5_000)).toEqual([]);
  });

  it('leaves no server behind when its keeper is killed and no command is left', async ({
    place: { stateDir, command },
  }) => {
    const { child } = await command();
    for (const pid of [child.pid ?? 0, pidOf('keeper', stateDir)]) kill(pid);
    await until(() => processesOf(stateDir).length === 0, 5_000);
    expect(roles(stateDir)).toEqual([]);
  });

  it('ends an orphan, whose keeper and watchdog were killed, before it starts anew', async ({
    place: { stateDir, command },
  }) => {
    const first = await command();
    await startRun(first.address, 'orphaned');
    const orphan = pidOf('server', stateDir);
    for (const pid of [
      first.child.pid ?? 0,
      pidOf('watchdog', stateDir),
      pidOf('keeper', stateDir),
    ])
      kill(pid);
    await sleep(500);
    expect(roles(stateDir)).toEqual(['server']);
    const second = await command();
    expect(await statusOf(second.address, 'orphaned')).toBe('RUNNING');
    expect(pidOf('server', stateDir)).not.toBe(orphan);
    expect(roles(stateDir)).toEqual(['keeper', 'server', 'watchdog']);
  });

  it('starts the server again when it dies, under the same leases', async ({
    place: { stateDir, command },
  }) => {
    const held = await command();
    await startRun(held.address, 'before');
    const [keeper, server] = [pidOf('keeper', stateDir), pidOf('server', stateDir)];
    kill(server);
    await until(() => runFileOf(stateDir).serverPid !== server, 5_000);
    expect(await statusOf(held.address, 'before')).toBe('RUNNING');
    expect(pidOf('keeper', stateDir)).toBe(keeper);
    expect(held.logged.filter((line) => line.includes('lost'))).toEqual([]);
  });

  it('starts anew, and harms nobody, when server.json tells of what others have now', async ({
    place: { stateDir, command, commands },
  }) => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const bystander = spawn('sleep', ['60'], { detached: true });
    commands.push(bystander);
    const stale: RunFile = {
      keeperPid: bystander.pid ?? 0,
      keeperPort: (silent.address() as AddressInfo).port,
      token: 'stale',
      serverPid: bystander.pid ?? 0,
      address: '127.0.0.1:1',
      uiPort: 2,
      startedAt: '2020-01-01T00:00:00.000Z',
    };
    writeFileSync(join(stateDir, 'server.json'), JSON.stringify(stale));
    const held = await command();
    await startRun(held.address, 'anew');
    expect(runFileOf(stateDir).token).not.toBe('stale');
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    silent.close();
  });

  it.for(['', '{"keeperPort": "x"}', 'null'])(
    'starts anew when server.json is %j',
    async (content, { place: { stateDir, command } }) => {
      writeFileSync(join(stateDir, 'server.json'), content);
      writeFileSync(join(stateDir, 'ports.json'), content);
      await startRun((await command()).address, 'anew');
      expect(statSync(join(stateDir, 'server.json')).mode & 0o777).toBe(0o600);
    },
  );

  it('moves to another port when a program has taken the kept one', async ({
    place: { stateDir, command },
  }) => {
    const first = await command();
    await release(first);
    expect(await leftAfter(stateDir, 5_000)).toEqual([]);
    const port = Number(first.address.split(':')[1]);
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await command();
    expect(second.address).not.toBe(first.address);
    expect(second.uiUrl).toBe(first.uiUrl);
    await startRun(second.address, 'moved');
    squatter.close();
  });

  it('says why, with the end of the log, when the server can not start', async ({
    place: { stateDir },
  }) => {
    const broken = join(stateDir, 'broken');
    writeFileSync(broken, '#!/bin/sh\necho out of luck >&2\nexit 3\n', { mode: 0o755 });
    const env = { ...process.env, TEMPORAL_CLI: broken };
    const error: unknown = await acquireServer({ stateDir, env }).catch((e: unknown) => e);
    expect(failureType(error)).toBe(Failure.workerUnconfigured);
    expect(String(error)).toMatch(
      /it ended with status 3\nThe end of .*server\.log:\n(.*\n)*out of luck/,
    );
    expect(await leftAfter(stateDir, 5_000)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'hands no key of the command to what stays behind',
    async ({ place: { stateDir, command } }) => {
      await command({ OPENAI_API_KEY: 'sk-secret' });
      for (const { pid } of processesOf(stateDir)) {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        expect(environment).toContain('PATH=');
        expect(environment).not.toContain('sk-secret');
      }
      const ofServer = readFileSync(`/proc/${pidOf('server', stateDir)}/environ`, 'utf8').split(
        '\0',
      );
      expect(ofServer).toEqual(expect.arrayContaining(['GOGC=400', 'GOMEMLIMIT=384MiB']));
    },
  );
});

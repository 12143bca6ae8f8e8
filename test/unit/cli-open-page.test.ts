import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openPage, pageOpener } from '../../src/cli/place/open-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'open-page-'));
const opened = join(folder, 'opened');
const opener = join(folder, 'opener');
writeFileSync(opener, `#!/bin/sh\nprintf '%s' "$1" >> ${opened}\n`);
chmodSync(opener, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const page = 'http://127.0.0.1:7654/';
const written = () => readFileSync(opened, 'utf8');

describe('the page of the studio', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string | undefined]>([
    ['darwin', {}, 'open'],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0', CI: 'false', BROWSER: 'firefox' }, 'xdg-open'],
    ['linux', {}, undefined],
    ['linux', { DISPLAY: '' }, undefined],
    ['linux', { DISPLAY: ':0', CI: 'true' }, undefined],
    ['linux', { DISPLAY: ':0', BROWSER: 'none' }, undefined],
    ['linux', { DISPLAY: ':10', SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22' }, undefined],
    ['darwin', { CI: '1' }, undefined],
  ])('on %s with %j is opened by %s', (platform, env, program) => {
    expect(pageOpener(env, platform)).toBe(program);
  });

  it('is opened once, in a terminal only, and what cannot be opened disturbs nobody', async () => {
    openPage(page, { isTerminal: false, opener });
    openPage(null, { isTerminal: true, opener });
    openPage(page, { isTerminal: true, opener: join(folder, 'none') });
    await sleep(50); // the failure is told in a later turn
    openPage(page, { isTerminal: true, opener });
    await expect.poll(written).toBe(page);
  });
});

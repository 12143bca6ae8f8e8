import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { acquireServer } from '../../src/workers/embedded/index.ts';
import { withStateFolder } from '../../src/workers/embedded/state-problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-state-'));
const file = join(folder, 'file');
writeFileSync(file, '');
const loop = join(folder, 'loop');
symlinkSync(loop, loop);
afterAll(() => rmSync(folder, { recursive: true }));

const advice = 'Name another one with --state, DURABLE_AGENTS_STATE or local({ stateDir })';

describe('a state folder that cannot be used', () => {
  it.each([
    ['a file', file, 'a file of this name is in the way'],
    ['a folder in a file', join(file, 'state'), 'a part of its path is a file'],
    ['a link to itself', join(loop, 'state'), 'its path leads back to itself'],
    ['a path that is too long', join(folder, 'x'.repeat(5_000)), 'its path is too long'],
  ])('is named, with the reason and what to set: %s', async (_, stateDir, reason) => {
    await expect(acquireServer({ stateDir })).rejects.toMatchObject({
      type: 'Worker.Unconfigured',
      message: expect.stringMatching(
        new RegExp(
          `^the state folder ${stateDir} cannot be used: ${reason} \\(.*${advice.replaceAll(/[(){}]/g, '\\$&')}$`,
        ),
      ),
    });
  });

  it('is told of a full disk, whatever it is written for', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
    });
    await expect(withStateFolder('/s', () => Promise.reject(full))).rejects.toMatchObject({
      type: 'Worker.Unconfigured',
      message: expect.stringContaining('the state folder /s cannot be used: the disk is full'),
    });
  });

  it('is no reason for another error', async () => {
    const other = new Error('other');
    await expect(withStateFolder('/s', () => Promise.reject(other))).rejects.toBe(other);
  });
});

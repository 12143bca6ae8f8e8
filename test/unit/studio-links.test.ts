import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { studioUrlFrom } from '../../src/client/runs/studio-url.ts';
import { Failure } from '../../src/core/failures.ts';
import { studioLink } from '../../src/core/studio-link.ts';
import { announceStudio, studioOf } from '../../src/workers/embedded/studio-file.ts';

const state = mkdtempSync(join(tmpdir(), 'studio-'));
const file = join(state, 'studio.json');
afterAll(() => rmSync(state, { recursive: true }));

describe('a run in the studio', () => {
  it.each([
    ['http://127.0.0.1:7654', 'research-1', 'http://127.0.0.1:7654/#/runs/research-1'],
    ['https://x.example/agents/', 'a b?#', 'https://x.example/agents/#/runs/a%20b%3F%23'],
    ['http://x', 'run/1-A b/t', 'http://x/#/runs/run/1-A%20b/t'],
  ])('%s: %s', (base, id, link) => {
    expect(studioLink(base, id)).toBe(link);
  });

  it('has no address where none is known', () => {
    expect(studioLink(null, 'run')).toBeNull();
  });
});

describe('the address of the studio', () => {
  const env = { DURABLE_AGENTS_STUDIO_URL: 'https://agents.example/' };

  it('is the one given, else that of the environment', () => {
    expect(studioUrlFrom(env, 'http://own')).toBe('http://own');
    expect(studioUrlFrom(env)).toBe('https://agents.example');
    expect(studioUrlFrom({ DURABLE_AGENTS_STUDIO_URL: ' ' })).toBeNull();
    expect(studioUrlFrom({})).toBeNull();
  });

  it.each(['javascript:alert(1)', 'agents.example', 'http://'])('is refused: %s', (url) => {
    const refused = () => studioUrlFrom({ DURABLE_AGENTS_STUDIO_URL: url });
    expect(refused).toThrow(/DURABLE_AGENTS_STUDIO_URL.*begins with http:\/\/ or https:\/\//);
    expect(refused).toThrow(expect.objectContaining({ type: Failure.inputInvalid }));
  });
});

describe('a state folder', () => {
  it('knows its studio while somebody serves it, for its owner only', () => {
    expect(studioOf(state)).toBeNull();
    const withdraw = announceStudio(state, 'http://127.0.0.1:7654');
    expect(studioOf(state)).toBe('http://127.0.0.1:7654');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    withdraw();
    expect(studioOf(state)).toBeNull();
  });

  it('keeps the address of the one who came later', () => {
    const first = announceStudio(state, 'http://127.0.0.1:7654');
    const second = announceStudio(state, 'http://127.0.0.1:7655');
    first();
    expect(studioOf(state)).toBe('http://127.0.0.1:7655');
    second();
  });

  it('forgets one whose process was killed', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, JSON.stringify({ url: 'http://127.0.0.1:7654', pid }));
    expect(studioOf(state)).toBeNull();
    expect(readFileSync(file, 'utf8')).toContain(String(pid));
  });

  it.each(['', '{', '{"url":1,"pid":2}', `{"url":"javascript:x","pid":${process.pid}}`])(
    'takes nothing else for an address: %s',
    (content) => {
      writeFileSync(file, content);
      expect(studioOf(state)).toBeNull();
    },
  );
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { failureAnswer } from '../../src/cli/failure-answer.ts';
import { readSpec } from '../../src/cli/input/run-request.ts';
import type { RunTarget } from '../../src/client/runs/prepare-step.ts';

const folder = mkdtempSync(join(tmpdir(), 'spec-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const defaults = { provider: 'simulated', model: null };
const anywhere: RunTarget = { defaults, serving: null };

async function errorOf(file: string, target = anywhere): Promise<unknown> {
  return await readSpec({ file }, { value: { target } }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

/** The message of the refusal, with `FILE` for where the file is. */
async function refusalOf(file: string, target = anywhere): Promise<string> {
  const { document, text, status } = failureAnswer(await errorOf(file, target));
  expect(document).toMatchObject({ success: false, error: { type: 'Input.Invalid' } });
  expect(status).toBe(2);
  return text.replaceAll(file, 'FILE');
}

const pipeline = `kind: pipeline
name: P
steps:
  - kind: agent
    name: First
  - step:
      kind: agent
      name: Second
      timeout: 90
    transform: 'Improve: {input}'
  - kind: agent
    name: First
    modle: x
`;

describe('a spec file', () => {
  it('is read from YAML and from JSON alike', async () => {
    const read = (file: string) => readSpec({ file }, { value: { target: anywhere } });
    const yaml = await read(written('a.yaml', 'kind: agent\nname: A\n'));
    const json = await read(written('a.json', '{"kind": "agent",\n\t"name": "A"}'));
    expect(yaml.spec).toEqual(json.spec);
    expect(yaml.spec).toMatchObject({ kind: 'agent', name: 'A', maxTurns: 10 });
  });

  it('is refused with the path, line and column of each problem', async () => {
    const text = await refusalOf(written('bad.yaml', pipeline));
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^FILE:9:7 steps\[1\]\.step\.timeout: .*for 90 seconds write '90s'/),
      expect.stringMatching(/^FILE:12:5 steps\[2\]\.name: 'First' appears twice/),
      expect.stringMatching(
        /^FILE:13:5 steps\[2\]\.modle: there is no such field \(did you mean 'model'\?\)$/,
      ),
    ]);
  });

  it.each([
    ['research-tem', 'research-team'],
    ['reserch', 'research-team'],
    ['panle', 'expert-panel'],
    ['dance', undefined],
  ])('that is not there may be a team: %s is answered with %s', async (name, team) => {
    const { message } = (await errorOf(name)) as Error;
    expect(message).toContain(`'${name}' is neither a file here nor a team`);
    expect(/did you mean '(.*)'\?/.exec(message)?.[1]).toBe(team);
  });

  it('has the place of a problem in its details too', async () => {
    const file = written('b.json', '{\n  "kind": "agent",\n  "name": "a/b"\n}');
    const problem = {
      path: 'name',
      message: expect.stringContaining("or '/'"),
      line: 3,
      column: 3,
    };
    expect(await errorOf(file)).toMatchObject({ details: [{ problems: [problem] }] });
  });

  it('points to what is around a field that is missing', async () => {
    const file = written('c.yaml', 'kind: parallel\nagents:\n  - kind: agent\n    role: r\n');
    expect(await refusalOf(file)).toMatch(/^FILE:3:5 agents\[0\]\.name: /);
  });

  it('points to a provider that nobody has configured, in a step with a transform too', async () => {
    const text = pipeline.replace('90', "'90s'").replace('modle: x', '').replace('First', 'Zero');
    const file = written('d.yaml', text.replace('timeout', 'provider: unknown\n      timeout'));
    const serving = { providers: {}, transforms: {}, tools: {} };
    expect(await refusalOf(file, { defaults, serving })).toMatch(
      /^FILE:9:7 steps\[1\]\.step\.provider: no provider 'unknown'/,
    );
  });

  it('finds names with a dot and a bracket in them', async () => {
    const agents = '  - {kind: agent, name: A}\n';
    const inputs = 'inputs:\n  A: x\n  v1.5 [beta]: y\n';
    const file = written('e.yaml', `kind: parallel\nagents:\n${agents}${inputs}`);
    expect(await refusalOf(file)).toMatch(/^FILE:6:3 inputs\.v1\.5 \[beta\]: there is no agent/);
  });

  it.each([
    ['missing.yaml', undefined, 'FILE: there is no such file'],
    ['empty.yaml', '', 'FILE: it is empty'],
    ['comment.yaml', '# later\n', 'FILE: it is empty'],
    ['empty.json', '', 'FILE: it is empty'],
    ['two.yaml', 'kind: agent\n---\nkind: agent\n', 'FILE:2:1: it holds several documents'],
    ['twice.yaml', 'kind: agent\nname: A\nname: B\n', 'FILE:3:1: this field appears twice'],
    ['comma.json', '{"kind": "agent",}', 'FILE: it is not JSON: SyntaxError'],
    ['image.yaml', Buffer.from([0xff, 0xfe, 0x00]), 'FILE: it is not UTF-8 text'],
    ['long.yaml', `# ${'x'.repeat(1024 * 1024)}`, 'FILE: it is longer than 1 MB'],
    ['list.yaml', '- kind: agent\n', 'FILE:1:1: '],
    ['text.yaml', 'just words', 'FILE:1:1: '],
    ['key.yaml', 'kind: agent\nname: A\napiKey: x\n', 'FILE:3:1 apiKey: an API key never stands'],
    ['loop.yaml', 'kind: parallel\nagents: &a\n  - *a\n', 'FILE:1:1: it contains itself'],
  ])('%s is refused with a clear reason', async (name, content, reason) => {
    const file = content === undefined ? join(folder, name) : written(name, content);
    expect((await refusalOf(file)).slice(0, reason.length)).toBe(reason);
  });

  it('is refused when it is a folder', async () => {
    expect(await refusalOf(folder)).toBe('FILE: it is a folder, not a file');
  });
});

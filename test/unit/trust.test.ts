import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { planLocal } from '../../src/workers/local-plan.ts';
import { findOpenQuestions, readConfig } from '../../src/workers/config-file.ts';
import { keepYes } from '../../src/workers/trust/kept-answers.ts';

/** What a configuration says of one provider. */
const provider = (fields: string) => `providers:\n  house: { api: chat, ${fields} }\n`;
const sendsKey = provider('baseURL: "http://127.0.0.1:9/v1", keyEnv: OPENAI_API_KEY');
const config = 'durable-agents.yaml';

let home: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-trust-'));
  home = mkdtempSync(join(tmpdir(), 'durable-agents-home-'));
  const before = process.cwd();
  process.chdir(folder);
  process.env['XDG_CONFIG_HOME'] = home;
  delete process.env['DURABLE_AGENTS_CONFIG'];
  onTestFinished(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
    rmSync(home, { recursive: true });
  });
});

/** What the command line does after a yes. */
function sayYes(): void {
  const found = findOpenQuestions();
  if (found === undefined) throw new Error('nothing is asked');
  keepYes(found.path, found.all);
}

describe('a configuration that lies in the folder', () => {
  it.each([
    ['a key sent to this machine', 'baseURL: "http://127.0.0.1:9/v1", keyEnv: OPENAI_API_KEY'],
    [
      'a key sent to another maker',
      'baseURL: "https://api.groq.com/openai/v1", keyEnv: OPENAI_API_KEY',
    ],
    [
      'a key that is nobody knows whose',
      'baseURL: "https://api.openai.com/v1", keyEnv: AWS_SECRET_ACCESS_KEY',
    ],
    ['a key sent unencrypted', 'baseURL: "http://api.openai.com/v1", keyEnv: OPENAI_API_KEY'],
    [
      'a key sent to another port',
      'baseURL: "https://api.openai.com:8443/v1", keyEnv: OPENAI_API_KEY',
    ],
    [
      'a name that only begins like a maker',
      'baseURL: "https://api.openai.com.evil.test/v1", keyEnv: OPENAI_API_KEY',
    ],
    [
      'an address that any customer may own',
      'baseURL: "https://evil.endpoints.huggingface.cloud/v1", keyEnv: HF_TOKEN',
    ],
    ['anything beyond this machine, without a key', 'baseURL: "http://10.0.0.8:11434/v1"'],
    ['a name that only looks like this machine', 'baseURL: "http://127.0.0.1.evil.test/v1"'],
  ])('needs a yes for %s', (_, fields) => {
    writeFileSync(config, provider(fields));

    expect(() => readConfig()).toThrowError(
      expect.objectContaining({
        type: 'Input.Invalid',
        message: expect.stringMatching(/provider 'house' sends .*--trust.*--config durable-agents/),
      }),
    );
  });

  it.each([
    ['this machine without a key', 'baseURL: "http://localhost:11434/v1"'],
    ['this machine by its number', 'baseURL: "http://127.0.0.1:8080/v1"'],
    ['this machine in IPv6', 'baseURL: "http://[::1]:8080/v1"'],
    ["a key sent to its maker's own address", 'keyEnv: OPENAI_API_KEY'],
    ['the same, written out', 'baseURL: "https://api.groq.com/openai/v1", keyEnv: GROQ_API_KEY'],
  ])('needs none for %s', (_, fields) => {
    writeFileSync(config, provider(fields));

    expect(Object.keys(readConfig().providers)).toEqual(['house']);
  });

  it('is refused whole, with each question', () => {
    writeFileSync(config, `${sendsKey}  other: { api: chat, baseURL: "https://evil.test/v1" }\n`);

    expect(() => readConfig()).toThrowError(/'house'.*127\.0\.0\.1:9.*'other'.*evil\.test/s);
  });
});

describe('a yes', () => {
  it('is a file that is named, by an option or by the environment, and trust', () => {
    writeFileSync(config, sendsKey);

    expect(readConfig(config).providers).toHaveProperty('house');
    expect(readConfig(undefined, true).providers).toHaveProperty('house');
    process.env['DURABLE_AGENTS_CONFIG'] = config;
    expect(readConfig().providers).toHaveProperty('house');
  });

  it('is kept, for the user alone', () => {
    writeFileSync(config, sendsKey);

    sayYes();

    expect(readConfig().providers).toHaveProperty('house');
    expect(findOpenQuestions()).toBeUndefined();
    const kept = join(home, 'durable-agents', 'trusted.json');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(readFileSync(kept, 'utf8')).not.toContain('127.0.0.1');
  });

  it.each([
    ['address', provider('baseURL: "http://127.0.0.1:10/v1", keyEnv: OPENAI_API_KEY')],
    ['key', provider('baseURL: "http://127.0.0.1:9/v1", keyEnv: ANTHROPIC_API_KEY')],
  ])('holds for what was asked: another %s is asked again', (_, changed) => {
    writeFileSync(config, sendsKey);
    sayYes();

    writeFileSync(config, changed);

    expect(() => readConfig()).toThrowError(/sends/);
  });

  it('holds for another model or price', () => {
    writeFileSync(config, sendsKey);
    sayYes();

    writeFileSync(config, sendsKey.replace('api: chat', 'api: chat, model: other'));

    expect(readConfig().providers['house']?.model).toBe('other');
  });

  it('holds for this file, by its real path', () => {
    writeFileSync(config, sendsKey);
    sayYes();
    const other = mkdtempSync(join(tmpdir(), 'durable-agents-trust-'));
    onTestFinished(() => rmSync(other, { recursive: true }));
    symlinkSync(process.cwd(), join(other, 'link'));
    writeFileSync(join(other, config), sendsKey);

    process.chdir(join(other, 'link'));
    expect(readConfig().providers).toHaveProperty('house');
    process.chdir(other);
    expect(() => readConfig()).toThrowError(/sends/);
  });

  it('that cannot be read was never said', () => {
    writeFileSync(config, sendsKey);
    sayYes();

    writeFileSync(join(home, 'durable-agents', 'trusted.json'), '[1');

    expect(() => readConfig()).toThrowError(/sends/);
  });
});

describe('a server of tools', () => {
  const starts = (args: string) => `mcp: {files: {command: npx, args: [${args}], env: [TOKEN]}}\n`;

  it('is started only when somebody has said yes to its command and arguments', () => {
    writeFileSync(config, starts('a'));
    expect(() => readConfig()).toThrowError(/mcp\.files.* starts \["npx","a"\], with TOKEN/);
    sayYes();
    expect(readConfig().mcp['files']).toMatchObject({ command: 'npx', args: ['a'] });
    writeFileSync(config, starts('b'));
    expect(() => readConfig()).toThrowError(/starts/);
  });

  it.each([
    ['http://127.0.0.1:3001/mcp', '', false],
    ['http://127.0.0.1:3001/mcp', ', headersEnv: {Authorization: TOKEN}', true],
    ['https://tools.example.com/mcp', '', true],
  ])('at %s%s is asked about: %s', (url, more, isAsked) => {
    writeFileSync(config, `mcp: {web: {url: '${url}'${more}}}\n`);
    expect(findOpenQuestions() !== undefined).toBe(isAsked);
  });
});

describe('a program', () => {
  it('has to say that it wants such a configuration', async () => {
    writeFileSync(config, sendsKey);

    await expect(planLocal()).rejects.toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringContaining('trust: true or configFile'),
    });
    await expect(planLocal({ trust: true })).resolves.toHaveProperty('endpoints');
    await expect(planLocal({ configFile: config })).resolves.toHaveProperty('endpoints');
  });
});

describe('a yes that cannot be kept', () => {
  it('is told with the place and what to do', () => {
    writeFileSync(config, sendsKey);
    const found = findOpenQuestions();
    writeFileSync(join(home, 'durable-agents'), 'a file where a folder should be');

    expect(() => keepYes(found?.path ?? '', found?.all ?? [])).toThrow(
      /cannot be kept in .*trusted\.json \(.*\): .* or say --trust/,
    );
  });
});

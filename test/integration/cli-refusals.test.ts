import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../support/command-line.ts';
import { leftAfter, processesOf } from '../support/embedded-commands.ts';

const place = new Workplace({ DURABLE_AGENTS_SIMULATED_LATENCY: '0' });

beforeAll(async () => {
  place.write('one.yaml', 'kind: agent\nname: Ann\n');
  await place.run(['run', 'one.yaml', '--input', 'Go.', '--id', 'one']);
  await leftAfter(place.stateDir, 20_000);
});
afterAll(() => place.close());

describe('a command that is refused starts no server', () => {
  it.each([
    ['follow one --events --after x', /'x' is no cursor/],
    ['follow --after 3', /--after is of --events/],
    ['run one.yaml --input x --events --detach', /'follow ID --events' does/],
    ['list --limit many', /limit: expected a number/],
    ['list --kind agnet', /did you mean 'agent'/],
    ['list --after one', /it is no cursor/],
    ['resume --register missing.js', /there is no such file/],
    ['resume one --config missing.yaml', /missing\.yaml/],
    ['answer one _', /<text> is empty/],
    ['answer one yes --by _', /--by is empty/],
    ['cancel one --last', /--last/],
    ['show _', /<id> is empty/],
    ['cancel _', /<id> is empty/],
    ['user forget phil _', /<key> is empty/],
  ])('%s', async (line, message) => {
    const words = line.split(' ').map((word) => (word === '_' ? '' : word));

    const ended = await place.call(words);

    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toContain('starting');
    expect(processesOf(place.stateDir)).toEqual([]);
  });

  it('nor where nothing has ever run', async () => {
    const words = (command: string) => [...command.split(' '), '--state', 'unused', '--json'];

    const [resumed, listed] = await Promise.all(
      ['resume nowhere', 'list --kind agnet'].map((line) => place.run(words(line))),
    );

    expect(resumed).toMatchObject({ status: 2, stderr: '' });
    expect(resumed?.stdout).toContain("there is no run 'nowhere'");
    expect(listed).toMatchObject({ status: 2, stderr: '' });
  });
});

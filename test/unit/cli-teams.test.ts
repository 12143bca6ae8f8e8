import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/commands/run.ts';
import { readSource } from '../../src/cli/input/spec-source.ts';
import { teamNames } from '../../src/cli/input/teams.ts';
import { readyMade } from '../../src/service/teams/ready-made.ts';

const specOf = async (file: string, options: object = {}) =>
  (await readSource({ file, ...options })).step;

describe('the ready-made teams', () => {
  it('are the same on the command line, in its help and in the service', () => {
    expect(run.takes?.[0]?.offers).toEqual(teamNames);
    expect(readyMade.map(({ name }) => name)).toEqual(teamNames);
  });

  it('take options of their own', async () => {
    const council = await specOf('council', { roles: 'Economist, Lawyer' });
    expect(JSON.stringify(council)).toContain('"name":"Lawyer"');
    expect(JSON.stringify(await specOf('council'))).toContain('"name":"Sceptic"');
    expect(await specOf('write-and-review', { passes: '3' })).toMatchObject({ maxIterations: 3 });
    expect(await specOf('write-and-review')).toMatchObject({ maxIterations: 4 });
    expect(await specOf('map-summarise', { over: 'json' })).toMatchObject({ over: 'json' });
    expect(await specOf('map-summarise')).toMatchObject({ over: 'lines' });
  });

  it.each([
    ['pros-cons', { roles: 'A, B' }, "--roles is for the teams 'expert-panel' and 'council' only"],
    ['council', { passes: '3' }, "--passes is for the team 'write-and-review' only"],
    ['spec.yaml', { over: 'json' }, "--over is for the team 'map-summarise' only"],
    ['council', { roles: 'Economist' }, "the team 'council' needs at least two roles"],
    ['write-and-review', { passes: '0' }, 'a number from 1 to 20'],
    ['write-and-review', { passes: '1e1' }, "not '1e1'"],
  ])('refuse what does not fit: %s %j', async (team, options, message) => {
    await expect(specOf(team, options)).rejects.toThrow(message);
  });
});

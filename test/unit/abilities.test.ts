import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readAbilities } from '../../src/workers/abilities.ts';

it('Everything that is wrong with the files of a worker is told at once.', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-abilities-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const configFile = join(folder, 'agents.yaml');
  writeFileSync(configFile, 'provders: {}');
  const registryFile = join(folder, 'tools.ts');
  await expect(readAbilities({ configFile, registryFile })).rejects.toMatchObject({
    type: 'Input.Invalid',
    message: [
      `${registryFile} is not valid: there is no such file`,
      `${configFile} is not valid: provders: there is no such field (did you mean 'providers'?)`,
    ].join('\n'),
    details: [{ problems: [{ path: '' }, { path: 'provders' }] }],
  });
});

it('A file that is good hides nothing of one that is not.', async () => {
  await expect(readAbilities({ configFile: 'no.yaml' })).rejects.toThrow(
    /^.*no\.yaml is not valid/,
  );
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// Every workflow on a worker loads the bundle. zod and ajv would double it, and a ZodError thrown
// in there retries the workflow task for ever.

const text = (file: string) => readFileSync(new URL(`../../dist/${file}`, import.meta.url), 'utf8');

/** The files that the bundle is made of: only the one that keeps stack traces says so. */
function filesInBundle(): string[] {
  const code = text('workflow-bundle.stacks.js');
  const map = code.slice(code.lastIndexOf(';base64,') + ';base64,'.length);
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] };
  return sources;
}

describe('the workflow bundle', () => {
  const files = filesInBundle();

  it('holds the workflows, what is known of the kinds, and the SDK', () => {
    for (const file of [
      'src/workflows/workflows.ts',
      'src/core/kinds/debate/kind.ts',
      'src/core/form.ts',
      'node_modules/@temporalio/workflow/',
    ])
      expect(files.filter((each) => each.includes(file))).not.toEqual([]);
  });

  it('holds no zod and no ajv', () => {
    const validators = /node_modules\/(zod|ajv)[/-]/;
    expect(files.filter((file) => validators.test(file))).toEqual([]);
    expect(text('workflow-bundle.js')).not.toMatch(/strictObject|\$ZodType|ajv/i);
  });

  it('holds no schema of a kind', () => {
    const schemas = /core\/kinds\/(.*\/)?([a-z]+-)?schemas?\.(ts|js)$/;
    expect(files.filter((file) => schemas.test(file))).toEqual([]);
    expect(text('workflow-bundle.js')).not.toMatch(/^;\/\/ .*core\/kinds\/.*schemas?\.js$/m);
  });
});

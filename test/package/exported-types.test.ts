import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { exportedBy, undocumentedIn, unexportedIn } from './declarations.ts';

const installed = join(inject('consumer'), 'node_modules/durable-agents/dist');
const entries = [
  'index',
  'client/index',
  'workflows/index',
  'workers/index',
  'service/index',
  'testing/index',
];
const exported = exportedBy(entries.map((entry) => join(installed, `${entry}.d.ts`)));

it('Every type that an exported one mentions is exported too.', () => {
  expect(exported.size).toBeGreaterThan(100);
  expect(unexportedIn(exported)).toEqual([]);
});

it('Everything that is exported says what it is.', () => {
  expect(undocumentedIn(exported)).toEqual([]);
});

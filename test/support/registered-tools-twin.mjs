/** A script: whether a registered module in TypeScript has the same packages as its process. */
import { ApplicationFailure } from '@temporalio/common';
import { getLock } from 'durable-agents';
import { fileURLToPath } from 'node:url';
import { loadRegistry } from '../../dist/workers/registry-file.js';

const file = fileURLToPath(new URL('./registered-tools.ts', import.meta.url));
const { tools, transforms } = await loadRegistry(file);
const same = transforms.isSame({ getLock, ApplicationFailure });
process.stdout.write(JSON.stringify({ tools: tools.map(({ name }) => name), same }));

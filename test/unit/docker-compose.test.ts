import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { worker as workerCommand } from '../../src/cli/commands/worker.ts';
import { readUsage } from '../../src/cli/usage.ts';
import { toMs } from '../../src/core/durations.ts';
import { searchAttributes } from '../../src/core/search-attributes.ts';
import { workerOptions } from '../../src/workers/worker-group.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

const serviceSchema = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  restart: z.string(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  ports: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
});

const { services } = z
  .object({ services: z.record(z.string(), serviceSchema) })
  .parse(parse(read('docker-compose.yml'), { merge: true }));

type Service = z.output<typeof serviceSchema>;

const workers = Object.entries(services).filter(([, { build }]) => build !== undefined);
const oneShots = Object.keys(services).filter((name) => services[name]?.restart.startsWith('on-'));

const variables = Object.entries(services).flatMap(([service, { environment }]) =>
  Object.entries(environment).map(([variable, value]) => ({ service, variable, value })),
);

/** A text as compose passes it on where the environment sets nothing. */
const filledIn = (text: string) => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

/** What our own command line makes of a worker's words. */
function parsed({ command = [] }: Service): string[] {
  const [name, ...words] = command.map(filledIn);
  expect(name).toBe(workerCommand.name);
  const usage = readUsage(workerCommand, words);
  return usage.is === 'options' ? (usage.options['serve'] as string[]) : [];
}

describe('docker-compose.yml', () => {
  it('starts workers that serve workflows, tools and a provider, in words that our command line takes', () => {
    const served = workers.flatMap(([, worker]) => parsed(worker));
    expect(served.toSorted()).toEqual(['simulated', 'tools', 'workflows']);
  });

  it('checks the health of a worker by what it serves', () => {
    for (const [, worker] of workers) {
      const [, , script, roles = ''] = worker.healthcheck?.test ?? [];
      expect(script).toBe('scripts/worker-health.mjs');
      expect(filledIn(roles).split(',')).toEqual(parsed(worker));
    }
  });

  it.each(workers)('lets %s wait for the database and for the namespace', (_, worker) => {
    expect(worker.depends_on).toMatchObject({
      postgres: { condition: 'service_healthy' },
      temporal: { condition: 'service_healthy' },
      'temporal-namespace': { condition: 'service_completed_successfully' },
    });
  });

  it('waits for the health of what has a health check, and for the end of what does not go on', () => {
    for (const { depends_on } of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        const ends = oneShots.includes(name);
        expect(condition).toBe(ends ? 'service_completed_successfully' : 'service_healthy');
        expect(services[name]?.healthcheck !== undefined).toBe(!ends);
      }
    }
  });

  it.each(['model-worker', 'tool-worker'])(
    'gives %s longer than its calls in flight get',
    (name) => {
      const grace = toMs(workerOptions.shutdownGraceTime.replace(' min', 'm'));
      expect(toMs(services[name]?.stop_grace_period ?? 0)).toBeGreaterThan(grace);
    },
  );

  it('holds no secret', () => {
    const secrets = variables.filter(({ variable }) => /KEY|PASSWORD|PWD/.test(variable));
    expect(secrets.length).toBeGreaterThan(0);
    for (const { value } of secrets) expect(value).toMatch(/^\$\{\w+(:[-?].*)?\}$/);
    const addresses = variables.filter(({ value }) => /:\/\/\w+:/.test(value));
    for (const { value } of addresses) expect(value).toMatch(/:\/\/\w+:\$\{\w+\}@/);
  });

  it('gives the keys of providers to those only that call models', () => {
    const keys = variables.filter(({ variable }) => variable.endsWith('API_KEY'));
    expect(new Set(keys.map(({ service }) => service))).toEqual(new Set(['model-worker']));
  });

  it('publishes ports to this host only, because the server asks nobody who they are', () => {
    const ports = Object.values(services).flatMap((service) => service.ports);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('makes the search attributes that the embedded server has', () => {
    const made = read('deploy/temporal-namespace.sh').matchAll(/--name (\w+) --type (\w+)/g);
    const types = [...made].map(([, name, type]) => [name, type?.toUpperCase()]);
    expect(types).toEqual(searchAttributes.map(({ name, type }) => [name, type]));
  });
});

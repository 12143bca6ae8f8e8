import { afterEach, expect, it, vi } from 'vitest';
import type { Service } from '../../../src/service/service.ts';
import { studioLink } from '../../../src/service/service.ts';

const url = 'http://127.0.0.1:7654';
const studio = [{}] as unknown as Service['studio'];
afterEach(() => vi.unstubAllEnvs());

it("a run's page is where the service has its studio", () => {
  vi.stubEnv('DURABLE_AGENTS_STUDIO_URL', '');
  expect(studioLink({ studio, url }, 'a b')).toBe(`${url}/#/runs/a%20b`);
  expect(studioLink({ studio: [], url }, 'a')).toBeNull();
});

it('behind a proxy it is where the environment says', () => {
  vi.stubEnv('DURABLE_AGENTS_STUDIO_URL', 'https://agents.example/');
  expect(studioLink({ studio, url }, 'a')).toBe('https://agents.example/#/runs/a');
});

import type { ServiceSettings } from '../options.ts';

/** Stands for what is checked of where a request comes from. */
export function checkOrigin(_settings: ServiceSettings, _request: Request, _env: unknown): void {}

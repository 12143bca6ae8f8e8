import type { ToldEvent } from '../../src/core/events.ts';

/** A warning of the run itself, on its way to the store. */
export const toldWarning = (key: string, message = key): ToldEvent => ({
  type: 'warning',
  warning: 'W',
  message,
  key,
  path: '',
});

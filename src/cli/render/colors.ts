import { isatty } from 'node:tty';
import picocolors from 'picocolors';

/** Colours for a terminal only: by itself picocolors takes a CI system's log for one. */
export const colors = picocolors.createColors(isatty(1) && (process.env['NO_COLOR'] ?? '') === '');

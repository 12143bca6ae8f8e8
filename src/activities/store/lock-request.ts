import { createHash } from 'node:crypto';
import type { LockName } from '../../core/locks.ts';

/** One attempt to get a lock. */
export interface LockRequest extends LockName {
  /** The same in every attempt: a request waits once, and a retried one keeps its place. */
  requestId: string;
  /** Another one in every attempt. */
  token: string;
  /** Who asks, for people. */
  holder: string;
  leaseMs: number;
}

/** Names a lock in a notification, whatever its length. */
export function lockDigest({ namespace, key }: LockName): string {
  return createHash('sha256')
    .update(JSON.stringify([namespace, key]))
    .digest('base64url');
}

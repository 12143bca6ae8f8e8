import { Failure, failure, messageOf } from '../../core/failures.ts';

/** What the system says of a folder that cannot be used, in words. */
const reasons: Record<string, string> = {
  EEXIST: 'a file of this name is in the way',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its path is too long',
  ELOOP: 'its path leads back to itself',
  EMFILE: 'this process has too many files open',
  ENFILE: 'the system has too many files open',
};

/**
 * Does something with the state folder.
 *
 * @throws `Worker.Unconfigured` that names the folder and what to set, where the system refuses it
 */
export async function withStateFolder<T>(folder: string, use: () => T | Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw isRefusal(error) ? unusable(folder, error) : error;
  }
}

function isRefusal(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && Object.hasOwn(reasons, String(error.code));
}

function unusable(folder: string, error: NodeJS.ErrnoException & { code: string }) {
  const message = `the state folder ${folder} cannot be used: ${reasons[error.code]} (${messageOf(error)}). Name another one with --state, DURABLE_AGENTS_STATE or local({ stateDir })`;
  return failure(Failure.workerUnconfigured, message);
}

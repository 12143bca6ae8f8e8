import {
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { stepErrorFrom } from '../../src/client/runs/step-error-from.ts';
import { Failure, failure } from '../../src/core/failures.ts';

describe('the error of a run, by how Temporal says that it ended', () => {
  it.each([
    [new CancelledFailure('x'), 'Run.Cancelled', 'the run was cancelled', false],
    [new TerminatedFailure('by hand'), 'Run.Cancelled', 'the run was terminated: by hand', false],
    [
      new TimeoutFailure('x', undefined, TimeoutType.START_TO_CLOSE),
      'Step.TimedOut',
      'the run did not finish in time',
      true,
    ],
    [
      ApplicationFailure.nonRetryable('boom', 'TypeError'),
      'Model.Unavailable',
      'the run failed outside of its agents: boom',
      true,
    ],
  ])('is, for %o, of the taxonomy', (error, type, message, retryable) => {
    expect(stepErrorFrom(error, 'the run')).toEqual({ type, message, retryable });
  });

  it('is a failure of the taxonomy itself, with its details', () => {
    const details = { problems: [{ path: 'name', message: 'a name is needed' }] };
    const refused = failure(Failure.inputInvalid, 'the spec is not valid', { details });
    expect(stepErrorFrom(refused, 'the run')).toEqual({
      type: 'Input.Invalid',
      message: 'the spec is not valid',
      retryable: false,
      details,
    });
  });
});

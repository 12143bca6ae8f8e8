import type { ApplicationFailure } from '@temporalio/common';
import { changeIdForm, factKeyForm, factValueForm } from '../../core/fact-change.ts';
import { oneOf, orNull } from '../../core/form.ts';
import { parseForm } from '../../core/parse-form.ts';
import { invalidInput } from '../../core/parse-input.ts';
import {
  type FactChange,
  type FactValue,
  type MergeRule,
  mergeRules,
} from '../../core/user-context.ts';

/** What a caller wants to change. */
export type ChangeContent =
  | { change: 'set'; key: string; value: FactValue; merge: MergeRule | null }
  | { change: 'forget'; /** `null`: everything. */ key: string | null };

/**
 * A change as it is sent, each part of it checked.
 *
 * @throws `Input.Invalid`, naming the part
 */
export function checkedChange(
  content: ChangeContent,
  { id, setBy }: { id: string; setBy: string },
): FactChange {
  parseForm(changeIdForm, id, 'the id of the change');
  if (content.key !== null) parseForm(factKeyForm, content.key, 'the key');
  const common = { id, setBy, run: null };
  if (content.change === 'forget') return { ...content, ...common };
  const { key, merge, value } = content;
  parseForm(orNull(oneOf(...mergeRules)), merge, `the merge rule of '${key}'`);
  return { ...content, ...common, value: parseForm(factValueForm, value, `the value of '${key}'`) };
}

/** The failure for a change that the context has refused. */
export function refusedChange(user: string, reason: string): ApplicationFailure {
  return invalidInput(`the change of user '${user}'`, [{ path: '', message: reason }]);
}

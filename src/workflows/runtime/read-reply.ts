import { type Form, readForm } from '../../core/form.ts';
import { readJsonReply } from '../../core/json-reply.ts';
import type { ReplyReader } from './step-context.ts';

/**
 * Reads a reply as JSON of a form, and as whatever `check` wants besides; what is wrong is told to
 * the model.
 */
export function jsonOf<T>(form: Form<T>, check: (value: T) => string[] = () => []): ReplyReader<T> {
  return (content) => {
    const json = readJsonReply(content, (value) => readForm(form, value).ok);
    if (!json.ok) return { ok: false, reason: 'it is not JSON' };
    const read = readForm(form, json.value);
    const problems = read.ok ? check(read.value) : read.problems;
    if (read.ok && problems.length === 0) return { ok: true, value: read.value };
    return { ok: false, reason: problems.slice(0, 10).join('; ') };
  };
}

import type { StoredList } from '../../core/list-items.ts';
import { replyText } from '../../core/reply.ts';
import type { Outcome } from '../../core/results.ts';
import { joinPath, pathInside } from '../../core/step-path.ts';
import { runFunction } from './call-function.ts';
import type { ListSource, StepLists } from './lists-context.ts';
import type { RunContext } from './run-context.ts';
import { asStepError } from './step-errors.ts';
import { scopeInside, type StepScope } from './step-scope.ts';

/** The lists of a step. */
export function stepLists(run: RunContext, scope: StepScope): StepLists {
  const { host, execution, owner } = run;
  const { id, name } = scope.identity;
  async function outcome<T>(work: Promise<T>): Promise<Outcome<T>> {
    try {
      return { ok: true, value: await work };
    } catch (error) {
      return { ok: false, error: asStepError(error, host, scope) };
    }
  }
  const whose = { list: joinPath(execution, scope.path), step: id, run: owner.run };
  async function store(source: ListSource, maxItems: number): Promise<StoredList> {
    const { text, format } = await listIn(run, scope, source);
    return await host.storeList({ ...whose, text, format, maxItems, name });
  }
  async function earlier(): Promise<StoredList | null> {
    if (run.again === null) return null;
    const step = joinPath(run.again, pathInside(id, owner.run) ?? '');
    return await host.copyList({ ...whose, earlier: step });
  }
  return {
    earlier: () => outcome(earlier()),
    store: (source, maxItems) => outcome(store(source, maxItems)),
    parts: (list, length) => outcome(host.partsOf(list, length)),
    open: (list, from, to) => outcome(host.openItems(list, from, to)),
    settle: (list, items) => outcome(host.settleItems(list, items)),
    gather: (list, itemName, bytes) =>
      outcome(host.gatherAnswers({ list, itemName, bytes, run: owner.run })),
  };
}

async function listIn(run: RunContext, scope: StepScope, source: ListSource) {
  if ('text' in source) return source;
  const { function: name, input, path } = source;
  const made = await runFunction(run, scopeInside(scope, { name }, { path }), {
    name,
    input,
    value: true,
  });
  return { text: replyText(made), format: 'json' as const };
}

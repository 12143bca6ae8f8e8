import { bytesOf, isLong, sizeOf, type Text } from '../../core/content.ts';
import { withheld } from '../../core/kinds/agent/check-prompts.ts';
import type { Outcome } from '../../core/results.ts';
import { toldOutcome } from '../../core/tools.ts';
import { withDeadline } from '../runtime/with-deadline.ts';
import type { ApprovalGate } from './approval-gate.ts';
import { type AskedTool, type AskingTurn, type CarriedOut, textOf } from './asking-turn.ts';
import { isOffered, meantTool, policyFor } from './offered-tools.ts';
import { runTool } from './run-tool.ts';
import { tellEnd } from './tool-events.ts';

/** Carries out a tool call that is checked before, and of which is checked what it gave. */
export async function runCheckedTool(
  turn: AskingTurn,
  asked: AskedTool,
  gate: ApprovalGate,
): Promise<Outcome<CarriedOut>> {
  const { resources, run, scope } = turn;
  const name = meantTool(resources, asked.call.name);
  if (!isOffered(resources, name)) return await runTool(turn, asked, gate); // there is nothing that it could call
  const policy = policyFor(resources, name);
  const about = { place: `${asked.number}.${asked.index}`, tool: { name, policy } };
  const { arguments: text } = asked.call;
  const passed = await turn.checks.pass({ when: 'toolCall', text, ...about });
  if (!passed.ok) return passed;
  if (passed.value.sentBack) {
    const refused = toldOutcome(withheld.toolCall(name, passed.value.reason), true);
    tellEnd(run, scope, asked, refused); // it was never called
    return { ok: true, value: refused };
  }
  const { isRewritten } = passed.value;
  const call = await withArguments(turn, asked, isRewritten ? passed.value.text : null);
  if (!call.ok) return call;
  const carried = await runTool(turn, call.value, gate);
  if (!carried.ok || carried.value.isDenied) return carried;
  return await checkResult(turn, carried.value, about);
}

/** The call with other arguments; `null`: its own. */
async function withArguments(
  { run, scope }: AskingTurn,
  asked: AskedTool,
  text: Text | null,
): Promise<Outcome<AskedTool>> {
  if (text === null) return { ok: true, value: asked };
  const read = await withDeadline(run, scope, () => run.host.read(text));
  if (!read.ok) return read;
  const call = { ...asked.call, arguments: read.value };
  const value = isLong(read.value) ? { ...asked, call, rewritten: text } : { ...asked, call };
  return { ok: true, value };
}

async function checkResult(
  { checks }: AskingTurn,
  carried: CarriedOut,
  about: { place: string; tool: { name: string; policy: ReturnType<typeof policyFor> } },
): Promise<Outcome<CarriedOut>> {
  const passed = await checks.pass({ when: 'toolResult', text: textOf(carried), ...about });
  if (!passed.ok) return passed;
  const { value } = passed;
  const { text: _, ...outcome } = carried;
  if (value.sentBack) {
    const told = toldOutcome(withheld.toolResult(about.tool.name, value.reason), true);
    return { ok: true, value: { ...outcome, ...told } };
  }
  if (!value.isRewritten) return { ok: true, value: carried };
  return { ok: true, value: { ...outcome, ...outcomeText(value.text) } };
}

/** A text that a check has written: a long one is stored under an id of its own. */
function outcomeText(text: Text): Pick<CarriedOut, 'message' | 'content' | 'bytes'> {
  if (typeof text === 'string') return { message: '', content: text, bytes: bytesOf(text) };
  const [part] = text.parts;
  const message = typeof part === 'object' ? part.message : '';
  return { message, content: null, bytes: sizeOf(text) };
}

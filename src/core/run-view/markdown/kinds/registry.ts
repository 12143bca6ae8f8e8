import type { Kind } from '../../../kinds/step.ts';
import type { OwnViews } from '../../types.ts';
import type { WriteKind } from '../writer.ts';
import { agent } from './agent.ts';
import { debate } from './debate.ts';
import { map } from './map.ts';
import { parallel } from './parallel.ts';
import { pipeline } from './pipeline.ts';
import { route } from './route.ts';
import { supervisor } from './supervisor.ts';
import { writeSections } from './sections.ts';

/** Kinds that are written in a form of their own. A person's part is the question, which every step may have. */
const kinds: { readonly [K in Kind]?: WriteKind<OwnViews[K]> } = {
  agent,
  debate,
  map,
  parallel,
  person: agent,
  pipeline,
  route,
  supervisor,
};

/** How a kind is written; without a form of its own, section by section. */
export function writeKind(kind: Kind): WriteKind<OwnViews[Kind]> {
  return (kinds[kind] as WriteKind<OwnViews[Kind]> | undefined) ?? writeSections;
}

import type { Kind } from '../../../../src/core/kinds/step.ts';
import { agent } from './agent.ts';
import { debate } from './debate.ts';
import { loop } from './loop.ts';
import { map } from './map.ts';
import { parallel } from './parallel.ts';
import { person } from './person.ts';
import { pipeline } from './pipeline.ts';
import { route } from './route.ts';
import type { Scene } from './scene.ts';
import { supervisor } from './supervisor.ts';

/** A scene of every kind. */
export const scenes: { readonly [K in Kind]: Scene } = {
  agent,
  debate,
  loop,
  map,
  parallel,
  person,
  pipeline,
  route,
  supervisor,
};

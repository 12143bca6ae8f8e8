import type { Text } from '../content.ts';

/**
 * What each kind of step is: `spec` with every default filled in, `input` as it is written, `result`
 * on the wire (`C` is how contents are written there), and `presented`, the result as a client gets
 * it, with accessors. Every kind's `types.ts` adds its own entry, so that no list of kinds has to be
 * kept here.
 *
 * @public
 */
// oxlint-disable-next-line no-unused-vars, no-empty-object-type -- the kinds fill it in, and use C
export interface KindTypes<C = Text> {}

/** The name of a kind of step. */
export type Kind = keyof KindTypes;

/** Anything that turns an input text into a result, with every default filled in. */
export type Step = KindTypes[Kind]['spec'];

/** A step as it is written: as a TypeScript object, in JSON or in YAML. */
export type StepInput = KindTypes[Kind]['input'];

/** A step's result: with `Text` contents on the wire, with `string` once the client has filled them in. */
export type StepResult<C = Text> = KindTypes<C>[Kind]['result'];

/** A result as a client gets it, with the accessors of its kind. */
export type RunResult = KindTypes<string>[Kind]['presented'];

export type SpecOf<K extends Kind> = KindTypes[K]['spec'];
export type ResultOf<K extends Kind, C = Text> = KindTypes<C>[K]['result'];
/** The result of a kind as a client gets it. */
export type PresentedOf<K extends Kind> = KindTypes<string>[K]['presented'];

import type { z } from 'zod';
import type { Caller } from '../caller.ts';
import { errorBody, type Refusal } from '../errors.ts';
import type { Service } from '../service.ts';

/**
 * A group of calls. Adding one: a file in this folder, or a folder for a protocol, and a line in
 * `index.ts`.
 */
export interface Door {
  /** Heads its calls in the API's description. */
  name: string;
  calls(service: Service): readonly Call[];
  /** The body of an error. Default: the service's own form. */
  errorBody?(refusal: Refusal): object;
  /** The status of an error. Default: the service's own. */
  errorStatus?(refusal: Refusal): number;
}

/** A request that was let in and read: its caller is known, and what it carries is as declared. */
export interface Asked<P = unknown, Q = unknown, B = unknown> {
  /** Of the path, decoded. */
  params: P;
  query: Q;
  /** `undefined` where the call declares none. */
  body: B;
  caller: Caller;
  /** Its headers, and the signal that is aborted when the client has gone. Its body has been read. */
  request: Request;
}

/** What is answered with a status. */
interface Answered {
  does: string;
  /** Of the JSON; none: it has no body, or one of another type. */
  schema?: z.ZodType;
  /** Default `application/json`. */
  type?: string;
}

/** One call as a door declares it: what is checked and what is described are the same. */
interface Declared<P, Q, B> {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Variable parts begin with a colon: `/v1/runs/:id`. */
  path: string;
  /** In one line. */
  does: string;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  /** Read as JSON; a call without one takes no body. */
  body?: z.ZodType<B>;
  /** Headers that it reads, with what they do. */
  headers?: Record<string, string>;
  /** By status. */
  answers: Record<number, Answered>;
  /** Statuses of the errors that are its own, besides those that every call may answer with. */
  refuses?: readonly number[];
  /** Whether it is open to who has no token. Default `false`. */
  open?: boolean;
  /** Whether it is left out of the API's description. Default `false`. */
  hidden?: boolean;
}

export interface Call extends Declared<unknown, unknown, unknown> {
  handle(asked: Asked): Response | Promise<Response>;
}

/** Declares a call, with what it is asked typed by its schemas. */
export function call<P = unknown, Q = unknown, B = undefined>(
  declared: Declared<P, Q, B> & {
    handle(asked: Asked<P, Q, B>): Response | Promise<Response>;
  },
): Call {
  return declared;
}

/** An answer as JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

/** The form in which a door writes errors. */
export type ErrorForm = Pick<Door, 'errorBody' | 'errorStatus'>;

/** A refusal in the form of a door. */
export function refusalAnswer(door: ErrorForm, refusal: Refusal): Response {
  const body = door.errorBody?.(refusal) ?? errorBody(refusal);
  return json(body, door.errorStatus?.(refusal) ?? refusal.status, refusal.headers);
}

import { type Context, Hono } from 'hono';
import { type Call, type Door, refusalAnswer } from './doors/door.ts';
import { doors } from './doors/index.ts';
import { readAsked } from './doors/read-asked.ts';
import { RefusedRequest, refusalOf } from './errors.ts';
import { checkOrigin } from './security/origins.ts';
import { authenticate } from './security/authenticate.ts';
import { withSecurityHeaders } from './security/headers.ts';
import type { Service } from './service.ts';

/** All calls of a service, as one function of requests: what is served on a port, or tested without one. */
export function createApp(service: Service): Hono {
  const app = new Hono();
  for (const door of doors) register(app, service, door);
  app.notFound((context) => answered(service, context, () => notFound(context)));
  return app;
}

/** A door in whose form an error is written. */
type Form = Pick<Door, 'errorBody'>;

function register(app: Hono, service: Service, door: Door): void {
  const calls = door.calls(service);
  for (const call of calls) {
    app.on(call.method.toUpperCase(), call.path, (context) =>
      answered(service, context, () => serve(service, call, context), door),
    );
  }
  for (const [path, methods] of methodsOf(calls)) {
    app.all(path, (context) =>
      answered(service, context, () => wrongMethod(context, methods), door),
    );
  }
}

function methodsOf(calls: readonly Call[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of calls)
    methods.set(path, [...(methods.get(path) ?? []), method.toUpperCase()]);
  return methods;
}

async function serve(service: Service, call: Call, context: Context): Promise<Response> {
  const caller = authenticate(service.tokens, call, context.req.raw);
  return await call.handle(await readAsked(service.settings, call, context, caller));
}

/** Whatever is answered: nobody is let in from elsewhere, and no error gets out as it is. */
async function answered(
  service: Service,
  { req, env }: Context,
  answer: () => Response | Promise<Response>,
  form: Form = {},
): Promise<Response> {
  try {
    checkOrigin(service.settings, req.raw, env);
    return withSecurityHeaders(await answer());
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.status === 500)
      service.settings.log?.(`${req.method} ${req.path}: ${logged(error)}`);
    return withSecurityHeaders(refusalAnswer(form, refusal));
  }
}

function logged(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function wrongMethod({ req }: Context, allowed: readonly string[]): Response {
  const message = `${req.method} is not for this address: it takes ${allowed.join(', ')}`;
  const headers = { allow: allowed.join(', ') };
  throw new RefusedRequest('Request.MethodNotAllowed', message, { headers });
}

function notFound({ req }: Context): Response {
  const message = `there is nothing at ${req.path}: /openapi.json describes what there is`;
  throw new RefusedRequest('Request.NotFound', message);
}

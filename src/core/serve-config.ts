import { z } from 'zod';

/**
 * Who may call the service, as a configuration names it: by the variable that holds the token. Its name
 * has TOKEN in it: a configuration that lies in a folder makes no token of what anybody can guess.
 */
const namedTokenSchema = z.strictObject({
  env: z
    .string()
    .regex(
      /^[A-Za-z_]\w*$/,
      'expected the name of an environment variable, which holds the token: never the token itself',
    )
    .refine(
      (name) => /token/i.test(name),
      'the name of the variable must have TOKEN in it, such as PHILS_TOKEN',
    ),
  user: z.string().min(1, 'it is empty').optional(),
  teams: z.array(z.string().min(1, 'it is empty')).optional(),
});

/** The section `serve` of the configuration. */
export const serveConfigSchema = z.strictObject({
  tokens: z.array(namedTokenSchema).default([]),
  startsPerMinute: z.int().min(1).nullable().optional(),
});

/** How the service is configured. */
export type ServeConfig = z.output<typeof serveConfigSchema>;

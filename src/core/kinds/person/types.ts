import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { ResultBase } from '../../results.ts';

/** A question to a person, whose answer is the step's. */
export interface PersonSpec {
  kind: 'person';
  name: string;
  /** What is asked: a template with places for the step's input and for what was asked at first. */
  question: string;
  /** The answers that are taken; none: any text. */
  choices: string[];
  /** How long it waits. No timeout of a step around it cuts this short. */
  timeout: Duration;
  /** The answer where nobody has given one in time; `null`: the step fails. */
  default: string | null;
  /** Whom the question is for, as the question says; anybody may answer. */
  assignee: string | null;
}

/** A person as it is written: everything may be left out. */
export type PersonInput = Pick<PersonSpec, 'kind'> &
  Partial<Omit<PersonSpec, 'kind' | 'choices'>> & { choices?: readonly string[] };

/** What a person answered; it is the content too. */
export interface PersonResult<C = Text> extends ResultBase<C> {
  kind: 'person';
  /** The answer that counts, also where it is the default; `null`: there is none. */
  answer: string | null;
  /** Who answered, as they said; `null`: they did not say, or nobody did. */
  answeredBy: string | null;
  /** ISO 8601; `null`: nobody answered. */
  answeredAt: string | null;
  /** Whether the time was up before anybody answered. */
  timedOut: boolean;
}

declare module '../step.ts' {
  interface KindTypes<C> {
    person: {
      spec: PersonSpec;
      input: PersonInput;
      result: PersonResult<C>;
      presented: PersonResult<string>;
    };
  }
}

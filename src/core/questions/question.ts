/** The tool call that a question is about, which needs a yes before it is made. */
export interface Approval {
  /** Whose call it is. */
  agent: string;
  tool: string;
  /** JSON, as the model wrote it. */
  args: string;
  /** What the agent said with it; `''`: nothing. */
  said: string;
}

/** A question to a person. */
export interface Question {
  question: string;
  /** The answers that are taken; none: any text. Of an approval there are none. */
  choices: string[];
  /** Milliseconds that are waited. */
  timeoutMs: number;
  /** The answer where nobody gives one in time. */
  default: string | null;
  /** Whom it is for; anybody may answer. */
  assignee: string | null;
  /** `null`: any other question. */
  approval: Approval | null;
}

/** Where in a run a question is asked. */
export interface AskedAt {
  /** Step path. */
  path: string;
  /** Question id; one that was asked in the same workflow already gets a number behind it. */
  id: string;
}

/** A question that waits, and where its answer is taken. */
export interface WaitingQuestion extends OpenQuestion {
  /** Workflow id of the run that it belongs to. */
  run: string;
  /** Workflow id that takes the answer. */
  answerTo: string;
}

/** A question that waits, as it is listed: long texts are cut. */
export interface OpenQuestion extends Omit<Question, 'timeoutMs' | 'default'> {
  /** Question id. */
  id: string;
  /** ISO 8601. */
  askedAt: string;
  /** ISO 8601: until then it waits. */
  deadline: string;
}

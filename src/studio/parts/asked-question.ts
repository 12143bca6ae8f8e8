import type { OpenQuestion } from '../../core/questions/question.ts';

/** A question as it waits in a run. */
export type AskedQuestion = Pick<
  OpenQuestion,
  'id' | 'question' | 'choices' | 'assignee' | 'approval'
> & {
  run: string;
  deadline: string | null;
};

/** What is sent as an answer. */
export interface GivenAnswer {
  answer?: string;
  approve?: boolean;
  reason?: string;
  by?: string;
}

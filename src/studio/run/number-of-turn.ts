import type { Bar } from '../../core/run-view/index.ts';

/** Which of its step's turns it is, from 1. */
export function numberOfTurn(bars: readonly Bar[], path: string, turn: number): number {
  const turns = bars.filter((bar) => bar.path === path && bar.what === 'turn');
  return turns.findIndex((bar) => bar.turn === turn) + 1 || 1;
}

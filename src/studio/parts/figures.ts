import { showCost } from '../../core/amounts.ts';
import { showMs } from '../../core/durations.ts';

/** `4 min ago`, and the date where it is longer ago than a day. */
export function showAgo(iso: string, now = Date.now()): string {
  const ms = now - Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  if (ms < 5_000) return 'now';
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s ago`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min ago`;
  if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} h ago`;
  return dateForm.format(new Date(iso));
}

/** Day and time, as people here write them. */
export function showTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : timeForm.format(date);
}

/** US dollars; what the simulated model has cost is said to be made up. */
export function showMoney(cost: number | null, simulated: boolean): string {
  return simulated ? `${showCost(cost)} simulated` : showCost(cost);
}

export function showCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** Until a deadline: `5 h 10 min left`, `over`. */
export function showLeft(iso: string, now = Date.now()): string {
  const ms = Date.parse(iso) - now;
  return ms <= 0 ? 'over' : `${showMs(ms)} left`;
}

const dateForm = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const timeForm = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

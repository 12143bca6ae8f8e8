/** What every simulated text begins with, so that nobody takes it for a model's. */
export const label = '[simulated] ';

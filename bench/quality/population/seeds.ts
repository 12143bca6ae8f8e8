/** The seed that published figures are measured with, unless they name another one. */
export const defaultSeed = '';

/** The verifier's biases that they are measured with: none, and one that helps. */
export const publishedBiases = [0, 0.5];

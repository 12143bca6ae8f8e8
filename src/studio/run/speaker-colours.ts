/** The golden angle: however many speakers there are, neighbours differ. */
const turnOfHue = 137.508;
const firstHue = 255;

/** A colour for each who speaks in a run, in the order in which they are seen. */
export class SpeakerColours {
  readonly #known = new Map<string, number>();

  /** Degrees on the circle of hues. */
  hueOf(speaker: string): number {
    const index = this.#known.get(speaker) ?? this.#known.size;
    this.#known.set(speaker, index);
    return Math.round((firstHue + index * turnOfHue) % 360);
  }
}

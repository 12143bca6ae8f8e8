import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** Where something stands in the window; pixels. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Where something stands.
 *
 * @throws where it is not shown
 */
export async function boxOf(place: Locator): Promise<Box> {
  const box = await place.boundingBox();
  if (box === null || box.width === 0 || box.height === 0)
    throw new Error(`${place.toString()} is not shown`);
  return box;
}

/** Claims that these stand beside each other, the first on the left, none over another. */
export async function expectSideBySide(places: readonly Locator[]): Promise<void> {
  const boxes = await Promise.all(places.map(boxOf));
  boxes.slice(1).forEach((box, index) => {
    const before = boxes[index] as Box;
    expect(box.x, 'from left to right').toBeGreaterThanOrEqual(before.x + before.width);
    expect(Math.abs(box.y - before.y), 'at one height').toBeLessThan(2);
  });
}

/** Claims that these stand under each other, the first at the top, none over another. */
export async function expectOneUnderTheOther(places: readonly Locator[]): Promise<void> {
  const boxes = await Promise.all(places.map(boxOf));
  boxes.slice(1).forEach((box, index) => {
    const before = boxes[index] as Box;
    expect(box.y, 'from top to bottom').toBeGreaterThanOrEqual(before.y + before.height);
  });
}

/** Claims what these say, in order, as soon as they do. */
export async function expectTexts(places: Locator, texts: readonly string[]): Promise<void> {
  await expect
    .poll(async () =>
      (await places.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim()),
    )
    .toEqual(texts);
}

import { expect, it } from 'vitest';
import { measure } from '../support/measured-scenes.ts';
import { scenes } from '../support/repeated-scenes.ts';

it.each(scenes)(
  'most of what is asked in $title comes from the cache',
  async (scene) => {
    const { cached, common } = await measure(scene);

    expect(cached).toBeGreaterThanOrEqual(scene.floor);
    expect(common).toBeGreaterThanOrEqual(scene.floor);
  },
  60_000,
);

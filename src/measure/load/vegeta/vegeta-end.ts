import type { GeneratorEnd } from '../../sweep-input.ts';
import { vegetaGenerator } from './vegeta-generator.ts';
import type { VegetaPlace } from './vegeta-place.ts';

/**
 * A generator's end whose steps are sent by vegeta.
 * @param own with our generator
 * @param places at least one
 */
export const vegetaEnd = (
  own: GeneratorEnd,
  places: readonly VegetaPlace[],
  engine: GeneratorEnd['engine'],
): GeneratorEnd => ({
  ...own,
  engine,
  start: async (signal) => vegetaGenerator(await own.start(signal), places),
  // The trial of our generator would say nothing of vegeta.
  tryOut: async () => ({ steps: [], rungs: [] }),
});

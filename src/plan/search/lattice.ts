/**
 * The rates of a search: grid points so close that the precision asked for spans two gaps. All targets of a sweep are
 * searched on one lattice, so their columns meet.
 */
import type { PlannedRate } from '../../model/next-step.ts';
import { gridRate } from '../../model/rate.ts';
import { sizeStep } from '../size-steps.ts';
import type { SearchSettings } from './settings.ts';

/** Points a decade for which two gaps are at most `precision`, e.g. 95 for 0.05. */
export const latticePerDecade = (precision: number): number =>
  Math.ceil((2 * Math.LN10) / Math.log1p(precision) - 1e-9);

/** How many gaps of the lattice a factor spans. */
export const gapsOf = (factor: number, { perDecade }: SearchSettings): number =>
  Math.log10(factor) * perDecade;

/** Where a rate lies on the lattice; exactly whole at its points. */
export function placeOf(ratePerSecond: number, settings: SearchSettings): number {
  const place = gapsOf(ratePerSecond, settings);
  return Math.abs(place - Math.round(place)) < 1e-6 ? Math.round(place) : place;
}

/** The lowest rate at which the longest step still has enough requests. */
export function lowestPlace(settings: SearchSettings): number {
  const enough = (settings.minSamples * 1_000) / settings.durationCapMs;
  return Math.ceil(placeOf(Math.max(settings.lowestPerSecond, enough), settings));
}

export const highestPlace = (settings: SearchSettings): number =>
  Math.floor(placeOf(settings.highestPerSecond, settings));

/** A step at a point of the lattice: as long as asked for, longer where that gives too few requests. */
export const stepAt = (place: number, durationMs: number, settings: SearchSettings): PlannedRate =>
  sizeStep(gridRate(place, settings.perDecade), {
    durationMs,
    durationCapMs: settings.durationCapMs,
    minSamples: settings.minSamples,
  });

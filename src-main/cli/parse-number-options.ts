import { InvalidArgumentError } from 'commander';

/** Reads an option's whole or fractional number of seconds, 0 to a day. */
export function parseSeconds(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds <= 86_400)) throw new InvalidArgumentError('Write a number of seconds, such as 30.');
  return seconds;
}

/** Reads an option's whole number from 0 to `most`. */
export function parseCount(most: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(count <= most)) throw new InvalidArgumentError(`Write a whole number up to ${most}.`);
    return count;
  };
}
